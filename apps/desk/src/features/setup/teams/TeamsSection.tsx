import type { TeamRow } from "@patchbay/protocol";
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

/** Who works together. */
export function TeamsSection({ item }: { readonly item: string | null }) {
  const t = useWords();
  const { teams, failed } = useLists("teams");
  if (teams === null)
    return failed === null ? null : <Failed code={failed} onAgain={() => void readLists("teams")} />;
  if (item !== null) {
    const row = teams.find(({ teamId }) => teamId === item) ?? null;
    if (row === null && item !== "new") return <p className="setup-empty">{t("errors.object_not_found")}</p>;
    const others = teams.flatMap(({ teamId, name }) => (teamId === item ? [] : [name]));
    return <TeamForm key={item} row={row} others={others} />;
  }
  return (
    <>
      <Head section="teams">
        <button type="button" className="btn primary" onClick={() => goTo({ section: "teams", item: "new" })}>
          <IconPlus size={16} stroke={1.8} aria-hidden="true" />
          {t("userSetup.newTeam")}
        </button>
      </Head>
      {failed !== null && <Failed code={failed} onAgain={() => void readLists("teams")} />}
      {teams.length === 0 && <p className="setup-empty">{t("userSetup.noTeams")}</p>}
      {teams.length > 0 && (
        <div className="setup-scroll">
          <table className="table setup-table" aria-label={t("setup.sections.teams.name")}>
            <thead>
              <tr>
                <th scope="col" className="wide">
                  {t("setup.name")}
                </th>
                <th scope="col">{t("userSetup.members")}</th>
              </tr>
            </thead>
            <tbody>
              {teams.map(({ teamId, name, members }) => (
                <tr key={teamId}>
                  <td>
                    <button
                      type="button"
                      className="link strong"
                      onClick={() => goTo({ section: "teams", item: teamId })}
                    >
                      {name}
                    </button>
                  </td>
                  <td className={members.length === 0 ? "mute" : ""}>
                    {members.length === 0
                      ? t("serviceSetup.nobody")
                      : members.map((one) => one.name).join(", ")}
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

function TeamForm({ row, others }: { readonly row: TeamRow | null; readonly others: readonly string[] }) {
  const t = useWords();
  const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();
  const form = useSetupForm<Draft, "saveTeam">({
    stored: { name: row?.name ?? "" },
    isNew: row === null,
    name: ({ name }) => name || t("userSetup.newTeam"),
    problemsOf: ({ name }): Readonly<Record<string, string>> => {
      if (name.trim() === "") return { name: t("serviceSetup.problem.name") };
      return others.some((one) => same(one, name)) ? { name: t("errors.name_taken") } : {};
    },
    save: ({ name }, was) =>
      ask("saveTeam", { teamId: row?.teamId ?? null, was: was?.name ?? null, name: name.trim() }),
    fieldOf: ({ code }) => (code === "name_taken" ? { field: "name", text: t("errors.name_taken") } : null),
    onSaved: (_output, { name }) => {
      void readLists("teams");
      goTo({ section: "teams", item: null });
      return t("serviceSetup.skillSaved", { name: name.trim() });
    },
    onConflict: () => void readLists("teams"),
  });
  const remove = async (): Promise<void> => {
    if (row === null) return;
    const answer = await ask("removeTeam", { teamId: row.teamId });
    if (!answer.ok && answer.error.code !== "object_not_found") {
      toast(t(`errors.${answer.error.code}`), { tone: "error" });
      return;
    }
    toast(t("serviceSetup.removed", { name: row.name }));
    await readLists("teams");
    goTo({ section: "teams", item: null });
  };
  const names = row === null ? [] : row.members.map(({ name }) => name);
  return (
    <FormFrame
      section="teams"
      item={row?.name ?? t("userSetup.newTeam")}
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
                    ? t("userSetup.teamUsed", { names: names.join(", ") })
                    : t("userSetup.teamRemoveBody")}
                </p>
              ),
            }
      }
    >
      <fieldset className="setup-section">
        <legend>{t("userSetup.team")}</legend>
        <div className="setup-grid">
          <TextField
            label={t("setup.name")}
            hint={t("userSetup.teamHint")}
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
