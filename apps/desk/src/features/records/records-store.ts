import type { RecordRow, RecordsCount } from "@patchbay/protocol";
import { create } from "zustand";
import { serverNow, useDesk } from "../../state/store.js";
import { showAddress } from "../replay/open-replay.js";
import { addressOf, type Filters, filtersOf, noFilters, queryOf } from "./filters.js";
import { countRecords, searchRecords } from "./records-http.js";

/** What the room shows; it stays as it was left. */
interface RecordsState {
  readonly view: "records" | "quality";
  readonly filters: Filters;
  readonly rows: readonly RecordRow[];
  /** How many there are; `null`: not known. */
  readonly count: RecordsCount | null;
  /** Where the next page begins; `null`: there is none. */
  readonly next: string | null;
  readonly status: "idle" | "searching" | "more" | "ready" | "failed";
  /** Code of the refusal, when it failed. */
  readonly error: string | null;
  /** The interaction that is open beside the list. */
  readonly openId: string | null;
}

const EMPTY: RecordsState = {
  view: "records",
  filters: noFilters,
  rows: [],
  count: null,
  next: null,
  status: "idle",
  error: null,
  openId: null,
};

export const useRecords = create<RecordsState>(() => EMPTY);

/** Typing is not searched letter by letter. */
const TYPING_MS = 300;
let timer: number | undefined;
let running: AbortController | null = null;

export function setFilters(change: Partial<Filters>): void {
  useRecords.setState(({ filters }) => ({ filters: { ...filters, ...change } }));
  window.clearTimeout(timer);
  showAddress(addressOf(useRecords.getState().filters));
  if ("text" in change || "caseNumber" in change || "customer" in change)
    timer = window.setTimeout(() => void search(), TYPING_MS);
  else void search();
}

export const clearFilters = (): void => {
  const { text, sort } = useRecords.getState().filters;
  setFilters({ ...noFilters, text, sort });
};

/** A search that stands in the address, when the room opens. @returns whether there was one */
export function searchByAddress(): boolean {
  const filters = filtersOf(window.location.hash);
  if (filters === null) return false;
  useRecords.setState({ filters });
  void search();
  return true;
}

/** The room is left: what was looked for is no address of another one. */
export function leaveAddress(): void {
  if (filtersOf(window.location.hash) !== null) showAddress("");
}

/** From the beginning. A search that is under way is not waited for. */
export async function search(): Promise<void> {
  window.clearTimeout(timer);
  await run("searching", null);
}

export async function searchMore(): Promise<void> {
  const { next, status } = useRecords.getState();
  if (next !== null && status === "ready") await run("more", next);
}

export const openRecord = (interactionId: string | null): void =>
  useRecords.setState({ openId: interactionId });

const agentOf = ({ session }: ReturnType<typeof useDesk.getState>): string | null =>
  session.phase === "signed_in" ? session.agentId : null;
// Another agent has signed in at this seat: what the former one looked for is not theirs.
useDesk.subscribe((state, before) => {
  if (agentOf(state) === agentOf(before)) return;
  window.clearTimeout(timer);
  running?.abort();
  running = null;
  useRecords.setState(EMPTY, true);
});

async function run(status: "searching" | "more", after: string | null): Promise<void> {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  useRecords.setState({ status, error: null });
  const { filters, rows } = useRecords.getState();
  const query = queryOf(filters, serverNow());
  try {
    if (after === null) void count(query, mine);
    const answer = await searchRecords({ ...query, after }, mine.signal);
    if (running !== mine) return;
    if (!answer.ok) {
      useRecords.setState({ status: "failed", error: answer.code });
      return;
    }
    const { rows: found, next } = answer.result;
    useRecords.setState({ rows: after === null ? found : [...rows, ...found], next, status: "ready" });
  } catch (cause) {
    if (!mine.signal.aborted) throw cause;
  }
}

/** Beside the rows, which do not wait for it. */
async function count(query: ReturnType<typeof queryOf>, mine: AbortController): Promise<void> {
  useRecords.setState({ count: null });
  try {
    const answer = await countRecords(query, mine.signal);
    if (running === mine && answer.ok) useRecords.setState({ count: answer.result });
  } catch (cause) {
    if (!mine.signal.aborted) throw cause;
  }
}
