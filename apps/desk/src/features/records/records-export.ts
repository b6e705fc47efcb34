import { RECORDS_PAGE_MAX, type RecordRow, type RecordsQuery } from "@patchbay/protocol";
import type { TFunction } from "i18next";
import { clockText } from "../../parts/time.js";
import { endText } from "./ResultTable.js";
import { searchRecords } from "./records-http.js";

/** Rows of a file at most: more is a question for a report. */
export const EXPORT_ROWS_MAX = 10_000;

/** Page after page. @param onTaken rows so far */
export async function exportRows(
  query: Partial<RecordsQuery>,
  onTaken: (rows: number) => void,
): Promise<{ readonly rows: readonly RecordRow[]; readonly cut: boolean; readonly error: string | null }> {
  const rows: RecordRow[] = [];
  const { signal } = new AbortController();
  for (let after: string | null = null; rows.length < EXPORT_ROWS_MAX; ) {
    const answer = await searchRecords({ ...query, after, limit: RECORDS_PAGE_MAX }, signal);
    if (!answer.ok) return { rows, cut: false, error: answer.code };
    rows.push(...answer.result.rows);
    onTaken(rows.length);
    after = answer.result.next;
    if (after === null) return { rows, cut: false, error: null };
  }
  return { rows, cut: true, error: null };
}

const COLUMNS = [
  "case",
  "customer",
  "number",
  "channel",
  "service",
  "agent",
  "started",
  "waited",
  "length",
  "end",
  "result",
  "stars",
  "messages",
] as const;

/** The table with its heads, times in the reader's zone. */
export function recordCells(
  rows: readonly RecordRow[],
  t: TFunction,
  locale: string,
): readonly (readonly string[])[] {
  const at = (time: number): string =>
    new Date(time).toLocaleString(locale, { dateStyle: "short", timeStyle: "medium" });
  return [
    COLUMNS.map((column) => t(`records.csv.${column}`)),
    ...rows.map((row) => [
      String(row.caseNumber),
      row.customerName,
      row.number ?? "",
      t(`records.kind.${row.channel}.${row.direction}`),
      row.serviceName,
      row.agentNames.join(", "),
      at(row.startedAt),
      row.answeredAt === null ? "" : clockText(row.answeredAt - row.startedAt),
      row.endedAt === null ? "" : clockText(row.endedAt - row.startedAt),
      endText(t, row),
      row.dispositionName ?? "",
      row.stars === null ? "" : String(row.stars),
      String(row.messageCount),
    ]),
  ];
}
