import type { InteractionView } from "@patchbay/protocol";
import { IconDoorExit } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useRequestTarget } from "../../../parts/request-target.js";
import { ask, toast } from "../../../state/actions.js";
import { word } from "../../../words/words.js";
import { placeOf } from "../composer/focus.js";
import { othersIn, refusalOf } from "./way-out.js";

/**
 * Leaving cannot be taken back, so it asks once, and says with whom the customer is then. It is there only while there is
 * somebody to leave the customer to: whoever stays alone is asked nothing more.
 */
export function LeaveQuestion({
  interaction,
  me,
  onDone,
}: {
  readonly interaction: InteractionView;
  readonly me: string;
  readonly onDone: () => void;
}) {
  const { interactionId, contact, parties, request } = interaction;
  const others = othersIn(parties, me);
  const to = useRequestTarget(request);
  const own = useRef<HTMLDivElement>(null);
  const first = useRef<HTMLButtonElement>(null);
  const [leaving, setLeaving] = useState(false);
  // The agent has just asked for this; and where it goes under the focus, the focus goes on in the chat.
  useEffect(() => first.current?.focus(), []);
  useLayoutEffect(() => {
    const place = own.current;
    return () => {
      if (place === null || !place.contains(document.activeElement)) return;
      queueMicrotask(() => {
        if (document.activeElement === null || document.activeElement === document.body)
          placeOf(interactionId)?.focus();
      });
    };
  }, [interactionId]);

  const leave = async (): Promise<void> => {
    if (leaving) return;
    setLeaving(true);
    const answer = await ask("leaveInteraction", { interactionId });
    setLeaving(false);
    if (!answer.ok) toast(refusalOf("leave", answer.error), { tone: "error" });
    onDone();
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onDone();
  };
  const names = others.map(({ name }) => name).join(", ");
  return (
    <div className="conv-ending">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form; this is one question with its answers */}
      <div
        ref={own}
        className="toast"
        role="group"
        aria-label={word("conversation.leave.label")}
        onKeyDown={key}
      >
        <IconDoorExit size={18} stroke={1.6} aria-hidden="true" />
        <span role="status">
          {others.length > 0
            ? word("conversation.leave.toOthers", { count: others.length, names, customer: contact.name })
            : word("conversation.leave.toRequest", { to, customer: contact.name })}
        </span>
        <button
          ref={first}
          type="button"
          className="btn sm"
          aria-disabled={leaving}
          onClick={() => void leave()}
        >
          {word(leaving ? "conversation.leave.leaving" : "conversation.leave.leave")}
        </button>
        <button type="button" className="btn sm" onClick={onDone}>
          {word("conversation.leave.stay")}
        </button>
      </div>
    </div>
  );
}
