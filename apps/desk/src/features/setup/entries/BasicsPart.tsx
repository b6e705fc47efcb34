import { entryParameterTypes, type ServiceRow } from "@patchbay/protocol";
import { IconPlus } from "@tabler/icons-react";
import { useWords } from "../../../words/words.js";
import { CheckField, NumberField, SelectField, TextField } from "../parts/Field.js";
import { RowButtons } from "../parts/RowButtons.js";
import type { SetupForm } from "../parts/use-form.js";
import { CopyButton } from "./CopyButton.js";
import { type EntryDraft, nextKey, proposedId } from "./entry-draft.js";

/** What it is called, where its chats go, and what is sent with them. */
export function BasicsPart({
  form: { draft, change, errorOf },
  isNew,
  taken,
  services,
}: {
  readonly form: SetupForm<EntryDraft>;
  readonly isNew: boolean;
  readonly taken: readonly string[];
  readonly services: readonly ServiceRow[];
}) {
  const t = useWords();
  // As long as nobody has written an id, it follows the name.
  const follows = isNew && draft.entryId === proposedId(draft.name, taken);
  return (
    <fieldset className="setup-section spaced">
      <legend>{t("entrySetup.basics")}</legend>
      <div className="setup-grid">
        <TextField
          label={t("setup.name")}
          hint={t("entrySetup.nameHint")}
          error={errorOf("name")}
          value={draft.name}
          max={80}
          onChange={(name) => change({ name, ...(follows && { entryId: proposedId(name, taken) }) })}
        />
        {isNew ? (
          <TextField
            label={t("entrySetup.appId")}
            hint={t("entrySetup.appIdHint")}
            error={errorOf("entryId")}
            value={draft.entryId}
            max={40}
            onChange={(entryId) => change({ entryId })}
          />
        ) : (
          <div className="field">
            <span className="label">{t("entrySetup.appId")}</span>
            <span className="row">
              <code className="entry-id">{draft.entryId}</code>
              <CopyButton text={draft.entryId} label={t("entrySetup.copyId")} small />
            </span>
          </div>
        )}
        <SelectField
          label={t("entrySetup.kind")}
          value={draft.kind}
          onChange={(kind) => change({ kind: kind as EntryDraft["kind"] })}
        >
          <option value="web">{t("entrySetup.kinds.web")}</option>
          <option value="mobile">{t("entrySetup.kinds.mobile")}</option>
        </SelectField>
        <SelectField
          label={t("setup.service")}
          error={errorOf("serviceId")}
          value={draft.serviceId}
          onChange={(serviceId) => change({ serviceId })}
        >
          <option value="">{t("setup.choose")}</option>
          {services.map((service) => (
            <option key={service.serviceId} value={service.serviceId}>
              {service.form.name}
            </option>
          ))}
        </SelectField>
        <NumberField
          label={t("entrySetup.priority")}
          hint={t("entrySetup.priorityHint")}
          error={errorOf("priority")}
          value={draft.priority}
          max={1_000}
          unit={t("setup.numbers.ofHundred")}
          onChange={(priority) => change({ priority })}
        />
      </div>
      <CheckField
        label={t("entrySetup.phoneRequired")}
        hint={t("entrySetup.phoneRequiredHint")}
        error={errorOf("phoneNumberRequired")}
        checked={draft.phoneNumberRequired}
        onChange={(phoneNumberRequired) => change({ phoneNumberRequired })}
      />
      <Parameters form={{ draft, change, errorOf }} />
    </fieldset>
  );
}

function Parameters({
  form: { draft, change, errorOf },
}: {
  readonly form: Pick<SetupForm<EntryDraft>, "draft" | "change" | "errorOf">;
}) {
  const t = useWords();
  const { parameters } = draft;
  const put = (key: number, next: Partial<EntryDraft["parameters"][number]>): void =>
    change({ parameters: parameters.map((one) => (one.key === key ? { ...one, ...next } : one)) });
  return (
    <>
      <h2 className="entry-sub">{t("entrySetup.parameters")}</h2>
      <p className="small mute">{t("entrySetup.parametersHint")}</p>
      {parameters.map(({ key, name, type }, at) => (
        <div className="entry-row" key={key}>
          <TextField
            label={t("entrySetup.parameter")}
            className="grow"
            error={errorOf(`parameter.${key}`)}
            value={name}
            max={40}
            onChange={(next) => put(key, { name: next })}
          />
          <SelectField
            label={t("entrySetup.known")}
            value={type}
            onChange={(next) => put(key, { type: next as typeof type })}
          >
            {entryParameterTypes.map((one) => (
              <option key={one} value={one}>
                {t(`entrySetup.types.${one}`)}
              </option>
            ))}
          </SelectField>
          <RowButtons
            name={name || t("entrySetup.parameter")}
            at={at}
            count={parameters.length}
            onRemove={() => change({ parameters: parameters.filter((one) => one.key !== key) })}
          />
        </div>
      ))}
      <div>
        <button
          type="button"
          className="btn sm"
          onClick={() => change({ parameters: [...parameters, { key: nextKey(), name: "", type: "TEXT" }] })}
        >
          <IconPlus size={16} stroke={1.8} aria-hidden="true" />
          {t("entrySetup.addParameter")}
        </button>
      </div>
    </>
  );
}
