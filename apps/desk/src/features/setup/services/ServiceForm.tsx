import type { DeskOutput, ServiceRow } from "@patchbay/protocol";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { ask, toast } from "../../../state/actions.js";
import { useWords } from "../../../words/words.js";
import { DurationField } from "../parts/DurationField.js";
import { CheckField, NumberField, SelectField, TextField } from "../parts/Field.js";
import { FormFrame } from "../parts/FormFrame.js";
import { moved, RowButtons } from "../parts/RowButtons.js";
import { type SetupForm, useSetupForm } from "../parts/use-form.js";
import { goTo } from "../place.js";
import { readLists, useLists } from "../setup-data.js";
import { ServiceSide } from "./ServiceSide.js";
import {
  dispositionTypes,
  draftOf,
  formOf,
  newService,
  nextKey,
  problemsOf,
  type ServiceDraft,
} from "./service-draft.js";
import "./services.css";

type Skills = DeskOutput<"setupSkills">["skills"];

/** What one service asks, promises and does after a conversation. */
export function ServiceForm({
  row,
  others,
  skills,
}: {
  /** `null`: a new one. */
  readonly row: ServiceRow | null;
  /** Names of the other services. */
  readonly others: readonly string[];
  readonly skills: Skills;
}) {
  const t = useWords();
  const { schedules } = useLists("schedules");
  const [stored] = useState(() => draftOf(row?.form ?? newService));
  /** What was read when the form was opened: the list is read anew while somebody types. */
  const [base, setBase] = useState(row?.form ?? null);
  const form = useSetupForm<ServiceDraft, "saveService">({
    stored,
    isNew: row === null,
    name: ({ name }) => name || t("serviceSetup.new"),
    problemsOf: (draft) => problemsOf(draft, others),
    save: (draft) =>
      ask("saveService", {
        serviceId: row?.serviceId ?? null,
        // What was read, not what the form made of it: nobody had said what is promised.
        was: base,
        form: formOf(draft),
      }),
    fieldOf: ({ code }) => (code === "name_taken" ? { field: "name", text: t("errors.name_taken") } : null),
    onSaved: (_output, { name }) => {
      void readLists("serviceRows", "skills");
      goTo({ section: "services", item: null });
      return t("serviceSetup.saved", { name: name.trim() });
    },
    onConflict: () => void readLists("serviceRows"),
  });
  const { draft, change, errorOf } = form;
  const remove = async (): Promise<void> => {
    if (row === null) return;
    const answer = await ask("removeService", { serviceId: row.serviceId });
    if (!answer.ok && answer.error.code !== "no_service") {
      toast(
        t(answer.error.code === "not_suitable_state" ? "serviceSetup.alive" : `errors.${answer.error.code}`),
        { tone: "error" },
      );
      return;
    }
    toast(t("serviceSetup.removed", { name: row.form.name }));
    await readLists("serviceRows");
    goTo({ section: "services", item: null });
  };
  const uses = row === null ? [] : Object.values(row.usedBy).flat();
  return (
    <FormFrame
      section="services"
      item={row === null ? t("serviceSetup.new") : row.form.name}
      form={{
        ...form,
        take: (newest) => {
          setBase(row?.form ?? null);
          form.take(newest);
        },
      }}
      applies={t("serviceSetup.applies")}
      newest={row === null ? null : draftOf(row.form)}
      side={row === null ? undefined : <ServiceSide row={row} />}
      removal={
        row === null
          ? null
          : {
              label: t("serviceSetup.remove"),
              title: t("serviceSetup.removeTitle", { name: row.form.name }),
              blocked: uses.length + row.alive > 0,
              run: () => void remove(),
              body: (
                <>
                  {uses.length > 0 && (
                    <p>{t("serviceSetup.removeUsed", { names: uses.map(({ name }) => name).join(", ") })}</p>
                  )}
                  {row.alive > 0 && <p>{t("serviceSetup.removeAlive", { count: row.alive })}</p>}
                  {uses.length + row.alive === 0 && <p>{t("serviceSetup.removeBody")}</p>}
                </>
              ),
            }
      }
    >
      <fieldset className="setup-section spaced">
        <legend>{t("serviceSetup.basics")}</legend>
        <div className="setup-grid">
          <TextField
            label={t("setup.name")}
            hint={t("serviceSetup.nameHint")}
            error={errorOf("name")}
            value={draft.name}
            max={80}
            onChange={(name) => change({ name })}
          />
        </div>
        <CheckField
          label={t("serviceSetup.open")}
          hint={t("serviceSetup.openHint")}
          checked={draft.open}
          onChange={(open) => change({ open })}
        />
        {schedules !== null && (
          <div className="setup-grid">
            <SelectField
              label={t("serviceSetup.hours")}
              hint={t(draft.open ? "serviceSetup.hoursHint" : "serviceSetup.hoursOff")}
              value={draft.scheduleId ?? ""}
              onChange={(scheduleId) => change({ scheduleId: scheduleId === "" ? null : scheduleId })}
            >
              <option value="">{t("serviceSetup.alwaysOpen")}</option>
              {schedules.map(({ scheduleId, form: { name } }) => (
                <option key={scheduleId} value={scheduleId}>
                  {name}
                </option>
              ))}
            </SelectField>
          </div>
        )}
      </fieldset>
      <Who form={form} skills={skills} />
      <fieldset className="setup-section">
        <legend>{t("serviceSetup.waiting")}</legend>
        <div className="setup-grid">
          <DurationField
            label={t("serviceSetup.answerTimeout")}
            hint={t("serviceSetup.answerTimeoutHint")}
            error={errorOf("answerTimeoutMs")}
            value={draft.answerTimeoutMs}
            onChange={(answerTimeoutMs) => change({ answerTimeoutMs })}
          />
          <NumberField
            label={t("serviceSetup.queueLength")}
            hint={t("serviceSetup.queueLengthHint")}
            error={errorOf("queueLengthMax")}
            value={draft.queueLengthMax}
            max={1_000_000}
            unit={t("serviceSetup.contacts")}
            onChange={(next) => change({ queueLengthMax: next ?? 0 })}
          />
          <NumberField
            label={t("serviceSetup.percent")}
            hint={t("serviceSetup.percentHint")}
            error={errorOf("percent")}
            value={draft.percent}
            max={1_000}
            unit="%"
            onChange={(percent) => change({ percent })}
          />
          <DurationField
            label={t("serviceSetup.within")}
            error={errorOf("withinMs")}
            value={draft.withinMs}
            onChange={(withinMs) => change({ withinMs })}
          />
        </div>
      </fieldset>
      <Results form={form} />
      <fieldset className="setup-section spaced">
        <legend>{t("serviceSetup.chats")}</legend>
        <div className="setup-grid">
          <DurationField
            label={t("serviceSetup.endUndo")}
            hint={t("serviceSetup.endUndoHint")}
            error={errorOf("endUndoMs")}
            value={draft.endUndoMs}
            onChange={(endUndoMs) => change({ endUndoMs })}
          />
          <DurationField
            label={t("serviceSetup.grace")}
            hint={t("serviceSetup.graceHint")}
            error={errorOf("graceMs")}
            value={draft.graceMs}
            onChange={(graceMs) => change({ graceMs })}
          />
          <DurationField
            label={t("serviceSetup.graceOffer")}
            hint={t("serviceSetup.graceOfferHint")}
            error={errorOf("graceOfferMs")}
            value={draft.graceOfferMs}
            onChange={(graceOfferMs) => change({ graceOfferMs })}
          />
        </div>
        <CheckField
          label={t("serviceSetup.silence")}
          hint={t("serviceSetup.silenceHint")}
          checked={draft.endsForSilence}
          onChange={(endsForSilence) => change({ endsForSilence })}
        />
        {draft.endsForSilence && (
          <div className="setup-grid">
            <DurationField
              label={t("serviceSetup.warnAfter")}
              error={errorOf("inactivityWarnMs")}
              value={draft.inactivityWarnMs}
              onChange={(inactivityWarnMs) => change({ inactivityWarnMs })}
            />
            <DurationField
              label={t("serviceSetup.endAfter")}
              hint={t("serviceSetup.endAfterHint")}
              error={errorOf("inactivityEndMs")}
              value={draft.inactivityEndMs}
              onChange={(inactivityEndMs) => change({ inactivityEndMs })}
            />
          </div>
        )}
      </fieldset>
    </FormFrame>
  );
}

/** Who gets its contacts: skills that must all be had, and who of those. */
function Who({ form, skills }: { readonly form: SetupForm<ServiceDraft>; readonly skills: Skills }) {
  const t = useWords();
  const { draft, change, errorOf } = form;
  const put = (key: number, next: Partial<ServiceDraft["requires"][number]>): void =>
    change({ requires: draft.requires.map((one) => (one.key === key ? { ...one, ...next } : one)) });
  const nameOf = (skillId: string): string =>
    skills.find((one) => one.skillId === skillId)?.name ?? t("serviceSetup.skill");
  return (
    <fieldset className="setup-section spaced">
      <legend>{t("serviceSetup.who")}</legend>
      {draft.requires.length === 0 && <p className="small mute">{t("serviceSetup.everybody")}</p>}
      {draft.requires.map(({ key, skillId, levelMin }, at) => (
        <div className="service-row" key={key}>
          <SelectField
            label={t("serviceSetup.skill")}
            error={errorOf(`skill.${key}`)}
            value={skillId}
            onChange={(next) => put(key, { skillId: next })}
          >
            <option value="">{t("setup.choose")}</option>
            {skills.map((skill) => (
              <option key={skill.skillId} value={skill.skillId}>
                {skill.name}
              </option>
            ))}
            {skillId !== "" && skills.every((one) => one.skillId !== skillId) && (
              <option value={skillId}>{skillId}</option>
            )}
          </SelectField>
          <NumberField
            label={t("serviceSetup.level")}
            value={levelMin}
            max={1_000}
            unit={t("setup.numbers.ofHundred")}
            onChange={(next) => put(key, { levelMin: next ?? 0 })}
          />
          <RowButtons
            name={nameOf(skillId)}
            at={at}
            count={draft.requires.length}
            onRemove={() => change({ requires: draft.requires.filter((one) => one.key !== key) })}
          />
        </div>
      ))}
      <div className="row">
        <button
          type="button"
          className="btn sm"
          onClick={() =>
            change({ requires: [...draft.requires, { key: nextKey(), skillId: "", levelMin: 1 }] })
          }
        >
          <IconPlus size={16} stroke={1.8} aria-hidden="true" />
          {t("serviceSetup.addSkill")}
        </button>
        <button type="button" className="link small" onClick={() => goTo({ section: "skills", item: null })}>
          {t("serviceSetup.toSkills")}
        </button>
      </div>
      <div className="setup-grid">
        <SelectField
          label={t("serviceSetup.distribution")}
          hint={t(`serviceSetup.distributionHint.${draft.distribution}`)}
          value={draft.distribution}
          onChange={(next) => change({ distribution: next as ServiceDraft["distribution"] })}
        >
          <option value="longest_idle">{t("serviceSetup.longestIdle")}</option>
          <option value="least_loaded">{t("serviceSetup.leastLoaded")}</option>
        </SelectField>
      </div>
    </fieldset>
  );
}

/** What agents do when a conversation is over. */
function Results({ form }: { readonly form: SetupForm<ServiceDraft> }) {
  const t = useWords();
  const { draft, change, errorOf } = form;
  const { dispositions } = draft;
  const put = (key: number, next: Partial<ServiceDraft["dispositions"][number]>): void =>
    change({ dispositions: dispositions.map((one) => (one.key === key ? { ...one, ...next } : one)) });
  return (
    <fieldset className="setup-section spaced">
      <legend>{t("serviceSetup.after")}</legend>
      <div className="setup-grid">
        <DurationField
          label={t("serviceSetup.wrapUp")}
          hint={t("serviceSetup.wrapUpHint")}
          error={errorOf("wrapUpMs")}
          value={draft.wrapUpMs}
          onChange={(wrapUpMs) => change({ wrapUpMs })}
        />
      </div>
      <CheckField
        label={t("serviceSetup.wrapUpEnds")}
        hint={t("serviceSetup.wrapUpEndsHint")}
        checked={draft.wrapUpEndsItself}
        onChange={(wrapUpEndsItself) => change({ wrapUpEndsItself })}
      />
      <h2 className="service-sub">{t("serviceSetup.results")}</h2>
      {dispositions.length === 0 && <p className="small mute">{t("serviceSetup.noResults")}</p>}
      {dispositions.map(({ key, name, type }, at) => (
        <div className="service-row" key={key}>
          <TextField
            label={t("serviceSetup.result")}
            className="grow"
            error={errorOf(`disposition.${key}`)}
            value={name}
            max={80}
            onChange={(next) => put(key, { name: next })}
          />
          <SelectField
            label={t("serviceSetup.type")}
            value={type}
            onChange={(next) => put(key, { type: next as typeof type })}
          >
            {dispositionTypes.map((one) => (
              <option key={one} value={one}>
                {t(`serviceSetup.types.${one}`)}
              </option>
            ))}
          </SelectField>
          <RowButtons
            name={name || t("serviceSetup.result")}
            at={at}
            count={dispositions.length}
            onMove={(to) => change({ dispositions: moved(dispositions, at, to) })}
            onRemove={() => change({ dispositions: dispositions.filter((one) => one.key !== key) })}
          />
        </div>
      ))}
      <div>
        <button
          type="button"
          className="btn sm"
          onClick={() =>
            change({
              dispositions: [...dispositions, { key: nextKey(), id: null, name: "", type: "SUCCESS" }],
            })
          }
        >
          <IconPlus size={16} stroke={1.8} aria-hidden="true" />
          {t("serviceSetup.addResult")}
        </button>
      </div>
      <CheckField
        label={t("serviceSetup.mandatory")}
        hint={errorOf("dispositionMandatory") ?? t("serviceSetup.mandatoryHint")}
        checked={draft.dispositionMandatory}
        onChange={(dispositionMandatory) => change({ dispositionMandatory })}
      />
    </fieldset>
  );
}
