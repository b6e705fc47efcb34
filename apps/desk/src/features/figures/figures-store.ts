import { type Figures, type FiguresQuery, figuresSchema } from "@patchbay/protocol";
import { create } from "zustand";
import { callHttp, withBody } from "../../state/http.js";
import { serverNow } from "../../state/store.js";

/** How often the running day is counted anew while somebody looks. */
export const AGAIN_MS = 10_000;

export interface FiguresFilter {
  /** `YYYY-MM-DD` in the browser's zone. */
  readonly day: string;
  readonly channel: "chat" | "voice" | null;
  readonly serviceId: string | null;
  readonly minutes: FiguresQuery["minutes"];
}

interface FiguresState {
  readonly filter: FiguresFilter;
  readonly figures: Figures | null;
  /** The same weekday of the week before; `null`: not there, or nothing came in. */
  readonly before: Figures | null;
  readonly failed: string | null;
  readonly asTable: boolean;
}

const two = (value: number): string => String(value).padStart(2, "0");
export const dayOf = (at: number): string => {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
};

/** Where a day begins and ends in this zone: 23 to 25 hours later. `undefined`: it is no day. */
export function boundsOf(day: string): { readonly from: number; readonly until: number } | undefined {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (date === undefined) return undefined;
  const from = new Date(Number(year), Number(month) - 1, Number(date)).getTime();
  return { from, until: new Date(Number(year), Number(month) - 1, Number(date) + 1).getTime() };
}

/** A day some days on. */
export function dayAfter(day: string, days: number): string {
  const [year = 1970, month = 1, date = 1] = day.split("-").map(Number);
  return dayOf(new Date(year, month - 1, date + days, 12).getTime());
}

export const useFigures = create<FiguresState>(() => ({
  filter: { day: "", channel: null, serviceId: null, minutes: 30 },
  figures: null,
  before: null,
  failed: null,
  asTable: false,
}));
const { getState: get, setState: set } = useFigures;

/** What is shown: nothing chosen is the day that it is. */
export const shownDay = ({ day }: FiguresFilter): string => (day === "" ? dayOf(serverNow()) : day);

async function count(day: string, { channel, serviceId, minutes }: FiguresFilter) {
  const bounds = boundsOf(day);
  if (bounds === undefined) return undefined;
  const query: FiguresQuery = { ...bounds, channel, serviceId, minutes };
  return callHttp("/api/supervise/figures", (body) => figuresSchema.parse(body), withBody("POST", query));
}

let turn = 0;
/** Counts what is chosen; an answer that somebody does not wait for any more is left aside. */
export async function countFigures(): Promise<void> {
  turn += 1;
  const mine = turn;
  const { filter } = get();
  const day = shownDay(filter);
  const answer = await count(day, filter);
  if (mine !== turn || answer === undefined) return;
  if (!answer.ok) return set({ failed: answer.code });
  set({ figures: answer.result, failed: null });
  const before = await count(dayAfter(day, -7), filter);
  if (mine === turn)
    set({ before: before?.ok === true && before.result.total.offered > 0 ? before.result : null });
}

export function choose(change: Partial<FiguresFilter>): void {
  set(({ filter }) => ({ filter: { ...filter, ...change }, figures: null, before: null }));
  void countFigures();
}
