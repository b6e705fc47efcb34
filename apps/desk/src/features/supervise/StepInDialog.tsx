import { Modal } from "@mantine/core";
import { FORCED_WHY_MAX } from "@patchbay/protocol";
import { IconAlertCircle } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { WhatIsThis } from "../../parts/errors/WhatIsThis.js";
import { useWaiting } from "../../parts/use-waiting.js";
import { ask, selectOnceThere, toast } from "../../state/actions.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { nextName } from "../presence/state-view.js";
import { GiveAway } from "./GiveAway.js";
import { askToStepIn, type StepIn, useStepIn } from "./step-in.js";

/** Before a supervisor steps in: what will happen, and what is said to it. */
export function StepInDialog() {
  const t = useWords();
  const asked = useStepIn((state) => state.asked);
  if (asked === null) return null;
  const name = asked.kind === "force" ? asked.person.name : asked.customer;
  return (
    <Modal
      opened
      onClose={() => askToStepIn(null)}
      title={
        asked.kind === "give"
          ? t(`supervise.stepIn.give.title.${asked.channel}`, { name })
          : t(`supervise.stepIn.${asked.kind}.title`, { name })
      }
      closeButtonProps={{ "aria-label": t("setup.close") }}
      size="md"
      centered
    >
      {asked.kind === "force" && <Force asked={asked} />}
      {asked.kind === "take" && <Take asked={asked} />}
      {asked.kind === "give" && <GiveAway asked={asked} />}
    </Modal>
  );
}

function Force({ asked: { person, presence } }: { readonly asked: Extract<StepIn, { kind: "force" }> }) {
  const t = useWords();
  const reasons = useDesk((state) => state.data?.reasons) ?? [];
  const [why, setWhy] = useState("");
  const [error, setError] = useState<string | null>(null);
  const { agentId, name } = person;
  const what = nextName(presence, reasons);
  const force = async (): Promise<void> => {
    const answer = await ask("forcePresence", { agentId, presence, why: why.trim() });
    if (!answer.ok) return setError(answer.error.code);
    toast(t(presence.kind === "logged_out" ? "supervise.signedOut" : "supervise.forced", { name, what }));
    askToStepIn(null);
  };
  return (
    <Question
      yes={t(`supervise.stepIn.force.yes.${presence.kind === "logged_out" ? "out" : "set"}`, { what })}
      error={error}
      onYes={force}
    >
      <p>{t(`supervise.stepIn.force.becomes.${presence.kind}`, { name, what })}</p>
      <label className="field">
        <span className="label">{t("supervise.stepIn.force.why", { name })}</span>
        <textarea
          className="area"
          rows={2}
          data-autofocus
          maxLength={FORCED_WHY_MAX}
          value={why}
          placeholder={t("supervise.stepIn.force.example")}
          onChange={(event) => setWhy(event.target.value)}
        />
      </label>
    </Question>
  );
}

function Take({
  asked: { interactionId, customer, from },
}: {
  readonly asked: Extract<StepIn, { kind: "take" }>;
}) {
  const t = useWords();
  const [error, setError] = useState<string | null>(null);
  const take = async (): Promise<void> => {
    const answer = await ask("takeOverChat", { interactionId, agentId: from?.agentId ?? null });
    if (!answer.ok) return setError(answer.error.code);
    askToStepIn(null);
    selectOnceThere(interactionId, "connected");
  };
  return (
    <Question yes={t("supervise.stepIn.take.yes")} error={error} focus onYes={take}>
      <p>
        {from === null
          ? t("supervise.stepIn.take.waits", { customer })
          : t("supervise.stepIn.take.from", { customer, name: from.name })}
      </p>
    </Question>
  );
}

/** What is asked, the server's no if there is one, and the two answers; Ctrl+Enter says yes, Escape no. */
export function Question({
  yes,
  error,
  focus = false,
  off = false,
  onYes,
  children,
}: {
  readonly yes: string;
  readonly error: string | null;
  /** Whether the yes has the focus: where there is nothing to type. */
  readonly focus?: boolean;
  readonly off?: boolean;
  readonly onYes: () => Promise<void>;
  readonly children: ReactNode;
}) {
  const t = useWords();
  const [waiting, run] = useWaiting();
  return (
    <form
      className="step-in"
      onSubmit={(event) => {
        event.preventDefault();
        if (!off) run(onYes);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
      }}
    >
      {children}
      {error !== null && (
        <p className="hint bad" role="alert">
          <IconAlertCircle size={14} stroke={1.8} aria-hidden="true" />
          <span>
            {t(`errors.${error}`)} <WhatIsThis code={error} />
          </span>
        </p>
      )}
      <div className="row step-in-acts">
        <button type="button" className="btn" onClick={() => askToStepIn(null)}>
          {t("supervise.stepIn.no")}
        </button>
        <button
          type="submit"
          className="btn primary"
          data-autofocus={focus || undefined}
          aria-disabled={waiting || off}
        >
          {yes}
        </button>
      </div>
    </form>
  );
}
