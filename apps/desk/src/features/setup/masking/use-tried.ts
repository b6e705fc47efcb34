import type { DeskOutput } from "@patchbay/protocol";
import { useEffect, useState } from "react";
import { ask } from "../../../state/actions.js";
import { formOf, type MaskingDraft } from "./masking-draft.js";

/** Long enough that a word is typed, short enough to be seen as an answer to it. */
const TYPING_MS = 200;

/** What the server would keep of a text under this draft. `null`: not known yet. */
export function useTried(draft: MaskingDraft, text: string): DeskOutput<"tryMasking"> | null {
  const [tried, setTried] = useState<DeskOutput<"tryMasking"> | null>(null);
  const form = JSON.stringify(formOf(draft));
  useEffect(() => {
    let current = true;
    const timer = setTimeout(async () => {
      const answer = await ask("tryMasking", { form: JSON.parse(form), text });
      if (current && answer.ok) setTried(answer.output);
    }, TYPING_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [form, text]);
  return tried;
}
