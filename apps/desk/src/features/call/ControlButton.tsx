import type { Icon } from "@tabler/icons-react";
import { useId } from "react";
import { useWords } from "../../words/words.js";

export interface ControlButtonProps {
  /** Its name on the page (`data-call`), by which a key finds it. */
  readonly control: string;
  readonly word: string;
  /** More than the word says, for the tooltip. */
  readonly more?: string;
  readonly keys?: string;
  /** The path of the sentence that says why it cannot be used; `null`: it can. */
  readonly why: string | null;
  readonly on?: boolean;
  readonly expanded?: boolean;
  readonly pressed?: boolean;
  readonly danger?: boolean;
  /** Something is being recorded by it. */
  readonly records?: boolean;
  readonly icon: Icon;
  /** `clicks`: the event's `detail`. */
  readonly act: (clicks: number) => void;
}

/** A control of a call. What cannot be done now stays in its place and says why, to eyes and to ears. */
export function ControlButton({
  control,
  word,
  more = word,
  keys,
  why,
  on = false,
  expanded,
  pressed,
  danger = false,
  records = false,
  icon: Icon,
  act,
}: ControlButtonProps) {
  const t = useWords();
  const id = useId();
  return (
    <button
      type="button"
      className={`control${danger ? " end" : ""}${on ? " on" : ""}${records ? " rec-on" : ""}`}
      data-call={control}
      aria-disabled={why !== null}
      aria-expanded={expanded}
      aria-pressed={pressed}
      aria-keyshortcuts={keys}
      aria-describedby={why === null ? undefined : id}
      title={why === null ? (keys === undefined ? more : `${more} (${keys})`) : t(why)}
      onClick={(event) => {
        if (why === null) act(event.detail);
      }}
    >
      <span className="face">
        <Icon size={20} stroke={1.6} aria-hidden="true" />
      </span>
      <span className="call-word">{word}</span>
      {why !== null && (
        <span id={id} hidden>
          {t(why)}
        </span>
      )}
    </button>
  );
}
