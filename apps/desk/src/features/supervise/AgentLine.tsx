import { Menu } from "@mantine/core";
import type { NextPresenceView, RosterView } from "@patchbay/protocol";
import {
  IconDots,
  IconLifebuoy,
  IconMessageCircle,
  IconPhone,
  IconPhoneOff,
  IconPlayerPause,
  IconPlugConnected,
  IconPlugConnectedX,
} from "@tabler/icons-react";
import { memo } from "react";
import { Avatar } from "../../parts/Avatar.js";
import { clockText, useNow } from "../../parts/time.js";
import { useMay } from "../../state/may.js";
import { useDesk, withSeat } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { StateIcon } from "../presence/StateIcon.js";
import { nextName, rosterState, toneOf } from "../presence/state-view.js";
import { type InHand, troubles } from "./agent-list.js";
import { askToStepIn } from "./step-in.js";

/** So many of what is in hand are named; the rest is counted. */
const NAMED_MAX = 2;
const NOTHING: readonly InHand[] = [];

/** One agent: what they are, for how long, with whom, and how much room is left. */
export const AgentLine = memo(function AgentLine({
  person,
  inHand = NOTHING,
  asks,
}: {
  readonly person: RosterView;
  readonly inHand?: readonly InHand[] | undefined;
  /** Has asked for a supervisor. */
  readonly asks: boolean;
}) {
  const t = useWords();
  const reasons = useDesk((state) => state.data?.reasons) ?? [];
  const forces = useMay("force_states");
  const state = rosterState(person, reasons);
  const { name, word, wordSince, team, photoUrl, agentId } = person;
  const [trouble] = troubles(person);
  const icon = word === "not_ready" ? reasons.find(({ reasonId }) => reasonId === person.reason)?.icon : null;
  return (
    <>
      <td>
        <span className="row">
          <Avatar name={name} id={agentId} size={24} photo={photoUrl === null ? null : withSeat(photoUrl)} />
          <span className="live-lines">
            <span className="row tight">
              <b className="strong clip">{name}</b>
              {asks && (
                <span className="t-m m-breached row tight" title={t("supervise.asksForHelp")}>
                  <IconLifebuoy size={15} stroke={1.8} aria-hidden="true" />
                  <span className="vh">{t("supervise.asksForHelp")}</span>
                </span>
              )}
            </span>
            {team !== null && <span className="small soft clip">{team.name}</span>}
          </span>
        </span>
      </td>
      <td>
        <span className="live-lines">
          <span className={`chip ${toneOf(state.kind)}`}>
            <StateIcon kind={state.kind} reasonIcon={icon ?? null} size={14} />
            <span className="clip" title={state.text}>
              {state.text}
            </span>
          </span>
          {trouble !== undefined ? (
            <span className="small t-m m-due clip">{t(trouble)}</span>
          ) : (
            person.next !== null && (
              <span className="small soft clip">
                {t("supervise.afterwards", { what: nextName(person.next, reasons) })}
              </span>
            )
          )}
        </span>
      </td>
      <td className="r narrow">{wordSince !== null && <Clock since={wordSince} />}</td>
      <td>{word !== null && <Hands inHand={inHand} isAgent={person.roles.includes("agent")} />}</td>
      <td className="load">{word !== null && person.roles.includes("agent") && <Load person={person} />}</td>
      <td className="links">
        <Reach person={person} />
      </td>
      <td className="r">{word !== null && forces && <StateMenu person={person} />}</td>
    </>
  );
});

function Clock({ since }: { readonly since: number }) {
  const now = useNow();
  return <>{clockText(now - since)}</>;
}

function Hands({ inHand, isAgent }: { readonly inHand: readonly InHand[]; readonly isAgent: boolean }) {
  const t = useWords();
  if (inHand.length === 0) return isAgent ? <span className="mute">{t("supervise.nothing")}</span> : null;
  const more = inHand.length - NAMED_MAX;
  const [only] = inHand.length === 1 ? inHand : [];
  return (
    <span className="live-lines">
      {inHand.slice(0, NAMED_MAX).map((one, at) => (
        <span key={one.interactionId} className="row tight live-hand">
          <HandIcon one={one} />
          <span className="clip" title={`${one.name}, ${one.serviceName}`}>
            {one.name}
          </span>
          <span className={`num small ${one.heldSince === null ? "soft" : "t-m m-notready"}`}>
            <Clock since={one.heldSince ?? one.since} />
          </span>
          {more > 0 && at === NAMED_MAX - 1 && (
            <span
              className="small soft"
              title={inHand
                .slice(NAMED_MAX)
                .map(({ name }) => name)
                .join(", ")}
            >
              {t("supervise.more", { count: more })}
            </span>
          )}
        </span>
      ))}
      {only !== undefined && <span className="small soft clip live-hand-of">{only.serviceName}</span>}
    </span>
  );
}

function HandIcon({ one: { channel, heldSince } }: { readonly one: InHand }) {
  const t = useWords();
  const Icon = channel === "chat" ? IconMessageCircle : heldSince === null ? IconPhone : IconPlayerPause;
  return (
    <>
      <Icon size={15} stroke={1.7} aria-hidden="true" />
      <span className="vh">
        {t(`supervise.hand.${channel === "chat" ? "chat" : heldSince === null ? "call" : "held"}`)}
      </span>
    </>
  );
}

function Load({ person: { load, capacity, calls, callCapacity } }: { readonly person: RosterView }) {
  const t = useWords();
  const said = t("supervise.loadOf", { load, capacity, calls, callCapacity });
  return (
    <span className="row live-load" title={said}>
      <span className="vh">{said}</span>
      {capacity > 0 && (
        <span className={`row tight num${load >= capacity ? " strong" : ""}`} aria-hidden="true">
          <IconMessageCircle size={15} stroke={1.7} />
          {load}/{capacity}
        </span>
      )}
      {callCapacity > 0 && (
        <span className={`row tight num${calls >= callCapacity ? " strong" : ""}`} aria-hidden="true">
          <IconPhone size={15} stroke={1.7} />
          {calls}/{callCapacity}
        </span>
      )}
    </span>
  );
}

/** Whether the agent's desk and phone are there; what is wrong is said in words beside the state. */
function Reach({ person }: { readonly person: RosterView }) {
  const t = useWords();
  const wrong = troubles(person);
  const { word, deskAlive, phone } = person;
  if (word === null) return null;
  const isNone = phone === null || phone.device === "none";
  const well = isNone ? "none" : phone.health === "ok" ? "ok" : "untried";
  const said = wrong.length > 0 ? wrong.map((path) => t(path)).join(", ") : t(`supervise.well.${well}`);
  const phoneTone = wrong.length > 0 && deskAlive ? "t-m m-due" : "soft";
  return (
    <span className="row tight" title={said}>
      <span className="vh">{said}</span>
      <span className={deskAlive ? "soft" : "t-m m-due"} aria-hidden="true">
        {deskAlive ? (
          <IconPlugConnected size={16} stroke={1.6} />
        ) : (
          <IconPlugConnectedX size={16} stroke={1.6} />
        )}
      </span>
      <span className={phoneTone} aria-hidden="true">
        {isNone || wrong.length > 0 ? (
          <IconPhoneOff size={16} stroke={1.6} />
        ) : (
          <IconPhone size={16} stroke={1.6} />
        )}
      </span>
    </span>
  );
}

/** A supervisor's hand on the switch. */
function StateMenu({ person }: { readonly person: RosterView }) {
  const t = useWords();
  const reasons = useDesk((state) => state.data?.reasons) ?? [];
  const iconOf = (id: string | null): string | null =>
    reasons.find(({ reasonId }) => reasonId === id)?.icon ?? null;
  const choices: NextPresenceView[] = [
    ...(person.roles.includes("agent") ? [{ kind: "ready" } as const] : []),
    ...(person.roles.some((role) => role !== "agent") ? [{ kind: "supervising" } as const] : []),
    ...reasons
      .filter(({ kind }) => kind === "agent")
      .map(({ reasonId }) => ({ kind: "not_ready", reason: reasonId }) as const),
    { kind: "logged_out" },
  ];
  return (
    <Menu position="bottom-end" width={240} withinPortal trapFocus>
      <Menu.Target>
        <button
          type="button"
          className="btn quiet icon sm"
          aria-label={t("supervise.force", { name: person.name })}
        >
          <IconDots size={18} stroke={1.6} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown className="menu">
        <div className="head" aria-hidden="true">
          {t("supervise.force", { name: person.name })}
        </div>
        {choices.map((presence) => (
          <Menu.Item
            key={presence.kind === "not_ready" ? presence.reason : presence.kind}
            component="button"
            type="button"
            className={`item ${toneOf(presence.kind)}`}
            leftSection={
              <span className="i-box">
                <StateIcon
                  kind={presence.kind}
                  reasonIcon={presence.kind === "not_ready" ? iconOf(presence.reason) : null}
                  size={16}
                />
              </span>
            }
            onClick={() => askToStepIn({ kind: "force", person, presence })}
          >
            {nextName(presence, reasons)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
