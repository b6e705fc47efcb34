import type { ContactView } from "@patchbay/protocol";
import { IconChevronDown, IconPlayerTrackNext } from "@tabler/icons-react";
import { useId, useState } from "react";
import { ChannelMark } from "../../../parts/ChannelMark.js";
import { later } from "../../../parts/later.js";
import { clockText } from "../../../parts/time.js";
import { useMay } from "../../../state/may.js";
import { serverNow } from "../../../state/store.js";
import { useWords, word } from "../../../words/words.js";
import { FollowUpSection } from "../../follow-ups/FollowUpSection.js";
import { openReplay } from "../../replay/open-replay.js";
import type { HistoryLine } from "./history-store.js";
import { whenText } from "./when.js";

const Transcript = later(async () => (await import("./Transcript.js")).Transcript);
const NOBODY = { name: "", phones: [] };

/** How long they talked; nothing while it only rings, nor where nobody was there to talk. */
function talked({ call, status, agentNames }: HistoryLine): readonly string[] {
  if (call?.talkMs != null) return [word("context.history.talked", { time: clockText(call.talkMs) })];
  return status === "open" || agentNames.length === 0 ? [] : [word("context.history.notTalked")];
}

/** One interaction of the past (or the one in front), which unfolds its conversation. */
export function HistoryEntry({
  line,
  current,
  contact,
  offersFollowUp,
}: {
  readonly line: HistoryLine;
  readonly current: boolean;
  readonly contact: Pick<ContactView, "name" | "phones"> | null;
  /** Without unfolding it first. */
  readonly offersFollowUp: boolean;
}) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  const body = useId();
  const oversees = useMay("see_team_records");
  const when = whenText(t, line.startedAt, serverNow());
  const isCall = line.channel === "voice";
  const words = isCall ? "voice" : "chat";
  const kind = {
    chat: line.mark === "mobile" ? "mobile" : "chat",
    voice: line.call?.direction ?? "voice",
    email: "emailChannel",
  }[line.channel];
  const ended =
    line.endCause === null
      ? null
      : t(`context.history.${isCall ? "causeOfCall" : "cause"}.${line.endCause}`, {
          defaultValue: line.endCause,
        });
  const waits = line.status === "open";
  const agents =
    line.agentNames.length > 0
      ? t("context.history.agents", { names: line.agentNames.join(", ") })
      : t(waits ? "context.history.waits" : "context.history.nobody");
  const facts = [
    t("context.history.case", { number: line.caseNumber }),
    agents,
    ...(isCall ? talked(line) : [t("context.history.messages", { count: line.messageCount })]),
    ...(ended === null ? [] : [ended]),
  ];
  return (
    <article className={`panel ctx-entry ${current ? "current" : ""}`}>
      <button
        type="button"
        className="ctx-entry-head"
        aria-expanded={open}
        aria-controls={body}
        onClick={() => setOpen(!open)}
      >
        <ChannelMark channel={line.channel} mark={line.mark} small />
        <span className="grow">
          <span className="ctx-entry-line">
            <b>{when}</b>
            {current && <span className="chip m-accent">{t(`context.history.current.${words}`)}</span>}
            {!current && line.status !== "completed" && (
              <span className="chip">{t(`context.history.status.${line.status}`)}</span>
            )}
          </span>
          <span className="small soft ctx-entry-what">
            {t(`context.history.${kind}`)} · {line.serviceName}
          </span>
        </span>
        <IconChevronDown size={16} stroke={1.7} className="ctx-turn" aria-hidden="true" />
        <span className="vh">{t(`context.history.${open ? "hide" : "show"}.${words}`)}</span>
      </button>
      <div className="ctx-entry-facts small">
        <div className="soft">{facts.join(" · ")}</div>
        {line.dispositionName !== null && (
          <div className="ctx-entry-result">
            <span className="mute">{t("context.history.result")}</span> <b>{line.dispositionName}</b>
          </div>
        )}
        {line.withoutResult && (
          <div className="ctx-entry-result">
            <span className="mute">{t("context.history.result")}</span>{" "}
            <b>{t("context.history.withoutResult")}</b>
          </div>
        )}
        {line.notes.map((note) => (
          <p key={note.name} className="ctx-note">
            <span className="mute">{note.name}</span> {note.text}
          </p>
        ))}
        <FollowUpSection
          interactionId={line.interactionId}
          contact={contact ?? NOBODY}
          number={null}
          followUps={line.followUps}
          isForReading={contact === null}
          mayAdd={contact !== null && line.mayFollowUp && (open || offersFollowUp)}
        />
      </div>
      <div id={body} hidden={!open}>
        {open && oversees && (
          <button
            type="button"
            className="btn sm ctx-entry-replay"
            onClick={() => openReplay(line.interactionId)}
          >
            <IconPlayerTrackNext size={15} stroke={1.7} aria-hidden="true" />
            {t("context.history.replay")}
          </button>
        )}
        {open && <Transcript interactionId={line.interactionId} when={when} channel={line.channel} />}
      </div>
    </article>
  );
}
