import { expect, test } from "vitest";
import { createCenter, pictureOf, type ScenarioStep } from "../src/index.js";
import { CallStory, prompt, scenarioOf, step } from "./call-story.js";
import { agent, chat } from "./story.js";

test("[PIC-1] the picture is drawn from the state alone: after a replay it is the same", () => {
  const story = new CallStory().at("09:00:00").speaking("sofia", "maria");
  const replay = createCenter();
  for (const event of story.events) replay.evolve(JSON.parse(JSON.stringify(event)));
  const again = replay.state.interactions.get(chat("maria"));
  expect(again && pictureOf(again)).toEqual(story.picture("maria"));
  story.start("jonas");
  expect(story.picture("jonas"), "a chat has none").toBeNull();
  story.do({ type: "EndInteraction", interactionId: chat("maria"), agentId: agent("sofia") });
  expect(story.picture("maria"), "when it is over there is none").toBeNull();
});

test("[PIC-2] an arriving call is answered, an agent's phone attached, and who has left is not there", () => {
  const story = new CallStory().at("09:00:00").calls("maria");
  expect(story.picture("maria")).toMatchObject({
    direction: "inbound",
    legs: [{ legId: "maria.l1", want: "answer", muted: false, circle: "main" }],
  });
  story.leg("maria", "customer", { kind: "connected" }).phones("sofia");
  story.heard("maria", { kind: "key", key: "1" }).accepts("sofia", "maria");
  expect(story.picture("maria")?.legs.map((leg) => leg.want)).toEqual(["answer", "attach"]);
  story.holds();
});

test("[PIC-3] music for a caller without an agent, ringback for the agent whose call rings", () => {
  const story = new CallStory().at("09:00:00").phones("sofia").calls("maria");
  story.leg("maria", "customer", { kind: "connected" }).heard("maria", { kind: "key", key: "1" });
  expect(story.plays("maria")).toEqual(["music"]);
  story.accepts("sofia", "maria");
  expect(story.plays("maria"), "until the agent's phone is there").toEqual(["music"]);
  story.leg("maria", "sofia", { kind: "connected" });
  expect(story.plays("maria")).toEqual([]);

  const out = new CallStory().at("09:00:00").phones("sofia");
  out.do({
    type: "PlaceCall",
    interactionId: chat("call"),
    agentId: agent("sofia"),
    entryId: out.state.configuration.entries.get("line-8000" as never)?.id as never,
    contactId: "c" as never,
    clientKey: "k" as never,
    beside: null,
  });
  out.leg("call", "sofia", { kind: "connected" });
  expect(out.plays("call")).toEqual([]);
  out.leg("call", "customer", { kind: "ringing" });
  expect(out.picture("call")?.plays).toMatchObject([{ kind: "ringback", to: ["call.l2"] }]);
  out.leg("call", "customer", { kind: "connected" });
  expect(out.plays("call")).toEqual([]);
  out.holds();
});

test("[PIC-4] a customer on hold hears music and is neither heard nor hears", () => {
  const story = new CallStory().at("09:00:00").speaking("sofia", "maria");
  const hold = { type: "HoldCall", interactionId: chat("maria"), agentId: agent("sofia") } as const;
  story.do({ ...hold, held: true });
  expect(story.picture("maria")?.legs).toMatchObject([
    { role: "customer", circle: "main" },
    { role: "agent", circle: null },
  ]);
  expect(story.picture("maria")?.plays).toMatchObject([{ kind: "music", to: ["maria.l1"] }]);
  story.do({ ...hold, held: false });
  expect(story.picture("maria")?.legs[1]).toMatchObject({ circle: "main" });
  expect(story.plays("maria")).toEqual([]);
});

test("[PIC-5] a step's prompts, keys and limits are those of its play, and an invalid key says so first", () => {
  const collect: ScenarioStep = {
    type: "collect",
    prompts: [prompt("policy")],
    name: "policy",
    lengthMin: 4,
    lengthMax: 8,
    secure: false,
    timeoutMs: 4_000,
    attemptsMax: 2,
    next: step("echo"),
    otherwise: step("bye"),
  };
  const echo: ScenarioStep = { type: "echo", prompts: [prompt("echo")], next: step("bye") };
  const story = new CallStory(scenarioOf({ hours: collect, echo })).at("09:00:00").calls("maria");
  expect(story.picture("maria")?.plays).toEqual([
    {
      id: "maria.s1",
      to: ["maria.l1"],
      kind: "prompts",
      prompts: ["welcome", "menu"],
      keys: { kind: "menu", choices: ["1", "2"], timeoutMs: 5_000 },
    },
  ]);
  story.heard("maria", { kind: "key", key: "9" });
  expect(story.picture("maria")?.plays[0]).toMatchObject({
    id: "maria.s2",
    prompts: ["no_such_choice", "welcome", "menu"],
  });
  story.heard("maria", { kind: "key", key: "2" });
  expect(story.picture("maria")?.plays[0]).toMatchObject({
    id: "maria.s3",
    keys: { kind: "collect", lengthMin: 4, lengthMax: 8, secure: false },
  });
  story.heard("maria", { kind: "collected", length: 5, token: null });
  expect(story.picture("maria")?.plays).toMatchObject([{ kind: "echo", prompts: ["echo"] }]);
  story.heard("maria", { kind: "ended" });
  expect(story.plays("maria")).toEqual(["prompts"]);
});
