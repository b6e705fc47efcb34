import type { InteractionView } from "@patchbay/protocol";
import { useWords } from "../../../../words/words.js";
import { CannedRow, Preview, useFilling } from "../../../canned/index.js";
import type { Suggestion } from "./use-typed.js";
import "../../../canned/canned.css";
import "../../../emoji/emoji.css";

/** What fits what is typed, above the composer. The focus stays in the field: its keys are this list's. */
export function Suggestions({
  id,
  kind,
  found,
  chosen,
  interaction,
  optionId,
  onLook,
  onPick,
}: {
  readonly id: string;
  readonly kind: Suggestion["kind"];
  readonly found: readonly Suggestion[];
  readonly chosen: Suggestion | undefined;
  readonly interaction: InteractionView;
  readonly optionId: (one: Suggestion) => string;
  readonly onLook: (index: number) => void;
  readonly onPick: (one: Suggestion) => void;
}) {
  const t = useWords();
  const fill = useFilling(interaction);
  return (
    <div className="conv-typed">
      <p className="vh" role="status">
        {t(`${kind}.found`, { count: found.length })}
      </p>
      <div
        className="canned-options"
        role="listbox"
        id={id}
        // What scrolls can be reached by keys; the focus stays in the field for all that.
        tabIndex={0}
        aria-label={t(`${kind}.suggestions`)}
      >
        {found.map((one, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: its keys are the field's
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
          <div
            key={one.id}
            id={optionId(one)}
            role="option"
            className={one.kind === "canned" ? "canned-option" : "emoji-option"}
            aria-selected={one === chosen}
            // A press must not take the focus out of the field.
            onMouseDown={(event) => event.preventDefault()}
            onMouseMove={() => onLook(index)}
            onClick={() => onPick(one)}
          >
            {one.kind === "canned" ? (
              <CannedRow response={one.response} text={fill(one.response.text).text} />
            ) : (
              <>
                <span className="emoji-face">{one.emoji.text}</span>
                <span className="clip">{one.emoji.label}</span>
              </>
            )}
          </div>
        ))}
      </div>
      {chosen?.kind === "canned" && (
        <div className="canned-preview" title={t("canned.preview")}>
          <p>
            <Preview parts={fill(chosen.response.text).parts} />
          </p>
        </div>
      )}
      <p className="conv-typed-keys small mute" aria-hidden="true">
        <kbd>↑</kbd> <kbd>↓</kbd> {t("canned.chooseKey")} <kbd>Enter</kbd> {t("canned.insertKey")}{" "}
        <kbd>Esc</kbd> {t("canned.closeKey")}
      </p>
    </div>
  );
}
