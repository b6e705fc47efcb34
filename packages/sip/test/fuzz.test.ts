import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  allCodecs,
  answerOffer,
  DigestServer,
  type Frame,
  formatSdp,
  formatUri,
  Headers,
  parseAuth,
  parseMessage,
  parseNameAddress,
  parseReplaces,
  parseSdp,
  parseUri,
  parseVia,
  type SipMessage,
  StreamFramer,
  serializeMessage,
} from "../src/index.js";
import { Exchange, sdp } from "./support/agents.js";
import { HandClock, seededRandom } from "./support/clock.js";

const sound = [
  "INVITE sip:bob@10.0.0.2;user=phone SIP/2.0",
  'Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKabc;rport, SIP/2.0/TCP proxy.example;branch="q;,"',
  "Max-Forwards: 70",
  'From: "A, \\"B\\"" <sip:alice:pw@[2001:db8::1]:5061;transport=tcp?Subject=x>;tag=1',
  "t: <sip:bob@10.0.0.2>",
  "i: abc@10.0.0.1",
  "CSeq: 1 INVITE",
  "m: <sip:alice@10.0.0.1>;q=0.5, sip:alice@10.0.0.9;expires=5",
  "Record-Route: <sip:p1;lr>,",
  " <sip:p2;lr>",
  "Session-Expires: 1800;refresher=uac",
  'Authorization: Digest username="a", realm="r", nonce="n", uri="sip:x", response="0", qop=auth, nc=00000001, cnonce="c"',
  "Refer-To: <sip:c@d?Replaces=a%40b%3Bto-tag%3D1%3Bfrom-tag%3D2>",
  "c: application/sdp",
  "l: 0",
  "",
  "",
].join("\r\n");

/** What breaks parsers: separators, quotes, escapes, ends, numbers at their limits. */
const nasty = fc.oneof(
  fc.constantFrom(
    "\r\n",
    "\r\n ",
    "\r",
    "\n",
    '"',
    "\\",
    "<",
    ">",
    ";",
    ",",
    ":",
    "=",
    "@",
    "%",
    "%0",
    "%ff",
    "?",
    "&",
  ),
  fc.constantFrom(
    " ",
    "\t",
    "\0",
    "[",
    "]",
    "[::1]",
    "-1",
    "0",
    "4294967296",
    "99999999999999999999",
    "*",
    "SIP/2.0",
  ),
  fc.constantFrom(
    "Via:",
    "v:",
    "CSeq:",
    "Content-Length: 5\r\n",
    "l: 70000\r\n",
    "é",
    "\u{1f4de}",
    "__proto__",
    "m=",
    "a=",
  ),
  fc.string({ maxLength: 8 }),
);

/** A sound text with pieces cut out, doubled or put in. */
function damaged(text: string): fc.Arbitrary<string> {
  const cut = fc.record({
    at: fc.nat(text.length),
    length: fc.nat(40),
    put: fc.array(nasty, { maxLength: 4 }),
  });
  return fc.array(cut, { minLength: 1, maxLength: 5 }).map((cuts) => {
    let result = text;
    for (const { at, length, put } of cuts) {
      const from = Math.min(at, result.length);
      result = result.slice(0, from) + put.join("") + result.slice(from + length);
    }
    return result;
  });
}

const anything = fc.oneof(
  damaged(sound),
  fc.array(nasty, { maxLength: 60 }).map((parts) => parts.join("")),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
);

const runs = { numRuns: 1_500 };

describe("whatever comes", () => {
  test("[MSG-4] a message is read, or refused with a code; what was read can be written and read again", () => {
    let read = 0;
    fc.assert(
      fc.property(anything, (text) => {
        const result = parseMessage(Buffer.from(text, "utf8"));
        if (!result.ok) {
          expect(result.code).toMatch(/^[a-z_]+$/);
          expect(result.answer?.request.method).not.toBe("ACK");
          return;
        }
        read += 1;
        const again = parseMessage(serializeMessage(result.message));
        expect(again.ok, again.ok ? "" : again.detail).toBe(true);
      }),
      runs,
    );
    expect(read).toBeGreaterThan(10);
  });

  test("[MSG-4] fields and URIs alone", () => {
    fc.assert(
      fc.property(anything, (text) => {
        parseNameAddress(text);
        parseVia(text);
        parseAuth(text);
        parseReplaces(text);
        const uri = parseUri(text);
        if (uri !== undefined) expect(parseUri(formatUri(uri))).toEqual(uri);
      }),
      runs,
    );
  });

  test("[MSG-3] a stream gives the same frames however it is cut", () => {
    const piece = fc.oneof(
      fc.constant(sound),
      fc.constant("\r\n\r\n"),
      fc.constant("\r\n"),
      fc.constant(`${sound.replace("l: 0", "Content-Length : 7")}a\r\n\r\nbc`),
      damaged(sound),
    );
    const cuts = fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 40 });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 5 }), cuts, (pieces, lengths) => {
        const bytes = Buffer.from(pieces.join(""), "utf8");
        const whole = framesOf(new StreamFramer(), [bytes]);
        const parts: Buffer[] = [];
        let at = 0;
        for (const length of lengths) {
          parts.push(bytes.subarray(at, at + length));
          at += length;
        }
        parts.push(bytes.subarray(at));
        expect(framesOf(new StreamFramer(), parts)).toEqual(whole);
      }),
      { numRuns: 500 },
    );
  });

  test("[SDP-1] a description is read or refused, and what was read can be answered and written", () => {
    const text = `${sdp("x")}a=rtpmap:96 opus/48000/2\r\na=fmtp:96 useinbandfec=1\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${"A".repeat(40)}\r\na=sendonly\r\nm=video 5 RTP/AVP 31\r\n`;
    const random = seededRandom("sdp");
    fc.assert(
      fc.property(fc.oneof(damaged(text), anything), (given) => {
        const result = parseSdp(given);
        if (!result.ok) return;
        const local = { address: "192.0.2.9", port: 4_000, codecs: allCodecs };
        const answer = answerOffer(result.description, local, random);
        const written = formatSdp(answer.ok ? answer.description : result.description);
        expect(parseSdp(written).ok).toBe(true);
        if (answer.ok) expect(answer.description.media).toHaveLength(result.description.media.length);
      }),
      runs,
    );
  });

  test("[MSG-4] an agent survives it, answers requests at most once, and forgets them", () => {
    const exchange = new Exchange();
    const station = exchange.station("10.0.0.2");
    fc.assert(
      fc.property(anything, (text) => {
        const before = exchange.network.passages.length;
        exchange.network.inject("10.0.0.9", "10.0.0.2", text);
        expect(exchange.network.passages.length - before).toBeLessThanOrEqual(1);
        for (const call of station.calls.splice(0)) call.refuse(486);
      }),
      { numRuns: 600 },
    );
    exchange.clock.advance(70_000);
    expect(station.agent.load).toEqual({ servers: 0, clients: 0 });
  });

  test("[AUT-2] credentials of any kind are judged without a word too many", () => {
    const server = new DigestServer({ realm: "r", clock: new HandClock(), random: seededRandom("fuzz") });
    fc.assert(
      fc.property(fc.oneof(anything, damaged(sound.split("\r\n")[11]?.slice(15) ?? "")), (text) => {
        const read = parseMessage(Buffer.from(sound));
        if (!read.ok || read.message.kind !== "request") throw new Error("unsound");
        const headers = read.message.headers.clone().set("authorization", text.replace(/[\r\n]/g, " "));
        expect(server.check({ ...read.message, headers }, () => "secret").ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

function framesOf(framer: StreamFramer, parts: Buffer[]): Frame[] {
  return parts.flatMap((part) => framer.push(part));
}

describe("limits", () => {
  test("[MSG-4] hostile shapes of 64 KiB take no more than 200 ms", () => {
    const fill = (piece: string) => piece.repeat(Math.ceil(60_000 / piece.length));
    const shapes = [
      ...['"', "<", ";", ",", "(", "\\", "%", " ", "\t", "a=", ";a", ",<sip:a>", "\r\n ", "=;", "[", ":"].map(
        (piece) => sound.replace('"A, \\"B\\""', fill(piece)),
      ),
      ...["v", "m", "Record-Route"].map((name) =>
        sound.replace("l: 0", `${name}: ${fill("SIP/2.0/UDP a;b=c,")}\r\nl: 0`),
      ),
      `INVITE ${fill("a")} SIP/2.0\r\n\r\n`,
      `INVITE ${fill(" ")} SIP/2.0\r\n\r\n`,
      fill("\r\n"),
      fill("A: b\r\n"),
      `SIP/2.0 200 ${fill(" ")}\r\n\r\n`,
    ];
    for (const shape of shapes) {
      // The best of three: what else the machine does is not counted, and what is quadratic fails each time.
      const times = [1, 2, 3].map(() => {
        const from = performance.now();
        parseMessage(Buffer.from(shape));
        new StreamFramer().push(Buffer.from(shape));
        parseSdp(shape);
        const formats = shape.replace(/[\r\n]/g, " ");
        parseSdp(`v=0\r\no=- 1 1 IN IP4 a\r\ns=-\r\nc=IN IP4 1.2.3.4\r\nm=audio 1 RTP/AVP ${formats}`);
        return performance.now() - from;
      });
      expect(Math.min(...times), shape.slice(0, 30)).toBeLessThan(200);
    }
  });

  test("[MSG-4] more than 64 KiB or 256 header lines is refused and answered", () => {
    const large = sound.replace("Max-Forwards: 70", `X: ${"a".repeat(66_000)}\r\nMax-Forwards: 70`);
    expect(parseMessage(Buffer.from(large))).toMatchObject({
      ok: false,
      code: "too_large",
      answer: { status: 413 },
    });
    const many = sound.replace("Max-Forwards: 70", `${"X: a\r\n".repeat(300)}Max-Forwards: 70`);
    expect(parseMessage(Buffer.from(many))).toMatchObject({ ok: false, code: "too_many_headers" });
  });

  test("[MSG-3] a stream without end, without length or with two lengths is given up", () => {
    const framer = new StreamFramer();
    let frames: Frame[] = [];
    for (let sent = 0; sent < 70_000 && frames.length === 0; sent += 1)
      frames = framer.push(Buffer.from("x"));
    expect(frames).toMatchObject([{ type: "failure", code: "too_large" }]);
    expect(framer.push(Buffer.from(sound))).toEqual([]);
    const codeOf = (text: string) => new StreamFramer().push(Buffer.from(text))[0];
    expect(codeOf(sound.replace("l: 0\r\n", ""))).toMatchObject({
      type: "failure",
      code: "no_content_length",
    });
    expect(codeOf(sound.replace("l: 0", "l: 0\r\nl: 5"))).toMatchObject({ code: "bad_content_length" });
    expect(codeOf(sound.replace("l: 0", "l: 70000"))).toMatchObject({ code: "too_large" });
    expect(codeOf("\r\n\r\n")).toEqual({ type: "ping" });
  });

  test("[MSG-5] what is written stays in its line: no header can be smuggled in by a value", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, value) => {
        const message: SipMessage = {
          kind: "request",
          method: "MESSAGE",
          uri: `sip:${value}\r\nEvil: 1`,
          headers: new Headers([
            ["subject", `${value}\r\nEvil: 1\r\n\r\n`],
            [`x\r\nEvil: 1${name}`, "y"],
          ]),
          body: Buffer.from("body"),
        };
        const text = serializeMessage(message).toString("utf8");
        expect(text).not.toMatch(/\nEvil/);
        expect(text.split("\r\n\r\n")).toHaveLength(2);
      }),
    );
  });
});
