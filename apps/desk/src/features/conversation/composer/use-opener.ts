import { type RefObject, useEffect, useRef, useState } from "react";

export type Opened = "canned" | "emoji";

interface Opener {
  readonly open: Opened | null;
  /** Gives the focus back to the field, with the cursor where it was. */
  readonly close: () => void;
  /** For the button that opens one. */
  readonly button: (which: Opened) => {
    readonly "aria-expanded": boolean;
    readonly "data-opens": Opened;
    readonly onClick: () => void;
  };
}

/** One of the composer's panels at a time: by its button, by its key; away by Escape and by a press elsewhere. */
export function useOpener(field: RefObject<HTMLTextAreaElement | null>): Opener {
  const [open, setOpen] = useState<Opened | null>(null);
  const latest = useRef(open);
  latest.current = open;
  const toggle = (which: Opened): void => {
    if (latest.current === which) close();
    else setOpen(which);
  };
  const close = (): void => {
    setOpen(null);
    field.current?.focus();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it does is read when a key comes
  useEffect(() => {
    // A chat that is closed has no field, and nothing to put anywhere.
    const opens = (which: Opened) => (): void => {
      if (field.current !== null) toggle(which);
    };
    const canned = opens("canned");
    const emoji = opens("emoji");
    window.addEventListener("patchbay:canned", canned);
    window.addEventListener("patchbay:emoji", emoji);
    return () => {
      window.removeEventListener("patchbay:canned", canned);
      window.removeEventListener("patchbay:emoji", emoji);
    };
  }, []);
  useEffect(() => {
    if (open === null) return;
    const press = (event: PointerEvent): void => {
      const isInside =
        event.target instanceof Element &&
        event.target.closest(".canned-panel, .emoji-panel, [data-opens]") !== null;
      if (!isInside) setOpen(null);
    };
    document.addEventListener("pointerdown", press);
    return () => document.removeEventListener("pointerdown", press);
  }, [open]);
  return {
    open,
    close,
    button: (which) => ({
      "aria-expanded": open === which,
      "data-opens": which,
      onClick: () => toggle(which),
    }),
  };
}
