import { CAPACITY_MAX, extensionPattern, type UserForm, usernamePattern } from "@patchbay/protocol";
import { word } from "../../../words/words.js";

/** What is being typed: an extension as text, and rows of skills with keys. */
export interface UserDraft extends Omit<UserForm, "extension" | "skills"> {
  readonly extension: string;
  readonly skills: readonly (UserForm["skills"][number] & { readonly key: number })[];
}

export const newUser: UserForm = {
  username: "",
  firstName: "",
  lastName: "",
  nickname: "",
  extension: null,
  roles: ["agent"],
  ownRoleId: null,
  teamId: null,
  supervises: "all",
  skills: [],
  capacity: { chat: 5, voice: 1, email: 5 },
  mixedMedia: "voice_alone",
  enabled: true,
};

export const draftOf = ({ extension, skills, ...form }: UserForm): UserDraft => ({
  ...form,
  extension: extension ?? "",
  skills: skills.map((one, key) => ({ ...one, key: -key - 1 })),
});

export const formOf = ({ extension, skills, ...draft }: UserDraft): UserForm => ({
  ...draft,
  username: draft.username.trim(),
  firstName: draft.firstName.trim(),
  lastName: draft.lastName.trim(),
  nickname: draft.nickname.trim(),
  extension: extension.trim() === "" ? null : extension.trim(),
  skills: skills.map(({ skillId, level }) => ({ skillId, level })),
});

/** Whether it may be chosen whose work this user sees: administrators see all, agents nobody's. */
export const isLimited = ({ roles }: Pick<UserForm, "roles">): boolean =>
  roles.includes("supervisor") && !roles.includes("administrator");

interface Others {
  readonly usernames: readonly string[];
  readonly extensions: readonly string[];
}

export function problemsOf(draft: UserDraft, others: Others): Record<string, string> {
  const problems: Record<string, string> = {};
  const username = draft.username.trim();
  if (username === "") problems["username"] = word("userSetup.problem.username");
  else if (!usernamePattern.test(username)) problems["username"] = word("userSetup.problem.usernameForm");
  else if (others.usernames.some((one) => one.toLowerCase() === username.toLowerCase()))
    problems["username"] = word("userSetup.problem.usernameTaken");
  if (draft.firstName.trim() === "") problems["firstName"] = word("serviceSetup.problem.name");
  const extension = draft.extension.trim();
  if (extension !== "" && !extensionPattern.test(extension))
    problems["extension"] = word("userSetup.problem.extension");
  else if (others.extensions.includes(extension))
    problems["extension"] = word("userSetup.problem.extensionTaken");
  if (isLimited(draft) && draft.supervises !== "all" && draft.supervises.length === 0)
    problems["supervises"] = word("userSetup.problem.supervises");
  if (draft.roles.length === 0) problems["roles"] = word("userSetup.problem.roles");
  for (const channel of ["chat", "email"] as const)
    if (draft.capacity[channel] > CAPACITY_MAX) problems[channel] = word("userSetup.problem.capacity");
  for (const [at, { key, skillId, level }] of draft.skills.entries()) {
    if (skillId === "") problems[`skill.${key}`] = word("serviceSetup.problem.skill");
    else if (draft.skills.findIndex((one) => one.skillId === skillId) !== at)
      problems[`skill.${key}`] = word("userSetup.problem.skillTwice");
    else if (level < 1 || level > 100) problems[`skill.${key}`] = word("serviceSetup.problem.level");
  }
  return problems;
}
