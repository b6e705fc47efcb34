import type { InteractionView } from "@patchbay/protocol";
import {
  IconArchive,
  IconClock,
  IconMessageCircle,
  IconPhoneOff,
  IconPlayerPause,
} from "@tabler/icons-react";
import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { Avatar } from "../../parts/Avatar.js";
import { ChannelMark } from "../../parts/ChannelMark.js";
import { ContextToggle } from "../../parts/ContextToggle.js";
import { PanelHelp } from "../../parts/help/PanelHelp.js";
import { clockText, useNow } from "../../parts/time.js";
import { select, toast } from "../../state/actions.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { AssistanceBar, HelpButton } from "../assistance/index.js";
import { MessagePanel } from "../messages/MessagePanel.js";
import { PlayingMessage } from "../messages/PlayingMessage.js";
import { ApplicationControl, useOffersApplication } from "./application/ApplicationControl.js";
import { ApplicationPicker } from "./application/ApplicationPicker.js";
import { applicationWhy } from "./application/application.js";
import { ApplicationResult, RunningApplication } from "./application/RunningApplication.js";
import { BadSound } from "./BadSound.js";
import { CallControls, type OpenPanel } from "./CallControls.js";
import { CallLog } from "./CallLog.js";
import { CallNotice } from "./CallNotice.js";
import { CallParties } from "./CallParties.js";
import { ColleagueNotes } from "./ColleagueNotes.js";
import type { AskKind } from "./call-actions.js";
import { whyNot } from "./call-controls.js";
import { callState, HOLD_LONG_MS } from "./call-state.js";
import { entered } from "./entered.js";
import { JoinCalls } from "./JoinCalls.js";
import { Keypad } from "./Keypad.js";
import { MonitoringControls } from "./MonitoringControls.js";
import {
  ConsentMark,
  ConsentNotice,
  RecordingControls,
  RecordingFailedNotice,
  RecordingMark,
  StopRecording,
} from "./RecordingControls.js";
import { recordingChoices } from "./recording.js";
import { SignatureControl } from "./signature/SignatureControl.js";
import { SignaturePanel } from "./signature/SignaturePanel.js";
import { signatureWhy } from "./signature/signature.js";
import { TargetPanel } from "./TargetPanel.js";
import { useCallPartner, useEndedBy } from "./use-call.js";
import "./call.css";
import "./several.css";

/** The work area of a call: who is in it, what can be done with it, what the caller entered and what happened. */
export function CallWork({ view }: { readonly view: InteractionView }) {
  const { interactionId } = view;
  const state = callState(view);
  const [open, setOpen] = useState<OpenPanel>(null);
  const may = open === null || mayStayOpen(view, open);
  useEffect(() => {
    if (!may) setOpen(null);
  }, [may]);
  const work = useRef<HTMLElement>(null);
  useKeys(work);
  const close = (): void => {
    setOpen(null);
    // Back to the button that opened it.
    if (open === null) return;
    const { current } = work;
    (
      current?.querySelector<HTMLElement>(`[data-call="${open}"]`) ??
      current?.querySelector<HTMLElement>('[data-call="more"]')
    )?.focus();
  };
  const monitors = view.phase === "monitoring";
  const more = useMore(view, open, setOpen);
  return (
    <main
      ref={work}
      className="work conv-work call-work"
      id="work"
      tabIndex={-1}
      data-interaction={interactionId}
    >
      <Head view={view} />
      <Strip view={view} />
      {view.assistance !== null && <AssistanceBar interaction={view} assistance={view.assistance} />}
      {state !== "wrap_up" && (
        <section className="stage">
          <CallParties view={view} />
          {monitors ? (
            <MonitoringControls view={view} />
          ) : (
            <CallControls view={view} open={open} onOpen={setOpen} more={more}>
              <RecordingControls view={view} />
            </CallControls>
          )}
          {/* Below the buttons: what comes and goes pushes none of them away from under the hand. */}
          <CallNotice view={view} />
          <PlayingMessage view={view} />
          <RecordingFailedNotice view={view} />
          <ConsentNotice view={view} />
          <ApplicationResult view={view} />
          <RunningApplication view={view} />
          {!monitors && <JoinCalls view={view} />}
          {open === "keys" && <Keypad view={view} onClose={close} />}
        </section>
      )}
      {open === "application" && may && <ApplicationPicker key={interactionId} view={view} onClose={close} />}
      {open === "signature" && may && <SignaturePanel key={interactionId} view={view} onClose={close} />}
      {state === "wrap_up" && view.call?.signatureScript != null && (
        <SignaturePanel key={interactionId} view={view} />
      )}
      {open === "message" && may && <MessagePanel key={interactionId} view={view} onClose={close} />}
      {isAsking(open) && may && (
        <TargetPanel key={interactionId} view={view} kind={open} onKind={setOpen} onClose={close} />
      )}
      <Notes view={view} />
      <Entered data={view.data} />
      <CallLog view={view} />
    </main>
  );
}

/** What a call's menu has besides what the core allows; `null`: nothing. */
function useMore(view: InteractionView, open: OpenPanel, setOpen: (panel: OpenPanel) => void): ReactNode {
  const now = useNow();
  const offersApplication = useOffersApplication(view);
  const offersSignature = signatureWhy(view, now) !== undefined;
  const { recording, mayStop } = recordingChoices(view, now);
  const stops = recording !== null && mayStop;
  if (!offersApplication && !offersSignature && !stops) return null;
  return (
    <>
      {offersApplication && (
        <ApplicationControl
          view={view}
          open={open === "application"}
          onOpen={(wanted) => setOpen(wanted ? "application" : null)}
        />
      )}
      {offersSignature && (
        <SignatureControl
          view={view}
          open={open === "signature"}
          onOpen={(wanted) => setOpen(wanted ? "signature" : null)}
        />
      )}
      {stops && <StopRecording view={view} />}
    </>
  );
}

function mayStayOpen(view: InteractionView, open: NonNullable<OpenPanel>): boolean {
  if (open === "application") return applicationWhy(view) === null;
  // What was read aloud stays in sight, whatever happens to the call meanwhile.
  if (open === "signature") return signatureWhy(view, 0) !== undefined;
  return whyNot(view, open) === null;
}

/** Whether what is open asks for somebody. */
const isAsking = (open: OpenPanel): open is AskKind =>
  open === "consult" || open === "transfer" || open === "add";

/** Keys press the buttons, so that a key does what the button says; one that cannot be pressed says why. */
const KEYS: readonly (readonly [event: string, controls: readonly string[]])[] = [
  ["end", ["stop", "endConsultation", "leave", "end"]],
  ["end-all", ["endForAll"]],
  ["keypad", ["keys"]],
  ["consult", ["consult"]],
  ["handover", ["transfer", "complete"]],
  ["add", ["add"]],
  ["swap", ["swap"]],
  ["merge", ["merge", "join"]],
  ["record", ["record"]],
  ["application", ["application"]],
  ["message", ["stop-message", "message"]],
];

/** In the row, else in its menu, which is not inside the work area. */
const controlOf = (work: HTMLElement | null, control: string): HTMLElement | null =>
  work?.querySelector<HTMLElement>(`[data-call="${control}"]`) ??
  (work === null ? null : document.querySelector<HTMLElement>(`.call-more [data-call="${control}"]`));

function useKeys(work: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const ends = new AbortController();
    for (const [event, controls] of KEYS) {
      const press = (): void => {
        const button = controls
          .map((control) => controlOf(work.current, control))
          .find((found) => found != null);
        if (button == null) return;
        if (button.getAttribute("aria-disabled") === "true") toast(button.title);
        else button.click();
      };
      window.addEventListener(`patchbay:${event}`, press, { signal: ends.signal });
    }
    return () => ends.abort();
  }, [work]);
}

function Head({ view }: { readonly view: InteractionView }) {
  const t = useWords();
  const { call, serviceName, joinedAt, enqueuedAt, answeredAt } = view;
  const partner = useCallPartner(view);
  const extension = useDesk(({ data }) => data?.roster.get(partner.agentId ?? "")?.extension ?? null);
  const direction = call?.direction ?? "inbound";
  const facts = [
    t(`call.direction.${direction}`),
    ...(direction === "internal"
      ? extension === null
        ? []
        : [t("call.extension", { extension })]
      : [serviceName, call?.number?.display ?? t(call?.inApp ? "call.inApp" : "call.withheld")]),
    ...(direction === "inbound" && view.phase !== "monitoring"
      ? [t("call.waited", { time: clockText((answeredAt ?? joinedAt) - enqueuedAt) })]
      : []),
  ];
  return (
    <header className="work-head conv-head">
      <Avatar name={partner.name} id={partner.id} size={40} photo={partner.photo} />
      <div className="grow">
        <div className="row tight">
          <h1 className="clip">{partner.name}</h1>
          <PanelHelp panel="call" />
        </div>
        <div className="row tight small soft">
          <ChannelMark channel="voice" mark={view.mark} small />
          <span className="clip num">{facts.join(" · ")}</span>
        </div>
      </div>
      <div className="acts">
        <Beside view={view} />
        <HelpButton interaction={view} />
        {view.phase !== "monitoring" && <BadSound view={view} key={view.interactionId} />}
        <ContextToggle />
      </div>
    </header>
  );
}

function Strip({ view }: { readonly view: InteractionView }) {
  const t = useWords();
  const now = useNow();
  const { call, caseNumber, joinedAt } = view;
  const state = callState(view);
  const endedBy = useEndedBy(view);
  const held = call?.heldSince ?? null;
  const isLong = held !== null && now - held >= HOLD_LONG_MS;
  return (
    <section className="strip conv-strip" aria-label={t("call.facts")}>
      <span className="row strong call-state-word" data-state={state} role="status">
        {t(`call.state.${state}`)}
      </span>
      {state !== "wrap_up" && state !== "ended" && (
        <span className="row">
          <IconClock size={14} stroke={1.8} aria-hidden="true" />
          <span className="num">{t("call.timer", { time: clockText(now - joinedAt) })}</span>
        </span>
      )}
      {held !== null && (
        <span className={`row num strong${isLong ? " t-m m-due" : ""}`} data-long={isLong}>
          <IconPlayerPause size={14} stroke={1.8} aria-hidden="true" />
          {t("call.holdTimer", { time: clockText(now - held) })}
        </span>
      )}
      {isLong && (
        <span className="vh" role="status">
          {t("call.holdLong")}
        </span>
      )}
      {state === "wrap_up" && endedBy !== null && (
        <span className="row">
          <IconPhoneOff size={14} stroke={1.8} aria-hidden="true" />
          {endedBy}
        </span>
      )}
      <RecordingMark view={view} />
      {state !== "wrap_up" && state !== "ended" && <ConsentMark view={view} />}
      {/* Colleagues among themselves open no case. */}
      {caseNumber !== 0 && (
        <span className="row">
          <IconArchive size={14} stroke={1.8} aria-hidden="true" />
          {t("call.case")} <b className="num">#{caseNumber}</b>
        </span>
      )}
    </section>
  );
}

/** Not the agent's own words: those it knows, and its notes stand where they are written. */
function Notes({ view }: { readonly view: InteractionView }) {
  const { transferNote, teamNotes } = view;
  const me = useDesk(({ data }) => data?.user.agentId);
  const name = useDesk(({ data }) => data?.roster.get(transferNote?.by ?? "")?.name ?? "");
  const message = transferNote === null || transferNote.by === me ? null : { name, text: transferNote.text };
  return <ColleagueNotes message={message} notes={teamNotes} />;
}

/** The chat beside which the call goes on. */
function Beside({ view }: { readonly view: InteractionView }) {
  const t = useWords();
  const beside = view.call?.beside ?? null;
  const isHere = useDesk((state) => beside !== null && state.data?.interactions.has(beside) === true);
  if (beside === null || !isHere) return null;
  return (
    <button type="button" className="btn" onClick={() => select({ kind: "interaction", id: beside })}>
      <IconMessageCircle size={18} stroke={1.6} aria-hidden="true" />
      {t("call.openChat")}
    </button>
  );
}

function Entered({ data }: { readonly data: InteractionView["data"] }) {
  const t = useWords();
  const rows = entered(data);
  if (rows.length === 0) return null;
  return (
    <section className="call-entered" aria-label={t("call.entered")}>
      <h2>{t("call.entered")}</h2>
      <dl>
        {rows.map(({ name, value }) => (
          <div key={name}>
            <dt>{name.replaceAll("_", " ")}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
