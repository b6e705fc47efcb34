import { backoffMs, type LoopClock, WireFailure } from "../parts/index.js";
import type { ChatWire } from "./http.js";
import type { AfterChat } from "./types.js";

/** What is asked and offered when a chat is over. */
export class Aftermath {
  #of: string | null = null;
  #value: AfterChat | null = null;

  constructor(
    private readonly http: Pick<ChatWire, "after" | "answerSurvey">,
    private readonly clock: LoopClock,
    private readonly changed: () => void,
  ) {}

  /** `null` until the server has told. */
  get value(): AfterChat | null {
    return this.#value;
  }

  forget(): void {
    this.#of = null;
    this.#value = null;
  }

  /** Asks until there is an answer, also when the line is away just when the chat ends. */
  learn(chatId: string, attempts = 1): void {
    this.#of = chatId;
    this.#ask(chatId).catch((cause: unknown) => {
      if (this.#of !== chatId || !WireFailure.from(cause).retryable) return;
      this.clock.after(backoffMs(attempts, this.clock.chance()), () => {
        if (this.#of === chatId) this.learn(chatId, attempts + 1);
      });
    });
  }

  async answer(chatId: string, stars: number, text: string): Promise<void> {
    await this.http.answerSurvey(chatId, stars, text);
    // It is answered; that it cannot be read again just now changes nothing.
    this.learn(chatId);
  }

  async #ask(chatId: string): Promise<void> {
    const value = await this.http.after(chatId);
    if (chatId !== this.#of) return;
    this.#value = value;
    this.changed();
  }
}
