import multipart from "@fastify/multipart";
import { messagingErrorBodySchema } from "@patchbay/protocol";
import type { FastifyError, FastifyInstance } from "fastify";
import type { CenterHandle, Centers, Ephemeral } from "../center/edge.js";
import type { PushSender, PushSubscriptions } from "../push/index.js";
import type { TranscriptLinks } from "../transcripts/index.js";
import { registerAfterChatRoutes } from "./after-chat.js";
import { registerApiDocs } from "./api-docs.js";
import { registerChatRoutes } from "./chat-routes.js";
import { allowCrossOrigin, answerPreflight } from "./cross-origin.js";
import { MULTIPART_FILE_MAX, registerFileRoutes } from "./file-routes.js";
import { RateLimit } from "./limits.js";
import { MessagingError } from "./messaging-error.js";
import { MessagingService } from "./messaging-service.js";
import { PollReplies } from "./poll-reply.js";
import { type MessagingSettings, messagingDefaults } from "./settings.js";
import type { Signaling } from "./signaling.js";
import { registerStreamRoutes } from "./stream-routes.js";
import { registerWidgetRoutes } from "./widget-routes.js";
import type { WireParts } from "./wire-parts.js";

export interface MessagingHttpOptions {
  readonly centers: Centers;
  readonly ephemeralFor: (centerId: string) => Ephemeral;
  /** From bind to ready every messaging path answers 503 + 5001, never 404. Default: always ready. */
  readonly isReady?: () => boolean;
  readonly settings?: Partial<MessagingSettings>;
  readonly signalingFor?: (centerId: string) => Signaling;
  readonly transcriptLinks?: TranscriptLinks;
  readonly push?: PushSender;
  readonly subscriptionsFor?: (centerId: string) => PushSubscriptions;
  /** Where the documentation of the API is served; default /docs. `null`: nowhere. */
  readonly docsPath?: string | null;
}

export interface MessagingHttp {
  /**
   * Begins to listen to every center. Call once they have recovered, before the first customer: an agent's
   * message to an app that does not poll must find its way to a push.
   */
  begin(): void;
  readonly serviceOf: (handle: CenterHandle) => MessagingService;
}

const JSON_BYTES_MAX = 1024 * 1024;

/** The customer's messaging API on a fastify instance: v1, v2, files, our own stream, and their documentation. */
export async function registerMessagingHttp(
  app: FastifyInstance,
  options: MessagingHttpOptions,
): Promise<MessagingHttp> {
  const settings: MessagingSettings = { ...messagingDefaults, ...options.settings };
  const services = new Map<string, MessagingService>();
  const serviceOf = (handle: CenterHandle): MessagingService => {
    const { id } = handle.center;
    let service = services.get(id);
    if (service === undefined) {
      service = new MessagingService({
        handle,
        ephemeral: options.ephemeralFor(id),
        settings,
        ...(options.signalingFor === undefined ? {} : { signaling: options.signalingFor(id) }),
        ...(options.transcriptLinks === undefined ? {} : { transcriptLinks: options.transcriptLinks }),
        ...(options.push === undefined ? {} : { push: options.push }),
        ...(options.subscriptionsFor === undefined ? {} : { subscriptions: options.subscriptionsFor(id) }),
      });
      services.set(id, service);
    }
    return service;
  };
  const wallClock = {
    now: () => Date.now(),
    after: (delayMs: number, run: () => void) => {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
  };
  const parts: WireParts = {
    centers: options.centers,
    serviceOf,
    isReady: options.isReady ?? (() => true),
    failures: new RateLimit(wallClock, settings.failuresPerSecond, settings.failuresBurst),
    looks: new RateLimit(wallClock, settings.looksPerSecond, settings.looksBurst),
    settings,
    polls: new PollReplies(),
    errorSchema: messagingErrorBodySchema,
  };

  // Before the listening socket closes: a dropped poll crashes the Android app.
  app.addHook("preClose", async () => {
    await Promise.all([...services.values()].map((service) => service.close()));
    await parts.polls.drain();
  });

  await app.register(async (scope) => {
    await readBodies(scope);
    scope.setValidatorCompiler(() => (value: unknown) => ({ value }));
    scope.setSerializerCompiler(() => (value) => JSON.stringify(value));
    scope.addHook("onRequest", allowCrossOrigin);
    answerErrors(scope, settings);
    const docsPath = options.docsPath === undefined ? "/docs" : options.docsPath;
    if (docsPath !== null) await registerApiDocs(scope, docsPath, settings.version);
    await scope.register(
      async (clientweb) => {
        registerChatRoutes(clientweb, parts, 1);
        registerChatRoutes(clientweb, parts, 2);
        registerFileRoutes(clientweb, parts);
        unknownPaths(clientweb, parts);
      },
      { prefix: "/clientweb" },
    );
    await scope.register(
      async (own) => {
        registerStreamRoutes(own, parts);
        registerAfterChatRoutes(own, parts);
        registerWidgetRoutes(own, parts);
        unknownPaths(own, parts);
      },
      { prefix: "/api/customer/v1" },
    );
  });
  return {
    serviceOf,
    begin: () => {
      for (const handle of options.centers.all()) serviceOf(handle);
    },
  };
}

/** Any body is read as text and understood by the handler: clients are careless with the content type. */
async function readBodies(scope: FastifyInstance): Promise<void> {
  scope.removeAllContentTypeParsers();
  await scope.register(multipart, {
    limits: {
      fileSize: MULTIPART_FILE_MAX,
      files: 5,
      parts: 50,
      fields: 50,
      fieldSize: 64 * 1024,
      headerPairs: 100,
    },
    throwFileSizeLimit: false,
  });
  const asText = (
    _request: unknown,
    body: string | Buffer,
    done: (error: null, body: string) => void,
  ): void => done(null, String(body));
  scope.addContentTypeParser("*", { parseAs: "string", bodyLimit: JSON_BYTES_MAX }, asText);
  scope.addContentTypeParser("application/json", { parseAs: "string", bodyLimit: JSON_BYTES_MAX }, asText);
}

/**
 * Errors as the API words them. "Try again" comes a second late, and so does everything that a poll is refused
 * with but 404: both SDKs ask again at once.
 */
function answerErrors(scope: FastifyInstance, settings: MessagingSettings): void {
  scope.setErrorHandler(async (error: FastifyError | MessagingError, request, reply) => {
    const known = error instanceof MessagingError ? error : ofFramework(error);
    if (known.status >= 500 && known.code !== "5001")
      request.log.error({ err: error }, "messaging call failed");
    const isPoll = request.routeOptions.config.isPoll === true;
    if (known.status === 503 || (isPoll && known.status !== 404)) {
      await new Promise((resolve) => setTimeout(resolve, settings.slowAnswerMs));
    }
    if (known.status === 429) reply.header("retry-after", "1");
    if (known.code === "5501") reply.header("connection", "close");
    return reply
      .code(known.status)
      .header("content-type", "application/json; charset=utf-8")
      .send(known.body());
  });
}

/** What fastify refuses by itself is a broken request; all else is our fault, and its cause stays in the log. */
function ofFramework(error: FastifyError): MessagingError {
  const status = error.statusCode ?? 500;
  if (status === 503) return new MessagingError("5001", undefined, { cause: error });
  if (status >= 400 && status < 500)
    return new MessagingError("5003", "The request cannot be read.", { cause: error });
  return new MessagingError("5500", undefined, { cause: error });
}

/** Also a path that does not exist is "try again" while the server starts. */
function unknownPaths(scope: FastifyInstance, parts: WireParts): void {
  scope.options("/*", { config: { access: "public" }, schema: { hide: true } as object }, answerPreflight);
  scope.setNotFoundHandler(async (request, reply) => {
    await allowCrossOrigin(request, reply);
    if (!parts.isReady()) throw new MessagingError("5001");
    return reply.code(404).send({ error_code: "5955", error_message: "There is no such call." });
  });
}
