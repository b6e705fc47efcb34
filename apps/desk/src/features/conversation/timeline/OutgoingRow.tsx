import { IconAlertTriangle, IconClock, IconEyeOff, IconFile, IconRefresh, IconX } from "@tabler/icons-react";
import { WhatIsThis } from "../../../parts/errors/WhatIsThis.js";
import { LinkedText } from "../../../parts/LinkedText.js";
import { discardOutgoing, retry, setDraftAudience, typeDraft } from "../../../state/actions.js";
import { type OutgoingLine, useDesk } from "../../../state/store.js";
import { word } from "../../../words/words.js";
import { focusComposer } from "../composer/focus.js";
import { again, cancelUpload, discard, mayTryAgain } from "../composer/uploads.js";
import type { Row } from "./lines.js";
import { bytesText, timeText } from "./wording.js";

/** A message on its way, or one that did not get there and waits for the agent to decide. */
export function OutgoingRow({ row }: { readonly row: Extract<Row, { kind: "outgoing" }> }) {
  const { line, first, last } = row;
  const team = line.audience === "team";
  const content =
    line.body.kind === "text" ? <LinkedText text={line.body.text} /> : <UploadRow line={line} />;
  return (
    <div
      className={`msg out${first ? "" : " cont"}${last ? "" : " conv-open"}${line.state === "failed" ? " conv-failed" : ""}`}
    >
      <div className="stack">
        {line.body.kind === "text" ? (
          <div className={`bubble conv-text${team ? " conv-team" : ""}`}>
            {team && <IconEyeOff size={16} stroke={1.7} aria-hidden="true" className="conv-inline" />}
            {content}
          </div>
        ) : (
          content
        )}
        {line.state === "failed" ? <Failure line={line} /> : last && <OnItsWay line={line} />}
      </div>
    </div>
  );
}

function OnItsWay({ line }: { readonly line: OutgoingLine }) {
  const live = useDesk((state) => state.link.status === "live");
  return (
    <div className="meta">
      <span>{timeText(line.at)}</span>
      <span className="conv-state">
        <IconClock size={14} stroke={1.9} aria-hidden="true" />
        {word(live ? "conversation.state.sending" : "conversation.state.waiting")}
      </span>
    </div>
  );
}

function UploadRow({ line }: { readonly line: OutgoingLine }) {
  if (line.body.kind !== "file") return null;
  const { name, bytes } = line.body;
  const percent = Math.round((line.progress ?? 0) * 100);
  const uploading = line.state === "sending" && percent < 100;
  return (
    <div className="file conv-upload">
      <span className="thumb" aria-hidden="true">
        <IconFile size={18} stroke={1.6} />
      </span>
      <span className="conv-file-name">
        <span className="clip" title={name}>
          {name}
        </span>
        <span className="small mute num">
          {bytesText(bytes)}
          {uploading && line.progress !== null && ` · ${word("conversation.state.uploading", { percent })}`}
        </span>
      </span>
      {uploading ? (
        <button
          type="button"
          className="btn icon quiet"
          title={word("conversation.state.cancelUpload", { name })}
          aria-label={word("conversation.state.cancelUpload", { name })}
          onClick={() => cancelUpload(line.clientMessageId)}
        >
          <IconX size={16} stroke={1.7} aria-hidden="true" />
        </button>
      ) : (
        <span />
      )}
      {line.state === "sending" && (
        <progress className="conv-progress" max={100} value={percent} aria-label={name} />
      )}
    </div>
  );
}

function Failure({ line }: { readonly line: OutgoingLine }) {
  const { clientMessageId, interactionId, body, audience } = line;
  const putBack = (): void => {
    if (body.kind !== "text") return;
    const typed = useDesk.getState().drafts.get(interactionId)?.text ?? "";
    discardOutgoing(clientMessageId);
    // A whisper that was not delivered goes back as a whisper.
    if (audience === "team") setDraftAudience(interactionId, "team");
    typeDraft(interactionId, typed.trim() === "" ? body.text : `${body.text}\n${typed}`);
    focusComposer(interactionId);
  };
  return (
    <div className="meta conv-failure" role="alert">
      <IconAlertTriangle size={14} stroke={1.9} aria-hidden="true" />
      <b>{word("conversation.state.failed")}</b>
      <span className="conv-failure-why">
        {word(`errors.${line.error ?? "unknown_error"}`)} <WhatIsThis code={line.error ?? "unknown_error"} />
      </span>
      {mayTryAgain(line.error) && (
        <button
          type="button"
          className="btn sm"
          onClick={() => (body.kind === "text" ? retry(clientMessageId) : again(clientMessageId))}
        >
          <IconRefresh size={14} stroke={1.8} aria-hidden="true" />
          {word("conversation.state.retry")}
        </button>
      )}
      {body.kind === "text" ? (
        <button
          type="button"
          className="btn sm quiet"
          title={word("conversation.state.putBackLabel")}
          onClick={putBack}
        >
          {word("conversation.state.putBack")}
        </button>
      ) : (
        <button type="button" className="btn sm quiet" onClick={() => discard(clientMessageId)}>
          {word("conversation.state.discard")}
        </button>
      )}
    </div>
  );
}
