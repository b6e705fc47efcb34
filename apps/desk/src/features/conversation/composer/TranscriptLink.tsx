import { IconFileText } from "@tabler/icons-react";
import { dateLocale, perLanguage } from "../../../parts/language-name.js";
import { useWaiting } from "../../../parts/use-waiting.js";
import { errorText, toast, typeDraft } from "../../../state/actions.js";
import { callHttp } from "../../../state/http.js";
import { useDesk } from "../../../state/store.js";
import { makeLinksVoid, noteGiven, useGivenLinks } from "../../../state/transcript-links.js";
import { word } from "../../../words/words.js";

const readLink = (body: unknown): { readonly path: string; readonly until: number } => {
  const { path, until } = (body ?? {}) as { path?: unknown; until?: unknown };
  return typeof path === "string" && path.startsWith("/transcript/") && typeof until === "number"
    ? { path, until }
    : { path: "", until: 0 };
};

/** Puts a link to this chat's transcript behind what is typed in it, wherever the agent has gone meanwhile. */
async function insertLink(interactionId: string): Promise<void> {
  const url = `/api/interactions/${encodeURIComponent(interactionId)}/transcript-link`;
  const answer = await callHttp(url, readLink, { method: "POST" });
  if (!answer.ok || answer.result.path === "") {
    const why = errorText({ code: answer.ok ? "unknown_error" : answer.code });
    toast(word("afterChat.linkFailed", { why }));
    return;
  }
  const before = useDesk.getState().drafts.get(interactionId)?.text ?? "";
  const line = word("afterChat.linkText", { url: `${window.location.origin}${answer.result.path}` });
  noteGiven(interactionId, answer.result.until);
  typeDraft(interactionId, before.trim() === "" ? line : `${before.trimEnd()}\n${line}`);
}

export function TranscriptLink({
  interactionId,
  onDone,
}: {
  readonly interactionId: string;
  readonly onDone: () => void;
}) {
  const name = word("afterChat.insertLink");
  return (
    <button
      type="button"
      className="btn icon quiet"
      title={name}
      aria-label={name}
      data-action="transcript-link"
      onClick={() => void insertLink(interactionId).then(onDone)}
    >
      <IconFileText size={18} stroke={1.6} aria-hidden="true" />
    </button>
  );
}

/** Until when the link can be read, and how to take it back; shown where it was given, as long as this page lives. */
export function GivenLink({ interactionId }: { readonly interactionId: string }) {
  const until = useGivenLinks((state) => state.until.get(interactionId));
  const [waiting, run] = useWaiting();
  if (until === undefined) return null;
  return (
    <div className="conv-given-link small soft">
      <span>{word("afterChat.linkUntil", { day: day().format(until) })}</span>
      <button
        type="button"
        className="btn sm"
        title={word("afterChat.makeVoidHint")}
        aria-disabled={waiting}
        onClick={() => run(() => takeBack(interactionId))}
      >
        {word("afterChat.makeVoid")}
      </button>
    </div>
  );
}

const day = perLanguage((locale) => new Intl.DateTimeFormat(locale, { dateStyle: "medium" }), dateLocale);

async function takeBack(interactionId: string): Promise<void> {
  const code = await makeLinksVoid(interactionId);
  if (code === null) toast(word("afterChat.madeVoid"));
  else toast(word("afterChat.voidFailed", { why: errorText({ code }) }), { tone: "error" });
}
