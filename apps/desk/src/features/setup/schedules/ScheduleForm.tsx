import type { ScheduleRow } from "@patchbay/protocol";
import { useId } from "react";
import { ask, toast } from "../../../state/actions.js";
import { useWords } from "../../../words/words.js";
import { TextField } from "../parts/Field.js";
import { FormFrame } from "../parts/FormFrame.js";
import { useSetupForm } from "../parts/use-form.js";
import { goTo } from "../place.js";
import { readLists } from "../setup-data.js";
import { SpecialDays, WeekRows } from "./HoursRows.js";
import { Preview } from "./Preview.js";
import { draftOf, formOf, newSchedule, problemsOf, type ScheduleDraft, ZONES } from "./schedule-draft.js";
import "./schedules.css";

export function ScheduleForm({
  row,
  others,
}: {
  readonly row: ScheduleRow | null;
  readonly others: readonly string[];
}) {
  const t = useWords();
  const id = useId();
  const form = useSetupForm<ScheduleDraft, "saveSchedule">({
    stored: draftOf(row?.form ?? newSchedule()),
    isNew: row === null,
    name: ({ name }) => name || t("scheduleSetup.new"),
    problemsOf: (draft) => problemsOf(draft, others),
    save: (draft, was) =>
      ask("saveSchedule", {
        scheduleId: row?.scheduleId ?? null,
        was: was === null ? null : formOf(was),
        form: formOf(draft),
      }),
    fieldOf: ({ code, facts }) =>
      code === "name_taken"
        ? { field: "name", text: t("errors.name_taken") }
        : code === "object_not_found" && facts?.["path"] === "form.zone"
          ? { field: "zone", text: t("scheduleSetup.problem.zone") }
          : null,
    onSaved: (_output, { name }) => {
      void readLists("schedules");
      goTo({ section: "schedules", item: null });
      return t("scheduleSetup.saved", { name: name.trim() });
    },
    onConflict: () => void readLists("schedules"),
  });
  const { draft, change, errorOf } = form;
  const remove = async (): Promise<void> => {
    if (row === null) return;
    const answer = await ask("removeSchedule", { scheduleId: row.scheduleId });
    if (!answer.ok && answer.error.code !== "object_not_found") {
      toast(t(`errors.${answer.error.code}`), { tone: "error" });
      return;
    }
    toast(t("serviceSetup.removed", { name: row.form.name }));
    await readLists("schedules");
    goTo({ section: "schedules", item: null });
  };
  const isSound = Object.keys(problemsOf({ ...draft, name: draft.name || "?" }, [])).length === 0;
  return (
    <FormFrame
      section="schedules"
      item={row?.form.name ?? t("scheduleSetup.new")}
      form={form}
      applies={t("scheduleSetup.applies")}
      newest={row === null ? null : draftOf(row.form)}
      removal={
        row === null
          ? null
          : {
              label: t("serviceSetup.remove"),
              title: t("serviceSetup.removeTitle", { name: row.form.name }),
              run: () => void remove(),
              body:
                row.usedBy.length > 0 ? (
                  <p>
                    {t("scheduleSetup.removeUsed", { names: row.usedBy.map(({ name }) => name).join(", ") })}
                  </p>
                ) : (
                  <p>{t("scheduleSetup.removeBody")}</p>
                ),
            }
      }
    >
      <fieldset className="setup-section spaced">
        <legend>{t("scheduleSetup.what")}</legend>
        <div className="setup-grid">
          <TextField
            label={t("setup.name")}
            error={errorOf("name")}
            value={draft.name}
            max={80}
            onChange={(name) => change({ name })}
          />
          <TextField
            label={t("setup.scenario.hours.zone")}
            hint={t("scheduleSetup.zoneHint")}
            error={errorOf("zone")}
            value={draft.zone}
            max={64}
            list={`${id}-zones`}
            onChange={(zone) => change({ zone })}
          />
          <datalist id={`${id}-zones`}>
            {ZONES.map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </div>
      </fieldset>
      <WeekRows
        hours={draft.hours}
        errorOf={(key) => errorOf(`hours ${key}`)}
        onChange={(hours) => change({ hours })}
      />
      <SpecialDays
        days={draft.days}
        errorOf={(key) => errorOf(`day ${key}`)}
        onChange={(days) => change({ days })}
      />
      <Preview form={isSound ? formOf(draft) : null} />
    </FormFrame>
  );
}
