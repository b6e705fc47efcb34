import type { HttpError, HttpErrorCode } from "@patchbay/protocol";
import type { FastifyReply, FastifyRequest } from "fastify";

const refusals = new WeakMap<FastifyRequest, HttpErrorCode>();

/** What a request was refused with, if it was. */
export const refusalOf = (request: FastifyRequest): HttpErrorCode | undefined => refusals.get(request);

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
  refusals.set(reply.request, code);
  const body: HttpError = {
    code,
    message,
    ...(facts === undefined ? {} : { facts: { ...facts } }),
    correlationId: reply.request.id,
  };
  return reply.code(status).header("cache-control", "no-store").send(body);
}
