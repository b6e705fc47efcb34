import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { csvOf } from "../../parts/csv.js";
import { dateLocale } from "../../parts/language-name.js";
import { saveFile } from "../../parts/save-file.js";
import { toast } from "../../state/actions.js";
import { serverNow } from "../../state/store.js";
import { useWords, word } from "../../words/words.js";
import { queryOf } from "./filters.js";
import { exportRows, recordCells } from "./records-export.js";
import { useRecords } from "./records-store.js";

/** All that was found as a file for a spreadsheet. */
export function ExportButton() {
  const t = useWords();
  const [taken, setTaken] = useState<number | null>(null);
  const none = useRecords((state) => state.rows.length === 0);
  const run = async (): Promise<void> => {
    setTaken(0);
    const query = queryOf(useRecords.getState().filters, serverNow());
    const { rows, cut, error } = await exportRows(query, setTaken);
    setTaken(null);
    if (error !== null) {
      toast(t(`errors.${error}`));
      return;
    }
    saveFile(
      `records-${new Date(serverNow()).toISOString().slice(0, 10)}.csv`,
      csvOf(recordCells(rows, word, dateLocale())),
    );
    if (cut) toast(t("records.exportCut", { count: rows.length }));
  };
  return (
    <button
      type="button"
      className={`btn${taken === null || taken === 0 ? " icon" : ""}`}
      disabled={none || taken !== null}
      aria-label={t("records.export")}
      title={t("records.export")}
      onClick={() => void run()}
    >
      <IconDownload size={18} stroke={1.6} aria-hidden="true" />
      {taken !== null && taken > 0 && <span className="num">{taken}</span>}
    </button>
  );
}
