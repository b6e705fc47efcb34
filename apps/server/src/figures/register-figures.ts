import { watchOf } from "@patchbay/core";
import { type Figures, figuresQuerySchema } from "@patchbay/protocol";
import type { FastifyInstance } from "fastify";
import { type Auth, refuse } from "../auth/index.js";
import type { Counted } from "./count.js";
import { figuresOf } from "./figures.js";
import { type FiguresReader, TooMuchToCountError } from "./figures-reader.js";

/** Who looks at the running day asks every few seconds; it is counted at most this often. */
const COUNTED_AGAIN_AFTER_MS = 3_000;
/** What is long over does not change but for a wrap-up that is still open. */
const OVER_MS = 12 * 3_600_000;
const OVER_COUNTED_AGAIN_AFTER_MS = 5 * 60_000;
const KEPT_MAX = 40;

export interface FiguresHttpDeps {
  readonly auth: Auth;
  readonly readerOf: (centerId: string) => Pick<FiguresReader, "count">;
}

interface Kept {
  readonly at: number;
  readonly counted: Promise<Counted>;
}

/** What came in and what became of it: packages/protocol/src/desk/figures.ts. */
export function registerFigures(app: FastifyInstance, deps: FiguresHttpDeps): void {
  /** By center and time; the oldest goes first. Everybody who looks at one day shares one count. */
  const kept = new Map<string, Kept>();
  const countFor = (centerId: string, from: number, until: number, now: number): Promise<Counted> => {
    const key = `${centerId} ${from} ${until}`;
    const known = kept.get(key);
    const lasts = until < now - OVER_MS ? OVER_COUNTED_AGAIN_AFTER_MS : COUNTED_AGAIN_AFTER_MS;
    if (known !== undefined && now - known.at < lasts) return known.counted;
    const counted = deps.readerOf(centerId).count(from, until);
    kept.delete(key);
    kept.set(key, { at: now, counted });
    counted.catch(() => kept.delete(key));
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT_MAX) break;
      kept.delete(oldest);
    }
    return counted;
  };

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
        const counted = await countFor(handle.center.id, from, until, now);
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
