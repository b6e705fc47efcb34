import type { ContentWrite } from "./content.js";
import type { CenterWords } from "./records.js";

/** The center's words after these were written; the same object when none of them were words. */
export function wordsAfter(words: CenterWords, writes: Iterable<ContentWrite>): CenterWords {
  let after = words;
  for (const write of writes) {
    switch (write.table) {
      case "entry_words":
        after = { ...after, entries: new Map(after.entries).set(write.entryId, write.words) };
        break;
      case "service_words":
        after = { ...after, services: new Map(after.services).set(write.serviceId, write.words) };
        break;
      case "user_words": {
        const { agentId, words: named } = write;
        const before = after.users.get(agentId);
        // A user name is free again; what the user did is still under the name.
        const words = named ?? (before && { ...before, username: `~${agentId}`, extension: null });
        if (words !== undefined) after = { ...after, users: new Map(after.users).set(agentId, words) };
        break;
      }
      case "team_words":
        after = { ...after, teams: withOrWithout(after.teams, write.teamId, write.words) };
        break;
      case "role_words":
        after = { ...after, roles: withOrWithout(after.roles ?? new Map(), write.roleId, write.words) };
        break;
      case "disposition_words":
        after = { ...after, dispositions: new Map(after.dispositions).set(write.dispositionId, write.words) };
        break;
      case "reason_words":
        after = { ...after, reasons: new Map(after.reasons).set(write.reasonId, write.words) };
        break;
      case "schedule_words":
        after = {
          ...after,
          schedules: new Map(after.schedules).set(write.scheduleId, write.words),
        };
        break;
      case "skill_words":
        after = { ...after, skills: withOrWithout(after.skills, write.skillId, write.words) };
        break;
      case "scenario_words":
        after = { ...after, scenarios: new Map(after.scenarios).set(write.scenarioId, write.words) };
        break;
      case "prompt_words":
        after = { ...after, prompts: new Map(after.prompts).set(write.promptId, write.words) };
        break;
      case "presence_note": {
        const { agentId, by, text } = write;
        after = { ...after, presenceNotes: new Map(after.presenceNotes).set(agentId, { by, text }) };
        break;
      }
      case "alert_rules":
        after = { ...after, alertRules: write.set };
        break;
      case "standing_alerts":
        after = { ...after, standingAlerts: write.alerts };
        break;
      default:
    }
  }
  return after;
}

function withOrWithout<Words>(
  all: ReadonlyMap<string, Words>,
  id: string,
  words: Words | null,
): ReadonlyMap<string, Words> {
  const after = new Map(all);
  if (words === null) after.delete(id);
  else after.set(id, words);
  return after;
}
