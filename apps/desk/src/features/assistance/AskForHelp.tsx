import { Modal } from "@mantine/core";
import { ASSISTANCE_TEXT_MAX, type AssistanceReasonWord, type InteractionView } from "@patchbay/protocol";
import { IconAlertCircle, IconLifebuoy } from "@tabler/icons-react";
import { useState } from "react";
import { WhatIsThis } from "../../parts/errors/WhatIsThis.js";
import { useWaiting } from "../../parts/use-waiting.js";
import { ask } from "../../state/actions.js";
import { useWords } from "../../words/words.js";
import "./assistance.css";

const REASONS: readonly AssistanceReasonWord[] = [
  "question",
  "approval",
  "upset_customer",
  "technical",
  "other",
];
/** Words that were typed and not sent, by interaction: closing is no reason to lose them. */
const typed = new Map<string, string>();

/** What the help is wanted for, and what there is to say about it; Ctrl+Enter asks. */
export function AskForHelp({
  interaction: { interactionId, contact },
  onClose,
}: {
  readonly interaction: InteractionView;
  readonly onClose: () => void;
}) {
  const t = useWords();
  const [reason, setReason] = useState<AssistanceReasonWord>("question");
  const [text, setTextState] = useState(typed.get(interactionId) ?? "");
  const [error, setError] = useState<string | null>(null);
  const [waiting, run] = useWaiting();
  const setText = (next: string): void => {
    setTextState(next);
    typed.set(interactionId, next);
  };
  const send = async (): Promise<void> => {
    const answer = await ask("askAssistance", { interactionId, reason, text: text.trim() });
    // Asked already, here or by a colleague in it: the bar says so.
    if (!answer.ok && answer.error.code !== "already_in_progress") return setError(answer.error.code);
    typed.delete(interactionId);
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("assistance.ask.title", { name: contact.name })}
      closeButtonProps={{ "aria-label": t("setup.close") }}
      size="md"
      centered
    >
      <form
        className="help-form"
        onSubmit={(event) => {
          event.preventDefault();
          run(send);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
        }}
      >
        <p className="hint">{t("assistance.ask.what")}</p>
        <fieldset className="help-reasons">
          <legend className="label">{t("assistance.ask.reason")}</legend>
          {REASONS.map((one, at) => (
            <label key={one} className="row tight">
              <input
                type="radio"
                name="help-reason"
                data-autofocus={at === 0 || undefined}
                checked={reason === one}
                onChange={() => setReason(one)}
              />
              {t(`assistance.reasons.${one}`)}
            </label>
          ))}
        </fieldset>
        <label className="field">
          <span className="label">{t("assistance.ask.text")}</span>
          <textarea
            className="area"
            rows={3}
            maxLength={ASSISTANCE_TEXT_MAX}
            value={text}
            placeholder={t("assistance.ask.example")}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        {error !== null && (
          <p className="hint bad" role="alert">
            <IconAlertCircle size={14} stroke={1.8} aria-hidden="true" />
            <span>
              {t(`errors.${error}`)} <WhatIsThis code={error} />
            </span>
          </p>
        )}
        <div className="row help-acts">
          <button type="button" className="btn" onClick={onClose}>
            {t("assistance.ask.no")}
          </button>
          <button type="submit" className="btn primary" aria-disabled={waiting}>
            <IconLifebuoy size={18} stroke={1.6} aria-hidden="true" />
            {t("assistance.ask.yes")}
          </button>
        </div>
      </form>
    </Modal>
  );
}
