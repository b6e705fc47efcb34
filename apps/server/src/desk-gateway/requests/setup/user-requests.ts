import { asId, type Role, type SkillId, supervisedTeams, type TeamId, type User } from "@patchbay/core";
import { deskRequests, type UserForm } from "@patchbay/protocol";
import type { CenterHandle } from "../../../center/edge.js";
import { cleanText } from "../../../center/plain-text.js";
import { agentName } from "../../views/message-view.js";
import { type Fault, type Responder, responder } from "../respond.js";
import { ownRoleFor } from "./role-requests.js";
import { isOtherForm } from "./same-form.js";
import { sameName } from "./service-requests.js";

/** Administrators see all, and whoever is no supervisor sees nobody's work. */
const isLimited = (roles: readonly Role[]): boolean =>
  roles.includes("supervisor") && !roles.includes("administrator");

/** What the core keeps of a user and what their words say, as one form. */
export function userFormOf(handle: CenterHandle, user: User): UserForm {
  const teams = isLimited(user.roles)
    ? supervisedTeams(user, handle.center.state.configuration.users)
    : "all";
  const words = handle.words().users.get(user.id);
  return {
    username: words?.username ?? user.id,
    firstName: words?.firstName ?? "",
    lastName: words?.lastName ?? "",
    nickname: words?.nickname ?? "",
    extension: words?.extension ?? null,
    roles: [...user.roles],
    ownRoleId: user.ownRole?.id ?? null,
    teamId: user.teamId,
    supervises: teams === "all" ? teams : [...teams].sort(),
    skills: Object.entries(user.skills)
      .map(([skillId, level]) => ({ skillId, level }))
      .sort((a, b) => (a.skillId < b.skillId ? -1 : 1)),
    capacity: { ...user.capacity },
    mixedMedia: user.mixedMedia,
    enabled: user.enabled,
  };
}

const cleaned = (form: UserForm): UserForm => ({
  ...form,
  username: cleanText(form.username),
  firstName: cleanText(form.firstName),
  lastName: cleanText(form.lastName),
  nickname: cleanText(form.nickname),
  roles: [...new Set(form.roles)],
  supervises:
    form.supervises === "all" || !isLimited(form.roles) ? "all" : [...new Set(form.supervises)].sort(),
  skills: [...form.skills].sort((a, b) => (a.skillId < b.skillId ? -1 : 1)),
});

function problemOf(handle: CenterHandle, before: User | undefined, form: UserForm): Fault | null {
  const words = handle.words();
  const { users, entries } = handle.center.state.configuration;
  const others = [...users.keys()].filter((id) => id !== before?.id);
  // Names of removed users are free; a name that only the table knows is none of a user.
  if (others.some((id) => sameName(words.users.get(id)?.username ?? id, form.username)))
    return { code: "name_taken", facts: { path: "form.username" } };
  const { extension, teamId, skills } = form;
  if (extension !== null) {
    const isTaken =
      others.some((id) => words.users.get(id)?.extension === extension) ||
      [...entries.values()].some(({ voice }) => voice?.address === extension);
    if (isTaken) return { code: "number_taken", facts: { path: "form.extension" } };
  }
  if (teamId !== null && teamId !== before?.teamId && !words.teams.has(teamId))
    return { code: "object_not_found", facts: { teamId } };
  const chosen = form.supervises === "all" ? [] : form.supervises;
  const former = before?.supervises === undefined || before.supervises === "all" ? [] : before.supervises;
  const lost = chosen.find(
    (id) => !words.teams.has(id) && !former.includes(asId(id)) && id !== before?.teamId,
  );
  if (lost !== undefined) return { code: "object_not_found", facts: { teamId: lost } };
  const ids = skills.map(({ skillId }) => skillId);
  const unknown = ids.find((id) => !words.skills.has(id) && before?.skills[asId<SkillId>(id)] === undefined);
  if (unknown !== undefined) return { code: "object_not_found", facts: { skillId: unknown } };
  if (new Set(ids).size < ids.length)
    return { code: "invalid_args", facts: { path: "form.skills", problem: "a skill twice" } };
  return null;
}

/** Who changed this user last, as far as the list of changes knows. */
async function lastChange(handle: CenterHandle, agentId: string) {
  const row = await handle.records.audit.newestOf("user", agentId);
  if (row === undefined) return { changedAt: null, changedBy: null };
  return { changedAt: row.at, changedBy: agentName(handle.words(), row.by) };
}

export const userRequests: readonly Responder[] = [
  responder(deskRequests.setupUsers, (_input, _asker, { handle }) => ({
    query: async () => {
      const { configuration, agents } = handle.center.state;
      const users = [...configuration.users.values()].map((user) => {
        const agent = agents.get(user.id);
        return {
          agentId: user.id as string,
          form: userFormOf(handle, user),
          inHand: agent?.loads.length ?? 0,
          loggedIn: agent !== undefined,
        };
      });
      return {
        users: users.sort((a, b) =>
          `${a.form.lastName} ${a.form.firstName}`.localeCompare(
            `${b.form.lastName} ${b.form.firstName}`,
            "en",
          ),
        ),
      };
    },
  })),
  responder(deskRequests.saveUser, async ({ agentId: known, was, form }, _asker, { handle }) => {
    const { users } = handle.center.state.configuration;
    const before = known === null ? undefined : users.get(asId(known));
    if (known !== null && before === undefined)
      return { fault: { code: "object_not_found", facts: { agentId: known } } };
    const wanted = cleaned(form);
    if (before !== undefined) {
      const now = userFormOf(handle, before);
      // What is already so cannot be in anybody's way: this may be a request that is asked again.
      if (!isOtherForm(wanted, now)) return { submissions: [], output: { agentId: before.id } };
      if (was === null || isOtherForm(cleaned(was), now))
        return { fault: { code: "version_conflict", facts: await lastChange(handle, before.id) } };
    }
    const problem = problemOf(handle, before, wanted);
    if (problem !== null) return { fault: problem };
    const found = ownRoleFor(handle, wanted.ownRoleId, wanted.roles);
    if ("fault" in found) return found;
    const agentId = known ?? handle.ids.next();
    const {
      username,
      firstName,
      lastName,
      nickname,
      extension,
      skills,
      teamId,
      supervises,
      ownRoleId: _,
      ...rules
    } = wanted;
    const { ownRole: __, supervises: ___, ...kept } = before ?? {};
    const words = { username, firstName, lastName, nickname: nickname || firstName, extension };
    return {
      submissions: [
        {
          command: {
            type: "ConfigureUser",
            user: {
              ...kept,
              ...rules,
              ...(found.ownRole && { ownRole: found.ownRole }),
              id: asId(agentId),
              teamId: teamId === null ? null : asId(teamId),
              ...(isLimited(rules.roles) && {
                supervises: supervises === "all" ? supervises : supervises.map((id) => asId<TeamId>(id)),
              }),
              skills: Object.fromEntries(skills.map(({ skillId, level }) => [skillId, level])),
            },
          },
          content: [
            {
              table: "user_words",
              agentId,
              words: {
                photoFileId: null,
                ...handle.words().users.get(agentId),
                ...words,
              },
            },
          ],
        },
      ],
      output: { agentId },
    };
  }),
  responder(deskRequests.removeUser, ({ agentId }, asker, { handle }) => {
    const user = handle.center.state.configuration.users.get(asId(agentId));
    if (user === undefined) return { fault: { code: "object_not_found", facts: { agentId } } };
    if (user.id === asker.agentId) return { fault: { code: "self_removal" } };
    return {
      submissions: [
        {
          command: { type: "RemoveUser", agentId: user.id },
          content: [{ table: "user_words", agentId, words: null }],
        },
      ],
      output: {},
    };
  }),
];

const membersOf = (handle: CenterHandle, teamId: string) =>
  usersWho(handle, (user) => user.teamId === teamId);

/** Who supervises it by name. */
const supervisorsOf = (handle: CenterHandle, teamId: string) =>
  usersWho(handle, ({ supervises = "all" }) => supervises !== "all" && supervises.includes(asId(teamId)));

const usersWho = (handle: CenterHandle, fits: (user: User) => boolean) =>
  [...handle.center.state.configuration.users.values()]
    .filter(fits)
    .map(({ id }) => ({ id: id as string, name: agentName(handle.words(), id) }))
    .sort((a, b) => a.name.localeCompare(b.name, "en"));

export const teamRequests: readonly Responder[] = [
  responder(deskRequests.setupTeams, (_input, _asker, { handle }) => ({
    query: async () => ({
      teams: [...handle.words().teams]
        .map(([teamId, { name }]) => ({ teamId, name, members: membersOf(handle, teamId) }))
        .sort((a, b) => a.name.localeCompare(b.name, "en")),
    }),
  })),
  responder(deskRequests.saveTeam, ({ teamId: known, was, name }, _asker, { handle }) => {
    const { teams } = handle.words();
    const now = known === null ? undefined : teams.get(known)?.name;
    if (known !== null && now === undefined) return { fault: { code: "object_not_found" } };
    const wanted = cleanText(name);
    if (known !== null && now === wanted) return { submissions: [], output: { teamId: known } };
    if (now !== undefined && was !== now) return { fault: { code: "version_conflict" } };
    const twin = [...teams].find(([id, one]) => id !== known && sameName(one.name, wanted));
    if (twin !== undefined) return { fault: { code: "name_taken", facts: { path: "name" } } };
    const teamId = known ?? handle.ids.next();
    return {
      submissions: [{ command: null, content: [{ table: "team_words", teamId, words: { name: wanted } }] }],
      output: { teamId },
    };
  }),
  responder(deskRequests.removeTeam, ({ teamId }, _asker, { handle }) => {
    if (!handle.words().teams.has(teamId)) return { fault: { code: "object_not_found" } };
    const members = [...membersOf(handle, teamId), ...supervisorsOf(handle, teamId)];
    if (members.length > 0) return { fault: { code: "team_in_use", facts: { members } } };
    return {
      submissions: [{ command: null, content: [{ table: "team_words", teamId, words: null }] }],
      output: {},
    };
  }),
];
