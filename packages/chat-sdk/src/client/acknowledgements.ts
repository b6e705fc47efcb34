import { unacknowledged, type View } from "./fold.js";

type Receipt = "delivered" | "read";

/**
 * Tells the server what has come and what was seen, once each. What did not get through is told again with the next
 * frame: the stream says what the server knows.
 */
export class Acknowledgements {
  private readonly told = new Map<string, Receipt>();
  /** Seen, and the server does not know it yet. */
  private readonly seen = new Set<string>();

  constructor(private readonly post: (messageId: string, receipt: Receipt) => Promise<void>) {}

  arrived(view: View): void {
    if (view.phase === "ended") return;
    for (const id of unacknowledged(view)) this.tell(id, this.seen.has(id) ? "read" : "delivered");
    this.read(view, [...this.seen]);
  }

  read(view: View, ids: readonly string[]): void {
    if (view.phase === "ended") return;
    const theirs = new Set(
      view.entries.filter((entry) => "state" in entry && entry.state === null).map(({ id }) => id),
    );
    for (const id of ids) {
      const known = view.acknowledged[id] === "read" || !theirs.has(id);
      if (known) this.seen.delete(id);
      else {
        this.seen.add(id);
        this.tell(id, "read");
      }
    }
  }

  /** How much of what agents have said was not seen. */
  unread(view: View): number {
    return view.entries.filter(
      (entry) =>
        "state" in entry &&
        entry.state === null &&
        view.acknowledged[entry.id] !== "read" &&
        this.told.get(entry.id) !== "read" &&
        !this.seen.has(entry.id),
    ).length;
  }

  forget(): void {
    this.told.clear();
    this.seen.clear();
  }

  private tell(id: string, receipt: Receipt): void {
    const before = this.told.get(id);
    if (before === "read" || before === receipt) return;
    this.told.set(id, receipt);
    this.post(id, receipt).catch(() => {
      if (this.told.get(id) === receipt) this.told.delete(id);
    });
  }
}
