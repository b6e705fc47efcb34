import { expect, test } from "vitest";
import { asId, type PlayReport, type ScenarioId } from "../src/index.js";
import { CallStory, prompt, scenarioOf, step } from "./call-story.js";
import { agent, chat, claims, user } from "./story.js";

const recorded: PlayReport = { kind: "recorded", durationMs: 6_000 };
const hangsUp = { kind: "gone", cause: "hung_up" } as const;

/** Key 2 leads to the service's mailbox. */
const withMailbox = () =>
  new CallStory(
    scenarioOf({
      hours: {
        type: "voicemail",
        serviceId: claims,
        prompts: [prompt("voicemail")],
        maxMs: 60_000,
        next: step("bye"),
      },
    }),
  )
    .at("09:00:00")
    .calls("maria")
    .leg("maria", "customer", { kind: "connected" })
    .heard("maria", { kind: "key", key: "2" });

test("[VML-1] a step lets the caller speak into the service's mailbox", () => {
  const story = withMailbox();
  expect(story.picture("maria")?.plays).toEqual([
    {
      id: "maria.s2",
      to: ["maria.l1"],
      kind: "voicemail",
      prompts: ["voicemail"],
      recordingId: "maria.r1",
      maxMs: 60_000,
    },
  ]);
  story.holds();
});

test("[VML-2] what was said is kept, whoever ends it", () => {
  const story = withMailbox().heard("maria", recorded);
  expect(story.events.findLast(({ type }) => type === "VoicemailEnded")).toMatchObject({
    of: { kind: "service", serviceId: claims },
    recordingId: "maria.r1",
    durationMs: 6_000,
  });
  expect(story.callOf("maria").run, "the scenario goes on").toMatchObject({ stepId: "bye" });
  const hung = withMailbox().leg("maria", "customer", hangsUp);
  expect(hung.lastOf("VoicemailEnded").durationMs).toBeNull();
  expect(hung.lastOf("InteractionEnded").cause).toBe("customer");
  const silent = withMailbox().at("09:05:00").do({ type: "MeetDeadlines" });
  expect(silent.what()).toContain("VoicemailEnded");
  for (const one of [story, hung, silent]) one.holds();
});

const voicemail = { greeting: prompt("greeting-ben"), maxMs: 120_000 };

test("[VML-1] [FWD-2] a colleague who does not answer has a mailbox", () => {
  const story = new CallStory().at("09:00:00").phones("sofia").away("ben");
  story.do({ type: "ConfigureUser", user: user("ben", { voicemail, ringMs: 15_000 }) });
  story.callsColleague("sofia", "ask", "ben").leg("ask", "sofia", { kind: "connected" }).rings("ask");
  story.at("09:00:16").do({ type: "MeetDeadlines" });
  expect(story.picture("ask")?.plays).toMatchObject([
    { kind: "voicemail", to: ["ask.l1"], prompts: ["greeting-ben"] },
  ]);
  const { mailbox } = story.callOf("ask");
  if (!mailbox) throw new Error("no mailbox");
  story.do({ type: "ReportPlay", interactionId: chat("ask"), playId: mailbox.playId, report: recorded });
  expect(story.lastOf("InteractionEnded").cause).toBe("voicemail");
  expect(story.state.agents.get(agent("sofia"))?.word).toBe("ready");

  const gone = new CallStory().at("09:00:00").phones("sofia").hire("ben", { voicemail });
  gone.callsColleague("sofia", "ask", "ben").leg("ask", "sofia", { kind: "connected" });
  expect(gone.played("ask"), "who is not logged in, too").toEqual(["voicemail:sofia"]);
  gone.do({ type: "EndInteraction", interactionId: chat("ask"), agentId: agent("sofia") });
  expect(gone.what()).toContain("VoicemailEnded");
  for (const one of [story, gone]) one.holds();
});

test("[VML-3] an agent turns the own mailbox on and off, and nothing else of the user changes", () => {
  const ben = user("ben", { forwarding: ["busy"], skills: { claims: 7 } as never });
  const story = new CallStory().at("09:00:00").do({ type: "ConfigureUser", user: ben });
  const configure = (mailbox: typeof voicemail | null, ringMs: number | null) =>
    story.do({ type: "ConfigureMailbox", agentId: agent("ben"), mailbox, ringMs });
  const now = () => story.state.configuration.users.get(agent("ben"));
  configure(voicemail, 15_000);
  expect(now()).toEqual({ ...ben, voicemail, ringMs: 15_000 });
  configure(null, null);
  expect(now()).toEqual(ben);
  const nobody = { type: "ConfigureMailbox", agentId: agent("nobody"), mailbox: null, ringMs: null } as const;
  expect(story.refuses(nobody).code).toBe("object_not_found");
  story.holds();
});

test("[FWD-1] a colleague's call goes on to the own number, as that colleague has chosen", () => {
  const story = new CallStory()
    .at("09:00:00")
    .phones("sofia")
    .hire("ben", { forwarding: ["not_logged_in"] });
  story.callsColleague("sofia", "ask", "ben");
  expect(story.events.findLast(({ type }) => type === "CallForwarded")).toMatchObject({
    agentId: "ben",
    legId: "ask.f1",
    reason: "not_logged_in",
  });
  expect(story.picture("ask")?.legs, "not before the caller can talk").toMatchObject([{ role: "agent" }]);
  story.leg("ask", "sofia", { kind: "connected" });
  const number = asId<never>("ask.f1");
  const report = (kind: "ringing" | "connected") =>
    story.do({ type: "ReportLeg", interactionId: chat("ask"), legId: number, report: { kind } });
  report("ringing");
  expect(story.played("ask")).toEqual(["ringback:sofia"]);
  report("connected");
  expect(story.circles("ask")).toEqual(["external:main", "sofia:main"]);
  const always = new CallStory().at("09:00:00").phones("sofia").phones("ben");
  always.do({ type: "ConfigureUser", user: user("ben", { forwarding: ["always"] }) });
  always.callsColleague("sofia", "ask", "ben");
  expect(always.what()).toContain("CallForwarded");
  always.calls("maria").leg("maria", "customer", { kind: "connected" });
  always.heard("maria", { kind: "key", key: "1" });
  expect(always.offerOf("maria"), "a service's call is not forwarded").toBeDefined();
  // Nobody is there, either, or the number may not be called any more: the call ends for who called.
  const nobody = new CallStory()
    .at("09:00:00")
    .phones("sofia")
    .hire("ben", { forwarding: ["always"] });
  nobody.callsColleague("sofia", "ask", "ben").leg("ask", "sofia", { kind: "connected" });
  nobody.do({
    type: "ReportLeg",
    interactionId: chat("ask"),
    legId: number,
    report: { kind: "gone", cause: "number_unknown" },
  });
  expect(nobody.state.interactions.get(chat("ask"))?.stage ?? "gone").not.toBe("open");
  expect(nobody.state.agents.get(agent("sofia"))?.word).toBe("ready");
  for (const one of [story, always, nobody]) one.holds();
});

test("[FWD-3] an agent turns the own forwarding on and off, and nothing else of the user changes", () => {
  const ben = user("ben", { voicemail, skills: { claims: 7 } as never });
  const story = new CallStory().at("09:00:00").do({ type: "ConfigureUser", user: ben });
  const configure = (forwarding: readonly ("always" | "busy")[], ringMs: number | null) =>
    story.do({ type: "ConfigureForwarding", agentId: agent("ben"), forwarding, ringMs });
  const now = () => story.state.configuration.users.get(agent("ben"));
  configure(["busy", "always", "busy"], 15_000);
  expect(now()).toEqual({ ...ben, forwarding: ["always", "busy"], ringMs: 15_000 });
  configure([], null);
  expect(now()).toEqual({ ...ben, ringMs: 15_000 });
  const nobody = {
    type: "ConfigureForwarding",
    agentId: agent("nobody"),
    forwarding: [],
    ringMs: null,
  } as const;
  expect(story.refuses(nobody).code).toBe("object_not_found");
  story.holds();
});

test("[MSG-3] an agent's own messages go with the agent, and shared ones stay", () => {
  const story = new CallStory().at("09:00:00").hire("ben", {});
  for (const [id, owner] of [
    ["hello", agent("ben")],
    ["notice", null],
  ] as const) {
    const message = { agentId: owner, serviceId: null };
    const prompt = { id: asId<never>(id), kind: "speech", sound: "0", durationMs: 1, message } as const;
    story.do({ type: "ConfigurePrompt", prompt });
  }
  story.do({ type: "RemoveUser", agentId: agent("ben") });
  expect([...story.state.configuration.prompts.keys()]).toEqual(["notice"]);
  story.holds();
});

const talking = () => new CallStory().at("09:00:00").speaking("sofia", "maria");
const play = { type: "PlayMessage", promptId: prompt("disclosure"), thenEnds: false } as const;

test("[MSG-1] a recorded message is heard by all, until it ends or is stopped", () => {
  const story = talking().by("sofia", "maria", play);
  expect(story.picture("maria")?.plays).toMatchObject([
    { kind: "prompts", prompts: ["disclosure"], to: ["maria.l1", "maria.l2"], keys: null },
  ]);
  expect(story.refusesOf("sofia", "maria", play).code).toBe("already_in_progress");
  story.by("sofia", "maria", { type: "StopMessage" });
  expect(story.played("maria")).toEqual([]);
  expect(story.refusesOf("sofia", "maria", { type: "StopMessage" }).code).toBe("not_suitable_state");
  const held = talking().by("sofia", "maria", { type: "HoldCall", held: true });
  expect(held.refusesOf("sofia", "maria", play).code).toBe("not_suitable_state");
  story.by("sofia", "maria", play).at("09:05:01").do({ type: "MeetDeadlines" });
  expect(story.lastOf("MessageStopped").cause).toBe("ended");
  story.holds();
});

test("[MSG-2] the agent goes at once, and the call ends with the message", () => {
  const story = talking().by("sofia", "maria", { ...play, thenEnds: true });
  expect(story.state.agents.get(agent("sofia"))?.word).toBe("after_call_work");
  expect(story.circles("maria")).toEqual(["customer:main"]);
  const { message } = story.callOf("maria");
  if (!message) throw new Error("no message");
  const report = { kind: "ended" } as const;
  story.do({ type: "ReportPlay", interactionId: chat("maria"), playId: message.playId, report });
  expect(story.lastOf("InteractionEnded")).toMatchObject({ cause: "agent", agentId: "sofia" });
  story.holds();
});

const payment = asId<ScenarioId>("payment");
const amount = { minor: 12_900, currency: "EUR" };
const digits = (name: string, next: string) =>
  ({
    type: "collect",
    prompts: [prompt(name)],
    invalidPrompts: [prompt("again")],
    name,
    lengthMin: 3,
    lengthMax: 19,
    secure: true,
    timeoutMs: 10_000,
    attemptsMax: 2,
    next: step(next),
    otherwise: step("end"),
    cancelled: step("end"),
  }) as const;
const withScenario = () => {
  const scenario = {
    ...scenarioOf({
      card: { ...digits("card", "expiry"), check: "card_number" },
      expiry: { ...digits("expiry", "code"), check: "card_expiry" },
      code: digits("code", "pay"),
      pay: {
        type: "pay",
        prompts: [prompt("one-moment")],
        card: "card",
        expiry: "expiry",
        code: "code",
        approved: step("thanks"),
        declined: step("card"),
        failed: step("end"),
      },
      thanks: { type: "play", prompts: [prompt("thanks")], next: step("end") },
      end: { type: "hang_up", prompts: [] },
    }),
    id: payment,
    start: step("card"),
    application: "payment" as const,
  };
  const survey = {
    ...scenarioOf({
      ask: {
        type: "find_agent",
        serviceId: claims,
        music: prompt("music"),
        announceEveryMs: null,
        overflowAfterMs: null,
        overflow: step("end"),
        unavailable: step("end"),
      },
      end: { type: "hang_up", prompts: [] },
    }),
    id: asId<ScenarioId>("survey"),
    start: step("ask"),
    application: "survey" as const,
  };
  return talking()
    .do({ type: "ConfigureScenario", scenario })
    .do({ type: "ConfigureScenario", scenario: survey })
    .by("sofia", "maria", { type: "StartRecording", kind: "call" });
};
const connect = { type: "ConnectApplication", scenarioId: payment, amount } as const;
const withPayment = () => withScenario().by("sofia", "maria", connect);
const token = (of: string) => ({ kind: "collected", length: 4, token: of }) as const;
const paying = () =>
  withPayment()
    .heard("maria", token("t-card"))
    .heard("maria", token("t-expiry"))
    .heard("maria", token("t-code"));

test("[VAP-1] a voice application has the customer to itself, and no recording hears it", () => {
  const story = withPayment();
  expect(story.played("maria")).toEqual(["prompts:customer"]);
  expect(story.circles("maria")).toEqual(["customer:-", "sofia:-"]);
  expect(story.picture("maria")?.recordings).toMatchObject([{ paused: true }]);
  story.away("ben");
  const consult = { type: "Consult", to: { agentId: agent("ben") } } as const;
  expect(story.refusesOf("sofia", "maria", consult).code).toBe("already_in_progress");
  expect(story.refusesOf("sofia", "maria", play).code).toBe("already_in_progress");
  expect(story.refusesOf("sofia", "maria", { type: "ResumeRecording" }).code).toBe("already_in_progress");
  const call = story.callOf("maria").scenario?.id;
  expect(call).toBe("payment");
  const notOne = talking().callOf("maria").scenario?.id;
  for (const scenarioId of [asId<ScenarioId>("nothing"), notOne as ScenarioId])
    expect(withScenario().refusesOf("sofia", "maria", { ...connect, scenarioId }).code).toBe(
      "object_not_found",
    );
  const asks = withPayment().by("sofia", "maria", { type: "EndApplication" });
  asks.by("sofia", "maria", { type: "ConnectApplication", scenarioId: asId("survey"), amount: null });
  expect(asks.lastOf("ApplicationEnded").cause, "an agent is there already").toBe("done");
  for (const one of [story, asks]) one.holds();
});

test("[VAP-2] the customer comes back with the results, and the recording goes on", () => {
  const story = withPayment().heard("maria", { kind: "cancelled" });
  expect(story.what()).toEqual(["ApplicationEnded"]);
  expect(story.circles("maria")).toEqual(["customer:main", "sofia:main"]);
  expect(story.picture("maria")?.recordings).toMatchObject([{ paused: false }]);
  const gone = withPayment().leg("maria", "customer", hangsUp);
  expect(gone.lastOf("InteractionEnded").cause).toBe("customer");
  const lost = withPayment().leg("maria", "sofia", { kind: "gone", cause: "lost" });
  lost.heard("maria", { kind: "no_input" }).heard("maria", { kind: "no_input" });
  // Others talk on, and can end their call.
  const colleagues = withScenario()
    .away("ben")
    .by("sofia", "maria", { type: "Consult", to: { agentId: agent("ben") } })
    .joins("ben", "maria")
    .by("sofia", "maria", { type: "MergeConsultation" })
    .by("sofia", "maria", connect)
    .leg("maria", "customer", hangsUp);
  expect(colleagues.lastOf("ApplicationEnded").cause).toBe("customer_left");
  expect(colleagues.circles("maria")).toEqual(["sofia:main", "ben:main"]);
  colleagues.by("sofia", "maria", { type: "EndCallForAll" });
  expect(colleagues.lastOf("InteractionEnded")).toMatchObject({ cause: "agent" });
  // The agent's own pause, which would have ended meanwhile.
  const paused = withScenario()
    .by("sofia", "maria", { type: "PauseRecording" })
    .by("sofia", "maria", connect);
  expect(paused.callOf("maria").recordings).toMatchObject([{ resumeAt: null }]);
  paused.by("sofia", "maria", { type: "EndApplication" });
  expect(lost.state.interactions.get(chat("maria"))?.request, "nobody is left with nobody").not.toBeNull();
  for (const one of [story, gone, lost, colleagues]) one.holds();
});

test("[VAP-3] an amount is paid once, with what was entered, and nothing of that stays", () => {
  for (const wrong of [
    null,
    { minor: 0, currency: "EUR" },
    { minor: 1.5, currency: "EUR" },
    { minor: 1, currency: "" },
  ])
    expect(withScenario().refusesOf("sofia", "maria", { ...connect, amount: wrong }).code).toBe(
      "not_suitable_state",
    );
  const survey = { ...connect, scenarioId: asId<ScenarioId>("survey") };
  expect(withScenario().refusesOf("sofia", "maria", survey).code).toBe("not_suitable_state");
  const story = paying();
  expect(story.picture("maria")?.plays).toMatchObject([
    {
      kind: "pay",
      prompts: ["one-moment"],
      payment: { amount, card: "t-card", expiry: "t-expiry", code: "t-code" },
    },
  ]);
  expect(story.picture("maria")?.secrets).toEqual(["t-card", "t-expiry", "t-code"]);
  expect(story.refusesOf("sofia", "maria", { type: "EndApplication" }).facts).toEqual({ kind: "payment" });
  const report = { kind: "paid", outcome: "approved", amount } as const;
  const declined = paying().heard("maria", { ...report, outcome: "declined" });
  expect(declined.callOf("maria").run?.stepId).toBe("card");
  expect(declined.picture("maria")?.secrets).toEqual([]);
  const gone = paying();
  const { run } = gone.callOf("maria");
  gone.leg("maria", "customer", hangsUp);
  gone.do({ type: "ReportPlay", interactionId: chat("maria"), playId: asId(run?.playId ?? ""), report });
  expect(gone.lastOf("PaymentReported")).toMatchObject({ outcome: "approved", amount });
  story.heard("maria", report);
  expect(story.what()).toEqual(["PaymentReported", "ScenarioStepEntered"]);
  expect(story.lastOf("ScenarioStepEntered").stepId).toBe("thanks");
  const back = withPayment().heard("maria", token("t-card")).by("sofia", "maria", { type: "EndApplication" });
  expect(back.picture("maria")?.secrets).toEqual([]);
  for (const one of [story, declined, gone, back]) one.holds();
});
