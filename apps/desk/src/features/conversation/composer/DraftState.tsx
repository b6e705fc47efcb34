import { useDesk } from "../../../state/store.js";
import { word } from "../../../words/words.js";

/** Whether the server has what is typed. Says nothing while nothing is typed. */
export function DraftState({
  interactionId,
  over,
}: {
  readonly interactionId: string;
  readonly over: number;
}) {
  const draft = useDesk((state) => state.drafts.get(interactionId));
  const live = useDesk((state) => state.link.status === "live");
  if (over > 0) {
    return (
      <span className="conv-draft bad" role="alert">
        {word("conversation.composer.tooLong", { over })}
      </span>
    );
  }
  if (draft === undefined || draft.text === "") return null;
  const state = draft.saved ? "saved" : live ? "saving" : "notSaved";
  return <span className={`conv-draft ${state}`}>{word(`conversation.composer.${state}`)}</span>;
}
