import { asId, internalService, type Role, type ServiceId, type SkillId, type User } from "@patchbay/core";
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
const kai = { ...user("kai", ["agent"], "claims"), skills: { [asId<SkillId>("claims")]: 9 } };
const claims = {
  ...internalService,
  id: asId<ServiceId>("claims"),
  requires: [{ skillId: asId<SkillId>("claims"), levelMin: 2 }],
};
const center = (who: User) => ({
  users: new Map([sofia, ben, mei, kai, who].map((each) => [each.id, each])),
  services: new Map([[claims.id, claims]]),
});
const call = { kind: "call", serviceId: "claims" } as const;
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
  const { listen, download } = rightsTo({ ...call, agentId: "sofia" }, rule, who, center(who));
  expect([listen && "listen", download && "download"].filter(Boolean).join(" ")).toBe(rights);
});

test("of an agent who is not known any more, supervisors of all teams alone hear", () => {
  const of = (team: string | null) => {
    const anna = user("anna", ["supervisor"], team);
    return rightsTo({ ...call, agentId: "gone" }, recordingRuleDefault, anna, center(anna)).listen;
  };
  expect([of(null), of("claims")]).toEqual([true, false]);
});

test("an agent who took a voice signature hears it whatever the service says of recordings, and takes no copy away", () => {
  const sofia = user("sofia", ["agent"], "claims");
  const rule: RecordingRule = { ...recordingRuleDefault, agentsListen: false, download: "listeners" };
  const of = (agentId: string) =>
    rightsTo({ ...call, agentId, kind: "signature" }, rule, sofia, center(sofia));
  expect(of("sofia")).toEqual({ listen: true, download: false });
  expect(of("ben")).toEqual({ listen: false, download: false });
});

const skilled = (id: string, level: number): User => ({
  ...user(id, ["agent"], "claims"),
  skills: { [asId<SkillId>("claims")]: level },
});

test.each<[what: string, who: User, mailbox: string | null, rule: RecordingRule, rights: string]>([
  ["the agent whose mailbox it is", sofia, "sofia", supervisors, "listen download"],
  ["the same where nobody takes copies", sofia, "sofia", { ...nobody, agentsListen: false }, "listen"],
  ["a colleague", skilled("ben", 9), "sofia", listeners, ""],
  ["an agent of the service", skilled("ben", 2), null, supervisors, "listen"],
  [
    "an agent of the service where listeners take copies",
    skilled("ben", 2),
    null,
    listeners,
    "listen download",
  ],
  ["an agent with too little skill for it", skilled("ben", 1), null, listeners, ""],
  [
    "a supervisor of all teams, of a service",
    { ...user("omar", ["supervisor"], "sales"), supervises: "all" },
    null,
    supervisors,
    "listen download",
  ],
  [
    "a supervisor of a team that serves the service",
    { ...user("omar", ["supervisor"], "sales"), supervises: [asId("claims")] },
    null,
    supervisors,
    "listen download",
  ],
  [
    "a supervisor of a team that does not serve the service",
    { ...user("omar", ["supervisor"], "claims"), supervises: [asId("sales")] },
    null,
    supervisors,
    "",
  ],
  [
    "a supervisor of another team, of an agent",
    user("omar", ["supervisor"], "sales"),
    "sofia",
    listeners,
    "",
  ],
  ["an administrator", user("admin", ["administrator"]), "sofia", nobody, "listen download"],
])("of a message in a mailbox: %s", (_what, who, agentId, rule, rights) => {
  const message = { kind: "voicemail", serviceId: "claims", agentId } as const;
  const { listen, download } = rightsTo(message, rule, who, center(who));
  expect([listen && "listen", download && "download"].filter(Boolean).join(" ")).toBe(rights);
});
