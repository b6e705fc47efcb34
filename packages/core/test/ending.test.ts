import { expect, test } from "vitest";
import { asId } from "../src/index.js";
import { agent, app, chat, claims, customer, disposition, Story, service, session, web } from "./story.js";

const end = { type: "EndInteraction", interactionId: chat("maria"), agentId: agent("sofia") } as const;
const complete = { type: "CompleteWrapUp", interactionId: chat("maria"), agentId: agent("sofia") } as const;
const extend = { type: "ExtendWrapUp", interactionId: chat("maria"), agentId: agent("sofia") } as const;
const result = (id: string) =>
  ({
    type: "SetDisposition",
    interactionId: chat("maria"),
    agentId: agent("sofia"),
    dispositionId: disposition(id),
  }) as const;
const customerEnds = {
  type: "CustomerEnd",
  interactionId: chat("maria"),
  clientKey: customer("maria"),
} as const;

test("[END-1] End waits for the undo window, and undo in time takes it back", () => {
  const story = new Story().at("09:00:00").talking("sofia", "maria").do(end);
  expect(story.what()).toEqual(["EndRequested"]);
  story.at("09:00:04").do({ type: "UndoEnd", interactionId: chat("maria"), agentId: agent("sofia") });
  expect(story.state.interactions.get(chat("maria"))?.stage).toBe("open");
  story.do(end).time("09:00:09");
  expect(story.what()).toEqual(["InteractionEnded", "WrapUpStarted"]);
  expect(story.refuses({ type: "UndoEnd", interactionId: chat("maria"), agentId: agent("sofia") }).code).toBe(
    "undo_too_late",
  );
  story.holds();
});

test("[END-3] the only agent may not just leave", () => {
  const story = new Story().talking("sofia", "maria");
  expect(
    story.refuses({ type: "LeaveInteraction", interactionId: chat("maria"), agentId: agent("sofia") }).code,
  ).toBe("not_suitable_state");
});

test("[END-4] a customer's word inside the undo window cancels the end", () => {
  const story = new Story()
    .at("09:00:00")
    .talking("sofia", "maria")
    .do(end)
    .at("09:00:03")
    .writes("maria", "m1");
  expect(story.what()).toEqual(["EndTakenBack", "MessageReceived"]);
  expect(story.lastOf("EndTakenBack").cause).toBe("customer_message");
  story.time("09:00:10");
  expect(story.state.interactions.get(chat("maria"))?.stage).toBe("open");
  story.holds();
});

test("[END-5] the customer may end at any time; unanswered it counts as abandoned", () => {
  const story = new Story().start("maria").do(customerEnds);
  expect(story.lastOf("InteractionEnded").cause).toBe("abandoned");
  story.ready("sofia").start("maria2", app, "maria").accepts("sofia", "maria2");
  story.do({ ...customerEnds, interactionId: chat("maria2") });
  expect(story.lastOf("InteractionEnded").cause).toBe("customer");
  story.holds();
});

test("[END-6] after a disconnect a message brings back whoever still wraps up, else the last agent is asked first", () => {
  const story = new Story().at("09:00:00").talking("sofia", "maria");
  const disconnect = {
    type: "CustomerDisconnect",
    interactionId: chat("maria"),
    clientKey: customer("maria"),
  } as const;
  story.do(disconnect);
  expect(story.what()).toEqual(["CustomerDisconnected", "WrapUpStarted"]);
  story.at("09:00:10").writes("maria", "m1");
  expect(story.what()).toEqual(["CustomerReturned", "MessageReceived"]);
  expect(story.state.agents.get(agent("sofia"))?.word).toBe("busy");
  story.do(disconnect).do(result("opened")).do(complete).at("09:01:00").writes("maria", "m2");
  expect(story.what()).toEqual(["CustomerReturned", "AgentRequested", "MessageReceived", "OfferMade"]);
  expect(story.lastOf("OfferMade").why.rule).toBe("ROU-6");
  story.accepts("sofia", "maria").do(disconnect).time("09:11:00");
  expect(story.lastOf("InteractionEnded").cause).toBe("customer");
  story.holds();
});

test("[END-7] a silent customer is warned, then the chat ends; a word stops it", () => {
  const story = new Story()
    .at("09:00:00")
    .talking("sofia", "maria")
    .answers("sofia", "maria", "m1")
    .time("09:05:00");
  expect(story.what()).toEqual(["InactivityWarned"]);
  story.at("09:06:00").writes("maria", "m2").time("09:10:00");
  expect(story.what()).toEqual([]);
  story.answers("sofia", "maria", "m3").time("09:15:00").time("09:17:00");
  expect(story.lastOf("InteractionEnded").cause).toBe("inactivity");
  story.holds();
});

test("[WRP-1] no after-call work and no mandatory result: the agent is free at once", () => {
  const story = new Story().do({
    type: "ConfigureService",
    service: service(claims, { wrapUpMs: 0, dispositionMandatory: false }),
  });
  story.talking("sofia", "maria").do(customerEnds);
  expect(story.what()).toEqual(["InteractionEnded", "WrapUpCompleted", "InteractionCompleted"]);
  expect(story.state.agents.get(agent("sofia"))?.word).toBe("ready");
  story.holds();
});

test("[WRP-2] a mandatory result blocks Complete and must be one of the service's", () => {
  const story = new Story().talking("sofia", "maria").do(customerEnds);
  expect(story.refuses(complete).code).toBe("no_disposition");
  expect(story.refuses(result("moon")).code).toBe("disposition_unknown");
  story.do(result("spam")).do(complete);
  expect(story.lastOf("WrapUpCompleted").cause).toBe("agent");
  story.holds();
});

test("[WRP-3] wrap-up ends itself, unless it is extended, and that three times its length at most", () => {
  const story = new Story().at("09:00:00").talking("sofia", "maria").do(customerEnds);
  story.at("09:00:50").do(extend).do(extend);
  expect(story.refuses(extend)).toEqual({ code: "not_suitable_state", facts: { extensionsUsed: true } });
  story.time("09:02:59");
  expect(story.what()).toEqual([]);
  story.time("09:03:00");
  expect(story.what()).toEqual(["WrapUpCompleted", "InteractionCompleted"]);
  expect(story.lastOf("WrapUpCompleted").cause).toBe("timeout");
  story.holds();
});

test("[WRP-4] Complete inside the undo window is the end", () => {
  const story = new Story().talking("sofia", "maria").do(end).do(result("opened")).do(complete);
  expect(story.what()).toEqual([
    "InteractionEnded",
    "WrapUpStarted",
    "WrapUpCompleted",
    "InteractionCompleted",
  ]);
  story.holds();
});

test("[WRP-5] an interaction leaves memory when the last party has wrapped up", () => {
  const story = new Story()
    .talking("sofia", "maria")
    .ready("ben")
    .do({
      type: "RequestAgent",
      interactionId: chat("maria"),
      agentId: agent("sofia"),
      kind: "invite",
      to: { agentId: agent("ben") },
    });
  story.accepts("ben", "maria").do(customerEnds).do(result("opened")).do(complete);
  expect(story.state.interactions.size).toBe(1);
  story.do({ ...complete, agentId: agent("ben") });
  expect(story.state.interactions.size).toBe(0);
  story.holds();
});

test("[GRC-1] [GRC-2] [ROU-6] back within the grace time: the same case, the same agent first, then anybody with the old age", () => {
  const story = new Story().at("09:00:00").talking("sofia", "maria");
  expect(story.lastOf("InteractionStarted")).toMatchObject({ caseNumber: 10_000, caseOpened: true });
  story.at("09:03:00").do(result("opened")).do(customerEnds).do(complete).at("09:04:00").ready("ben");
  story.at("09:05:00").start("again", app, "maria");
  expect(story.lastOf("InteractionStarted")).toMatchObject({ caseNumber: 10_000, caseOpened: false });
  expect(story.offerOf("again")).toMatchObject({ agentId: "sofia", kind: "return", why: { rule: "ROU-6" } });
  story
    .do({ type: "RejectOffer", offerId: story.offerOf("again").id, agentId: agent("sofia") })
    .time("09:05:15");
  expect(story.what()).toEqual(["PreferenceLapsed", "OfferMade"]);
  expect(story.offerOf("again").agentId).toBe("ben");
  const again = story.state.interactions.get(chat("again"));
  expect(again?.enqueuedAt).toBe((again?.startedAt ?? 0) - 5 * 60_000);
  story.holds();
});

test("[GRC-1] a closed case, or too late a return, opens a new one", () => {
  const story = new Story().at("09:00:00").start("maria");
  story
    .do({ type: "CloseCase", interactionId: chat("maria"), clientKey: customer("maria") })
    .do(customerEnds);
  story.start("second", app, "maria");
  expect(story.lastOf("InteractionStarted").caseNumber).toBe(10_001);
  story.do({ ...customerEnds, interactionId: chat("second") });
  story.do({ type: "CloseCase", interactionId: chat("second"), clientKey: customer("maria") });
  story
    .start("third", app, "maria")
    .do({ ...customerEnds, interactionId: chat("third") })
    .at("09:10:01");
  story.start("fourth", app, "maria");
  expect(story.lastOf("InteractionStarted").caseNumber).toBe(10_003);
  story.holds();
});

test("[GRC-3] one live chat per app", () => {
  const story = new Story().start("maria");
  const refusal = story.refuses({
    type: "StartInteraction",
    interactionId: chat("other"),
    entryId: web,
    contactId: asId("c"),
    clientKey: customer("maria"),
  });
  expect(refusal).toEqual({ code: "already_in_progress", facts: { interactionId: "maria" } });
});

test("[DLN-1] [DLN-2] what is due is decided in its order, and time never runs backwards", () => {
  const story = new Story()
    .at("09:00:00")
    .talking("sofia", "maria")
    .at("09:00:01")
    .ready("ben")
    .start("jonas");
  story.rings("jonas").do(end).time("10:00:00");
  expect(story.what().slice(0, 2)).toEqual(["InteractionEnded", "WrapUpStarted"]);
  expect(story.what()).toContain("OfferExpired");
  const { at } = story.state;
  story.at("09:30:00").start("vera");
  expect(story.state.at).toBe(at);
  story.holds();
});

test("[RES-1] after our absence every deadline moves by the outage, and nobody's state changes", () => {
  const story = new Story().at("09:00:00").talking("sofia", "maria").start("jonas").rings("jonas");
  const until = story.offerOf("jonas").until;
  story.at("09:05:00").do({
    type: "ResumeCenter",
    lastSeenAt: story.state.at + 1_000,
    deskGraceMs: 30_000,
  });
  expect(story.lastOf("CenterResumed").outageMs).toBe(299_000);
  expect(story.offerOf("jonas").until).toBe(until + 299_000);
  expect(story.state.agents.get(agent("sofia"))).toMatchObject({
    presence: { kind: "ready" },
    word: "ringing",
  });
  story.do({ type: "ReturnDesk", agentId: agent("sofia"), sessionId: session("sofia-1") });
  story.time("09:05:20");
  expect(story.what()).toContain("OfferExpired");
  story.holds();
});

test("[RES-1] an offer of a desk that did not come back is withdrawn, not missed", () => {
  const story = new Story().at("09:00:00").ready("sofia").start("maria").rings("maria").at("09:05:00");
  story.do({ type: "ResumeCenter", lastSeenAt: story.state.at, deskGraceMs: 30_000 }).time("09:05:20");
  expect(story.lastOf("OfferWithdrawn").cause).toBe("desk_lost");
  story.time("09:05:30");
  expect(story.lastOf("AgentLoggedOut").cause).toBe("desk_lost");
  expect(story.center.waiting(claims).count).toBe(1);
  story.holds();
});

const survey = { answerMs: 24 * 3_600_000, changeMs: 600_000 };
const answer = (stars: number, name = "maria") =>
  ({ type: "AnswerSurvey", interactionId: chat("maria"), clientKey: customer(name), stars }) as const;

test("[SVY-1] a chat that an agent had is followed by a survey, an abandoned one is not, nor where there is none", () => {
  const story = new Story().do({ type: "ConfigureService", service: service(claims, { survey }) });
  story.at("09:00:00").start("maria").do(customerEnds);
  expect(story.what()).not.toContain("SurveyOffered");
  story.ready("sofia").start("maria2", app, "maria").accepts("sofia", "maria2");
  story.do({ ...customerEnds, interactionId: chat("maria2") });
  expect(story.what()).toContain("SurveyOffered");
  expect(story.lastOf("SurveyOffered").until - story.state.at).toBe(survey.answerMs);
  const without = new Story().talking("sofia", "maria").do(customerEnds);
  expect(without.what()).not.toContain("SurveyOffered");
  expect(without.refuses(answer(5)).code).toBe("no_interaction");
  story.holds();
});

test("[SVY-2] its customer alone answers, also when the chat has left memory, until the time is over", () => {
  const story = new Story().do({
    type: "ConfigureService",
    service: service(claims, { survey, wrapUpMs: 0, dispositionMandatory: false }),
  });
  story.at("09:00:00").talking("sofia", "maria").do(customerEnds);
  expect(story.refuses(answer(5, "tom")).code).toBe("no_interaction");
  for (const stars of [0, 6, 2.5, Number.NaN])
    expect(story.refuses(answer(stars)).code).toBe("not_suitable_state");
  story.at("21:00:00").do(answer(4));
  expect(story.lastOf("SurveyAnswered")).toMatchObject({ interactionId: chat("maria"), stars: 4 });
  story.holds();
  const late = new Story().do({
    type: "ConfigureService",
    service: service(claims, { survey: { ...survey, answerMs: 60_000 } }),
  });
  late.at("09:00:00").talking("sofia", "maria").do(customerEnds);
  late.at("09:01:00");
  expect(late.refuses(answer(5)).code).toBe("no_interaction");
});

test("[SVY-3] an answer may be changed for some minutes from the first one on", () => {
  const story = new Story().do({ type: "ConfigureService", service: service(claims, { survey }) });
  story.at("09:00:00").talking("sofia", "maria").do(customerEnds);
  story.at("10:00:00").do(answer(2)).at("10:09:59").do(answer(3));
  story.at("10:10:00");
  expect(story.refuses(answer(5)).code).toBe("not_suitable_state");
  expect(story.state.surveys.get(chat("maria"))?.stars).toBe(3);
  story.holds();
});
