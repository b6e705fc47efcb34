import { Menu } from "@mantine/core";
import type { InteractionView } from "@patchbay/protocol";
import {
  IconCheck,
  IconPlayerPauseFilled,
  IconPlayerRecord,
  IconPlayerRecordFilled,
  IconPlayerStop,
  IconShieldCheck,
  IconShieldQuestion,
  IconShieldX,
} from "@tabler/icons-react";
import { useState } from "react";
import { clockText, useNow } from "../../parts/time.js";
import { askNow, toastError } from "../../state/actions.js";
import { useWords } from "../../words/words.js";
import { whenText } from "../context/history/when.js";
import { setConsent, useConsentQuestion } from "./ConsentQuestion.js";
import { ControlButton } from "./ControlButton.js";
import { recordedMs, recordingChoices } from "./recording.js";
import "./recording.css";
import { useMay } from "../../state/may.js";

type Doing = "start" | "stop" | "pause" | "resume";

async function record(interactionId: string, what: Doing): Promise<void> {
  const answer = await askNow("record", { interactionId, do: what });
  if (!answer.ok) toastError(answer.error);
}

const ICONS = { start: IconPlayerRecord, pause: IconPlayerPauseFilled, resume: IconPlayerRecordFilled };

/** Begins a recording, and pauses it for what must not be kept. */
export function RecordingControls({ view }: { readonly view: InteractionView }) {
  const t = useWords();
  const [busy, setBusy] = useState(false);
  const consent = useConsentQuestion(view);
  const { main, recording } = recordingChoices(view, useNow());
  const records = useMay("record_calls");
  if (main === null || (main.do === "start" && !records)) return consent.question;
  // A second click before the first has its answer would undo it.
  const act = async (what: Doing): Promise<void> => {
    if (busy) return;
    setBusy(true);
    await record(view.interactionId, what);
    setBusy(false);
  };
  return (
    <>
      <ControlButton
        control="record"
        word={t(`records.call.${main.do}`)}
        action="record"
        why={main.why}
        records={recording !== null}
        icon={ICONS[main.do]}
        act={() => (main.asks ? consent.ask(() => void act("start")) : void act(main.do))}
      />
      {consent.question}
    </>
  );
}

/** Stops a recording, where the service allows that. */
export function StopRecording({ view }: { readonly view: InteractionView }) {
  const t = useWords();
  const records = useMay("record_calls");
  if (!records) return null;
  return (
    <ControlButton
      control="stop-recording"
      word={t("records.call.stop")}
      why={null}
      icon={IconPlayerStop}
      act={() => void record(view.interactionId, "stop")}
    />
  );
}

/** In the strip: whether this call is being recorded, for how long, and when a pause ends. */
export function RecordingMark({ view }: { readonly view: InteractionView }) {
  const t = useWords();
  const now = useNow();
  const { recording } = recordingChoices(view, now);
  if (recording === null) {
    const others = view.call?.recordings.filter(({ own }) => !own) ?? [];
    if (others.length === 0 || view.phase === "wrap_up") return null;
    return others.every(({ pausedSince }) => pausedSince !== null) ? (
      <span className="rec-paused">{t("records.call.paused")}</span>
    ) : (
      <span className="rec">{t("records.call.byOther")}</span>
    );
  }
  if (recording.pausedSince === null)
    return (
      <span className="rec num" role="status" aria-label={t("records.call.on")}>
        {t("records.call.timer", { time: clockText(recordedMs(recording, now)) })}
      </span>
    );
  const { resumeAt } = recording;
  return (
    <span className="rec-paused num" role="status" aria-label={t("records.call.paused")}>
      {resumeAt === null
        ? t("records.call.paused")
        : t("records.call.pausedFor", { time: clockText(resumeAt - now) })}
    </span>
  );
}

const MARKS = {
  given: IconShieldCheck,
  refused: IconShieldX,
  announced: IconShieldCheck,
  unknown: IconShieldQuestion,
};

/** In the strip: whether the customer agrees to being recorded, and where it is noted. */
export function ConsentMark({ view }: { readonly view: InteractionView }) {
  const t = useWords();
  const { call, interactionId } = view;
  const now = useNow();
  if (call === null || call.own === null) return null;
  if (call.recordingRule.mode === "never" && call.signatureScript === null) return null;
  const kind =
    call.consent === null
      ? call.recordingAnnounced
        ? "announced"
        : "unknown"
      : call.consent
        ? "given"
        : "refused";
  const Icon = MARKS[kind];
  const { consentNoted } = call;
  const noted =
    consentNoted === null
      ? undefined
      : t("records.call.consent.noted", { name: consentNoted.name, when: whenText(t, consentNoted.at, now) });
  return (
    <Menu position="bottom-start" width={240} withinPortal trapFocus>
      <Menu.Target>
        <button type="button" className="row consent" data-consent={kind} title={noted}>
          <Icon size={14} stroke={1.8} aria-hidden="true" />
          {t(`records.call.consent.${kind}`)}
        </button>
      </Menu.Target>
      <Menu.Dropdown className="menu">
        <div className="head" aria-hidden="true">
          {t("records.call.consent.head")}
        </div>
        {noted !== undefined && <p className="consent-noted small soft">{noted}</p>}
        {([true, false] as const).map((consent) => (
          <Menu.RadioItem
            key={String(consent)}
            value={String(consent)}
            checked={call.consent === consent}
            className="item"
            checkIcon={<IconCheck size={16} stroke={1.7} aria-hidden="true" />}
            onChange={() => void setConsent(interactionId, consent)}
          >
            {t(consent ? "records.call.consent.agrees" : "records.call.consent.refuses")}
          </Menu.RadioItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Where nothing may be recorded before the customer was asked: the question, until it has its answer. */
export function ConsentNotice({ view }: { readonly view: InteractionView }) {
  const t = useWords();
  if (!recordingChoices(view, 0).asksConsent) return null;
  const { interactionId } = view;
  return (
    <div className="banner m-due call-notice" role="status">
      <IconShieldQuestion size={18} stroke={1.6} aria-hidden="true" />
      <span className="grow">
        <b>{t("records.call.consent.ask")}</b> {t("records.call.consent.askMore")}
      </span>
      <span className="row tight">
        <button type="button" className="btn sm" onClick={() => void setConsent(interactionId, true)}>
          {t("records.call.consent.agrees")}
        </button>
        <button type="button" className="btn sm" onClick={() => void setConsent(interactionId, false)}>
          {t("records.call.consent.refuses")}
        </button>
      </span>
    </div>
  );
}

/** What was recorded cannot be gone on with: the call goes on, and nothing is written. */
export function RecordingFailedNotice({ view }: { readonly view: InteractionView }) {
  const t = useWords();
  const { call } = view;
  if (call === null || call.recordingFailed === null || call.own === null) return null;
  if (call.recordings.some(({ own }) => own)) return null;
  const { cause } = call.recordingFailed;
  return (
    <div className="banner m-breached call-notice" role="alert">
      <IconPlayerRecord size={18} stroke={1.6} aria-hidden="true" />
      <span>
        <b>{t(`records.call.failed.${cause}`)}</b> {t("records.call.failed.more")}
      </span>
    </div>
  );
}
