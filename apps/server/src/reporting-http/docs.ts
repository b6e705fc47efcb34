import swagger from "@fastify/swagger";
import { errorCatalogue } from "@patchbay/protocol";
import type { FastifyInstance } from "fastify";
import { jsonSchemaTransform } from "fastify-type-provider-zod";
import type { z } from "zod";
import { docsPage, docsStyle, safeDocsHeaders } from "../messaging-http/index.js";
import { errorAnswer } from "./shapes.js";

const DOCS_PATH = "/docs/reporting";
/** What programs with a key are refused with. */
const codes = {
  key_required: "No Authorization: Bearer pbk_... came with it.",
  key_not_accepted: "The key is unknown at this host, revoked or expired.",
  key_not_from_here: "The key has a list of addresses, and this one is not in it.",
  key_lacks_scope: "The key does not open this; facts.scope says what would.",
  invalid_args: "A parameter is missing or cannot be read; facts.path says which.",
  search_too_wide: "Too much to look through: ask for a shorter time.",
  rate_limited: "Too many requests: wait as Retry-After says.",
  not_ready: "The server is starting: wait as Retry-After says.",
  unknown_error: "Our fault; the number in correlationId finds it in the server's log.",
} as const;

/** What a route is to those who read of it. */
export const documented = (
  summary: string,
  tag: string,
  querystring: z.ZodType | undefined,
  answer: z.ZodType,
): object => ({
  summary,
  tags: [tag],
  security: [{ key: [] }],
  ...(querystring === undefined ? {} : { querystring }),
  response: { 200: answer, 400: errorAnswer, 401: errorAnswer, 403: errorAnswer, 429: errorAnswer },
});

/** OpenAPI 3.1 from the schemas that the routes read with, and one plain page of it, beside the messaging API's. */
export async function registerReportingDocs(scope: FastifyInstance, version: string): Promise<void> {
  await scope.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Patchbay reporting API",
        version,
        description:
          "Read-only, for programs with an API key of Set-up: Authorization: Bearer pbk_... " +
          "Moments are ISO 8601 texts, lengths of time milliseconds. Pages: give `next` back as `cursor` until it is null. " +
          "A key may ask 5 times a second, 60 times at once; more is 429 with Retry-After. Metrics for Prometheus: GET /metrics.",
      },
      components: { securitySchemes: { key: { type: "http", scheme: "bearer" } } },
      tags: ["key", "figures", "records", "changes"].map((name) => ({ name })),
    },
    transform: jsonSchemaTransform,
  });
  const config = { access: "public" } as const;
  const schema = { hide: true } as object;
  scope.get(`${DOCS_PATH}/openapi.json`, { config, schema }, async (_request, reply) =>
    reply.headers(safeDocsHeaders).type("application/json; charset=utf-8").send(scope.swagger()),
  );
  scope.get(`${DOCS_PATH}/docs.css`, { config, schema }, async (_request, reply) =>
    reply.headers(safeDocsHeaders).type("text/css; charset=utf-8").send(docsStyle),
  );
  scope.get(`${DOCS_PATH}/`, { config, schema }, async (_request, reply) =>
    reply
      .headers(safeDocsHeaders)
      .type("text/html; charset=utf-8")
      .send(
        docsPage(scope.swagger(), {
          other: { title: "Customer messaging API", href: "../" },
          errors: {
            intro: "Any other status than 200 comes with code, message and correlationId.",
            rows: Object.entries(codes).map(
              ([code, means]) => [code, errorCatalogue[code as keyof typeof codes].status, means] as const,
            ),
          },
        }),
      ),
  );
  scope.get(DOCS_PATH, { config, schema }, async (_request, reply) => reply.redirect(`${DOCS_PATH}/`, 302));
}
