import type { MessageView } from "@patchbay/protocol";
import { IconCheck, IconChecks, IconEyeOff, IconShieldLock } from "@tabler/icons-react";
import { Avatar } from "../../../parts/Avatar.js";
import { LinkedText } from "../../../parts/LinkedText.js";
import { withSeat } from "../../../state/store.js";
import { word } from "../../../words/words.js";
import { Bubble } from "./Bubble.js";
import type { Row, Speaker } from "./lines.js";
import { bytesText, fullTimeText, timeText } from "./wording.js";

/** Faces and names of those who speak. */
export interface Faces {
  readonly contactId: string;
  readonly customerName: string;
  readonly photoOf: (agentId: string) => string | null;
}

type Spoken = Extract<Row, { kind: "message" | "pictures" }>;

/** Something in it was hidden before it was kept: whoever reads it must not take it for what was written. */
function MaskedMark() {
  return (
    <span className="conv-masked" title={word("masking.markHint")}>
      <IconShieldLock size={14} stroke={1.7} aria-hidden="true" />
      {word("masking.mark")}
      <span className="vh">{word("masking.markHint")}</span>
    </span>
  );
}

export function MessageRow({
  row,
  faces,
  onOpenPicture,
}: {
  readonly row: Spoken;
  readonly faces: Faces;
  readonly onOpenPicture: (messageId: string) => void;
}) {
  const { speaker, first, last } = row;
  const messages = row.kind === "pictures" ? row.messages : [row.message];
  const newest = messages.at(-1);
  const out = speaker.who !== "customer";
  return (
    <div className={`msg${out ? " out" : ""}${first ? "" : " cont"}${last ? "" : " conv-open"}`}>
      {!out && (last ? <Avatar name={faces.customerName} id={faces.contactId} /> : <span />)}
      <div className="stack">
        {first && <span className="vh">{nameOf(speaker, faces)}</span>}
        {first && speaker.who === "colleague" && <span className="conv-speaker">{speaker.name}</span>}
        {row.kind === "pictures" ? (
          <Pictures messages={row.messages} who={nameOf(speaker, faces)} onOpen={onOpenPicture} />
        ) : (
          <Bubble message={row.message} />
        )}
        {row.kind === "message" && row.message.masked === true && <MaskedMark />}
        {last && newest !== undefined && (
          <div className="meta">
            <time dateTime={new Date(newest.at).toISOString()} title={fullTimeText(newest.at)}>
              {timeText(newest.at)}
            </time>
            {row.kind === "pictures" && (
              <span>
                {"· "}
                {word("conversation.line.pictures", {
                  count: messages.length,
                  size: bytesText(sizeOf(messages)),
                })}
              </span>
            )}
            {out && <StateMark message={newest} />}
          </div>
        )}
      </div>
    </div>
  );
}

function StateMark({ message: { state, stateAt } }: { readonly message: MessageView }) {
  const text = word(`conversation.state.${state}`);
  const Icon = state === "sent" ? IconCheck : IconChecks;
  return (
    <span className="conv-state" title={stateAt === null ? undefined : `${text} ${fullTimeText(stateAt)}`}>
      <span className={state === "read" ? "read" : ""}>
        <Icon size={14} stroke={1.9} aria-hidden="true" />
      </span>
      {text}
    </span>
  );
}

function Pictures({
  messages,
  who,
  onOpen,
}: {
  readonly messages: readonly MessageView[];
  readonly who: string;
  readonly onOpen: (messageId: string) => void;
}) {
  return (
    <div className={`photos conv-photos${messages.length === 1 ? " one" : ""}`}>
      {messages.map(({ messageId, body }) =>
        body.kind !== "file" || body.file.thumbnailUrl === null ? null : (
          <figure key={messageId}>
            <button
              type="button"
              aria-label={word("conversation.line.openPicture", { name: body.file.name })}
              onClick={() => onOpen(messageId)}
            >
              <img
                src={withSeat(body.file.thumbnailUrl)}
                alt={word("conversation.line.picture", { name: body.file.name, who })}
                loading="lazy"
                decoding="async"
              />
            </button>
          </figure>
        ),
      )}
    </div>
  );
}

/** Words inside the team: the customer never sees them, so they look like nothing else. */
export function WhisperRow({
  row,
  onOpenPicture,
  faces,
}: {
  readonly row: Extract<Row, { kind: "whisper" }>;
  readonly faces: Faces;
  readonly onOpenPicture: (messageId: string) => void;
}) {
  const { speaker, message } = row;
  const { body } = message;
  return (
    <div className="whisper conv-whisper">
      <IconEyeOff size={16} stroke={1.7} className="i s16" aria-hidden="true" />
      <div>
        <b>
          {speaker.who === "me"
            ? word("conversation.line.yourWhisper")
            : word("conversation.line.whisper", { name: nameOf(speaker, faces) })}
        </b>{" "}
        {body.kind === "text" ? (
          <span className="conv-text">
            <LinkedText text={body.text} />
          </span>
        ) : body.kind === "file" && body.file.thumbnailUrl !== null ? (
          <Pictures messages={[message]} who={nameOf(speaker, faces)} onOpen={onOpenPicture} />
        ) : (
          <Bubble message={message} />
        )}
        <time
          className="conv-whisper-time num"
          dateTime={new Date(message.at).toISOString()}
          title={fullTimeText(message.at)}
        >
          {timeText(message.at)}
        </time>
      </div>
    </div>
  );
}

export function nameOf(speaker: Speaker, faces: Faces): string {
  if (speaker.who === "customer") return faces.customerName;
  return speaker.who === "me" ? word("conversation.youStart") : speaker.name;
}

const sizeOf = (messages: readonly MessageView[]): number =>
  messages.reduce((bytes, { body }) => bytes + (body.kind === "file" ? body.file.bytes : 0), 0);
