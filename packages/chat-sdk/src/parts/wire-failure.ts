/** A call that did not bring what was asked. Callers decide from the fields, never from the message. */
export class WireFailure extends Error {
  override readonly name = "WireFailure";

  private constructor(
    /** `null` = no HTTP answer at all: nobody knows whether the server did it. */
    readonly status: number | null,
    /** The API's `error_code`, or `null`. */
    readonly code: string | null,
    options?: { readonly cause?: unknown },
  ) {
    super(`messaging call failed: ${status ?? "no answer"} ${code ?? ""}`.trim(), options);
  }

  static network(cause?: unknown): WireFailure {
    return new WireFailure(null, null, { cause });
  }

  static refused(status: number, answer: unknown): WireFailure {
    const code =
      typeof answer === "object" && answer !== null && "error_code" in answer
        ? String(answer.error_code)
        : null;
    return new WireFailure(status, code);
  }

  static from(error: unknown): WireFailure {
    return error instanceof WireFailure ? error : WireFailure.network(error);
  }

  /** The chat is over, or never was: a 404, and only that (MESSAGING-API section 0, rule 9). */
  get chatGone(): boolean {
    return this.status === 404;
  }

  /** Why an upload was refused, as far as the API's codes tell: 5501 too big, 5558 not taken as a file. */
  get refusal(): "size" | "kind" | null {
    if (this.status === 413 || this.code === "5501") return "size";
    if (this.status === 415 || (this.status === 400 && this.code === "5558")) return "kind";
    return null;
  }

  /** Whether trying the very same again can help. */
  get retryable(): boolean {
    return this.status === null || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}
