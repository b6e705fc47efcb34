import { createHash } from "node:crypto";
import { asId, type EntryId, isServiceOpenNow, opensAt } from "@patchbay/core";
import { textColourOn, type WidgetAnswer, widgetAnswerSchema } from "@patchbay/protocol";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { type CallerParts, centerOf, queryValue } from "./caller.js";
import { checkEntry, widgetOf } from "./entry-facts.js";
import { tooMany, unavailable } from "./messaging-error.js";
import type { WireParts } from "./wire-parts.js";

/** What the chat on a company's page is drawn with. Known to every visitor of that page, so anybody may ask. */
export function registerWidgetRoutes(app: FastifyInstance, parts: WireParts): void {
  app.get(
    "/widget",
    {
      config: { access: "public" },
      schema: {
        tags: ["web chat"],
        summary: "How the chat of a messaging entry looks on a page, and whether it is open",
        querystring: z.object({ appId: z.string(), tenantUrl: z.string().optional() }),
        response: { 200: widgetAnswerSchema, default: parts.errorSchema },
      },
    },
    async (request, reply) => {
      if (!parts.looks.take(request.ip)) throw tooMany("Too many calls from this address.");
      const { handle, appId } = entryAsked(parts, request);
      const { allowedOrigins: _, ...settings } = widgetOf(handle, appId);
      const { state } = handle.center;
      const { configuration } = state;
      const serviceId = configuration.entries.get(asId<EntryId>(appId))?.serviceId;
      const service = serviceId === undefined ? undefined : configuration.services.get(serviceId);
      const answer: WidgetAnswer = {
        ...settings,
        company: handle.words().company,
        textColour: settings.textColour ?? textColourOn(settings.colour),
        open: service !== undefined && isServiceOpenNow(state, service),
        opensAt: service === undefined ? null : opensAt(state, service, handle.clock.now()),
      };
      // It may change at any moment, and a page that shows an old one is no use: asked anew each time, told when it is another.
      const etag = `"${createHash("sha256").update(JSON.stringify(answer)).digest("base64url").slice(0, 22)}"`;
      reply.headers({ "cache-control": "no-cache", etag });
      return isKnown(request.headers["if-none-match"], etag) ? reply.code(304).send() : answer;
    },
  );
}

const isKnown = (tags: string | undefined, etag: string): boolean =>
  tags?.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag) === true;

/** @throws {MessagingError} 5001, 1000, 3000 */
function entryAsked(parts: CallerParts, request: Parameters<typeof queryValue>[0]) {
  if (!parts.isReady()) throw unavailable();
  const handle = centerOf(parts.centers, request, true);
  const appId = queryValue(request, "appId") ?? "";
  checkEntry(handle, appId);
  return { handle, appId };
}
