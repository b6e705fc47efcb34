import { IconPlus, IconX } from "@tabler/icons-react";
import { useId } from "react";
import { useWords } from "../../../../words/words.js";
import { SelectField, TextField } from "../../parts/Field.js";
import { keepFocus } from "../../parts/keep-focus.js";
import { useLists } from "../../setup-data.js";
import { groupsOf, type HoursGroup, minuteOf, openOf, timeOf } from "./opening-hours.js";
import type { StepFieldsProps } from "./step-fields.js";
import { TargetField } from "./TargetField.js";

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const ZONES: readonly string[] = Intl.supportedValuesOf("timeZone");

export function HoursFields(props: StepFieldsProps<"hours">) {
  const { step, form, change, errorOf } = props;
  const t = useWords();
  const { schedules } = useLists("schedules");
  return (
    <>
      {schedules !== null && (
        <div className="setup-grid">
          <SelectField
            label={t("setup.scenario.hours.which")}
            hint={t("setup.scenario.hours.whichHint")}
            error={errorOf("scheduleId")}
            value={step.scheduleId ?? ""}
            onChange={(id) => change({ ...step, scheduleId: id === "" ? null : id }, null)}
          >
            <option value="">{t("setup.scenario.hours.own")}</option>
            {step.scheduleId !== null && !schedules.some((one) => one.scheduleId === step.scheduleId) && (
              <option value={step.scheduleId}>{t("setup.gone")}</option>
            )}
            {schedules.map(({ scheduleId, form: { name } }) => (
              <option key={scheduleId} value={scheduleId}>
                {name}
              </option>
            ))}
          </SelectField>
        </div>
      )}
      {step.scheduleId === null && <OwnHours {...props} />}
      <div className="setup-grid">
        <TargetField
          label={t("setup.scenario.hours.whenOpen")}
          form={form}
          value={step.whenOpen}
          error={errorOf("whenOpen")}
          onChange={(whenOpen) => change({ ...step, whenOpen }, null)}
        />
        <TargetField
          label={t("setup.scenario.hours.whenClosed")}
          form={form}
          value={step.whenClosed}
          error={errorOf("whenClosed")}
          onChange={(whenClosed) => change({ ...step, whenClosed }, null)}
        />
      </div>
    </>
  );
}

/** Of this step alone: a zone, stretches by weekday, and days on which it is closed. */
function OwnHours({ step, change, errorOf }: StepFieldsProps<"hours">) {
  const t = useWords();
  const id = useId();
  const groups = groupsOf(step.open);
  const setGroups = (next: readonly HoursGroup[]): void => change({ ...step, open: openOf(next) }, null);
  const holidayError = step.holidays
    .map((_, at) => errorOf(`holidays.${at}`))
    .find((one) => one !== undefined);
  return (
    <>
      <div className="setup-grid">
        <TextField
          label={t("setup.scenario.hours.zone")}
          error={errorOf("zone")}
          value={step.zone}
          max={60}
          list={`${id}-zones`}
          onChange={(zone) => change({ ...step, zone }, "zone")}
        />
        <datalist id={`${id}-zones`}>
          {ZONES.map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </div>
      <fieldset className="field setup-hours">
        <legend>{t("setup.scenario.hours.open")}</legend>
        {groups.length === 0 && <p className="hint">{t("setup.scenario.hours.never")}</p>}
        <ul>
          {groups.map((group, at) => {
            const error = group.places
              .map((place) => errorOf(`open.${place}.toMinute`) ?? errorOf(`open.${place}.fromMinute`))
              .find((one) => one !== undefined);
            const put = (part: Partial<HoursGroup>): void =>
              setGroups(groups.map((other, place) => (place === at ? { ...other, ...part } : other)));
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place, or typing a time would make it another one
              <li key={at}>
                <span className="setup-days">
                  {WEEKDAYS.map((weekday) => (
                    <button
                      key={weekday}
                      type="button"
                      className={`btn sm${group.weekdays.includes(weekday) ? " on" : ""}`}
                      aria-pressed={group.weekdays.includes(weekday)}
                      aria-label={t(`setup.weekdays.${weekday}`)}
                      onClick={() =>
                        put({
                          weekdays: group.weekdays.includes(weekday)
                            ? group.weekdays.filter((other) => other !== weekday)
                            : [...group.weekdays, weekday],
                        })
                      }
                    >
                      {t(`setup.weekdaysShort.${weekday}`)}
                    </button>
                  ))}
                </span>
                <input
                  type="time"
                  className={`input md${error === undefined ? "" : " bad"}`}
                  aria-label={t("setup.scenario.hours.from")}
                  value={timeOf(group.fromMinute)}
                  onChange={(event) => put({ fromMinute: minuteOf(event.target.value) ?? group.fromMinute })}
                />
                <span aria-hidden="true">{t("setup.scenario.hours.until")}</span>
                <input
                  type="time"
                  className={`input md${error === undefined ? "" : " bad"}`}
                  aria-label={t("setup.scenario.hours.to")}
                  value={timeOf(group.toMinute)}
                  onChange={(event) => {
                    const minute = minuteOf(event.target.value);
                    // Midnight ends a day.
                    put({ toMinute: minute === null ? group.toMinute : minute === 0 ? 1_440 : minute });
                  }}
                />
                <button
                  type="button"
                  className="btn icon quiet sm"
                  aria-label={t("setup.scenario.hours.remove")}
                  onClick={(event) => {
                    keepFocus(event.currentTarget);
                    setGroups(groups.filter((_, place) => place !== at));
                  }}
                >
                  <IconX size={14} stroke={1.8} aria-hidden="true" />
                </button>
                {error !== undefined && <p className="hint bad">{error}</p>}
              </li>
            );
          })}
        </ul>
        <button type="button" className="btn sm" onClick={() => setGroups([...groups, nextGroup(groups)])}>
          <IconPlus size={14} stroke={1.8} aria-hidden="true" />
          {t("setup.scenario.hours.add")}
        </button>
      </fieldset>
      <fieldset className="field setup-hours">
        <legend>{t("setup.scenario.hours.holidays")}</legend>
        <ul className="setup-holidays">
          {step.holidays.map((day, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a day is what its field says; two may be the same while they are typed
            <li key={at}>
              <input
                type="date"
                className={`input md${errorOf(`holidays.${at}`) === undefined ? "" : " bad"}`}
                aria-label={t("setup.scenario.hours.holiday")}
                value={day}
                onChange={(event) =>
                  change(
                    {
                      ...step,
                      holidays: step.holidays.map((other, place) =>
                        place === at ? event.target.value : other,
                      ),
                    },
                    `holiday ${at}`,
                  )
                }
              />
              <button
                type="button"
                className="btn icon quiet sm"
                aria-label={t("setup.scenario.hours.removeHoliday", { day })}
                onClick={(event) => {
                  keepFocus(event.currentTarget);
                  change({ ...step, holidays: step.holidays.filter((_, place) => place !== at) }, null);
                }}
              >
                <IconX size={14} stroke={1.8} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
        {holidayError !== undefined && <p className="hint bad">{holidayError}</p>}
        <button
          type="button"
          className="btn sm"
          onClick={() => change({ ...step, holidays: [...step.holidays, ""] }, null)}
        >
          <IconPlus size={14} stroke={1.8} aria-hidden="true" />
          {t("setup.scenario.hours.addHoliday")}
        </button>
      </fieldset>
    </>
  );
}

/** A stretch that is not there yet: weekdays first, then a Saturday's morning, then the next hour that is free. */
function nextGroup(groups: readonly HoursGroup[]): HoursGroup {
  const isTaken = (from: number, to: number): boolean =>
    groups.some(({ fromMinute, toMinute }) => fromMinute === from && toMinute === to);
  if (groups.length === 0) return { weekdays: [1, 2, 3, 4, 5], fromMinute: 540, toMinute: 1_020, places: [] };
  let from = 600;
  while (isTaken(from, 840) && from < 800) from += 30;
  return { weekdays: [6], fromMinute: from, toMinute: 840, places: [] };
}
