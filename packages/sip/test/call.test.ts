import { describe, expect, test } from "vitest";
import { Exchange, sdp, the } from "./support/agents.js";

describe("a call", () => {
  test("[AGT-1] rings, is answered and ended", () => {
    const exchange = new Exchange();
    const a = exchange.station("10.0.0.1");
    const b = exchange.station("10.0.0.2");
    const { log, sessions } = exchange.invite(a, "10.0.0.2");
    exchange.clock.advance(5);
    const call = the(b.calls[0]);
    expect(call.sdp).toBe(sdp("offer"));
    call.ring();
    call.progress(sdp("early"));
    exchange.clock.advance(5);
    const callee = the(call.answer(sdp("answer")));
    const acknowledged: unknown[] = [];
    callee.handle({ acknowledged: (text) => acknowledged.push(text) });
    exchange.clock.advance(5);
    expect(log).toEqual(["180", "183 sdp", "answered"]);
    expect(acknowledged).toEqual([undefined]);
    const caller = the(sessions[0]);
    expect([caller.remoteSdp, callee.remoteSdp]).toEqual([sdp("answer"), sdp("offer")]);

    const ends: unknown[] = [];
    callee.handle({ ended: (end) => ends.push(end) });
    caller.hangUp("Q.850;cause=16");
    exchange.clock.advance(5);
    expect(ends).toEqual([{ by: "them", cause: "bye", reason: "Q.850;cause=16" }]);
    expect(exchange.network.story).toEqual([
      "10.0.0.1 INVITE",
      "10.0.0.2 180 INVITE",
      "10.0.0.2 183 INVITE",
      "10.0.0.2 200 INVITE",
      "10.0.0.1 ACK",
      "10.0.0.1 BYE",
      "10.0.0.2 200 BYE",
    ]);
    exchange.clock.advance(40_000);
    expect([a.agent.load, b.agent.load]).toEqual([
      { servers: 0, clients: 0 },
      { servers: 0, clients: 0 },
    ]);
    expect(a.agent.sessions.size + b.agent.sessions.size).toBe(0);
    expect(exchange.clock.waiting).toBe(0);
  });
});
