import type { WireTrunk } from "@patchbay/protocol";
import { trunkDefaults } from "@patchbay/protocol";
import type { CallFailure, OutgoingCall, OutgoingHandlers, Session } from "@patchbay/sip";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CallWay, MadeMedia } from "../src/network/sip-leg.js";
import { TrunkCall, triesNext } from "../src/network/trunks/trunk-call.js";
import type { TrunkLine } from "../src/network/trunks/trunk-line.js";

/** A trunk that keeps what it was asked, and answers when the test says so. */
class FakeLine {
  readonly asked: { to: string; from: string; sdp: string; handlers: OutgoingHandlers }[] = [];
  readonly cancelled: number[] = [];
  isFull = false;
  readonly trunk: WireTrunk;

  constructor(
    readonly trunkId: string,
    over: Partial<WireTrunk> = {},
  ) {
    this.trunk = { ...trunkDefaults, trunkId, name: trunkId, host: "192.0.2.1", password: null, ...over };
  }

  get way(): CallWay {
    return { address: "192.0.2.1", terms: { codecs: this.trunk.codecs ?? ["PCMU"], encryption: "off" } };
  }

  invite(call: { to: string; from: string; sdp: string; handlers: OutgoingHandlers }): OutgoingCall {
    const at = this.asked.push(call) - 1;
    return { cancel: () => this.cancelled.push(at) } as unknown as OutgoingCall;
  }
  get handlers(): OutgoingHandlers {
    const last = this.asked.at(-1);
    if (last === undefined) throw new Error(`${this.trunkId} was not asked`);
    return last.handlers;
  }
  fails(failure: CallFailure): void {
    this.handlers.failed(failure);
  }
}

const session = () => {
  const done: string[] = [];
  return { session: { hangUp: () => done.push("BYE") } as unknown as Session, done };
};

let told: string[];
let nexts: string[];
let [first, second]: [FakeLine, FakeLine] = [new FakeLine("first"), new FakeLine("second")];
/** Offers are made elsewhere. */
const soon = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};
let offered: CallWay[];
let made: MadeMedia;
const dial = async (...lines: FakeLine[]): Promise<TrunkCall> => {
  const call = new TrunkCall(
    lines as unknown as TrunkLine[],
    { to: "+15035550142", from: "8000" },
    async (way) => {
      offered.push(way);
      return "failed" in made ? made : { sdp: `offer ${offered.length} of ${way.terms.codecs.join()}` };
    },
    {
      unoffered: (failure) => told.push(`unoffered ${failure}`),
      ringing: () => told.push("ringing"),
      early: (sdp) => told.push(`early ${sdp}`),
      answered: (_, sdp) => told.push(`answered ${sdp}`),
      failed: (status, reason, code) => told.push(`failed ${code} ${status} ${reason}`),
    },
    4_000,
    (from, { code }) => nexts.push(`${from.trunkId} ${code}`),
  );
  await soon();
  return call;
};

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  nexts = [];
  offered = [];
  made = { sdp: "" };
  [first, second] = [new FakeLine("first"), new FakeLine("second")];
});
afterEach(() => void vi.useRealTimers());

describe("a call out", async () => {
  it("goes by the first trunk, with its number and its caller id", async () => {
    first = new FakeLine("first", {
      calledOut: [{ begins: "+", becomes: "00" }],
      callerId: { kind: "fixed", number: "5550100" },
    });
    await dial(first, second);
    expect(first.asked).toMatchObject([{ to: "0015035550142", from: "5550100" }]);
    first.handlers.progress?.({ status: 180, reason: "Ringing", fork: "" });
    first.handlers.answered(session().session, "answer");
    expect([told, second.asked]).toEqual([["ringing", "answered answer"], []]);
  });

  it.each<[string, CallFailure]>([
    ["503", { code: "refused", status: 503 }],
    ["408", { code: "refused", status: 408 }],
    ["a password that is wrong", { code: "refused", status: 401 }],
    ["no way there", { code: "unreachable" }],
    ["nobody there", { code: "timeout" }],
  ])("%s: the next one", async (_, failure) => {
    await dial(first, second);
    first.fails(failure);
    await soon();
    expect(second.asked).toMatchObject([{ to: "+15035550142", from: "8000" }]);
    second.handlers.answered(session().session, "answer");
    expect([told, nexts]).toEqual([["answered answer"], [`first ${failure.code}`]]);
  });

  it("each trunk is offered what was set for it, also after one that takes no such sound", async () => {
    first = new FakeLine("first", { codecs: ["G722"] });
    second = new FakeLine("second", { codecs: ["PCMA", "PCMU"] });
    await dial(first, second);
    first.fails({ code: "refused", status: 488, reason: "Not Acceptable Here" });
    await soon();
    expect([first.asked[0]?.sdp, second.asked[0]?.sdp]).toEqual(["offer 1 of G722", "offer 2 of PCMA,PCMU"]);
  });

  it("without a description nobody is called", async () => {
    made = { failed: "busy" };
    await dial(first, second);
    expect([told, first.asked, second.asked]).toEqual([["unoffered busy"], [], []]);
  });

  it("taken back while the next offer is made, nobody else is asked", async () => {
    const call = await dial(first, second);
    first.fails({ code: "unreachable" });
    call.cancel();
    await soon();
    expect([told, second.asked]).toEqual([[], []]);
  });

  it.each([
    [486, "Busy Here"],
    [603, "Decline"],
    [404, "Not Found"],
    [480, "Temporarily Unavailable"],
    [403, "Forbidden"],
    [604, "Does Not Exist Anywhere"],
  ])("%i %s is what it is, and nobody else is asked", async (status, reason) => {
    await dial(first, second);
    first.fails({ code: "refused", status, reason });
    await soon();
    expect([told, second.asked]).toEqual([[`failed refused ${status} ${reason}`], []]);
  });

  it("once it has rung, a failure is a failure", async () => {
    await dial(first, second);
    first.handlers.progress?.({ status: 183, reason: "Session Progress", fork: "" });
    first.fails({ code: "refused", status: 503, reason: "Service Unavailable" });
    await soon();
    expect([told.at(-1), second.asked]).toEqual(["failed refused 503 Service Unavailable", []]);
  });

  it("whoever says nothing at all is taken back after four seconds, and has no call if it comes late", async () => {
    await dial(first, second);
    vi.advanceTimersByTime(3_999);
    expect(second.asked).toEqual([]);
    vi.advanceTimersByTime(1);
    await soon();
    expect([second.asked.length, first.cancelled]).toEqual([1, [0]]);
    const late = session();
    first.asked[0]?.handlers.answered(late.session, "late");
    second.handlers.answered(session().session, "answer");
    expect([told, late.done]).toEqual([["answered answer"], ["BYE"]]);
  });

  it("whoever says 100 is waited for", async () => {
    await dial(first, second);
    first.handlers.trying?.();
    vi.advanceTimersByTime(60_000);
    expect([second.asked, first.cancelled]).toEqual([[], []]);
  });

  it("the last one may be silent as long as SIP allows", async () => {
    await dial(first);
    vi.advanceTimersByTime(31_000);
    expect([told, first.cancelled]).toEqual([[], []]);
    first.fails({ code: "timeout" });
    await soon();
    expect(told).toEqual(["failed timeout null null"]);
  });

  it("a full trunk is passed over; when all are full or fail, the last word is told", async () => {
    first.isFull = true;
    await dial(first, second);
    expect([first.asked.length, second.asked.length]).toEqual([0, 1]);
    second.fails({ code: "refused", status: 503, reason: "Sorry" });
    await soon();
    expect(told).toEqual(["failed refused 503 Sorry"]);
    second.isFull = true;
    await dial(first, second);
    expect(told.at(-1)).toBe("failed refused null All lines of the trunk are busy");
  });

  it("taken back, nobody else is asked", async () => {
    const call = await dial(first, second);
    call.cancel();
    expect(first.cancelled).toEqual([0]);
    first.fails({ code: "cancelled", status: 487 });
    await soon();
    vi.advanceTimersByTime(10_000);
    expect([told, second.asked]).toEqual([[], []]);
    const late = session();
    first.handlers.answered(late.session, "late");
    expect([told, late.done]).toEqual([[], ["BYE"]]);
  });

  it("a trunk that fails before the asking is over", async () => {
    vi.spyOn(first, "invite").mockImplementation((call) => {
      call.handlers.failed({ code: "unreachable" });
      return { cancel: () => told.push("wrong one cancelled") } as unknown as OutgoingCall;
    });
    const call = await dial(first, second);
    await soon();
    expect(second.asked).toHaveLength(1);
    call.cancel();
    expect([told, second.cancelled]).toEqual([[], [0]]);
  });
});

it("a cancelled call is nobody's failure", () => {
  expect(triesNext({ code: "cancelled", status: 487 }, false)).toBe(false);
  expect(triesNext({ code: "unusable_answer", status: 200 }, false)).toBe(false);
});
