import { asId, type User } from "@patchbay/core";
import { recordsQuerySchema } from "@patchbay/protocol";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Auth, refuse } from "../auth/index.js";
import type { CenterHandle, Centers } from "../center/edge.js";
import { isPossibleId } from "../center/plain-text.js";
import { type InteractionSearch, scopeOf } from "../interaction-search/index.js";
import { giveLink } from "./give-link.js";
import type { TranscriptLinks } from "./links.js";
import { noTranscriptPage, TRANSCRIPT_POLICY, type Transcript, transcriptPage } from "./page.js";
import { languageFor } from "./words.js";

export interface TranscriptParts {
  readonly auth: Auth;
  readonly centers: Centers;
  readonly isReady: () => boolean;
  readonly links: TranscriptLinks;
  readonly searchOf: (centerId: string) => Pick<InteractionSearch, "one">;
  /** Whether this address may ask again now. */
  readonly mayAsk: (address: string) => boolean;
}

const noFilter = recordsQuerySchema.parse({});

/** For how long the links of this service's chats can be read; `null`: it gives none. */
export const transcriptDaysOf = (handle: CenterHandle, serviceId: string): number | null =>
  handle.words().services.get(serviceId)?.afterChat?.transcriptDays ?? null;

/** The page behind a link, and the link itself for agents. */
export function registerTranscripts(app: FastifyInstance, parts: TranscriptParts): void {
  app.get("/transcript/:token", { config: { access: "capability" } }, async (request, reply) => {
    const language = languageFor(request.headers["accept-language"]);
    const none = noTranscriptPage(language);
    reply.header("vary", "accept-language");
    if (!parts.isReady()) return answer(reply, 503, none).header("retry-after", "1");
    if (!parts.mayAsk(request.ip)) return answer(reply, 429, none).header("retry-after", "10");
    const { token } = request.params as { token: string };
    const handle = parts.centers.byHost(request.host);
    const as = { timeZone: zoneOf(request), language };
    const html = handle === undefined ? undefined : await read(handle, parts.links, token, as);
    return html === undefined ? answer(reply, 404, none) : answer(reply, 200, html);
  });

  app.post<{ Params: { interactionId: string } }>(
    "/api/interactions/:interactionId/transcript-link",
    { config: { access: "any" } },
    async (request, reply) => {
      const seat = parts.auth.seatOf(request);
      if (!seat) return refuse(reply, 401, "not_logged_in", "Nobody is signed in at this seat.");
      const { handle, user } = seat;
      const { interactionId } = request.params;
      const interaction = handle.center.state.interactions.get(asId(interactionId));
      // Only who has the chat in hand: that it exists is nobody else's to know.
      const isMine = interaction?.parties.some(({ agentId }) => agentId === user.id) === true;
      if (interaction?.channel !== "chat" || !isMine)
        return refuse(reply, 404, "no_interaction", "There is no such chat in your hands.");
      const days = transcriptDaysOf(handle, interaction.serviceId);
      if (days === null)
        return refuse(reply, 404, "object_not_found", "This service gives no links to transcripts.");
      return reply
        .header("cache-control", "no-store")
        .send(await giveLink(handle, parts.links, interactionId, days));
    },
  );

  app.delete<{ Params: { interactionId: string } }>(
    "/api/interactions/:interactionId/transcript-link",
    { config: { access: "any" } },
    async (request, reply) => {
      const seat = parts.auth.seatOf(request);
      if (!seat) return refuse(reply, 401, "not_logged_in", "Nobody is signed in at this seat.");
      const { handle, user } = seat;
      const { interactionId } = request.params;
      if (!(await mayMakeVoid(parts, handle, user, interactionId)))
        return refuse(reply, 404, "no_interaction", "There is no such chat for you.");
      const at = handle.clock.now();
      await handle.records.transcripts.makeVoid(interactionId, at, user.id);
      return reply.header("cache-control", "no-store").send({ at });
    },
  );
}

/** Whoever has the chat in hand, and whoever may look it up: its agents, their supervisors, administrators. */
async function mayMakeVoid(
  parts: TranscriptParts,
  handle: CenterHandle,
  user: User,
  interactionId: string,
): Promise<boolean> {
  const { state, id } = handle.center;
  const live = state.interactions.get(asId(interactionId));
  if (live?.channel === "chat" && live.parties.some(({ agentId }) => agentId === user.id)) return true;
  if (!isPossibleId(interactionId)) return false;
  const found = await parts.searchOf(id).one(interactionId, noFilter, scopeOf(user, state));
  return found !== undefined && (await handle.records.interaction(interactionId))?.channel === "chat";
}

async function read(
  handle: CenterHandle,
  links: TranscriptLinks,
  token: string,
  as: Pick<Transcript, "timeZone" | "language">,
): Promise<string | undefined> {
  const said = links.read(handle.center.id, token, handle.clock.now());
  if (said === undefined || !isPossibleId(said.interactionId)) return undefined;
  const { records } = handle;
  const row = await records.interaction(said.interactionId);
  if (said.given <= (await records.transcripts.voidUntil(said.interactionId))) return undefined;
  // A chat that is not kept any more takes its links with it; so does a service that gives none now.
  if (row?.channel !== "chat" || transcriptDaysOf(handle, row.serviceId) === null) return undefined;
  const words = handle.words();
  return transcriptPage({
    company: words.company,
    service: words.services.get(row.serviceId)?.name ?? "",
    messages: await records.messages(said.interactionId),
    nicknameOf: (agentId) => words.users.get(agentId)?.nickname ?? "",
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    until: said.until,
    ...as,
  });
}

/** The reader's own, as the app told it in the address; anything else is UTC. */
function zoneOf(request: FastifyRequest): string {
  const { tz } = request.query as { tz?: unknown };
  if (typeof tz !== "string" || !/^[A-Za-z0-9_+/-]{1,60}$/.test(tz)) return "UTC";
  try {
    new Intl.DateTimeFormat("en", { timeZone: tz });
    return tz;
  } catch {
    return "UTC";
  }
}

/** Never kept by a browser or a proxy on the way, never framed, and the address is told to nobody. */
const answer = (reply: FastifyReply, status: number, html: string): FastifyReply =>
  reply
    .code(status)
    .header("content-type", "text/html; charset=utf-8")
    .header("content-security-policy", TRANSCRIPT_POLICY)
    .header("cache-control", "no-store")
    .header("referrer-policy", "no-referrer")
    .header("x-robots-tag", "noindex, nofollow")
    .header("x-content-type-options", "nosniff")
    .send(html);
