import { IconAdjustmentsHorizontal, IconRefresh, IconSearch, IconX } from "@tabler/icons-react";
import { type ReactNode, useMemo, useState } from "react";
import { deskLanguage } from "../../parts/language-name.js";
import { useMay } from "../../state/may.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { ExportButton } from "./ExportButton.js";
import { countOf, type Filters, spans, starFilters } from "./filters.js";
import { clearFilters, search, setFilters, useRecords } from "./records-store.js";

/** What is looked for: a word or number, and what narrows it down. */
export function FilterBar() {
  const t = useWords();
  const filters = useRecords((state) => state.filters);
  const count = countOf(filters);
  const [shown, setShown] = useState(count > 0);
  return (
    <search className="records-search" aria-label={t("records.searchLabel")}>
      <div className="records-find">
        <label className="input md grow">
          <IconSearch size={16} stroke={1.7} aria-hidden="true" />
          <span className="vh">{t("records.searchLabel")}</span>
          <input
            type="text"
            inputMode="search"
            value={filters.text}
            maxLength={200}
            placeholder={t("records.search")}
            onChange={(event) => setFilters({ text: event.target.value })}
            onKeyDown={(event) => {
              if (event.key === "Enter") void search();
              if (event.key === "Escape" && filters.text !== "") setFilters({ text: "" });
            }}
          />
          {filters.text !== "" && (
            <button
              type="button"
              className="btn quiet icon sm"
              aria-label={t("records.clearSearch")}
              onClick={() => setFilters({ text: "" })}
            >
              <IconX size={14} stroke={1.8} aria-hidden="true" />
            </button>
          )}
        </label>
        <Choice
          label={t("records.span.label")}
          value={filters.span}
          onChoose={(span) => setFilters({ span: span as Filters["span"] })}
        >
          {spans.map((span) => (
            <option key={span} value={span}>
              {t(`records.span.${span}`)}
            </option>
          ))}
        </Choice>
        <Choice
          label={t("records.sort.label")}
          value={filters.sort}
          onChoose={(sort) => setFilters({ sort: sort as Filters["sort"] })}
        >
          {(["newest", "oldest", "longest"] as const).map((sort) => (
            <option key={sort} value={sort}>
              {t(`records.sort.${sort}`)}
            </option>
          ))}
        </Choice>
        <button
          type="button"
          className={`btn${shown ? " on" : ""}`}
          aria-expanded={shown}
          onClick={() => setShown(!shown)}
        >
          <IconAdjustmentsHorizontal size={18} stroke={1.6} aria-hidden="true" />
          {t("records.filters")}
          {count > 0 && <span className="count">{count}</span>}
        </button>
        <ExportButton />
        <button
          type="button"
          className="btn icon"
          aria-label={t("records.refresh")}
          title={t("records.refresh")}
          onClick={() => void search()}
        >
          <IconRefresh size={18} stroke={1.6} aria-hidden="true" />
        </button>
      </div>
      {(shown || filters.span === "days") && <FilterRow filters={filters} count={count} shown={shown} />}
    </search>
  );
}

function FilterRow({
  filters,
  count,
  shown,
}: {
  readonly filters: Filters;
  readonly count: number;
  readonly shown: boolean;
}) {
  const t = useWords();
  const services = useDesk((state) => state.data?.services);
  const roster = useDesk((state) => state.data?.roster);
  const oversees = useMay("see_team_records");
  const results = useMemo(() => {
    const all = new Map<string, string>();
    for (const { dispositions, serviceId } of services?.values() ?? [])
      if (filters.serviceId === "" || filters.serviceId === serviceId)
        for (const { id, name } of dispositions) all.set(id, name);
    return [...all].sort((a, b) => a[1].localeCompare(b[1], deskLanguage()));
  }, [services, filters.serviceId]);
  return (
    <div className="records-filters">
      {filters.span === "days" && (
        <>
          <Day
            label={t("records.span.from")}
            value={filters.fromDay}
            onChange={(fromDay) => setFilters({ fromDay })}
          />
          <Day
            label={t("records.span.to")}
            value={filters.toDay}
            onChange={(toDay) => setFilters({ toDay })}
          />
        </>
      )}
      {shown && (
        <>
          <Choice
            label={t("records.channel.label")}
            value={filters.channel}
            onChoose={(channel) => setFilters({ channel: channel as Filters["channel"] })}
          >
            {(["", "chat", "voice"] as const).map((channel) => (
              <option key={channel} value={channel}>
                {t(`records.channel.${channel === "" ? "any" : channel}`)}
              </option>
            ))}
          </Choice>
          <Choice
            label={t("records.direction.label")}
            value={filters.direction}
            onChoose={(direction) => setFilters({ direction: direction as Filters["direction"] })}
          >
            {(["", "inbound", "outbound", "internal"] as const).map((direction) => (
              <option key={direction} value={direction}>
                {t(`records.direction.${direction === "" ? "any" : direction}`)}
              </option>
            ))}
          </Choice>
          <Choice
            label={t("records.service.label")}
            value={filters.serviceId}
            onChoose={(serviceId) => setFilters({ serviceId, dispositionId: "" })}
          >
            <option value="">{t("records.service.any")}</option>
            {[...(services?.values() ?? [])].map(({ serviceId, name }) => (
              <option key={serviceId} value={serviceId}>
                {name}
              </option>
            ))}
          </Choice>
          {oversees && (
            <Choice
              label={t("records.agent.label")}
              value={filters.agentId}
              onChoose={(agentId) => setFilters({ agentId })}
            >
              <option value="">{t("records.agent.any")}</option>
              {[...(roster?.values() ?? [])]
                .filter(({ roles }) => roles.includes("agent"))
                .sort((a, b) => a.name.localeCompare(b.name, deskLanguage()))
                .map(({ agentId, name }) => (
                  <option key={agentId} value={agentId}>
                    {name}
                  </option>
                ))}
            </Choice>
          )}
          <Choice
            label={t("records.result.label")}
            value={filters.dispositionId}
            onChoose={(dispositionId) => setFilters({ dispositionId })}
          >
            <option value="">{t("records.result.any")}</option>
            {results.map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Choice>
          <Choice
            label={t("records.ended.label")}
            value={filters.endCause}
            onChoose={(endCause) => setFilters({ endCause })}
          >
            {ENDS.map((cause) => (
              <option key={cause} value={cause}>
                {t(`records.ended.${cause === "" ? "any" : cause}`)}
              </option>
            ))}
          </Choice>
          <Choice
            label={t("records.recorded.label")}
            value={filters.recorded}
            onChoose={(recorded) => setFilters({ recorded: recorded as Filters["recorded"] })}
          >
            {(["", "yes", "no"] as const).map((recorded) => (
              <option key={recorded} value={recorded}>
                {t(`records.recorded.${recorded === "" ? "any" : recorded}`)}
              </option>
            ))}
          </Choice>
          <Choice
            label={t("signature.records.label")}
            value={filters.signed}
            onChoose={(signed) => setFilters({ signed: signed as Filters["signed"] })}
          >
            {(["", "yes", "no"] as const).map((signed) => (
              <option key={signed} value={signed}>
                {t(`signature.records.${signed === "" ? "any" : signed}`)}
              </option>
            ))}
          </Choice>
          <Choice
            label={t("records.stars.label")}
            value={filters.stars}
            onChoose={(stars) => setFilters({ stars: stars as Filters["stars"] })}
          >
            {starFilters.map((stars) => (
              <option key={stars} value={stars}>
                {/^\d$/.test(stars)
                  ? "★".repeat(Number(stars))
                  : t(`records.stars.${stars === "" ? "unset" : stars}`)}
              </option>
            ))}
          </Choice>
          {(["abandoned", "transferred"] as const).map((what) => (
            <Choice
              key={what}
              label={t(`records.${what}.label`)}
              value={filters[what]}
              onChoose={(choice) => setFilters({ [what]: choice as "" | "yes" | "no" })}
            >
              {(["", "yes", "no"] as const).map((choice) => (
                <option key={choice} value={choice}>
                  {t(`records.${what}.${choice === "" ? "any" : choice}`)}
                </option>
              ))}
            </Choice>
          ))}
          <label className="input md records-case">
            <span className="vh">{t("records.customer.label")}</span>
            <input
              type="text"
              maxLength={200}
              value={filters.customer}
              placeholder={t("records.customer.label")}
              title={t("records.customer.title")}
              onChange={(event) => setFilters({ customer: event.target.value })}
            />
          </label>
          <label className="input md records-case">
            <span className="vh">{t("records.case.label")}</span>
            <input
              type="text"
              inputMode="numeric"
              maxLength={10}
              value={filters.caseNumber}
              placeholder={t("records.case.placeholder")}
              onChange={(event) => setFilters({ caseNumber: event.target.value })}
            />
          </label>
        </>
      )}
      {count > 0 && (
        <button type="button" className="btn quiet" onClick={clearFilters}>
          <IconX size={16} stroke={1.7} aria-hidden="true" />
          {t("records.clear")}
        </button>
      )}
    </div>
  );
}

const ENDS = [
  "",
  "agent",
  "customer",
  "connection_lost",
  "abandoned",
  "inactivity",
  "scenario",
  "not_reached",
  "declined",
  "supervisor",
] as const;

export function Choice({
  label,
  value,
  onChoose,
  children,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChoose: (value: string) => void;
  readonly children: ReactNode;
}) {
  return (
    <label className="input md records-choice" data-set={value !== ""}>
      <span className="vh">{label}</span>
      <select value={value} onChange={(event) => onChoose(event.target.value)}>
        {children}
      </select>
    </label>
  );
}

function Day({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <label className="input md records-day">
      <span className="small mute">{label}</span>
      <input type="date" value={value} onChange={(event) => onChange(event.target.value)} />
    </label>
  );
}
