import type { AssistanceView } from "@patchbay/protocol";
import { IconEyeOff } from "@tabler/icons-react";
import { useState } from "react";
import { Avatar } from "../../parts/Avatar.js";
import { clockText, useNow } from "../../parts/time.js";
import { useWaiting } from "../../parts/use-waiting.js";
import { ask, selectOnceThere, toastError } from "../../state/actions.js";
import { useDesk, withSeat } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { monitor } from "../call/index.js";
import { Resolve } from "./Resolve.js";
import { wantedOf } from "./wanted-requests.js";
import "./assistance.css";

/** More than these stand below each other only when the list is opened. */
const SHOWN_MAX = 3;

/** Who of the agents wants help, in every room: the oldest that nobody looks after first. */
export function HelpRequests() {
  const t = useWords();
  const me = useDesk((state) => state.data?.user.agentId ?? "");
  const requests = useDesk((state) => state.data?.assistance);
  const [all, setAll] = useState(false);
  const wanted = wantedOf(requests?.values() ?? [], me);
  if (wanted.length === 0) return null;
  const open = wanted.filter(({ answered }) => answered === null).length;
  const shown = all ? wanted : wanted.slice(0, SHOWN_MAX);
  return (
    <section className="help-requests" aria-labelledby="help-requests-head">
      <div className="row between">
        <h2 id="help-requests-head">{t("assistance.list.title")}</h2>
        {open > 0 && <span className="count">{open}</span>}
      </div>
      <p className="vh" role="status">
        {open > 0 && t("assistance.list.open", { count: open })}
      </p>
      {shown.map((request) => (
        <Card key={`${request.interactionId} ${request.since}`} request={request} />
      ))}
      {wanted.length > SHOWN_MAX && (
        <button type="button" className="text-button small" onClick={() => setAll(!all)}>
          {all ? t("assistance.list.fewer") : t("assistance.list.more", { count: wanted.length - SHOWN_MAX })}
        </button>
      )}
    </section>
  );
}

function Card({ request }: { readonly request: AssistanceView }) {
  const t = useWords();
  const me = useDesk((state) => state.data?.user.agentId ?? "");
  const photo = useDesk(({ data }) => data?.roster.get(request.agent.agentId)?.photoUrl ?? null);
  const [resolves, setResolves] = useState(false);
  const [waiting, run] = useWaiting();
  const { interactionId, channel, agent, contactName, reason, text, answered } = request;
  const help = async (): Promise<void> => {
    const answer = await ask("answerAssistance", { interactionId });
    if (!answer.ok) return void toastError(answer.error);
    if (channel === "chat") {
      selectOnceThere(interactionId, "monitoring");
      useDesk.setState({ room: "conversations" });
    } else await monitor(interactionId, agent.agentId, "whisper");
  };
  return (
    <article className="help-card" aria-label={t("assistance.list.of", { name: agent.name })}>
      <div className="row help-head">
        <Avatar
          name={agent.name}
          id={agent.agentId}
          size={32}
          photo={photo === null ? null : withSeat(photo)}
        />
        <span className="live-lines grow">
          <b className="strong clip">{agent.name}</b>
          <span className="small soft clip">
            {t(`assistance.list.${channel === "chat" ? "chat" : "call"}`, { customer: contactName })}
          </span>
        </span>
        <Age request={request} />
      </div>
      <p className="small">
        {t(`assistance.reasons.${reason}`)}
        {text !== "" && <q className="help-text">{text}</q>}
      </p>
      {answered !== null && (
        <p className="small soft">
          {answered.agentId === me
            ? t("assistance.list.yours")
            : t("assistance.bar.lookedAfter", { name: answered.name })}
        </p>
      )}
      {resolves ? (
        <Resolve interactionId={interactionId} onDone={() => setResolves(false)} />
      ) : (
        <div className="row tight">
          <button
            type="button"
            className={`btn sm${answered === null ? " primary" : ""}`}
            aria-label={t("assistance.list.helpWhom", { name: agent.name })}
            aria-disabled={waiting}
            onClick={() => run(help)}
          >
            <IconEyeOff size={16} stroke={1.7} aria-hidden="true" />
            {t(answered?.agentId === me ? "assistance.list.open_" : "assistance.list.help")}
          </button>
          <button
            type="button"
            className="btn sm quiet"
            aria-label={t("assistance.resolve.whom", { name: agent.name })}
            onClick={() => setResolves(true)}
          >
            {t("assistance.resolve.open")}
          </button>
        </div>
      )}
    </article>
  );
}

/** Amber and red as a customer's wait; green while somebody looks after it. */
function Age({ request: { since, answered } }: { readonly request: AssistanceView }) {
  const now = useNow();
  const settings = useDesk((state) => state.data?.settings);
  const age = now - since;
  const tone =
    answered !== null || settings === undefined
      ? "m-supervising"
      : age >= settings.waitRedMs
        ? "m-breached"
        : age >= settings.waitAmberMs
          ? "m-due"
          : "m-ready";
  return <span className={`chip num ${tone}`}>{clockText(age)}</span>;
}
