import { IconLayoutSidebarRight, IconLayoutSidebarRightFilled } from "@tabler/icons-react";
import { createContext, use } from "react";
import { useKeyHint } from "../keys/keymap.js";
import { useWords } from "../words/words.js";

/** How the frame shows the context column now; `null` where there is none. */
export interface ContextFrame {
  readonly shown: boolean;
  readonly toggle: () => void;
}

export const ContextFrameContext = createContext<ContextFrame | null>(null);

/** Shows or closes the context column, from wherever the work has its buttons. */
export function ContextToggle() {
  const t = useWords();
  const hint = useKeyHint("context");
  const frame = use(ContextFrameContext);
  if (frame === null) return null;
  const name = t(frame.shown ? "drawer.close" : "drawer.open");
  const Icon = frame.shown ? IconLayoutSidebarRightFilled : IconLayoutSidebarRight;
  return (
    <button
      type="button"
      className="btn icon quiet context-toggle"
      aria-label={name}
      aria-expanded={frame.shown}
      aria-keyshortcuts={hint.aria}
      title={hint.after(name)}
      onClick={frame.toggle}
    >
      <Icon size={18} stroke={1.6} aria-hidden="true" />
    </button>
  );
}
