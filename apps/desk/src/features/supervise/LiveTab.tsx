import { Menu } from "@mantine/core";
import type { LiveCallView, NextPresenceView, RosterView, ServiceView } from "@patchbay/protocol";
import { IconDots } from "@tabler/icons-react";
import { Avatar } from "../../parts/Avatar.js";
import { deskLanguage } from "../../parts/language-name.js";
import { clockText, useNow } from "../../parts/time.js";
import { ask, toast } from "../../state/actions.js";
import { useDesk, withSeat } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { StateIcon } from "../presence/StateIcon.js";
import { nextName, rosterState, toneOf } from "../presence/state-view.js";
import { Handling } from "./Handling.js";
import { LiveCalls } from "./LiveCalls.js";
import { LiveChats } from "./LiveChats.js";
import { type Column, LiveTable } from "./LiveTable.js";
import { type AgentCall, callsByAgent } from "./live-rows.js";
import { Waiting } from "./Waiting.js";

const SERVICE_COLUMNS: readonly Column[] = [
  { words: "supervise.service" },
  { words: "supervise.waiting", look: "r" },
  { words: "supervise.longest", look: "r" },
  { words: "supervise.estimate", look: "r" },
  { words: "supervise.handlers", look: "r" },
];
const AGENT_COLUMNS: readonly Column[] = [
  { words: "supervise.agent" },
  { words: "supervise.state", look: "wide" },
  { words: "supervise.since", look: "r narrow" },
  { words: "supervise.next", look: "next" },
  { words: "supervise.load", look: "wide" },
  { words: "supervise.action", look: "r more", unseen: true },
];

const NONE: ReadonlyMap<string, LiveCallView> = new Map();

/** Who is here, what they do, who waits; and a supervisor's hand on the switch. */
export function LiveTab() {
  const now = useNow();
  const services = useDesk((state) => state.data?.services);
  const roster = useDesk((state) => state.data?.roster);
  const inCalls = callsByAgent(useDesk((state) => state.data?.liveCalls ?? NONE).values());
  if (!services || !roster) return null;
  const people = [...roster.values()].sort(
    (a, b) =>
      Number(b.word !== null) - Number(a.word !== null) || a.name.localeCompare(b.name, deskLanguage()),
  );
  return (
    <>
      <LiveTable id="services" columns={SERVICE_COLUMNS}>
        {[...services.values()].map((service) => (
          <ServiceRow
            key={service.serviceId}
            service={service}
            agents={people.filter(
              ({ serviceIds, word }) => word !== null && serviceIds.includes(service.serviceId),
            )}
            now={now}
          />
        ))}
      </LiveTable>
      <Waiting />
      <LiveCalls />
      <LiveChats />
      <LiveTable id="agents" columns={AGENT_COLUMNS}>
        {people.map((person) => (
          <AgentRow
            key={person.agentId}
            person={person}
            call={inCalls.get(person.agentId) ?? null}
            now={now}
          />
        ))}
      </LiveTable>
    </>
  );
}

function ServiceRow({
  service: { name, open, waiting, oldestSince, ewtSeconds },
  agents,
  now,
}: {
  readonly service: ServiceView;
  /** Those who are signed in. */
  readonly agents: readonly RosterView[];
  readonly now: number;
}) {
  const t = useWords();
  const ready = agents.filter(({ word }) => word === "ready").length;
  return (
    <tr>
      <td>
        <b className="strong">{name}</b>
        {!open && <span className="chip">{t("supervise.closed")}</span>}
      </td>
      <td className="r">{waiting}</td>
      <td className={`r${oldestSince === null ? " mute" : ""}`}>
        {oldestSince === null ? t("supervise.none") : clockText(now - oldestSince)}
      </td>
      <td className={`r${ewtSeconds === null ? " mute" : ""}`}>
        {ewtSeconds === null ? t("supervise.unknown") : clockText(ewtSeconds * 1_000)}
      </td>
      <td className="r">{t("supervise.of", { ready, all: agents.length })}</td>
    </tr>
  );
}

function AgentRow({
  person,
  call,
  now,
}: {
  readonly person: RosterView;
  readonly call: AgentCall | null;
  readonly now: number;
}) {
  const t = useWords();
  const reasons = useDesk((state) => state.data?.reasons) ?? [];
  const state = rosterState(person, reasons);
  const iconOf = (id: string | null): string | null =>
    reasons.find(({ reasonId }) => reasonId === id)?.icon ?? null;
  const force = async (presence: NextPresenceView): Promise<void> => {
    const answer = await ask("forcePresence", { agentId: person.agentId, presence });
    toast(
      answer.ok
        ? t(presence.kind === "logged_out" ? "supervise.signedOut" : "supervise.forced", {
            name: person.name,
            what: nextName(presence, reasons),
          })
        : t(`errors.${answer.error.code}`),
      answer.ok ? {} : { tone: "error" },
    );
  };
  const choices: NextPresenceView[] = [
    ...(person.roles.includes("agent") ? [{ kind: "ready" } as const] : []),
    ...(person.roles.some((role) => role !== "agent") ? [{ kind: "supervising" } as const] : []),
    ...reasons
      .filter(({ kind }) => kind === "agent")
      .map(({ reasonId }) => ({ kind: "not_ready", reason: reasonId }) as const),
    { kind: "logged_out" },
  ];
  return (
    <tr>
      <td>
        <span className="row">
          <Avatar
            name={person.name}
            id={person.agentId}
            size={24}
            photo={person.photoUrl === null ? null : withSeat(person.photoUrl)}
          />
          <b className="strong clip">{person.name}</b>
        </span>
      </td>
      <td>
        <span className={`chip ${toneOf(state.kind)}`}>
          <StateIcon
            kind={state.kind}
            reasonIcon={person.word === "not_ready" ? iconOf(person.reason) : null}
            size={14}
          />
          <span className="clip" title={state.text}>
            {state.text}
          </span>
        </span>
        {person.word !== null && !person.deskAlive && (
          <span className="small t-m m-due"> {t("supervise.deskLost")}</span>
        )}
      </td>
      <td className="r">{person.wordSince === null ? "" : clockText(now - person.wordSince)}</td>
      <td className="next">{person.next === null ? "" : nextName(person.next, reasons)}</td>
      <td>{person.word !== null && <Handling person={person} call={call} />}</td>
      <td className="r">
        {person.word !== null && (
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
                  onClick={() => void force(presence)}
                >
                  {nextName(presence, reasons)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </td>
    </tr>
  );
}
