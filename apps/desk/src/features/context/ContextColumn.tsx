import type { InteractionView } from "@patchbay/protocol";
import { useEffect, useId, useRef, useState } from "react";
import { create } from "zustand";
import { AfterPaint } from "../../parts/AfterPaint.js";
import { PanelHelp } from "../../parts/help/PanelHelp.js";
import { useDesk, useInteraction } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { pagesIn, usePop } from "../screen-pop/index.js";
import { AccidentTab, ColleagueContext, HistoryTab, PopTab } from "./later-tabs.js";
import "./context.css";
import { hasMore, isPolicy } from "./accident.js";
import { ContactPanel } from "./contact/ContactPanel.js";
import { hideFinished, showFinished } from "./finished.js";
import { useHistory } from "./history/history-store.js";
import { ResultTab } from "./result/ResultTab.js";
import { type TabHead, Tabs } from "./Tabs.js";
import { type ContextTab, partOf, shownTab, type TabChoice } from "./tabs.js";

/** Keys that work in this column only, for the desk's list of them; the desk's own list has Alt+R. */
export const contextShortcuts: readonly { readonly combination: string; readonly words: string }[] = [
  { combination: "Ctrl+Enter", words: "context.result.completeKey" },
];

/** The tab that the agent chose, by interaction: a chat comes back as it was left. */
const useChoices = create<{ readonly choices: ReadonlyMap<string, TabChoice> }>(() => ({
  choices: new Map(),
}));

function choose(interactionId: string, choice: TabChoice): void {
  useChoices.setState(({ choices }) => ({ choices: new Map(choices).set(interactionId, choice) }));
}

/** Everything about the customer and the matter beside the conversation. */
export function ContextColumn({ interactionId }: { readonly interactionId: string }) {
  const interaction = useInteraction(interactionId);
  const me = useDesk((state) => state.data?.user.agentId);
  if (interaction === undefined) return null;
  if (interaction.call?.direction === "internal") {
    const { parties, request } = interaction;
    // Where a colleague's call goes on to is kept under the colleague's name.
    const outside = interaction.call.parties.find(({ role }) => role === "external");
    const contact = { ...interaction.contact, name: outside?.name || interaction.contact.name };
    const colleague = [...parties.map(({ agentId }) => agentId), request?.agentId ?? null].find(
      (agentId) => agentId !== null && agentId !== me,
    );
    return <ColleagueContext contact={contact} agentId={colleague ?? null} />;
  }
  return (
    <AfterPaint key={interactionId} frame={2} meanwhile={<NothingYet />}>
      <Column interaction={interaction} />
    </AfterPaint>
  );
}

/** Its place, for the frames in which the chat was chosen. */
function NothingYet() {
  const t = useWords();
  return <aside className="context" aria-busy="true" aria-label={t("context.label")} />;
}

function Column({ interaction }: { readonly interaction: InteractionView }) {
  const t = useWords();
  const id = useId();
  const column = useRef<HTMLElement>(null);
  const select = useRef<HTMLSelectElement | null>(null);
  const [wantsResult, setWantsResult] = useState(false);
  const { interactionId, contact, phase } = interaction;
  const part = partOf(phase);
  const accident = hasMore(interaction, interaction.channel);
  const pop = usePop(interactionId);
  const pages = pagesIn(pop, part);
  const available: readonly ContextTab[] = [
    ...(pages.length > 0 || (pop?.text ?? "").trim() !== "" ? (["pages"] as const) : []),
    ...(accident ? (["accident"] as const) : []),
    // The result is for those whose call it is.
    ...(phase === "monitoring" ? [] : (["result"] as const)),
    "history",
  ];
  const choice = useChoices((state) => state.choices.get(interactionId));
  const history = useHistory(contact.contactId);
  const followUps = history.lines?.find((line) => line.interactionId === interactionId)?.followUps;

  // Wrap-up brings the result to the front, except under the agent's hands.
  const before = useRef({ part, tab: shownTab(available, part, choice) });
  let shown = shownTab(available, part, choice);
  if (part !== before.current.part && choice?.part !== part && isAtWork(column.current))
    shown = before.current.tab;
  useEffect(() => {
    if (part !== before.current.part && shown === before.current.tab)
      choose(interactionId, { tab: shown, part });
    before.current = { part, tab: shown };
  }, [interactionId, part, shown]);

  const show = (tab: ContextTab): void => choose(interactionId, { tab, part });

  useEffect(() => {
    const showMap = (): void => {
      if (accident) choose(interactionId, { tab: "accident", part });
    };
    // The desk's shortcuts announce Alt+R by this name.
    const showResult = (): void => {
      choose(interactionId, { tab: "result", part });
      setWantsResult(true);
    };
    window.addEventListener("patchbay:show-map", showMap);
    window.addEventListener("patchbay:result", showResult);
    return () => {
      window.removeEventListener("patchbay:show-map", showMap);
      window.removeEventListener("patchbay:result", showResult);
    };
  }, [interactionId, part, accident]);

  useEffect(() => {
    if (!wantsResult || shown !== "result") return;
    select.current?.focus();
    setWantsResult(false);
  }, [wantsResult, shown]);

  // When it is finished it leaves the desk, and this column with it: who it was stays in sight.
  const last = useRef(interaction);
  last.current = interaction;
  useEffect(() => {
    hideFinished();
    return () => {
      const { data } = useDesk.getState();
      const { phase, contact, data: sent } = last.current;
      if (phase !== "wrap_up" || data === null || data.interactions.has(interactionId)) return;
      showFinished({ interactionId, contact, policy: isPolicy(contact, sent) });
    };
  }, [interactionId]);

  const count = history.lines?.length ?? null;
  const heads: TabHead[] = available.map((tab) => {
    if (tab === "history") return { tab, label: <HistoryLabel count={count} /> };
    if (tab === "pages") return { tab, label: t("pop.tab") };
    if (tab === "result") return { tab, label: t("context.tabs.result"), wanted: phase !== "connected" };
    return {
      tab,
      label: t(interaction.locations.length > 0 ? "context.tabs.accident" : "context.tabs.data"),
    };
  });

  return (
    <aside ref={column} className="context" aria-label={t("context.label")}>
      <ContactPanel
        contact={contact}
        policy={isPolicy(contact, interaction.data)}
        beside={interaction.channel === "chat" && phase === "connected" ? interactionId : null}
        app={
          interaction.channel === "chat" && phase === "connected" && interaction.app.talks
            ? interaction.app
            : null
        }
        onCall={interaction.call?.own == null ? null : (interaction.call.number?.display ?? null)}
      />
      <div className="ctx-tabs">
        <Tabs id={id} heads={heads} shown={shown} onChoose={show} />
        <PanelHelp panel="context" />
      </div>
      <div
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${shown}`}
        className={`ctx-panel ${shown}`}
      >
        {shown === "pages" && <PopTab interactionId={interactionId} pages={pages} text={pop?.text ?? ""} />}
        {shown === "accident" && <AccidentTab subject={interaction} at={interaction.startedAt} />}
        {shown === "result" && (
          <ResultTab interaction={interaction} followUps={followUps} selectRef={select} />
        )}
        {shown === "history" && (
          <HistoryTab contactId={contact.contactId} current={interactionId} contact={contact} />
        )}
      </div>
    </aside>
  );
}

function HistoryLabel({ count }: { readonly count: number | null }) {
  const t = useWords();
  if (count === null) return t("context.tabs.history");
  return (
    <>
      <span className="vh">{t("context.tabs.historyCount", { count })}</span>
      <span aria-hidden="true">{t("context.tabs.history")}</span>
      <span className="count quiet" aria-hidden="true">
        {count}
      </span>
    </>
  );
}

/** Whether the agent types somewhere, or has the focus inside this column's panel: then nothing changes there. */
function isAtWork(column: HTMLElement | null): boolean {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || active === document.body) return false;
  if (column?.querySelector("[role='tabpanel']")?.contains(active)) return true;
  const types = active.matches("textarea, input:not([type='button'], [type='checkbox'], [type='radio'])");
  return types || active.isContentEditable;
}
