import { IconCopy } from "@tabler/icons-react";
import { toast } from "../../../state/actions.js";
import { useWords } from "../../../words/words.js";

export function CopyButton({
  text,
  label,
  small = false,
}: {
  readonly text: string;
  readonly label: string;
  /** The picture alone. */
  readonly small?: boolean;
}) {
  const t = useWords();
  // A page that is not served over a safe connection has no clipboard.
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      toast(t("entrySetup.copied"));
    } catch {
      toast(t("entrySetup.notCopied"), { tone: "error" });
    }
  };
  return (
    <button
      type="button"
      className={small ? "btn icon" : "btn sm"}
      aria-label={small ? label : undefined}
      title={small ? label : undefined}
      onClick={() => void copy()}
    >
      <IconCopy size={16} stroke={1.7} aria-hidden="true" />
      {!small && label}
    </button>
  );
}
