import type { HttpError, HttpErrorCode } from "@patchbay/protocol";
import type { FastifyReply } from "fastify";

/**
 * Answers a request of our own HTTP API with a refusal. The sentence is for whoever reads the answer by eye; screens
 * make their own words from the code and the facts.
 */
export function refuse(
  reply: FastifyReply,
  status: number,
  code: HttpErrorCode,
  message: string,
  facts?: Readonly<Record<string, unknown>>,
): FastifyReply {
  const body: HttpError = {
    code,
    message,
    ...(facts === undefined ? {} : { facts: { ...facts } }),
    correlationId: reply.request.id,
  };
  return reply.code(status).header("cache-control", "no-store").send(body);
}
