import type { InteractionView, RosterView } from "@patchbay/protocol";
import { IconAlertCircle, IconCheck, IconX } from "@tabler/icons-react";
import { useId, useState } from "react";
import { WhatIsThis } from "../../parts/errors/WhatIsThis.js";
import { toast } from "../../state/actions.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import type { CallTarget } from "../directory/index.js";
import { TargetPicker } from "../directory/TargetPicker.js";
import { AskOnce } from "./AskOnce.js";
import { type AskKind, askFor } from "./call-actions.js";
import { whyNot } from "./call-controls.js";
import { entered } from "./entered.js";
import { useCallPartner } from "./use-call.js";

const KINDS = ["consult", "add", "transfer"] as const;
const LABELS = { consult: "whomConsult", add: "whomAdd", transfer: "whomTransfer" } as const;

/** Messages that were typed and not sent, by call: closing the panel is no reason to lose a word. */
const typedNotes = new Map<string, string>();

/** Whom the call concerns next: ask somebody, bring somebody in, or give it away. */
export function TargetPanel({
  view,
  kind,
  onKind,
  onClose,
}: {
  readonly view: InteractionView;
  readonly kind: AskKind;
  readonly onKind: (kind: AskKind) => void;
  readonly onClose: () => void;
}) {
  const t = useWords();
  const id = useId();
  const { interactionId, call } = view;
  const partner = useCallPartner(view);
  const roster = useDesk((state) => state.data?.roster);
  const [note, setNoteState] = useState(typedNotes.get(interactionId) ?? "");
  const [leave, setLeave] = useState(true);
  const [asked, setAsked] = useState<{ readonly busy: boolean; readonly refusal: string | null }>({
    busy: false,
    refusal: null,
  });
  const [outside, setOutside] = useState<string | null>(null);
  const setNote = (text: string): void => {
    setNoteState(text);
    typedNotes.set(interactionId, text);
  };
  const here = new Set(call?.parties.flatMap(({ agentId }) => (agentId === null ? [] : [agentId])));
  const refuse = (target: CallTarget): string | null => {
    const key = kind !== "consult" && "agentId" in target ? notNow(roster?.get(target.agentId)) : null;
    return key === null ? null : t(`call.panel.${key}`);
  };

  const seen = [
    ...(view.call?.direction === "internal" ? [] : (["seesContact"] as const)),
    ...(entered(view.data).length > 0 ? (["seesData"] as const) : []),
    ...(view.note.trim() === "" ? [] : (["seesNotes"] as const)),
    ...(note.trim() === "" ? [] : (["seesNote"] as const)),
  ];

  const send = async (target: CallTarget, name: string): Promise<void> => {
    setAsked({ busy: true, refusal: null });
    const refusal = await askFor(interactionId, { kind, target, note: note.trim(), leave });
    setAsked({ busy: false, refusal });
    setOutside(null);
    if (refusal !== null) return;
    if (kind === "transfer" && (leave || "number" in target))
      toast(t("call.panel.sent", { customer: partner.name, name }));
    typedNotes.delete(interactionId);
    onClose();
  };
  const pick = (target: CallTarget, name: string): void => {
    // A customer who is sent out of the house is sent on purpose.
    if (kind === "transfer" && "number" in target) setOutside(target.number);
    else void send(target, name);
  };
  return (
    <section
      className="call-panel"
      aria-label={t("call.panel.label", { action: t(`call.panel.${kind}`) })}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      <div className="call-panel-main">
        <div className="row between">
          <fieldset className="segment">
            <legend className="vh">{t("call.panel.kinds")}</legend>
            {KINDS.map((one) => (
              <button
                key={one}
                type="button"
                className={one === kind ? "on" : ""}
                aria-pressed={one === kind}
                aria-disabled={whyNot(view, one) != null}
                onClick={() => {
                  if (whyNot(view, one) === null) onKind(one);
                }}
              >
                {t(`call.panel.${one}`)}
              </button>
            ))}
          </fieldset>
          <button
            type="button"
            className="btn icon quiet"
            aria-label={t("call.panel.close")}
            title={`${t("call.panel.close")} (Esc)`}
            onClick={onClose}
          >
            <IconX size={18} stroke={1.6} aria-hidden="true" />
          </button>
        </div>
        {asked.refusal !== null && (
          <p className="hint bad" role="alert">
            <IconAlertCircle size={14} stroke={1.8} aria-hidden="true" />
            <span>
              {t(`errors.${asked.refusal}`)} <WhatIsThis code={asked.refusal} />
            </span>
          </p>
        )}
        {outside === null ? (
          <TargetPicker
            key={kind}
            action={t(`call.panel.${kind}`)}
            label={t(`call.panel.${LABELS[kind]}`)}
            here={here}
            refuse={refuse}
            busy={asked.busy}
            onPick={pick}
          />
        ) : (
          <AskOnce
            className="call-sure outside"
            question={t("call.panel.sure", { customer: partner.name, number: outside })}
            yes={t("call.panel.sureYes")}
            no={t("call.panel.sureNo")}
            onYes={() => void send({ number: outside }, outside)}
            onNo={() => setOutside(null)}
          >
            {t("call.panel.sureMore")}
          </AskOnce>
        )}
      </div>
      <div className="call-panel-side">
        {kind === "transfer" && outside === null && (
          <fieldset className="call-how">
            <legend className="strong">{t("call.panel.how")}</legend>
            <Choice
              name={`${id}-how`}
              word={t("call.panel.now")}
              more={t("call.panel.nowMore")}
              chosen={leave}
              onChoose={() => setLeave(true)}
            />
            <Choice
              name={`${id}-how`}
              word={t("call.panel.stay")}
              more={t("call.panel.stayMore")}
              chosen={!leave}
              onChoose={() => setLeave(false)}
            />
          </fieldset>
        )}
        <div>
          <h2>{t("call.panel.sees")}</h2>
          <ul className="call-sees">
            {seen.map((what) => (
              <li key={what} className="row tight">
                <IconCheck size={14} stroke={1.8} aria-hidden="true" />
                {t(`call.panel.${what}`)}
              </li>
            ))}
          </ul>
          <p className="hint">{t("call.panel.seesNothing")}</p>
        </div>
        <label className="field">
          <span className="label">{t("call.panel.message")}</span>
          <textarea
            className="area"
            rows={2}
            maxLength={2_000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        <p className="hint">
          {kind === "transfer"
            ? t("call.panel.messageHint")
            : t(`call.panel.${kind}Hint`, { customer: partner.name })}
        </p>
      </div>
    </section>
  );
}

/** Why a colleague takes no call from another's hands now, who may be asked all the same; as far as the roster tells. */
function notNow(agent: RosterView | undefined): "notReady" | "supervising" | "onCall" | null {
  if (agent === undefined) return null;
  if (agent.onCall) return "onCall";
  if (agent.word === "not_ready") return "notReady";
  return agent.word === "supervising" ? "supervising" : null;
}

function Choice({
  name,
  word,
  more,
  chosen,
  onChoose,
}: {
  readonly name: string;
  readonly word: string;
  readonly more: string;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}) {
  return (
    <label className="call-choice">
      <input type="radio" name={name} checked={chosen} onChange={onChoose} />
      <span>
        {word}
        <span className="hint">{more}</span>
      </span>
    </label>
  );
}
