import type { Clock } from "../center/clock.js";
import type { Ephemeral } from "../center/edge.js";

interface App {
  presence: "here" | "away";
  cancel: () => void;
}

/** Whether an app is listening: here while it polls, away after a short silence, gone after a long one. */
export class CustomerPresence {
  readonly #apps = new Map<string, App>();

  constructor(
    private readonly clock: Clock,
    private readonly ephemeral: Ephemeral,
    private readonly limits: { readonly awayAfterMs: number; readonly goneAfterMs: number },
  ) {}

  /** The app gave a sign of life. */
  here(chatId: string): void {
    const known = this.#apps.get(chatId);
    known?.cancel();
    const app: App = { presence: "here", cancel: () => undefined };
    app.cancel = this.clock.after(this.limits.awayAfterMs, () => {
      app.presence = "away";
      this.ephemeral.customerPresence(chatId, "away");
      app.cancel = this.clock.after(this.limits.goneAfterMs - this.limits.awayAfterMs, () => {
        this.#apps.delete(chatId);
        this.ephemeral.customerPresence(chatId, "gone");
      });
    });
    this.#apps.set(chatId, app);
    if (known?.presence !== "here") this.ephemeral.customerPresence(chatId, "here");
  }

  isHere(chatId: string): boolean {
    return this.#apps.get(chatId)?.presence === "here";
  }

  /** The chat has ended; nobody needs to know any more. */
  forget(chatId: string): void {
    this.#apps.get(chatId)?.cancel();
    this.#apps.delete(chatId);
  }

  stop(): void {
    for (const { cancel } of this.#apps.values()) cancel();
    this.#apps.clear();
  }
}
