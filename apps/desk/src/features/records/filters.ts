import type { RecordsQuery } from "@patchbay/protocol";

export const spans = ["today", "week", "month", "year", "days"] as const;
export type Span = (typeof spans)[number];

/** What stands in the filter row. An empty text leaves that filter out. */
export interface Filters {
  readonly span: Span;
  /** For the span `days`: as a date field writes them, "2026-11-22". */
  readonly fromDay: string;
  readonly toDay: string;
  readonly text: string;
  readonly channel: "" | RecordsQuery["channels"][number];
  readonly serviceId: string;
  readonly agentId: string;
  readonly dispositionId: string;
  readonly direction: "" | NonNullable<RecordsQuery["direction"]>;
  readonly recorded: "" | "yes" | "no";
  readonly signed: "" | "yes" | "no";
  readonly endCause: string;
  readonly caseNumber: string;
  readonly sort: RecordsQuery["sort"];
}

export const noFilters: Filters = {
  span: "month",
  fromDay: "",
  toDay: "",
  text: "",
  channel: "",
  serviceId: "",
  agentId: "",
  dispositionId: "",
  direction: "",
  recorded: "",
  signed: "",
  endCause: "",
  caseNumber: "",
  sort: "newest",
};

const DAY_MS = 86_400_000;
const SPAN_DAYS = { week: 7, month: 30, year: 365 } as const;

/** What the server is asked. Days are those of this computer's zone. */
export function queryOf(filters: Filters, now: number): Partial<RecordsQuery> {
  const { channel, serviceId, agentId, dispositionId, direction, recorded, signed, endCause } = filters;
  const list = (id: string): string[] => (id === "" ? [] : [id]);
  const number = /^#?(\d{1,9})$/.exec(filters.caseNumber.trim())?.[1];
  return {
    ...spanOf(filters, now),
    text: filters.text.trim(),
    channels: channel === "" ? [] : [channel],
    serviceIds: list(serviceId),
    agentIds: list(agentId),
    dispositionIds: list(dispositionId),
    endCauses: list(endCause),
    direction: direction === "" ? null : direction,
    recorded: recorded === "" ? null : recorded === "yes",
    signed: signed === "" ? null : signed === "yes",
    caseNumber: number === undefined ? null : Number(number),
    sort: filters.sort,
  };
}

function spanOf({ span, fromDay, toDay }: Filters, now: number): Pick<RecordsQuery, "from" | "to"> {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  switch (span) {
    case "today":
      return { from: midnight, to: null };
    case "days":
      return { from: startOf(fromDay, 0), to: startOf(toDay, 1) };
    default:
      return { from: new Date(midnight - (SPAN_DAYS[span] - 1) * DAY_MS).setHours(0, 0, 0, 0), to: null };
  }
}

/** The first moment of a day, or of the one so many days later; `null`: no day is chosen. */
function startOf(day: string, later: number): number | null {
  const [year, month, date] = day.split("-").map(Number);
  if (year === undefined || month === undefined || date === undefined) return null;
  const at = new Date(year, month - 1, date + later).getTime();
  return Number.isNaN(at) || at < 0 ? null : at;
}

/** Filters besides the text, the order and the usual span: how many are set. */
export function countOf(filters: Filters): number {
  const { sort: _sort, text: _text, fromDay: _from, toDay: _to, ...others } = filters;
  const usual: Record<string, string> = noFilters as never;
  return Object.entries(others).filter(([name, value]) => value !== usual[name]).length;
}
