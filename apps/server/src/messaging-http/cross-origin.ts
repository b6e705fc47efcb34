import type { FastifyReply, FastifyRequest } from "fastify";

const METHODS = "GET, POST, OPTIONS";
const HEADERS = [
  "Authorization",
  "Content-Type",
  "Cache-Control",
  "UserAgent",
  "X-Requested-With",
  "Idempotency-Key",
  "Last-Event-ID",
].join(", ");

/**
 * Web clients live on the companies' own pages and send cookies: every origin is answered with itself. What the
 * cookie opens is bound to the origin that got it (webChatClientId), so that this gives nothing away.
 */
export async function allowCrossOrigin(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.header("vary", "Origin");
  const { origin } = request.headers;
  if (origin === undefined) return;
  reply.header("access-control-allow-origin", origin);
  reply.header("access-control-allow-credentials", "true");
  reply.header("access-control-expose-headers", "Retry-After");
}

export async function answerPreflight(_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  return reply
    .header("access-control-allow-methods", METHODS)
    .header("access-control-allow-headers", HEADERS)
    .header("access-control-max-age", "600")
    .code(200)
    .send();
}
