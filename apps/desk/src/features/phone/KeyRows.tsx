import { useWords } from "../../words/words.js";

const KEYS = [
  ["1", ""],
  ["2", "ABC"],
  ["3", "DEF"],
  ["4", "GHI"],
  ["5", "JKL"],
  ["6", "MNO"],
  ["7", "PQRS"],
  ["8", "TUV"],
  ["9", "WXYZ"],
  ["*", ""],
  ["0", "+"],
  ["#", ""],
] as const;

/** The twelve keys of a telephone. */
export function KeyRows({
  onKey,
  why = null,
}: {
  readonly onKey: (key: string) => void;
  /** The sentence that says why they cannot be pressed now; `null`: they can. */
  readonly why?: string | null;
}) {
  const t = useWords();
  return (
    <div className="phone-keys">
      {KEYS.map(([key, letters]) => (
        <button
          key={key}
          type="button"
          className="phone-key"
          aria-label={t("phone.pad.key", { key })}
          aria-disabled={why !== null}
          title={why ?? undefined}
          onClick={() => {
            if (why === null) onKey(key);
          }}
        >
          <span className="num">{key}</span>
          <span className="letters" aria-hidden="true">
            {letters}
          </span>
        </button>
      ))}
    </div>
  );
}
