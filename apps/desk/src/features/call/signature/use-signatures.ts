import type { CallSignatures } from "@patchbay/protocol";
import { useCallback, useEffect, useState } from "react";
import { readSignatures } from "./signature-http.js";

/** So long until a take that is being finished is looked at again. */
const AGAIN_MS = 500;

export interface Signatures {
  readonly known: CallSignatures | null;
  /** Why it could not be read; `null`: it was, or is being read. */
  readonly failed: string | null;
  readonly again: () => Promise<void>;
}

/**
 * The approved text of a call's service and the takes of this call.
 * @param sign read anew when it changes: a take began or ended, or the text is another one
 */
export function useSignatures(interactionId: string, sign: string): Signatures {
  const [known, setKnown] = useState<CallSignatures | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const again = useCallback(async (): Promise<void> => {
    const answer = await readSignatures(interactionId);
    if (answer.ok) setKnown(answer.result);
    setFailed(answer.ok ? null : answer.code);
  }, [interactionId]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `sign` says that there is something new to read
  useEffect(() => void again(), [again, sign]);
  const last = known?.takes.at(-1);
  const unfinished = last !== undefined && !last.playable && ["recording", "to_judge"].includes(last.state);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer that says so asks for another
  useEffect(() => {
    if (!unfinished) return;
    const timer = setTimeout(() => void again(), AGAIN_MS);
    return () => clearTimeout(timer);
  }, [unfinished, known, again]);
  return { known, failed, again };
}
