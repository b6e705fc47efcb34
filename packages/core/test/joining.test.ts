import { expect, test } from "vitest";
import { asId, type ClientKey, type ContactId, keptOf, type LegId, type ScriptId } from "../src/index.js";
import { CallStory, line } from "./call-story.js";
import { agent, app, chat, claims, service } from "./story.js";

/** Sofia has Maria's call on hold, and has called Sam, who is there. */
const twoCustomers = () => {
  const story = new CallStory().at("09:00:00").speaking("sofia", "maria").at("09:01:00");
  return story
    .do({
      type: "PlaceCall",
      interactionId: chat("sam"),
      agentId: agent("sofia"),
      entryId: line,
      contactId: asId<ContactId>("contact-sam"),
      clientKey: asId<ClientKey>("call-sam"),
      beside: null,
    })
    .leg("sam", "sofia", { kind: "connected" })
    .leg("sam", "customer", { kind: "connected" });
};
/** Sofia has Maria's call on hold, and talks with Ben in a call of its own. */
const withColleague = () =>
  new CallStory()
    .at("09:00:00")
    .speaking("sofia", "maria")
    .away("ben")
    .callsColleague("sofia", "ask", "ben")
    .leg("ask", "sofia", { kind: "connected" })
    .joins("ben", "ask");
const join = (other: string, stay: boolean) => ({ type: "JoinCalls", other: chat(other), stay }) as const;

test("[JON-1] two calls become one: the one with a customer, else the older; who was in the other is in it", () => {
  const story = twoCustomers();
  expect(story.circles("maria")).toEqual(["customer:main", "sofia:-"]);
  story.by("sofia", "sam", join("maria", true));
  expect(story.lastOf("CallsJoined")).toMatchObject({ interactionId: "maria", other: "sam", stays: true });
  expect(story.circles("maria")).toEqual(["customer:main", "sofia:main", "external:main"]);
  expect(story.played("maria"), "nobody hears music any more").toEqual([]);
  expect(story.lastOf("InteractionEnded")).toMatchObject({ interactionId: "sam", cause: "joined" });
  expect(story.state.agents.get(agent("sofia"))?.loads.map(({ state }) => state)).toEqual([
    "active",
    "wrap_up",
  ]);
  const older = withColleague().by("sofia", "ask", join("maria", true));
  older.leg("maria", "ben", { kind: "connected" });
  expect(older.circles("maria")).toEqual(["customer:main", "sofia:main", "ben:main"]);
  expect(older.state.interactions.has(chat("ask")), "colleagues have nothing to wrap up").toBe(false);
  for (const one of [story, older]) one.holds();
});

test("[JON-1] the customer of one call may hang up: those who are left talk on", () => {
  const story = twoCustomers().by("sofia", "maria", join("sam", true));
  story.leg("maria", "customer", { kind: "gone", cause: "hung_up" });
  expect(story.circles("maria")).toEqual(["sofia:main", "external:main"]);
  story.do({
    type: "ReportLeg",
    interactionId: chat("maria"),
    legId: asId<LegId>("sam.l1"),
    report: { kind: "gone", cause: "hung_up" },
  });
  expect(story.state.interactions.get(chat("maria"))?.stage).toBe("ended");
  story.holds();
});

test("[JON-2] what still rings, asks, plays or is being signed stays apart, and so does what is not one's own", () => {
  const refuses = (story: CallStory, other: string) =>
    story.refusesOf("sofia", "maria", join(other, true)).code;
  expect(refuses(twoCustomers(), "maria")).toBe("self_call");
  expect(refuses(twoCustomers(), "nobody")).toBe("no_interaction");
  const strange = twoCustomers().speaking("ben", "omar");
  expect(refuses(strange, "omar")).toBe("not_your_interaction");
  const ringing = new CallStory().at("09:00:00").speaking("sofia", "maria").away("ben");
  ringing.callsColleague("sofia", "ask", "ben").leg("ask", "sofia", { kind: "connected" });
  expect(refuses(ringing, "ask"), "it rings at Ben's").toBe("already_in_progress");
  const asking = twoCustomers().away("ben");
  asking.by("sofia", "sam", { type: "Consult", to: { agentId: agent("ben") } });
  expect(refuses(asking, "sam")).toBe("already_in_progress");
  const away = withColleague().by("ben", "ask", { type: "HoldCall", held: true });
  expect(refuses(away, "ask"), "Ben is not fetched back").toBe("not_suitable_state");
  const signing = twoCustomers().do({
    type: "ConfigureService",
    service: service(claims, {
      recording: { mode: "on_demand", mayStop: true, pauseMaxMs: null, consent: "not_required" },
      signatureScript: asId<ScriptId>("script-1"),
    }),
  });
  signing.by("sofia", "sam", { type: "SetConsent", consent: true });
  signing.by("sofia", "sam", {
    type: "StartRecording",
    kind: "signature",
    scriptId: asId<ScriptId>("script-1"),
  });
  expect(refuses(signing, "sam")).toBe("already_in_progress");
  for (const one of [strange, ringing, asking, away, signing]) one.holds();
});

test("[JON-2] a call with ten parties takes nobody more", () => {
  const story = twoCustomers();
  for (let i = 1; i <= 8; i++) {
    const legId = asId<LegId>(`maria.n${i}`);
    story
      .by("sofia", "maria", { type: "HoldCall", held: false })
      .by("sofia", "maria", { type: "CallNumberIn", legId, kind: "invite" })
      .do({ type: "ReportLeg", interactionId: chat("maria"), legId, report: { kind: "connected" } });
  }
  expect(story.refusesOf("sofia", "maria", join("sam", true)).code).toBe("conference_full");
  story.holds();
});

test("[JON-3] a line comes along as it is, also one that is muted; a desk connects by itself", () => {
  const story = twoCustomers();
  story.by("sofia", "sam", { type: "MuteParty", legId: asId<LegId>("sam.l1"), muted: true });
  story.by("sofia", "maria", join("sam", true));
  expect(story.picture("maria")?.legs[2]).toMatchObject({
    legId: "sam.l1",
    role: "external",
    want: "move",
    from: { interactionId: "sam", legId: "sam.l1" },
    muted: true,
  });
  expect(story.picture("sam"), "its other lines are hung up").toBeNull();
  const colleague = withColleague().by("sofia", "maria", join("ask", true));
  expect(colleague.picture("maria")?.legs[2]).toMatchObject({ agentId: "ben", want: "attach" });
  for (const one of [story, colleague]) one.holds();
});

test("[JON-4] connecting them leaves them to each other, and takes the agent out", () => {
  const story = twoCustomers().by("sofia", "sam", join("maria", false));
  expect(story.circles("maria")).toEqual(["customer:main", "external:main"]);
  expect(story.state.agents.get(agent("sofia"))?.loads.map(({ state }) => state)).toEqual(["wrap_up"]);
  story.leg("maria", "customer", { kind: "gone", cause: "hung_up" });
  expect(story.state.interactions.has(chat("maria")), "nobody is left to talk to").toBe(false);
  const given = withColleague().by("sofia", "ask", join("maria", false));
  given.leg("maria", "ben", { kind: "connected" });
  expect(given.circles("maria")).toEqual(["customer:main", "ben:main"]);
  expect(given.state.agents.get(agent("sofia"))?.loads, "as after any transfer").toEqual([]);
  expect(given.state.agents.get(agent("ben"))?.word).toBe("busy");
  for (const one of [story, given]) one.holds();
});

test("[JON-5] a customer's app keeps its call: the other one is brought into it; two apps stay apart", () => {
  const story = new CallStory().at("09:00:00").speaking("sofia", "maria");
  const inApp = (name: string) =>
    story
      .start(name, app)
      .accepts("sofia", name)
      .do({
        type: "PlaceAppCall",
        interactionId: chat(`${name}-call`),
        agentId: agent("sofia"),
        beside: chat(name),
        clientKey: asId<ClientKey>(`app-${name}`),
      })
      .leg(`${name}-call`, "sofia", { kind: "connected" })
      .leg(`${name}-call`, "customer", { kind: "connected" });
  inApp("ana");
  const [one, other] = [
    story.state.interactions.get(chat("maria")),
    story.state.interactions.get(chat("ana-call")),
  ];
  if (!one || !other) throw new Error("both calls are up");
  expect(keptOf(one, other).kept.id).toBe("ana-call");
  expect(keptOf(other, one).kept.id).toBe("ana-call");
  inApp("ben");
  expect(story.refusesOf("sofia", "ana-call", join("ben-call", true)).code).toBe("not_suitable_state");
  story.by("sofia", "ana-call", join("maria", true));
  expect(story.circles("ana-call")).toEqual(["customer:main", "sofia:main", "external:main"]);
  story.holds();
});
