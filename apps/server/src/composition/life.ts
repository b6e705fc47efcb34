/** What has begun is stopped in this order, whatever the order in which it began. */
const STOP_ORDER = [
  "test phone",
  "edges",
  "voice",
  "centers",
  "voice process",
  "connections",
  "postgres",
  "lock",
] as const;
export type LifePart = (typeof STOP_ORDER)[number];

/** How long a step of the start that is under way may take to end when we are asked to stop: initdb, a recovery. */
const STEP_MS_MAX = 20_000;
/** Without a database what is under way may wait for ever for its commit. */
const STOP_WITHOUT_DATABASE_MS_MAX = 5_000;

/** Why the process is to end. */
export interface EndReason {
  /** A signal's name, or a word for the log. */
  readonly why: string;
  readonly exitCode: number;
  /** The stop has to do without the database, which is gone for good. */
  readonly withoutDatabase?: boolean;
}

/** We were asked to stop while the start was still under way; see {@link ServerLife.goOn}. */
class StopAskedError extends Error {
  override readonly name = "StopAskedError";
}

/**
 * What of the server has begun, so that it is stopped in order at whatever moment the end comes: between two steps of
 * the start, when a step fails, or after a day's work.
 */
export class ServerLife {
  readonly #begun: { readonly part: LifePart; readonly stop: () => Promise<unknown> }[] = [];
  #reason: EndReason | null = null;
  readonly #controller = new AbortController();
  #resolveAsked: (reason: EndReason) => void = () => undefined;
  /** Resolves when the process is asked to end. */
  readonly asked = new Promise<EndReason>((resolve) => {
    this.#resolveAsked = resolve;
  });

  get reason(): EndReason | null {
    return this.#reason;
  }

  /**
   * Whether the center stops because somebody wants it to, and its calls with it. A server that has lost its database,
   * or that cannot start, is followed by another one: calls wait for that.
   */
  get stopsForGood(): boolean {
    return this.#reason !== null && this.#reason.withoutDatabase !== true;
  }

  /** Aborted when the process is asked to end: for steps of the start that can take long. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The first reason counts. */
  ask(reason: EndReason): void {
    this.#reason ??= reason;
    this.#controller.abort();
    this.#resolveAsked(this.#reason);
  }

  /** `part` is there now; within a part, what began last is stopped first. */
  begun(part: LifePart, stop: () => Promise<unknown>): void {
    this.#begun.push({ part, stop });
  }

  /** Between two steps of the start: ends it when we have been asked to stop. */
  goOn(): void {
    if (this.#reason !== null) throw new StopAskedError("asked to stop");
  }

  /**
   * Does `work` until it ends, fails or is to be ended, then stops all that has begun.
   * @returns the exit code: what `work` returned, or that of the reason
   * @throws what `work` threw, unless we had been asked to stop; else what a stop threw
   */
  async run(work: () => Promise<number>): Promise<number> {
    const working = work().then(
      (code) => ({ code, failure: null }),
      (failure: unknown) => ({ code: 1, failure: { cause: failure } }),
    );
    const outcome = await Promise.race([
      working,
      this.asked.then(() => Promise.race([working, after(STEP_MS_MAX)])),
    ]);
    const reason = this.#reason;
    if (outcome !== null && outcome.failure !== null && reason === null) {
      // What failed first is what a person must hear of.
      await this.#stop().catch(() => undefined);
      throw outcome.failure.cause;
    }
    await this.#stop();
    return reason?.exitCode ?? outcome?.code ?? 1;
  }

  async #stop(): Promise<void> {
    const stopped = this.#stopAll();
    if (this.#reason?.withoutDatabase !== true) return stopped;
    await Promise.race([stopped, after(STOP_WITHOUT_DATABASE_MS_MAX)]);
  }

  /** A part that fails to stop keeps nobody else from it. @throws the first failure, at the end */
  async #stopAll(): Promise<void> {
    const failures: unknown[] = [];
    for (const part of STOP_ORDER) {
      for (const one of this.#begun.filter((begun) => begun.part === part).reverse()) {
        await one.stop().catch((cause: unknown) => failures.push(cause));
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}

/** Keeps no process alive. */
const after = (ms: number): Promise<null> =>
  new Promise((resolve) => setTimeout(() => resolve(null), ms).unref());
