import { IconFileText } from "@tabler/icons-react";
import { errorText, toast, typeDraft } from "../../../state/actions.js";
import { callHttp } from "../../../state/http.js";
import { useDesk } from "../../../state/store.js";
import { word } from "../../../words/words.js";

const readPath = (body: unknown): string => {
  const { path } = (body ?? {}) as { path?: unknown };
  return typeof path === "string" && path.startsWith("/transcript/") ? path : "";
};

/** Puts a link to this chat's transcript behind what is typed in it, wherever the agent has gone meanwhile. */
async function insertLink(interactionId: string): Promise<void> {
  const url = `/api/interactions/${encodeURIComponent(interactionId)}/transcript-link`;
  const answer = await callHttp(url, readPath, { method: "POST" });
  if (!answer.ok || answer.result === "") {
    const why = errorText({ code: answer.ok ? "unknown_error" : answer.code });
    toast(word("afterChat.linkFailed", { why }));
    return;
  }
  const before = useDesk.getState().drafts.get(interactionId)?.text ?? "";
  const line = word("afterChat.linkText", { url: `${window.location.origin}${answer.result}` });
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
