import { watchOfAll } from "@patchbay/core";
import { figuresQuerySchema, recordsQuerySchema } from "@patchbay/protocol";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { ApiKeyDoor, KeyHolder } from "../api-keys/index.js";
import { refuse } from "../auth/index.js";
import { cleanText } from "../center/plain-text.js";
import { agentName } from "../desk-gateway/views/message-view.js";
import { figuresOf, type KeptCounts, TooMuchToCountError } from "../figures/index.js";
import {
  type InteractionSearch,
  recordRow,
  SearchTooWideError,
  UnknownPageError,
} from "../interaction-search/index.js";
import { documented, registerReportingDocs } from "./docs.js";
import { figuresCsv } from "./figures-csv.js";
import {
  changesAnswer,
  changesQuery,
  figuresAnswer,
  figuresQuery,
  keyAnswer,
  recordsAnswer,
  recordsQuery,
} from "./shapes.js";

export interface ReportingDeps {
  readonly keys: ApiKeyDoor;
  readonly counts: KeptCounts;
  readonly searchOf: (centerId: string) => Pick<InteractionSearch, "find">;
  readonly version: string;
}

/** What programs read of a center with a key: docs/api.md. Nothing of it changes anything. */
export async function registerReporting(app: FastifyInstance, deps: ReportingDeps): Promise<void> {
  await app.register(async (scope) => {
    scope.setValidatorCompiler(() => (value: unknown) => ({ value }));
    scope.setSerializerCompiler(() => (value) => JSON.stringify(value));
    answerFailures(scope);
    await registerReportingDocs(scope, deps.version);
    scope.addHook("onSend", async (_request, reply) => {
      if (!reply.hasHeader("cache-control")) void reply.header("cache-control", "private, no-store");
    });
    routes(scope, deps);
  });
}

function routes(scope: FastifyInstance, { keys, counts, searchOf }: ReportingDeps): void {
  scope.get(
    "/api/v1/key",
    {
      config: { access: { key: "any" } },
      schema: documented("What the key opens", "key", undefined, keyAnswer),
    },
    async (request) => {
      const { name, scopes, expiresAt } = holder(keys, request).key.form;
      return { name, scopes, expiresAt: momentOf(expiresAt) };
    },
  );

  scope.get(
    "/api/v1/figures",
    {
      config: { access: { key: "figures" } },
      schema: documented(
        "How many contacts came within a time and what became of them",
        "figures",
        figuresQuery,
        figuresAnswer,
      ),
    },
    async (request, reply) => {
      const query = read(figuresQuery, request, reply);
      if (query === undefined) return reply;
      const { handle } = holder(keys, request);
      const asked = figuresQuerySchema.safeParse({
        from: Date.parse(query.from),
        until: Date.parse(query.until),
        minutes: Number(query.minutes),
        channel: query.channel ?? null,
        serviceId: query.service ?? null,
      });
      if (!asked.success) return wrong(reply, "until");
      const now = handle.clock.now();
      const { from, until } = asked.data;
      const figures = figuresOf(
        handle,
        await counts.count(handle.center.id, from, until, now),
        asked.data,
        now,
        watchOfAll,
      );
      if (query.format === "csv")
        return reply.type("text/csv; charset=utf-8").send(figuresCsv(figures, query.rows));
      return {
        ...figures,
        at: momentOf(figures.at),
        intervals: figures.intervals.map((one) => ({ ...one, from: momentOf(one.from) })),
      };
    },
  );

  scope.get(
    "/api/v1/records",
    {
      config: { access: { key: "records" } },
      schema: documented(
        "Interactions, with names and numbers of customers",
        "records",
        recordsQuery,
        recordsAnswer,
      ),
    },
    async (request, reply) => {
      const query = read(recordsQuery, request, reply);
      if (query === undefined) return reply;
      const { handle } = holder(keys, request);
      const asked = recordsQuerySchema.safeParse({
        from: query.from === undefined ? null : Date.parse(query.from),
        to: query.until === undefined ? null : Date.parse(query.until),
        channels: query.channel === undefined ? [] : [query.channel],
        serviceIds: [query.service ?? []].flat(),
        agentIds: [query.agent ?? []].flat(),
        direction: query.direction ?? null,
        text: cleanText(query.text ?? ""),
        sort: query.order,
        after: query.cursor ?? null,
        limit: query.limit,
      });
      if (!asked.success) return wrong(reply, asked.error.issues[0]?.path.join(".") ?? "");
      const { found, next } = await searchOf(handle.center.id).find(asked.data, { kind: "all" });
      return {
        records: found
          .map((one) => recordRow(handle, one))
          .map((row) => ({
            ...row,
            startedAt: momentOf(row.startedAt),
            answeredAt: momentOf(row.answeredAt),
            endedAt: momentOf(row.endedAt),
          })),
        next,
      };
    },
  );

  scope.get(
    "/api/v1/changes",
    {
      config: { access: { key: "audit" } },
      schema: documented("Who changed what in Set-up, newest first", "changes", changesQuery, changesAnswer),
    },
    async (request, reply) => {
      const query = read(changesQuery, request, reply);
      if (query === undefined) return reply;
      const { handle } = holder(keys, request);
      const before = query.cursor === undefined ? null : Number(query.cursor);
      if (before !== null && !(Number.isSafeInteger(before) && before > 0)) return wrong(reply, "cursor");
      const rows = await handle.records.audit.list({
        kind: query.kind ?? null,
        by: null,
        search: "",
        from: query.from === undefined ? null : Date.parse(query.from),
        until: query.until === undefined ? null : Date.parse(query.until),
        before,
        limit: query.limit + 1,
      });
      const page = rows.slice(0, query.limit);
      const last = page.at(-1);
      return {
        changes: page.map(({ place: _place, at, by, ...row }) => ({
          ...row,
          at: momentOf(at),
          by: { agentId: by, name: agentName(handle.words(), by) },
          action: row.before === null ? "created" : row.after === null ? "removed" : "changed",
        })),
        next: rows.length > query.limit && last !== undefined ? String(last.place) : null,
      };
    },
  );
}

/** The door has let this request in: it would not be here otherwise. */
function holder(keys: ApiKeyDoor, request: FastifyRequest): KeyHolder {
  const found = keys.holderOf(request);
  if (found === undefined) throw new Error("a route of the reporting API was reached without a key");
  return found;
}

function momentOf(at: number): string;
function momentOf(at: number | null): string | null;
function momentOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** `undefined`: it was refused. */
function read<Schema extends z.ZodType>(
  schema: Schema,
  request: FastifyRequest,
  reply: FastifyReply,
): z.output<Schema> | undefined {
  const parsed = schema.safeParse(request.query);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  wrong(reply, issue?.code === "unrecognized_keys" ? (issue.keys[0] ?? "") : String(issue?.path[0] ?? ""));
  return undefined;
}

const wrong = (reply: FastifyReply, path: string): FastifyReply =>
  refuse(reply, 400, "invalid_args", `The parameter ${path} is missing or cannot be read.`, { path });

function answerFailures(scope: FastifyInstance): void {
  scope.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof TooMuchToCountError || error instanceof SearchTooWideError)
      return refuse(reply, 422, "search_too_wide", "Too much to look through: choose a shorter time.");
    if (error instanceof UnknownPageError) return wrong(reply, "cursor");
    const status = error.statusCode ?? 500;
    if (status >= 400 && status < 500)
      return refuse(reply, status, "invalid_args", "The request could not be understood.");
    request.log.error({ err: error }, "a request of the reporting API failed");
    return refuse(reply, 500, "unknown_error", "Something went wrong on our side.");
  });
}
