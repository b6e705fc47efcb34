import { watchOf } from "@patchbay/core";
import { type Figures, figuresQuerySchema } from "@patchbay/protocol";
import type { FastifyInstance } from "fastify";
import { type Auth, refuse } from "../auth/index.js";
import { figuresOf } from "./figures.js";
import { TooMuchToCountError } from "./figures-reader.js";
import type { KeptCounts } from "./kept-counts.js";

export interface FiguresHttpDeps {
  readonly auth: Auth;
  readonly counts: KeptCounts;
}

/** What came in and what became of it: packages/protocol/src/desk/figures.ts. */
export function registerFigures(app: FastifyInstance, deps: FiguresHttpDeps): void {
  app.post(
    "/api/supervise/figures",
    { config: { access: { privilege: "see_figures" } }, bodyLimit: 4 * 1024 },
    async (request, reply): Promise<Figures | undefined> => {
      const seat = deps.auth.seatOf(request);
      if (!seat) {
        refuse(reply, 401, "not_logged_in", "Nobody is signed in at this seat.");
        return undefined;
      }
      const parsed = figuresQuerySchema.safeParse(request.body);
      if (!parsed.success) {
        const path = parsed.error.issues[0]?.path.join(".") ?? "";
        refuse(reply, 400, "invalid_args", "Figures are asked for a time of 32 days at most.", { path });
        return undefined;
      }
      const { handle } = seat;
      const now = handle.clock.now();
      const { from, until } = parsed.data;
      try {
        const counted = await deps.counts.count(handle.center.id, from, until, now);
        void reply.header("cache-control", "private, no-store");
        const { configuration } = handle.center.state;
        const watch = watchOf(configuration.users.get(seat.user.id), configuration);
        return figuresOf(handle, counted, parsed.data, now, watch);
      } catch (cause) {
        if (!(cause instanceof TooMuchToCountError)) throw cause;
        refuse(reply, 422, "search_too_wide", "Too much began within this time: choose a shorter one.");
        return undefined;
      }
    },
  );
}
