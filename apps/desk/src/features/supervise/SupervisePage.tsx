import { Menu } from "@mantine/core";
import type { NextPresenceView, RosterView } from "@patchbay/protocol";
import { IconDots } from "@tabler/icons-react";
import { Avatar } from "../../parts/Avatar.js";
import { clockText, useNow } from "../../parts/time.js";
import { ask, toast } from "../../state/actions.js";
import { useDesk, withSeat } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { StateIcon } from "../presence/StateIcon.js";
import { nextName, rosterState, toneOf } from "../presence/state-view.js";

/** Who is here, what they do, who waits; and a supervisor's hand on the switch. */
export function SupervisePage() {
  const t = useWords();
  const now = useNow();
  const services = useDesk((state) => state.data?.services);
  const roster = useDesk((state) => state.data?.roster);
  if (!services || !roster) return null;
  const people = [...roster.values()].sort(
    (a, b) => Number(b.word !== null) - Number(a.word !== null) || a.name.localeCompare(b.name),
  );
  return (
    <main className="supervise" id="work">
      <header>
        <h1>{t("supervise.title")}</h1>
        <span className="small t-m m-ready row tight">
          <span className="dot m-ready" aria-hidden="true" />
          {t("supervise.every")}
        </span>
      </header>
      <h2 id="services-head">{t("supervise.services")}</h2>
      <section className="scroll" aria-labelledby="services-head">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("supervise.service")}</th>
              <th scope="col" className="r">
                {t("supervise.waiting")}
              </th>
              <th scope="col" className="r">
                {t("supervise.longest")}
              </th>
              <th scope="col" className="r">
                {t("supervise.estimate")}
              </th>
              <th scope="col" className="r">
                {t("supervise.handlers")}
              </th>
            </tr>
          </thead>
          <tbody>
            {[...services.values()].map((service) => {
              const agents = people.filter(
                ({ serviceIds, word }) => word !== null && serviceIds.includes(service.serviceId),
              );
              const ready = agents.filter(({ word }) => word === "ready").length;
              return (
                <tr key={service.serviceId}>
                  <td>
                    <b className="strong">{service.name}</b>
                    {!service.open && <span className="chip">{t("supervise.closed")}</span>}
                  </td>
                  <td className="r">{service.waiting}</td>
                  <td className="r">
                    {service.oldestSince === null
                      ? t("supervise.none")
                      : clockText(now - service.oldestSince)}
                  </td>
                  <td className="r">
                    {service.ewtSeconds === null
                      ? t("supervise.unknown")
                      : clockText(service.ewtSeconds * 1_000)}
                  </td>
                  <td className="r">{t("supervise.of", { ready, all: agents.length })}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      <h2 id="agents-head">{t("supervise.agents")}</h2>
      <section className="scroll" aria-labelledby="agents-head">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("supervise.agent")}</th>
              <th scope="col" className="wide">
                {t("supervise.state")}
              </th>
              <th scope="col" className="r">
                {t("supervise.since")}
              </th>
              <th scope="col">{t("supervise.next")}</th>
              <th scope="col" className="r">
                {t("supervise.load")}
              </th>
              <th scope="col" className="r">
                <span className="vh">{t("supervise.action")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {people.map((person) => (
              <Row key={person.agentId} person={person} now={now} />
            ))}
          </tbody>
        </table>
      </section>
    </main>
  );
}

function Row({ person, now }: { readonly person: RosterView; readonly now: number }) {
  const t = useWords();
  const reasons = useDesk((state) => state.data?.reasons) ?? [];
  const state = rosterState(person, reasons);
  const force = async (presence: NextPresenceView): Promise<void> => {
    const answer = await ask("forcePresence", { agentId: person.agentId, presence });
    toast(
      answer.ok
        ? t("supervise.forced", { name: person.name, what: nextName(presence, reasons) })
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
          <StateIcon kind={state.kind} size={14} />
          {state.text}
        </span>
        {person.word !== null && !person.deskAlive && (
          <span className="small t-m m-due"> {t("supervise.deskLost")}</span>
        )}
      </td>
      <td className="r">{person.wordSince === null ? "" : clockText(now - person.wordSince)}</td>
      <td>{person.next === null ? "" : nextName(person.next, reasons)}</td>
      <td className="r">
        {person.word === null ? "" : t("supervise.of", { ready: person.load, all: person.capacity })}
      </td>
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
                        reasonIcon={
                          presence.kind === "not_ready"
                            ? (reasons.find(({ reasonId }) => reasonId === presence.reason)?.icon ?? null)
                            : null
                        }
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
