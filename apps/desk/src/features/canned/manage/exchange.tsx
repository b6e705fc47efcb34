import { CANNED_IMPORT_MAX, type CannedView } from "@patchbay/protocol";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { csvOf } from "../../../parts/csv.js";
import { saveFile } from "../../../parts/save-file.js";
import { ask } from "../../../state/actions.js";
import { useDesk } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import { readCanned, sentenceOf } from "../canned-store.js";
import { readTable, sameAs, tableOf } from "./table.js";

/** What came of a file; `null`: none was read. */
type Report = { readonly saved: number; readonly refused: readonly string[] } | null;

/** More lines than this are not read by anybody. */
const REFUSED_SHOWN_MAX = 8;

/** Responses as a file: taken along as a table, and brought from one. */
export function useExchange(shared: boolean, all: readonly CannedView[]) {
  const t = useWords();
  const services = useDesk(({ data }) => data?.services);
  const [report, setReport] = useState<Report>(null);
  const take = (): void => {
    if (all.length === 0) return;
    const text = csvOf(tableOf(all, (serviceId) => services?.get(serviceId)?.name ?? serviceId));
    saveFile(shared ? "shared-responses.csv" : "my-responses.csv", text);
  };
  const bring = async (file: File): Promise<void> => {
    const idOf = (name: string): string | undefined =>
      [...(services?.values() ?? [])].find(
        (one) => one.serviceId === name || one.name.toLowerCase() === name.toLowerCase(),
      )?.serviceId;
    const table = readTable(await file.text(), idOf);
    if ("problem" in table) {
      const why = t(`canned.manage.${table.problem}`, { max: CANNED_IMPORT_MAX });
      setReport({ saved: 0, refused: [why] });
      return;
    }
    const told = (row: number, why: string): string => t("canned.manage.row", { row, why });
    const wrong = table.wrong.map(({ row, why, facts }) => told(row, t(why, { ...facts })));
    if (table.rows.length === 0) {
      setReport({ saved: 0, refused: wrong });
      return;
    }
    const rows = table.rows.map(({ form }) => {
      const known = sameAs(form, all);
      return { responseId: known?.responseId ?? crypto.randomUUID(), version: known?.version ?? 0, form };
    });
    const answer = await ask("importCannedResponses", { shared, rows });
    await readCanned();
    if (!answer.ok) {
      const refusal = { code: answer.error.code, facts: answer.error.facts ?? {} };
      setReport({ saved: 0, refused: [sentenceOf(refusal)] });
      return;
    }
    const { saved, refused } = answer.output;
    const said = refused.map(({ row, ...refusal }) => told(table.rows[row]?.row ?? 0, sentenceOf(refusal)));
    setReport({ saved, refused: [...wrong, ...said] });
  };
  return { take, bring, report, forget: () => setReport(null) };
}

/** How many came in, and of each other row why not. */
export function ImportReport({ report, onClose }: { readonly report: Report; readonly onClose: () => void }) {
  const t = useWords();
  if (report === null) return null;
  const { saved, refused } = report;
  return (
    <div className={`banner canned-report ${refused.length === 0 ? "m-fine" : "m-due"}`} role="status">
      <span />
      <div>
        {(saved > 0 || refused.length === 0) && <p>{t("canned.manage.imported", { count: saved })}</p>}
        {refused.length > 0 && <p>{t("canned.manage.refusedRows", { count: refused.length })}</p>}
        <ul>
          {refused.slice(0, REFUSED_SHOWN_MAX).map((line) => (
            <li key={line}>{line}</li>
          ))}
          {refused.length > REFUSED_SHOWN_MAX && <li>…</li>}
        </ul>
      </div>
      <button
        type="button"
        className="btn icon quiet sm"
        title={t("canned.close")}
        aria-label={t("canned.close")}
        onClick={onClose}
      >
        <IconX size={16} stroke={1.6} aria-hidden="true" />
      </button>
    </div>
  );
}
