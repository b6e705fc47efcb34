import type { ChatState } from "./types.js";

/** Who wants to know of each new state. */
export class Listeners {
  readonly #all = new Set<(state: ChatState) => void>();

  add(listener: (state: ChatState) => void): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  clear(): void {
    this.#all.clear();
  }

  /** A page's fault is the page's: the chat goes on, and the fault is told as any other of the page. */
  tell(state: ChatState): void {
    for (const listener of [...this.#all]) {
      try {
        listener(state);
      } catch (cause) {
        queueMicrotask(() => {
          throw cause;
        });
      }
    }
  }
}
