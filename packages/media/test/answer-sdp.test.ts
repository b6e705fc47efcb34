import { describe, expect, it } from "vitest";
import { chooseAudio, OfferUnusableError, rewriteAnswer } from "../src/leg/webrtc/answer-sdp.js";
import { chosenAudio, rewriteOffer, withoutCandidates } from "../src/leg/webrtc/offer-sdp.js";

const OFFER = [
  "v=0",
  "m=video 9 UDP/TLS/RTP/SAVPF 96",
  "a=mid:0",
  "a=rtpmap:96 VP8/90000",
  "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126",
  "a=mid:1",
  "a=rtpmap:111 opus/48000/2",
  "a=fmtp:111 minptime=10;useinbandfec=1",
  "a=rtpmap:9 G722/8000",
  "a=rtpmap:0 PCMU/8000",
  "a=rtpmap:8 PCMA/8000",
  "a=rtpmap:110 telephone-event/48000",
  "a=rtpmap:126 telephone-event/8000",
  "",
].join("\r\n");

describe("answers to browsers", () => {
  it("WEB-1 takes the first wanted codec that is offered, with telephone events at its clock", () => {
    expect(chooseAudio(OFFER, ["PCMU", "opus"])).toEqual({
      mid: "1",
      codecs: [{ name: "PCMU", payloadType: 0 }],
      telephoneEvent: { payloadType: 126, clockRate: 8000 },
    });
    expect(chooseAudio(OFFER, ["opus"])).toMatchObject({
      codecs: [{ name: "opus", payloadType: 111 }],
      telephoneEvent: { payloadType: 110, clockRate: 48_000 },
    });
    const without = OFFER.replaceAll("telephone-event", "red").replace("PCMU", "PCMX");
    expect(chooseAudio(without, ["PCMU", "PCMA"])).toEqual({
      mid: "1",
      codecs: [{ name: "PCMA", payloadType: 8 }],
    });
    expect(() => chooseAudio(without, ["PCMU"])).toThrow(OfferUnusableError);
    expect(() => chooseAudio("v=0\r\n", ["PCMU"])).toThrow(OfferUnusableError);
  });

  it("WEB-2 names codecs in the answer as they are, whatever the stack wrote", () => {
    const written = [
      "v=0",
      "m=audio 9 UDP/TLS/RTP/SAVPF 126 0",
      "a=mid:1",
      "a=sendrecv",
      "a=rtpmap:0 PCMU/48000/2",
      "a=rtpmap:126 telephone-event/48000/2",
      "a=rtcp-mux",
    ].join("\r\n");
    expect(rewriteAnswer(written, chooseAudio(OFFER, ["PCMU"])).split("\r\n")).toEqual([
      "v=0",
      "m=audio 9 UDP/TLS/RTP/SAVPF 0 126",
      "a=mid:1",
      "a=rtpmap:0 PCMU/8000",
      "a=rtpmap:126 telephone-event/8000",
      "a=fmtp:126 0-16",
      "a=ptime:20",
      "a=sendrecv",
      "a=rtcp-mux",
      "",
    ]);
    expect(rewriteAnswer(written, chooseAudio(OFFER, ["opus"]))).toMatch(
      /opus\/48000\/2\r\na=fmtp:111 .*stereo=0/,
    );
  });
});

describe("answers of apps to our offers", () => {
  const answer = (formats: string, port = 9): string =>
    ["v=0", `m=audio ${port} UDP/TLS/RTP/SAVPF ${formats}`, "a=mid:0", "a=sendrecv", ""].join("\r\n");

  it("WEB-8 takes the first codec of the answer, with keys at its clock, and refuses what has none", () => {
    expect(chosenAudio(answer("111 0 110 126"), ["opus", "PCMU"])).toEqual({
      mid: "0",
      codecs: [{ name: "opus", payloadType: 111 }],
      telephoneEvent: { payloadType: 110, clockRate: 48_000 },
    });
    expect(chosenAudio(answer("0 126"), ["opus", "PCMU"])).toEqual({
      mid: "0",
      codecs: [{ name: "PCMU", payloadType: 0 }],
      telephoneEvent: { payloadType: 126, clockRate: 8000 },
    });
    expect(chosenAudio(answer("111 126"), ["opus", "PCMU"])).toEqual({
      mid: "0",
      codecs: [{ name: "opus", payloadType: 111 }],
    });
    for (const bad of ["", "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n", answer("8"), answer("111", 0)])
      expect(() => chosenAudio(bad, ["opus", "PCMU"])).toThrow(OfferUnusableError);
  });

  it("WEB-7 takes the candidates out of an answer, to be added when it is set", () => {
    const candidates = [
      "candidate:1 1 udp 2122194687 192.0.2.7 48502 typ host",
      "candidate:2 1 udp 1 192.0.2.7 9 typ relay",
    ];
    const lines = [...candidates.map((candidate) => `a=${candidate}`), "a=end-of-candidates", ""].join(
      "\r\n",
    );
    expect(withoutCandidates(answer("0 126") + lines, "0")).toEqual({
      sdp: answer("0 126"),
      candidates: candidates.map((candidate) => ({ candidate, mid: "0" })),
    });
  });

  it("WEB-2 names codecs in the offer as they are, by our wish", () => {
    const written = ["v=0", "m=audio 9 UDP/TLS/RTP/SAVPF 0 111", "a=mid:0", "a=rtpmap:0 PCMU/48000/2"];
    expect(rewriteOffer(written.join("\r\n"), ["opus", "PCMU"]).split("\r\n")).toEqual([
      "v=0",
      "m=audio 9 UDP/TLS/RTP/SAVPF 111 0 110 126",
      "a=mid:0",
      "a=rtpmap:111 opus/48000/2",
      expect.stringMatching(/^a=fmtp:111 .*stereo=0/),
      "a=rtpmap:0 PCMU/8000",
      "a=rtpmap:110 telephone-event/48000",
      "a=fmtp:110 0-16",
      "a=rtpmap:126 telephone-event/8000",
      "a=fmtp:126 0-16",
      "a=ptime:20",
      "",
    ]);
  });
});
