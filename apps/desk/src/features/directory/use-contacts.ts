import { CONTACT_SEARCH_MIN, type ContactView } from "@patchbay/protocol";
import { useEffect, useState } from "react";
import { ask } from "../../state/actions.js";

const TYPED_MS = 150;

export interface FoundContacts {
  /** `null`: the text is too short, or nobody has answered yet. */
  readonly contacts: readonly ContactView[] | null;
  readonly more: boolean;
  readonly looking: boolean;
}

const NONE: FoundContacts = { contacts: null, more: false, looking: false };

/** The center's contacts for what is being typed. The last answer stays until the next one is there. */
export function useContacts(sought: string): FoundContacts {
  const [found, setFound] = useState(NONE);
  const text = sought.trim();
  useEffect(() => {
    if (text.length < CONTACT_SEARCH_MIN) {
      setFound(NONE);
      return;
    }
    let late = false;
    setFound((before) => ({ ...before, looking: true }));
    const timer = window.setTimeout(() => {
      void ask("searchContacts", { text }).then((answer) => {
        if (late) return;
        setFound(answer.ok ? { ...answer.output, looking: false } : NONE);
      });
    }, TYPED_MS);
    return () => {
      late = true;
      window.clearTimeout(timer);
    };
  }, [text]);
  return found;
}
