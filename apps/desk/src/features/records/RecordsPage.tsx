import type { RecordsQuery } from "@patchbay/protocol";
import { IconArchive, IconSearchOff } from "@tabler/icons-react";
import { useEffect } from "react";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { Choice, FilterBar } from "./FilterBar.js";
import { countOf } from "./filters.js";
import { RecordDetail } from "./RecordDetail.js";
import { ResultTable } from "./ResultTable.js";
import { search, searchMore, setFilters, useRecords } from "./records-store.js";
import "./records.css";

const SORTS = ["newest", "oldest", "longest"] as const;

/** Looking up what was: agents their own contacts, supervisors those of their team. */
export function RecordsPage() {
  const t = useWords();
  const { rows, next, status, error, openId, filters } = useRecords();
  const live = useDesk((state) => state.link.status === "live");
  useEffect(() => {
    if (live && useRecords.getState().status === "idle") void search();
  }, [live]);
  const searching = status === "searching" || status === "idle";
  return (
    <main className={`records${openId === null ? "" : " has-record"}`} id="work" tabIndex={-1}>
      <section className="records-list" aria-label={t("records.title")}>
        <header className="work-head">
          <h1>{t("records.title")}</h1>
          <span className="small soft" role="status">
            {searching
              ? t("records.loading")
              : status === "failed"
                ? ""
                : next === null
                  ? t("records.found", { count: rows.length })
                  : t("records.foundMore", { count: rows.length })}
          </span>
          <span className="grow" />
          <Choice
            label={t("records.sort.label")}
            value={filters.sort}
            onChoose={(sort) => setFilters({ sort: sort as RecordsQuery["sort"] })}
          >
            {SORTS.map((sort) => (
              <option key={sort} value={sort}>
                {t(`records.sort.${sort}`)}
              </option>
            ))}
          </Choice>
        </header>
        <FilterBar />
        <div className="records-scroll" aria-busy={searching}>
          {status === "failed" ? (
            <div className="banner m-danger" role="alert">
              <span className="grow">
                <b>{t("records.failed")}</b> {t(`errors.${error ?? "unknown_error"}`)} <code>{error}</code>
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
      </section>
      {openId !== null && <RecordDetail interactionId={openId} key={openId} />}
    </main>
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
