import type { InteractionView, SignatureTake } from "@patchbay/protocol";
import {
  IconAlertCircle,
  IconCircleCheck,
  IconPlayerRecordFilled,
  IconPlayerStopFilled,
  IconRefresh,
  IconX,
} from "@tabler/icons-react";
import { useEffect, useId, useRef, useState } from "react";
import { WhatIsThis } from "../../../parts/errors/WhatIsThis.js";
import { clockText, useNow } from "../../../parts/time.js";
import { askNow, toast } from "../../../state/actions.js";
import { useDesk } from "../../../state/store.js";
import { useWords, word } from "../../../words/words.js";
import { RecordingPlayer } from "../../records/player/RecordingPlayer.js";
import { useConsentQuestion } from "../ConsentQuestion.js";
import { useCallPartner } from "../use-call.js";
import { runningSignature, type Stage, signatureWhy, stageOf } from "./signature.js";
import { judgeSignature } from "./signature-http.js";
import { useSignatures } from "./use-signatures.js";
import "./signature.css";

/**
 * The voice signature of a call: the approved text, its recording, and the judgement of what was recorded. After the call it
 * is there by itself while a take waits for its judgement.
 */
export function SignaturePanel({
  view,
  onClose,
}: {
  readonly view: InteractionView;
  /** Absent: after the call. */
  readonly onClose?: () => void;
}) {
  const t = useWords();
  const { interactionId, call } = view;
  const running = call === null ? null : runningSignature(call);
  const { known, failed, again } = useSignatures(
    interactionId,
    `${running?.recordingId ?? ""} ${call?.signatureScript ?? ""} ${view.phase}`,
  );
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const me = useDesk(({ data }) => data?.user.agentId);
  const panel = useRef<HTMLElement>(null);
  const consent = useConsentQuestion(view);
  const opened = onClose !== undefined;
  const why = signatureWhy(view, useNow());
  useEffect(() => {
    if (opened) panel.current?.querySelector<HTMLElement>(".signature-script")?.focus();
  }, [opened]);
  const stage = stageOf(running, known?.takes ?? []);
  if (!opened && stage.at !== "judging" && stage.at !== "saving") return null;
  const script = known?.script ?? null;

  const act = async (run: () => Promise<string | null>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setRefusal(await run());
    setBusy(false);
    await again();
  };
  const start = (): void => {
    if (call?.consent === true) void begin();
    else consent.ask(() => void begin());
  };
  const begin = (): Promise<void> =>
    act(async () => {
      const answer = await askNow("startSignature", { interactionId, scriptId: script?.scriptId ?? "" });
      return answer.ok ? null : answer.error.code;
    });
  const stop = (): Promise<void> =>
    act(async () => {
      const answer = await askNow("stopSignature", { interactionId });
      return answer.ok ? null : answer.error.code;
    });
  const judge = (take: SignatureTake, verdict: "accepted" | "redone"): Promise<void> =>
    act(async () => {
      const answer = await judgeSignature(take.recordingId, verdict);
      if (answer.ok && verdict === "accepted") toast(word("signature.toast"));
      return answer.ok ? null : answer.code;
    });
  return (
    <section
      ref={panel}
      className="signature-panel"
      aria-label={t("signature.title")}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || onClose === undefined) return;
        event.stopPropagation();
        onClose();
      }}
    >
      <header className="row between">
        <h2>{t("signature.title")}</h2>
        {script !== null && (
          <span className="small mute">
            {t("signature.version", { version: script.version, language: script.language })}
          </span>
        )}
        <span className="grow" />
        {onClose !== undefined && (
          <button
            type="button"
            className="btn icon quiet"
            aria-label={t("signature.close")}
            title={`${t("signature.close")} (Esc)`}
            onClick={onClose}
          >
            <IconX size={18} stroke={1.6} aria-hidden="true" />
          </button>
        )}
      </header>
      {(refusal ?? failed) !== null && (
        <p className="hint bad" role="alert">
          <IconAlertCircle size={14} stroke={1.8} aria-hidden="true" />
          <span>
            {t(`errors.${refusal ?? failed}`, { defaultValue: t("errors.unknown_error") })}{" "}
            <WhatIsThis code={refusal ?? failed ?? "unknown_error"} />
          </span>
          <button type="button" className="btn sm" onClick={() => void act(() => Promise.resolve(null))}>
            {t("signature.again")}
          </button>
        </p>
      )}
      {known === null && failed === null && <p className="small soft">{t("signature.loading")}</p>}
      {known !== null && script === null && opened && (
        <p className="small soft">{t("signature.whyNot.script")}</p>
      )}
      {script !== null && stage.at !== "judging" && (
        <section
          className="signature-script"
          aria-label={t("signature.read")}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled by its keys
          tabIndex={0}
          lang={script.language}
        >
          {script.text}
        </section>
      )}
      <StageRow
        stage={stage}
        why={why ?? null}
        canStart={script !== null && opened && why !== undefined}
        busy={busy}
        me={me ?? null}
        view={view}
        onStart={start}
        onStop={() => void stop()}
        onJudge={(take, verdict) => void judge(take, verdict)}
      />
      {consent.question}
    </section>
  );
}

function StageRow({
  stage,
  why,
  canStart,
  busy,
  me,
  view,
  onStart,
  onStop,
  onJudge,
}: {
  readonly stage: Stage;
  readonly why: string | null;
  readonly canStart: boolean;
  readonly busy: boolean;
  readonly me: string | null;
  readonly view: InteractionView;
  readonly onStart: () => void;
  readonly onStop: () => void;
  readonly onJudge: (take: SignatureTake, verdict: "accepted" | "redone") => void;
}) {
  const t = useWords();
  const now = useNow();
  const whyId = useId();
  const { name: customerName } = useCallPartner(view);
  switch (stage.at) {
    case "recording":
      return (
        <div className="row signature-foot">
          <span className="rec num" role="status" aria-label={t("signature.state.recording")}>
            {t("signature.recording", { time: clockText(Math.max(0, now - stage.since)) })}
          </span>
          <span className="grow" />
          <button type="button" className="btn primary" aria-disabled={busy} onClick={onStop}>
            <IconPlayerStopFilled size={16} aria-hidden="true" />
            {t("signature.stop")}
          </button>
        </div>
      );
    case "saving":
      return (
        <p className="small soft" role="status">
          {t("signature.writing")}
        </p>
      );
    case "judging": {
      const { take } = stage;
      return (
        <>
          <p className="strong">{t("signature.listen", { take: take.take })}</p>
          <RecordingPlayer
            key={take.recordingId}
            recording={{ ...take, kind: "signature", agentId: me, mayDownload: false }}
            customerName={customerName}
            happenings={[]}
          />
          <div className="row signature-foot">
            <span className="small soft grow">
              {canStart && t("signature.listenHint")} {t("signature.redoHint")}
            </span>
            <button
              type="button"
              className="btn"
              aria-disabled={busy}
              onClick={() => onJudge(take, "redone")}
            >
              <IconRefresh size={16} stroke={1.7} aria-hidden="true" />
              {t(canStart ? "signature.redo" : "signature.refuse")}
            </button>
            <button
              type="button"
              className="btn primary"
              aria-disabled={busy}
              onClick={() => onJudge(take, "accepted")}
            >
              <IconCircleCheck size={16} stroke={1.7} aria-hidden="true" />
              {t("signature.accept")}
            </button>
          </div>
        </>
      );
    }
    case "ready": {
      const { last } = stage;
      return (
        <div className="row signature-foot">
          {last === null && canStart && why !== null ? <span className="grow" /> : <LastTake last={last} />}
          {canStart && why !== null && (
            <span id={whyId} className="small soft">
              {t(why)}
            </span>
          )}
          {canStart && (
            <button
              type="button"
              className={last?.state === "accepted" ? "btn" : "btn primary"}
              aria-disabled={busy || why !== null}
              aria-describedby={why === null ? undefined : whyId}
              onClick={() => why === null && onStart()}
            >
              <IconPlayerRecordFilled size={16} aria-hidden="true" />
              {t(last?.state === "accepted" ? "signature.another" : "signature.start")}
            </button>
          )}
        </div>
      );
    }
  }
}

/** What became of the one before, or what is to be done. */
function LastTake({ last }: { readonly last: SignatureTake | null }) {
  const t = useWords();
  if (last === null) return <span className="small soft grow">{t("signature.startHint")}</span>;
  const { take, state, cause } = last;
  if (state === "accepted")
    return (
      <span className="row tight grow t-m m-fine" role="status">
        <IconCircleCheck size={16} stroke={1.8} aria-hidden="true" />
        {t("signature.accepted", { take })}
      </span>
    );
  return (
    <span className="small grow t-m m-due" role="status">
      {state === "incomplete"
        ? t("signature.incomplete", {
            take,
            why: t(`signature.why.${cause ?? "failed"}`, { defaultValue: t("signature.why.failed") }),
          })
        : t("signature.redone", { take })}
    </span>
  );
}
