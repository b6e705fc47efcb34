import { describe, expect, test } from "vitest";
import { readVoiceSettings } from "../src/index.js";

const read = (environment: Record<string, string>) => {
  const problems: string[] = [];
  return { settings: readVoiceSettings(environment, problems), problems };
};

describe("voice settings", () => {
  test("all have a default, and an empty variable is none", () => {
    expect(read({ SIP_PORT: "", PUBLIC_IP: " " })).toEqual({
      problems: [],
      settings: {
        enabled: true,
        sipPort: 5060,
        sipTlsPort: 5061,
        rtpPorts: { from: 40_000, to: 40_999 },
        publicIp: null,
        sipCodecs: ["PCMU", "PCMA"],
        iceServers: [],
        trunk: null,
        promptsDir: null,
        paymentCurrency: "USD",
        payments: { mode: "test" },
      },
    });
  });

  test("where the world can come in, nobody is paid by a processor that only looks like one", () => {
    const url = "https://center.example.com";
    expect(read({ PUBLIC_URL: url }).settings.payments).toEqual({ mode: "off" });
    expect(read({ PUBLIC_URL: url, PAYMENT_URL: "test" }).settings.payments).toEqual({ mode: "test" });
  });

  test("are read as they are written", () => {
    const { settings, problems } = read({
      VOICE: "off",
      SIP_PORT: "15060",
      SIP_TLS_PORT: "15061",
      RTP_PORTS: "30000-30199",
      PUBLIC_IP: "2001:db8::1",
      SIP_CODECS: "G.722, opus,pcma",
      TRUNK: "sip.example.com",
      PROMPTS_DIR: " ./prompts ",
      PAYMENT_URL: "https://pay.example.com/cards",
      PAYMENT_CURRENCY: "EUR",
      ICE_SERVERS: "stun:stun.example.com, turn:pat:se:cret@turn.example.com:3478?transport=tcp",
    });
    expect(problems).toEqual([]);
    expect(settings).toEqual({
      enabled: false,
      sipPort: 15_060,
      sipTlsPort: 15_061,
      rtpPorts: { from: 30_000, to: 30_199 },
      publicIp: "2001:db8::1",
      sipCodecs: ["G722", "opus", "PCMA"],
      iceServers: [
        { urls: ["stun:stun.example.com"] },
        { urls: ["turn:turn.example.com:3478?transport=tcp"], username: "pat", credential: "se:cret" },
      ],
      trunk: { host: "sip.example.com", port: 5060 },
      promptsDir: "./prompts",
      paymentCurrency: "EUR",
      payments: { mode: "http", url: "https://pay.example.com/cards" },
    });
  });

  test.each([
    [{ VOICE: "maybe" }, /^VOICE must/],
    // In the clear, beyond this machine; and a password would stand in a log.
    [{ PAYMENT_URL: "http://pay.example.com" }, /^PAYMENT_URL must be an https address, test or off\.$/],
    [
      { PAYMENT_URL: "https://user:word@pay.example.com" },
      /^PAYMENT_URL must be an https address, test or off\.$/,
    ],
    [{ PAYMENT_CURRENCY: "dollars" }, /^PAYMENT_CURRENCY must/],
    [{ SIP_PORT: "70000" }, /^SIP_PORT must/],
    [{ SIP_PORT: "5061" }, /^SIP_PORT and SIP_TLS_PORT must/],
    [{ RTP_PORTS: "40000" }, /^RTP_PORTS must/],
    [{ RTP_PORTS: "40999-40000" }, /^RTP_PORTS must/],
    [{ RTP_PORTS: "40000-40010" }, /^RTP_PORTS must/],
    [{ PUBLIC_IP: "300.1.1.1" }, /^PUBLIC_IP must/],
    [{ PUBLIC_IP: "example.com" }, /^PUBLIC_IP must/],
    [{ TRUNK: "sip:someone" }, /^TRUNK must/],
    [{ SIP_CODECS: "PCMU,G729" }, /^SIP_CODECS must/],
    [{ SIP_CODECS: "PCMU,pcmu" }, /^SIP_CODECS must/],
    [{ ICE_SERVERS: "turn:turn.example.com" }, /^ICE_SERVERS must/],
    [{ ICE_SERVERS: "turn:pat:hunter2@:x" }, /^ICE_SERVERS must/],
  ])("%j is one clear sentence", (environment, sentence) => {
    const { problems } = read(environment as unknown as Record<string, string>);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(sentence);
    expect(problems[0]).not.toContain("hunter2");
  });
});
