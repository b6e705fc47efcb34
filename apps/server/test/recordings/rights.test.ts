import { asId, type Role, type User } from "@patchbay/core";
import { expect, test } from "vitest";
import { type RecordingRule, recordingRuleDefault, rightsTo } from "../../src/recordings/index.js";

const user = (id: string, roles: readonly Role[], team: string | null = null): User => ({
  id: asId(id),
  roles,
  teamId: team === null ? null : asId(team),
  skills: {},
  capacity: { chat: 1, voice: 1, email: 1 },
  mixedMedia: "any",
  enabled: true,
});
const sofia = user("sofia", ["agent"], "claims");
const ben = user("ben", ["agent"], "claims");
const mei = user("mei", ["agent"], "sales");
const center = (who: User): ReadonlyMap<User["id"], User> =>
  new Map([sofia, ben, mei, who].map((each) => [each.id, each]));
const [nobody, supervisors, listeners] = (["nobody", "supervisors", "listeners"] as const).map(
  (download): RecordingRule => ({ ...recordingRuleDefault, download }),
) as [RecordingRule, RecordingRule, RecordingRule];

test.each<[what: string, who: User, rule: RecordingRule, rights: string]>([
  ["an administrator", user("admin", ["administrator"]), nobody, "listen download"],
  ["a supervisor without a team", user("anna", ["supervisor"]), supervisors, "listen download"],
  [
    "a supervisor in a team without agents",
    user("anna", ["supervisor"], "heads"),
    supervisors,
    "listen download",
  ],
  ["a supervisor of her team", user("anna", ["supervisor"], "claims"), supervisors, "listen download"],
  ["a supervisor where nobody takes copies", user("anna", ["supervisor"], "claims"), nobody, "listen"],
  ["a supervisor of another team", user("omar", ["supervisor"], "sales"), listeners, ""],
  [
    "a supervisor of another team, of herself",
    user("sofia", ["supervisor", "agent"], "sales"),
    supervisors,
    "listen",
  ],
  ["the agent herself", sofia, supervisors, "listen"],
  ["the agent where listeners take copies", sofia, listeners, "listen download"],
  ["the agent where agents do not listen", sofia, { ...listeners, agentsListen: false }, ""],
  ["a colleague of the same team", user("ben", ["agent"], "claims"), listeners, ""],
])("%s", (_what, who, rule, rights) => {
  const { listen, download } = rightsTo({ agentId: "sofia", kind: "call" }, rule, who, center(who));
  expect([listen && "listen", download && "download"].filter(Boolean).join(" ")).toBe(rights);
});

test("of an agent who is not known any more, supervisors of all teams alone hear", () => {
  const of = (team: string | null) => {
    const anna = user("anna", ["supervisor"], team);
    return rightsTo({ agentId: "gone", kind: "call" }, recordingRuleDefault, anna, center(anna)).listen;
  };
  expect([of(null), of("claims")]).toEqual([true, false]);
});

test("an agent who took a voice signature hears it whatever the service says of recordings, and takes no copy away", () => {
  const sofia = user("sofia", ["agent"], "claims");
  const rule: RecordingRule = { ...recordingRuleDefault, agentsListen: false, download: "listeners" };
  const of = (agentId: string) => rightsTo({ agentId, kind: "signature" }, rule, sofia, center(sofia));
  expect(of("sofia")).toEqual({ listen: true, download: false });
  expect(of("ben")).toEqual({ listen: false, download: false });
});
