import type { RosterView, ServiceView } from "@patchbay/protocol";
import { IconUsersGroup } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Avatar } from "../../../parts/Avatar.js";
import { clockText, useNow } from "../../../parts/time.js";
import { withSeat } from "../../../state/store.js";
import { word } from "../../../words/words.js";
import { durationText } from "../timeline/wording.js";
import type { AgentTarget } from "./targets.js";

const MEANING: Record<NonNullable<RosterView["word"]>, string> = {
  ringing: "m-ready",
  reserved: "m-ready",
  busy: "m-busy",
  after_call_work: "m-acw",
  ready: "m-ready",
  not_ready: "m-notready",
  supervising: "m-supervising",
};

/** A colleague: how they are, how much they have in hand, and, where it is so, why they cannot take it. */
export function AgentRow({
  target: { agent, load, capacity, whyNot },
  chosen,
  onChoose,
}: {
  readonly target: AgentTarget;
  readonly chosen: boolean;
  /** `null`: cannot be chosen. */
  readonly onChoose: (() => void) | null;
}) {
  const now = useNow();
  const meaning = agent.word === null ? "m-offline" : MEANING[agent.word];
  return (
    <Choosable chosen={chosen} name={agent.name} onChoose={onChoose}>
      <Avatar
        name={agent.name}
        id={agent.agentId}
        size={32}
        photo={agent.photoUrl === null ? null : withSeat(agent.photoUrl)}
      />
      <span className="target-words">
        <span className="target-name clip">{agent.name}</span>
        <span className="row tight small soft">
          <span className={`dot ${meaning}`} aria-hidden="true" />
          {word(`conversation.handover.word.${agent.word ?? "offline"}`)}
          {agent.wordSince !== null && <span className="num">{clockText(now - agent.wordSince)}</span>}
        </span>
      </span>
      <span className="target-side">
        {agent.word !== null && (
          <span className="num small">{word("conversation.handover.load", { load, capacity })}</span>
        )}
        {/* Said once: "Signed out" beside the dot is reason enough. */}
        {whyNot !== null && whyNot !== (agent.word ?? "offline") && (
          <span className="small target-why">{word(`conversation.handover.whyNot.${whyNot}`)}</span>
        )}
      </span>
    </Choosable>
  );
}

/** A service's line: whoever is free first gets it. */
export function ServiceRow({
  service,
  chosen,
  onChoose,
}: {
  readonly service: ServiceView;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}) {
  const { name, open, waiting, ewtSeconds } = service;
  return (
    <Choosable chosen={chosen} name={name} onChoose={open ? onChoose : null}>
      <span className="target-mark" aria-hidden="true">
        <IconUsersGroup size={18} stroke={1.6} />
      </span>
      <span className="target-words">
        <span className="target-name clip">{name}</span>
        <span className="small soft">
          {ewtSeconds === null
            ? word("conversation.handover.ewtUnknown")
            : word("conversation.handover.ewt", { time: durationText(ewtSeconds * 1_000) })}
        </span>
      </span>
      <span className="target-side small">
        {open ? (
          <span className="num">{word("conversation.handover.waiting", { count: waiting })}</span>
        ) : (
          <span className="target-why">{word("conversation.handover.closed")}</span>
        )}
      </span>
    </Choosable>
  );
}

function Choosable({
  chosen,
  name,
  onChoose,
  children,
}: {
  readonly chosen: boolean;
  readonly name: string;
  readonly onChoose: (() => void) | null;
  readonly children: ReactNode;
}) {
  if (onChoose === null) return <div className="target handover-target off">{children}</div>;
  return (
    <label className={`target handover-target${chosen ? " chosen" : ""}`}>
      <input
        className="vh"
        type="radio"
        name="handover-target"
        aria-label={name}
        checked={chosen}
        onChange={onChoose}
      />
      {children}
    </label>
  );
}
