import { describe, expect, test } from "vitest";
import type { CallFailure, SipAgentOptions } from "../src/index.js";
import { Exchange, sdp, the, uri } from "./support/agents.js";

/** A request by hand, as a peer that is not an agent of ours would send it. */
function request(method: string, changes: Record<string, string | undefined> = {}, body = ""): string {
  const headers: Record<string, string | undefined> = {
    Via: "SIP/2.0/UDP 10.0.0.9:5060;branch=z9hG4bKhand",
    "Max-Forwards": "70",
    From: "<sip:hand@10.0.0.9>;tag=h",
    To: "<sip:bob@10.0.0.2>",
    "Call-ID": "hand",
    CSeq: `1 ${method}`,
    Contact: "<sip:hand@10.0.0.9>",
    ...(body === "" ? {} : { "Content-Type": "application/sdp" }),
    "Content-Length": String(Buffer.byteLength(body)),
    ...changes,
  };
  const { uri: target = "sip:bob@10.0.0.2", ...fields } = headers;
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
  return `${method} ${target} SIP/2.0\r\n${lines.join("\r\n")}\r\n\r\n${body}`;
}

function hand(options: Partial<SipAgentOptions> = {}) {
  const exchange = new Exchange();
  const station = exchange.station("10.0.0.2", options);
  const heard = exchange.network.listen("10.0.0.9");
  const send = (text: string): void => exchange.network.inject("10.0.0.9", "10.0.0.2", text);
  const statuses = (): number[] => {
    exchange.clock.advance(5);
    return heard.flatMap((message) => (message.kind === "response" ? [message.status] : []));
  };
  return { exchange, station, heard, send, statuses };
}

describe("what is answered without anybody's doing", () => {
  test("[AGT-2] OPTIONS with what we can; unknown methods 501, known ones 405; other schemes 416", () => {
    const { send, heard, statuses } = hand();
    send(request("OPTIONS"));
    expect(statuses()).toEqual([200]);
    expect(heard[0]?.headers.get("allow")).toBe(
      "INVITE, ACK, CANCEL, BYE, OPTIONS, REFER, NOTIFY, INFO, UPDATE",
    );
    expect(heard[0]?.headers.get("supported")).toBe("replaces, timer");
    send(request("SUBSCRIBE", { "Call-ID": "2" }));
    send(request("DANCE", { "Call-ID": "3" }));
    send(
      request("OPTIONS", {
        "Call-ID": "4",
        CSeq: "2 OPTIONS",
        uri: "isbn:123",
        Via: "SIP/2.0/UDP 10.0.0.9;branch=z9hG4bKx",
      }),
    );
    expect(statuses()).toEqual([200, 405, 501, 416]);
  });

  test("[AGT-2] what we must know but do not is 420, by name; early dialogs' PRACK is not built", () => {
    const { send, heard, statuses, station } = hand();
    send(request("INVITE", { Require: "100rel, timer" }, sdp("x")));
    expect(statuses()).toEqual([420]);
    expect(heard[0]?.headers.get("unsupported")).toBe("100rel");
    expect(station.calls).toHaveLength(0);
    expect(station.notices).toMatchObject([{ what: "refused", status: 420 }]);
  });

  test("[AGT-2] a body we do not read is 415, an answer they do not read 406, no Contact 400, no hops left 483", () => {
    const statusOf = (changes: Record<string, string | undefined>): number | undefined => {
      const { send, statuses } = hand();
      send(request("INVITE", changes, sdp("x")));
      return statuses()[0];
    };
    expect(statusOf({ "Content-Type": "application/xml" })).toBe(415);
    expect(statusOf({ "Content-Encoding": "gzip" })).toBe(415);
    expect(statusOf({ Accept: "text/plain" })).toBe(406);
    expect(statusOf({ Contact: undefined })).toBe(400);
    expect(statusOf({ "Max-Forwards": "0" })).toBe(483);
    expect(statusOf({ "Session-Expires": "30", Supported: "timer" })).toBe(422);
    expect(statusOf({ Accept: "application/sdp, text/plain" })).toBeUndefined();
  });

  test("[AGT-3] a copy that came by another way is 482, and so is a request that left here", () => {
    const { send, statuses, exchange, station } = hand();
    send(request("INVITE", {}, sdp("x")));
    send(request("INVITE", { Via: "SIP/2.0/UDP 10.0.0.9:5060;branch=z9hG4bKother" }, sdp("x")));
    expect(statuses()).toEqual([482]);
    expect(station.calls).toHaveLength(1);

    exchange.invite(station, "10.0.0.9");
    exchange.clock.advance(5);
    const ours = the(exchange.network.passages.findLast(({ from }) => from === "10.0.0.2")).bytes.toString();
    send(ours.replace("Via: ", "Via: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bKproxy\r\nVia: "));
    expect(statuses()).toContain(482);
    expect(station.calls).toHaveLength(1);
  });

  test("[AGT-4] closed: new calls and pings get 503 with Retry-After; calls that stand go on", async () => {
    const exchange = new Exchange();
    const [a, b] = [exchange.station("10.0.0.1"), exchange.station("10.0.0.2")];
    const [caller, callee] = exchange.established(a, b, "10.0.0.2");
    b.agent.setOpen({ retryAfterS: 7 });
    const failures: CallFailure[] = [];
    exchange.invite(a, "10.0.0.2", {
      handlers: { answered: () => {}, failed: (failure) => failures.push(failure) },
    });
    const pinged = a.agent.ping(uri("sip:10.0.0.2"));
    callee.handle({ offered: (offer) => offer.accept(sdp("held")) });
    const held = caller.reinvite(sdp("hold"));
    exchange.clock.advance(20);
    expect(failures).toMatchObject([{ code: "refused", status: 503, retryAfterS: 7 }]);
    expect(await pinged).toBe(503);
    expect(await held).toMatchObject({ ok: true });
    b.agent.setOpen(true);
    exchange.invite(a, "10.0.0.2");
    exchange.clock.advance(20);
    expect(b.calls).toHaveLength(2);
  });

  test("[AGT-5] requests that somebody answers, such as REGISTER, reach him and are allowed", () => {
    const { send, statuses, heard } = hand({
      requests: {
        REGISTER: ({ respond }) => respond(200, { headers: [["contact", "<sip:x@y>;expires=60"]] }),
      },
    });
    send(request("REGISTER"));
    expect(statuses()).toEqual([200]);
    expect(heard[0]?.headers.get("contact")).toBe("<sip:x@y>;expires=60");
    expect(heard[0]?.envelope.to.params.has("tag")).toBe(true);
  });

  test("[TXN-6] a handler that throws costs its own request a 500, and is told", () => {
    const { send, statuses, station } = hand({
      onInvite: () => {
        throw new Error("on purpose");
      },
      requests: {
        MESSAGE: () => {
          throw new Error("on purpose");
        },
      },
    });
    send(request("INVITE", {}, sdp("x")));
    send(request("MESSAGE", { "Call-ID": "2" }));
    expect(statuses()).toEqual([500, 500]);
    expect(station.notices.filter(({ what }) => what === "trouble")).toHaveLength(2);
  });
});

describe("incoming calls", () => {
  test("[AGT-6] CANCEL: 200 to it, 487 to the call; after the answer it comes too late", () => {
    const { send, statuses, station } = hand();
    const cancelled: unknown[] = [];
    send(request("INVITE", {}, sdp("x")));
    station.calls[0]?.cancelled((how) => cancelled.push(how));
    send(request("CANCEL", { CSeq: "1 CANCEL", Reason: 'SIP;cause=200;text="Call completed elsewhere"' }));
    expect(statuses()).toEqual([200, 487]);
    expect(cancelled).toEqual([{ by: "cancel", reason: 'SIP;cause=200;text="Call completed elsewhere"' }]);
    expect(station.calls[0]?.answer(sdp("late"))).toBeUndefined();
    send(request("CANCEL", { CSeq: "1 CANCEL", Via: "SIP/2.0/UDP 10.0.0.9;branch=z9hG4bKnone" }));
    expect(statuses()).toContain(481);

    const second = hand();
    second.send(request("INVITE", {}, sdp("x")));
    const session = second.station.calls[0]?.answer(sdp("y"));
    second.send(request("CANCEL", { CSeq: "1 CANCEL" }));
    expect(second.statuses()).toEqual([200, 200]);
    expect(session?.end).toBeUndefined();
  });

  test("[AGT-6] Expires runs out, or the caller hangs up before the answer: 487, and we hear of it", () => {
    const { send, statuses, station, exchange } = hand();
    const cancelled: unknown[] = [];
    send(request("INVITE", { Expires: "20" }, sdp("x")));
    station.calls[0]?.cancelled((how) => cancelled.push(how));
    exchange.clock.advance(20_001);
    expect(cancelled).toEqual([{ by: "expired" }]);
    expect(statuses()).toContain(487);

    const second = hand();
    second.send(request("INVITE", {}, sdp("x")));
    second.station.calls[0]?.cancelled((how) => cancelled.push(how));
    second.station.calls[0]?.ring();
    second.statuses();
    const tag = the(second.heard[0]?.envelope.to.params.get("tag"));
    second.send(
      request("BYE", {
        To: `<sip:bob@10.0.0.2>;tag=${tag}`,
        CSeq: "2 BYE",
        Via: "SIP/2.0/UDP 10.0.0.9;branch=z9hG4bKbye",
      }),
    );
    expect(second.statuses()).toEqual([180, 200, 487]);
    expect(cancelled[1]).toEqual({ by: "bye" });
  });

  test("[AGT-7] 100 comes by itself after 200 ms, and ringing is repeated each minute", () => {
    const { send, statuses, station, exchange } = hand();
    send(request("INVITE", {}, sdp("x")));
    exchange.clock.advance(250);
    expect(statuses()).toEqual([100]);
    station.calls[0]?.ring();
    exchange.clock.advance(130_000);
    expect(statuses()).toEqual([100, 180, 180, 180]);
    station.calls[0]?.refuse(480);
    exchange.clock.advance(130_000);
    expect(statuses().filter((status) => status === 180)).toHaveLength(3);
  });

  test("[AGT-8] a call without a description: ours is the offer, the answer comes with the ACK", () => {
    const { send, station, heard, statuses } = hand();
    send(request("INVITE"));
    const call = the(station.calls[0]);
    expect(call.sdp).toBeUndefined();
    const answers: unknown[] = [];
    const session = the(call.answer(sdp("our offer")));
    session.handle({ acknowledged: (text) => answers.push(text) });
    statuses();
    const tag = the(heard[0]?.envelope.to.params.get("tag"));
    const to = `<sip:bob@10.0.0.2>;tag=${tag}`;
    send(
      request(
        "ACK",
        { To: to, CSeq: "1 ACK", Via: "SIP/2.0/UDP 10.0.0.9;branch=z9hG4bKack" },
        sdp("their answer"),
      ),
    );
    expect(answers).toEqual([sdp("their answer")]);
    expect(session.remoteSdp).toBe(sdp("their answer"));
  });
});

describe("transactions that meet", () => {
  test("[TXN-5] copies of a request are one, also of RFC 2543 peers without a branch", () => {
    for (const via of ["SIP/2.0/UDP 10.0.0.9:5060;branch=z9hG4bKhand", "SIP/2.0/UDP 10.0.0.9:5060"]) {
      const { send, station, statuses, exchange } = hand();
      for (let copy = 0; copy < 3; copy += 1) send(request("INVITE", { Via: via }, sdp("x")));
      expect(station.calls).toHaveLength(1);
      station.calls[0]?.refuse(486);
      send(request("ACK", { Via: via, To: "<sip:bob@10.0.0.2>;tag=x", CSeq: "1 ACK" }));
      // The ACK was understood: the refusal is not repeated, and after timer I nothing is left.
      exchange.clock.advance(5_100);
      expect(statuses()).toEqual([486]);
      expect(station.agent.load.servers).toBe(0);
    }
  });

  test("[TXN-5] an answer with two Via, or to a branch that is not ours, is dropped", () => {
    const exchange = new Exchange();
    const a = exchange.station("10.0.0.1");
    const heard = exchange.network.listen("10.0.0.2");
    const { log } = exchange.invite(a, "10.0.0.2");
    exchange.clock.advance(5);
    const invite = the(heard[0]);
    const answer = (via: string): string =>
      `SIP/2.0 486 Busy\r\nVia: ${via}\r\nFrom: ${invite.headers.get("from")}\r\nTo: <sip:b@b>;tag=1\r\nCall-ID: ${invite.envelope.callId}\r\nCSeq: 1 INVITE\r\n\r\n`;
    const own = the(invite.headers.get("via"));
    exchange.network.inject("10.0.0.2", "10.0.0.1", answer(`${own}, SIP/2.0/UDP x;branch=z9hG4bK2`));
    exchange.network.inject("10.0.0.2", "10.0.0.1", answer("SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKguess"));
    expect(log).toEqual([]);
    exchange.network.inject("10.0.0.2", "10.0.0.1", answer(own));
    expect(log).toEqual(["refused 486"]);
  });

  test("[TXN-7] lost datagrams: every kind of message may get lost once, and the call still comes about", () => {
    for (let lost = 0; lost < 12; lost += 1) {
      const exchange = new Exchange();
      const [a, b] = [exchange.station("10.0.0.1"), exchange.station("10.0.0.2")];
      let count = 0;
      exchange.network.loses = () => {
        count += 1;
        return count === lost + 1;
      };
      const { sessions } = exchange.invite(a, "10.0.0.2");
      exchange.clock.advance(1_000);
      b.calls[0]?.ring();
      exchange.clock.advance(1_000);
      const callee = the(b.calls[0]?.answer(sdp("answer")));
      exchange.clock.advance(5_000);
      const caller = the(sessions[0]);
      expect([caller.end, callee.end]).toEqual([undefined, undefined]);
      caller.hangUp();
      exchange.clock.advance(5_000);
      expect(callee.end).toMatchObject({ cause: "bye" });
      exchange.clock.advance(64_000);
      expect([a.agent.load, b.agent.load]).toEqual([
        { servers: 0, clients: 0 },
        { servers: 0, clients: 0 },
      ]);
    }
  });
});
