import { IconArchive, IconSearchOff } from "@tabler/icons-react";
import { useEffect } from "react";
import { WhatIsThis } from "../../parts/errors/WhatIsThis.js";
import { PanelHelp } from "../../parts/help/PanelHelp.js";
import { dateLocale } from "../../parts/language-name.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { FilterBar } from "./FilterBar.js";
import { countOf } from "./filters.js";
import { QualityView } from "./quality/QualityView.js";
import { RecordDetail } from "./RecordDetail.js";
import { ResultTable } from "./ResultTable.js";
import { leaveAddress, search, searchByAddress, searchMore, useRecords } from "./records-store.js";
import "./records.css";
import { useMay } from "../../state/may.js";

/** Looking up what was: agents their own contacts, supervisors those of whom they look after. */
export function RecordsPage() {
  const t = useWords();
  const { openId, view } = useRecords();
  const oversees = useMay("see_call_quality");
  const live = useDesk((state) => state.link.status === "live");
  useEffect(() => {
    if (live && !searchByAddress() && useRecords.getState().status === "idle") void search();
  }, [live]);
  useEffect(() => leaveAddress, []);
  return (
    <main className={`records${openId === null ? "" : " has-record"}`} id="work" tabIndex={-1}>
      <section className="records-list" aria-label={t("records.title")}>
        <header className="work-head">
          <h1>{t("records.title")}</h1>
          <PanelHelp panel="records" />
          {oversees && (
            <fieldset className="segment records-views">
              <legend className="vh">{t("records.views.label")}</legend>
              {(["records", "quality"] as const).map((one) => (
                <button
                  key={one}
                  type="button"
                  className={view === one ? "on" : ""}
                  aria-pressed={view === one}
                  onClick={() => useRecords.setState({ view: one })}
                >
                  {t(`records.views.${one}`)}
                </button>
              ))}
            </fieldset>
          )}
          {view === "records" && <Found />}
        </header>
        {view === "quality" && oversees ? <QualityView /> : <Results />}
      </section>
      {openId !== null && <RecordDetail interactionId={openId} key={openId} />}
    </main>
  );
}

/** How many there are. */
function Found() {
  const t = useWords();
  const { rows, next, status, count } = useRecords();
  if (isSearching(status) || status === "failed")
    return (
      <span className="small soft records-count" role="status">
        {status === "failed" ? "" : t("records.loading")}
      </span>
    );
  const whole = next === null ? rows.length : (count?.count ?? null);
  return (
    <span className="small soft records-count num" role="status">
      {whole === null
        ? t("records.foundMore", { count: rows.length })
        : next !== null && count?.more
          ? t("records.foundVery", { count: whole.toLocaleString(dateLocale()) })
          : t("records.found", { count: whole })}
    </span>
  );
}

const isSearching = (status: string): boolean => status === "searching" || status === "idle";

function Results() {
  const t = useWords();
  const { rows, next, status, error, filters } = useRecords();
  const searching = isSearching(status);
  return (
    <>
      <FilterBar />
      <div className="records-scroll" aria-busy={searching}>
        {status === "failed" ? (
          <div className="banner m-danger" role="alert">
            <span className="grow">
              <b>{t("records.failed")}</b> {t(`errors.${error ?? "unknown_error"}`)}{" "}
              <WhatIsThis code={error ?? "unknown_error"} />
            </span>
            <button type="button" className="btn sm" onClick={() => void search()}>
              {t("records.retry")}
            </button>
          </div>
        ) : rows.length > 0 ? (
          <ResultTable rows={rows} />
        ) : (
          !searching && <Nothing filtered={countOf(filters) > 0 || filters.text.trim() !== ""} />
        )}
        {next !== null && status !== "failed" && (
          <p className="records-more">
            <button
              type="button"
              className="btn"
              disabled={status === "more"}
              onClick={() => void searchMore()}
            >
              {t(status === "more" ? "records.loading" : "records.more")}
            </button>
          </p>
        )}
      </div>
    </>
  );
}

function Nothing({ filtered }: { readonly filtered: boolean }) {
  const t = useWords();
  const Icon = filtered ? IconSearchOff : IconArchive;
  return (
    <div className="records-none">
      <span className="records-none-mark">
        <Icon size={24} stroke={1.6} aria-hidden="true" />
      </span>
      <b>{t(filtered ? "records.none" : "records.noneYet")}</b>
      <span className="small soft">{t(filtered ? "records.noneMore" : "records.noneYetMore")}</span>
    </div>
  );
}
