import { useNow } from "../../../parts/time.js";
import { useDesk } from "../../../state/store.js";
import { word } from "../../../words/words.js";

/** Says that the customer, or a colleague, writes just now, with the words so far where the app tells them. */
export function TypingLine({
  interactionId,
  customerName,
}: {
  readonly interactionId: string;
  readonly customerName: string;
}) {
  useNow();
  const typing = useDesk((state) => state.typing.get(interactionId));
  const colleague = useDesk((state) =>
    typing && typing.who !== "customer" ? state.data?.roster.get(typing.who)?.name : undefined,
  );
  if (typing === undefined || typing.until < Date.now()) return null;
  const name = typing.who === "customer" ? customerName : (colleague ?? word("conversation.somebody"));
  return (
    <div className="conv-typing">
      <span className="conv-typing-dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <span>{word("conversation.line.typing", { name })}</span>
      {typing.preview !== null && typing.preview !== "" && (
        <span className="conv-typing-preview">{typing.preview}</span>
      )}
    </div>
  );
}
