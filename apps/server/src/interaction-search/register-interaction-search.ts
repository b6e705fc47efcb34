import { type RecordsQuery, recordsQuerySchema } from "@patchbay/protocol";
import type { FastifyInstance } from "fastify";
import { type Auth, refuse } from "../auth/index.js";
import type { QualityRows } from "../call-quality/index.js";
import type { CenterHandle } from "../center/edge.js";
import { cleanText, isPossibleId } from "../center/plain-text.js";
import type { RecordingRows } from "../recordings/index.js";
import type { Signatures } from "../signatures/index.js";
import { type InteractionSearch, SearchTooWideError, UnknownPageError } from "./interaction-search.js";
import { recordRow, recordView } from "./record-views.js";
import { type Scope, scopeOf } from "./scope.js";

export interface InteractionSearchHttpDeps {
  readonly auth: Auth;
  readonly searchOf: (centerId: string) => InteractionSearch;
  readonly recordingsOf: (centerId: string) => RecordingRows;
  readonly signaturesOf: (centerId: string) => Signatures;
  readonly qualityOf: (centerId: string) => QualityRows;
}

/** Everything, for looking up one interaction by its id. */
const noFilter = recordsQuerySchema.parse({});

/** Looking up what was: packages/protocol/src/desk/records.ts. */
export function registerInteractionSearch(app: FastifyInstance, deps: InteractionSearchHttpDeps): void {
  const searching = (
    url: string,
    answer: (
      search: InteractionSearch,
      query: RecordsQuery,
      scope: Scope,
      handle: CenterHandle,
    ) => Promise<object>,
  ): void => {
    app.post(url, { config: { access: "any" }, bodyLimit: 64 * 1024 }, async (request, reply) => {
      const seat = deps.auth.seatOf(request);
      if (!seat) return refuse(reply, 401, "not_logged_in", "Nobody is signed in at this seat.");
      const parsed = recordsQuerySchema.safeParse(request.body);
      if (!parsed.success) {
        const path = parsed.error.issues[0]?.path.join(".") ?? "";
        return refuse(reply, 400, "invalid_args", "The search has something that is no filter of ours.", {
          path,
        });
      }
      const { handle, user } = seat;
      const { text, customer } = parsed.data;
      const query = { ...parsed.data, text: cleanText(text), customer: cleanText(customer) };
      void reply.header("cache-control", "private, no-store");
      try {
        return await answer(
          deps.searchOf(handle.center.id),
          query,
          scopeOf(user, handle.center.state),
          handle,
        );
      } catch (cause) {
        if (cause instanceof SearchTooWideError)
          return refuse(reply, 422, "search_too_wide", "Too much to look through: choose a shorter time.");
        if (cause instanceof UnknownPageError)
          return refuse(reply, 400, "invalid_args", "There is no such page.", { path: "after" });
        throw cause;
      }
    });
  };
  searching("/api/records/search", async (search, query, scope, handle) => {
    const { found, next } = await search.find(query, scope);
    return { rows: found.map((one) => recordRow(handle, one)), next };
  });
  searching("/api/records/count", (search, query, scope) => search.count(query, scope));

  app.get<{ Params: { interactionId: string } }>(
    "/api/records/:interactionId",
    { config: { access: "any" } },
    async (request, reply) => {
      const seat = deps.auth.seatOf(request);
      const { interactionId } = request.params;
      const { id: centerId } = seat?.handle.center ?? { id: "" };
      const found =
        seat && isPossibleId(interactionId)
          ? await deps
              .searchOf(centerId)
              .one(interactionId, noFilter, scopeOf(seat.user, seat.handle.center.state))
          : undefined;
      if (!seat || !found) return refuse(reply, 404, "object_not_found", "There is no such interaction.");
      void reply.header("cache-control", "private, no-store");
      return recordView(
        seat.handle,
        deps.recordingsOf(centerId),
        deps.signaturesOf(centerId),
        deps.qualityOf(centerId),
        found,
        seat.user,
      );
    },
  );
}
