import { DAY_MS_MAX, type Day, dayQuerySchema } from "@patchbay/protocol";
import type { FastifyInstance } from "fastify";
import { refuse } from "../auth/index.js";
import type { TimeRow } from "./agent-days.js";
import { notLoggedIn } from "./profile-routes.js";
import type { AccountDeps } from "./register-account.js";

const WORDS = [
  "ready",
  "busy",
  "after_call_work",
  "ringing",
  "reserved",
  "not_ready",
  "supervising",
] as const;
const isWord = (word: string): word is (typeof WORDS)[number] => (WORDS as readonly string[]).includes(word);

/** What somebody did today, by the server's records. Everybody reads their own. */
export function dayRoutes(app: FastifyInstance, deps: AccountDeps): void {
  app.get("/api/account/day", { config: { access: "any" } }, async (request, reply) => {
    const seat = deps.auth.seatOf(request);
    if (!seat) return notLoggedIn(reply);
    const { days, times } = deps.accountOf(seat.handle.center.id);
    const until = seat.handle.clock.now();
    const query = dayQuerySchema.safeParse(request.query);
    if (!query.success || query.data.from < until - DAY_MS_MAX || query.data.from > until)
      return refuse(reply, 400, "invalid_args", "A day begins at most two days ago.", { path: "from" });
    const { from } = query.data;
    await times.caughtUp();
    const reasons = seat.handle.words().reasons;
    const [rows, handled] = await Promise.all([
      days.times(seat.user.id, from),
      days.handled(seat.user.id, from),
    ]);
    const day: Day = {
      from,
      until,
      signedInAt: signedInAt(rows, from),
      states: statesOf(rows, from, until).map(({ word, reason, ms }) => ({
        word,
        reason: reason === null ? null : (reasons.get(reason)?.name ?? reason),
        ms,
      })),
      ...handled,
    };
    return reply.header("cache-control", "no-store").send(day);
  });
}

function signedInAt(rows: readonly TimeRow[], from: number): number | null {
  const first = rows.find(({ word }) => word !== "logged_out");
  return first === undefined ? null : Math.max(from, first.since);
}

/** How long each word held between two moments, the reasons of not being ready apart. */
export function statesOf(rows: readonly TimeRow[], from: number, until: number) {
  const sums = new Map<string, { word: (typeof WORDS)[number]; reason: string | null; ms: number }>();
  rows.forEach(({ word, reason, since }, at) => {
    if (!isWord(word)) return;
    const ms = Math.min(until, rows[at + 1]?.since ?? until) - Math.max(from, since);
    if (ms <= 0) return;
    const key = `${word} ${reason}`;
    sums.set(key, { word, reason, ms: ms + (sums.get(key)?.ms ?? 0) });
  });
  return [...sums.values()].sort((a, b) => WORDS.indexOf(a.word) - WORDS.indexOf(b.word) || b.ms - a.ms);
}
