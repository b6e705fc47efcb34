import type { NumberView } from "@patchbay/protocol";
import { useEffect, useState } from "react";
import { ask } from "../../state/actions.js";

/** A pause in typing: shorter ones would ask for every digit. */
const TYPED_MS = 180;

/** What is known of a number that is being typed; `null` while nothing is, or nobody has answered yet. */
export function useNumber(typed: string, entryId: string): NumberView | null {
  const [known, setKnown] = useState<{ readonly typed: string; readonly view: NumberView } | null>(null);
  const wanted = typed.trim();
  useEffect(() => {
    if (!/\d/.test(wanted)) {
      setKnown(null);
      return;
    }
    let late = false;
    const timer = window.setTimeout(() => {
      void ask("describeNumber", { number: wanted, entryId: entryId === "" ? null : entryId }).then(
        (answer) => {
          if (!late && answer.ok) setKnown({ typed: wanted, view: answer.output });
        },
      );
    }, TYPED_MS);
    return () => {
      late = true;
      window.clearTimeout(timer);
    };
  }, [wanted, entryId]);
  return known !== null && wanted !== "" ? known.view : null;
}
