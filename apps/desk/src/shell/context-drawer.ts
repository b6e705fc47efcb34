import { useCallback, useEffect, useRef, useState } from "react";
import { useDesk } from "../state/store.js";

/** Whose context it is, under one name for an offer and the chat that becomes of it. */
interface Subject {
  readonly id: string;
  readonly hasPosition: boolean;
}

/** What the context is about, offer or chat. */
export function useSubject(offerId: string | null, interactionId: string | null): Subject | null {
  const id = useDesk(({ data }) => interactionId ?? data?.offers.get(offerId ?? "")?.interactionId ?? null);
  const hasPosition = useDesk(({ data }) => {
    const about =
      interactionId === null ? data?.offers.get(offerId ?? "") : data?.interactions.get(interactionId);
    return (about?.locations.length ?? 0) > 0;
  });
  return id === null ? null : { id, hasPosition };
}

export interface ContextDrawer {
  /** `itself`: nobody has asked for it, so it takes no focus. */
  readonly open: "closed" | "asked" | "itself";
  readonly toggle: () => void;
  readonly close: () => void;
}

/**
 * The context where three columns do not fit. A position is what the work begins with: for each customer who sent one the
 * drawer opens once by itself, without the focus, and goes when the agent writes an answer or turns to another chat.
 */
export function useContextDrawer(narrow: boolean, subject: Subject | null): ContextDrawer {
  const [open, setOpen] = useState<ContextDrawer["open"]>("closed");
  const shownFor = useRef(new Set<string>());
  const id = subject?.id ?? null;
  const hasPosition = subject?.hasPosition ?? false;
  useEffect(() => {
    if (!narrow || id === null || !hasPosition || shownFor.current.has(id)) return;
    shownFor.current.add(id);
    setOpen((now) => (now === "asked" ? now : "itself"));
  }, [narrow, id, hasPosition]);
  // It was for this customer: with another one in front it goes, and an effect above may open it anew.
  useEffect(() => {
    if (id !== null) return () => setOpen((now) => (now === "itself" ? "closed" : now));
  }, [id]);
  useEffect(() => {
    if (open !== "itself") return;
    const written = (event: Event): void => {
      if (event.target instanceof HTMLTextAreaElement && event.target.dataset["composer"] !== undefined)
        setOpen("closed");
    };
    document.addEventListener("input", written);
    return () => document.removeEventListener("input", written);
  }, [open]);
  return {
    open,
    toggle: useCallback(() => setOpen((now) => (now === "closed" ? "asked" : "closed")), []),
    close: useCallback(() => setOpen("closed"), []),
  };
}
