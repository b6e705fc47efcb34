import type { NumberForm as Form, NumberRow } from "@patchbay/protocol";
import { IconTrash } from "@tabler/icons-react";
import { type FormEvent, useEffect, useState } from "react";
import { ask, toast } from "../../../state/actions.js";
import { useDesk } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import { Failed } from "../parts/Failed.js";
import { NumberField, SelectField, TextField } from "../parts/Field.js";
import { Head } from "../parts/Head.js";
import { Question } from "../parts/Question.js";
import { touched } from "../parts/touched.js";
import { UsedBy } from "../parts/UsedBy.js";
import { changedText, whenText } from "../parts/when.js";
import { goTo, tellUnsaved } from "../place.js";
import { readLists, useLists, useSetupData } from "../setup-data.js";
import { fieldOfRefusal, firstNumber, problemsOfNumber, scenariosForCallers } from "./number-draft.js";

/** One access number: a new one, or one that is there. */
export function NumberForm({ id }: { readonly id: string }) {
  const t = useWords();
  const { numbers, scenarios, failed } = useLists("numbers", "scenarios");
  const services = useDesk((state) => state.data?.services);
  if (failed !== null && (numbers === null || scenarios === null))
    return <Failed code={failed} onAgain={() => void readLists("numbers", "scenarios")} />;
  if (numbers === null || scenarios === null || services === undefined) return null;
  const row = numbers.find(({ entryId }) => entryId === id);
  if (id !== "new" && row === undefined) return <p className="setup-empty">{t("errors.object_not_found")}</p>;
  return <Filled row={row ?? null} />;
}

const formOf = ({ name, address, serviceId, priority, scenarioId }: NumberRow): Form => ({
  name,
  address,
  serviceId,
  priority,
  scenarioId,
});

function Filled({ row }: { readonly row: NumberRow | null }) {
  const t = useWords();
  const { numbers, scenarios } = useSetupData();
  const services = useDesk((state) => state.data?.services);
  /** As it was read when the form was opened, or last saved. */
  const [was, setWas] = useState<Form | null>(() => (row === null ? null : formOf(row)));
  const [form, setForm] = useState<Form>(() => was ?? firstNumber([...(services?.keys() ?? [])]));
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [removing, setRemoving] = useState(false);
  const [refusal, setRefusal] = useState<{
    readonly code: string;
    readonly facts: Record<string, unknown>;
  } | null>(null);
  const dirty = was === null || JSON.stringify(form) !== JSON.stringify(was);
  const begun = was !== null || form.name !== "" || form.address !== "";
  useEffect(() => {
    tellUnsaved(
      dirty && begun ? { name: form.name || t("setup.numbers.new"), kept: false, discard: () => {} } : null,
    );
    return () => tellUnsaved(null);
  }, [dirty, begun, form.name, t]);
  useEffect(() => {
    if (!dirty || !begun) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [dirty, begun]);

  const taken = (numbers ?? [])
    .filter(({ entryId }) => entryId !== row?.entryId)
    .map(({ address }) => address);
  const wrong = problemsOfNumber(form, taken);
  const problems: Readonly<Record<string, string>> = asked
    ? wrong
    : touched(wrong, was ?? firstNumber([...(services?.keys() ?? [])]), form);
  const refusedField = refusal === null ? null : fieldOfRefusal(refusal.code);
  const errorOf = (field: keyof Form): string | undefined => {
    const path = problems[field] ?? (refusedField === field ? `errors.${refusal?.code}` : undefined);
    return path === undefined ? undefined : t(path);
  };
  const change = (change: Partial<Form>): void => {
    setForm({ ...form, ...change });
    setRefusal(null);
  };

  const save = async (): Promise<void> => {
    setAsked(true);
    if (busy || Object.keys(problemsOfNumber(form, taken)).length > 0) return;
    setBusy(true);
    const answer = await ask("saveNumber", { entryId: row?.entryId ?? null, was, form });
    setBusy(false);
    if (!answer.ok) {
      setRefusal({ code: answer.error.code, facts: answer.error.facts ?? {} });
      if (answer.error.code === "version_conflict") void readLists("numbers");
      return;
    }
    tellUnsaved(null);
    toast(t("setup.numbers.saved", { number: form.address.trim() }));
    await readLists("numbers", "scenarios");
    goTo({ section: "numbers", item: null });
  };
  const remove = async (): Promise<void> => {
    setRemoving(false);
    if (row === null) return;
    const answer = await ask("removeNumber", { entryId: row.entryId });
    // It is gone either way.
    if (!answer.ok && answer.error.code !== "entry_unknown") {
      const busyNow = answer.error.code === "not_suitable_state";
      toast(t(busyNow ? "setup.numbers.busy" : `errors.${answer.error.code}`), { tone: "error" });
      return;
    }
    tellUnsaved(null);
    toast(t("setup.numbers.removed", { number: row.address }));
    await readLists("numbers", "scenarios");
    goTo({ section: "numbers", item: null });
  };
  const takeNewest = (): void => {
    if (row === null) return;
    setWas(formOf(row));
    setForm(formOf(row));
    setRefusal(null);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void save();
  };

  return (
    <form className="setup-form" onSubmit={submit} noValidate>
      <Head section="numbers" item={row === null ? t("setup.numbers.new") : row.address}>
        {row !== null && (
          <button type="button" className="btn danger-quiet" onClick={() => setRemoving(true)}>
            <IconTrash size={16} stroke={1.7} aria-hidden="true" />
            {t("setup.numbers.remove")}
          </button>
        )}
      </Head>
      <div className="setup-columns">
        <div className="setup-fields">
          {refusal !== null && refusedField === null && (
            <div className="banner m-danger" role="alert">
              <span />
              <span>
                {refusal.code === "version_conflict"
                  ? t("setup.numbers.conflict", {
                      who: String(refusal.facts["changedBy"] ?? t("setup.somebody")),
                      when:
                        typeof refusal.facts["changedAt"] === "number"
                          ? whenText(refusal.facts["changedAt"])
                          : t("setup.justNow"),
                    })
                  : t(`errors.${refusal.code}`, { defaultValue: t("errors.unknown_error") })}
              </span>
              {refusal.code === "version_conflict" && (
                <button type="button" className="btn sm" onClick={takeNewest}>
                  {t("setup.numbers.takeNewest")}
                </button>
              )}
            </div>
          )}
          <fieldset className="setup-section">
            <legend>{t("setup.numbers.what")}</legend>
            <div className="setup-grid">
              <TextField
                label={t("setup.numbers.address")}
                hint={t("setup.numbers.addressHint")}
                error={errorOf("address")}
                value={form.address}
                max={60}
                inputMode="tel"
                onChange={(address) => change({ address })}
              />
              <TextField
                label={t("setup.name")}
                hint={t("setup.numbers.nameHint")}
                error={errorOf("name")}
                value={form.name}
                max={80}
                onChange={(name) => change({ name })}
              />
            </div>
          </fieldset>
          <fieldset className="setup-section">
            <legend>{t("setup.numbers.where")}</legend>
            <div className="setup-grid">
              <SelectField
                label={t("setup.numbers.scenario")}
                hint={t("setup.numbers.scenarioHint")}
                error={errorOf("scenarioId")}
                value={form.scenarioId}
                onChange={(scenarioId) => change({ scenarioId })}
              >
                <option value="">{t("setup.choose")}</option>
                {scenariosForCallers(scenarios ?? [], was?.scenarioId).map((scenario) => (
                  <option key={scenario.scenarioId} value={scenario.scenarioId}>
                    {scenario.application === null
                      ? scenario.name
                      : t("setup.numbers.isApplication", { name: scenario.name })}
                  </option>
                ))}
              </SelectField>
              <SelectField
                label={t("setup.service")}
                hint={t("setup.numbers.serviceHint")}
                error={errorOf("serviceId")}
                value={form.serviceId}
                onChange={(serviceId) => change({ serviceId })}
              >
                <option value="">{t("setup.choose")}</option>
                {[...(services?.values() ?? [])].map(({ serviceId, name }) => (
                  <option key={serviceId} value={serviceId}>
                    {name}
                  </option>
                ))}
              </SelectField>
              <NumberField
                label={t("setup.numbers.priority")}
                hint={t("setup.numbers.priorityHint")}
                error={errorOf("priority")}
                value={form.priority}
                max={100}
                unit={t("setup.numbers.ofHundred")}
                onChange={(priority) => change({ priority: priority ?? 0 })}
              />
            </div>
          </fieldset>
        </div>
        {row !== null && (
          <aside className="setup-side" aria-label={t("setup.about")}>
            <UsedBy
              none={t("setup.numbers.noTransfer")}
              uses={row.usedBy.map(({ scenarioId, name }) => ({
                section: "scenarios",
                id: scenarioId,
                name,
              }))}
            />
            <section className="setup-side-part">
              <h2>{t("setup.lastChanged")}</h2>
              <p className="small">{changedText(row)}</p>
              {row.calls > 0 && (
                <p className="small mute">{t("setup.numbers.calls", { count: row.calls })}</p>
              )}
            </section>
          </aside>
        )}
      </div>
      <footer className="setup-foot">
        <span className="grow small soft">
          {dirty && begun ? t("setup.numbers.applies") : t("setup.nothingChanged")}
        </span>
        <button type="button" className="btn" onClick={() => goTo({ section: "numbers", item: null })}>
          {t("setup.backToList")}
        </button>
        <button type="submit" className="btn primary" aria-disabled={busy || !dirty}>
          {t("setup.save")}
        </button>
      </footer>
      {removing && row !== null && (
        <Question
          title={t("setup.numbers.removeTitle", { number: row.address })}
          onClose={() => setRemoving(false)}
          choices={[
            { label: t("setup.keepIt"), run: () => setRemoving(false) },
            { label: t("setup.numbers.remove"), look: "stop", run: () => void remove() },
          ]}
        >
          <p>{t("setup.numbers.removeBody")}</p>
          {row.usedBy.length > 0 && (
            <p>{t("setup.numbers.removeUsed", { names: row.usedBy.map(({ name }) => name).join(", ") })}</p>
          )}
        </Question>
      )}
    </form>
  );
}
