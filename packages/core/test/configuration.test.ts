import { expect, test } from "vitest";
import {
  asId,
  type Entry,
  type EntryId,
  type Prompt,
  type PromptId,
  promptsIn,
  type ReasonId,
  type ServiceId,
  systemReasons,
} from "../src/index.js";
import { CallStory, line, menuId, prompt, scenarioOf, step } from "./call-story.js";
import { agent, claims, Story, service, user } from "./story.js";

const lineTo = (over: Partial<Entry> = {}, address = "8001", scenarioId = menuId): Entry => ({
  id: asId<EntryId>("line-8001"),
  channel: "voice",
  serviceId: claims,
  priority: 0,
  voice: { address, scenarioId },
  ...over,
});

test("[CFG-3] of two who change the same version of a scenario, the second is told that there is a newer one", () => {
  const story = new CallStory().do({
    type: "ConfigureScenario",
    scenario: { ...scenarioOf(), version: 2 },
    by: agent("anna"),
  });
  const stale = story.refuses({ type: "ConfigureScenario", scenario: { ...scenarioOf(), version: 2 } });
  expect(stale).toEqual({ code: "version_conflict", facts: { scenarioId: menuId, version: 2 } });
  const invented = { ...scenarioOf(), id: asId<never>("new"), version: 5 };
  expect(story.refuses({ type: "ConfigureScenario", scenario: invented }).code).toBe("version_conflict");
  story.holds();
});

test("[CFG-4] a number leads to one entry, and an entry to a service and a scenario that are there", () => {
  const story = new CallStory();
  expect(story.refuses({ type: "ConfigureEntry", entry: lineTo({}, "8000") })).toEqual({
    code: "number_taken",
    facts: { entryId: line },
  });
  expect(story.refuses({ type: "ConfigureEntry", entry: lineTo({ serviceId: asId("gone") }) }).code).toBe(
    "no_service",
  );
  expect(story.refuses({ type: "ConfigureEntry", entry: lineTo({}, "8001", asId("gone")) }).code).toBe(
    "object_not_found",
  );
  story.do({ type: "ConfigureEntry", entry: lineTo() });
  // Its own number is no other's.
  story.do({ type: "ConfigureEntry", entry: lineTo({ priority: 9 }) });
  story.holds();
});

test("[CFG-5] a scenario stays as long as a number leads to it, and calls in it go on when it is gone", () => {
  const story = new CallStory();
  expect(story.refuses({ type: "RemoveScenario", scenarioId: menuId })).toEqual({
    code: "scenario_in_use",
    facts: { scenarioId: menuId, entryId: line },
  });
  story.do({ type: "ConfigureScenario", scenario: { ...scenarioOf(), id: asId("other") } });
  story.calls("maria");
  expect(story.refuses({ type: "RemoveEntry", entryId: line }).code).toBe("not_suitable_state");
  story.do({ type: "ConfigureEntry", entry: lineTo({ id: line }, "8000", asId("other")) });
  story.do({ type: "RemoveScenario", scenarioId: menuId });
  expect(story.state.configuration.scenarios.has(menuId)).toBe(false);
  story.heard("maria", { kind: "key", key: "2" });
  expect(story.callOf("maria").run?.stepId, "as it began").toBe("hours");
  expect(story.refuses({ type: "RemoveScenario", scenarioId: menuId }).code).toBe("object_not_found");
  story.holds();
});

test("[CFG-5] a prompt stays as long as a scenario plays it, as speech or as music", () => {
  const own = (id: string): Prompt => ({
    id: asId<PromptId>(id),
    kind: id === "jazz" ? "music" : "speech",
    sound: "ab".repeat(32),
    durationMs: 2_000,
  });
  const story = new CallStory();
  for (const id of ["hello", "jazz", "spare"])
    story.do({ type: "ConfigurePrompt", prompt: own(id), by: agent("anna") });
  const playing = scenarioOf({
    menu: { type: "play", prompts: [prompt("hello")], next: step("claims") },
    claims: {
      type: "find_agent",
      serviceId: claims,
      music: prompt("jazz"),
      announceEveryMs: null,
      overflowAfterMs: null,
      overflow: step("bye"),
      unavailable: step("closed"),
    },
  });
  story.do({ type: "ConfigureScenario", scenario: { ...playing, version: 2 } });
  expect([...promptsIn(playing)].sort()).toEqual(["bye", "closed", "hello", "hours", "jazz"].map(prompt));
  for (const id of ["hello", "jazz"])
    expect(story.refuses({ type: "RemovePrompt", promptId: prompt(id) })).toEqual({
      code: "prompt_in_use",
      facts: { promptId: id, scenarioId: menuId },
    });
  const nora = { ...user("nora"), voicemail: { greeting: prompt("spare"), maxMs: 60_000 } };
  story.do({ type: "ConfigureUser", user: nora });
  expect(story.refuses({ type: "RemovePrompt", promptId: prompt("spare") }).facts).toEqual({
    promptId: "spare",
    agentId: "nora",
  });
  story.do({ type: "ConfigureUser", user: user("nora") });
  story.do({ type: "RemovePrompt", promptId: prompt("spare") });
  expect(story.refuses({ type: "RemovePrompt", promptId: prompt("spare") }).code).toBe("object_not_found");
  story.do({ type: "ConfigureScenario", scenario: { ...scenarioOf(), version: 3 } });
  story.do({ type: "RemovePrompt", promptId: prompt("hello") });
  expect([...story.state.configuration.prompts.keys()]).toEqual(["jazz"]);
  story.holds();
});

test("[CFG-6] a change says who made it; one that no person made says so, too", () => {
  const story = new CallStory();
  expect(story.lastOf("EntryConfigured").by).toBeNull();
  const by = agent("anna");
  story.do({ type: "ConfigureEntry", entry: lineTo(), by });
  expect(story.lastOf("EntryConfigured").by).toBe(by);
  story.do({ type: "RemoveEntry", entryId: asId("line-8001"), by });
  expect(story.lastOf("EntryRemoved")).toMatchObject({ entryId: "line-8001", by });
  story.do({
    type: "ConfigureScenario",
    scenario: { ...scenarioOf({ menu: { type: "hang_up", prompts: [] } }), start: step("menu"), version: 2 },
    by,
  });
  expect(story.lastOf("ScenarioConfigured").by).toBe(by);
  story.holds();
});

test("[CFG-7] a service stays while something names it or is alive in it", () => {
  const story = new CallStory();
  const spare = asId<ServiceId>("spare");
  story.do({ type: "ConfigureService", service: service(spare), by: agent("anna") });
  story.do({
    type: "ConfigureEntry",
    entry: { id: asId("spare-web"), channel: "chat", serviceId: spare, priority: 0 },
  });
  expect(story.refuses({ type: "RemoveService", serviceId: spare })).toEqual({
    code: "service_in_use",
    facts: { serviceId: "spare", entryId: "spare-web" },
  });
  story.do({ type: "RemoveEntry", entryId: asId("spare-web") });
  const box = { type: "voicemail", serviceId: spare, prompts: [], maxMs: 60_000, next: step("bye") } as const;
  const leaves = { ...scenarioOf({ box }), id: asId<never>("finds"), version: 1, start: step("box") };
  story.do({ type: "ConfigureScenario", scenario: leaves });
  expect(story.refuses({ type: "RemoveService", serviceId: spare }).facts).toEqual({
    serviceId: "spare",
    scenarioId: "finds",
  });
  story.do({ type: "RemoveScenario", scenarioId: asId("finds") });
  story.do({ type: "RemoveService", serviceId: spare, by: agent("anna") });
  expect(story.state.configuration.services.has(spare)).toBe(false);
  expect(story.refuses({ type: "RemoveService", serviceId: spare }).code).toBe("no_service");
  expect(story.refuses({ type: "RemoveService", serviceId: asId("internal") }).code).toBe("no_service");
  story.holds();
});

test("[CFG-8] a removed reason can be chosen no more, and whoever is away for it stays so", () => {
  const lunch = asId<ReasonId>("lunch-late");
  const away = { kind: "not_ready" as const, reason: lunch };
  const story = new Story()
    .do({ type: "ConfigureReason", reason: { id: lunch, kind: "agent", limitMs: null }, by: agent("anna") })
    .logIn("sofia")
    .do({ type: "SetPresence", agentId: agent("sofia"), presence: away });
  story.do({ type: "RemoveReason", reasonId: lunch, by: agent("anna") });
  expect(story.state.agents.get(agent("sofia"))?.presence).toEqual(away);
  story.do({ type: "SetPresence", agentId: agent("sofia"), presence: { kind: "ready" } });
  story.refuses({ type: "SetPresence", agentId: agent("sofia"), presence: away });
  expect(story.refuses({ type: "RemoveReason", reasonId: systemReasons.noAnswer }).code).toBe(
    "not_suitable_state",
  );
  expect(story.refuses({ type: "RemoveReason", reasonId: lunch }).code).toBe("object_not_found");
  story.holds();
});

test("[CFG-9] the last enabled administrator is not disabled, removed or demoted", () => {
  const boss = user("olga", { roles: ["administrator"] });
  const story = new Story().do({ type: "ConfigureUser", user: boss });
  for (const after of [
    { ...boss, enabled: false },
    { ...boss, roles: ["supervisor" as const] },
  ])
    expect(story.refuses({ type: "ConfigureUser", user: after })).toEqual({
      code: "last_administrator",
      facts: { agentId: "olga" },
    });
  expect(story.refuses({ type: "RemoveUser", agentId: boss.id }).code).toBe("last_administrator");
  // A disabled one is none; with a second one the first may go.
  story.do({ type: "ConfigureUser", user: user("anna", { roles: ["administrator"], enabled: false }) });
  expect(story.refuses({ type: "RemoveUser", agentId: boss.id }).code).toBe("last_administrator");
  story.do({ type: "ConfigureUser", user: user("anna", { roles: ["administrator"] }) });
  story.do({ type: "RemoveUser", agentId: boss.id });
  story.holds();
});
