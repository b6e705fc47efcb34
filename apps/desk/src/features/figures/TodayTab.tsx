import type { ContactFigures } from "@patchbay/protocol";
import { IconChartBar, IconChevronLeft, IconChevronRight, IconTable } from "@tabler/icons-react";
import { useEffect } from "react";
import { EmptyState } from "../../parts/EmptyState.js";
import { WhatIsThis } from "../../parts/errors/WhatIsThis.js";
import { dateLocale } from "../../parts/language-name.js";
import { serverNow, useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { DayChart } from "./DayChart.js";
import { FiguresTables, IntervalTable } from "./FiguresTables.js";
import {
  AGAIN_MS,
  boundsOf,
  choose,
  countFigures,
  dayAfter,
  dayOf,
  shownDay,
  useFigures,
} from "./figures-store.js";
import { abandonedOf, lengthOf, levelOf } from "./lengths.js";
import "./figures.css";

/** What came in on one day and what became of it. */
export function TodayTab() {
  const t = useWords();
  const { filter, figures, before, failed, asTable } = useFigures();
  const live = useDesk((state) => state.link.status === "live");
  const services = useDesk((state) => state.data?.services);
  const day = shownDay(filter);
  const today = dayOf(serverNow());
  useEffect(() => {
    if (!live) return;
    void countFigures();
    const timer = window.setInterval(() => {
      if (
        document.visibilityState === "visible" &&
        shownDay(useFigures.getState().filter) === dayOf(serverNow())
      )
        void countFigures();
    }, AGAIN_MS);
    return () => window.clearInterval(timer);
  }, [live]);
  const from = boundsOf(day)?.from ?? serverNow();
  const name = new Date(from).toLocaleDateString(dateLocale(), {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  });
  return (
    <div className="figures">
      <search className="figures-bar" aria-label={t("figures.filters")}>
        <div className="figures-day">
          <button
            type="button"
            className="btn icon"
            aria-label={t("figures.dayBefore")}
            title={t("figures.dayBefore")}
            onClick={() => choose({ day: dayAfter(day, -1) })}
          >
            <IconChevronLeft size={18} stroke={1.6} aria-hidden="true" />
          </button>
          <input
            type="date"
            className="input md"
            aria-label={t("figures.day")}
            value={day}
            max={today}
            onChange={(event) => boundsOf(event.target.value) && choose({ day: event.target.value })}
          />
          <button
            type="button"
            className="btn icon"
            aria-label={t("figures.dayAfter")}
            title={t("figures.dayAfter")}
            aria-disabled={day >= today}
            onClick={() => day < today && choose({ day: dayAfter(day, 1) })}
          >
            <IconChevronRight size={18} stroke={1.6} aria-hidden="true" />
          </button>
          {day !== today && (
            <button type="button" className="btn" onClick={() => choose({ day: "" })}>
              {t("figures.today")}
            </button>
          )}
        </div>
        <b className="strong clip">{name}</b>
        <span className="grow" />
        <select
          className="input md"
          aria-label={t("figures.channel")}
          value={filter.channel ?? ""}
          onChange={({ target }) =>
            choose({ channel: target.value === "" ? null : (target.value as "chat" | "voice") })
          }
        >
          <option value="">{t("figures.channels")}</option>
          <option value="chat">{t("figures.chats")}</option>
          <option value="voice">{t("figures.calls")}</option>
        </select>
        <select
          className="input md"
          aria-label={t("figures.service")}
          value={filter.serviceId ?? ""}
          onChange={({ target }) => choose({ serviceId: target.value === "" ? null : target.value })}
        >
          <option value="">{t("figures.services")}</option>
          {[...(services?.values() ?? [])].map((service) => (
            <option key={service.serviceId} value={service.serviceId}>
              {service.name}
            </option>
          ))}
        </select>
        <select
          className="input md"
          aria-label={t("figures.every")}
          value={filter.minutes}
          onChange={({ target }) => choose({ minutes: Number(target.value) as 15 | 30 | 60 })}
        >
          {([15, 30, 60] as const).map((minutes) => (
            <option key={minutes} value={minutes}>
              {t("figures.minutes", { count: minutes })}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="btn"
          aria-pressed={asTable}
          onClick={() => useFigures.setState({ asTable: !asTable })}
        >
          {asTable ? (
            <IconChartBar size={18} stroke={1.6} aria-hidden="true" />
          ) : (
            <IconTable size={18} stroke={1.6} aria-hidden="true" />
          )}
          {t(asTable ? "figures.asChart" : "figures.asTable")}
        </button>
      </search>
      {failed !== null && (
        <div className="banner m-danger figures-failed" role="alert">
          <span className="grow">
            {t(`errors.${failed}`, { defaultValue: t("errors.unknown_error") })} <WhatIsThis code={failed} />
          </span>
          <button type="button" className="btn sm" onClick={() => void countFigures()}>
            {t("setup.tryAgain")}
          </button>
        </div>
      )}
      {figures !== null && figures.total.offered === 0 && figures.agents.length === 0 && (
        <EmptyState Icon={IconChartBar} title={t("figures.nothing")} more={t("figures.nothingMore")} />
      )}
      {figures !== null && (figures.total.offered > 0 || figures.agents.length > 0) && (
        <>
          <Tiles now={figures.total} before={before?.total ?? null} />
          <section aria-label={t("figures.overDay")}>
            {asTable ? (
              <IntervalTable figures={figures} day={day} />
            ) : (
              <DayChart intervals={figures.intervals} minutes={filter.minutes} until={figures.at} />
            )}
          </section>
          <FiguresTables figures={figures} day={day} />
          <p className="small mute figures-note">{t("figures.note", { zone: zoneName() })}</p>
        </>
      )}
    </div>
  );
}

const zoneName = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

function Tiles({ now, before }: { readonly now: ContactFigures; readonly before: ContactFigures | null }) {
  const t = useWords();
  const percent = (value: number | null): string =>
    value === null ? "–" : `${value.toLocaleString(dateLocale())} %`;
  const tiles = [
    [
      "offered",
      String(now.offered),
      before && String(before.offered),
      now.waiting > 0 ? t("figures.stillWaiting", { count: now.waiting }) : "",
    ],
    [
      "answered",
      String(now.answered),
      before && String(before.answered),
      now.elsewhere > 0 ? t("figures.elsewhere", { count: now.elsewhere }) : "",
    ],
    [
      "abandoned",
      percent(abandonedOf(now)),
      before && percent(abandonedOf(before)),
      t("figures.abandonedCount", { count: now.abandoned }),
    ],
    [
      "level",
      percent(levelOf(now)),
      before && percent(levelOf(before)),
      t("figures.levelCount", { within: now.withinLevel, count: now.levelOf }),
    ],
    [
      "wait",
      lengthOf(now.waitMs),
      before && lengthOf(before.waitMs),
      now.waitMsMax === null ? "" : t("figures.longest", { time: lengthOf(now.waitMsMax) }),
    ],
    [
      "handle",
      lengthOf(now.handleMs),
      before && lengthOf(before.handleMs),
      now.talkMs === null
        ? ""
        : t("figures.ofWhich", { talk: lengthOf(now.talkMs), wrapUp: lengthOf(now.wrapUpMs) }),
    ],
  ] as const;
  return (
    <dl className="figures-tiles">
      {tiles.map(([key, value, then, more]) => (
        <div key={key} className="figures-tile">
          <dt className="small mute">{t(`figures.tiles.${key}`)}</dt>
          <dd>
            <b className="num">{value}</b>
            <span className="small mute">{more}</span>
            {then !== null && <span className="small mute">{t("figures.weekBefore", { value: then })}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
