import { useState } from "react";
import { ask } from "../../../../state/actions.js";
import { useWords } from "../../../../words/words.js";
import {
  addedTo,
  IMPORT_BYTES_MAX,
  type Imported,
  linesIn,
  nothingImported,
  partsOf,
} from "./import-file.js";

type ImportState =
  | { readonly phase: "idle" }
  | { readonly phase: "running"; readonly name: string; readonly done: number; readonly parts: number }
  | { readonly phase: "done"; readonly name: string; readonly result: Imported }
  | { readonly phase: "failed"; readonly name: string; readonly code: string };

/** A file of numbers, part by part; what was taken before a failure stays, and the whole can be done again. */
export function useImport(onDone: () => void): {
  readonly state: ImportState;
  readonly run: (file: File) => Promise<void>;
} {
  const [state, setState] = useState<ImportState>({ phase: "idle" });
  const run = async (file: File): Promise<void> => {
    const { name } = file;
    if (file.size > IMPORT_BYTES_MAX) {
      setState({ phase: "failed", name, code: "file_too_large" });
      return;
    }
    const parts = partsOf(await file.text());
    let result = nothingImported;
    let lines = 0;
    for (const [done, text] of parts.entries()) {
      setState({ phase: "running", name, done, parts: parts.length });
      const answer = await ask("importDoNotCall", { text });
      if (!answer.ok) {
        setState({ phase: "failed", name, code: answer.error.code });
        onDone();
        return;
      }
      result = addedTo(result, answer.output, lines);
      lines += linesIn(text);
    }
    setState({ phase: "done", name, result });
    onDone();
  };
  return { state, run };
}

const LINES_SHOWN_MAX = 20;

export function ImportReport({ state }: { readonly state: ImportState }) {
  const t = useWords();
  if (state.phase === "idle") return null;
  const { name } = state;
  return (
    <div className={`banner ${state.phase === "failed" ? "m-danger" : "m-busy"}`} role="status">
      <span />
      {state.phase === "running" && (
        <span>
          {t("network.dnc.importing", { name })}{" "}
          <progress aria-label={t("network.dnc.importing", { name })} value={state.done} max={state.parts} />
        </span>
      )}
      {state.phase === "failed" && (
        <span>
          {t("network.dnc.importFailed", { name })}{" "}
          {t(state.code === "file_too_large" ? "network.dnc.fileTooLarge" : `errors.${state.code}`)}
        </span>
      )}
      {state.phase === "done" && (
        <span>
          {t("network.dnc.imported", { name, added: state.result.added, known: state.result.known })}{" "}
          {state.result.unreadableCount > 0 &&
            t("network.dnc.unreadable", {
              count: state.result.unreadableCount,
              lines: state.result.unreadable.slice(0, LINES_SHOWN_MAX).join(", "),
            })}
        </span>
      )}
    </div>
  );
}
