import {
  availabilityBodySchema,
  caseHistoryBodySchema,
  chatPropertiesSchema,
  clientEventsDocumentedSchema,
  configurationBodySchema,
  emptyBodySchema,
  iceServersBodySchema,
  notificationsBodySchema,
  parametersBodySchema,
  requestChatBodySchema,
  serverEventsBodySchema,
  uploadedBodySchema,
  versionBodySchema,
} from "@patchbay/protocol";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { type Call, identify } from "./caller.js";
import { uploadHandler } from "./file-routes.js";
import { FIELDS_MAX } from "./incoming.js";
import { MessagingError } from "./messaging-error.js";
import type { ApiVersion } from "./wire-events.js";
import type { WireParts } from "./wire-parts.js";

type Handler = (call: Call, request: FastifyRequest, reply: FastifyReply) => Promise<unknown> | unknown;

interface Described {
  readonly summary: string;
  readonly answer: z.ZodType;
  readonly body?: z.ZodType;
  /** Holds the connection, so that an error must not come at once. */
  readonly isPoll?: boolean;
  readonly consumes?: string[];
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** The caller asks again at once after an error: it is answered slowly. */
    isPoll?: boolean;
  }
}

const common = z.object({
  tenantUrl: z.string().describe("The center's domain; scheme and final slash are ignored"),
});
const authorization = z.object({
  authorization: z
    .string()
    .describe('MOBILE-API-140-327-PLAIN appId="...", clientId="..."; quotes are optional'),
});

/** The published API, version 1 or 2. Success is exactly 200: the iOS SDK takes anything else for an error. */
export function registerChatRoutes(app: FastifyInstance, parts: WireParts, version: ApiVersion): void {
  const route = (method: "GET" | "POST", path: string, described: Described, handle: Handler): void => {
    const params = [...path.matchAll(/:(\w+)/g)].map(([, name]) => [String(name), z.string()] as const);
    app.route({
      method,
      url: `/api/v${version}${path}`,
      config: { access: "customer", isPoll: described.isPoll === true },
      exposeHeadRoute: false,
      schema: {
        tags: [`v${version}`],
        summary: described.summary,
        querystring: common,
        headers: authorization,
        ...(params.length === 0 ? {} : { params: z.object(Object.fromEntries(params)) }),
        ...(described.body === undefined ? {} : { body: described.body }),
        ...(described.consumes === undefined ? {} : { consumes: described.consumes }),
        response: { 200: described.answer, default: parts.errorSchema },
      },
      handler: async (request, reply) =>
        handle(identify(parts, request, reply, version, false), request, reply),
    });
  };
  const chatId = (request: FastifyRequest): string => (request.params as { chatId: string }).chatId;

  route(
    "GET",
    "/availability",
    { summary: "Whether the center is open", answer: availabilityBodySchema },
    (call) => call.service.availability(call.customer),
  );
  route(
    "GET",
    "/parameters",
    { summary: "What to ask before a chat", answer: parametersBodySchema },
    (call) => call.service.parameters(call.customer),
  );
  route(
    "POST",
    "/chats",
    {
      summary: "Start a chat, or get the active one",
      answer: chatPropertiesSchema,
      body: requestChatBodySchema,
    },
    (call, request) => {
      const read = requestChatBodySchema.safeParse(jsonOf(request) ?? {});
      if (!read.success) throw new MessagingError("5003");
      const given = Object.keys(read.data.parameters ?? {}).length;
      if (given > FIELDS_MAX)
        request.log.debug({ given, kept: FIELDS_MAX }, "parameters of a chat were left out");
      return call.service.requestChat(call.customer, read.data);
    },
  );
  route("GET", "/chats/active", { summary: "The active chat", answer: chatPropertiesSchema }, (call) =>
    call.service.activeChat(call.customer),
  );
  route(
    "GET",
    "/chats/:chatId/events",
    {
      summary: "Long poll: what happened since the last answer",
      answer: serverEventsBodySchema,
      isPoll: true,
    },
    (call, request, reply) =>
      parts.polls.answer(reply, call.service.openPoll(call.customer, chatId(request))),
  );
  route(
    "POST",
    "/chats/:chatId/events",
    {
      summary: "Say or do something",
      answer: version === 1 ? serverEventsBodySchema : emptyBodySchema,
      body: clientEventsDocumentedSchema,
    },
    async (call, request) => {
      await call.service.postEvents(call.customer, chatId(request), jsonOf(request));
      return version === 1 ? { events: [] } : {};
    },
  );
  route(
    "GET",
    "/chats/:chatId/history",
    { summary: "Everything said in a chat", answer: serverEventsBodySchema },
    async (call, request) => ({ events: await call.service.past.history(call.customer, chatId(request)) }),
  );
  const upload = uploadHandler(parts);
  route(
    "POST",
    "/files",
    { summary: "Upload one file", answer: uploadedBodySchema, consumes: ["multipart/form-data"] },
    (call, request) => upload(request, call),
  );
  route(
    "GET",
    "/iceservers",
    { summary: "For calls: STUN and TURN", answer: iceServersBodySchema },
    (call) => ({
      servers: call.service.settings.iceServers,
    }),
  );
  route("GET", "/configuration", { summary: "For the web widget", answer: configurationBodySchema }, (call) =>
    call.service.configuration(call.customer),
  );
  if (version === 1) return;

  route("GET", "/version", { summary: "The server's version", answer: versionBodySchema }, (call) => ({
    server_version: call.service.settings.version,
  }));
  route(
    "POST",
    "/chats/:chatId/notifications",
    {
      summary: "Where to push; an empty object unsubscribes",
      answer: emptyBodySchema,
      body: notificationsBodySchema,
    },
    async (call, request) => {
      await call.service.notifications(call.customer, chatId(request), jsonOf(request));
      return {};
    },
  );
  // The description has both at the root, both SDKs under the chat: the root means the app's latest chat.
  for (const [path, chatOf] of [
    ["/chats/:chatId", chatId],
    ["", () => null],
  ] as const) {
    route(
      "GET",
      `${path}/casehistory`,
      { summary: "All chats of the case", answer: caseHistoryBodySchema },
      (call, request) => call.service.past.caseHistory(call.customer, chatOf(request)),
    );
    route(
      "POST",
      `${path}/closecase`,
      { summary: "Close the case", answer: emptyBodySchema },
      async (call, request) => {
        // Android sends an event along. It is not to be carried out.
        await call.service.closeCase(call.customer, chatOf(request));
        return {};
      },
    );
  }
}

/** The body as JSON; an empty one is absent: both SDKs claim JSON on calls without any. */
export function jsonOf(request: FastifyRequest): unknown {
  const { body } = request;
  if (typeof body !== "string" || body.trim() === "") return undefined;
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (cause) {
    throw new MessagingError("5003", undefined, { cause });
  }
  if (isNestedDeeper(value, NESTED_MAX)) throw new MessagingError("5003", "The body is nested too deeply.");
  return value;
}

/** No client of ours nests more than a few levels; thousands of them exhaust whoever writes them out again. */
const NESTED_MAX = 100;

/** Level by level, because a function that calls itself is what such a body is made to break. */
function isNestedDeeper(value: unknown, levels: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > levels) return true;
    level = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
  }
  return false;
}
