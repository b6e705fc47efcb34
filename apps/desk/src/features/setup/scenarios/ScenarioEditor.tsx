import type { ScenarioView } from "@patchbay/protocol";
import { useCallback, useEffect, useState } from "react";
import { ask } from "../../../state/actions.js";
import { useDesk } from "../../../state/store.js";
import { Failed } from "../parts/Failed.js";
import { useLists } from "../setup-data.js";
import { EditorForm } from "./EditorForm.js";
import { isNew } from "./kept-drafts.js";

/** A scenario with its form: read from the server, or a new one that is only here. */
export function ScenarioEditor({ id }: { readonly id: string }) {
  useLists("numbers", "prompts", "scenarios");
  const live = useDesk((state) => state.link.status === "live");
  const [view, setView] = useState<ScenarioView | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const read = useCallback(async (): Promise<void> => {
    if (isNew(id)) return;
    const answer = await ask("setupScenario", { scenarioId: id });
    if (answer.ok) setView(answer.output);
    setFailed(answer.ok ? null : answer.error.code);
  }, [id]);
  useEffect(() => {
    if (live) void read();
  }, [live, read]);
  if (failed !== null && view === null) return <Failed code={failed} onAgain={() => void read()} />;
  if (view === null && !isNew(id)) return null;
  return <EditorForm id={id} view={view} onRead={() => void read()} />;
}
