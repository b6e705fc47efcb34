import { describe, expect, test } from "vitest";
import { dialogOfResponse, requestWithin } from "../src/dialog/index.js";
import type { SessionEnd, SipRequest } from "../src/index.js";
import { parseMessage } from "../src/index.js";
import { Exchange, sdp, the } from "./support/agents.js";
import { seededRandom } from "./support/clock.js";
import { parts, settled, standing } from "./support/standing-call.js";

describe("dialogs", () => {
  const invite: SipRequest = (() => {
    const read = parseMessage(
      Buffer.from(
        "INVITE sip:b@b SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nFrom: <sip:a@a>;tag=1\r\nTo: <sip:b@b>\r\nCall-ID: c\r\nCSeq: 5 INVITE\r\n\r\n",
      ),
    );
    if (!read.ok || read.message.kind !== "request") throw new Error("unsound");
    return read.message;
  })();

  function dialogWith(recordRoute: string) {
    const read = parseMessage(
      Buffer.from(
        `SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\n${recordRoute}From: <sip:a@a>;tag=1\r\nTo: <sip:b@b>;tag=2\r\nCall-ID: c\r\nCSeq: 5 INVITE\r\nContact: <sip:b@10.0.0.9:7000;x=y>\r\n\r\n`,
      ),
    );
    if (!read.ok || read.message.kind !== "response") throw new Error("unsound");
    return the(dialogOfResponse(invite, read.message));
  }

  test("[DLG-1] the caller's route is Record-Route reversed; loose routers leave the target in the Request-URI", () => {
    const dialog = dialogWith("Record-Route: <sip:p2;lr>, <sip:p1;lr>\r\nRecord-Route: <sip:p0;lr>\r\n");
    const { request, dialog: next } = requestWithin(dialog, "BYE");
    expect(request.uri).toBe("sip:b@10.0.0.9:7000;x=y");
    expect(request.headers.all("route")).toEqual(["<sip:p0;lr>", "<sip:p1;lr>", "<sip:p2;lr>"]);
    expect(request.headers.get("cseq")).toBe("6 BYE");
    expect(next.localSequence).toBe(6);
    expect([request.headers.get("from"), request.headers.get("to")]).toEqual([
      "<sip:a@a>;tag=1",
      "<sip:b@b>;tag=2",
    ]);
  });

  test("[DLG-1] a strict router gets itself in the Request-URI and the target as last route", () => {
    const { request } = requestWithin(dialogWith("Record-Route: <sip:p2;lr>, <sip:p1>\r\n"), "BYE");
    expect(request.uri).toBe("sip:p1");
    expect(request.headers.all("route")).toEqual(["<sip:p2;lr>", "<sip:b@10.0.0.9:7000;x=y>"]);
  });

  test("[DLG-2] what comes out of order is answered 500, what belongs to no dialog 481", () => {
    const { exchange, caller, callee } = standing();
    caller.hangUp();
    exchange.clock.advance(10);
    const bye = the(exchange.network.passages.find(({ message }) => message?.kind === "request"));
    exchange.network.passages.length = 0;
    exchange.network.inject(
      "10.0.0.1",
      "10.0.0.2",
      bye.bytes.toString().replace(/branch=[^;]*/, "branch=z9hG4bKnew"),
    );
    expect(exchange.network.story).toEqual(["10.0.0.2 481 BYE"]);
    expect(callee.end).toMatchObject({ cause: "bye" });

    const second = standing();
    const old = bye.bytes
      .toString()
      .replace(/CSeq: .*/i, "CSeq: 0 INFO")
      .replace(/^BYE/, "INFO")
      .replace(/Call-ID: .*/i, `Call-ID: ${second.caller.dialog.callId}`)
      .replace(/From: .*/i, `From: <sip:a@a>;tag=${second.caller.dialog.localTag}`)
      .replace(/To: .*/i, `To: <sip:b@b>;tag=${second.caller.dialog.remoteTag}`);
    second.exchange.network.inject("10.0.0.1", "10.0.0.2", old.replace("CSeq: 0", "CSeq: 1"));
    expect(second.exchange.network.story).toEqual(["10.0.0.2 500 INFO"]);
  });

  test("[DLG-3] a re-INVITE moves the target only when it is accepted", async () => {
    const { exchange, caller, callee } = standing();
    callee.handle({ offered: (offer) => offer.refuse(488) });
    const before = callee.dialog.remoteTarget;
    const refused = await settled(exchange, caller.reinvite(sdp("hold")));
    expect(refused).toMatchObject({ ok: false, code: "refused", status: 488 });
    expect(callee.dialog.remoteTarget).toBe(before);
    expect(caller.localSdp).toBe(sdp("offer"));
    callee.handle({ offered: (offer) => offer.accept(sdp("held")) });
    expect(await settled(exchange, caller.reinvite(sdp("hold")))).toMatchObject({
      ok: true,
      body: sdp("held"),
    });
    expect([callee.remoteSdp, callee.localSdp]).toEqual([sdp("hold"), sdp("held")]);
    exchange.clock.advance(40_000);
    expect(callee.end).toBeUndefined();
  });

  test("[DLG-4] of two phones that answer, the first has the call and the second is hung up", () => {
    const { exchange, a, b } = parts();
    const c = exchange.station("10.0.0.3");
    const { log, sessions } = exchange.invite(a, "10.0.0.2");
    // A proxy forks: the third host gets a copy of the INVITE.
    const invite = the(exchange.network.passages[0]);
    exchange.network.inject("10.0.0.1", "10.0.0.3", invite.bytes);
    exchange.clock.advance(5);
    b.calls[0]?.ring();
    c.calls[0]?.ring();
    exchange.clock.advance(5);
    const first = the(b.calls[0]?.answer(sdp("b")));
    const second = the(c.calls[0]?.answer(sdp("c")));
    exchange.clock.advance(10);
    expect(log).toEqual(["180", "180", "answered"]);
    expect(sessions).toHaveLength(1);
    expect([first.end, second.end]).toEqual([undefined, { by: "them", cause: "bye" }]);
  });

  test("[DLG-5] two re-INVITEs at once are both 491, and go through after a random while", async () => {
    const { exchange, caller, callee } = standing();
    caller.handle({ offered: (offer) => offer.accept(sdp("a2")) });
    callee.handle({ offered: (offer) => offer.accept(sdp("b2")) });
    const [one, two] = [caller.reinvite(sdp("a1")), callee.reinvite(sdp("b1"))];
    exchange.clock.advance(3);
    expect(exchange.network.story.filter((line) => line.includes("491"))).toHaveLength(2);
    expect(await settled(exchange, one, 10_000)).toMatchObject({ ok: true });
    expect(await two).toMatchObject({ ok: true });
    const reinvites = exchange.network.passages.filter(
      ({ message }) => message?.kind === "request" && message.method === "INVITE",
    );
    expect(reinvites).toHaveLength(4);
  });

  test("[DLG-5] a second offer of ours waits for the first: it is refused as pending", async () => {
    const { exchange, caller, callee } = standing();
    callee.handle({ offered: (offer) => offer.accept(sdp("b2")) });
    const first = caller.reinvite(sdp("a1"));
    expect(await caller.reinvite(sdp("a2"))).toEqual({ ok: false, code: "pending" });
    expect(await settled(exchange, first)).toMatchObject({ ok: true });
  });

  test("[DLG-6] the 200 is repeated until its ACK comes; each copy gets its ACK", () => {
    const { exchange, a, b } = parts();
    const { sessions } = exchange.invite(a, "10.0.0.2");
    exchange.clock.advance(10);
    let lost = 0;
    exchange.network.loses = ({ message }) => {
      if (message?.kind !== "request" || message.method !== "ACK" || lost >= 3) return false;
      lost += 1;
      return true;
    };
    const callee = the(b.calls[0]?.answer(sdp("answer")));
    const acks: unknown[] = [];
    callee.handle({ acknowledged: (text) => acks.push(text) });
    exchange.clock.advance(30_000);
    expect(sessions).toHaveLength(1);
    expect(acks).toEqual([undefined]);
    expect(exchange.network.story.filter((line) => line === "10.0.0.2 200 INVITE")).toHaveLength(4);
    expect(exchange.network.story.filter((line) => line === "10.0.0.1 ACK")).toHaveLength(4);
  });

  test("[DLG-6] a re-INVITE says that the 200 arrived, even when its ACK got lost", async () => {
    const { exchange, a, b } = parts();
    const { sessions } = exchange.invite(a, "10.0.0.2");
    exchange.clock.advance(10);
    let lost = 0;
    exchange.network.loses = ({ message }) => {
      if (message?.kind !== "request" || message.method !== "ACK" || lost > 0) return false;
      lost += 1;
      return true;
    };
    const callee = the(b.calls[0]?.answer(sdp("answer")));
    const acks: unknown[] = [];
    callee.handle({ acknowledged: (text) => acks.push(text), offered: (offer) => offer.accept(sdp("held")) });
    exchange.clock.advance(10);
    expect(await settled(exchange, the(sessions[0]).reinvite(sdp("hold")))).toMatchObject({ ok: true });
    expect(acks).toEqual([undefined, undefined]);
    exchange.clock.advance(40_000);
    expect(exchange.network.story.filter((line) => line === "10.0.0.2 200 INVITE")).toHaveLength(2);
    expect(callee.end).toBeUndefined();
  });

  test("[DLG-6] without any ACK the call is over after 32 s, with a BYE", () => {
    const { exchange, a, b } = parts();
    exchange.invite(a, "10.0.0.2");
    exchange.clock.advance(10);
    exchange.network.loses = ({ message }) => message?.kind === "request" && message.method === "ACK";
    const callee = the(b.calls[0]?.answer(sdp("answer")));
    const ends: SessionEnd[] = [];
    callee.handle({ ended: (end) => ends.push(end) });
    exchange.clock.advance(33_000);
    expect(ends).toEqual([{ by: "them", cause: "no_ack" }]);
    expect(exchange.network.story).toContain("10.0.0.2 BYE");
    expect(a.agent.sessions.size).toBe(0);
  });

  test("[DLG-7] who hangs up before the ACK waits for it with the BYE", () => {
    const { exchange, a, b } = parts();
    exchange.invite(a, "10.0.0.2");
    exchange.clock.advance(10);
    const callee = the(b.calls[0]?.answer(sdp("answer")));
    callee.hangUp();
    expect(exchange.network.story.at(-1)).toBe("10.0.0.2 200 INVITE");
    exchange.clock.advance(20);
    expect(exchange.network.story.slice(-3)).toEqual(["10.0.0.1 ACK", "10.0.0.2 BYE", "10.0.0.1 200 BYE"]);
    expect(callee.end).toEqual({ by: "us", cause: "bye" });
  });

  test("[DLG-13] a peer that no longer knows the call ends it", async () => {
    const { exchange, caller, b, ends } = standing();
    b.agent.close();
    exchange.network.listen("10.0.0.2");
    const answer = settled(exchange, caller.info("text/plain", "x"), 33_000);
    expect(await answer).toEqual({ ok: false, code: "timeout" });
    expect(ends.caller).toEqual([{ by: "them", cause: "peer_lost" }]);
    expect(await caller.reinvite(sdp("x"))).toEqual({ ok: false, code: "over" });
  });

  test("[DLG-11] INFO carries digits both ways", async () => {
    const { exchange, caller, callee } = standing();
    const digits: (string | undefined)[] = [];
    callee.handle({ info: ({ digit }) => digits.push(digit) });
    for (const digit of ["4", "#", "D"]) await settled(exchange, caller.infoDigit(digit));
    await settled(exchange, caller.info("application/dtmf", "7"));
    await settled(exchange, caller.info("text/plain", "7"));
    expect(digits).toEqual(["4", "#", "D", "7", undefined]);
  });

  test("[DLG-12] a call can be taken up from its snapshot by another process", async () => {
    const { exchange, a, caller, callee } = standing();
    const kept = JSON.parse(JSON.stringify(caller.snapshot()));
    a.agent.close();
    const other = exchange.station("10.0.0.1", { random: seededRandom("another process") });
    const taken = other.agent.restore(kept);
    callee.handle({ offered: (offer) => offer.accept(sdp("held")) });
    expect(await settled(exchange, taken.reinvite(sdp("hold")))).toMatchObject({ ok: true });
    callee.hangUp();
    exchange.clock.advance(10);
    expect(taken.end).toEqual({ by: "them", cause: "bye" });
  });
});

describe("session timers", () => {
  const short = { sessionTimer: { intervalS: 90, minS: 90 } };

  test("[DLG-8] the caller refreshes at half of the interval, by UPDATE, and the call goes on", () => {
    const exchange = new Exchange();
    const [a, b] = [exchange.station("10.0.0.1", short), exchange.station("10.0.0.2", short)];
    const [caller, callee] = exchange.established(a, b, "10.0.0.2");
    exchange.clock.advance(600_000);
    expect([caller.end, callee.end]).toEqual([undefined, undefined]);
    const updates = exchange.network.passages.filter(
      ({ message }) => message?.kind === "request" && message.method === "UPDATE",
    );
    expect(updates).toHaveLength(13);
    expect(new Set(updates.map(({ from }) => from))).toEqual(new Set(["10.0.0.1"]));
  });

  test("[DLG-8] a peer that is gone is noticed: both end the call, with a BYE", () => {
    const exchange = new Exchange();
    const [a, b] = [exchange.station("10.0.0.1", short), exchange.station("10.0.0.2", short)];
    const [, callee] = exchange.established(a, b, "10.0.0.2");
    exchange.network.loses = () => true;
    const ends: SessionEnd[] = [];
    callee.handle({ ended: (end) => ends.push(end) });
    exchange.clock.advance(61_000);
    expect(ends).toEqual([{ by: "us", cause: "session_expired" }]);
    expect(exchange.network.story).toContain("10.0.0.2 BYE");
  });

  test("[DLG-8] an interval that is too short is 422, and the caller tries again with the one wanted", () => {
    const exchange = new Exchange();
    const a = exchange.station("10.0.0.1", short);
    const b = exchange.station("10.0.0.2", { sessionTimer: { intervalS: 1_800, minS: 600 } });
    const { log } = exchange.invite(a, "10.0.0.2");
    exchange.clock.advance(50);
    b.calls[0]?.answer(sdp("answer"));
    exchange.clock.advance(50);
    expect(exchange.network.story.slice(0, 4)).toEqual([
      "10.0.0.1 INVITE",
      "10.0.0.2 422 INVITE",
      "10.0.0.1 ACK",
      "10.0.0.1 INVITE",
    ]);
    expect(log).toEqual(["answered"]);
    const ok = the(
      exchange.network.passages.find(({ message }) => message?.kind === "response" && message.status === 200),
    );
    expect(ok.message?.headers.get("session-expires")).toBe("600;refresher=uac");
  });

  test("[DLG-8] without timers nothing is said of them", () => {
    const exchange = new Exchange();
    const off = { sessionTimer: "off" } as const;
    const [a, b] = [exchange.station("10.0.0.1", off), exchange.station("10.0.0.2", off)];
    exchange.established(a, b, "10.0.0.2");
    expect(
      exchange.network.passages.every(({ message }) => message?.headers.has("session-expires") === false),
    ).toBe(true);
    expect(exchange.clock.waiting).toBeLessThanOrEqual(2);
  });
});
