import { randomBytes } from "node:crypto";
import cookie from "@fastify/cookie";
import type { VoiceIceServer } from "@patchbay/protocol";
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import type { Logger } from "pino";
import { registerAccount } from "../account/index.js";
import { ApiKeyDoor } from "../api-keys/index.js";
import { type Auth, ourOrigin, refuse, registerAuth } from "../auth/index.js";
import type { LastBackup } from "../backup/index.js";
import { registerCallQuality } from "../call-quality/index.js";
import { correlationIdFrom } from "../center/correlation.js";
import { registerClientLogs } from "../client-logs/index.js";
import { DEMO_CENTER_ID } from "../demo/index.js";
import { registerDeskStream } from "../desk-gateway/index.js";
import { registerDeskHttp } from "../desk-http/index.js";
import { KeptCounts, registerFigures } from "../figures/index.js";
import { type FirstStartDeps, registerFirstStart } from "../first-start/index.js";
import { registerInteractionSearch } from "../interaction-search/index.js";
import { publishedIceServers, RateLimit, registerMessagingHttp } from "../messaging-http/index.js";
import { registerMetrics, ServerMetrics } from "../metrics/index.js";
import type { Settings } from "../platform/index.js";
import { realClock, realIds } from "../platform/real-clock.js";
import type { PushSender, PushSubscriptions } from "../push/index.js";
import { registerRecordings } from "../recordings/index.js";
import { registerRefusals } from "../refusals/index.js";
import { registerReplay } from "../replay/index.js";
import { registerReporting } from "../reporting-http/index.js";
import { registerSignatures } from "../signatures/index.js";
import { isNear, numbersToCall, registerTestPhone, type TestPhoneDoor } from "../test-phone/index.js";
import { registerTranscripts, TranscriptLinks } from "../transcripts/index.js";
import type { OpenCenters } from "./centers.js";
import { registerCorrelation } from "./correlation-hooks.js";
import { registerHealth } from "./health.js";
import { registerHeaders, registerPages } from "./pages.js";
import { answerUnreadable } from "./unreadable-request.js";

/** Pages of transcripts by one address: nobody reads faster, and nobody tries tokens. */
const TRANSCRIPTS_PER_SECOND = 1;
const TRANSCRIPTS_BURST = 30;

/** Of one API key: reports are read now and then, and a scrape comes every few seconds. */
const KEY_REQUESTS_PER_SECOND = 5;
const KEY_REQUESTS_BURST = 60;
/** By one address, with what is no key or does not open what it asks for. */
const KEY_TRIES_PER_SECOND = 1;
const KEY_TRIES_BURST = 30;

export interface AppParts {
  readonly settings: Pick<Settings, "trustProxy" | "publicUrl" | "mapTilesUrl">;
  readonly centers: OpenCenters;
  readonly isReady: () => boolean;
  /** Resolves when the centers are open. */
  readonly whenReady: Promise<void>;
  readonly log: Logger;
  readonly appsDir: string;
  readonly version: string;
  readonly push: PushSender;
  /** The database's connections; `null` before there are any. */
  readonly databasePool?: () => { open: number; idle: number; waiting: number } | null;
  readonly lastBackup?: () => Promise<LastBackup | null>;
  readonly subscriptionsFor: (centerId: string) => PushSubscriptions;
  /** The demo's test phone; without one there is no page for it either. */
  readonly testPhone?: TestPhoneDoor | null;
  /** Seals links to transcripts, 32 bytes. Absent: links of this process that no other reads. */
  readonly linkKey?: Uint8Array;
  /** For calls in customers' apps. */
  readonly iceServers?: readonly VoiceIceServer[];
  /** For a center that has no administrator yet. */
  readonly firstStart?: Pick<FirstStartDeps, "linkOf" | "nameCenter">;
}

/** Every route of the server. It may listen before the centers are open: until then, callers are told to come back. */
export async function buildApp(
  parts: AppParts,
): Promise<{ readonly app: FastifyInstance; readonly auth: Auth }> {
  const { settings, centers, isReady } = parts;
  const logger: FastifyBaseLogger = parts.log;
  const app = Fastify({
    loggerInstance: logger,
    // Who asked what is in nobody's log: addresses of chats are as good as their content.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustedProxies(settings.trustProxy),
    // The request's number comes from its course (platform/log.ts), once.
    childLoggerFactory: (log) => log,
    genReqId: ({ headers }) => correlationIdFrom(headers["x-request-id"]) ?? realIds.next().slice(0, 12),
    forceCloseConnections: true,
    requestTimeout: 120_000,
    bodyLimit: 1024 * 1024,
    routerOptions: { maxParamLength: 300 },
    clientErrorHandler: answerUnreadable,
    frameworkErrors: (_error, request, reply: FastifyReply) => refuseAddress(request, reply),
  });
  const pages = {
    centers,
    appsDir: parts.appsDir,
    mapTilesUrl: settings.mapTilesUrl,
    httpsOnly: settings.publicUrl?.startsWith("https:") ?? false,
  };
  registerCorrelation(app, parts.log);
  const metrics = new ServerMetrics({
    version: parts.version,
    ...(parts.databasePool === undefined ? {} : { pool: parts.databasePool }),
    ...(parts.lastBackup === undefined ? {} : { lastBackup: parts.lastBackup }),
  });
  metrics.follow(app);
  await app.register(cookie);
  // Before the guard: its refusals carry the same headers, and a server that starts refuses nobody for good.
  await registerHeaders(app, pages);
  app.addHook("onRequest", async (request, reply) => {
    if (isReady() || !/^\/api\//.test(request.url) || request.url.startsWith("/api/customer/")) return;
    void reply.header("retry-after", "1");
    return refuse(reply, 503, "not_ready", "The server is starting; try again in a moment.");
  });
  // What cannot be the id of anything is not looked up: a database would refuse it, and that is no failure of ours.
  app.addHook("onRequest", async (request, reply) => {
    if (!/^\/api\//.test(request.url) || request.url.startsWith("/api/customer/")) return;
    const named = Object.values(request.params as Readonly<Record<string, string>>);
    if (named.some((id) => id.includes("\0")))
      return refuse(reply, 404, "not_found", "There is no such address.");
  });
  closeRefusedUpgrades(app);
  const asks = new RateLimit(realClock, KEY_REQUESTS_PER_SECOND, KEY_REQUESTS_BURST);
  const tries = new RateLimit(realClock, KEY_TRIES_PER_SECOND, KEY_TRIES_BURST);
  const keys = new ApiKeyDoor({
    centers,
    keysOf: (id) => centers.of(id).apiKeys,
    mayAsk: (keyId) => asks.take(keyId),
    mayTry: (address) => tries.take(address),
  });
  const auth = registerAuth(app, {
    keys,
    centers,
    sessions: (id) => centers.of(id).sessions,
    publicUrl: settings.publicUrl,
  });
  app.setNotFoundHandler(async (_request, reply) =>
    refuse(reply, 404, "not_found", "There is no such address."),
  );
  registerHealth(app, { centers, isReady });
  registerDeskHttp(app, {
    auth,
    centers,
    sessions: (id) => centers.of(id).sessions,
    promptsOf: (id) => centers.of(id).prompts,
    secondFactorsOf: (id) => centers.of(id).secondFactors,
  });
  registerFirstStart(app, {
    auth,
    centers,
    sessions: (id) => centers.of(id).sessions,
    linkOf: (id) => parts.firstStart?.linkOf(id),
    nameCenter: async (id, company) => parts.firstStart?.nameCenter(id, company),
  });
  registerAccount(app, { auth, accountOf: (id) => centers.of(id) });
  registerRecordings(app, { auth, recordingsOf: (id) => centers.of(id).recordings });
  registerInteractionSearch(app, {
    auth,
    searchOf: (id) => centers.of(id).search,
    recordingsOf: (id) => centers.of(id).recordings.rows,
    signaturesOf: (id) => centers.of(id).signatures,
    qualityOf: (id) => centers.of(id).quality,
  });
  registerReplay(app, {
    auth,
    searchOf: (id) => centers.of(id).search,
    replaysOf: (id) => centers.of(id).replays,
  });
  const counts = new KeptCounts((id) => centers.of(id).figures);
  registerFigures(app, { auth, counts });
  registerMetrics(app, { keys, server: metrics, metricsOf: (id) => centers.of(id).metrics });
  await registerReporting(app, {
    keys,
    version: parts.version,
    counts,
    searchOf: (id) => centers.of(id).search,
  });
  registerSignatures(app, {
    auth,
    signaturesOf: (id) => centers.of(id).signatures,
    recordingsOf: (id) => centers.of(id).recordings.rows,
  });
  registerRefusals(app, { auth, centers, refusalsOf: (id) => centers.of(id).refusals });
  registerClientLogs(app, {
    auth,
    centers,
    rowsOf: (id) => centers.of(id).clientLogs,
    refusalsOf: (id) => centers.of(id).refusals,
  });
  registerCallQuality(app, {
    auth,
    rowsOf: (id) => centers.of(id).quality,
    keeperOf: (id) => centers.of(id).qualityKeeper,
  });
  const { testPhone: door = null } = parts;
  registerDeskStream(
    app,
    {
      authenticateUpgrade: (request, seat) => auth.authenticateUpgrade(request, seat),
      hubOf: (handle) => centers.of(handle.center.id).hub,
    },
    (scope) => {
      if (door === null) return;
      registerTestPhone(scope, {
        door,
        refusal: (request) => {
          const near = isNear(request, settings.trustProxy !== false);
          if (!near || !ourOrigin(request, settings.publicUrl)) return "not_here";
          // Before the centers are open nobody knows whose host it is.
          if (!isReady()) return "not_ready";
          return centers.byHost(request.host)?.center.id === DEMO_CENTER_ID ? null : "not_here";
        },
        numbers: (request) => {
          if (!isReady() || !isNear(request, settings.trustProxy !== false)) return null;
          const handle = centers.byHost(request.host);
          return handle?.center.id === DEMO_CENTER_ID ? numbersToCall(handle) : null;
        },
      });
    },
  );
  const transcriptLinks = new TranscriptLinks(parts.linkKey ?? randomBytes(32));
  const readings = new RateLimit(realClock, TRANSCRIPTS_PER_SECOND, TRANSCRIPTS_BURST);
  registerTranscripts(app, {
    auth,
    centers,
    isReady,
    links: transcriptLinks,
    searchOf: (id) => centers.of(id).search,
    mayAsk: (address) => readings.take(address),
  });
  const messaging = await registerMessagingHttp(app, {
    centers,
    transcriptLinks,
    ephemeralFor: (id) => centers.of(id).ephemeral,
    signalingFor: (id) => centers.of(id).signaling,
    isReady,
    push: metrics.counted(parts.push),
    subscriptionsFor: parts.subscriptionsFor,
    settings: { version: parts.version, iceServers: publishedIceServers(parts.iceServers ?? []) },
  });
  void parts.whenReady.then(() => messaging.begin());
  registerPages(app, pages, { testPhone: door !== null });
  return { app, auth };
}

/**
 * After an upgrade nobody reads from its socket but the WebSocket it was meant for. One that got an ordinary answer
 * instead (not ready, no such address) would stay open unnoticed after its client has gone, and a stop would wait for it.
 */
function closeRefusedUpgrades(app: FastifyInstance): void {
  app.addHook("onResponse", async (request) => {
    if (request.headers.upgrade !== undefined) request.raw.socket.destroySoon();
  });
}

/** What no route ever sees, such as an address with half a percent sign: in the words of the API it was meant for. */
function refuseAddress(request: FastifyRequest, reply: FastifyReply): void {
  const message = "The address cannot be read.";
  const isMessaging = /^\/(clientweb|api\/customer)\//.test(request.url);
  void reply.header("content-type", "application/json; charset=utf-8");
  if (isMessaging) void reply.code(400).send({ error_code: "5955", error_message: message });
  else refuse(reply, 400, "invalid_args", message);
}

type TrustProxy = boolean | string[] | ((address: string, hop: number) => boolean);

function trustedProxies(setting: Settings["trustProxy"]): TrustProxy {
  if (typeof setting === "number") return (_address, hop) => hop < setting;
  return typeof setting === "object" ? [...setting] : setting;
}
