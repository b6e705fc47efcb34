import {
  type CoreCenter,
  createCenter,
  type Event,
  hashState,
  readState,
  serializeState,
} from "@patchbay/core";
import type { World } from "../day/world.js";
import { EventRules } from "./event-rules.js";

/** A deadline is met at most this late while the center runs. */
const LATE_MAX_MS = 4_000;

/** Follows what is on disk, event by event, with a core of its own: what it says is true, whatever the server says. */
export class Witness {
  readonly core: CoreCenter = createCenter();
  private readonly rules: EventRules;
  /** The next deadline of what is on disk, and since when it is the next. */
  private due: number | undefined;
  private dueSince = 0;

  constructor(private readonly world: World) {
    this.rules = new EventRules(world.ledger, world.store);
  }

  /** Reads what has been written since the last time. */
  follow(): void {
    const { store, ledger } = this.world;
    if (store.writer.lastSeq === this.core.state.seq) return;
    const events = store.events(this.core.state.seq, store.writer.lastSeq);
    events.forEach((event, place) => {
      ledger.count(`event ${event.type}`);
      this.rules.before(event, this.core.state, events.slice(place + 1));
      this.core.evolve(event);
      this.rules.after(event, this.core.state);
      this.noteDeadline(event.at);
    });
  }

  private noteDeadline(at: number): void {
    const due = this.core.nextDeadline();
    if (due === this.due) return;
    this.due = due;
    this.dueSince = at;
  }

  /** What the server shows is exactly what is on disk. */
  compare(state: CoreCenter["state"], when: string): void {
    this.follow();
    if (hashState(state) === hashState(this.core.state)) return;
    const at = `${state.seq} of ${this.core.state.seq}`;
    this.world.ledger.breach("the state is the journal's", `${when}, at ${at}`);
  }

  /** The first thing that a center says after its absence is how long it was. */
  checkResumed(): void {
    const { agents, interactions, seq } = this.core.state;
    const [last] = this.world.store.events(seq - 1, seq);
    if ((agents.size === 0 && interactions.size === 0) || last?.type === "CenterResumed") return;
    this.world.ledger.breach("our absence is told first", `${last?.type} at ${seq}`);
  }

  /**
   * A deadline can have passed by the time it is set: that of waiting for the preferred agent stands still while
   * the chat is offered to him, and has passed when the offer is withdrawn. It is late from when it was set.
   */
  checkDeadlines(): void {
    const since = this.world.server?.runningSince ?? null;
    const { due } = this;
    const now = this.world.now();
    if (since === null || due === undefined) return;
    if (now - Math.max(since, due, this.dueSince) < LATE_MAX_MS) return;
    if (this.world.server?.runtime.status !== "running") return;
    this.world.ledger.breach("deadlines are met", `one was due ${now - due} ms ago`);
  }

  /** Written down and read back it is the same, and so is what it then does with what comes after. */
  checkSnapshot(): void {
    const read = readState(JSON.parse(JSON.stringify(serializeState(this.core.state))));
    if (hashState(read) !== hashState(this.core.state)) {
      this.world.ledger.breach("a snapshot holds the whole state", `at ${this.core.state.seq}`);
    }
  }

  checkReplay(): void {
    const replayed = createCenter();
    for (const event of this.world.store.events(0, this.world.store.writer.lastSeq) as Event[])
      replayed.evolve(event);
    if (hashState(replayed.state) !== hashState(this.core.state)) {
      this.world.ledger.breach("a replay gives the same state", `at ${replayed.state.seq}`);
    }
  }
}
