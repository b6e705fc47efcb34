import { type ReasonForm as Form, type ReasonRow, reasonIcons } from "@patchbay/protocol";
import { IconPlus } from "@tabler/icons-react";
import { ask, toast } from "../../../state/actions.js";
import { useWords } from "../../../words/words.js";
import { StateIcon } from "../../presence/StateIcon.js";
import { DurationField } from "../parts/DurationField.js";
import { durationText } from "../parts/duration.js";
import { Failed } from "../parts/Failed.js";
import { CheckField, SelectField, TextField } from "../parts/Field.js";
import { FormFrame } from "../parts/FormFrame.js";
import { Head } from "../parts/Head.js";
import { useSetupForm } from "../parts/use-form.js";
import { changedText } from "../parts/when.js";
import { goTo } from "../place.js";
import { readLists, useLists } from "../setup-data.js";

/** Why agents are not ready, as they choose it. */
export function ReasonsSection({ item }: { readonly item: string | null }) {
  const t = useWords();
  const { reasons, failed } = useLists("reasons");
  if (reasons === null)
    return failed === null ? null : <Failed code={failed} onAgain={() => void readLists("reasons")} />;
  if (item !== null) {
    const row = reasons.find(({ reasonId }) => reasonId === item) ?? null;
    if (row === null && item !== "new") return <p className="setup-empty">{t("errors.object_not_found")}</p>;
    const others = reasons.flatMap(({ reasonId, form }) => (reasonId === item ? [] : [form.name]));
    return <ReasonForm key={item} row={row} others={others} />;
  }
  return (
    <>
      <Head section="reasons">
        <button
          type="button"
          className="btn primary"
          onClick={() => goTo({ section: "reasons", item: "new" })}
        >
          <IconPlus size={16} stroke={1.8} aria-hidden="true" />
          {t("reasonSetup.add")}
        </button>
      </Head>
      {failed !== null && <Failed code={failed} onAgain={() => void readLists("reasons")} />}
      <div className="setup-scroll">
        <table className="table setup-table" aria-label={t("setup.sections.reasons.name")}>
          <thead>
            <tr>
              <th scope="col" className="wide">
                {t("setup.name")}
              </th>
              <th scope="col">{t("reasonSetup.limit")}</th>
              <th scope="col">{t("reasonSetup.by")}</th>
              <th scope="col" className="r">
                {t("reasonSetup.away")}
              </th>
              <th scope="col" className="wide">
                {t("setup.lastChanged")}
              </th>
            </tr>
          </thead>
          <tbody>
            {reasons.map((row) => (
              <tr key={row.reasonId}>
                <td>
                  <span className="row tight">
                    <StateIcon kind="not_ready" reasonIcon={row.form.icon} size={16} />
                    <button
                      type="button"
                      className="link strong"
                      onClick={() => goTo({ section: "reasons", item: row.reasonId })}
                    >
                      {row.form.name}
                    </button>
                  </span>
                </td>
                <td className={row.form.limitMs === null ? "mute" : ""}>
                  {row.form.limitMs === null ? t("reasonSetup.noLimit") : durationText(row.form.limitMs)}
                </td>
                <td className={row.kind === "system" ? "mute" : ""}>{t(`reasonSetup.kinds.${row.kind}`)}</td>
                <td className="r num">{row.away}</td>
                <td className="mute">{changedText(row)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const LIMIT_USUAL_MS = 15 * 60_000;
const LIMIT_MIN_MS = 60_000;
const LIMIT_MAX_MS = 12 * 3_600_000;

interface Draft {
  readonly name: string;
  readonly icon: string;
  readonly limited: boolean;
  readonly limitMs: number | null;
}

const draftOf = ({ name, icon, limitMs }: Form): Draft => ({
  name,
  icon,
  limited: limitMs !== null,
  limitMs: limitMs ?? LIMIT_USUAL_MS,
});
const formOf = ({ name, icon, limited, limitMs }: Draft): Form => ({
  name: name.trim(),
  icon,
  limitMs: limited ? limitMs : null,
});
const empty: Form = { name: "", icon: "coffee", limitMs: null };

function ReasonForm({ row, others }: { readonly row: ReasonRow | null; readonly others: readonly string[] }) {
  const t = useWords();
  const isSystem = row?.kind === "system";
  const form = useSetupForm<Draft, "saveReason">({
    stored: draftOf(row?.form ?? empty),
    isNew: row === null,
    name: ({ name }) => name || t("reasonSetup.new"),
    problemsOf: ({ name, limited, limitMs }) => {
      const taken = others.some((one) => one.trim().toLowerCase() === name.trim().toLowerCase());
      const isOut = limited && (limitMs === null || limitMs < LIMIT_MIN_MS || limitMs > LIMIT_MAX_MS);
      return {
        ...(name.trim() === "" && { name: t("serviceSetup.problem.name") }),
        ...(taken && { name: t("errors.name_taken") }),
        ...(isOut && {
          limitMs: t("serviceSetup.problem.time", {
            min: durationText(LIMIT_MIN_MS),
            max: durationText(LIMIT_MAX_MS),
          }),
        }),
      };
    },
    save: (draft, was) =>
      ask("saveReason", {
        reasonId: row?.reasonId ?? null,
        was: was === null ? null : formOf(was),
        form: formOf(draft),
      }),
    fieldOf: ({ code }) => (code === "name_taken" ? { field: "name", text: t("errors.name_taken") } : null),
    onSaved: (_output, { name }) => {
      void readLists("reasons");
      goTo({ section: "reasons", item: null });
      return t("reasonSetup.saved", { name: name.trim() });
    },
    onConflict: () => void readLists("reasons"),
  });
  const { draft, change, errorOf } = form;
  const remove = async (): Promise<void> => {
    if (row === null) return;
    const answer = await ask("removeReason", { reasonId: row.reasonId });
    if (!answer.ok && answer.error.code !== "object_not_found") {
      toast(t(`errors.${answer.error.code}`), { tone: "error" });
      return;
    }
    toast(t("serviceSetup.removed", { name: row.form.name }));
    await readLists("reasons");
    goTo({ section: "reasons", item: null });
  };
  return (
    <FormFrame
      section="reasons"
      item={row?.form.name ?? t("reasonSetup.new")}
      form={form}
      applies={t("reasonSetup.applies")}
      newest={row === null ? null : draftOf(row.form)}
      removal={
        row === null || isSystem
          ? null
          : {
              label: t("serviceSetup.remove"),
              title: t("serviceSetup.removeTitle", { name: row.form.name }),
              run: () => void remove(),
              body: (
                <>
                  <p>{t("reasonSetup.removeBody")}</p>
                  {row.away > 0 && <p>{t("reasonSetup.removeAway", { count: row.away })}</p>}
                </>
              ),
            }
      }
    >
      <fieldset className="setup-section spaced">
        <legend>{t("reasonSetup.what")}</legend>
        {isSystem && <p className="small mute">{t("reasonSetup.system")}</p>}
        <div className="setup-grid">
          <TextField
            label={t("setup.name")}
            error={errorOf("name")}
            value={draft.name}
            max={80}
            onChange={(name) => change({ name })}
          />
          {!isSystem && (
            <SelectField
              label={t("reasonSetup.icon")}
              value={draft.icon}
              onChange={(icon) => change({ icon })}
            >
              {reasonIcons.map((icon) => (
                <option key={icon} value={icon}>
                  {t(`reasonSetup.icons.${icon}`)}
                </option>
              ))}
            </SelectField>
          )}
        </div>
        {!isSystem && (
          <>
            <CheckField
              label={t("reasonSetup.limited")}
              hint={t("reasonSetup.limitedHint")}
              checked={draft.limited}
              onChange={(limited) => change({ limited })}
            />
            {draft.limited && (
              <div className="setup-grid">
                <DurationField
                  label={t("reasonSetup.limit")}
                  error={errorOf("limitMs")}
                  value={draft.limitMs}
                  onChange={(limitMs) => change({ limitMs })}
                />
              </div>
            )}
          </>
        )}
      </fieldset>
    </FormFrame>
  );
}
