import type { LiveChatView, RosterView } from "@patchbay/protocol";
import { expect, it } from "vitest";
import {
  type AgentChoice,
  chosenAgents,
  countsOf,
  inHandByAgent,
  teamsOf,
  troubles,
  watchedAgents,
} from "../../src/features/supervise/agent-list.js";
import { colleague } from "../state/views.js";

const agent = (agentId: string, name: string, fields: Partial<RosterView> = {}): RosterView => ({
  ...colleague(agentId, name),
  roles: ["agent"],
  word: "ready",
  ...fields,
});
const claims = { teamId: "claims", name: "Claims" };
const people = [
  agent("sofia", "Sofia Lindqvist", { word: "busy", wordSince: 100, load: 2, team: claims }),
  agent("ben", "Ben Ortega", { word: "not_ready", wordSince: 50, team: claims }),
  agent("jose", "José Pereira", { wordSince: 200, team: { teamId: "general", name: "General" } }),
  agent("ines", "Ines Duarte", { word: null, wordSince: null }),
];
const everybody: AgentChoice = { sought: "", group: null, teamId: null, sort: "name", descending: false };
const shown = (choice: Partial<AgentChoice>): string[] =>
  chosenAgents(people, { ...everybody, ...choice }).map(({ agentId }) => agentId);

it("shows whoever is signed in by name, and finds by name without accents, by team and by state", () => {
  expect(shown({})).toEqual(["ben", "jose", "sofia"]);
  expect(shown({ sought: "jose" })).toEqual(["jose"]);
  expect(shown({ sought: "claims" })).toEqual(["ben", "sofia"]);
  expect(shown({ teamId: "claims", group: "busy" })).toEqual(["sofia"]);
  expect(shown({ group: "offline" })).toEqual(["ines"]);
});

it("shows those whom one supervises, by their teams, and oneself", () => {
  const ids = (supervises: "all" | string[], agentId = "anna") =>
    watchedAgents(people, { agentId, supervises }).map((one) => one.agentId);
  expect(ids("all")).toEqual(["sofia", "ben", "jose", "ines"]);
  expect(ids(["claims"])).toEqual(["sofia", "ben"]);
  expect(ids(["claims"], "ines"), "who is in no team").toEqual(["sofia", "ben", "ines"]);
  expect(ids([])).toEqual([]);
});

it("sorts by state, time in state and load, and by name where that is the same", () => {
  expect(shown({ sort: "since", descending: true })).toEqual(["ben", "sofia", "jose"]);
  expect(shown({ sort: "state" })).toEqual(["jose", "sofia", "ben"]);
  expect(shown({ sort: "load", descending: true })).toEqual(["sofia", "ben", "jose"]);
});

it("counts each state, of one team or of all", () => {
  expect(countsOf(people, null)).toMatchObject({ ready: 1, busy: 1, not_ready: 1, offline: 1 });
  expect(countsOf(people, "claims")).toMatchObject({ ready: 0, busy: 1, not_ready: 1, offline: 0 });
  expect(teamsOf(people).map(({ name }) => name)).toEqual(["Claims", "General"]);
});

it("names what each agent has in hand, the longest chat first", () => {
  const chat = (interactionId: string, startedAt: number): LiveChatView => ({
    interactionId,
    mark: "web",
    contact: { contactId: interactionId, name: `Customer ${interactionId}` },
    serviceId: "s1",
    serviceName: "Auto claims",
    entryName: "",
    startedAt,
    stage: "open",
    unansweredSince: null,
    agents: [{ agentId: "sofia", name: "Sofia Lindqvist", since: startedAt + 5 }],
    monitors: [],
  });
  const inHand = inHandByAgent([chat("b", 20), chat("a", 10)], new Map());
  expect(inHand.get("sofia")?.map(({ name, since }) => [name, since])).toEqual([
    ["Customer a", 15],
    ["Customer b", 25],
  ]);
  expect(inHand.get("ben")).toBeUndefined();
});

it("tells a desk that is away before a phone that does not work, and nothing of who has none", () => {
  const phone = { device: "browser", health: "mic_denied" } as const;
  expect(troubles(agent("a", "A", { deskAlive: false, phone }))).toEqual(["supervise.deskLost"]);
  expect(troubles(agent("a", "A", { phone }))).toEqual(["supervise.phone.mic_denied"]);
  expect(troubles(agent("a", "A", { phone: { device: "none", health: "unknown" } }))).toEqual([]);
  expect(troubles(agent("a", "A", { word: null, deskAlive: false }))).toEqual([]);
});
