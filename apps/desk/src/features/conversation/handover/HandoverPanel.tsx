import type { InteractionView } from "@patchbay/protocol";
import { IconAlertCircle, IconArrowForwardUp, IconSearch, IconUserPlus, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { WhatIsThis } from "../../../parts/errors/WhatIsThis.js";
import { ask } from "../../../state/actions.js";
import { useDesk } from "../../../state/store.js";
import { word } from "../../../words/words.js";
import type { HandoverKind } from "../header/Header.js";
import { AgentRow, ServiceRow } from "./TargetRows.js";
import { agentTargets, serviceTargets } from "./targets.js";
import "./handover.css";

type Target = { readonly agentId: string } | { readonly serviceId: string };
type Tab = "agent" | "service";

/** Notes that were typed and not sent, by interaction: closing the panel is no reason to lose a word. */
const typedNotes = new Map<string, string>();

/** Hands the chat over, or asks somebody in: to whom, with which words. */
export function HandoverPanel({
  kind,
  interaction,
  me,
  onClose,
}: {
  readonly kind: HandoverKind;
  readonly interaction: InteractionView;
  readonly me: string;
  readonly onClose: () => void;
}) {
  const title = useId();
  const search = useRef<HTMLInputElement>(null);
  const [tab, setTab] = useState<Tab>("agent");
  const [sought, setSought] = useState("");
  const [target, setTarget] = useState<Target | null>(null);
  const [note, setNoteState] = useState(typedNotes.get(interaction.interactionId) ?? "");
  const setNote = (text: string): void => {
    setNoteState(text);
    typedNotes.set(interaction.interactionId, text);
  };
  const [state, setState] = useState<{ readonly asking: boolean; readonly error: string | null }>({
    asking: false,
    error: null,
  });
  const roster = useDesk((store) => store.data?.roster);
  const services = useDesk((store) => store.data?.services);
  const agents = useMemo(
    () => agentTargets(roster?.values() ?? [], interaction, me, sought),
    [roster, interaction, me, sought],
  );
  const shownServices = useMemo(() => serviceTargets(services?.values() ?? [], sought), [services, sought]);
  const name = targetName();

  // The agent has just asked for this panel.
  useEffect(() => search.current?.focus(), []);

  function targetName(): string | null {
    if (target === null) return null;
    return (
      ("agentId" in target ? roster?.get(target.agentId)?.name : services?.get(target.serviceId)?.name) ??
      null
    );
  }

  const submit = async (): Promise<void> => {
    if (target === null || state.asking) return;
    setState({ asking: true, error: null });
    const answer = await ask(kind, {
      interactionId: interaction.interactionId,
      to: target,
      note: note.trim(),
    });
    setState({ asking: false, error: answer.ok ? null : answer.error.code });
    if (!answer.ok) return;
    typedNotes.delete(interaction.interactionId);
    onClose();
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
  };
  const choose = (next: Target): void => {
    setTarget(next);
    setState({ asking: false, error: null });
  };
  const turnTo = (next: Tab): void => {
    setTab(next);
    setTarget(null);
    setState({ asking: false, error: null });
  };

  const Icon = kind === "transfer" ? IconArrowForwardUp : IconUserPlus;
  return (
    <div className="handover" role="dialog" aria-labelledby={title} onKeyDown={key}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <header className="handover-head">
          <h2 id={title} className="clip">
            {word(`conversation.handover.${kind}Title`, { name: interaction.contact.name })}
          </h2>
          <button
            type="button"
            className="btn icon quiet"
            aria-label={word("conversation.handover.close")}
            title={word("conversation.handover.close")}
            onClick={onClose}
          >
            <IconX size={18} stroke={1.6} aria-hidden="true" />
          </button>
        </header>
        <div className="handover-find">
          <fieldset className="segment">
            <legend className="vh">{word("conversation.handover.kind")}</legend>
            {(["agent", "service"] as const).map((one) => (
              <button
                key={one}
                type="button"
                className={tab === one ? "on" : ""}
                aria-pressed={tab === one}
                onClick={() => turnTo(one)}
              >
                {word(`conversation.handover.${one}`)}
              </button>
            ))}
          </fieldset>
          <div className="input md grow handover-search">
            <IconSearch size={16} stroke={1.7} aria-hidden="true" />
            <input
              ref={search}
              type="search"
              value={sought}
              aria-label={word("conversation.handover.searchLabel")}
              placeholder={word("conversation.handover.search")}
              onChange={(event) => setSought(event.target.value)}
              onKeyDown={(event) => {
                // Enter in the search must not hand a chat over.
                if (event.key === "Enter") event.preventDefault();
              }}
            />
          </div>
        </div>
        <fieldset className="handover-list">
          <legend className="vh">{word(`conversation.handover.${tab}`)}</legend>
          {tab === "agent" ? (
            <Agents agents={agents} target={target} onChoose={choose} />
          ) : (
            <>
              {shownServices.map((service) => (
                <ServiceRow
                  key={service.serviceId}
                  service={service}
                  chosen={target !== null && "serviceId" in target && target.serviceId === service.serviceId}
                  onChoose={() => choose({ serviceId: service.serviceId })}
                />
              ))}
              {shownServices.length === 0 && (
                <p className="handover-none">{word("conversation.handover.noServiceFound")}</p>
              )}
            </>
          )}
        </fieldset>
        <div className="handover-foot">
          <label className="field">
            <span className="label">{word("conversation.handover.note")}</span>
            <textarea
              className="area"
              rows={2}
              maxLength={2_000}
              value={note}
              placeholder={word("conversation.handover.notePlaceholder")}
              onChange={(event) => setNote(event.target.value)}
            />
          </label>
          {state.error !== null && (
            <p className="hint bad" role="alert">
              <IconAlertCircle size={14} stroke={1.8} aria-hidden="true" />
              <span>
                {word(`errors.${state.error}`)} <WhatIsThis code={state.error} />
              </span>
            </p>
          )}
          <div className="row between">
            <span className="hint">
              {word("conversation.handover.noteHint")}{" "}
              {word(`conversation.handover.${kind === "transfer" ? "stays" : "joins"}`)}
            </span>
            <button
              type="submit"
              className="btn primary"
              aria-disabled={name === null || state.asking}
              title={name === null ? word("conversation.handover.choose") : undefined}
            >
              <Icon size={18} stroke={1.6} aria-hidden="true" />
              <span className="clip">
                {name === null
                  ? word(`conversation.handover.${kind}`)
                  : word(`conversation.handover.${kind}To`, { to: name })}
              </span>
            </button>
          </div>
        </div>
      </form>
    </div>
  );
}

function Agents({
  agents,
  target,
  onChoose,
}: {
  readonly agents: ReturnType<typeof agentTargets>;
  readonly target: Target | null;
  readonly onChoose: (target: Target) => void;
}) {
  const can = agents.filter(({ whyNot }) => whyNot === null);
  const cannot = agents.filter(({ whyNot }) => whyNot !== null);
  if (agents.length === 0) return <p className="handover-none">{word("conversation.handover.noneFound")}</p>;
  return (
    <>
      {can.length === 0 && <p className="handover-none">{word("conversation.handover.nobody")}</p>}
      {can.map((one) => (
        <AgentRow
          key={one.agent.agentId}
          target={one}
          chosen={target !== null && "agentId" in target && target.agentId === one.agent.agentId}
          onChoose={() => onChoose({ agentId: one.agent.agentId })}
        />
      ))}
      {cannot.length > 0 && (
        <p className="label handover-cannot">{word("conversation.handover.cannotTake")}</p>
      )}
      {cannot.map((one) => (
        <AgentRow key={one.agent.agentId} target={one} chosen={false} onChoose={null} />
      ))}
    </>
  );
}
