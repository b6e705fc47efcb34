import { expect, test } from "vitest";
import { asId, type SkillId } from "../src/index.js";
import {
  agent,
  app,
  chat,
  claims,
  customer,
  general,
  message,
  reason,
  Story,
  service,
  web,
} from "./story.js";

const claimsSkill = asId<SkillId>("claims");
const generalSkill = asId<SkillId>("general");
const offered = (story: Story, name: string) =>
  story.state.interactions.get(chat(name))?.request?.offerId ? story.offerOf(name).agentId : null;

test("[ELI-1] [ELI-2] [ELI-3] [ELI-4] [ELI-5] [ELI-6] the first rule that sets an agent aside is told", () => {
  const one = { chat: 1, voice: 1, email: 1 };
  const story = new Story().at("08:00:00").logIn("away").at("08:00:01");
  story.talking("full", "a").at("08:00:02");
  const full = story.state.configuration.users.get(agent("full"));
  if (full === undefined) throw new Error("there is no user full");
  story.do({ type: "ConfigureUser", user: { ...full, capacity: one } });
  story.talking("leaving", "b").do({
    type: "SetPresence",
    agentId: agent("leaving"),
    presence: { kind: "not_ready", reason: reason("lunch") },
  });
  story.at("08:00:03").ready("frozen");
  story.do({ type: "LoseDesk", agentId: agent("frozen"), sessionId: asId("frozen-1"), graceMs: 1e9 });
  story.at("08:00:04").ready("rung").start("c").rings("c").at("08:00:05").ready("sofia").start("d");
  const why = story.lastOf("OfferMade").why;
  expect(why.others).toEqual([
    { agentId: "away", rule: "ELI-1" },
    { agentId: "full", rule: "ELI-3" },
    { agentId: "leaving", rule: "ELI-2" },
    { agentId: "frozen", rule: "ELI-5" },
    { agentId: "rung", rule: "ELI-6" },
  ]);
  expect(why).toMatchObject({ rule: "ROU-3", eligible: 1, value: { load: 0, level: 50 } });
  story.holds();
});

test("[ELI-4] mixed media: one channel only, or nothing beside a call", () => {
  const phone = asId<typeof app>("phone");
  const story = new Story();
  story.do({
    type: "ConfigureEntry",
    entry: { id: phone, channel: "voice", serviceId: claims, priority: 0 },
  });
  const phoneOf = (name: string) =>
    ({ type: "SetPhone", agentId: agent(name), phone: { device: "browser", health: "ok" } }) as const;
  story
    .ready("sofia", { mixedMedia: "voice_alone" })
    .do(phoneOf("sofia"))
    .start("call", phone)
    .accepts("sofia", "call")
    .start("maria");
  expect(offered(story, "maria"), "no chat beside a call").toBeNull();
  story
    .at("09:00:01")
    .ready("ben", { mixedMedia: "one_channel" })
    .accepts("ben", "maria")
    .start("call2", phone);
  expect(offered(story, "call2"), "no call beside a chat").toBeNull();
  story.at("09:00:02").start("jonas");
  expect(offered(story, "jonas"), "another chat is fine").toBe("ben");
  story.at("09:00:03").ready("ines", { mixedMedia: "voice_alone" }).do(phoneOf("ines"));
  expect(offered(story, "call2")).toBe("ines");
  story.holds();
});

test("[ELI-7] whoever takes part in a chat is not offered it again", () => {
  const story = new Story().talking("sofia", "maria");
  story.do({
    type: "RequestAgent",
    interactionId: chat("maria"),
    agentId: agent("sofia"),
    kind: "invite",
    to: { serviceId: claims },
  });
  expect(offered(story, "maria")).toBeNull();
  story.start("jonas");
  expect(offered(story, "jonas"), "who waits behind it is not blocked").toBe("sofia");
  story.ready("ben");
  expect(offered(story, "maria")).toBe("ben");
  expect(story.lastOf("OfferMade").why.others).toEqual([{ agentId: "sofia", rule: "ELI-7" }]);
  story.holds();
});

test("[QUE-1] a higher priority goes before a longer wait", () => {
  const vip = asId<typeof app>("vip");
  const story = new Story().do({
    type: "ConfigureEntry",
    entry: { id: vip, channel: "chat", serviceId: claims, priority: 5 },
  });
  story.at("09:00:00").start("maria").at("09:00:30").start("vera", vip);
  expect([story.center.ahead("vera"), story.center.ahead("maria")]).toEqual([0, 1]);
  expect(story.center.waiting(claims).oldestSince).toBe(
    story.state.interactions.get(chat("maria"))?.startedAt,
  );
  story.ready("sofia");
  expect(offered(story, "vera")).toBe("sofia");
  story.holds();
});

test("[QUE-2] a full queue and a closed service refuse", () => {
  const story = new Story()
    .do({ type: "ConfigureService", service: service(claims, { queueLengthMax: 1 }) })
    .start("maria");
  const start = (name: string, entry = app) =>
    story.refuses({
      type: "StartInteraction",
      interactionId: chat(name),
      entryId: entry,
      contactId: asId("c"),
      clientKey: customer(name),
    }).code;
  expect(start("jonas")).toBe("queue_full");
  story.do({ type: "ConfigureService", service: service(general, { open: false }) });
  expect(start("vera", web)).toBe("no_chat_in_service");
  expect(start("omar", asId("nowhere"))).toBe("entry_unknown");
  story.holds();
});

test("[QUE-3] a transferred customer keeps her age in the other queue", () => {
  const story = new Story()
    .at("09:00:00")
    .talking("sofia", "maria")
    .at("09:05:00")
    .start("late", web)
    .at("09:06:00");
  story.do({
    type: "RequestAgent",
    interactionId: chat("maria"),
    agentId: agent("sofia"),
    kind: "transfer",
    to: { serviceId: general },
  });
  expect([story.center.ahead("maria"), story.center.ahead("late")]).toEqual([0, 1]);
  story.ready("mei", { skills: { [generalSkill]: 10 } });
  expect(offered(story, "maria")).toBe("mei");
  story.holds();
});

test("[QUE-4] estimated wait: people ahead x mean handling time / agents; absent below five samples", () => {
  const story = new Story().at("09:00:00").ready("sofia").ready("ben");
  expect(story.center.estimatedWaitSeconds(claims, 3)).toBeUndefined();
  for (let i = 0; i < 5; i++) {
    story.at(`09:${10 + i}:00`).start(`c${i}`);
    story.accepts(offered(story, `c${i}`) as string, `c${i}`).at(`09:${10 + i}:40`);
    story.do({ type: "CustomerEnd", interactionId: chat(`c${i}`), clientKey: customer(`c${i}`) });
  }
  expect(story.center.estimatedWaitSeconds(claims, 3)).toBe((3 * 40) / 2);
  expect(story.center.estimatedWaitSeconds(general, 3)).toBeUndefined();
  story.holds();
});

test("[ROU-1] [ROU-2] an agent with two services is offered whoever has waited longest over both", () => {
  const story = new Story().at("09:00:00").start("web1", web).at("09:00:05").start("maria");
  story.at("09:00:10").ready("sofia", { skills: { [claimsSkill]: 90, [generalSkill]: 10 } });
  expect(offered(story, "web1")).toBe("sofia");
  story.accepts("sofia", "web1");
  expect(offered(story, "maria")).toBe("sofia");
  story.holds();
});

test("[ROU-2] who begins to wait in the moment in which an agent gets room does not go before who waited already", () => {
  const story = new Story().at("09:00:00").ready("sofia", {
    skills: { [claimsSkill]: 90, [generalSkill]: 10 },
    capacity: { chat: 1, voice: 1, email: 1 },
  });
  story.start("maria").accepts("sofia", "maria");
  story.do({ type: "ConfigureEntry", entry: { id: web, channel: "chat", serviceId: general, priority: 5 } });
  story.at("09:00:10").start("web1", web);
  const interactionId = chat("maria");
  story.do({
    type: "RequestAgent",
    interactionId,
    agentId: agent("sofia"),
    kind: "transfer",
    to: { serviceId: claims },
  });
  story.do({ type: "LeaveInteraction", interactionId, agentId: agent("sofia") });
  expect(offered(story, "web1")).toBe("sofia");
  expect(story.center.waiting(claims).count).toBe(1);
  story.holds();
});

test("[ROU-3] level before idle time, idle time before id", () => {
  const story = new Story()
    .at("09:00:00")
    .ready("old")
    .at("09:00:10")
    .ready("expert", { skills: { [claimsSkill]: 80 } });
  story.at("09:00:20").start("maria");
  expect(offered(story, "maria")).toBe("expert");
  story
    .accepts("expert", "maria")
    .do({ type: "SetPresence", agentId: agent("expert"), presence: { kind: "logged_out" } });
  story.at("09:00:30").ready("young").start("jonas");
  expect(offered(story, "jonas")).toBe("old");
  story.at("09:00:31").accepts("old", "jonas").at("09:00:32").start("vera");
  expect(offered(story, "vera"), "accepting ends idle time").toBe("young");
  story.holds();
});

test("[ROU-4] least loaded goes before longest idle where the service says so", () => {
  const story = new Story().do({
    type: "ConfigureService",
    service: service(claims, { distribution: "least_loaded" }),
  });
  story.at("09:00:00").talking("sofia", "maria").at("09:10:00").ready("ben").start("jonas");
  expect(offered(story, "jonas")).toBe("ben");
  expect(story.lastOf("OfferMade").why).toMatchObject({
    rule: "ROU-4",
    others: [{ agentId: "sofia", rule: "ROU-8" }],
  });
  story.holds();
});

test("[ROU-8] [ROU-9] every offer names at most five others and why each was set aside", () => {
  const story = new Story();
  for (const name of ["a", "b", "c", "d", "e", "f", "g"]) story.at("09:00:00").ready(name);
  story.at("09:01:00").start("maria");
  const { why } = story.lastOf("OfferMade");
  expect(why).toMatchObject({ rule: "ROU-3", eligible: 7, value: { idleMs: 60_000, load: 0, level: 50 } });
  expect(why.others).toEqual(["b", "c", "d", "e", "f"].map((agentId) => ({ agentId, rule: "ROU-8" })));
  story.holds();
});

test("[CON-2] your turn counts from the first unanswered question; a position asks nothing", () => {
  const story = new Story().at("09:00:00").talking("sofia", "maria");
  const unanswered = () => story.state.interactions.get(chat("maria"))?.unansweredSince;
  story.at("09:00:05").do({
    type: "ReceiveMessage",
    interactionId: chat("maria"),
    clientKey: customer("maria"),
    messageId: message("l1"),
    kind: "location",
  });
  expect(unanswered()).toBeNull();
  story.at("09:00:10").writes("maria", "m1");
  const since = story.state.at;
  story.at("09:00:20").writes("maria", "m2");
  expect(unanswered()).toBe(since);
  story.do({
    type: "SendMessage",
    interactionId: chat("maria"),
    agentId: agent("sofia"),
    messageId: message("w"),
    kind: "text",
    audience: "team",
  });
  expect(unanswered(), "a whisper answers nobody").toBe(since);
  story.answers("sofia", "maria", "m3");
  expect(unanswered()).toBeNull();
  story.holds();
});
