import type { Outbox } from "@patchbay/chat-sdk/parts";
import { type AppCallState, idleCall } from "../call/index.js";
import type { Conversation } from "../conversation/index.js";
import type { LinkState } from "../link/link.js";
import type { Report } from "./report.js";

/** Everything the screens draw. Replaced as a whole, so a component can compare the slice it uses. */
export interface SessionState {
  /** False until the device's memory was read. */
  readonly ready: boolean;
  /** The report that was sent; `null` when none was, or after it was put away. */
  readonly report: SentReport | null;
  readonly conversation: Conversation | null;
  readonly outbox: Outbox;
  readonly link: LinkState;
  /** Upload progress by item id, 0 to 1. */
  readonly progress: Readonly<Record<string, number>>;
  /** Object URLs of the customer's own pictures by message id. */
  readonly pictures: Readonly<Record<string, string>>;
  /** Another tab or window of this browser has the chat. */
  readonly elsewhere: boolean;
  /** The position is followed and told. */
  readonly live: boolean;
  /** The device is being asked where it is, to tell it once. */
  readonly positionAsked: boolean;
  /** Why the position could not be followed or updated when it last was to be. */
  readonly positionTrouble: "refused" | "unavailable" | null;
  /** The call in the app. */
  readonly appCall: AppCallState;
  /** False when this browser keeps nothing: a reload would lose what was not sent. */
  readonly durable: boolean;
}

export interface SentReport {
  readonly report: Report;
  readonly sentAt: number;
}

export const emptyState: SessionState = {
  ready: false,
  report: null,
  conversation: null,
  outbox: [],
  link: "connecting",
  progress: {},
  pictures: {},
  elsewhere: false,
  live: false,
  positionAsked: false,
  positionTrouble: null,
  appCall: idleCall,
  durable: true,
};

/** A store of one value: what `useSyncExternalStore` wants, and nothing more. */
export class Store<T> {
  private readonly listeners = new Set<() => void>();
  constructor(private value: T) {}

  readonly get = (): T => this.value;

  set(patch: Partial<T>): void {
    this.value = { ...this.value, ...patch };
    for (const listener of this.listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}
