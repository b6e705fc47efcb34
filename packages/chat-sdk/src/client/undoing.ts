import type { ChatWire } from "./http.js";

/** Ends chats whose start was taken back before it was answered: no agent shall wait for somebody who is gone. */
export class Undoing {
  #under: Promise<void> = Promise.resolve();

  constructor(
    private readonly http: Pick<ChatWire, "active" | "request">,
    private readonly newId: () => string,
  ) {}

  /** Resolves when a new chat cannot be the one that is being ended. */
  done(): Promise<void> {
    return this.#under;
  }

  /** The chat that a start has begun that left, and whose answer did not come. */
  endActive(): void {
    this.#endThe(this.http.active());
  }

  end(chatId: string): void {
    this.#endThe(Promise.resolve(chatId));
  }

  #endThe(found: Promise<string>): void {
    this.#under = found
      .then((chatId) => this.http.request(chatId, this.newId(), { type: "end" }))
      // None, or no line: then the center notices by itself that nobody is there.
      .catch(() => undefined);
  }
}
