import { describe, expect, test } from "vitest";
import { adviceOf, lengthOf, linkWords, stateOf } from "../src/page/words.js";
import { dialled, isSameNumber, lineOf } from "../src/phone/numbers.js";
import { readDescription, writeDescription } from "../src/sip/description.js";

describe("numbers", () => {
  test.each([
    ["+1 (503) 555-0142", "+15035550142"],
    ["8000", "8000"],
    ["*72#", "*72#"],
    ["call me", undefined],
    ["8000;phone-context=x", undefined],
    ["sip:8000@elsewhere", undefined],
    ["", undefined],
    ["1".repeat(31), undefined],
  ])("%s is dialled as %s", (text, number) => {
    expect(dialled(text)).toBe(number);
  });

  test("the last digits make a line busy, silent or unknown", () => {
    expect(["15035550486", "15035550480", "15035550404", "15035550142"].map(lineOf)).toEqual([
      "busy",
      "no_answer",
      "unknown",
      "answers",
    ]);
  });

  test("one line has several ways to be written", () => {
    expect(isSameNumber("+1 503 555 0142", "5035550142")).toBe(true);
    expect(isSameNumber("142", "5035550142")).toBe(false);
    expect(isSameNumber("", "")).toBe(false);
  });
});

describe("a number that is none", () => {
  const over = {
    direction: "out",
    with: "1001",
    dialled: "1001",
    state: "over",
    talkingSince: null,
    held: false,
    end: "unknown_number",
    words: "404 Not Found",
    pressed: "",
    heardKeys: "",
  } as const;
  const numbers = [
    { number: "8000", name: "Claims line" },
    { number: "8001", name: "Echo test" },
  ];

  test("is told in words, with the numbers that there are", () => {
    expect(stateOf(over)).toBe("No such number");
    expect(adviceOf(over, numbers)).toBe(
      "Try 8000 (Claims line) or 8001 (Echo test). Extensions of agents, such as 1001, can be dialled by their colleagues only.",
    );
    expect(adviceOf(over, [{ number: "8000", name: "" }])).toMatch(/^Try 8000\. /);
    expect(adviceOf(over, [])).toMatch(/^Extensions/);
  });

  test("nothing is advised while a call goes on, or after another end", () => {
    expect(adviceOf({ ...over, end: "busy" }, numbers)).toBeNull();
    expect(adviceOf({ ...over, state: "talking" }, numbers)).toBeNull();
    expect(adviceOf(null, numbers)).toBeNull();
  });
});

describe("session descriptions", () => {
  const own = { address: "127.0.0.1", port: 30_000, session: 7, version: 1 };

  test("our offer is one that we could take", () => {
    expect(readDescription(writeDescription(own))).toEqual({
      address: "127.0.0.1",
      port: 30_000,
      law: "PCMU",
      eventType: 101,
      hears: true,
      speaks: true,
    });
  });

  test("an answer takes the other's codec and number for keys, and turns the direction round", () => {
    const offer =
      "v=0\r\no=- 1 1 IN IP4 127.0.0.9\r\ns=-\r\nc=IN IP4 127.0.0.9\r\nt=0 0\r\nm=audio 4000 RTP/AVP 9 8 0 96\r\n" +
      "a=rtpmap:9 G722/8000\r\na=rtpmap:96 telephone-event/8000\r\na=sendonly\r\nm=video 5000 RTP/AVP 0\r\nc=IN IP4 1.1.1.1\r\n";
    const far = readDescription(offer);
    expect(far).toEqual({
      address: "127.0.0.9",
      port: 4_000,
      law: "PCMA",
      eventType: 96,
      hears: false,
      speaks: true,
    });
    const answer = writeDescription(own, far);
    expect(answer).toContain("m=audio 30000 RTP/AVP 8 96\r\n");
    expect(answer).toContain("a=recvonly\r\n");
  });

  test.each([
    ["no sound", "v=0\r\nc=IN IP4 1.1.1.1\r\nm=video 4000 RTP/AVP 0\r\n"],
    ["sound that is refused", "v=0\r\nc=IN IP4 1.1.1.1\r\nm=audio 0 RTP/AVP 0\r\n"],
    ["encrypted sound", "v=0\r\nc=IN IP4 1.1.1.1\r\nm=audio 4000 RTP/SAVP 0\r\n"],
    ["codecs of others", "v=0\r\nc=IN IP4 1.1.1.1\r\nm=audio 4000 RTP/AVP 9 111\r\n"],
    ["no address", "v=0\r\nm=audio 4000 RTP/AVP 0\r\n"],
    ["nothing", ""],
  ])("%s is nothing to talk by", (_what, sdp) => {
    expect(readDescription(sdp)).toBeUndefined();
  });
});

test("states are told in words", () => {
  const call = {
    direction: "out",
    with: "8000",
    dialled: "8000",
    state: "talking",
    talkingSince: 0,
    held: false,
    end: null,
    words: null,
    pressed: "",
    heardKeys: "",
  } as const;
  expect(stateOf(null)).toBe("Ready to call");
  expect(stateOf(call)).toBe("In a call with 8000");
  expect(stateOf({ ...call, held: true })).toBe("On hold by 8000");
  expect(stateOf({ ...call, direction: "in", with: "", state: "ringing" })).toBe(
    "Incoming call from a withheld number",
  );
  expect(stateOf({ ...call, state: "over", end: "busy" })).toBe("Busy");
  expect(linkWords("open")).toBeNull();
  expect(lengthOf(61_999)).toBe("1:01");
});
