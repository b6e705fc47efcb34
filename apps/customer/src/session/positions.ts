import { askPosition, followPosition } from "./live-position.js";
import type { Memory } from "./memory.js";
import type { Place } from "./report.js";
import type { SessionState, Store } from "./session-state.js";

/** Tells the center where the customer is: once when asked, or for as long as she shares it. */
export class Positions {
  private stopFollowing: (() => void) | null = null;

  constructor(
    private readonly store: Store<SessionState>,
    private readonly memory: Memory,
    private readonly tell: (place: Place, live: boolean) => Promise<void>,
  ) {}

  async update(): Promise<void> {
    if (this.store.get().positionAsked) return;
    this.store.set({ positionAsked: true, positionTrouble: null });
    const answer = await askPosition();
    const failed = typeof answer === "string";
    this.store.set({ positionAsked: false, positionTrouble: failed ? answer : null });
    if (!failed) await this.tell(answer, false);
  }

  /** Remembered: a reload goes on sharing. */
  setLive(on: boolean): void {
    this.stop();
    void this.memory.write("live", on);
    this.store.set({ live: on, positionTrouble: null });
    if (!on) return;
    const failed = (positionTrouble: "refused" | "unavailable") => {
      this.setLive(false);
      this.store.set({ positionTrouble });
    };
    if ("geolocation" in navigator) {
      this.stopFollowing = followPosition(
        this.lastTold(),
        (place) => void this.tell(place, true),
        () => failed("refused"),
      );
    } else failed("unavailable");
  }

  /** The customer has read why it did not work. */
  acceptTrouble(): void {
    this.store.set({ positionTrouble: null });
  }

  stop(): void {
    this.stopFollowing?.();
    this.stopFollowing = null;
  }

  /** Where the center believes the customer to be: the last position told, else the report's place. */
  private lastTold(): Place | null {
    const { conversation, outbox, report } = this.store.get();
    const waiting = outbox.findLast((item) => item.body.kind === "location")?.body;
    if (waiting?.kind === "location") return waiting;
    const told = conversation?.entries.findLast((entry) => entry.kind === "location" && entry.mine);
    return told?.kind === "location" ? { ...told, accuracy: null } : (report?.report.place ?? null);
  }
}
