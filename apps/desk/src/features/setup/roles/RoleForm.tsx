import {
  type RoleForm as Form,
  type OwnRoleBase,
  ownRoleBases,
  type Privilege,
  privilegeGroups,
  privilegesOfRole,
  privilegesOnBase,
  type RoleRow,
} from "@patchbay/protocol";
import { ask, toast } from "../../../state/actions.js";
import { useWords } from "../../../words/words.js";
import { CheckField, SelectField, TextField } from "../parts/Field.js";
import { FormFrame } from "../parts/FormFrame.js";
import { useSetupForm } from "../parts/use-form.js";
import { goTo } from "../place.js";
import { readLists } from "../setup-data.js";

const emptyForm: Form = { name: "", base: "agent", privileges: [...privilegesOfRole.agent] };

/** In the catalogue's order, so that two drafts of the same choice are the same. */
const inOrder = (base: OwnRoleBase, chosen: readonly Privilege[]): Privilege[] =>
  privilegesOnBase[base].filter((one) => chosen.includes(one));

/** One own role: what its users are, and what they may do. */
export function RoleForm({
  row,
  others,
}: {
  /** `null`: a new one. */
  readonly row: RoleRow | null;
  readonly others: readonly string[];
}) {
  const t = useWords();
  const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();
  const stored =
    row === null ? emptyForm : { ...row.form, privileges: inOrder(row.form.base, row.form.privileges) };
  const form = useSetupForm<Form, "saveRole">({
    stored,
    isNew: row === null,
    name: ({ name }) => name || t("roleSetup.new"),
    problemsOf: ({ name }): Readonly<Record<string, string>> => {
      if (name.trim() === "") return { name: t("serviceSetup.problem.name") };
      return others.some((one) => same(one, name)) ? { name: t("errors.name_taken") } : {};
    },
    save: (draft, was) =>
      ask("saveRole", { roleId: row?.roleId ?? null, was, form: { ...draft, name: draft.name.trim() } }),
    fieldOf: ({ code }) => (code === "name_taken" ? { field: "name", text: t("errors.name_taken") } : null),
    onSaved: (_output, { name }) => {
      void readLists("roles", "users");
      goTo({ section: "roles", item: null });
      return t("serviceSetup.skillSaved", { name: name.trim() });
    },
    onConflict: () => void readLists("roles"),
  });
  const { draft, change } = form;
  const names = row === null ? [] : row.users.map(({ name }) => name);
  const remove = async (): Promise<void> => {
    if (row === null) return;
    const answer = await ask("removeRole", { roleId: row.roleId });
    if (!answer.ok && answer.error.code !== "object_not_found") {
      toast(t(`errors.${answer.error.code}`), { tone: "error" });
      return;
    }
    toast(t("serviceSetup.removed", { name: row.form.name }));
    await readLists("roles");
    goTo({ section: "roles", item: null });
  };
  const put = (privilege: Privilege, has: boolean): void => {
    const chosen = has
      ? [...draft.privileges, privilege]
      : draft.privileges.filter((one) => one !== privilege);
    change({ privileges: inOrder(draft.base, chosen) });
  };
  return (
    <FormFrame
      section="roles"
      item={row?.form.name ?? t("roleSetup.new")}
      form={form}
      applies={t("serviceSetup.applies")}
      newest={row === null ? null : stored}
      removal={
        row === null
          ? null
          : {
              label: t("serviceSetup.remove"),
              title: t("serviceSetup.removeTitle", { name: row.form.name }),
              blocked: names.length > 0,
              run: () => void remove(),
              body: (
                <p>
                  {names.length > 0
                    ? t("roleSetup.used", { names: names.join(", ") })
                    : t("roleSetup.removeBody")}
                </p>
              ),
            }
      }
    >
      <fieldset className="setup-section spaced">
        <legend>{t("roleSetup.role")}</legend>
        <div className="setup-grid">
          <TextField
            label={t("setup.name")}
            error={form.errorOf("name")}
            value={draft.name}
            max={80}
            onChange={(name) => change({ name })}
          />
          <SelectField
            label={t("roleSetup.base")}
            hint={names.length > 0 ? t("roleSetup.baseFixed") : t("roleSetup.baseHint")}
            value={draft.base}
            onChange={(value) => {
              const base = ownRoleBases.find((one) => one === value) ?? draft.base;
              // What such people usually may is where one begins.
              change({ base, privileges: inOrder(base, privilegesOfRole[base]) });
            }}
          >
            {ownRoleBases
              .filter((base) => names.length === 0 || base === row?.form.base)
              .map((base) => (
                <option key={base} value={base}>
                  {t(`userSetup.role.${base}`)}
                </option>
              ))}
          </SelectField>
        </div>
      </fieldset>
      {privilegeGroups.map(({ group, privileges }) => {
        const shown = privileges.filter((one) => privilegesOnBase[draft.base].includes(one));
        return (
          shown.length > 0 && (
            <fieldset key={group} className="setup-section spaced">
              <legend>{t(`roleSetup.group.${group}`)}</legend>
              {shown.map((privilege) => (
                <CheckField
                  key={privilege}
                  label={t(`roleSetup.privilege.${privilege}.name`)}
                  hint={t(`roleSetup.privilege.${privilege}.what`)}
                  checked={draft.privileges.includes(privilege)}
                  onChange={(has) => put(privilege, has)}
                />
              ))}
            </fieldset>
          )
        );
      })}
    </FormFrame>
  );
}
