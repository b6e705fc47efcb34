import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { PanelHelp } from "../../parts/help/PanelHelp.js";
import { useWords } from "../../words/words.js";
import { FollowUpHistory, useOpenFollowUp } from "../follow-ups/FollowUpHistory.js";
import { FollowUpsTab } from "../follow-ups/FollowUpsTab.js";
import { useFollowUps } from "../follow-ups/index.js";
import { DialForm } from "../phone/DialForm.js";
import { VoicemailTab } from "../voicemail/VoicemailTab.js";
import { useVoicemail } from "../voicemail/voicemail-store.js";
import { CALLS_TABS, type CallsTab, useCallsTab } from "./calls-tab.js";
import { DirectoryTab } from "./DirectoryTab.js";
import { FavouritesTab } from "./FavouritesTab.js";
import { loadFavourites } from "./favourites-store.js";
import { RecentTab } from "./RecentTab.js";
import { useRecent } from "./recent-store.js";
import type { RowsHandle } from "./VirtualRows.js";
import "./target-picker.css";
import "./directory.css";

const NOTHING: Readonly<Record<CallsTab, string>> = {
  directory: "",
  recent: "",
  voicemail: "",
  followUps: "",
  favourites: "",
};

/** Whom to call: everybody, those of late, who left a message, those at hand; and any number. */
export function CallsRoom() {
  const t = useWords();
  const id = useId();
  const { tab } = useCallsTab();
  const followUp = useOpenFollowUp();
  const [texts, setTexts] = useState(NOTHING);
  const sought = texts[tab];
  const seek = (text: string): void => setTexts({ ...texts, [tab]: text });
  const search = useRef<HTMLInputElement>(null);
  const rows = useRef<RowsHandle>(null);
  useEffect(() => {
    search.current?.focus();
    void loadFavourites();
  }, []);
  const turnTo = (next: CallsTab): void => useCallsTab.setState({ tab: next });
  const press = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown") rows.current?.enter();
    else if (event.key === "Enter" && sought.trim() !== "") rows.current?.actOnFirst();
    else if (event.key === "Escape" && sought !== "") seek("");
    else return;
    event.preventDefault();
  };
  const Tab = {
    directory: DirectoryTab,
    recent: RecentTab,
    voicemail: VoicemailTab,
    followUps: FollowUpsTab,
    favourites: FavouritesTab,
  }[tab];
  return (
    <main className="calls-room" id="work" tabIndex={-1}>
      <section className="dir" aria-label={t("directory.title")}>
        <header>
          <h1>{t("directory.title")}</h1>
          <PanelHelp panel="calls" />
          <Tabs id={id} tab={tab} onChoose={turnTo} />
        </header>
        <div className="dir-search">
          <div className="input md picker-search">
            <IconSearch size={16} stroke={1.7} aria-hidden="true" />
            <input
              ref={search}
              type="search"
              autoComplete="off"
              spellCheck={false}
              value={sought}
              aria-label={t("directory.searchLabel")}
              placeholder={t(`directory.searchIn.${tab}`)}
              maxLength={100}
              onChange={(event) => seek(event.target.value)}
              onKeyDown={press}
            />
          </div>
        </div>
        <div className="dir-panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tab}`}>
          <Tab sought={sought} rows={rows} onLeave={() => search.current?.focus()} />
        </div>
      </section>
      {tab === "followUps" && followUp !== null ? (
        <FollowUpHistory key={followUp.followUpId} followUp={followUp} />
      ) : (
        <aside className="dir-dial" aria-label={t("directory.dial")}>
          <h2>{t("directory.dial")}</h2>
          <DialForm />
        </aside>
      )}
    </main>
  );
}

function Tabs({
  id,
  tab,
  onChoose,
}: {
  readonly id: string;
  readonly tab: CallsTab;
  readonly onChoose: (tab: CallsTab) => void;
}) {
  const t = useWords();
  const missed = useRecent((state) => state.missed);
  const fresh = useVoicemail((state) => state.fresh);
  const due = useFollowUps((state) => state.due);
  const row = useRef<HTMLDivElement>(null);
  const press = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined || event.altKey) return;
    const next = CALLS_TABS[(CALLS_TABS.indexOf(tab) + by + CALLS_TABS.length) % CALLS_TABS.length] ?? tab;
    event.preventDefault();
    onChoose(next);
    row.current?.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus();
  };
  return (
    <div ref={row} className="tabs" role="tablist" aria-label={t("directory.title")} onKeyDown={press}>
      {CALLS_TABS.map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          id={`${id}-${one}`}
          data-tab={one}
          className="ctx-tab"
          aria-selected={one === tab}
          aria-controls={one === tab ? `${id}-panel` : undefined}
          tabIndex={one === tab ? 0 : -1}
          onClick={() => onChoose(one)}
        >
          {t(`directory.tabs.${one}`)}
          {one === "voicemail" && fresh > 0 && (
            <span className="count" title={t("voicemail.fresh", { count: fresh })}>
              {fresh}
            </span>
          )}
          {one === "followUps" && due > 0 && (
            <span className="count" title={t("followUps.due", { count: due })}>
              {due}
            </span>
          )}
          {one === "recent" && missed > 0 && (
            <span className="count" title={t("directory.missed", { count: missed })}>
              {missed}
            </span>
          )}
        </button>
      ))}
    </div>
  );
}
