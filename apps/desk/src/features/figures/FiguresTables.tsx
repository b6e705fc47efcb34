import type { AgentFigures, ContactFigures, Figures } from "@patchbay/protocol";
import { IconArrowDown, IconArrowUp, IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { csvOf } from "../../parts/csv.js";
import { dateLocale, deskLanguage } from "../../parts/language-name.js";
import { saveFile } from "../../parts/save-file.js";
import { useWords } from "../../words/words.js";
import { lengthOf, levelOf } from "./lengths.js";

interface Column<Row> {
  /** Its words: `figures.columns.<id>`. */
  readonly id: string;
  readonly text: (row: Row) => string;
  /** What it is sorted by, and what stands in a file: a number, or the text. */
  readonly value: (row: Row) => number | string | null;
}

const number = <Row,>(id: string, read: (row: Row) => number | null): Column<Row> => ({
  id,
  text: (row) => read(row)?.toLocaleString(dateLocale()) ?? "–",
  value: read,
});
/** A length of time; in a file, in seconds. */
const length = <Row,>(id: string, read: (row: Row) => number | null): Column<Row> => ({
  id,
  text: (row) => lengthOf(read(row)),
  value: (row) => {
    const ms = read(row);
    return ms === null ? null : Math.round(ms / 100) / 10;
  },
});

const contactColumns: readonly Column<ContactFigures>[] = [
  number("offered", (row) => row.offered),
  number("answered", (row) => row.answered),
  number("abandoned", (row) => row.abandoned),
  number("elsewhere", (row) => row.elsewhere),
  number("waiting", (row) => row.waiting),
  {
    id: "level",
    text: (row) => {
      const level = levelOf(row);
      return level === null ? "–" : `${level} %`;
    },
    value: levelOf,
  },
  length("wait", (row) => row.waitMs),
  length("longest", (row) => row.waitMsMax),
  length("handle", (row) => row.handleMs),
];

type ServiceRow = Figures["services"][number];
const serviceColumns: readonly Column<ServiceRow>[] = [
  { id: "service", text: (row) => row.name, value: (row) => row.name },
  ...contactColumns,
  {
    id: "promise",
    text: ({ level }) => `${level.percent} % < ${lengthOf(level.withinMs)}`,
    value: ({ level }) => `${level.percent} % < ${lengthOf(level.withinMs)}`,
  },
];

const agentColumns: readonly Column<AgentFigures>[] = [
  { id: "agent", text: (row) => row.name, value: (row) => row.name },
  number("offers", (row) => row.offers),
  number("answered", (row) => row.answered),
  number("rejected", (row) => row.rejected),
  number("notAnswered", (row) => row.notAnswered),
  number("placed", (row) => row.placed),
  length("handle", (row) => row.handleMs),
  length("talk", (row) => row.talkMs),
  length("hold", (row) => row.holdMs),
  length("wrapUp", (row) => row.wrapUpMs),
];

/** By service and by agent. */
export function FiguresTables({ figures, day }: { readonly figures: Figures; readonly day: string }) {
  const t = useWords();
  return (
    <>
      <SortedTable
        title={t("figures.byService")}
        file={`patchbay-services-${day}.csv`}
        columns={serviceColumns}
        rows={figures.services}
        keyOf={(row) => row.serviceId}
      />
      <SortedTable
        title={t("figures.byAgent")}
        file={`patchbay-agents-${day}.csv`}
        columns={agentColumns}
        rows={figures.agents}
        keyOf={(row) => row.agentId}
      />
    </>
  );
}

/** The chart's numbers, hour by hour. */
export function IntervalTable({ figures, day }: { readonly figures: Figures; readonly day: string }) {
  const t = useWords();
  type Row = Figures["intervals"][number];
  const time = ({ from }: Row): string =>
    new Date(from).toLocaleTimeString(dateLocale(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const columns: readonly Column<Row>[] = [{ id: "time", text: time, value: time }, ...contactColumns];
  return (
    <SortedTable
      title={t("figures.overDay")}
      file={`patchbay-day-${day}.csv`}
      columns={columns}
      rows={figures.intervals.filter(({ offered }) => offered > 0)}
      keyOf={(row) => String(row.from)}
    />
  );
}

function SortedTable<Row>({
  title,
  file,
  columns,
  rows,
  keyOf,
}: {
  readonly title: string;
  readonly file: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
}) {
  const t = useWords();
  const [sort, setSort] = useState<{ readonly id: string; readonly down: boolean } | null>(null);
  const by = columns.find(({ id }) => id === sort?.id);
  const sorted =
    by === undefined
      ? rows
      : [...rows].sort((a, b) => compare(by.value(a), by.value(b), sort?.down === true));
  const name = (id: string): string => t(`figures.columns.${id}`);
  const save = (): void =>
    saveFile(
      file,
      csvOf([
        columns.map(({ id }) => name(id)),
        ...sorted.map((row) => columns.map((column) => String(column.value(row) ?? ""))),
      ]),
    );
  if (rows.length === 0) return null;
  return (
    <section className="figures-part">
      <header className="figures-head">
        <h2>{title}</h2>
        <button type="button" className="btn sm" onClick={save}>
          <IconDownload size={16} stroke={1.7} aria-hidden="true" />
          {t("figures.save")}
        </button>
      </header>
      <div className="scroll">
        <table className="table figures-table" aria-label={title}>
          <thead>
            <tr>
              {columns.map(({ id }, at) => (
                <th
                  key={id}
                  scope="col"
                  className={at === 0 ? "" : "r"}
                  aria-sort={sort?.id !== id ? "none" : sort.down ? "descending" : "ascending"}
                >
                  <button
                    type="button"
                    className="figures-sort"
                    title={t(`figures.meaning.${id}`, { defaultValue: name(id) })}
                    onClick={() => setSort({ id, down: sort?.id === id ? !sort.down : at > 0 })}
                  >
                    {name(id)}
                    {sort?.id === id &&
                      (sort.down ? (
                        <IconArrowDown size={13} stroke={1.9} aria-hidden="true" />
                      ) : (
                        <IconArrowUp size={13} stroke={1.9} aria-hidden="true" />
                      ))}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.map((row) => (
              <tr key={keyOf(row)}>
                {columns.map((column, at) =>
                  at === 0 ? (
                    <th key={column.id} scope="row">
                      {column.text(row)}
                    </th>
                  ) : (
                    <td key={column.id} className="r num">
                      {column.text(row)}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** What there is nothing of comes last, whichever way. */
function compare(a: number | string | null, b: number | string | null, down: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const order =
    typeof a === "number" && typeof b === "number"
      ? a - b
      : String(a).localeCompare(String(b), deskLanguage());
  return down ? -order : order;
}
