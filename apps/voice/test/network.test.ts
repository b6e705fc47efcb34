import { describe, expect, it } from "vitest";
import { CallLimits, isScanner } from "../src/network/limits.js";
import { Sources } from "../src/network/sources.js";
import { readSettings, SettingsError } from "../src/settings/settings.js";

describe("whose SIP is read", () => {
  it.each([
    ["127.0.0.1", true],
    ["::1", true],
    ["::ffff:10.1.2.3", true],
    ["192.168.7.9", true],
    ["fe80::1%eth0", true],
    ["8.8.8.8", false],
    ["172.32.0.1", false],
    ["2001:db8::1", false],
    ["nonsense", false],
  ])("by default %s: %s", (address, admitted) => {
    expect(new Sources(null).admits(address)).toBe(admitted);
  });

  it("is what the setting names, and nothing else then", () => {
    const sources = new Sources(["203.0.113.0/24", "2001:db8::5"]);
    expect(["203.0.113.77", "2001:db8::5", "127.0.0.1"].map((address) => sources.admits(address))).toEqual([
      true,
      true,
      false,
    ]);
    expect(new Sources("any").admits("8.8.8.8")).toBe(true);
    expect(new Sources(null, ["203.0.113.9"]).admits("203.0.113.9")).toBe(true);
  });
});

describe("what one source may do", () => {
  const limits = { callsPerSecond: 2, burst: 3, concurrent: 4, banMs: 1_000 };

  it("has a rate with a burst, and does not touch other sources", () => {
    const calls = new CallLimits(limits);
    expect([0, 0, 0, 0].map((at) => calls.begin("a", at))).toEqual([true, true, true, false]);
    expect(calls.begin("b", 0)).toBe(true);
    expect(calls.begin("a", 400)).toBe(false);
    expect(calls.begin("a", 600)).toBe(true);
  });

  it("has so many calls at once, and one more when one ends", () => {
    const calls = new CallLimits({ ...limits, burst: 100 });
    expect([1, 2, 3, 4, 5].map(() => calls.begin("a", 0))).toEqual([true, true, true, true, false]);
    calls.ended("a");
    expect(calls.begin("a", 0)).toBe(true);
  });

  it("a ban ends", () => {
    const calls = new CallLimits(limits);
    calls.ban("a", 0);
    expect([calls.isBanned("a", 999), calls.isBanned("b", 0), calls.isBanned("a", 1_000)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it.each([
    ["friendly-scanner", true],
    ["sipcli/v1.8", true],
    ["Asterisk PBX 18", false],
    [undefined, false],
  ])("%s is a scanner: %s", (agent, scanner) => {
    expect(isScanner(agent)).toBe(scanner);
  });
});

describe("settings", () => {
  it("have values for everything: this machine only", () => {
    expect(readSettings({ VOICE_WORKERS: "2" })).toMatchObject({
      host: "127.0.0.1",
      sipPort: 5060,
      sipTlsPort: 5061,
      rtpPorts: { from: 40_000, to: 40_999 },
      trunk: { host: "127.0.0.1", port: 5070 },
      sipSources: null,
      iceServers: [],
    });
  });

  it.each([
    [{ SIP_PORT: "70000" }, "SIP_PORT must be a port number"],
    [{ RTP_PORTS: "500-400" }, "RTP_PORTS must be a range"],
    [{ RTP_PORTS: "40000-40099", VOICE_WORKERS: "40" }, "too few ports for 40 workers"],
    [{ VOICE_WORKERS: "0" }, "VOICE_WORKERS must be a number from 1 to 64"],
    [{ SIP_PORT: "5061" }, "two different ports"],
    [{ TLS_CERT: "a.pem" }, "TLS_CERT and TLS_KEY"],
    [{ TRUNK: "no where" }, "TRUNK must be a host with a port"],
    [{ SIP_SOURCES: "everybody" }, "SIP_SOURCES must be IP addresses"],
    [{ VOICE_SOCKET: `/${"x".repeat(110)}` }, "at most 103 characters"],
    [{ PUBLIC_IP: "example.com" }, "PUBLIC_IP must be an IP address"],
  ])("%o is refused with a sentence", (environment, sentence) => {
    expect(() => readSettings(environment)).toThrow(SettingsError);
    expect(() => readSettings(environment)).toThrow(sentence);
  });

  it("never repeat the password of a TURN server", () => {
    const read = () => readSettings({ ICE_SERVERS: "turn:user:secret@host:3478,nonsense:secret" });
    expect(read).toThrow("ICE_SERVERS must be a list");
    expect(read).not.toThrow("secret");
  });
});
