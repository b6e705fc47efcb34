import type { LoopClock } from "./clock.js";
import {
  backoffMs,
  type Lane,
  laneOf,
  nextStep,
  type Outbox,
  type OutboxItem,
  postponed,
  refused,
  taken,
  uploaded,
} from "./outbox.js";
import { WireFailure } from "./wire-failure.js";

export interface SenderPorts {
  readonly outbox: () => Outbox;
  /** Stores the list and shows it. Resolves when it is durable. */
  readonly change: (to: (outbox: Outbox) => Outbox) => Promise<void>;
  /** Sends one item. For a file without an id: uploads it and returns the id. */
  readonly send: (item: OutboxItem, signal: AbortSignal) => Promise<string | undefined>;
  /** The server has it: into the conversation with it, out of the list. */
  readonly delivered: (item: OutboxItem) => Promise<void>;
  /** Reads the history and takes from the list what the server has after all. */
  readonly settle: () => Promise<void>;
  /** The chat is over: nothing more can be sent. */
  readonly chatGone: () => void;
}

/** Empties the outbox, one item at a time per lane, for as long as there is something in it. */
export class Sender {
  private readonly busy: Record<Lane, AbortController | null> = { post: null, upload: null };
  private readonly alarms: Record<Lane, (() => void) | null> = { post: null, upload: null };
  private readonly cancelled = new Set<string>();
  private stopped = false;

  constructor(
    private readonly ports: SenderPorts,
    private readonly clock: LoopClock,
  ) {}

  /** Call after every change of the outbox and when the line is back; calling too often is harmless. */
  nudge(): void {
    for (const lane of ["post", "upload"] as const) void this.work(lane);
  }

  /** Stops the upload of an item that was withdrawn. */
  cancel(id: string): void {
    this.cancelled.add(id);
    if (this.uploading === id) this.busy.upload?.abort();
  }

  stop(): void {
    this.stopped = true;
    for (const lane of ["post", "upload"] as const) {
      this.busy[lane]?.abort();
      this.alarms[lane]?.();
    }
  }

  private uploading: string | null = null;

  private async work(lane: Lane): Promise<void> {
    if (this.busy[lane] !== null || this.stopped) return;
    const controller = new AbortController();
    this.busy[lane] = controller;
    this.alarms[lane]?.();
    this.alarms[lane] = null;
    try {
      for (;;) {
        const step = nextStep(this.ports.outbox(), lane, this.clock.now());
        if (step.do === "wait" && !this.stopped) {
          this.alarms[lane] = this.clock.after(step.untilAt - this.clock.now(), () => this.nudge());
        }
        if (step.do !== "send" || this.stopped) return;
        if (!(await this.sendOne(step.item, lane))) return;
      }
    } finally {
      this.busy[lane] = null;
    }
  }

  /** @returns whether to go on at once */
  private async sendOne(item: OutboxItem, lane: Lane): Promise<boolean> {
    const { ports } = this;
    const controller = new AbortController();
    this.busy[lane] = controller;
    if (lane === "upload") this.uploading = item.id;
    try {
      if (item.uncertain && item.body.kind !== "start" && laneOf(item) === "post") {
        await ports.settle();
        if (!ports.outbox().some((each) => each.id === item.id)) return true;
      }
      await ports.change((outbox) => taken(outbox, item.id));
      // Whoever begins anew sends it: by then it may be for another chat, or for none.
      if (this.stopped) return false;
      const fileId = await ports.send(item, controller.signal);
      if (lane === "upload" && fileId !== undefined) {
        await ports.change((outbox) => uploaded(outbox, item.id, fileId));
        void this.work("post");
      } else {
        await ports.delivered(item);
        if (item.body.kind === "start") void this.work("upload");
      }
      return true;
    } catch (error) {
      if (this.cancelled.has(item.id)) return true;
      const failure = WireFailure.from(error);
      if (failure.chatGone && item.body.kind !== "start") {
        ports.chatGone();
        return false;
      }
      if (!failure.retryable) {
        const refusal = lane === "upload" ? failure.refusal : null;
        await ports.change((outbox) => refused(outbox, item.id, refusal));
        return item.body.kind !== "start";
      }
      const attempts = item.attempts + 1;
      const retryAt = this.clock.now() + backoffMs(attempts, this.clock.chance());
      await ports.change((outbox) =>
        postponed(outbox, item.id, retryAt, failure.status === null || failure.status >= 500),
      );
      return true;
    } finally {
      if (lane === "upload") this.uploading = null;
    }
  }
}
