import type { DayClock } from "./day-clock.js";

/** Enough to see what went wrong; the rest is most likely more of the same. */
export const BREACHES_MAX = 40;

/** A rule that the day broke. */
export interface Breach {
  readonly rule: string;
  readonly minute: number;
  readonly what: string;
}

/** A message that somebody wrote and what they were told about it. */
export interface Written {
  readonly clientMessageId: string;
  readonly interactionId: string;
  /** `customer`, or the agent's id. */
  readonly from: string;
  readonly text: string;
  readonly audience: "all" | "team";
  /** Place in the order of all first attempts and all acknowledgements. */
  readonly sentAt: number;
  acknowledgedAt: number | null;
  /** The server said no for good. */
  refused: boolean;
}

/** What clients did and were told, kept by nobody but themselves: what the server's record is compared with. */
export class Ledger {
  readonly breaches: Breach[] = [];
  readonly written = new Map<string, Written>();
  /** How often something happened, so that a day in which nothing was tried cannot pass for a good one. */
  readonly counts = new Map<string, number>();
  private places = 0;

  constructor(private readonly clock: DayClock) {}

  breach(rule: string, what: string): void {
    this.count(`breach: ${rule}`);
    if (this.breaches.length >= BREACHES_MAX) return;
    const minute = Math.round((this.clock.now() % 86_400_000) / 600) / 100 - 540;
    this.breaches.push({ rule, minute: Math.round(minute * 100) / 100, what });
  }

  count(what: string, by = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + by);
  }

  write(message: Omit<Written, "sentAt" | "acknowledgedAt" | "refused">): Written {
    this.places += 1;
    const written: Written = { ...message, sentAt: this.places, acknowledgedAt: null, refused: false };
    this.written.set(message.clientMessageId, written);
    this.count(message.from === "customer" ? "customer messages" : "agent messages");
    return written;
  }

  acknowledge(written: Written): void {
    this.places += 1;
    written.acknowledgedAt ??= this.places;
  }
}
