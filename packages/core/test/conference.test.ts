import { expect, test } from "vitest";
import { asId, type LegId } from "../src/index.js";
import { CallStory } from "./call-story.js";
import { agent, chat } from "./story.js";

const number = asId<LegId>("maria.x1");
const customer = asId<LegId>("maria.l1");
const leave = (name: string) =>
  ({ type: "LeaveInteraction", interactionId: chat("maria"), agentId: agent(name) }) as const;
/** Maria, Sofia and Ben talk with each other. */
const conference = () =>
  new CallStory()
    .at("09:00:00")
    .speaking("sofia", "maria")
    .away("ben")
    .by("sofia", "maria", { type: "Consult", to: { agentId: agent("ben") } })
    .joins("ben", "maria")
    .by("sofia", "maria", { type: "MergeConsultation" });
/** Maria, Sofia and a number. */
const withNumber = () =>
  new CallStory()
    .at("09:00:00")
    .speaking("sofia", "maria")
    .by("sofia", "maria", { type: "CallNumberIn", legId: number, kind: "invite" })
    .do({ type: "ReportLeg", interactionId: chat("maria"), legId: number, report: { kind: "connected" } });

test("[CNF-1] merging brings both circles together, once somebody is there; a number is called in at once", () => {
  expect(conference().circles("maria")).toEqual(["customer:main", "sofia:main", "ben:main"]);
  expect(withNumber().circles("maria")).toEqual(["customer:main", "sofia:main", "external:main"]);
  const ringing = new CallStory().at("09:00:00").speaking("sofia", "maria").away("ben");
  ringing.by("sofia", "maria", { type: "Consult", to: { agentId: agent("ben") } });
  expect(ringing.refusesOf("sofia", "maria", { type: "MergeConsultation" }).code).toBe("not_suitable_state");
  expect(
    withNumber().refusesOf("sofia", "maria", { type: "CallNumberIn", legId: number, kind: "invite" }).code,
  ).toBe("id_taken");
  conference().holds();
});

test("[CNF-2] the host mutes, removes and ends for all, and leaving hands that over", () => {
  const story = conference();
  const bensLeg = story.legOf("maria", "ben")?.id ?? number;
  expect(story.refusesOf("ben", "maria", { type: "EndCallForAll" }).code).toBe("not_host");
  expect(story.refusesOf("ben", "maria", { type: "RemoveParty", legId: customer }).code).toBe("not_host");
  story.by("sofia", "maria", { type: "MuteParty", legId: bensLeg, muted: true });
  expect(story.legOf("maria", "ben")?.muted).toBe(true);
  story.by("sofia", "maria", { type: "RemoveParty", legId: bensLeg });
  expect(story.lastOf("AgentLeft")).toMatchObject({ agentId: "ben", cause: "removed" });
  expect(story.circles("maria")).toEqual(["customer:main", "sofia:main"]);
  const handed = conference().do(leave("sofia"));
  handed.by("ben", "maria", { type: "EndCallForAll" });
  expect(handed.lastOf("InteractionEnded")).toMatchObject({ cause: "agent", agentId: "ben" });
  expect(
    withNumber().refusesOf("sofia", "maria", { type: "RemoveParty", legId: asId<LegId>("nobody") }).code,
  ).toBe("object_not_found");
  for (const one of [story, handed]) one.holds();
});

test("[CNF-3] whom the host parks hears music, and the others talk on", () => {
  const story = conference().by("sofia", "maria", { type: "HoldParty", legId: customer, held: true });
  expect(story.circles("maria")).toEqual(["customer:-", "sofia:main", "ben:main"]);
  expect(story.played("maria")).toEqual(["music:customer"]);
  story.by("sofia", "maria", { type: "HoldParty", legId: customer, held: false });
  expect(story.played("maria")).toEqual([]);
  const bensLeg = story.legOf("maria", "ben")?.id ?? number;
  expect(story.refusesOf("sofia", "maria", { type: "HoldParty", legId: bensLeg, held: true }).code).toBe(
    "not_suitable_state",
  );
  story.by("ben", "maria", { type: "HoldCall", held: true });
  expect(story.circles("maria"), "his own hold is his alone").toEqual([
    "customer:main",
    "sofia:main",
    "ben:-",
  ]);
  expect(story.played("maria")).toEqual([]);
  story.holds();
});

test("[CNF-4] whoever leaves lets the others talk, also without an agent", () => {
  const story = conference().do(leave("sofia"));
  expect(story.circles("maria")).toEqual(["customer:main", "ben:main"]);
  const outside = withNumber().do(leave("sofia"));
  expect(outside.circles("maria")).toEqual(["customer:main", "external:main"]);
  expect(outside.state.agents.get(agent("sofia"))?.loads).toEqual([]);
  outside.leg("maria", "customer", { kind: "gone", cause: "hung_up" });
  expect(outside.lastOf("InteractionEnded").cause).toBe("customer");
  for (const one of [story, outside]) one.holds();
});

test("[CNF-5] [CAL-12] the customer hangs up: two who are left talk on, one alone does not", () => {
  const story = conference().leg("maria", "customer", { kind: "gone", cause: "hung_up" });
  expect(story.circles("maria")).toEqual(["sofia:main", "ben:main"]);
  story.do(leave("ben"));
  expect(story.lastOf("InteractionEnded").cause).toBe("customer");
  expect(story.state.agents.get(agent("sofia"))?.word, "the last one wraps up").toBe("after_call_work");
  const back = conference();
  for (const name of ["sofia", "ben"]) back.leg("maria", name, { kind: "gone", cause: "lost" });
  expect(
    back.state.interactions.get(chat("maria"))?.request,
    "a customer who is left waits again",
  ).toMatchObject({
    kind: "return",
  });
  for (const one of [story, back]) one.holds();
});
