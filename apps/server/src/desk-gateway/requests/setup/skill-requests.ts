import { deskRequests } from "@patchbay/protocol";
import type { CenterHandle } from "../../../center/edge.js";
import { cleanText } from "../../../center/plain-text.js";
import { agentName } from "../../views/message-view.js";
import { type Responder, responder } from "../respond.js";
import { sameName } from "./service-requests.js";

const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name.localeCompare(b.name, "en");

/** Who has a skill, and which services ask for it. */
function usesOf(handle: CenterHandle, skillId: string) {
  const { users, services } = handle.center.state.configuration;
  const words = handle.words();
  return {
    agents: [...users.values()]
      .flatMap(({ id, skills }) =>
        Object.entries(skills).flatMap(([skill, level]) =>
          skill === skillId ? [{ id: id as string, name: agentName(words, id), level }] : [],
        ),
      )
      .sort(byName),
    services: [...services.values()]
      .flatMap(({ id, requires }) =>
        requires.flatMap((one) =>
          one.skillId === skillId
            ? [{ id: id as string, name: words.services.get(id)?.name ?? id, levelMin: one.levelMin }]
            : [],
        ),
      )
      .sort(byName),
  };
}

/** A skill is a name: the core knows its id where somebody has it or a service asks for it. */
export const skillRequests: readonly Responder[] = [
  responder(deskRequests.setupSkills, (_input, _asker, { handle }) => ({
    query: async () => ({
      skills: [...handle.words().skills]
        .map(([skillId, { name }]) => ({ skillId, name, ...usesOf(handle, skillId) }))
        .sort(byName),
    }),
  })),
  responder(deskRequests.saveSkill, ({ skillId: known, was, name }, _asker, { handle }) => {
    const { skills } = handle.words();
    const now = known === null ? undefined : skills.get(known)?.name;
    if (known !== null && now === undefined) return { fault: { code: "object_not_found" } };
    const wanted = cleanText(name);
    if (known !== null && now === wanted) return { submissions: [], output: { skillId: known } };
    if (now !== undefined && was !== now) return { fault: { code: "version_conflict" } };
    const twin = [...skills].find(([id, one]) => id !== known && sameName(one.name, wanted));
    if (twin !== undefined) return { fault: { code: "name_taken", facts: { path: "name" } } };
    const skillId = known ?? handle.ids.next();
    return {
      submissions: [{ command: null, content: [{ table: "skill_words", skillId, words: { name: wanted } }] }],
      output: { skillId },
    };
  }),
  responder(deskRequests.removeSkill, ({ skillId }, _asker, { handle }) => {
    if (!handle.words().skills.has(skillId)) return { fault: { code: "object_not_found" } };
    const { agents, services } = usesOf(handle, skillId);
    if (agents.length + services.length > 0)
      return { fault: { code: "skill_in_use", facts: { agents, services } } };
    return {
      submissions: [{ command: null, content: [{ table: "skill_words", skillId, words: null }] }],
      output: {},
    };
  }),
];
