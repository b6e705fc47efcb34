import type { SkillRow } from "@patchbay/protocol";
import { IconPlus } from "@tabler/icons-react";
import { ask, toast } from "../../../state/actions.js";
import { useWords } from "../../../words/words.js";
import { Failed } from "../parts/Failed.js";
import { TextField } from "../parts/Field.js";
import { FormFrame } from "../parts/FormFrame.js";
import { Head } from "../parts/Head.js";
import { useSetupForm } from "../parts/use-form.js";
import { goTo } from "../place.js";
import { readLists, useLists } from "../setup-data.js";

/** What agents can do and services ask for. */
export function SkillsSection({ item }: { readonly item: string | null }) {
  const t = useWords();
  const { skills, failed } = useLists("skills");
  if (skills === null)
    return failed === null ? null : <Failed code={failed} onAgain={() => void readLists("skills")} />;
  if (item !== null) {
    const row = skills.find(({ skillId }) => skillId === item) ?? null;
    if (row === null && item !== "new") return <p className="setup-empty">{t("errors.object_not_found")}</p>;
    const others = skills.flatMap(({ skillId, name }) => (skillId === item ? [] : [name]));
    return <SkillForm key={item} row={row} others={others} />;
  }
  return (
    <>
      <Head section="skills">
        <button
          type="button"
          className="btn primary"
          onClick={() => goTo({ section: "skills", item: "new" })}
        >
          <IconPlus size={16} stroke={1.8} aria-hidden="true" />
          {t("serviceSetup.newSkill")}
        </button>
      </Head>
      {failed !== null && <Failed code={failed} onAgain={() => void readLists("skills")} />}
      {skills.length === 0 && <p className="setup-empty">{t("serviceSetup.noSkills")}</p>}
      {skills.length > 0 && (
        <div className="setup-scroll">
          <table className="table setup-table" aria-label={t("setup.sections.skills.name")}>
            <thead>
              <tr>
                <th scope="col" className="wide">
                  {t("setup.name")}
                </th>
                <th scope="col">{t("serviceSetup.askedBy")}</th>
                <th scope="col">{t("serviceSetup.agents")}</th>
              </tr>
            </thead>
            <tbody>
              {skills.map(({ skillId, name, agents, services }) => (
                <tr key={skillId}>
                  <td>
                    <button
                      type="button"
                      className="link strong"
                      onClick={() => goTo({ section: "skills", item: skillId })}
                    >
                      {name}
                    </button>
                  </td>
                  <td className={services.length === 0 ? "mute" : ""}>
                    {services.length === 0
                      ? t("serviceSetup.noService")
                      : services.map((one) => one.name).join(", ")}
                  </td>
                  <td className={agents.length === 0 ? "mute" : ""}>
                    {agents.length === 0
                      ? t("serviceSetup.nobody")
                      : agents.map((one) => `${one.name} (${one.level})`).join(", ")}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

interface Draft {
  readonly name: string;
}

function SkillForm({ row, others }: { readonly row: SkillRow | null; readonly others: readonly string[] }) {
  const t = useWords();
  const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();
  const form = useSetupForm<Draft, "saveSkill">({
    stored: { name: row?.name ?? "" },
    isNew: row === null,
    name: ({ name }) => name || t("serviceSetup.newSkill"),
    problemsOf: ({ name }): Readonly<Record<string, string>> => {
      if (name.trim() === "") return { name: t("serviceSetup.problem.name") };
      return others.some((one) => same(one, name)) ? { name: t("errors.name_taken") } : {};
    },
    save: ({ name }, was) =>
      ask("saveSkill", { skillId: row?.skillId ?? null, was: was?.name ?? null, name: name.trim() }),
    fieldOf: ({ code }) => (code === "name_taken" ? { field: "name", text: t("errors.name_taken") } : null),
    onSaved: (_output, { name }) => {
      void readLists("skills");
      goTo({ section: "skills", item: null });
      return t("serviceSetup.skillSaved", { name: name.trim() });
    },
    onConflict: () => void readLists("skills"),
  });
  const remove = async (): Promise<void> => {
    if (row === null) return;
    const answer = await ask("removeSkill", { skillId: row.skillId });
    if (!answer.ok && answer.error.code !== "object_not_found") {
      toast(t(`errors.${answer.error.code}`), { tone: "error" });
      return;
    }
    toast(t("serviceSetup.removed", { name: row.name }));
    await readLists("skills");
    goTo({ section: "skills", item: null });
  };
  const names = row === null ? [] : [...row.services, ...row.agents].map(({ name }) => name);
  return (
    <FormFrame
      section="skills"
      item={row?.name ?? t("serviceSetup.newSkill")}
      form={form}
      applies={t("serviceSetup.applies")}
      newest={row === null ? null : { name: row.name }}
      removal={
        row === null
          ? null
          : {
              label: t("serviceSetup.remove"),
              title: t("serviceSetup.removeTitle", { name: row.name }),
              blocked: names.length > 0,
              run: () => void remove(),
              body: (
                <p>
                  {names.length > 0
                    ? t("serviceSetup.skillUsed", { names: names.join(", ") })
                    : t("serviceSetup.skillRemoveBody")}
                </p>
              ),
            }
      }
    >
      <fieldset className="setup-section">
        <legend>{t("serviceSetup.skill")}</legend>
        <div className="setup-grid">
          <TextField
            label={t("setup.name")}
            hint={t("serviceSetup.skillHint")}
            error={form.errorOf("name")}
            value={form.draft.name}
            max={80}
            onChange={(name) => form.change({ name })}
          />
        </div>
      </fieldset>
    </FormFrame>
  );
}
