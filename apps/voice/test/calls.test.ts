import type { VoiceEvent, VoiceReport } from "@patchbay/protocol";
import type { IncomingCall } from "@patchbay/sip";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Calls } from "../src/calls/calls.js";
import type { Worker } from "../src/workers/index.js";
import type { ToWorker } from "../src/workers/messages.js";
import { agent, customer, inbound } from "./support/calls.js";

/** A worker that keeps what it is told and answers every ask in the same way. */
class FakeWorker implements Worker {
  readonly told: ToWorker[] = [];
  readonly asked: string[] = [];
  readonly pid = 1;
  constructor(readonly slot: number) {}

  send(message: ToWorker): void {
    this.told.push(message);
  }
  ask: Worker["ask"] = (name) => {
    this.asked.push(name);
    return Promise.resolve({ ok: true, result: { sdp: "ours" } as never });
  };
  all<T extends ToWorker["t"]>(t: T): Extract<ToWorker, { readonly t: T }>[] {
    return this.told.filter((message): message is Extract<ToWorker, { readonly t: T }> => message.t === t);
  }
}

/** An INVITE that keeps what was done with it; it is answered by a session that only ends. */
function invite(): { call: IncomingCall; done: string[]; cancel: () => void } {
  const done: string[] = [];
  const handlers: { cancelled?: (why: { by: "cancel" }) => void; acknowledged?: (sdp: undefined) => void } =
    {};
  const session = {
    handle: (given: typeof handlers) => {
      if (given.acknowledged) setTimeout(() => given.acknowledged?.(undefined), 10);
    },
    hangUp: () => done.push("BYE"),
  };
  const call = {
    sdp: "theirs",
    source: { address: "127.0.0.1", port: 5070 },
    ring: () => done.push("180"),
    refuse: (status: number) => done.push(String(status)),
    cancelled: (handler: (why: { by: "cancel" }) => void) => {
      handlers.cancelled = handler;
    },
    answer: () => {
      done.push("200");
      return session;
    },
  };
  return {
    call: call as unknown as IncomingCall,
    done,
    cancel: () => handlers.cancelled?.({ by: "cancel" }),
  };
}

let events: VoiceEvent[];
let reports: VoiceReport[];
let workers: FakeWorker[];
let open: boolean[];
let emptied: number;
let released: number;
let calls: Calls;

beforeEach(() => {
  vi.useFakeTimers();
  events = [];
  reports = [];
  open = [];
  emptied = released = 0;
  workers = [new FakeWorker(0), new FakeWorker(1)];
  calls = new Calls({
    workers: {
      least: (load) => [...workers].sort((a, b) => load(a) - load(b))[0],
      setAttached: () => undefined,
    },
    network: { invite: () => undefined, setOpen: (is) => open.push(is) },
    tell: (event) => events.push(event),
    report: (report) => reports.push(report),
    onEmpty: () => {
      emptied += 1;
    },
    log: { info: () => undefined, warn: () => undefined },
  });
  calls.setAttached(true);
});
afterEach(() => {
  vi.useRealTimers();
});

interface Standing {
  readonly id: string;
  readonly legId: string;
  readonly done: string[];
}
function arrive(): Standing & { cancel: () => void } {
  const { call, done, cancel } = invite();
  const release = (): void => {
    released += 1;
  };
  const before = events.length;
  calls.arrived(call, {
    to: "8000",
    from: null,
    fromName: null,
    source: "127.0.0.1:5070",
    terms: { codecs: ["PCMU"], encryption: "off" },
    release,
  });
  const event = events[before];
  const id = event?.type === "call.arrived" ? event.interactionId : "";
  return { id, legId: `${id}.l1`, done, cancel };
}
async function up(): Promise<Standing> {
  const call = arrive();
  calls.show({ interactionId: call.id, revision: 1, picture: inbound([customer(call.legId)]) });
  await vi.advanceTimersByTimeAsync(50);
  expect(call.done).toEqual(["180", "200"]);
  return call;
}
const gone = (): string[] =>
  events.flatMap((event) => (event.type === "leg.gone" ? [`${event.legId} ${event.cause}`] : []));

describe("a server that is behind", () => {
  const knock = (count: number): ReturnType<typeof arrive>[] => Array.from({ length: count }, arrive);

  it("gets no more calls while eight have waited for two seconds, and again when it has caught up", async () => {
    const waiting = knock(8);
    await vi.advanceTimersByTimeAsync(2_001);
    expect(knock(2).map(({ done }) => done)).toEqual([["503"], ["503"]]);
    expect(released).toBe(2);
    expect(waiting.map(({ done }) => done)).toEqual(Array.from({ length: 8 }, () => []));
    const [oldest] = waiting;
    if (oldest === undefined) throw new Error("nobody waits");
    calls.show({ interactionId: oldest.id, revision: 1, picture: inbound([customer(oldest.legId)]) });
    expect(arrive().done).toEqual([]);
  });

  it("gets calls although one waits for long, and two hundred at once", async () => {
    knock(7);
    await vi.advanceTimersByTimeAsync(9_000);
    expect(knock(193).every(({ done }) => done.length === 0)).toBe(true);
    expect(arrive().done).toEqual(["503"]);
  });

  it("gets calls again when those who waited have left", async () => {
    const waiting = knock(8);
    await vi.advanceTimersByTimeAsync(3_000);
    for (const { cancel } of waiting) cancel();
    expect(arrive().done).toEqual([]);
  });
});

describe("calls without a server", () => {
  it("go on for two minutes, then end with a prompt", async () => {
    const call = await up();
    calls.setAttached(false);
    expect(open.at(-1)).toBe(false);
    await vi.advanceTimersByTimeAsync(119_000);
    expect(call.done).not.toContain("BYE");
    await vi.advanceTimersByTimeAsync(2_000);
    const [said] = workers.flatMap((worker) => worker.all("say"));
    expect(said).toMatchObject({ interactionId: call.id, prompt: "technical-problem" });
    expect(call.done).not.toContain("BYE");
    calls.said(call.id);
    await vi.advanceTimersByTimeAsync(10);
    expect(call.done).toContain("BYE");
    expect(gone()).toEqual([`${call.legId} lost`]);
    expect(calls.list()).toEqual([]);
    expect(released).toBe(1);
  });

  it("end also when the prompt is never said", async () => {
    const call = await up();
    calls.setAttached(false);
    await vi.advanceTimersByTimeAsync(120_000 + 15_100);
    expect(call.done).toContain("BYE");
  });

  it("go on when a server comes in time", async () => {
    const call = await up();
    calls.setAttached(false);
    await vi.advanceTimersByTimeAsync(100_000);
    calls.setAttached(true);
    await vi.advanceTimersByTimeAsync(100_000);
    expect(call.done).not.toContain("BYE");
    expect(calls.list()).toEqual([{ interactionId: call.id, revision: 1 }]);
  });
});

describe("calls at the door", () => {
  it("wait ten seconds for a picture, and one that comes later hears that they left", async () => {
    const call = arrive();
    await vi.advanceTimersByTimeAsync(9_900);
    expect(call.done).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(call.done).toEqual(["480"]);
    calls.show({ interactionId: call.id, revision: 3, picture: inbound([customer(call.legId)]) });
    expect(gone()).toEqual([`${call.legId} hung_up`]);
    expect(released).toBeGreaterThan(0);
  });

  it("that were taken back are told when their leg has a name", () => {
    const call = arrive();
    call.cancel();
    expect(gone()).toEqual([]);
    calls.show({ interactionId: call.id, revision: 1, picture: inbound([customer(call.legId)]) });
    expect(gone()).toEqual([`${call.legId} hung_up`]);
  });

  it("are spread over the workers", () => {
    for (let count = 0; count < 4; count++) arrive();
    const shared = workers.map(() => 0);
    for (const [at, worker] of workers.entries()) {
      calls.workerLost(worker);
      shared[at] = released;
    }
    expect(shared).toEqual([2, 4]);
  });
});

describe("pictures", () => {
  it("that are older than the last, or of a call that is over, change nothing", async () => {
    const call = await up();
    calls.show({ interactionId: call.id, revision: 5, picture: null });
    expect(call.done).toContain("BYE");
    const told = workers.flatMap((worker) => worker.told).length;
    calls.show({ interactionId: call.id, revision: 4, picture: inbound([customer(call.legId)]) });
    expect(workers.flatMap((worker) => worker.told)).toHaveLength(told);
    expect(gone()).toEqual([]);
    expect(calls.list()).toEqual([]);
  });

  it("of a call that a former voice process had tell that its customer is lost", () => {
    calls.show({
      interactionId: "old",
      revision: 9,
      picture: inbound([customer("old.l1"), agent("old.l2")]),
    });
    expect(gone()).toEqual(["old.l1 lost"]);
  });

  it("drawn before a protective mute do not undo it, later ones do", async () => {
    const call = await up();
    const muted = () => workers.flatMap((worker) => worker.all("show")).at(-1)?.call.legs[0]?.muted;
    const request = { name: "leg.mute", interactionId: call.id, legId: call.legId, muted: true } as const;
    expect(await calls.request(request)).toMatchObject({ ok: true });
    expect(muted()).toBe(true);
    calls.show({ interactionId: call.id, revision: 2, picture: inbound([customer(call.legId)]) });
    expect(muted()).toBe(true);
    await vi.advanceTimersByTimeAsync(4_000);
    calls.show({ interactionId: call.id, revision: 3, picture: inbound([customer(call.legId)]) });
    expect(muted()).toBe(false);
  });
});

describe("a recording that is paused at once", () => {
  const recordings = (paused: boolean) => [{ recordingId: "r1", legId: "a", kind: "call", paused } as const];
  const paused = () => workers.flatMap((worker) => worker.all("show")).at(-1)?.call.recordings[0]?.paused;

  it("stays so against pictures drawn before, and goes on as soon as one that knew of it says so", async () => {
    const call = await up();
    const shown = (revision: number, isPaused: boolean): void => {
      const picture = { ...inbound([customer(call.legId)]), recordings: recordings(isPaused) };
      calls.show({ interactionId: call.id, revision, picture });
    };
    const request = { name: "recording.pause", interactionId: call.id, recordingId: "r1" } as const;
    expect(await calls.request(request)).toMatchObject({ ok: false });
    shown(2, false);
    expect(await calls.request(request)).toMatchObject({ ok: true });
    expect(paused()).toBe(true);
    shown(3, false);
    expect(paused()).toBe(true);
    shown(4, true);
    shown(5, false);
    expect(paused()).toBe(false);
  });

  it("goes on when no picture ever agrees: the center has refused it", async () => {
    const call = await up();
    const picture = { ...inbound([customer(call.legId)]), recordings: recordings(false) };
    calls.show({ interactionId: call.id, revision: 2, picture });
    await calls.request({ name: "recording.pause", interactionId: call.id, recordingId: "r1" });
    await vi.advanceTimersByTimeAsync(4_000);
    expect(paused()).toBe(false);
  });
});

describe("the end", () => {
  it("asked to drain, it is over with the last call", async () => {
    const call = await up();
    calls.drain();
    expect([open.at(-1), emptied]).toEqual([false, 0]);
    const late = arrive();
    expect(late.done).toEqual(["503"]);
    calls.show({ interactionId: call.id, revision: 2, picture: null });
    expect(emptied).toBeGreaterThan(0);
  });

  it("nothing waits for a call any more that both sides know is over, whoever knew it first", async () => {
    const lost = await up();
    const ended = await up();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(vi.getTimerCount()).toBe(0);
    const picture = inbound([customer(ended.legId)]);
    calls.show({ interactionId: ended.id, revision: 2, picture });
    calls.show({ interactionId: ended.id, revision: 3, picture: null });
    for (const worker of workers) calls.workerLost(worker);
    expect(gone()).toEqual([`${lost.legId} lost`]);
    // Remembered until the server knows it as well.
    expect(vi.getTimerCount()).toBe(1);
    calls.show({ interactionId: lost.id, revision: 2, picture: null });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("a worker's death closes the echo tests in it, and phones of calls end with their calls", async () => {
    const phone = { name: "phone.connect", leg: null, agentId: "u1", sessionId: "s1", offer: "v=0" } as const;
    const outcome = await calls.request(phone);
    const { phoneId } = (outcome.ok ? outcome.result : {}) as { phoneId: string };
    for (const worker of workers) calls.workerLost(worker);
    expect(reports).toEqual([expect.objectContaining({ type: "phone", phoneId, state: "closed" })]);
    expect(await calls.request({ name: "phone.candidate", phoneId, candidate: "", mid: "0" })).toMatchObject({
      code: "not_suitable_state",
    });
  });
});
