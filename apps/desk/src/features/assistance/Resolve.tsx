import { ASSISTANCE_TEXT_MAX } from "@patchbay/protocol";
import { useEffect, useRef, useState } from "react";
import { useWaiting } from "../../parts/use-waiting.js";
import { ask, toastError } from "../../state/actions.js";
import { useWords } from "../../words/words.js";

/** A word for the agent, and the request is done. Enter sends it, Escape goes back. */
export function Resolve({
  interactionId,
  onDone,
}: {
  readonly interactionId: string;
  readonly onDone: () => void;
}) {
  const t = useWords();
  const [text, setText] = useState("");
  const [waiting, run] = useWaiting();
  const field = useRef<HTMLInputElement>(null);
  // The supervisor has just asked for it.
  useEffect(() => field.current?.focus(), []);
  const resolve = async (): Promise<void> => {
    const answer = await ask("resolveAssistance", { interactionId, text: text.trim() });
    if (!answer.ok && answer.error.code !== "nothing_to_cancel") return void toastError(answer.error);
    onDone();
  };
  return (
    <form
      className="help-resolve"
      onSubmit={(event) => {
        event.preventDefault();
        run(resolve);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onDone();
      }}
    >
      <input
        ref={field}
        className="input md"
        maxLength={ASSISTANCE_TEXT_MAX}
        value={text}
        aria-label={t("assistance.resolve.text")}
        placeholder={t("assistance.resolve.text")}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="btn primary" aria-disabled={waiting}>
        {t("assistance.resolve.yes")}
      </button>
    </form>
  );
}
