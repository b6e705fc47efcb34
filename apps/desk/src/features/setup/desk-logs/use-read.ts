import { useCallback, useEffect, useState } from "react";
import type { Answer } from "../../../state/http.js";

/** What is read when it is first shown, and again when somebody asks. */
export function useRead<Result>(read: () => Promise<Answer<Result>>): {
  readonly result: Result | null;
  readonly failed: string | null;
  readonly again: () => void;
} {
  const [result, setResult] = useState<Result | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const again = useCallback((): void => {
    void read().then((answer) => {
      if (answer.ok) setResult(answer.result);
      setFailed(answer.ok ? null : answer.code);
    });
  }, [read]);
  useEffect(again, [again]);
  return { result, failed, again };
}
