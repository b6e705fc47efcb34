/** Who wrote is told at most this often: one sentence at a time can be listened to. */
const QUIET_MS = 6_000;

/** Gathers who wrote in chats that are not open, and tells it in few sentences. */
export class OtherChats {
  private readonly known = new Map<string, number>();
  private readonly waiting = new Map<string, string>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly tell: (names: readonly string[]) => void) {}

  /** @param open the chat that is on the screen: its timeline speaks for itself */
  look(
    chats: Iterable<{
      readonly interactionId: string;
      readonly unread: number;
      readonly contact: { readonly name: string };
    }>,
    open: string | null,
  ): void {
    const present = new Set<string>();
    for (const { interactionId, unread, contact } of chats) {
      present.add(interactionId);
      const before = this.known.get(interactionId);
      this.known.set(interactionId, unread);
      // A chat that has only now come is told of by its offer.
      if (before !== undefined && unread > before && interactionId !== open)
        this.waiting.set(interactionId, contact.name);
      if (interactionId === open || unread === 0) this.waiting.delete(interactionId);
    }
    for (const id of this.known.keys()) if (!present.has(id)) this.forget(id);
    if (this.timer === undefined) this.speak();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private speak(): void {
    this.timer = undefined;
    if (this.waiting.size === 0) return;
    this.tell([...this.waiting.values()]);
    this.waiting.clear();
    this.timer = setTimeout(() => this.speak(), QUIET_MS);
  }

  private forget(id: string): void {
    this.known.delete(id);
    this.waiting.delete(id);
  }
}
