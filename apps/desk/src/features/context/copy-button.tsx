import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { toast } from "../../state/actions.js";
import { useWords } from "../../words/words.js";

const SHOWN_MS = 1_600;

/** Copies a text, and says that it did for a moment. `what` names it for those who do not see it. */
export function CopyButton({
  text,
  what,
  className = "",
}: {
  readonly text: string;
  readonly what: string;
  readonly className?: string;
}) {
  const t = useWords();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = window.setTimeout(() => setCopied(false), SHOWN_MS);
    return () => window.clearTimeout(timer);
  }, [copied]);
  const copy = (): void => {
    // Pages that are not secure have no clipboard.
    const written = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error("no clipboard"));
    written.then(
      () => setCopied(true),
      () => toast(t("context.copy.failed"), { tone: "error" }),
    );
  };
  const label = t("context.copy.do", { what });
  return (
    <button
      type="button"
      className={`btn icon sm quiet ctx-copy ${copied ? "done" : ""} ${className}`}
      title={label}
      aria-label={label}
      onClick={copy}
    >
      {copied ? (
        <IconCheck size={16} stroke={1.8} aria-hidden="true" />
      ) : (
        <IconCopy size={16} stroke={1.7} aria-hidden="true" />
      )}
      <span className="vh" role="status">
        {copied ? t("context.copy.done") : ""}
      </span>
    </button>
  );
}
