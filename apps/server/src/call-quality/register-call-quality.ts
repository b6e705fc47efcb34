import { asId, lookedAfter } from "@patchbay/core";
import {
  type CallQualityView,
  deviceFactsSchema,
  type QualityGroupBy,
  qualityLegsQuerySchema,
  qualityProblemSchema,
  qualityQuerySchema,
  qualityReportSchema,
} from "@patchbay/protocol";
import type { FastifyInstance, FastifyReply } from "fastify";
import { type Auth, refuse, type SignedIn } from "../auth/index.js";
import type { CenterHandle } from "../center/edge.js";
import { cleanText, isPossibleId } from "../center/plain-text.js";
import { agentName } from "../desk-gateway/views/message-view.js";
import { networkOf } from "./network-of.js";
import type { QualityKeeper } from "./quality-keeper.js";
import type { DeskPlace, LegQualityRow, QualityRows } from "./quality-rows.js";

export interface CallQualityHttpDeps {
  readonly auth: Auth;
  readonly rowsOf: (centerId: string) => QualityRows;
  /** `null`: a center without voice. */
  readonly keeperOf: (centerId: string) => QualityKeeper | null;
}

interface Params {
  readonly interactionId: string;
}

/** What a browser says of itself is kept as it is, but for what no text of people holds. */
function placeOf(facts: DeskPlace["facts"], address: string): DeskPlace {
  const clean = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, cleanText(value)]));
  return { facts: clean as DeskPlace["facts"], network: networkOf(address) };
}

/** How calls sound: packages/protocol/src/desk/quality.ts. */
export function registerCallQuality(app: FastifyInstance, deps: CallQualityHttpDeps): void {
  const limits = { config: { access: "any" }, bodyLimit: 16 * 1024 } as const;

  app.post<{ Params: Params }>("/api/calls/:interactionId/device", limits, async (request, reply) => {
    const seat = deps.auth.seatOf(request);
    const facts = deviceFactsSchema.safeParse(request.body);
    if (!facts.success) return invalid(reply, facts.error.issues[0]?.path);
    const { interactionId } = request.params;
    const place = placeOf(facts.data, request.ip);
    const keeper = seat && deps.keeperOf(seat.handle.center.id);
    const kept = keeper && (await keeper.place(interactionId, seat.user.id, place));
    return kept === true ? reply.code(204).send() : noCall(reply);
  });

  app.post<{ Params: Params }>("/api/calls/:interactionId/quality-report", limits, async (request, reply) => {
    const seat = deps.auth.seatOf(request);
    const body = qualityReportSchema.safeParse(request.body);
    if (!body.success) return invalid(reply, body.error.issues[0]?.path);
    const { interactionId } = request.params;
    if (!seat || !(await tookPart(seat, interactionId))) return noCall(reply);
    const at = seat.handle.clock.now();
    await deps
      .rowsOf(seat.handle.center.id)
      .report(interactionId, seat.user.id, at, placeOf(body.data.facts, request.ip));
    return reply.code(204).send();
  });

  app.put<{ Params: Params }>("/api/calls/:interactionId/quality-report", limits, async (request, reply) => {
    const seat = deps.auth.seatOf(request);
    const body = qualityProblemSchema.safeParse(request.body);
    if (!body.success) return invalid(reply, body.error.issues[0]?.path);
    const { interactionId } = request.params;
    const explained =
      seat !== undefined &&
      isPossibleId(interactionId) &&
      (await deps.rowsOf(seat.handle.center.id).explain(interactionId, seat.user.id, body.data.problem));
    return explained ? reply.code(204).send() : noCall(reply);
  });

  const overseers = { config: { access: { privilege: "see_call_quality" } } } as const;
  const shown = (reply: FastifyReply): FastifyReply => reply.header("cache-control", "private, no-store");

  app.get("/api/quality", overseers, async (request, reply) => {
    const seat = deps.auth.seatOf(request);
    const query = qualityQuerySchema.safeParse(request.query);
    if (!seat || !query.success) return invalid(reply, query.error?.issues[0]?.path);
    const { by, from, to = Number.MAX_SAFE_INTEGER } = query.data;
    const groups = await deps
      .rowsOf(seat.handle.center.id)
      .groups(by, { from, to, agentIds: agentsOf(seat) });
    return shown(reply).send({
      groups: groups.map((group) => ({ ...group, name: groupName(by, group.key, seat.handle) })),
    });
  });

  app.get("/api/quality/legs", overseers, async (request, reply) => {
    const seat = deps.auth.seatOf(request);
    const query = qualityLegsQuerySchema.safeParse(request.query);
    if (!seat || !query.success) return invalid(reply, query.error?.issues[0]?.path);
    const { by, key, from, to = Number.MAX_SAFE_INTEGER } = query.data;
    const legs = await deps
      .rowsOf(seat.handle.center.id)
      .legs(by, cleanText(key), { from, to, agentIds: agentsOf(seat) });
    const words = seat.handle.words();
    return shown(reply).send({
      legs: legs.map((leg) => ({
        ...figuresOf(leg),
        interactionId: leg.interactionId,
        legId: leg.legId,
        agentName: leg.agentId === null ? "" : agentName(words, leg.agentId),
        startedAt: leg.startedAt,
        device: deviceName(leg),
        network: leg.place.network,
        report: leg.report === null ? null : (leg.report.problem ?? "unsaid"),
      })),
    });
  });
}

/** How one call sounded, leg by leg, with what was reported of it. */
export async function callQualityView(
  handle: CenterHandle,
  rows: QualityRows,
  interactionId: string,
): Promise<CallQualityView> {
  const [legs, reports] = await Promise.all([
    rows.ofInteraction(interactionId),
    rows.reportsOf(interactionId),
  ]);
  const words = handle.words();
  return {
    legs: legs.map((leg) => ({
      ...figuresOf(leg),
      legId: leg.legId,
      role: leg.role,
      agentName: leg.agentId === null ? null : agentName(words, leg.agentId),
      startedAt: leg.startedAt,
      device: deviceName(leg),
      network: leg.place.network,
      samples: leg.samples.map((sample) => ({ ...sample })),
    })),
    reports: reports.map(({ agentId, at, problem }) => ({
      agentName: agentName(words, agentId),
      at,
      problem,
    })),
  };
}

const figuresOf = ({ mos, mosMin, loss, lossMax, jitterMs, jitterMsMax }: LegQualityRow) => ({
  mos,
  mosMin,
  loss,
  lossMax,
  jitterMs,
  jitterMsMax,
});

/** A microphone's own name; of a phone that is no browser, what kind it is. */
function deviceName({ device, place }: LegQualityRow): string {
  if (device !== "browser") return device ?? "";
  return place.facts === null ? "" : [place.facts.microphone, place.facts.browser].filter(Boolean).join(", ");
}

const groupName = (by: QualityGroupBy, key: string, handle: CenterHandle): string =>
  by === "agent" && key !== "" ? agentName(handle.words(), key) : key;

/** Whose calls somebody oversees; `null`: everybody's. */
function agentsOf({ user, handle }: SignedIn): readonly string[] | null {
  if (user.roles.includes("administrator")) return null;
  const team = lookedAfter(user, handle.center.state.configuration.users);
  return team === "all" ? null : [user.id, ...team];
}

async function tookPart({ user, handle }: SignedIn, interactionId: string): Promise<boolean> {
  if (!isPossibleId(interactionId)) return false;
  const live = handle.center.state.interactions.get(asId(interactionId));
  if (live?.call?.legs.some((leg) => leg.agentId === user.id)) return true;
  const row = await handle.records.interaction(interactionId);
  return row?.channel === "voice" && row.agentIds.includes(user.id);
}

const noCall = (reply: FastifyReply): FastifyReply =>
  refuse(reply, 404, "no_interaction", "There is no such call of yours.");
const invalid = (reply: FastifyReply, path: readonly PropertyKey[] = []): FastifyReply =>
  refuse(reply, 400, "invalid_args", "Something in this is not as it should be.", { path: path.join(".") });
