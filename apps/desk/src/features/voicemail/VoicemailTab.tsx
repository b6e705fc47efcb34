import type { VoicemailView } from "@patchbay/protocol";
import {
  IconCalendarPlus,
  IconCheck,
  IconPlayerPlay,
  IconRecordMail,
  IconSettings,
  IconTrash,
} from "@tabler/icons-react";
import { type KeyboardEvent, type RefObject, useEffect, useMemo, useState } from "react";
import { clockText } from "../../parts/time.js";
import { toast } from "../../state/actions.js";
import { serverNow, useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { whenText } from "../context/history/when.js";
import { FilterSegment, ListHints } from "../directory/list-parts.js";
import { CallAny, CallColleague } from "../directory/RowButtons.js";
import { fold, whyNotCalled } from "../directory/targets.js";
import { type RowsHandle, VirtualRows } from "../directory/VirtualRows.js";
import { FollowUpForm } from "../follow-ups/FollowUpForm.js";
import { keyOfNew, openNewFollowUp, useDraft } from "../follow-ups/index.js";
import { RecordingPlayer } from "../records/player/RecordingPlayer.js";
import { MailboxForm } from "./MailboxForm.js";
import {
  deleteMessage,
  filterVoicemail,
  markMessage,
  moreVoicemail,
  openMessage,
  refreshVoicemail,
  useVoicemail,
  type VoicemailFilter,
} from "./voicemail-store.js";
import "./voicemail.css";

const FILTERS: readonly VoicemailFilter[] = ["all", "new"];

type Row = VoicemailView & { readonly key: string; readonly name: string };

/** Messages in the own mailbox and in those of the services that the agent serves, newest first. */
export function VoicemailTab({
  sought,
  rows: handle,
  onLeave,
}: {
  readonly sought: string;
  readonly rows: RefObject<RowsHandle | null>;
  readonly onLeave: () => void;
}) {
  const t = useWords();
  const { messages, filter, fresh, state } = useVoicemail();
  const [settings, setSettings] = useState(false);
  const roster = useDesk((desk) => desk.data?.roster);
  useEffect(() => void refreshVoicemail(), []);
  const rows = useMemo(
    (): readonly Row[] =>
      messages
        .map((message) => ({
          ...message,
          key: message.recordingId,
          name: callerName(t, message, (agentId) => roster?.get(agentId)?.name ?? null),
        }))
        .filter(({ name, number, serviceName }) =>
          fold(`${name} ${number?.raw ?? ""} ${number?.display ?? ""} ${serviceName ?? ""}`).includes(
            fold(sought),
          ),
        ),
    [messages, sought, roster, t],
  );
  return (
    <>
      <div className="vm-bar">
        <FilterSegment
          words="voicemail"
          filters={FILTERS}
          chosen={filter}
          counted={{ filter: "new", count: fresh }}
          onChoose={filterVoicemail}
        />
        <span className="grow" />
        <button
          type="button"
          className="btn sm"
          aria-expanded={settings}
          onClick={() => setSettings(!settings)}
        >
          <IconSettings size={16} stroke={1.7} aria-hidden="true" />
          {t("voicemail.mailbox.title")}
        </button>
      </div>
      {settings && <MailboxForm onClose={() => setSettings(false)} />}
      <ListHints
        words="voicemail"
        filter={filter}
        state={state}
        isEmpty={rows.length === 0}
        isSought={sought !== ""}
        Icon={IconRecordMail}
        onAgain={() => void refreshVoicemail()}
      />
      <VirtualRows
        rows={rows}
        label={t("directory.tabs.voicemail")}
        handle={handle}
        isRow={() => true}
        render={(message) => <Line message={message} />}
        onLeave={onLeave}
        onEnd={moreVoicemail}
      />
    </>
  );
}

/** What a message is called: the customer, the colleague, or the number alone. */
export function callerName(
  t: ReturnType<typeof useWords>,
  { agentId, contact, number }: Pick<VoicemailView, "agentId" | "contact" | "number">,
  nameOf: (agentId: string) => string | null,
): string {
  if (agentId !== null) return nameOf(agentId) ?? t("directory.recent.colleague");
  const name = contact?.name ?? "";
  return name === "" ? (number?.display ?? t("call.withheld")) : name;
}

function Line({ message }: { readonly message: Row }) {
  const t = useWords();
  const isOpen = useVoicemail((state) => state.openId === message.recordingId);
  const { interactionId, contact, recordingId, name, isNew, heardBy, number, serviceName, durationMs } =
    message;
  const followsUp = useDraft(keyOfNew(interactionId)) !== undefined;
  const about = [
    serviceName ?? t("voicemail.yours"),
    number !== null && number.display !== name ? number.display : null,
    clockText(durationMs),
    !isNew && heardBy !== null ? t("voicemail.heardBy", { name: heardBy }) : null,
  ].filter((part) => part !== null);
  return (
    <article className={`vm${isNew ? " new" : ""}${isOpen ? " open" : ""}`} aria-label={name}>
      <div className="dir-row">
        <button
          type="button"
          className="picker-mark vm-play"
          aria-label={t(isOpen ? "voicemail.close" : "voicemail.listen", { name })}
          aria-expanded={isOpen}
          title={t(isOpen ? "voicemail.close" : "voicemail.listen", { name })}
          onClick={() => openMessage(isOpen ? null : recordingId)}
        >
          <IconPlayerPlay size={18} stroke={1.6} aria-hidden="true" />
        </button>
        <span className="picker-words">
          <span className="row tight">
            <b className="strong clip">{name}</b>
            {isNew && <span className="chip m-due">{t("voicemail.new")}</span>}
          </span>
          <span className="small soft clip num">{about.join(" · ")}</span>
        </span>
        <time className="small mute num dir-when" dateTime={new Date(message.at).toISOString()}>
          {whenText(t, message.at, serverNow())}
        </time>
        <span className="dir-acts">
          <CallBack message={message} />
          <IconButton
            word={t(isNew ? "voicemail.markHeard" : "voicemail.markNew", { name })}
            icon={isNew ? IconCheck : IconRecordMail}
            onClick={() => void markMessage(recordingId, isNew)}
          />
          {contact !== null && (
            <IconButton
              word={t("voicemail.followUp", { name })}
              icon={IconCalendarPlus}
              onClick={() =>
                openNewFollowUp({
                  interactionId,
                  customer: name,
                  numbers: number === null ? [] : [number.raw],
                })
              }
            />
          )}
          <IconButton
            word={t("voicemail.delete", { name })}
            icon={IconTrash}
            onClick={() => void deleteMessage(recordingId, name)}
          />
        </span>
      </div>
      {followsUp && (
        // biome-ignore lint/a11y/noStaticElementInteractions: only keeps the list's own keys away from the form
        <div className="vm-player" onKeyDown={keepFromList}>
          <FollowUpForm
            place={keyOfNew(interactionId)}
            takesFocus
            onSaved={() => toast(t("voicemail.followUpMade", { name }))}
          />
        </div>
      )}
      {isOpen && (
        // biome-ignore lint/a11y/noStaticElementInteractions: only keeps the list's own keys away from the player
        <div className="vm-player" onKeyDown={keepFromList}>
          <RecordingPlayer
            recording={{
              recordingId,
              kind: "voicemail",
              durationMs,
              startedAt: message.at,
              agentId: null,
              agentName: null,
              mayDownload: message.mayDownload,
            }}
            customerName={name}
            happenings={NO_HAPPENINGS}
            autoPlay
            onPlay={() => void markMessage(recordingId, true)}
          />
        </div>
      )}
    </article>
  );
}

const NO_HAPPENINGS = [] as const;

/** The player's place and speed answer to the keys with which the list goes from row to row. */
function keepFromList(event: KeyboardEvent): void {
  if (/^(Arrow|Page|Home|End)/.test(event.key)) event.stopPropagation();
}

function CallBack({ message: { agentId, number, name } }: { readonly message: Row }) {
  const t = useWords();
  const agent = useDesk((state) => (agentId === null ? undefined : state.data?.roster.get(agentId)));
  if (agentId === null) return <CallAny number={number?.raw ?? null} name={name} />;
  const whyNot = agent === undefined ? ("offline" as const) : whyNotCalled(agent);
  return (
    <CallColleague
      agentId={agentId}
      name={name}
      whyNot={whyNot === null ? null : t(`directory.whyNot.${whyNot}`)}
    />
  );
}

function IconButton({
  word,
  icon: Icon,
  onClick,
}: {
  readonly word: string;
  readonly icon: typeof IconTrash;
  readonly onClick: () => void;
}) {
  return (
    <button type="button" className="btn icon quiet sm" aria-label={word} title={word} onClick={onClick}>
      <Icon size={16} stroke={1.7} aria-hidden="true" />
    </button>
  );
}
