import swagger from "@fastify/swagger";
import { messagingErrors } from "@patchbay/protocol";
import type { FastifyInstance } from "fastify";
import { jsonSchemaTransform } from "fastify-type-provider-zod";
import { docsPage, docsStyle, safeDocsHeaders } from "./docs-page.js";

/**
 * OpenAPI 3.1 from the very schemas that the routes read with, and one plain page of it. Register before the
 * routes: it collects them as they come.
 */
export async function registerApiDocs(scope: FastifyInstance, path: string, version: string): Promise<void> {
  await scope.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Patchbay customer messaging API",
        version,
        description:
          "Compatible with the published Bright Pattern Mobile/Web Messaging API v1 and v2; not affiliated with it. " +
          "Every scalar in v1 and v2 is text, except is_new_chat. Success is exactly 200. " +
          "Calls in the app: the app posts chat_session_signaling REQUEST_CALL and polls CALL_REJECTED or OFFER_CALL, posts ANSWER_CALL; " +
          "ICE_CANDIDATE goes both ways from the offer on, END_CALL ends it; an agent may offer without being asked. REQUEST_CALL during a " +
          "call asks for a new offer (the app was reloaded). REQUEST_PHONE_CALL asks to be called at a number. " +
          "Beside them /api/customer/v1: real types, sequence numbers and idempotency keys.",
      },
      tags: [
        { name: "v2", description: "The published API, version 2" },
        { name: "v1", description: "The published API, version 1" },
        { name: "files", description: "Downloads by unguessable ids" },
        { name: "stream", description: "Our own: server-sent events and idempotent requests" },
      ],
    },
    transform: jsonSchemaTransform,
  });
  const config = { access: "public" } as const;
  const schema = { hide: true } as object;
  scope.get(`${path}/openapi.json`, { config, schema }, async (_request, reply) =>
    reply.headers(safeDocsHeaders).type("application/json; charset=utf-8").send(scope.swagger()),
  );
  scope.get(`${path}/docs.css`, { config, schema }, async (_request, reply) =>
    reply.headers(safeDocsHeaders).type("text/css; charset=utf-8").send(docsStyle),
  );
  scope.get(`${path}/`, { config, schema }, async (_request, reply) =>
    reply
      .headers(safeDocsHeaders)
      .type("text/html; charset=utf-8")
      .send(
        docsPage(scope.swagger(), {
          errors: {
            intro: "Any other status than 200 comes with error_code and error_message, both text.",
            rows: Object.entries(messagingErrors).map(
              ([code, { status, means }]) => [code, status, means] as const,
            ),
          },
          other: { title: "Reporting API", href: "reporting/" },
        }),
      ),
  );
  scope.get(path, { config, schema }, async (_request, reply) => reply.redirect(`${path}/`, 302));
}
