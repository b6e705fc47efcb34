import { IconPlus, IconX } from "@tabler/icons-react";
import { useWords } from "../../../words/words.js";
import { keepFocus } from "../parts/keep-focus.js";
import { minuteOf, timeOf } from "../scenarios/fields/opening-hours.js";
import { type DayDraft, dayAfter, type HoursDraft, hoursAfter, WEEKDAYS } from "./schedule-draft.js";

interface Stretch {
  readonly fromMinute: number;
  readonly toMinute: number;
}

function Times({
  value,
  isBad,
  onChange,
}: {
  readonly value: Stretch;
  readonly isBad: boolean;
  readonly onChange: (part: Partial<Stretch>) => void;
}) {
  const t = useWords();
  return (
    <>
      <input
        type="time"
        className={`input md${isBad ? " bad" : ""}`}
        aria-label={t("setup.scenario.hours.from")}
        aria-invalid={isBad}
        value={timeOf(value.fromMinute)}
        onChange={(event) => onChange({ fromMinute: minuteOf(event.target.value) ?? value.fromMinute })}
      />
      <span aria-hidden="true">{t("setup.scenario.hours.until")}</span>
      <input
        type="time"
        className={`input md${isBad ? " bad" : ""}`}
        aria-label={t("setup.scenario.hours.to")}
        aria-invalid={isBad}
        value={timeOf(value.toMinute)}
        onChange={(event) => {
          const minute = minuteOf(event.target.value);
          // Midnight ends a day.
          onChange({ toMinute: minute === null ? value.toMinute : minute === 0 ? 1_440 : minute });
        }}
      />
    </>
  );
}

function RemoveButton({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <button
      type="button"
      className="btn icon quiet sm"
      aria-label={label}
      title={label}
      onClick={(event) => {
        keepFocus(event.currentTarget);
        onClick();
      }}
    >
      <IconX size={14} stroke={1.8} aria-hidden="true" />
    </button>
  );
}

/** The week: days that have the same hours are one row. */
export function WeekRows({
  hours,
  errorOf,
  onChange,
}: {
  readonly hours: readonly HoursDraft[];
  readonly errorOf: (key: number) => string | undefined;
  readonly onChange: (hours: readonly HoursDraft[]) => void;
}) {
  const t = useWords();
  const put = (key: number, part: Partial<HoursDraft>): void =>
    onChange(hours.map((row) => (row.key === key ? { ...row, ...part } : row)));
  return (
    <fieldset className="setup-section spaced setup-hours">
      <legend>{t("scheduleSetup.week")}</legend>
      {hours.length === 0 && <p className="hint">{t("scheduleSetup.never")}</p>}
      <ul>
        {hours.map((row) => {
          const error = errorOf(row.key);
          return (
            <li key={row.key}>
              <span className="setup-days">
                {WEEKDAYS.map((weekday) => (
                  <button
                    key={weekday}
                    type="button"
                    className={`btn sm${row.weekdays.includes(weekday) ? " on" : ""}`}
                    aria-pressed={row.weekdays.includes(weekday)}
                    aria-label={t(`setup.weekdays.${weekday}`)}
                    onClick={() =>
                      put(row.key, {
                        weekdays: row.weekdays.includes(weekday)
                          ? row.weekdays.filter((other) => other !== weekday)
                          : [...row.weekdays, weekday].sort(),
                      })
                    }
                  >
                    {t(`setup.weekdaysShort.${weekday}`)}
                  </button>
                ))}
              </span>
              <Times value={row} isBad={error !== undefined} onChange={(part) => put(row.key, part)} />
              <RemoveButton
                label={t("setup.scenario.hours.remove")}
                onClick={() => onChange(hours.filter(({ key }) => key !== row.key))}
              />
              {error !== undefined && (
                <p className="hint bad" role="alert">
                  {error}
                </p>
              )}
            </li>
          );
        })}
      </ul>
      <div>
        <button type="button" className="btn sm" onClick={() => onChange([...hours, hoursAfter(hours)])}>
          <IconPlus size={14} stroke={1.8} aria-hidden="true" />
          {t("setup.scenario.hours.add")}
        </button>
      </div>
    </fieldset>
  );
}

/** Days that are not as their weekday is. */
export function SpecialDays({
  days,
  errorOf,
  onChange,
}: {
  readonly days: readonly DayDraft[];
  readonly errorOf: (key: number) => string | undefined;
  readonly onChange: (days: readonly DayDraft[]) => void;
}) {
  const t = useWords();
  const put = (key: number, part: Partial<DayDraft>): void =>
    onChange(days.map((row) => (row.key === key ? { ...row, ...part } : row)));
  return (
    <fieldset className="setup-section spaced setup-hours">
      <legend>{t("scheduleSetup.days")}</legend>
      <p className="hint">{t(days.length === 0 ? "scheduleSetup.noDays" : "scheduleSetup.daysHint")}</p>
      <ul>
        {days.map((row) => {
          const error = errorOf(row.key);
          return (
            <li key={row.key}>
              <input
                type="date"
                className={`input md${error === undefined ? "" : " bad"} schedule-date`}
                aria-label={t("scheduleSetup.date")}
                aria-invalid={error !== undefined}
                value={row.date}
                onChange={(event) => put(row.key, { date: event.target.value })}
              />
              <input
                className="input md schedule-name"
                aria-label={t("scheduleSetup.dayName")}
                placeholder={t("scheduleSetup.dayNameExample")}
                maxLength={80}
                autoComplete="off"
                value={row.name}
                onChange={(event) => put(row.key, { name: event.target.value })}
              />
              <label className="row tight setup-check">
                <input
                  type="checkbox"
                  checked={row.closed}
                  onChange={(event) => put(row.key, { closed: event.target.checked })}
                />
                {t("scheduleSetup.closedAllDay")}
              </label>
              {!row.closed && (
                <Times value={row} isBad={error !== undefined} onChange={(part) => put(row.key, part)} />
              )}
              <RemoveButton
                label={t("setup.scenario.hours.removeHoliday", { day: row.name || row.date })}
                onClick={() => onChange(days.filter(({ key }) => key !== row.key))}
              />
              {error !== undefined && (
                <p className="hint bad" role="alert">
                  {error}
                </p>
              )}
            </li>
          );
        })}
      </ul>
      <div>
        <button type="button" className="btn sm" onClick={() => onChange([...days, dayAfter(days)])}>
          <IconPlus size={14} stroke={1.8} aria-hidden="true" />
          {t("setup.scenario.hours.addHoliday")}
        </button>
      </div>
    </fieldset>
  );
}
