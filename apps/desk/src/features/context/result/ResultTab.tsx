import type { FollowUpView, InteractionView } from "@patchbay/protocol";
import { type KeyboardEvent, type Ref, useEffect, useId, useRef, useState } from "react";
import { clockText, useNow } from "../../../parts/time.js";
import { useWaiting } from "../../../parts/use-waiting.js";
import { ask, toastError } from "../../../state/actions.js";
import { useDesk } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import { FollowUpSection } from "../../follow-ups/FollowUpSection.js";
import { timeText } from "../history/when.js";
import { DispositionField } from "./DispositionField.js";
import { afterText } from "./dispositions.js";
import { noteState, shownNote } from "./note.js";
import { saveNote, typeNote, useNote } from "./note-store.js";
import "./result.css";

/** From here on the time left is amber, and more can be asked for. */
const SHORT_MS = 10_000;

/** What came of it: result and notes, while the chat is in hand; in wrap-up also Complete. */
export function ResultTab({
  interaction,
  followUps,
  selectRef,
}: {
  readonly interaction: InteractionView;
  /** What is to be done after it; absent: not known yet. */
  readonly followUps: readonly FollowUpView[] | undefined;
  readonly selectRef: Ref<HTMLSelectElement>;
}) {
  const t = useWords();
  const { interactionId, phase } = interaction;
  const own = useRef<HTMLSelectElement | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [completing, setCompleting] = useState(false);
  const chosen = useChoice(interaction, () => setRefused(null));

  const complete = async (): Promise<void> => {
    if (completing || phase !== "wrap_up") return;
    setCompleting(true);
    setRefused(null);
    // Notes and result go first: what comes after Complete is nobody's any more.
    await Promise.all([saveNote(interactionId), chosen.sent()]);
    const answer = await ask("completeWrapUp", { interactionId });
    setCompleting(false);
    if (answer.ok) return;
    setRefused(answer.error.code);
    if (answer.error.code === "no_disposition") own.current?.focus();
  };

  return (
    <div className="ctx-result">
      <div className="ctx-result-body">
        {phase === "ending" && <EndingLine until={interaction.stageUntil} />}
        {phase === "wrap_up" && <TimeLeft interaction={interaction} />}
        <DispositionField
          serviceId={interaction.serviceId}
          value={chosen.value}
          error={refused === "no_disposition" ? t("errors.no_disposition") : null}
          onChoose={chosen.choose}
          selectRef={(element) => {
            own.current = element;
            if (typeof selectRef === "function") selectRef(element);
            else if (selectRef) selectRef.current = element;
          }}
        />
        <Notes interaction={interaction} onComplete={() => void complete()} />
        <FollowUpSection
          interactionId={interactionId}
          contact={interaction.contact}
          number={interaction.call?.number?.raw ?? null}
          followUps={followUps}
          mayAdd
        />
        {refused !== null && refused !== "no_disposition" && (
          <p className="hint bad" role="alert">
            {t(`errors.${refused}`)}
          </p>
        )}
        {phase === "connected" && <p className="hint">{t("context.result.duringChat")}</p>}
      </div>
      {phase === "wrap_up" && <Foot completing={completing} onComplete={() => void complete()} />}
    </div>
  );
}

/** The chosen result: shown at once, taken back when the server refuses it. */
function useChoice({ interactionId, disposition }: InteractionView, onChange: () => void) {
  const [pending, setPending] = useState<{ readonly id: string | null } | null>(null);
  const sending = useRef<Promise<unknown>>(Promise.resolve());
  // biome-ignore lint/correctness/useExhaustiveDependencies: the server's word ends what was only hoped for.
  useEffect(() => setPending(null), [disposition]);
  const send = async (id: string | null): Promise<void> => {
    const answer = await ask("setDisposition", { interactionId, dispositionId: id }, { keep: true });
    if (answer.ok) return;
    setPending(null);
    toastError(answer.error);
  };
  const choose = (id: string | null): void => {
    setPending({ id });
    onChange();
    sending.current = sending.current.then(() => send(id));
  };
  return { value: pending === null ? disposition : pending.id, choose, sent: () => sending.current };
}

function Notes({
  interaction,
  onComplete,
}: {
  readonly interaction: InteractionView;
  readonly onComplete: () => void;
}) {
  const t = useWords();
  const id = useId();
  const { interactionId, note, wrapUpUntil } = interaction;
  const local = useNote(interactionId);
  // What was typed goes to the server also when the agent turns to another chat at once.
  useEffect(() => () => void saveNote(interactionId), [interactionId]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    onComplete();
  };
  const state = noteState(local);
  return (
    <div className="field ctx-notes">
      <div className="row between">
        <label htmlFor={id}>{t("context.result.notes")}</label>
        <span className="hint num" role="status">
          {state === "saving" && t("context.result.saving")}
          {state === "saved" &&
            local?.storedAt != null &&
            t("context.result.saved", { time: timeText(local.storedAt) })}
        </span>
      </div>
      <textarea
        id={id}
        className="area"
        rows={6}
        maxLength={20_000}
        placeholder={t("context.result.notesPlaceholder")}
        value={shownNote(local, note)}
        onChange={(event) => typeNote(interactionId, event.target.value, wrapUpUntil)}
        onBlur={() => void saveNote(interactionId)}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}

function EndingLine({ until }: { readonly until: number | null }) {
  const t = useWords();
  const left = Math.max(0, Math.ceil(((until ?? 0) - useNow()) / 1_000));
  return <p className="banner m-acw ctx-plain">{t("context.result.ending", { count: left })}</p>;
}

function TimeLeft({ interaction }: { readonly interaction: InteractionView }) {
  const t = useWords();
  const { interactionId, wrapUpUntil, wrapUpSince, wrapUpExtendable } = interaction;
  const now = useNow();
  const left = wrapUpUntil === null ? null : wrapUpUntil - now;
  const short = left !== null && left < SHORT_MS;
  const [extending, run] = useWaiting();
  const extend = async (): Promise<void> => {
    const answer = await ask("extendWrapUp", { interactionId });
    if (!answer.ok) toastError(answer.error);
  };
  const total = Math.max(1, (wrapUpUntil ?? now) - (wrapUpSince ?? now));
  return (
    <div className={`ctx-left ${short ? "m-due" : "m-acw"}`}>
      <div className="row between">
        <b>{t("context.result.wrapUp")}</b>
        <span className="row tight">
          {short && !wrapUpExtendable && (
            <span className="small soft">{t("context.result.extendedOut")}</span>
          )}
          {short && wrapUpExtendable && (
            <button type="button" className="btn sm" aria-disabled={extending} onClick={() => run(extend)}>
              {t(extending ? "context.result.extending" : "context.result.extend")}
            </button>
          )}
          <span className="num strong t-m" role="timer">
            {left === null
              ? t("context.result.noLimit")
              : left <= 0
                ? t("context.result.timeUp")
                : t("context.result.left", { time: clockText(left) })}
          </span>
        </span>
      </div>
      {left !== null && (
        <div className="ctx-bar" aria-hidden="true">
          <i style={{ width: `${Math.min(100, Math.max(0, (left / total) * 100))}%` }} />
        </div>
      )}
      <span className="vh" role="status">
        {short && left > 0 ? t("context.result.left", { time: "10 s" }) : ""}
      </span>
    </div>
  );
}

function Foot({ completing, onComplete }: { readonly completing: boolean; readonly onComplete: () => void }) {
  const t = useWords();
  const self = useDesk((state) => state.data?.self ?? null);
  const reasons = useDesk((state) => state.data?.reasons);
  const others = useDesk((state) => Math.max(0, (state.data?.interactions.size ?? 0) - 1));
  const after = afterText(
    t,
    self,
    others,
    (id) => reasons?.find(({ reasonId }) => reasonId === id)?.name ?? null,
  );
  const hint = useId();
  return (
    <div className="ctx-foot">
      <p id={hint} className="small soft">
        {after}
      </p>
      <button
        type="button"
        className="btn primary lg"
        aria-describedby={hint}
        aria-disabled={completing}
        onClick={onComplete}
      >
        {t(completing ? "context.result.completing" : "context.result.complete")}
      </button>
    </div>
  );
}
