import type { InteractionView, OpenAssistance } from "@patchbay/protocol";
import { IconLifebuoy, IconUserCheck } from "@tabler/icons-react";
import { useState } from "react";
import { clockText, useNow } from "../../parts/time.js";
import { useWaiting } from "../../parts/use-waiting.js";
import { ask, selectOnceThere, toastError } from "../../state/actions.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { Resolve } from "./Resolve.js";
import "./assistance.css";

/** The request for help of this chat or call: how it stands, for its agents, and what can be done, for who supervises. */
export function AssistanceBar({
  interaction,
  assistance,
}: {
  readonly interaction: InteractionView;
  readonly assistance: OpenAssistance;
}) {
  const t = useWords();
  const me = useDesk((state) => state.data?.user.agentId ?? "");
  const { agent, reason, text, answered } = assistance;
  const own = agent.agentId === me;
  return (
    <section className={`banner help-bar ${answered === null ? "m-due" : "m-supervising"}`} role="status">
      <IconLifebuoy size={18} stroke={1.6} aria-hidden="true" />
      <span>
        <b>
          {own
            ? answered === null
              ? t("assistance.bar.asked")
              : t("assistance.bar.withYou", { name: answered.name })
            : t("assistance.bar.asks", { name: agent.name })}
        </b>{" "}
        {t(`assistance.reasons.${reason}`)} · <Since assistance={assistance} />
        {!own && answered !== null && answered.agentId !== me && (
          <span className="soft"> {t("assistance.bar.lookedAfter", { name: answered.name })}</span>
        )}
        {text !== "" && <q className="help-text">{text}</q>}
      </span>
      {own ? (
        <Withdraw interactionId={interaction.interactionId} />
      ) : (
        interaction.phase === "monitoring" && <Acts interaction={interaction} agent={agent} />
      )}
    </section>
  );
}

export function Since({ assistance: { since, answered } }: { readonly assistance: OpenAssistance }) {
  const now = useNow();
  return (
    <span className="num soft" aria-hidden="true">
      {clockText(now - (answered?.since ?? since))}
    </span>
  );
}

function Withdraw({ interactionId }: { readonly interactionId: string }) {
  const t = useWords();
  const [waiting, run] = useWaiting();
  const withdraw = async (): Promise<void> => {
    const answer = await ask("withdrawAssistance", { interactionId });
    // Resolved a moment before: then there is nothing left to take back.
    if (!answer.ok && answer.error.code !== "nothing_to_cancel") toastError(answer.error);
  };
  return (
    <button type="button" className="btn sm" aria-disabled={waiting} onClick={() => run(withdraw)}>
      {t("assistance.bar.withdraw")}
    </button>
  );
}

function Acts({
  interaction: { interactionId, channel },
  agent,
}: {
  readonly interaction: InteractionView;
  readonly agent: OpenAssistance["agent"];
}) {
  const t = useWords();
  const [resolves, setResolves] = useState(false);
  const [taking, run] = useWaiting();
  const take = async (): Promise<void> => {
    const answer = await ask("takeOverChat", { interactionId, agentId: agent.agentId });
    if (answer.ok) selectOnceThere(interactionId, "connected");
    else toastError(answer.error);
  };
  if (resolves) return <Resolve interactionId={interactionId} onDone={() => setResolves(false)} />;
  return (
    <span className="row tight">
      {channel === "chat" && (
        <button type="button" className="btn sm" aria-disabled={taking} onClick={() => run(take)}>
          <IconUserCheck size={16} stroke={1.7} aria-hidden="true" />
          {t("assistance.bar.takeOver")}
        </button>
      )}
      <button type="button" className="btn sm" onClick={() => setResolves(true)}>
        {t("assistance.resolve.open")}
      </button>
    </span>
  );
}
