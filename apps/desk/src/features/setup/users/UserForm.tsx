import {
  type AccountRow,
  baseOf,
  type DeskOutput,
  type UserForm as Form,
  mixedMediaRules,
  type UserRow,
  userRoles,
} from "@patchbay/protocol";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { ask, toast } from "../../../state/actions.js";
import { useDesk } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import { CheckField, NumberField, SelectField, TextField } from "../parts/Field.js";
import { FormFrame } from "../parts/FormFrame.js";
import { RowButtons } from "../parts/RowButtons.js";
import { type SetupForm, useSetupForm } from "../parts/use-form.js";
import { goTo } from "../place.js";
import { nextKey } from "../services/service-draft.js";
import { readLists } from "../setup-data.js";
import { AccountSide } from "./AccountSide.js";
import { Supervises } from "./Supervises.js";
import { draftOf, formOf, isLimited, newUser, problemsOf, type UserDraft } from "./user-draft.js";
import "../services/services.css";
import "./users.css";

type Skills = DeskOutput<"setupSkills">["skills"];
type OwnRoles = DeskOutput<"setupRoles">["roles"];
type Teams = DeskOutput<"setupTeams">["teams"];

/** One user: who they are, what they may do, and what work comes to them. */
export function UserForm({
  row,
  others,
  teams,
  skills,
  ownRoles,
  account,
  onAccount,
}: {
  /** `null`: a new one. */
  readonly row: UserRow | null;
  readonly others: readonly Form[];
  readonly teams: Teams;
  readonly skills: Skills;
  readonly ownRoles: OwnRoles;
  /** `null`: not read yet. */
  readonly account: AccountRow | null;
  readonly onAccount: () => void;
}) {
  const t = useWords();
  const me = useDesk((state) => state.data?.user.agentId);
  const [stored] = useState(() => draftOf(row?.form ?? newUser));
  const taken = {
    usernames: others.map(({ username }) => username),
    extensions: others.flatMap(({ extension }) => (extension === null ? [] : [extension])),
  };
  const nameOf = ({ firstName, lastName }: Pick<Form, "firstName" | "lastName">): string =>
    `${firstName} ${lastName}`.trim();
  /** What was read when the form was opened: the list is read anew while somebody types. */
  const [base, setBase] = useState(row?.form ?? null);
  const form = useSetupForm<UserDraft, "saveUser">({
    stored,
    isNew: row === null,
    name: (draft) => nameOf(draft) || t("userSetup.new"),
    problemsOf: (draft) => problemsOf(draft, taken),
    save: (draft) =>
      ask("saveUser", {
        agentId: row?.agentId ?? null,
        was: base,
        form: formOf(draft),
      }),
    fieldOf: ({ code }) => {
      if (code === "name_taken") return { field: "username", text: t("userSetup.problem.usernameTaken") };
      return code === "number_taken"
        ? { field: "extension", text: t("userSetup.problem.extensionTaken") }
        : null;
    },
    onSaved: ({ agentId }, draft) => {
      void readLists("users", "teams", "skills").then(() => {
        // A new user has no password yet: that is what comes next.
        goTo({ section: "users", item: row === null ? agentId : null });
        onAccount();
      });
      return t(row === null ? "userSetup.made" : "userSetup.saved", { name: nameOf(draft) });
    },
    onConflict: () => void readLists("users"),
  });
  const { draft, change, errorOf } = form;
  const remove = async (): Promise<void> => {
    if (row === null) return;
    const answer = await ask("removeUser", { agentId: row.agentId });
    if (!answer.ok && answer.error.code !== "object_not_found") {
      toast(t(`errors.${answer.error.code}`), { tone: "error" });
      return;
    }
    toast(t("serviceSetup.removed", { name: nameOf(row.form) }));
    await readLists("users", "teams", "skills");
    goTo({ section: "users", item: null });
  };
  const fitting = ownRoles.filter(({ form: { base } }) => base === baseOf(draft.roles));
  /** An own role stays where it stands on what the user is. */
  const changeRoles = (roles: UserDraft["roles"]): void => {
    const own = ownRoles.find(({ roleId }) => roleId === draft.ownRoleId);
    change({ roles, ownRoleId: own !== undefined && own.form.base === baseOf(roles) ? own.roleId : null });
  };
  const isOneself = row !== null && row.agentId === me;
  return (
    <FormFrame
      section="users"
      item={row === null ? t("userSetup.new") : nameOf(row.form)}
      form={{
        ...form,
        take: (newest) => {
          setBase(row?.form ?? null);
          form.take(newest);
        },
      }}
      applies={t("serviceSetup.applies")}
      newest={row === null ? null : draftOf(row.form)}
      side={
        row === null ? undefined : (
          <AccountSide row={row} account={account} name={nameOf(row.form)} onChanged={onAccount} />
        )
      }
      removal={
        row === null || isOneself
          ? null
          : {
              label: t("serviceSetup.remove"),
              title: t("serviceSetup.removeTitle", { name: nameOf(row.form) }),
              run: () => void remove(),
              body: (
                <>
                  <p>{t("userSetup.removeBody")}</p>
                  {row.inHand > 0 && <p>{t("userSetup.inHand", { count: row.inHand })}</p>}
                </>
              ),
            }
      }
    >
      <fieldset className="setup-section spaced">
        <legend>{t("userSetup.who")}</legend>
        <div className="setup-grid">
          <TextField
            label={t("userSetup.firstName")}
            error={errorOf("firstName")}
            value={draft.firstName}
            max={60}
            onChange={(firstName) => change({ firstName })}
          />
          <TextField
            label={t("userSetup.lastName")}
            value={draft.lastName}
            max={60}
            onChange={(lastName) => change({ lastName })}
          />
          <TextField
            label={t("userSetup.username")}
            hint={t("userSetup.usernameHint")}
            error={errorOf("username")}
            value={draft.username}
            max={60}
            onChange={(username) => change({ username })}
          />
          <TextField
            label={t("userSetup.nickname")}
            hint={t("userSetup.nicknameHint")}
            value={draft.nickname}
            max={60}
            onChange={(nickname) => change({ nickname })}
          />
          <TextField
            label={t("userSetup.extension")}
            hint={t("userSetup.extensionHint")}
            error={errorOf("extension")}
            value={draft.extension}
            max={8}
            inputMode="tel"
            onChange={(extension) => change({ extension })}
          />
          <SelectField
            label={t("userSetup.team")}
            value={draft.teamId ?? ""}
            onChange={(teamId) => change({ teamId: teamId === "" ? null : teamId })}
          >
            <option value="">{t("userSetup.noTeam")}</option>
            {teams.map(({ teamId, name }) => (
              <option key={teamId} value={teamId}>
                {name}
              </option>
            ))}
          </SelectField>
        </div>
        <CheckField
          label={t("userSetup.enabled")}
          hint={
            row !== null && row.inHand > 0 && !draft.enabled
              ? t("userSetup.inHand", { count: row.inHand })
              : t("userSetup.enabledHint")
          }
          checked={draft.enabled}
          onChange={(enabled) => change({ enabled })}
        />
      </fieldset>
      <fieldset className="setup-section spaced">
        <legend>{t("userSetup.roles")}</legend>
        {userRoles.map((role) => (
          <CheckField
            key={role}
            label={t(`userSetup.role.${role}`)}
            hint={t(`userSetup.roleHint.${role}`)}
            checked={draft.roles.includes(role)}
            onChange={(has) =>
              changeRoles(userRoles.filter((one) => (one === role ? has : draft.roles.includes(one))))
            }
          />
        ))}
        {fitting.length > 0 && (
          <SelectField
            label={t("roleSetup.may")}
            hint={t("roleSetup.mayHint")}
            value={draft.ownRoleId ?? ""}
            onChange={(roleId) => change({ ownRoleId: roleId === "" ? null : roleId })}
          >
            <option value="">{t("roleSetup.usual")}</option>
            {fitting.map(({ roleId, form: { name } }) => (
              <option key={roleId} value={roleId}>
                {name}
              </option>
            ))}
          </SelectField>
        )}
        {errorOf("roles") !== undefined && <p className="hint bad">{errorOf("roles")}</p>}
      </fieldset>
      {isLimited(draft) && <Supervises form={form} teams={teams} />}
      <Work form={form} skills={skills} />
    </FormFrame>
  );
}

/** What comes to a user, and how much of it at once. */
function Work({ form, skills }: { readonly form: SetupForm<UserDraft>; readonly skills: Skills }) {
  const t = useWords();
  const { draft, change, errorOf } = form;
  const put = (key: number, next: Partial<UserDraft["skills"][number]>): void =>
    change({ skills: draft.skills.map((one) => (one.key === key ? { ...one, ...next } : one)) });
  const takes = (channel: "chat" | "email", count: number | null): void =>
    change({ capacity: { ...draft.capacity, [channel]: count ?? 0 } });
  return (
    <fieldset className="setup-section spaced">
      <legend>{t("userSetup.work")}</legend>
      <h2 className="service-sub">{t("userSetup.skills")}</h2>
      {draft.skills.length === 0 && <p className="small mute">{t("userSetup.noSkills")}</p>}
      {draft.skills.map(({ key, skillId, level }, at) => (
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
            label={t("userSetup.level")}
            value={level}
            max={1_000}
            unit={t("setup.numbers.ofHundred")}
            onChange={(next) => put(key, { level: next ?? 0 })}
          />
          <RowButtons
            name={skills.find((one) => one.skillId === skillId)?.name ?? t("serviceSetup.skill")}
            at={at}
            count={draft.skills.length}
            onRemove={() => change({ skills: draft.skills.filter((one) => one.key !== key) })}
          />
        </div>
      ))}
      <div>
        <button
          type="button"
          className="btn sm"
          onClick={() => change({ skills: [...draft.skills, { key: nextKey(), skillId: "", level: 50 }] })}
        >
          <IconPlus size={16} stroke={1.8} aria-hidden="true" />
          {t("userSetup.addSkill")}
        </button>
      </div>
      <h2 className="service-sub">{t("userSetup.capacity")}</h2>
      <div className="setup-grid">
        <NumberField
          label={t("userSetup.chats")}
          error={errorOf("chat")}
          value={draft.capacity.chat}
          max={1_000}
          unit={t("userSetup.atOnce")}
          onChange={(count) => takes("chat", count)}
        />
        <SelectField
          label={t("userSetup.mixed")}
          hint={t(`userSetup.mixedHint.${draft.mixedMedia}`)}
          value={draft.mixedMedia}
          onChange={(next) => change({ mixedMedia: next as UserDraft["mixedMedia"] })}
        >
          {mixedMediaRules.map((rule) => (
            <option key={rule} value={rule}>
              {t(`userSetup.mixedRule.${rule}`)}
            </option>
          ))}
        </SelectField>
      </div>
      <CheckField
        label={t("userSetup.calls")}
        hint={t("userSetup.callsHint")}
        checked={draft.capacity.voice > 0}
        onChange={(has) => change({ capacity: { ...draft.capacity, voice: has ? 1 : 0 } })}
      />
    </fieldset>
  );
}
