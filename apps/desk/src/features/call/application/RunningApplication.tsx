import { amountText, type InteractionView } from "@patchbay/protocol";
import {
  IconArrowBackUp,
  IconCheck,
  IconCircleX,
  IconLock,
  IconPlayerPauseFilled,
} from "@tabler/icons-react";
import { useMemo } from "react";
import { useKeyHint } from "../../../keys/keymap.js";
import { clockText, useNow } from "../../../parts/time.js";
import { useDesk } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import { useCallPartner } from "../use-call.js";
import { KIND_ICONS } from "./ApplicationPicker.js";
import { lastApplication, type Progress, progressOf } from "./application.js";
import { takeCallerBack } from "./application-actions.js";
import { useKeysEntered } from "./use-keys-entered.js";
import "./application.css";

/** With what the customer is, how far it is, and the way back. Of digits there is never more than how many. */
export function RunningApplication({ view }: { readonly view: InteractionView }) {
  const t = useWords();
  const hint = useKeyHint("application");
  const now = useNow();
  const keys = useKeysEntered(view.interactionId);
  const { name } = useCallPartner(view);
  const test = useDesk(({ data }) => data?.voice.payments.mode === "test");
  const application = view.call?.application ?? null;
  if (application === null) return null;
  const Icon = KIND_ICONS[application.kind];
  const progress = progressOf(application, keys);
  const monitors = view.phase === "monitoring";
  const recorded = view.call?.recordings.some(({ kind }) => kind === "call") === true;
  const paying = progress.doing === "paying";
  return (
    <section className="application-running" aria-label={t("call.application.running")}>
      <div className="row">
        <Icon size={20} stroke={1.6} aria-hidden="true" />
        <span className="grow">
          <span className="row tight">
            <b className="clip">{application.name}</b>
            {application.amount !== null && (
              <span className="chip num">{amountText(application.amount)}</span>
            )}
            {application.amount !== null && test && (
              <span className="chip m-due">{t("call.application.testChip")}</span>
            )}
          </span>
          <span className="small soft">{t("call.application.with", { name })}</span>
        </span>
        <span className="num soft">{clockText(now - application.since)}</span>
        {!monitors && (
          <button
            type="button"
            className="btn"
            data-call="application"
            aria-keyshortcuts={hint.aria}
            aria-disabled={paying}
            title={paying ? t("call.application.payingWhy") : hint.after(t("call.application.back"))}
            onClick={() => !paying && void takeCallerBack(view.interactionId)}
          >
            <IconArrowBackUp size={16} stroke={1.7} aria-hidden="true" />
            {t("call.application.back")}
          </button>
        )}
      </div>
      <div className="application-step" role="status">
        <span className="strong">{application.step?.name ?? t("call.application.next")}</span>
        <Doing progress={progress} />
      </div>
      <div className="row tight small soft application-notes">
        {progress.secure && (
          <span className="row tight">
            <IconLock size={14} stroke={1.8} aria-hidden="true" />
            {t("call.application.secure")}
          </span>
        )}
        {recorded && (
          <span className="row tight">
            <IconPlayerPauseFilled size={14} aria-hidden="true" />
            {t("call.application.recordingPaused")}
          </span>
        )}
      </div>
    </section>
  );
}

function Doing({ progress }: { readonly progress: Progress }) {
  const t = useWords();
  const { doing, entered, min, max, attempt } = progress;
  return (
    <span className="row tight application-doing">
      {doing === "entering" && (
        <>
          <span className="application-dots" aria-hidden="true">
            {Array.from({ length: max }, (_, place) => (
              <i
                // biome-ignore lint/suspicious/noArrayIndexKey: the places of a number are nothing but their order
                key={place}
                data-on={place < entered}
              />
            ))}
          </span>
          <span className="num">
            {min === max
              ? t("call.application.entered", { entered, max })
              : t("call.application.enteredOf", { entered, min, max })}
          </span>
        </>
      )}
      {doing !== "entering" && <span className="soft">{t(`call.application.doing.${doing}`)}</span>}
      {attempt !== null && (
        <span className="chip m-due">{t("call.application.attempt", { ...attempt })}</span>
      )}
    </span>
  );
}

const HOW = { agent: "takenBack", customer_left: "customerLeft", done: null } as const;

/** What came of the last application, until the next one, or the call's end. */
export function ApplicationResult({ view }: { readonly view: InteractionView }) {
  const t = useWords();
  const happenings = useDesk(({ data }) => data?.happenings.get(view.interactionId));
  const last = useMemo(() => lastApplication(happenings ?? []), [happenings]);
  const name = useDesk(
    ({ data }) =>
      data?.voice.applications.find(({ scenarioId }) => scenarioId === last?.scenarioId)?.name ?? null,
  );
  if (last === null || view.call === null || view.call.application !== null) return null;
  const bad = last.paid === "declined" || last.paid === "failed" || last.cause !== "done";
  const Icon = bad ? IconCircleX : IconCheck;
  const how = HOW[last.cause] ?? last.paid ?? "done";
  return (
    <div className={`banner ${bad ? "m-due" : "m-ready"} call-notice application-result`} role="status">
      <Icon size={18} stroke={1.6} aria-hidden="true" />
      <span>
        <b>{name ?? t("call.application.control")}</b> {t(`call.application.result.${how}`)}
      </span>
    </div>
  );
}
