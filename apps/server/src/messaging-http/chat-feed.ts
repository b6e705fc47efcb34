import type { CustomerEvent, ServerEvent } from "@patchbay/protocol";
import type { Clock } from "../center/clock.js";
import type { ChatFold, FoldedEvents } from "./chat-fold.js";
import { toWire, type WireReader } from "./wire-events.js";

/** One thing an app is still to be told. `seq` is the journal's; `null` for what is not stored. */
export interface FeedItem {
  readonly seq: number | null;
  readonly at: number;
  readonly event: CustomerEvent;
}

/** One answer to a poll. Exactly one of the two is called when its fate is known. */
export interface PollAnswer {
  readonly events: readonly ServerEvent[];
  /** The response was written to its end. */
  delivered(): void;
  /** The socket was gone before: everything goes back to the head of the queue. */
  failed(): void;
}

export interface PollWait {
  readonly answer: Promise<PollAnswer>;
  /** The caller has gone: take the poll out without using up anything. */
  abandon(): void;
}

/** Frames of a chat that are kept for an app that comes back to its stream; what is older is read from the tables. */
const RECENT_FRAMES_MAX = 20;

const nothing = (): void => undefined;
export const EMPTY_ANSWER: PollAnswer = { events: [], delivered: nothing, failed: nothing };

interface Waiter {
  readonly reader: WireReader;
  readonly settle: (answer: PollAnswer) => void;
}

/**
 * The queue of one chat: what its app has not been told yet, and the one poll that waits for it. The protocol
 * has neither cursor nor acknowledgement, so a batch counts as delivered when its response finished.
 */
export class ChatFeed {
  #backlog: FeedItem[] = [];
  #waiter: Waiter | null = null;
  #inFlight = false;
  #listeners = new Set<(frame: FoldedEvents) => void>();
  /** The newest that were told, and the place after which they are all. */
  #recent: FoldedEvents[] = [];
  #recentAfter = 0;

  constructor(
    readonly fold: ChatFold,
    private readonly clock: Clock,
    private readonly limits: { readonly pollHoldMs: number; readonly backlogMax: number },
    private readonly hooks: {
      /** The delivered position moved. */
      readonly delivered: (feed: ChatFeed, answer: readonly FeedItem[], reader: WireReader) => void;
      /** A poll runs out: a change of the wait that would be worth an answer. */
      readonly waitNews: () => CustomerEvent | undefined;
    },
  ) {}

  /** The app has been told everything up to this journal sequence. */
  get position(): number {
    const next = this.#backlog.find((item) => item.seq !== null)?.seq;
    return next == null ? this.fold.lastSeq : next - 1;
  }

  /** The chat has ended and its app has been told: there is nothing more to poll. */
  get isOver(): boolean {
    return this.fold.ended && !this.#inFlight && !this.#backlog.some((item) => item.seq !== null);
  }

  get isWatched(): boolean {
    return this.#waiter !== null || this.#inFlight || this.#listeners.size > 0;
  }

  /** Somebody follows our own stream: whatever happens, that app is told. */
  get isFollowed(): boolean {
    return this.#listeners.size > 0;
  }

  /** Longer than a queue may get. It can be made anew from the tables. */
  get isTooLong(): boolean {
    return this.#backlog.length > this.limits.backlogMax;
  }

  /** Keeps a frame as a history would tell it. In their order, from the chat's beginning on. */
  remember(frame: FoldedEvents): void {
    if (frame.events.length === 0) return;
    this.#recent.push(frame);
    if (this.#recent.length > RECENT_FRAMES_MAX) this.#recentAfter = this.#recent.shift()?.seq ?? 0;
  }

  /** Everything told after a place; `undefined` when that is longer ago than what is kept. */
  since(seq: number): readonly FoldedEvents[] | undefined {
    return seq < this.#recentAfter ? undefined : this.#recent.filter((frame) => frame.seq > seq);
  }

  /** Puts journal events in line, in their order; the customer's own are no news and are left out. */
  push(frame: FoldedEvents): void {
    for (const event of frame.events) {
      if ("from" in event && event.from === "customer") continue;
      if (event.type === "receipt" && event.by === "customer") continue;
      this.#backlog.push({ seq: frame.seq, at: frame.at, event });
    }
    for (const listener of this.#listeners) listener(frame);
    this.#serve();
    // An app that follows the stream and never polls has been told all this already.
    if (this.isTooLong && this.isFollowed)
      this.#backlog.splice(0, this.#backlog.length - this.limits.backlogMax);
  }

  /** What is not stored: the newest typing sign of a party replaces the older one. */
  pushEphemeral(event: CustomerEvent, at: number): void {
    if (this.fold.ended) return;
    if (event.type === "typing") {
      this.#backlog = this.#backlog.filter(
        ({ event: other }) => other.type !== "typing" || other.partyId !== event.partyId,
      );
    }
    this.#backlog.push({ seq: null, at, event });
    for (const listener of this.#listeners) listener({ seq: 0, at, events: [event] });
    this.#serve();
  }

  /**
   * The newest poll wins: an older one is answered with an empty list, never with events.
   * @param waitedMs how long this poll has been kept already, for calling too fast.
   */
  poll(reader: WireReader, waitedMs = 0): PollWait {
    this.#waiter?.settle(EMPTY_ANSWER);
    let abandon = nothing;
    const answer = new Promise<PollAnswer>((resolve) => {
      const settle = (answer: PollAnswer): void => {
        cancelHold();
        if (this.#waiter === waiter) this.#waiter = null;
        resolve(answer);
      };
      const waiter: Waiter = { reader, settle };
      const cancelHold = this.clock.after(Math.max(0, this.limits.pollHoldMs - waitedMs), () => {
        const news = this.hooks.waitNews();
        if (news !== undefined) this.pushEphemeral(news, this.clock.now());
        if (this.#waiter === waiter) settle(EMPTY_ANSWER);
      });
      abandon = () => settle(EMPTY_ANSWER);
      this.#waiter = waiter;
      this.#serve();
    });
    return { answer, abandon };
  }

  /** Lets a waiting poll go, as on shutdown: with an empty list, never by a dropped connection. */
  release(): void {
    this.#waiter?.settle(EMPTY_ANSWER);
  }

  /** Called with every frame from now on. Ephemeral frames have `seq` 0. */
  listen(listener: (frame: FoldedEvents) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #serve(): void {
    const waiter = this.#waiter;
    // One answer at a time, so that a failed one can go back to where it was.
    if (waiter === null || this.#inFlight) return;
    const { taken, events } = this.#take(waiter.reader);
    if (events.length === 0) return;
    this.#inFlight = true;
    let settled = false;
    const once = (settle: () => void) => (): void => {
      if (settled) return;
      settled = true;
      this.#inFlight = false;
      settle();
      this.#serve();
    };
    waiter.settle({
      events,
      delivered: once(() => this.hooks.delivered(this, taken, waiter.reader)),
      failed: once(() => {
        this.#backlog.unshift(...taken);
      }),
    });
  }

  /** Android opens its call screen only when an OFFER_CALL is the single event of its answer. */
  #take(reader: WireReader): { taken: FeedItem[]; events: ServerEvent[] } {
    const taken: FeedItem[] = [];
    const events: ServerEvent[] = [];
    while (this.#backlog.length > 0) {
      const item = this.#backlog[0] as FeedItem;
      const wire = toWire(item.event, item.at, reader);
      const isCall = wire?.event === "chat_session_signaling" && wire.data.type === "OFFER_CALL";
      if (isCall && events.length > 0) break;
      this.#backlog.shift();
      if (wire === undefined) continue;
      taken.push(item);
      events.push(wire);
      if (isCall) break;
    }
    return { taken, events };
  }
}
