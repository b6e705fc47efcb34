import { expect, test } from "vitest";
import { asId, type LegId } from "../src/index.js";
import { CallStory } from "./call-story.js";
import { agent, chat, type claims, general, service } from "./story.js";

const number = asId<LegId>("maria.x1");
const ben = { agentId: agent("ben") };
/** Sofia talks with Maria, and Ben is there. */
const talking = () => new CallStory().at("09:00:00").speaking("sofia", "maria").away("ben");
const asking = () => talking().by("sofia", "maria", { type: "Consult", to: ben }).joins("ben", "maria");
/** A number that is called into the call, as its leg. */
const numberIs = (story: CallStory, report: Parameters<CallStory["leg"]>[2]) =>
  story.do({ type: "ReportLeg", interactionId: chat("maria"), legId: number, report });

test("[CNS-1] the customer hears music while a colleague is asked, and the agent ringback until there is an answer", () => {
  const story = talking().by("sofia", "maria", { type: "Consult", to: ben });
  expect(story.offerOf("maria")).toMatchObject({ agentId: "ben", kind: "consult" });
  expect(story.played("maria")).toEqual(["music:customer", "ringback:sofia"]);
  story.joins("ben", "maria");
  expect(story.circles("maria")).toEqual(["customer:main", "sofia:consult", "ben:consult"]);
  expect(story.played("maria")).toEqual(["music:customer"]);
  story.holds();
});

test("[CNS-1] a queue is asked with its music, a number with ringback", () => {
  const story = talking().by("sofia", "maria", { type: "Consult", to: { serviceId: general } });
  expect(story.played("maria")).toEqual(["music:customer", "music:sofia"]);
  story
    .by("sofia", "maria", { type: "EndConsultation" })
    .by("sofia", "maria", { type: "HoldCall", held: false });
  story.by("sofia", "maria", { type: "Consult", to: { legId: number } });
  expect(story.picture("maria")?.legs[2]).toMatchObject({
    role: "external",
    want: "dial",
    circle: "consult",
  });
  numberIs(story, { kind: "ringing" });
  expect(story.played("maria")).toEqual(["music:customer", "ringback:sofia"]);
  numberIs(story, { kind: "connected" });
  expect(story.played("maria")).toEqual(["music:customer"]);
  story.holds();
});

test("[CNS-1] an agent who has put the call on hold before is there for the colleague, and another call is not", () => {
  const story = talking().by("sofia", "maria", { type: "HoldCall", held: true });
  story.by("sofia", "maria", { type: "Consult", to: ben }).joins("ben", "maria");
  expect(story.circles("maria")).toEqual(["customer:main", "sofia:consult", "ben:consult"]);
  expect(story.state.agents.get(agent("sofia"))?.loads).toMatchObject([{ state: "active" }]);
  story.by("sofia", "maria", { type: "EndConsultation" });
  expect(story.circles("maria")).toEqual(["customer:main", "sofia:-"]);

  const two = talking()
    .callsColleague("sofia", "among-us", "ben")
    .leg("among-us", "sofia", { kind: "connected" });
  two.joins("ben", "among-us").away("ines");
  expect(two.circles("maria"), "the second call came to the fore").toEqual(["customer:main", "sofia:-"]);
  two.by("sofia", "maria", { type: "Consult", to: { agentId: agent("ines") } });
  expect(two.circles("among-us")).toEqual(["sofia:-", "ben:main"]);
  for (const one of [story, two]) one.holds();
});

test("[CNS-2] one at a time, with somebody who can be asked, by an agent who is there", () => {
  const story = talking().by("sofia", "maria", { type: "Consult", to: ben });
  expect(story.refusesOf("sofia", "maria", { type: "Consult", to: ben }).code).toBe("already_in_progress");
  const other = talking();
  const refused = (to: string) =>
    other.refusesOf("sofia", "maria", { type: "Consult", to: { agentId: agent(to) } }).code;
  expect(refused("sofia")).toBe("self_call");
  expect(refused("nobody")).toBe("object_not_found");
  other.hire("ines").logIn("mei");
  expect(refused("ines")).toBe("destination_user_not_logged");
  expect(refused("mei")).toBe("destination_not_available");
  expect(other.refusesOf("ben", "maria", { type: "Consult", to: ben }).code).toBe("not_your_interaction");
  other.leg("maria", "sofia", { kind: "lost" });
  expect(refused("ben"), "her audio is not there").toBe("not_suitable_state");
  const full = talking();
  for (let i = 0; i < 8; i++)
    full.by("sofia", "maria", { type: "CallNumberIn", legId: asId<LegId>(`maria.n${i}`), kind: "invite" });
  expect(full.refusesOf("sofia", "maria", { type: "Consult", to: ben }).code).toBe("conference_full");
});

test("[CNS-3] back to the customer and to the colleague again; who is alone hears music", () => {
  const story = asking().by("sofia", "maria", { type: "SwitchCircle", circle: "main" });
  expect(story.circles("maria")).toEqual(["customer:main", "sofia:main", "ben:consult"]);
  expect(story.played("maria")).toEqual(["music:ben"]);
  story.by("sofia", "maria", { type: "SwitchCircle", circle: "consult" });
  expect(story.played("maria")).toEqual(["music:customer"]);
  expect(story.refusesOf("ben", "maria", { type: "SwitchCircle", circle: "main" }).code).toBe(
    "not_suitable_state",
  );
  story.holds();
});

test("[CNS-4] it ends with who was asked, or by the agent; the call stays on hold until it is retrieved", () => {
  const story = asking();
  expect(
    story.refuses({ type: "EndInteraction", interactionId: chat("maria"), agentId: agent("sofia") }).code,
  ).toBe("not_suitable_state");
  expect(
    story.refuses({ type: "LeaveInteraction", interactionId: chat("maria"), agentId: agent("sofia") }).code,
  ).toBe("not_suitable_state");
  story.do({ type: "EndInteraction", interactionId: chat("maria"), agentId: agent("ben") });
  expect(story.lastOf("ConsultationEnded").cause).toBe("ended");
  expect(story.circles("maria")).toEqual(["customer:main", "sofia:-"]);
  expect(story.state.agents.get(agent("sofia"))?.loads).toMatchObject([{ state: "hold" }]);
  expect(story.state.agents.get(agent("ben"))?.loads, "nothing to wrap up").toEqual([]);
  story.by("sofia", "maria", { type: "HoldCall", held: false });
  expect(story.played("maria")).toEqual([]);

  const own = asking().by("sofia", "maria", { type: "EndConsultation" });
  expect(own.what()).toEqual(["AgentLeft", "ConsultationEnded", "LegRemoved"]);
  const declined = talking().by("sofia", "maria", { type: "Consult", to: ben }).rings("maria");
  declined.do({ type: "RejectOffer", offerId: declined.offerOf("maria").id, agentId: agent("ben") });
  expect(declined.lastOf("ConsultationEnded").cause).toBe("failed");
  expect(declined.state.agents.get(agent("ben"))?.word).toBe("not_ready");
  expect(declined.circles("maria")).toEqual(["customer:main", "sofia:-"]);
  const unreached = talking().by("sofia", "maria", { type: "Consult", to: { legId: number } });
  numberIs(unreached, { kind: "gone", cause: "busy" });
  expect(unreached.lastOf("ConsultationEnded").cause).toBe("failed");
  for (const one of [story, own, declined, unreached]) one.holds();
});

test("[CNS-5] the customer hangs up, or the agent who asked is gone: the call goes on with who is there", () => {
  const story = asking().leg("maria", "customer", { kind: "gone", cause: "hung_up" });
  expect(story.lastOf("ConsultationEnded").cause).toBe("customer_left");
  expect(story.circles("maria")).toEqual(["sofia:main", "ben:main"]);
  story.do({ type: "EndInteraction", interactionId: chat("maria"), agentId: agent("ben") });
  expect(story.lastOf("InteractionEnded").cause).toBe("customer");

  const gone = asking().leg("maria", "sofia", { kind: "gone", cause: "lost" });
  expect(gone.lastOf("ConsultationEnded").cause).toBe("left");
  expect(gone.circles("maria")).toEqual(["customer:main", "ben:main"]);
  expect(gone.played("maria")).toEqual([]);

  const alone = talking().by("sofia", "maria", { type: "Consult", to: ben });
  alone.leg("maria", "customer", { kind: "gone", cause: "hung_up" });
  expect(alone.lastOf("InteractionEnded").cause, "nobody has answered yet").toBe("customer");
  for (const one of [story, gone, alone]) one.holds();
});

test("[XFR-7] a consultation becomes a transfer, also while it still rings", () => {
  const story = asking().by("sofia", "maria", { type: "CompleteTransfer" });
  expect(story.circles("maria")).toEqual(["customer:main", "ben:main"]);
  expect(story.state.agents.get(agent("sofia"))?.loads).toEqual([]);
  expect(story.state.interactions.get(chat("maria"))?.lastAgentId).toBe("ben");

  const ringing = talking().by("sofia", "maria", { type: "Consult", to: ben }).rings("maria");
  ringing.by("sofia", "maria", { type: "CompleteTransfer" });
  expect(ringing.offerOf("maria")).toMatchObject({ agentId: "ben", kind: "transfer", status: "ringing" });
  expect(ringing.played("maria")).toEqual(["music:customer"]);
  ringing.joins("ben", "maria");
  expect(ringing.circles("maria")).toEqual(["customer:main", "ben:main"]);

  const queue = talking().do({ type: "ConfigureService", service: service(general, { requires: [] }) });
  queue.ready("ben").by("sofia", "maria", { type: "Consult", to: { serviceId: general } });
  queue.joins("ben", "maria").by("sofia", "maria", { type: "CompleteTransfer" });
  expect(queue.state.interactions.get(chat("maria"))?.serviceId).toBe("general");
  expect(story.refusesOf("ben", "maria", { type: "CompleteTransfer" }).code).toBe("not_suitable_state");
  for (const one of [story, ringing, queue]) one.holds();
});

const blind = (to: { agentId: ReturnType<typeof agent> } | { serviceId: typeof claims }) =>
  ({
    type: "RequestAgent",
    interactionId: chat("maria"),
    agentId: agent("sofia"),
    kind: "transfer",
    to,
    leave: true,
  }) as const;

test("[XFR-6] a call that is given away at once comes back when nobody takes it", () => {
  const story = talking().ready("ben").do(blind(ben));
  expect(story.circles("maria")).toEqual(["customer:main"]);
  expect(story.played("maria")).toEqual(["music:customer"]);
  expect(story.state.agents.get(agent("sofia"))?.loads).toEqual([]);
  story.rings("maria");
  story.do({ type: "RejectOffer", offerId: story.offerOf("maria").id, agentId: agent("ben") });
  expect(story.offerOf("maria"), "back to who gave it").toMatchObject({ agentId: "sofia", kind: "return" });
  expect(story.state.interactions.get(chat("maria"))?.request?.enqueuedAt).toBe(
    story.state.interactions.get(chat("maria"))?.enqueuedAt,
  );
  story.start("jonas");
  expect(
    story.refuses({ ...blind(ben), interactionId: chat("jonas") }).code,
    "a chat's giver stays until it is taken",
  ).toBe("not_your_interaction");
  story.holds();
});

test("[XFR-8] a number that takes the call has it until one of the two hangs up; one that does not gives it back", () => {
  const give = { type: "CallNumberIn", legId: number, kind: "transfer" } as const;
  const story = talking().by("sofia", "maria", give);
  numberIs(story, { kind: "ringing" });
  expect(story.played("maria")).toEqual(["ringback:customer"]);
  expect(story.state.agents.get(agent("sofia"))?.loads).toEqual([]);
  numberIs(story, { kind: "connected" });
  expect(story.circles("maria")).toEqual(["customer:main", "external:main"]);
  numberIs(story, { kind: "gone", cause: "hung_up" });
  expect(story.lastOf("InteractionEnded").cause).toBe("transferred");

  const back = talking().by("sofia", "maria", give);
  numberIs(back, { kind: "gone", cause: "busy" });
  expect(back.offerOf("maria")).toMatchObject({ agentId: "sofia", kind: "return" });
  const silent = talking().by("sofia", "maria", give).at("09:01:31").do({ type: "MeetDeadlines" });
  expect(silent.lastOf("LegRemoved")).toMatchObject({ role: "external", cause: "no_answer" });
  for (const one of [story, back, silent]) one.holds();
});

test("[CNS-5] with nobody left about whom to ask, whoever has not answered is not wanted any more", () => {
  const story = new CallStory().at("09:00:00").away("sofia").away("ben");
  story.callsColleague("sofia", "ask", "ben").leg("ask", "sofia", { kind: "connected" }).joins("ben", "ask");
  story.by("sofia", "ask", { type: "Consult", to: { serviceId: general } });
  story.do({ type: "LeaveInteraction", interactionId: chat("ask"), agentId: agent("ben") });
  expect(story.what()).toEqual([
    "AgentLeft",
    "LegRemoved",
    "AgentRequestClosed",
    "ConsultationEnded",
    "InteractionEnded",
    "WrapUpCompleted",
    "LegRemoved",
    "InteractionCompleted",
  ]);
  story.holds();
});

test("[CNS-5] an agent who asks and is gone: whoever still rings gets the call, unless somebody else has it", () => {
  const gone = talking().by("sofia", "maria", { type: "Consult", to: ben }).rings("maria");
  gone.leg("maria", "sofia", { kind: "gone", cause: "lost" });
  expect(gone.what()).toContain("ConsultationBecameTransfer");
  gone.joins("ben", "maria");
  expect(gone.circles("maria")).toEqual(["customer:main", "ben:main"]);

  const taken = talking().by("sofia", "maria", { type: "Consult", to: ben });
  taken.hire("anna", { roles: ["supervisor"] });
  taken.away("anna").do({
    type: "TakeOverCall",
    interactionId: chat("maria"),
    supervisorId: agent("anna"),
    agentId: agent("sofia"),
  });
  expect(taken.lastOf("AgentRequestClosed")).toMatchObject({ kind: "consult", cause: "cancelled" });
  expect(taken.state.agents.get(agent("ben"))?.loads, "it does not ring there any more").toEqual([]);
  for (const one of [gone, taken]) one.holds();
});

test("[CAL-11] the end of a consultation brings nobody back from another call", () => {
  const story = asking().away("ines").callsColleague("sofia", "second", "ines");
  expect(story.circles("maria")).toEqual(["customer:main", "sofia:-", "ben:consult"]);
  story.leg("maria", "customer", { kind: "gone", cause: "hung_up" });
  expect(story.lastOf("ConsultationEnded").cause).toBe("customer_left");
  expect(story.circles("maria")).toEqual(["sofia:-", "ben:main"]);
  expect(story.state.agents.get(agent("sofia"))?.loads.map(({ state }) => state)).toEqual(["hold", "active"]);
  story.holds();
});
