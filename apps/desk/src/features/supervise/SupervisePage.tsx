import { type KeyboardEvent, useId, useRef } from "react";
import { PanelHelp } from "../../parts/help/PanelHelp.js";
import { useMay } from "../../state/may.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { AlertRulesButton, Alerts } from "./Alerts.js";
import { useSuperviseTab } from "./supervise-tab.js";
import { type SuperviseTabId, superviseTabs } from "./tabs.js";
import { useWatchedTeams } from "./use-watched.js";
import "./supervise.css";

/** The supervisors' room: one strip of tabs (`tabs.ts`), and the chosen one below it. */
export function SupervisePage() {
  const t = useWords();
  const id = useId();
  const { tab } = useSuperviseTab();
  const tabs = useTabs();
  const setsAlerts = useMay("set_alerts");
  const teams = useWatchedTeams();
  const live = useDesk((state) => state.link.status === "live");
  const { Tab } = tabs.find((one) => one.id === tab) ?? tabs[0] ?? {};
  return (
    <main className="supervise" id="work" tabIndex={-1}>
      <header>
        <h1>{t("supervise.title")}</h1>
        <PanelHelp panel="supervise" />
        <TabStrip id={id} tab={tab} />
        <span className={`small t-m row tight ${live ? "m-ready" : "m-due"}`} role="status">
          <span className={`dot ${live ? "m-ready" : "m-due"}`} aria-hidden="true" />
          {t(live ? "supervise.every" : "supervise.stale")}
        </span>
        {teams !== null && (
          <span className="small soft clip supervise-teams" title={teams.join(", ")}>
            {teams.length === 0 ? t("supervise.noTeam") : t("supervise.teams", { names: teams.join(", ") })}
          </span>
        )}
        {setsAlerts && <AlertRulesButton />}
      </header>
      <Alerts />
      <div className="supervise-panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tab}`}>
        {Tab && <Tab />}
      </div>
    </main>
  );
}

/** Those that this user may open. */
function useTabs() {
  const privileges = useDesk((state) => state.data?.user.privileges);
  return superviseTabs.filter(
    ({ privilege }) => privilege === undefined || privileges?.includes(privilege) === true,
  );
}

/** One stop of the Tab key, arrows inside. */
function TabStrip({ id, tab }: { readonly id: string; readonly tab: SuperviseTabId }) {
  const t = useWords();
  const row = useRef<HTMLDivElement>(null);
  const tabs = useTabs();
  const choose = (next: SuperviseTabId): void => useSuperviseTab.setState({ tab: next });
  const press = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const count = tabs.length;
    const next = tabs[(tabs.findIndex((one) => one.id === tab) + by + count) % count];
    if (next === undefined) return;
    event.preventDefault();
    choose(next.id);
    row.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  return (
    <div ref={row} className="tabs" role="tablist" aria-label={t("supervise.title")} onKeyDown={press}>
      {tabs.map((one) => (
        <button
          key={one.id}
          type="button"
          role="tab"
          id={`${id}-${one.id}`}
          data-tab={one.id}
          className="ctx-tab"
          aria-selected={one.id === tab}
          aria-controls={one.id === tab ? `${id}-panel` : undefined}
          tabIndex={one.id === tab ? 0 : -1}
          onClick={() => choose(one.id)}
        >
          {t(one.words)}
        </button>
      ))}
    </div>
  );
}
