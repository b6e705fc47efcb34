import type { InteractionView, OfferView } from "@patchbay/protocol";
import { useWords } from "../../words/words.js";

/** What colleagues have written for whoever takes part now: the words that came with asking, and their notes so far. */
export function ColleagueNotes({
  message,
  notes,
}: {
  readonly message: { readonly name: string; readonly text: string } | null;
  readonly notes: InteractionView["teamNotes"] | OfferView["teamNotes"];
}) {
  const t = useWords();
  if (message === null && notes.length === 0) return null;
  return (
    <section className="call-entered call-notes" aria-label={t("call.notes.title")}>
      {message !== null && (
        <p>
          <b className="strong">{t("call.notes.message", { name: message.name })}</b> {message.text}
        </p>
      )}
      {notes.map(({ agentId, name, text }) => (
        <p key={agentId}>
          <b className="strong">{t("call.notes.note", { name })}</b> {text}
        </p>
      ))}
    </section>
  );
}
