import { expect, test } from "vitest";
import { asId, type ClientKey, type ContactId, type EntryId, type InteractionId } from "../src/index.js";
import { CallStory, line } from "./call-story.js";
import { agent, app, chat, claims, service } from "./story.js";

test("[PHN-1] [ELI-8] only a phone that works gets calls, and one that stops working passes its ringing call on without blame", () => {
  const story = new CallStory().at("09:00:00").ready("sofia").calls("maria");
  story.heard("maria", { kind: "key", key: "1" });
  expect(() => story.offerOf("maria"), "a phone that was never tried gets nothing").toThrow();
  story.at("09:00:05").phones("ben");
  expect(story.offerOf("maria")).toMatchObject({ agentId: "ben" });
  expect(story.offerOf("maria").why.others).toEqual([{ agentId: "sofia", rule: "ELI-8" }]);
  story.rings("maria");
  story.do({ type: "SetPhone", agentId: agent("ben"), phone: { device: "browser", health: "mic_missing" } });
  expect(story.what()).toEqual(["PhoneChanged", "OfferWithdrawn"]);
  expect(story.lastOf("OfferWithdrawn").cause).toBe("phone_lost");
  expect(story.state.agents.get(agent("ben")), "nobody is blamed").toMatchObject({ word: "ready" });
  story.start("jonas");
  expect(story.offerOf("jonas"), "chats go on").toBeDefined();
  story.do({
    type: "LogIn",
    agentId: agent("ben"),
    sessionId: asId("ben-2"),
    force: true,
  });
  expect(story.state.agents.get(agent("ben"))?.phone.health).toBe("unknown");
  story.holds();
});

test("[CAL-1] a call that arrives is an interaction with the customer's leg, in its entry's scenario", () => {
  const story = new CallStory().at("09:00:00").calls("maria");
  expect(story.what()).toEqual([
    "InteractionStarted",
    "CallArrived",
    "ScenarioStarted",
    "ScenarioStepEntered",
  ]);
  expect(story.callOf("maria")).toMatchObject({
    direction: "inbound",
    legs: [{ role: "customer", state: "arriving", agentId: null }],
    run: { stepId: "menu", attempt: 1 },
  });
  const unknown = story.refuses({
    type: "ArriveCall",
    interactionId: chat("jonas"),
    entryId: app,
    contactId: asId<ContactId>("c"),
    clientKey: asId<ClientKey>("k"),
  });
  expect(unknown.code, "a chat's entry is no telephone line").toBe("entry_unknown");
  story.holds();
});

test("[CAL-2] who takes part has a leg; with an agent the scenario is over; with the end every leg hangs up", () => {
  const story = new CallStory().at("09:00:00").phones("sofia").calls("maria");
  story.leg("maria", "customer", { kind: "connected" }).heard("maria", { kind: "key", key: "1" });
  story.accepts("sofia", "maria");
  expect(story.what()).toEqual([
    "OfferAccepted",
    "AgentJoined",
    "AgentRequestClosed",
    "LegAdded",
    "ScenarioLeft",
  ]);
  expect(story.legOf("maria", "sofia")).toMatchObject({ state: "dialing", muted: false });
  story.leg("maria", "sofia", { kind: "connected" });
  story.do({ type: "EndInteraction", interactionId: chat("maria"), agentId: agent("sofia") });
  expect(story.what()).toEqual(["InteractionEnded", "WrapUpStarted", "LegRemoved", "LegRemoved"]);
  expect(story.callOf("maria").legs).toEqual([]);
  story.holds();
});

test("[CAL-3] a caller who hangs up while waiting has abandoned; one who talked has ended, and wrap-up follows", () => {
  const story = new CallStory().at("09:00:00").calls("maria");
  story.leg("maria", "customer", { kind: "connected" }).heard("maria", { kind: "key", key: "1" });
  story.at("09:01:00").leg("maria", "customer", { kind: "gone", cause: "hung_up" });
  expect(story.lastOf("InteractionEnded").cause).toBe("abandoned");
  expect(story.state.interactions.has(chat("maria"))).toBe(false);

  story.calls("nora").leg("nora", "customer", { kind: "gone", cause: "hung_up" });
  expect(story.lastOf("InteractionEnded").cause, "in the menu nobody was waited for").toBe("customer");

  story.speaking("sofia", "jonas").leg("jonas", "customer", { kind: "gone", cause: "hung_up" });
  expect(story.lastOf("InteractionEnded").cause).toBe("customer");
  expect(story.state.agents.get(agent("sofia"))?.word).toBe("after_call_work");
  story.holds();
});

test("[CAL-3] a caller who hangs up while it rings takes the offer along", () => {
  const story = new CallStory().at("09:00:00").phones("sofia").calls("maria");
  story
    .leg("maria", "customer", { kind: "connected" })
    .heard("maria", { kind: "key", key: "1" })
    .rings("maria");
  story.leg("maria", "customer", { kind: "gone", cause: "hung_up" });
  expect(story.lastOf("OfferWithdrawn").cause).toBe("customer_left");
  expect(story.state.agents.get(agent("sofia"))?.word).toBe("ready");
  story.holds();
});

test("[CAL-4] reports about what is over change nothing, and ringing never follows being connected", () => {
  const story = new CallStory().at("09:00:00").speaking("sofia", "maria");
  const leg = story.legOf("maria", "customer");
  story.leg("maria", "customer", { kind: "ringing" });
  expect(story.what()).toEqual([]);
  story.leg("maria", "customer", { kind: "connected" });
  expect(story.what(), "said twice").toEqual([]);
  story.leg("maria", "customer", { kind: "gone", cause: "hung_up" });
  if (!leg) throw new Error("the customer had a leg");
  story.do({ type: "ReportLeg", interactionId: chat("maria"), legId: leg.id, report: { kind: "connected" } });
  expect(story.what()).toEqual([]);
  story.do({
    type: "ReportPlay",
    interactionId: chat("maria"),
    playId: asId("maria.s1"),
    report: { kind: "ended" },
  });
  expect(story.what()).toEqual([]);
  story.holds();
});

const place = (by: string, name: string, beside: InteractionId | null = null, entryId: EntryId = line) =>
  ({
    type: "PlaceCall",
    interactionId: chat(name),
    agentId: agent(by),
    entryId,
    contactId: asId<ContactId>(`contact-${name}`),
    clientKey: asId<ClientKey>(`call-${name}`),
    beside,
  }) as const;

test("[CAL-5] an agent calls a customer beside the chat, under one case; without a phone there is no call", () => {
  const story = new CallStory().at("09:00:00").talking("sofia", "maria");
  expect(story.refuses(place("sofia", "call")).code).toBe("phone_not_registered");
  story.do({ type: "SetPhone", agentId: agent("sofia"), phone: { device: "none", health: "unknown" } });
  expect(story.refuses(place("sofia", "call")).code).toBe("logged_without_phone");
  story.do({ type: "SetPhone", agentId: agent("sofia"), phone: { device: "browser", health: "ok" } });
  expect(story.refuses(place("sofia", "call", null, app)).code).toBe("entry_unknown");
  expect(story.refuses(place("sofia", "call", chat("nobody"))).code).toBe("no_interaction");
  story.do(place("sofia", "call", chat("maria")));
  expect(story.what()).toEqual(["InteractionStarted", "CallPlaced", "AgentJoined", "LegAdded"]);
  const beside = story.state.interactions.get(chat("maria"));
  expect(story.state.interactions.get(chat("call"))).toMatchObject({
    channel: "voice",
    caseNumber: beside?.caseNumber,
    contactId: beside?.contactId,
  });
  expect(story.picture("call")?.legs, "nobody is called before the one who calls can talk").toMatchObject([
    { role: "agent", want: "attach" },
  ]);
  story.leg("call", "sofia", { kind: "connected" });
  expect(story.picture("call")?.legs).toMatchObject([{ role: "customer", want: "dial" }, { role: "agent" }]);
  story.leg("call", "customer", { kind: "ringing" }).leg("call", "customer", { kind: "connected" });
  expect(story.plays("call")).toEqual([]);
  story.answers("sofia", "maria", "m1").holds();
});

test("[CAL-6] a number that is not reached leaves nothing behind: the agent is as before", () => {
  const story = new CallStory().at("09:00:00").phones("sofia").do(place("sofia", "call"));
  expect(story.state.agents.get(agent("sofia"))?.word).toBe("busy");
  story.leg("call", "sofia", { kind: "connected" }).leg("call", "customer", { kind: "gone", cause: "busy" });
  expect(story.lastOf("InteractionEnded").cause).toBe("not_reached");
  expect(story.state.agents.get(agent("sofia"))).toMatchObject({ word: "ready", loads: [] });
  expect(story.state.interactions.has(chat("call"))).toBe(false);
  story.holds();
});

test("[CAL-7] each party mutes its own leg; a customer on hold counts as on hold until retrieved", () => {
  const story = new CallStory().at("09:00:00").speaking("sofia", "maria");
  const mute = {
    type: "MuteCall",
    interactionId: chat("maria"),
    agentId: agent("sofia"),
    muted: true,
  } as const;
  story.do(mute);
  expect(story.picture("maria")?.legs[1]).toMatchObject({ muted: true });
  expect(story.do(mute).what(), "said twice").toEqual([]);
  story.logIn("ben");
  expect(story.refuses({ ...mute, agentId: agent("ben") }).code).toBe("not_your_interaction");
  const hold = {
    type: "HoldCall",
    interactionId: chat("maria"),
    agentId: agent("sofia"),
    held: true,
  } as const;
  story.at("09:01:00").do(hold);
  expect(story.state.agents.get(agent("sofia"))?.loads).toMatchObject([{ state: "hold" }]);
  expect(story.do(hold).what(), "said twice").toEqual([]);
  story.do({ ...hold, held: false });
  expect(story.state.agents.get(agent("sofia"))?.loads).toMatchObject([{ state: "active" }]);
  story.do({ type: "NoteKeysSent", interactionId: chat("maria"), agentId: agent("sofia"), count: 4 });
  expect(story.lastOf("KeysSent").count).toBe(4);
  story.holds();
});

test("[CAL-7] nobody is put on hold who is not there yet", () => {
  const story = new CallStory().at("09:00:00").phones("sofia").do(place("sofia", "call"));
  expect(
    story.refuses({ type: "HoldCall", interactionId: chat("call"), agentId: agent("sofia"), held: true })
      .code,
  ).toBe("not_suitable_state");
});

test("[CAL-8] a phone that never connects gives the call on, with its age and without blame", () => {
  const story = new CallStory().at("09:00:00").phones("sofia").calls("maria");
  story.leg("maria", "customer", { kind: "connected" }).heard("maria", { kind: "key", key: "1" });
  story.at("09:00:03").accepts("sofia", "maria").at("09:00:04").phones("ben");
  story.time("09:00:17");
  expect(story.what()).toEqual([]);
  story.time("09:00:18");
  expect(story.lastOf("AgentLeft")).toMatchObject({ agentId: "sofia", cause: "phone_lost" });
  expect(story.state.agents.get(agent("sofia"))).toMatchObject({
    word: "ready",
    phone: { health: "media_timeout" },
  });
  expect(story.offerOf("maria")).toMatchObject({ agentId: "ben", kind: "return" });
  expect(story.plays("maria")).toEqual(["music"]);
  story.holds();
});

test("[CAL-8] a page that reloads in a call has half a minute; then the caller waits again", () => {
  const story = new CallStory().at("09:00:00").speaking("sofia", "maria");
  story.at("09:05:00").leg("maria", "sofia", { kind: "lost" });
  expect(story.plays("maria"), "meanwhile there is music").toEqual(["music"]);
  story.at("09:05:02").leg("maria", "sofia", { kind: "connected" });
  expect(story.plays("maria")).toEqual([]);
  story.at("09:06:00").leg("maria", "sofia", { kind: "lost" }).time("09:06:29");
  expect(story.what()).toEqual([]);
  story.time("09:06:30");
  expect(story.lastOf("AgentLeft").cause).toBe("phone_lost");
  expect(story.state.interactions.get(chat("maria"))?.request).toMatchObject({ kind: "return" });
  story.holds();
});

test("[CAL-8] a phone that is lost before the called number answered ends the call", () => {
  const story = new CallStory().at("09:00:00").phones("sofia").do(place("sofia", "call"));
  story.time("09:00:15");
  expect(story.lastOf("InteractionEnded").cause).toBe("not_reached");
  story.holds();
});

test("[CAL-9] a silent desk is not logged out while its agent talks, and is once the line is over", () => {
  const story = new CallStory().at("09:00:00").speaking("sofia", "maria");
  const { sessionId } = story.state.agents.get(agent("sofia")) ?? {};
  if (!sessionId) throw new Error("sofia is logged in");
  story.at("09:01:00").do({ type: "LoseDesk", agentId: agent("sofia"), sessionId, graceMs: 30_000 });
  story.time("09:01:30");
  expect(story.what()).toEqual(["DeskLost"]);
  expect(story.state.agents.has(agent("sofia"))).toBe(true);
  story.at("09:01:40").leg("maria", "customer", { kind: "gone", cause: "hung_up" }).time("09:02:00");
  expect(story.state.agents.has(agent("sofia"))).toBe(false);
  story.holds();
});

test("[CAL-10] ending a call has no undo", () => {
  const story = new CallStory().at("09:00:00").speaking("sofia", "maria");
  story.do({ type: "EndInteraction", interactionId: chat("maria"), agentId: agent("sofia") });
  expect(story.state.interactions.get(chat("maria"))?.stage).toBe("ended");
  expect(story.refuses({ type: "UndoEnd", interactionId: chat("maria"), agentId: agent("sofia") }).code).toBe(
    "undo_too_late",
  );
  story.holds();
});

test("[RES-1] after our absence a lost phone has its time again, and so has a waiting caller", () => {
  const story = new CallStory().at("09:00:00").speaking("sofia", "maria");
  story.at("09:05:00").leg("maria", "sofia", { kind: "lost" });
  story.calls("nora").heard("nora", { kind: "key", key: "1" });
  story.at("09:10:00").do({ type: "ResumeCenter", lastSeenAt: story.state.at, deskGraceMs: 30_000 });
  expect(story.legOf("maria", "sofia")?.until).toBe(story.state.at + 30_000);
  expect(story.callOf("nora").run?.announceAt).toBe(story.state.at + 30_000);
  story.holds();
});

test("[CFG-1] a service that closes while a caller is in the menu is unavailable when the caller gets there", () => {
  const story = new CallStory().at("09:00:00").calls("maria");
  story.do({ type: "ConfigureService", service: service(claims, { open: false }) });
  story.heard("maria", { kind: "key", key: "1" });
  expect(story.callOf("maria").run?.stepId).toBe("closed");
  story.holds();
});

test("[CAL-13] a line that is silent for two minutes is gone; until then it may come back", () => {
  const begin = () =>
    new CallStory().at("09:00:00").speaking("sofia", "maria").leg("maria", "customer", { kind: "lost" });
  const back = begin()
    .at("09:01:59")
    .do({ type: "MeetDeadlines" })
    .leg("maria", "customer", { kind: "connected" });
  back.at("09:05:00").do({ type: "MeetDeadlines" });
  expect(back.circles("maria")).toEqual(["customer:main", "sofia:main"]);
  const gone = begin().at("09:02:00").do({ type: "MeetDeadlines" });
  expect(gone.last).toContainEqual(
    expect.objectContaining({ type: "LegRemoved", role: "customer", cause: "lost" }),
  );
  expect(gone.lastOf("InteractionEnded").cause, "[CAL-3] nobody hung up").toBe("connection_lost");
  for (const one of [back, gone]) one.holds();
});
