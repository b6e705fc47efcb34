import type { RecordsQuery } from "@patchbay/protocol";

export const spans = ["today", "week", "month", "year", "days"] as const;
export type Span = (typeof spans)[number];

export const starFilters = ["", "any", "low", "1", "2", "3", "4", "5"] as const;

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
  /** `low`: one or two, which somebody should read; `any`: the customer answered at all. */
  readonly stars: (typeof starFilters)[number];
  readonly abandoned: "" | "yes" | "no";
  readonly transferred: "" | "yes" | "no";
  /** Words of the customer's name, address, account or number. */
  readonly customer: string;
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
  stars: "",
  abandoned: "",
  transferred: "",
  customer: "",
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
    recorded: yesOrNo(recorded),
    signed: yesOrNo(signed),
    abandoned: yesOrNo(filters.abandoned),
    transferred: yesOrNo(filters.transferred),
    stars: starsOf(filters.stars),
    customer: filters.customer.trim(),
    caseNumber: number === undefined ? null : Number(number),
    sort: filters.sort,
  };
}

const yesOrNo = (choice: "" | "yes" | "no"): boolean | null => (choice === "" ? null : choice === "yes");

function starsOf(choice: Filters["stars"]): number[] {
  if (choice === "any") return [1, 2, 3, 4, 5];
  if (choice === "low") return [1, 2];
  return choice === "" ? [] : [Number(choice)];
}

const ADDRESS = "#records?";

/**
 * The filters as the part of the address that stays in the browser: a search can be bookmarked, and no server or proxy
 * reads the name or number in it.
 */
export function addressOf(filters: Filters): string {
  const set = Object.entries(filters).filter(([name, value]) => value !== noFilters[name as keyof Filters]);
  return `${ADDRESS}${new URLSearchParams(set).toString()}`;
}

/** `null`: the address is none of a search. What it names and nobody knows is left out. */
export function filtersOf(hash: string): Filters | null {
  if (!hash.startsWith(ADDRESS)) return null;
  const asked = new URLSearchParams(hash.slice(ADDRESS.length));
  const known: Readonly<Record<string, readonly string[]>> = {
    span: spans,
    stars: starFilters,
    sort: ["newest", "oldest", "longest"],
    channel: ["", "chat", "voice"],
    direction: ["", "inbound", "outbound", "internal"],
    ...Object.fromEntries(
      ["recorded", "signed", "abandoned", "transferred"].map((name) => [name, ["", "yes", "no"]]),
    ),
  };
  const set = [...asked].filter(
    ([name, value]) =>
      Object.hasOwn(noFilters, name) && value.length <= 200 && (known[name]?.includes(value) ?? true),
  );
  return { ...noFilters, ...Object.fromEntries(set) };
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
