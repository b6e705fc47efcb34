import type { VoiceEvent } from "@patchbay/protocol";

export interface NumberedEvent {
  readonly n: number;
  /** When it happened, ms since 1970. */
  readonly at: number;
  readonly event: VoiceEvent;
}

/** Facts that no server has stored yet, in order, numbered from 1 at each start of the process. */
export class EventLog {
  private last = 0;
  private readonly kept: NumberedEvent[] = [];

  add(event: VoiceEvent, at: number): NumberedEvent {
    this.last += 1;
    const numbered = { n: this.last, at, event };
    this.kept.push(numbered);
    return numbered;
  }

  /** Everything up to `n` is stored. A number that was never given is passed over: it is of another boot. */
  acknowledge(n: number): void {
    if (n > this.last) return;
    const first = this.kept.findIndex((event) => event.n > n);
    this.kept.splice(0, first < 0 ? this.kept.length : first);
  }

  get unacknowledged(): readonly NumberedEvent[] {
    return this.kept;
  }
}
