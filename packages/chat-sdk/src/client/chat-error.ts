import { WireFailure } from "../parts/index.js";
import type { ChatFailure } from "./types.js";

/** A call of the client that did not bring what was asked. Decide from the fields, never from the message. */
export class ChatError extends Error implements ChatFailure {
  override readonly name = "ChatError";
  readonly status: number | null;
  readonly code: string | null;

  constructor({ status, code }: ChatFailure, cause?: unknown) {
    super(`chat call failed: ${status ?? "no answer"} ${code ?? ""}`.trim(), { cause });
    this.status = status;
    this.code = code;
  }
}

/** What callers see of a failure. */
export function asChatError<T>(work: Promise<T>): Promise<T> {
  return work.catch((cause: unknown) => {
    const { status, code } = WireFailure.from(cause);
    throw new ChatError({ status, code }, cause);
  });
}
