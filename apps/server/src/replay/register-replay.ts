import { type ReplayAnswer, recordsQuerySchema } from "@patchbay/protocol";
import type { FastifyInstance } from "fastify";
import { type Auth, refuse } from "../auth/index.js";
import { isPossibleId } from "../center/plain-text.js";
import type { CenterWords } from "../center/records.js";
import { agentName } from "../desk-gateway/views/message-view.js";
import { type InteractionSearch, scopeOf } from "../interaction-search/index.js";
import type { Replays } from "./replays.js";

export interface ReplayHttpDeps {
  readonly auth: Auth;
  readonly searchOf: (centerId: string) => InteractionSearch;
  readonly replaysOf: (centerId: string) => Replays;
}

const noFilter = recordsQuerySchema.parse({});

type Told = Extract<ReplayAnswer, { readonly state: "done" }>;

/** One interaction step by step: packages/protocol/src/desk/replay.ts. */
export function registerReplay(app: FastifyInstance, deps: ReplayHttpDeps): void {
  app.get<{ Params: { interactionId: string } }>(
    "/api/replays/:interactionId",
    { config: { access: { privilege: "see_team_records" } } },
    async (request, reply) => {
      const seat = deps.auth.seatOf(request);
      const { interactionId } = request.params;
      const centerId = seat?.handle.center.id ?? "";
      // Asked each time: somebody's team may have changed since the replay was made.
      const found =
        seat && isPossibleId(interactionId)
          ? await deps
              .searchOf(centerId)
              .one(interactionId, noFilter, scopeOf(seat.user, seat.handle.center.state))
          : undefined;
      if (!seat || !found) return refuse(reply, 404, "object_not_found", "There is no such interaction.");
      void reply.header("cache-control", "private, no-store");
      const told = await deps.replaysOf(centerId).ask(interactionId);
      if (told.state === "nothing")
        return refuse(reply, 404, "object_not_found", "The journal has nothing of this interaction.");
      if (told.state !== "done") return told satisfies ReplayAnswer;
      // Megabytes, maybe: they go on as the thread wrote them.
      const names = JSON.stringify(namesOf(seat.handle.words()));
      return reply
        .type("application/json; charset=utf-8")
        .send(`{"state":"done","names":${names},"replay":${told.replay}}`);
    },
  );
}

function namesOf(words: CenterWords): Told["names"] {
  const called = (list: ReadonlyMap<string, { readonly name: string }>): Record<string, string> =>
    Object.fromEntries([...list].map(([id, { name }]) => [id, name]));
  return {
    agents: Object.fromEntries([...words.users.keys()].map((id) => [id, agentName(words, id)])),
    services: called(words.services),
    reasons: called(words.reasons),
    skills: called(words.skills),
  };
}
