import type { ServerResponse } from "node:http";
import type { FastifyReply } from "fastify";
import type { PollWait } from "./chat-feed.js";

/** How long a stop waits for the last answers to be written. */
const LAST_ANSWERS_MS = 1_000;

/** The polls that are open on this server. */
export class PollReplies {
  readonly #open = new Set<ServerResponse>();

  /**
   * Answers a poll. Its batch counts as delivered when the response was written to its end; when the socket was
   * gone before, the batch goes back into the queue.
   */
  async answer(reply: FastifyReply, wait: PollWait): Promise<{ events: readonly unknown[] }> {
    const { raw } = reply;
    this.#open.add(raw);
    raw.once("close", () => this.#open.delete(raw));
    raw.once("close", wait.abandon);
    const answer = await wait.answer;
    raw.off("close", wait.abandon);
    // A caller that hung up this very moment is known only after the next look at the sockets.
    if (answer.events.length > 0) await new Promise((resolve) => setImmediate(resolve));
    if (raw.closed || raw.destroyed || raw.socket?.destroyed === true) {
      answer.failed();
    } else {
      // Whichever comes first; the other then finds it settled.
      raw.once("finish", answer.delivered);
      raw.once("close", answer.failed);
    }
    return { events: answer.events };
  }

  /** All answered polls are written, so that the sockets may be closed. Bounded. */
  async drain(): Promise<void> {
    const until = Date.now() + LAST_ANSWERS_MS;
    while (this.#open.size > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
