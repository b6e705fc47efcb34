import { describe, expect, test } from "vitest";
import { sdp, the, uri } from "./support/agents.js";
import { parts, settled, standing } from "./support/standing-call.js";

describe("transfers", () => {
  test("[DLG-9] a blind transfer: 202, then how the new call gets on, then the end", async () => {
    const { exchange, caller, callee } = standing();
    const seen: unknown[] = [];
    callee.handle({
      referred: (referral) => {
        seen.push(referral.target.uri, referral.referredBy);
        const progress = referral.accept();
        exchange.clock.after(1_000, () => progress.report(180));
        exchange.clock.after(3_000, () => progress.report(486, "Busy Here"));
        exchange.clock.after(4_000, () => progress.report(200));
      },
    });
    const told: number[] = [];
    const over: (number | undefined)[] = [];
    const answer = await settled(
      exchange,
      caller.refer(uri("tel:+15550100"), {
        onProgress: (status) => told.push(status),
        onOver: (last) => over.push(last),
      }),
    );
    expect(answer).toMatchObject({ ok: true, status: 202 });
    exchange.clock.advance(10_000);
    expect(told).toEqual([100, 180, 486]);
    expect(over).toEqual([486]);
    expect(seen).toEqual([uri("tel:+15550100"), "<sip:alice@10.0.0.1>"]);
  });

  test("[DLG-9] who does not want to be transferred says 603; without news it is over after 180 s", async () => {
    const { exchange, caller, callee } = standing();
    expect(await settled(exchange, caller.refer(uri("sip:c@c")))).toMatchObject({ ok: false, status: 603 });
    callee.handle({ referred: (referral) => referral.accept() });
    const over: (number | undefined)[] = [];
    await settled(exchange, caller.refer(uri("sip:c@c"), { onOver: (last) => over.push(last) }));
    exchange.clock.advance(181_000);
    expect(over).toEqual([100]);
  });

  test("[DLG-10] an attended transfer: the third party's call is replaced by the new one", async () => {
    const { exchange, a, b } = parts();
    const c = exchange.station("10.0.0.3");
    const [withB, bSide] = exchange.established(a, b, "10.0.0.2");
    const [withC, cSide] = exchange.established(a, c, "10.0.0.3");
    const newCalls: string[] = [];
    bSide.handle({
      referred: (referral) => {
        const progress = referral.accept();
        b.agent.invite({
          target: referral.target.uri,
          from: { uri: uri("sip:bob@10.0.0.2"), params: new Map() },
          sdp: sdp("b to c"),
          ...(referral.target.replaces === undefined ? {} : { replaces: referral.target.replaces }),
          handlers: {
            answered: () => {
              newCalls.push("answered");
              progress.report(200);
            },
            failed: ({ status }) => newCalls.push(`failed ${status}`),
          },
        });
      },
    });
    const told: number[] = [];
    const asked = withB.referReplacing(withC, { onProgress: (status) => told.push(status) });
    expect(await settled(exchange, asked, 20)).toMatchObject({ ok: true });
    const arrived = the(c.calls[1]);
    expect(arrived.replaces).toBe(cSide);
    arrived.answer(sdp("c"));
    exchange.clock.advance(20);
    expect(newCalls).toEqual(["answered"]);
    expect(told).toEqual([100, 200]);
    expect(cSide.end).toEqual({ by: "us", cause: "replaced" });
    expect(withC.end).toMatchObject({ by: "them", cause: "bye" });
    expect(withB.end).toBeUndefined();
  });

  test("[DLG-10] a Replaces that fits nothing is 481, an unreadable one 400, early-only of an answered call 486", () => {
    const { exchange, caller, a, callee } = standing();
    const statusOf = (replaces: string): string[] => {
      const { log } = exchange.invite(a, "10.0.0.2", { headers: [["replaces", replaces]] });
      exchange.clock.advance(10);
      return log;
    };
    const { callId, localTag, remoteTag } = callee.dialog;
    expect(statusOf("nothing;to-tag=1;from-tag=2")).toEqual(["refused 481"]);
    expect(statusOf(`${callId};to-tag=${localTag}`)).toEqual(["refused 400"]);
    expect(statusOf(`${callId};to-tag=${localTag};from-tag=${remoteTag};early-only`)).toEqual([
      "refused 486",
    ]);
    expect(caller.end).toBeUndefined();
  });
});
