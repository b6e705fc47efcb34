import { type RefObject, useCallback, useEffect, useRef } from "react";
import { useApp } from "../../app-context.js";
import { isNoteRow, type Row } from "./chat-view.js";

/**
 * Tells "read" for what others wrote when it is truly on a visible screen: in the scrolled part of the log, and
 * the page not in the background. What was in sight when the phone lay face down counts when it is picked up.
 */
export function useSeen(log: RefObject<HTMLElement | null>) {
  const { session } = useApp();
  const inSight = useRef(new Set<Element>());
  const observer = useRef<IntersectionObserver | null>(null);

  const tell = useCallback(() => {
    if (document.visibilityState !== "visible") return;
    const ids = [...inSight.current].flatMap(
      (element) => (element as HTMLElement).dataset["ids"]?.split(" ") ?? [],
    );
    const given = ids.filter((id) => id !== "");
    if (given.length > 0) session.seen(given);
  }, [session]);

  const watch = useCallback(() => {
    observer.current ??= new IntersectionObserver(
      (changes) => {
        for (const change of changes) {
          if (change.isIntersecting) inSight.current.add(change.target);
          else inSight.current.delete(change.target);
        }
        tell();
      },
      { root: log.current, threshold: 0.5 },
    );
    return observer.current;
  }, [log, tell]);

  useEffect(() => {
    document.addEventListener("visibilitychange", tell);
    return () => {
      document.removeEventListener("visibilitychange", tell);
      observer.current?.disconnect();
      observer.current = null;
    };
  }, [tell]);

  return useCallback(
    (row: Row) => {
      if (isNoteRow(row) || row.mine) return undefined;
      return (element: HTMLElement | null) => {
        if (element === null) return undefined;
        const current = watch();
        current.observe(element);
        return () => {
          current.unobserve(element);
          inSight.current.delete(element);
        };
      };
    },
    [watch],
  );
}
