import { useMemo, useState } from "react";
import { ask, toast } from "../../state/actions.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { AgentRow, ServiceRow } from "../conversation/handover/TargetRows.js";
import { agentTargets, serviceTargets } from "../conversation/handover/targets.js";
import "../conversation/handover/handover.css";
import { Question } from "./StepInDialog.js";
import { askToStepIn, type StepIn } from "./step-in.js";

type Target = { readonly agentId: string } | { readonly serviceId: string };

/** To whom a chat, or a call that waits, is to go: those who can take it now, then the services, with a word for whoever gets it. */
export function GiveAway({ asked }: { readonly asked: Extract<StepIn, { kind: "give" }> }) {
  const t = useWords();
  const { interactionId, channel, customer, from, serviceId } = asked;
  const [sought, setSought] = useState("");
  const [target, setTarget] = useState<Target | null>(null);
  const [note, setNote] = useState("");
  const [error, setError] = useState<string | null>(null);
  const roster = useDesk((state) => state.data?.roster);
  const services = useDesk((state) => state.data?.services);
  const chat = useDesk((state) => state.data?.liveChats.get(interactionId));
  const agents = useMemo(() => {
    const parties = (chat?.agents ?? []).map((one) => ({
      ...one,
      state: "active" as const,
      joinedAt: one.since,
    }));
    return agentTargets(roster?.values() ?? [], { parties }, "", sought, channel).filter(
      ({ whyNot, agent }) => whyNot === null || (sought !== "" && agent.word !== null),
    );
  }, [roster, chat, sought, channel]);
  const lines = useMemo(
    () =>
      serviceTargets(services?.values() ?? [], sought).filter(
        // It stands in this line already.
        (service) => from !== null || service.serviceId !== serviceId,
      ),
    [services, sought, from, serviceId],
  );
  const to =
    target === null
      ? null
      : "agentId" in target
        ? roster?.get(target.agentId)?.name
        : services?.get(target.serviceId)?.name;
  const give = async (): Promise<void> => {
    if (target === null) return;
    const answer = await ask("reassign", {
      interactionId,
      agentId: from?.agentId ?? null,
      to: target,
      note: note.trim(),
    });
    if (!answer.ok) return setError(answer.error.code);
    toast(t(`supervise.stepIn.give.done.${channel}`, { customer, to }));
    askToStepIn(null);
  };
  const choose = (next: Target) => () => {
    setTarget(next);
    setError(null);
  };
  return (
    <Question
      yes={to == null ? t("supervise.stepIn.give.yes") : t("supervise.stepIn.give.yesTo", { to })}
      error={error}
      off={target === null}
      onYes={give}
    >
      <p>
        {from === null
          ? t(`supervise.stepIn.give.waits.${channel}`, { customer })
          : t("supervise.stepIn.give.from", { name: from.name })}
      </p>
      <input
        className="input"
        type="search"
        data-autofocus
        value={sought}
        aria-label={t("supervise.stepIn.give.find")}
        placeholder={t("supervise.stepIn.give.find")}
        onChange={(event) => setSought(event.target.value)}
        onKeyDown={(event) => event.key === "Enter" && !event.ctrlKey && event.preventDefault()}
      />
      <fieldset className="handover-list step-in-list">
        <legend className="vh">{t("supervise.stepIn.give.yes")}</legend>
        {agents.map((one) => (
          <AgentRow
            key={one.agent.agentId}
            target={one}
            chosen={target !== null && "agentId" in target && target.agentId === one.agent.agentId}
            onChoose={one.whyNot === null ? choose({ agentId: one.agent.agentId }) : null}
          />
        ))}
        {lines.map((service) => (
          <ServiceRow
            key={service.serviceId}
            service={service}
            chosen={target !== null && "serviceId" in target && target.serviceId === service.serviceId}
            onChoose={choose({ serviceId: service.serviceId })}
          />
        ))}
        {agents.length + lines.length === 0 && (
          <p className="handover-none">{t("supervise.stepIn.give.nobody")}</p>
        )}
      </fieldset>
      <label className="field">
        <span className="label">{t("supervise.stepIn.give.note")}</span>
        <textarea
          className="area"
          rows={2}
          maxLength={2_000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
    </Question>
  );
}
