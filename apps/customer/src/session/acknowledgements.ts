import type { Keep } from "@patchbay/chat-sdk/parts";
import { clientEvent } from "../wire/index.js";

type Mark = "delivered" | "read";
type Marked = Readonly<Record<Mark, readonly string[]>>;

/**
 * Tells the other side what arrived here and what was looked at, each once. A mark that could not be sent is
 * sent with the next one; losing one loses nothing but a tick, so there is no loop of its own.
 */
export class Acknowledgements {
  private done: Record<Mark, Set<string>> = { delivered: new Set(), read: new Set() };
  private wanted: Record<Mark, Set<string>> = { delivered: new Set(), read: new Set() };
  private busy = false;

  constructor(
    private readonly keep: Keep,
    private readonly send: (events: readonly Readonly<Record<string, unknown>>[]) => Promise<void>,
  ) {}

  async load(): Promise<void> {
    const kept = await this.keep.read<Marked>("acknowledged");
    if (kept !== undefined) this.done = { delivered: new Set(kept.delivered), read: new Set(kept.read) };
  }

  forget(): void {
    this.done = { delivered: new Set(), read: new Set() };
    this.wanted = { delivered: new Set(), read: new Set() };
    void this.keep.remove("acknowledged");
  }

  note(mark: Mark, ids: readonly string[]): void {
    for (const id of ids) if (!this.done[mark].has(id)) this.wanted[mark].add(id);
  }

  async flush(): Promise<void> {
    const marks: readonly Mark[] = ["delivered", "read"];
    const batch = marks.flatMap((mark) => [...this.wanted[mark]].map((id) => ({ mark, id })));
    if (batch.length === 0 || this.busy) return;
    this.busy = true;
    try {
      await this.send(batch.map(({ mark, id }) => ({ event: clientEvent[mark], ref_msg_id: id })));
      for (const { mark, id } of batch) {
        this.wanted[mark].delete(id);
        this.done[mark].add(id);
      }
      await this.keep.write("acknowledged", {
        delivered: [...this.done.delivered],
        read: [...this.done.read],
      });
    } catch {
      // The line is down; the next flush takes them along.
      this.busy = false;
      return;
    }
    this.busy = false;
    await this.flush();
  }
}
