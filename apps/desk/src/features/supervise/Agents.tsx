import type { LiveCallView, LiveChatView } from "@patchbay/protocol";
import { IconArrowDown, IconArrowUp, IconSearch } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { toneOf } from "../presence/state-view.js";
import { AgentLine } from "./AgentLine.js";
import { useAgentChoice } from "./agent-choice.js";
import { chosenAgents, countsOf, inHandByAgent, type SortKey, stateGroups, teamsOf } from "./agent-list.js";
import { callsByAgent } from "./live-rows.js";
import { useWatched } from "./use-watched.js";
import { Gap } from "./VirtualBody.js";

const ROW_PX = 48;
const NO_CALLS: ReadonlyMap<string, LiveCallView> = new Map();
const NO_CHATS: ReadonlyMap<string, LiveChatView> = new Map();

const COLUMNS: readonly {
  readonly words: string;
  readonly look: string;
  readonly sort?: SortKey;
  readonly unseen?: boolean;
}[] = [
  { words: "supervise.agent", look: "agent", sort: "name" },
  { words: "supervise.state", look: "state-col", sort: "state" },
  { words: "supervise.since", look: "r narrow", sort: "since" },
  { words: "supervise.load", look: "hands" },
  { words: "supervise.room", look: "load", sort: "load" },
  { words: "supervise.reached", look: "links" },
  { words: "supervise.action", look: "r more", unseen: true },
];

/**
 * Everybody who is here: found by name, state and team, sorted by the heads. Of a long list only what is in view is on the
 * page, so that five hundred cost what twenty do.
 */
export function Agents() {
  const t = useWords();
  const choice = useAgentChoice();
  const watched = useWatched();
  const chats = useDesk((state) => state.data?.liveChats ?? NO_CHATS);
  const calls = useDesk((state) => state.data?.liveCalls ?? NO_CALLS);
  const inHand = useMemo(() => inHandByAgent(chats.values(), callsByAgent(calls.values())), [chats, calls]);
  const requests = useDesk((state) => state.data?.assistance);
  const asking = useMemo(
    () => new Set([...(requests?.values() ?? [])].map(({ agent }) => agent.agentId)),
    [requests],
  );
  const people = useMemo(() => chosenAgents(watched, choice), [watched, choice]);
  const body = useRef<HTMLTableSectionElement>(null);
  const [above, setAbove] = useState(0);
  const scroller = (): HTMLElement | null => document.querySelector<HTMLElement>("main.supervise");
  const virtual = useVirtualizer({
    count: people.length,
    getScrollElement: scroller,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => people[index]?.agentId ?? index,
    overscan: 10,
    scrollMargin: above,
  });
  // What stands above grows and shrinks with what goes on.
  useLayoutEffect(() => {
    const page = scroller();
    if (body.current === null || page === null) return;
    const top = Math.round(
      body.current.getBoundingClientRect().top - page.getBoundingClientRect().top + page.scrollTop,
    );
    if (Math.abs(top - above) > 1) setAbove(top);
  });
  const items = virtual.getVirtualItems();
  const before = (items[0]?.start ?? above) - above;
  const after = virtual.getTotalSize() - ((items.at(-1)?.end ?? above) - above);

  const press = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const row = (event.target as HTMLElement).closest<HTMLElement>("tr[data-index]");
    if (by === undefined || row === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const to = Number(row.dataset["index"]) + by;
    if (to < 0 || to >= people.length) return;
    event.preventDefault();
    virtual.scrollToIndex(to, { align: "auto" });
    const focus = (): boolean => {
      const button = body.current?.querySelector<HTMLElement>(`tr[data-index="${to}"] button`);
      button?.focus({ preventScroll: true });
      return button != null;
    };
    // What was out of view is on the page in the next frame.
    if (!focus()) requestAnimationFrame(focus);
  };

  return (
    <>
      <div className="agents-head">
        <h2 id="agents-head">{t("supervise.agents")}</h2>
        <span className="small soft" role="status">
          {t("supervise.shown", { count: people.length, all: watched.length })}
        </span>
        <Filters />
        <StateFilter />
      </div>
      <section className="scroll" aria-labelledby="agents-head">
        <table className="table agents" aria-rowcount={people.length + 1}>
          <thead>
            <tr>
              {COLUMNS.map(({ words, look, sort, unseen }) => (
                <th
                  key={words}
                  scope="col"
                  className={look}
                  aria-sort={
                    sort === undefined || choice.sort !== sort
                      ? undefined
                      : choice.descending
                        ? "descending"
                        : "ascending"
                  }
                >
                  {sort === undefined ? (
                    <span className={unseen ? "vh" : undefined}>{t(words)}</span>
                  ) : (
                    <SortHead sort={sort} name={t(words)} />
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody ref={body} onKeyDown={press}>
            {people.length === 0 && (
              <tr>
                <td colSpan={COLUMNS.length} className="mute">
                  {t(
                    choice.sought === "" && choice.group === null
                      ? "supervise.nobodyIn"
                      : "supervise.noneFound",
                  )}
                </td>
              </tr>
            )}
            {before > 0 && <Gap columns={COLUMNS.length} height={before} />}
            {items.map((item) => {
              const person = people[item.index];
              return (
                person !== undefined && (
                  <tr
                    key={item.key}
                    ref={virtual.measureElement}
                    data-index={item.index}
                    data-agent-row={person.agentId}
                    aria-rowindex={item.index + 2}
                  >
                    <AgentLine
                      person={person}
                      inHand={inHand.get(person.agentId)}
                      asks={asking.has(person.agentId)}
                    />
                  </tr>
                )
              );
            })}
            {after > 0 && <Gap columns={COLUMNS.length} height={after} />}
          </tbody>
        </table>
      </section>
    </>
  );
}

function SortHead({ sort, name }: { readonly sort: SortKey; readonly name: string }) {
  const choice = useAgentChoice();
  const isSorted = choice.sort === sort;
  const Icon = choice.descending ? IconArrowDown : IconArrowUp;
  return (
    <button
      type="button"
      className="sort-head"
      onClick={() =>
        useAgentChoice.setState({
          sort,
          // What is long and what is much is looked for first.
          descending: isSorted ? !choice.descending : sort === "since" || sort === "load",
        })
      }
    >
      {name}
      {isSorted && <Icon size={13} stroke={2} aria-hidden="true" />}
    </button>
  );
}

function StateFilter() {
  const t = useWords();
  const { group, teamId } = useAgentChoice();
  const watched = useWatched();
  const counts = useMemo(() => countsOf(watched, teamId), [watched, teamId]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row of its buttons
    <span className="state-filters" role="group" aria-label={t("supervise.byState")}>
      {stateGroups.map((one) => (
        <button
          key={one}
          type="button"
          className={`state-filter${group === one ? " on" : ""}`}
          aria-pressed={group === one}
          onClick={() => useAgentChoice.setState({ group: group === one ? null : one })}
        >
          <span className={`dot ${toneOf(one === "offline" ? "logged_out" : one)}`} aria-hidden="true" />
          {t(`supervise.groups.${one}`)} <b className="num">{counts[one]}</b>
        </button>
      ))}
    </span>
  );
}

function Filters() {
  const t = useWords();
  const { sought, teamId } = useAgentChoice();
  const watched = useWatched();
  const teams = useMemo(() => teamsOf(watched), [watched]);
  return (
    <div className="agents-filters">
      {teams.length > 1 && (
        <select
          className="input md"
          aria-label={t("supervise.byTeam")}
          value={teamId ?? ""}
          onChange={(event) =>
            useAgentChoice.setState({ teamId: event.target.value === "" ? null : event.target.value })
          }
        >
          <option value="">{t("supervise.everyTeam")}</option>
          {teams.map((team) => (
            <option key={team.teamId} value={team.teamId}>
              {team.name}
            </option>
          ))}
        </select>
      )}
      <span className="input md agents-search">
        <IconSearch size={16} stroke={1.7} aria-hidden="true" />
        <input
          type="search"
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          value={sought}
          aria-label={t("supervise.find")}
          placeholder={t("supervise.find")}
          onChange={(event) => useAgentChoice.setState({ sought: event.target.value })}
        />
      </span>
    </div>
  );
}
