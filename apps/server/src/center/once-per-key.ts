import type { Submission, SubmitResult } from "./center.js";
import { answeredInTime } from "./patience.js";
import { tryAgain } from "./pending.js";
import type { RuntimeOptions } from "./runtime-options.js";

const ANSWERS_REMEMBERED_MAX = 20_000;

/**
 * What is submitted under a key is done once: whoever asks again gets the first answer, whether that is on its way, in
 * memory or in the journal.
 */
export class OncePerKey {
  readonly #answers = new Map<string, unknown>();
  readonly #asking = new Map<string, Promise<SubmitResult>>();
  /** Requests whose askers were told to ask again, and which are still on their way to the disk. */
  readonly #late = new Map<string, Promise<SubmitResult>>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly options: Pick<RuntimeOptions, "journal" | "clock" | "log">,
    private readonly center: {
      isRunning(): boolean;
      accept(submission: Submission, askedAt: number): Promise<SubmitResult>;
    },
  ) {}

  submit(submission: Submission, key: string): Promise<SubmitResult> {
    const asking = this.#asking.get(key);
    if (asking) return asking.then(asRepeated);
    // Decided and not yet stored, so the journal does not know its key: deciding it anew would do it twice.
    const late = this.#late.get(key);
    if (late) return answeredInTime(this.options.clock, late).then(asRepeated);
    const answer = this.#submitOnce(submission, key).finally(() => this.#asking.delete(key));
    this.#asking.set(key, answer);
    return answer;
  }

  /** Its asker was told to ask again; this is what becomes of it. */
  isLate(key: string, fate: Promise<SubmitResult>): void {
    this.#late.set(key, fate);
    void fate.then(() => this.#late.delete(key));
  }

  /** It is stored. */
  remember(key: string, result: unknown): void {
    this.#answers.set(key, result);
    if (this.#answers.size <= ANSWERS_REMEMBERED_MAX) return;
    const oldest = this.#answers.keys().next().value;
    if (oldest !== undefined) this.#answers.delete(oldest);
  }

  /** After a recovery only the journal knows what is stored. */
  forget(): void {
    this.#answers.clear();
  }

  /** Keyed submissions are decided in the order in which they came, each after its key was looked up. */
  async #submitOnce(submission: Submission, key: string): Promise<SubmitResult> {
    if (!this.center.isRunning()) return tryAgain;
    const askedAt = this.options.clock.now();
    const lookUp = this.#answered(key);
    const before = this.#turn;
    let pass: () => void = () => undefined;
    this.#turn = new Promise<void>((resolve) => {
      pass = resolve;
    });
    try {
      const [found] = await Promise.all([lookUp, before]);
      if (found === "unknown") return tryAgain;
      if (found !== undefined) return { ok: true, events: [], repeated: true, result: found.result };
      const answer = this.center.accept(submission, askedAt);
      pass();
      return await answer;
    } finally {
      pass();
    }
  }

  async #answered(key: string): Promise<{ readonly result: unknown } | undefined | "unknown"> {
    if (this.#answers.has(key)) return { result: this.#answers.get(key) };
    try {
      return await this.options.journal.answered(key);
    } catch (cause) {
      this.options.log.warn({ cause: String(cause) }, "a request's key could not be looked up");
      return "unknown";
    }
  }
}

const asRepeated = (result: SubmitResult): SubmitResult =>
  result.ok ? { ...result, repeated: true } : result;
