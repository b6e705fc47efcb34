import { Modal } from "@mantine/core";
import type { InteractionView } from "@patchbay/protocol";
import { type ReactNode, useState } from "react";
import { ask, toastError } from "../../state/actions.js";
import { useWords } from "../../words/words.js";

/** @returns whether it is noted */
export async function setConsent(interactionId: string, consent: boolean): Promise<boolean> {
  const answer = await ask("setConsent", { interactionId, consent });
  if (!answer.ok) toastError(answer.error);
  return answer.ok;
}

/**
 * The question before a recording that needs the customer's yes.
 * @returns `ask`, which begins it, and what is to be drawn while it waits for its answer
 */
export function useConsentQuestion({
  interactionId,
  call,
}: Pick<InteractionView, "interactionId" | "call">): {
  readonly ask: (whenAgreed: () => void) => void;
  readonly question: ReactNode;
} {
  const [waiting, setWaiting] = useState<{ readonly whenAgreed: () => void } | null>(null);
  const answer = async (consent: boolean): Promise<void> => {
    setWaiting(null);
    if ((await setConsent(interactionId, consent)) && consent) waiting?.whenAgreed();
  };
  return {
    ask: (whenAgreed) => setWaiting({ whenAgreed }),
    question:
      waiting === null ? null : (
        <ConsentQuestion
          onlySignature={call?.recordingRule.consent === "not_required"}
          onAnswer={(consent) => void answer(consent)}
          onClose={() => setWaiting(null)}
        />
      ),
  };
}

const KEYS: Readonly<Record<string, boolean>> = { y: true, n: false };

function ConsentQuestion({
  onlySignature,
  onAnswer,
  onClose,
}: {
  /** Other recordings need no consent here. */
  readonly onlySignature: boolean;
  readonly onAnswer: (consent: boolean) => void;
  readonly onClose: () => void;
}) {
  const t = useWords();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the dialog inside, which are not for what lies behind it
    <div
      onKeyDown={(event) => {
        event.stopPropagation();
        const consent =
          event.altKey || event.ctrlKey || event.metaKey ? undefined : KEYS[event.key.toLowerCase()];
        if (event.key === "Escape") onClose();
        else if (consent !== undefined) onAnswer(consent);
      }}
    >
      <Modal
        opened
        onClose={onClose}
        title={t("records.call.question.title")}
        size="sm"
        centered
        withCloseButton={false}
      >
        <div className="setup-question">
          <p>{t(onlySignature ? "records.call.question.bodySignature" : "records.call.question.body")}</p>
          <div className="acts">
            <button type="button" className="btn" aria-keyshortcuts="Escape" onClick={onClose}>
              {t("records.call.question.cancel")}
            </button>
            <button type="button" className="btn" aria-keyshortcuts="N" onClick={() => onAnswer(false)}>
              {t("records.call.question.no")} <kbd>N</kbd>
            </button>
            <button
              type="button"
              className="btn primary"
              aria-keyshortcuts="Y"
              data-autofocus
              onClick={() => onAnswer(true)}
            >
              {t("records.call.question.yes")} <kbd>Y</kbd>
            </button>
          </div>
        </div>
      </Modal>
    </div>
  );
}
