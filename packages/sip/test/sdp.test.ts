import { describe, expect, test } from "vitest";
import {
  acceptAnswer,
  allCodecs,
  answerOffer,
  codecsFor,
  formatSdp,
  type LocalAudio,
  makeOffer,
  narrowed,
  parseSdp,
  type SessionDescription,
} from "../src/index.js";
import { seededRandom } from "./support/clock.js";

const random = seededRandom("sdp");
const local: LocalAudio = { address: "192.0.2.9", port: 4_000, codecs: codecsFor(["PCMU", "PCMA"]) };

function read(text: string): SessionDescription {
  const result = parseSdp(text);
  if (!result.ok) throw new Error(`${result.code}: ${result.detail}`);
  return result.description;
}

function offerOf(media: string, session = "c=IN IP4 198.51.100.7\r\n"): SessionDescription {
  return read(`v=0\r\no=carrier 77 5 IN IP4 198.51.100.7\r\ns=call\r\n${session}t=0 0\r\n${media}`);
}

function answered(offer: SessionDescription, ours: LocalAudio = local, previous?: SessionDescription) {
  const result = answerOffer(offer, ours, random, previous);
  if (!result.ok) throw new Error(result.code);
  return result;
}

describe("descriptions", () => {
  test("[SDP-1] are read from LF and CRLF, with unknown lines passed over, and written back", () => {
    const text =
      "v=0\no=- 18446744073709551615 9 IN IP6 2001:db8::1\ns= \ni=info\nu=http://x\nb=AS:64\nc=IN IP6 2001:db8::1\nt=0 0\na=group:BUNDLE 0\nm=audio 4000/2 RTP/AVP 0 8\na=sendonly\nm=image 0 udptl t38\n";
    const description = read(text);
    expect(description.origin.sessionId).toBe("18446744073709551615");
    expect(description.media.map(({ media, port }) => [media, port])).toEqual([
      ["audio", 4_000],
      ["image", 0],
    ]);
    expect(read(formatSdp(description))).toEqual({ ...description, name: description.name });
  });

  test("[SDP-1] are refused with a code", () => {
    const codeOf = (text: string) => {
      const result = parseSdp(text);
      return result.ok ? "ok" : result.code;
    };
    expect(codeOf("")).toBe("not_sdp");
    expect(codeOf("v=1\r\n")).toBe("not_sdp");
    expect(codeOf("v=0\r\ns=-\r\n")).toBe("bad_line");
    expect(codeOf("v=0\r\no=- 1 x IN IP4 a\r\n")).toBe("bad_line");
    expect(codeOf("v=0\r\no=- 1 1 IN IP4 a\r\nm=audio 70000 RTP/AVP 0\r\n")).toBe("bad_line");
    expect(codeOf("v=0\r\no=- 1 1 IN IP4 a\r\nm=audio 4000 RTP/AVP 0\r\n")).toBe("no_connection");
    expect(codeOf(`v=0\r\n${"a=x\r\n".repeat(2_000)}`)).toBe("too_large");
  });
});

describe("answers", () => {
  test("[SDP-2] take the peer's favourite among our codecs, its numbers, and digits beside it", () => {
    const { audio, description } = answered(
      offerOf(
        "m=audio 5000 RTP/AVP 18 8 0 97\r\na=rtpmap:18 G729/8000\r\na=rtpmap:97 telephone-event/8000\r\na=fmtp:97 0-15\r\na=ptime:30\r\n",
      ),
    );
    expect(audio.codec).toMatchObject({ name: "PCMA", payloadType: 8, clockRate: 8_000 });
    expect(audio.events).toMatchObject({ payloadType: 97, format: "0-15" });
    expect(audio.remote).toEqual({ address: "198.51.100.7", port: 5_000, rtcpPort: 5_001 });
    expect([audio.ptime, audio.direction, audio.heldByPeer]).toEqual([30, "sendrecv", false]);
    expect(formatSdp(description)).toContain(
      "m=audio 4000 RTP/AVP 8 97\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:97 telephone-event/8000\r\na=fmtp:97 0-16\r\na=ptime:20\r\na=sendrecv\r\n",
    );
  });

  test("[SDP-2] Opus and G722 when they are supported; digits with the codec's clock when there are some", () => {
    const offer = offerOf(
      "m=audio 5000 RTP/AVP 96 9 101 102\r\na=rtpmap:96 OPUS/48000/2\r\na=rtpmap:101 telephone-event/8000\r\na=rtpmap:102 telephone-event/48000\r\n",
    );
    const opus = answered(offer, { ...local, codecs: allCodecs }).audio;
    expect([opus.codec.name, opus.codec.payloadType, opus.codec.channels, opus.events?.payloadType]).toEqual([
      "opus",
      96,
      2,
      102,
    ]);
    const wide = answered(offer, { ...local, codecs: allCodecs.filter(({ name }) => name !== "opus") }).audio;
    expect([wide.codec.name, wide.events?.payloadType]).toEqual(["G722", 101]);
  });

  test("[SDP-5] other streams are refused with port 0, in their places", () => {
    const { audio, description } = answered(
      offerOf(
        "m=video 6000 RTP/AVP 31\r\nm=audio 0 RTP/AVP 0\r\nm=audio 5000 RTP/AVP 0\r\nm=audio 5002 RTP/AVP 0\r\nm=image 7000 udptl t38\r\n",
      ),
    );
    expect(audio.index).toBe(2);
    expect(description.media.map(({ media, port }) => `${media} ${port}`)).toEqual([
      "video 0",
      "audio 0",
      "audio 4000",
      "audio 0",
      "image 0",
    ]);
  });

  test("[SDP-7] without a common codec, or without audio, it is 488 with the reason", () => {
    const codeOf = (media: string) => answerOffer(offerOf(media), local, random);
    expect(codeOf("m=audio 5000 RTP/AVP 18 97\r\na=rtpmap:97 telephone-event/8000\r\n")).toEqual({
      ok: false,
      status: 488,
      code: "codec_mismatch",
    });
    expect(codeOf("m=video 5000 RTP/AVP 31\r\n")).toMatchObject({ code: "no_audio" });
    expect(codeOf("m=audio 5000 UDP/TLS/RTP/SAVPF 0\r\n")).toMatchObject({ code: "no_audio" });
  });

  test("[SDP-3] hold by direction, by inactive, and by the address of old", () => {
    const audioOf = (media: string, session?: string) => answered(offerOf(media, session)).audio;
    expect(audioOf("m=audio 5000 RTP/AVP 0\r\na=sendonly\r\n")).toMatchObject({
      direction: "recvonly",
      heldByPeer: true,
    });
    expect(audioOf("m=audio 5000 RTP/AVP 0\r\na=inactive\r\n")).toMatchObject({
      direction: "inactive",
      heldByPeer: true,
    });
    expect(audioOf("m=audio 5000 RTP/AVP 0\r\na=recvonly\r\n")).toMatchObject({
      direction: "sendonly",
      heldByPeer: false,
    });
    expect(audioOf("m=audio 5000 RTP/AVP 0\r\n", "c=IN IP4 198.51.100.7\r\na=sendonly\r\n")).toMatchObject({
      direction: "recvonly",
    });
    expect(audioOf("m=audio 5000 RTP/AVP 0\r\nc=IN IP4 0.0.0.0\r\n")).toMatchObject({
      direction: "recvonly",
      heldByPeer: true,
    });
  });

  test("[SDP-3] two wishes are narrowed to what both allow", () => {
    expect(narrowed("sendrecv", "sendrecv")).toBe("sendrecv");
    expect(narrowed("sendonly", "sendrecv")).toBe("sendonly");
    expect(narrowed("sendonly", "recvonly")).toBe("sendonly");
    expect(narrowed("sendonly", "sendonly")).toBe("inactive");
    expect(narrowed("recvonly", "sendrecv")).toBe("recvonly");
    expect(narrowed("inactive", "sendrecv")).toBe("inactive");
  });

  test("[SDP-2] rtcp: a port of its own, the same port, or the next one", () => {
    const portOf = (line: string) =>
      answered(offerOf(`m=audio 5000 RTP/AVP 0\r\n${line}`)).audio.remote.rtcpPort;
    expect(portOf("a=rtcp:6001 IN IP4 198.51.100.7\r\n")).toBe(6_001);
    expect(portOf("a=rtcp-mux\r\n")).toBe(5_000);
    expect(portOf("")).toBe(5_001);
  });

  test("[SDP-6] a re-answer keeps the session id and raises the version only when something changed", () => {
    const offer = offerOf("m=audio 5000 RTP/AVP 0\r\n");
    const first = answered(offer).description;
    expect(answered(offer, local, first).description.origin).toEqual(first.origin);
    const held = answered(offerOf("m=audio 5000 RTP/AVP 0\r\na=sendonly\r\n"), local, first).description;
    expect([held.origin.sessionId, held.origin.version]).toEqual([first.origin.sessionId, "2"]);
  });
});

describe("encryption", () => {
  const key = Buffer.alloc(30, 7).toString("base64");
  const line = `a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:${key}|2^20\r\n`;

  test("[SDP-4] an encrypted stream is answered with the peer's tag and suite and a key of our own", () => {
    const { audio, description } = answered(
      offerOf(`m=audio 5000 RTP/SAVP 0\r\na=crypto:1 F8_128_HMAC_SHA1_80 inline:x\r\n${line}`),
    );
    expect(audio.srtp?.remote).toEqual({
      tag: 3,
      suite: "AES_CM_128_HMAC_SHA1_80",
      key: Buffer.alloc(30, 7),
    });
    expect(audio.srtp?.local.key).toHaveLength(30);
    expect(audio.srtp?.local.key.equals(Buffer.alloc(30, 7))).toBe(false);
    expect(formatSdp(description)).toMatch(
      /m=audio 4000 RTP\/SAVP 0[\s\S]*a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:/,
    );
    expect(formatSdp(description)).not.toContain(key);
  });

  test("[SDP-4] of an encrypted and a plain stream the encrypted one is taken, unless encryption is off", () => {
    const offer = offerOf(`m=audio 5000 RTP/AVP 0\r\nm=audio 5002 RTP/SAVP 0\r\n${line}`);
    expect(answered(offer).audio.index).toBe(1);
    expect(answered(offer, { ...local, srtp: "off" }).audio).toMatchObject({ index: 0 });
    expect(answered(offer, { ...local, srtp: "off" }).audio.srtp).toBeUndefined();
  });

  test("[SDP-4] it is refused when it is missing but required, or there but unusable", () => {
    const codeOf = (media: string, srtp: "off" | "optional" | "required") =>
      answerOffer(offerOf(media), { ...local, srtp }, random);
    expect(codeOf("m=audio 5000 RTP/AVP 0\r\n", "required")).toMatchObject({ code: "encryption_required" });
    expect(codeOf("m=audio 5000 RTP/SAVP 0\r\n", "optional")).toMatchObject({ code: "encryption_unusable" });
    expect(codeOf(`m=audio 5000 RTP/SAVP 0\r\n${line}`, "off")).toMatchObject({
      code: "encryption_unusable",
    });
    const short = line.replace(key, Buffer.alloc(20).toString("base64"));
    expect(codeOf(`m=audio 5000 RTP/SAVP 0\r\n${short}`, "optional")).toMatchObject({
      code: "encryption_unusable",
    });
  });
});

describe("offers", () => {
  test("[SDP-2] name all our codecs; the answer decides", () => {
    const offer = makeOffer({ ...local, codecs: codecsFor(["G722", "opus", "PCMA", "PCMU"]) }, random);
    expect(formatSdp(offer)).toContain(
      "m=audio 4000 RTP/AVP 9 111 8 0 101 110\r\na=rtpmap:9 G722/8000\r\na=rtpmap:111 opus/48000/2\r\n",
    );
    // Digits for both clocks (RFC 4733 section 2.1); without Opus there is one.
    expect(formatSdp(offer)).toContain(
      "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\na=rtpmap:110 telephone-event/48000\r\n",
    );
    expect(codecsFor(["PCMA"]).map(({ payloadType }) => payloadType)).toEqual([8, 101]);
    const result = acceptAnswer(
      offer,
      offerOf("m=audio 5000 RTP/AVP 0 101\r\na=rtpmap:101 telephone-event/8000\r\n"),
      local,
    );
    expect(result).toMatchObject({
      ok: true,
      audio: { codec: { name: "PCMU" }, events: { payloadType: 101 } },
    });
    expect(acceptAnswer(offer, offerOf("m=audio 0 RTP/AVP 0\r\n"), local)).toMatchObject({
      code: "no_audio",
    });
    expect(acceptAnswer(offer, offerOf("m=audio 5000 RTP/AVP 18\r\n"), local)).toMatchObject({
      code: "codec_mismatch",
    });
  });

  test("[SDP-3][SDP-6] hold is an offer with sendonly and the next version", () => {
    const first = makeOffer(local, random);
    const hold = makeOffer({ ...local, direction: "sendonly" }, random, first);
    expect([first.origin.version, hold.origin.version]).toEqual(["1", "2"]);
    const result = acceptAnswer(hold, offerOf("m=audio 5000 RTP/AVP 0\r\na=recvonly\r\n"), local);
    expect(result).toMatchObject({ ok: true, audio: { direction: "sendonly" } });
  });

  test("[SDP-4] with encryption: our key goes out, the peer's comes back under the same tag", () => {
    const ours: LocalAudio = { ...local, srtp: "required" };
    const offer = makeOffer(ours, random);
    const sent = read(formatSdp(offer));
    const theirs = answered(sent, { ...local, address: "198.51.100.7", port: 5_000 });
    const result = acceptAnswer(offer, read(formatSdp(theirs.description)), ours);
    expect(
      result.ok && result.audio.srtp?.remote.key.equals(theirs.audio.srtp?.local.key ?? Buffer.alloc(0)),
    ).toBe(true);
    expect(
      result.ok && theirs.audio.srtp?.remote.key.equals(result.audio.srtp?.local.key ?? Buffer.alloc(0)),
    ).toBe(true);
    expect(acceptAnswer(offer, offerOf("m=audio 5000 RTP/SAVP 0\r\n"), ours)).toMatchObject({
      code: "encryption_required",
    });
  });
});
