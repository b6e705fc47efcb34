import type { InteractionView } from "@patchbay/protocol";
import { IconFlagCheck } from "@tabler/icons-react";
import { useEffect, useLayoutEffect, useMemo, useRef } from "react";
import { useNow } from "../../../parts/time.js";
import { useWaiting } from "../../../parts/use-waiting.js";
import { ask, toastError } from "../../../state/actions.js";
import { useDesk } from "../../../state/store.js";
import { word } from "../../../words/words.js";
import { placeOf } from "../composer/focus.js";

/**
 * Chats that this agent has just ended and can still take back. They follow from the server's state and not from the
 * click: after a reload they are there again, and a message of the customer that undoes the end removes them.
 */
export function EndingToasts() {
  const interactions = useDesk((state) => state.data?.interactions);
  const ending = useMemo(
    () => [...(interactions?.values() ?? [])].filter(({ phase }) => phase === "ending"),
    [interactions],
  );
  return (
    <div className="conv-ending" aria-live="polite">
      {ending.map((interaction) => (
        <EndingToast key={interaction.interactionId} interaction={interaction} />
      ))}
    </div>
  );
}

function EndingToast({
  interaction: { interactionId, contact, stageUntil },
}: {
  readonly interaction: InteractionView;
}) {
  const now = useNow();
  const seconds = Math.max(0, Math.ceil(((stageUntil ?? now) - now) / 1_000));
  const [undoing, run] = useWaiting();
  const undo = async (): Promise<void> => {
    const answer = await ask("undoEnd", { interactionId });
    if (!answer.ok) toastError(answer.error);
  };
  const button = useRef<HTMLButtonElement>(null);
  // The button that ended the chat went away with it. Where the focus was lost, it goes on here; nowhere else.
  useEffect(() => {
    if (document.activeElement === null || document.activeElement === document.body) button.current?.focus();
  }, []);
  // When this button goes in its turn, the focus goes on to where its chat is written in, or says why it cannot be.
  useLayoutEffect(() => {
    const own = button.current;
    return () => {
      if (own === null || document.activeElement !== own) return;
      // After this change of the page and before anything else: nobody's key press falls into the gap.
      queueMicrotask(() => {
        if (document.activeElement === null || document.activeElement === document.body)
          placeOf(interactionId)?.focus();
      });
    };
  }, [interactionId]);
  return (
    <div className="toast">
      <IconFlagCheck size={18} stroke={1.6} aria-hidden="true" />
      <span>{word("conversation.ending.toast", { name: contact.name })}</span>
      <button type="button" ref={button} className="btn sm" aria-disabled={undoing} onClick={() => run(undo)}>
        {word(undoing ? "conversation.ending.undoing" : "conversation.ending.undo")}{" "}
        {/* Not read out each second. */}
        <span className="num" aria-hidden="true">
          {seconds} s
        </span>
      </button>
    </div>
  );
}
