import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconX } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useKeyHint } from "../keys/keymap.js";
import { useWords } from "../words/words.js";
import "./frame.css";

/** Makes the list narrow, or wide again. */
export function ListToggle({
  folded,
  onToggle,
}: {
  readonly folded: boolean;
  readonly onToggle: () => void;
}) {
  const t = useWords();
  const hint = useKeyHint("list");
  const name = t(folded ? "columns.unfoldList" : "columns.foldList");
  const Icon = folded ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  return (
    <button
      type="button"
      className="btn icon quiet sm list-toggle"
      aria-label={name}
      aria-keyshortcuts={hint.aria}
      title={hint.after(name)}
      onClick={onToggle}
    >
      <Icon size={16} stroke={1.7} aria-hidden="true" />
    </button>
  );
}

/**
 * The context over the work, where three columns do not fit. Where the agent asked for it, the focus comes along, and goes
 * back.
 */
export function Drawer({
  asked,
  children,
  onClose,
}: {
  readonly asked: boolean;
  readonly children: ReactNode;
  readonly onClose: () => void;
}) {
  const t = useWords();
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!asked) return;
    const before = document.activeElement;
    close.current?.focus();
    return () => {
      const active = document.activeElement;
      if (before instanceof HTMLElement && (active === null || active === document.body)) before.focus();
    };
  }, [asked]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes it from anywhere inside; the button is the control
    <div
      className="drawer"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.stopPropagation();
        onClose();
      }}
    >
      {children}
      <button
        ref={close}
        type="button"
        className="btn icon quiet drawer-close"
        aria-label={t("drawer.close")}
        title={`${t("drawer.close")} (Esc)`}
        onClick={onClose}
      >
        <IconX size={18} stroke={1.6} aria-hidden="true" />
      </button>
    </div>
  );
}
