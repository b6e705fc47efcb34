import {
  CLIENT_LOG_BYTES_MAX,
  type ClientLog,
  type ClientLogRow,
  type ClientLogView,
  sendClientLogSchema,
} from "@patchbay/protocol";
import type { FastifyInstance, FastifyReply } from "fastify";
import { type Auth, refuse } from "../auth/index.js";
import type { CenterHandle, Centers } from "../center/edge.js";
import { cleanText, isPossibleId } from "../center/plain-text.js";
import { agentName } from "../desk-gateway/views/message-view.js";
import { answerFailures } from "../desk-http/failures.js";
import type { Refusals } from "../refusals/index.js";
import type { ClientLogRows, KeptLog } from "./client-log-rows.js";
import { Pace } from "./pace.js";

export interface ClientLogsHttpDeps {
  readonly auth: Auth;
  readonly centers: Centers;
  readonly rowsOf: (centerId: string) => ClientLogRows;
  readonly refusalsOf: (centerId: string) => Refusals;
}

/** Of one agent; more is no help to anybody. */
const SENT_MAX = 5;
const SENT_WITHIN_MS = 10 * 60_000;
/** What the server knows of the time before the first entry of a log, too. */
const BEFORE_MS = 60_000;
const SERVER_ENTRIES_MAX = 500;

/** Logs that desks send, and administrators who look at them: packages/protocol/src/desk/client-log.ts. */
export function registerClientLogs(app: FastifyInstance, deps: ClientLogsHttpDeps): void {
  app.register(async (scope) => {
    answerFailures(scope, deps.centers);
    routes(scope, deps);
  });
}

function routes(app: FastifyInstance, deps: ClientLogsHttpDeps): void {
  const pace = new Pace(SENT_MAX, SENT_WITHIN_MS);

  app.post(
    "/api/client-logs",
    { config: { access: "any" }, bodyLimit: CLIENT_LOG_BYTES_MAX },
    async (request, reply) => {
      const seat = deps.auth.seatOf(request);
      if (!seat) return refuse(reply, 401, "not_logged_in", "Nobody is signed in at this seat.");
      const body = sendClientLogSchema.safeParse(request.body);
      if (!body.success)
        return refuse(reply, 400, "invalid_args", "Something in this log has no place in a log.", {
          path: (body.error.issues[0]?.path ?? []).join("."),
        });
      const { handle, user } = seat;
      const at = handle.clock.now();
      const waitMs = pace.wait(`${handle.center.id} ${user.id}`, at);
      if (waitMs > 0) {
        const retryAfterSeconds = Math.ceil(waitMs / 1_000);
        void reply.header("retry-after", String(retryAfterSeconds));
        return refuse(reply, 429, "rate_limited", "Too many logs at once. Please wait a little.", {
          retryAfterSeconds,
          count: retryAfterSeconds,
        });
      }
      const { log, comment } = body.data;
      const logId = handle.ids.next();
      const from = Math.min(...log.entries.map((entry) => entry.at), log.madeAt) - BEFORE_MS;
      const server = deps
        .refusalsOf(handle.center.id)
        .ofAgent(user.id, from)
        .slice(-SERVER_ENTRIES_MAX)
        .map(({ at: seen, name, code, correlationId }) => ({ at: seen, name, code, correlationId }));
      await deps.rowsOf(handle.center.id).add(
        {
          logId,
          at,
          agentId: user.id,
          comment: cleanText(comment).trim(),
          entries: log.entries.length,
          errors: errorsIn(log),
        },
        log,
        server,
      );
      return reply.code(201).header("cache-control", "no-store").send({ logId });
    },
  );

  const administrators = { config: { access: { privilege: "administer" } } } as const;
  app.get("/api/client-logs", administrators, async (request, reply) => {
    const seat = deps.auth.seatOf(request);
    if (!seat) return refuse(reply, 401, "not_logged_in", "Nobody is signed in at this seat.");
    const { handle } = seat;
    const kept = await deps.rowsOf(handle.center.id).list(handle.clock.now());
    return reply.header("cache-control", "no-store").send({ logs: kept.map((one) => rowOf(one, handle)) });
  });

  app.get<{ Params: { logId: string } }>(
    "/api/client-logs/:logId",
    administrators,
    async (request, reply) => {
      const seat = deps.auth.seatOf(request);
      const { logId } = request.params;
      if (!seat || !isPossibleId(logId)) return notThere(reply);
      const { handle } = seat;
      const found = await deps.rowsOf(handle.center.id).find(logId, handle.clock.now());
      if (found === undefined) return notThere(reply);
      const view: ClientLogView = { ...rowOf(found.kept, handle), log: found.log, server: found.server };
      return reply.header("cache-control", "no-store").send(view);
    },
  );
}

const rowOf = (kept: KeptLog, handle: CenterHandle): ClientLogRow => ({
  ...kept,
  agentName: agentName(handle.words(), kept.agentId),
});

/** Entries that tell of something that did not go as it should. */
const errorsIn = ({ entries }: ClientLog): number =>
  entries.filter(
    (entry) =>
      entry.t === "fault" ||
      entry.t === "error" ||
      ((entry.t === "request" || entry.t === "http") && entry.code !== null),
  ).length;

const notThere = (reply: FastifyReply): FastifyReply =>
  refuse(reply, 404, "object_not_found", "There is no such log any more.");
