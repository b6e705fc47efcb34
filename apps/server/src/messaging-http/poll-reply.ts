import type { FastifyReply } from "fastify";
import type { PollWait } from "./chat-feed.js";

/**
 * Answers a poll. Its batch counts as delivered when the response was written to its end; when the socket was
 * gone before, the batch goes back into the queue.
 */
export async function answerPoll(reply: FastifyReply, wait: PollWait): Promise<{ events: readonly unknown[] }> {
  const { raw } = reply;
  raw.once("close", wait.abandon);
  const answer = await wait.answer;
  raw.off("close", wait.abandon);
  if (raw.closed || raw.destroyed || raw.socket?.destroyed === true) {
    answer.failed();
  } else {
    // Whichever comes first; the other then finds it settled.
    raw.once("finish", answer.delivered);
    raw.once("close", answer.failed);
  }
  return { events: answer.events };
}
