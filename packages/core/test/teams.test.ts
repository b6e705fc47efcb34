import { expect, test } from "vitest";
import { supervisedTeams, type TeamId, type User, watchOf } from "../src/index.js";
import { CallStory } from "./call-story.js";
import { agent, chat, claims, general, generalSkill, Story, user } from "./story.js";

const team = (name: string) => name as TeamId;
const supervisor = (supervises?: User["supervises"], over: Partial<User> = {}): Partial<User> => ({
  roles: ["supervisor"],
  ...(supervises !== undefined && { supervises }),
  ...over,
});
const of = (name: string): Partial<User> => ({ teamId: team(name) });

const listen = (by = "anna") =>
  ({ type: "MonitorChat", interactionId: chat("maria"), supervisorId: agent(by) }) as const;
const take = (from: string | null, by = "anna") =>
  ({
    type: "TakeOverChat",
    interactionId: chat("maria"),
    supervisorId: agent(by),
    agentId: from === null ? null : agent(from),
  }) as const;
const give = (from: string | null, by = "anna") =>
  ({ ...take(from, by), type: "Reassign", to: { serviceId: general } }) as const;
const force = (whom: string, by = "anna") =>
  ({
    type: "ForcePresence",
    agentId: agent(whom),
    supervisorId: agent(by),
    presence: { kind: "not_ready", reason: null },
  }) as const;
const seesMaria = (story: Story, who = "anna"): boolean => {
  const { configuration, interactions } = story.state;
  const maria = interactions.get(chat("maria"));
  return (
    maria !== undefined && watchOf(configuration.users.get(agent(who)), configuration).interaction(maria)
  );
};

test("[TEA-1] all teams, or chosen ones; else the own one, or all when it has no agents; administrators all", () => {
  const users = new Map([user("sofia", of("red")), user("ben", of("blue"))].map((one) => [one.id, one]));
  const teams = (over: Partial<User>) => {
    const found = supervisedTeams(user("anna", over), users);
    return found === "all" ? "all" : [...found].join();
  };
  expect(teams(supervisor("all", of("red")))).toBe("all");
  expect(teams(supervisor([team("red"), team("blue")], of("green")))).toBe("red,blue");
  expect(teams(supervisor([])), "none is none").toBe("");
  expect(teams(supervisor(undefined, of("red")))).toBe("red");
  expect(teams(supervisor(undefined, of("heads")))).toBe("all");
  expect(teams(supervisor())).toBe("all");
  expect(teams(supervisor([team("red")], { roles: ["supervisor", "administrator"] }))).toBe("all");
});

test("[TEA-2] of another team's agents, and of those in none, nothing is seen, helped with or taken", () => {
  const story = new Story().logIn("anna", supervisor([team("blue")])).logIn("olga", supervisor("all"));
  story.hire("ben", of("blue")).hire("sofia", of("red")).talking("sofia", "maria").ready("ines");
  story.do({ type: "AskAssistance", interactionId: chat("maria"), agentId: agent("sofia"), reason: "other" });
  const answer = {
    type: "AnswerAssistance",
    interactionId: chat("maria"),
    supervisorId: agent("anna"),
  } as const;
  const resolve = { ...answer, type: "ResolveAssistance" } as const;
  expect(seesMaria(story)).toBe(false);
  expect(seesMaria(story, "olga")).toBe(true);
  for (const refused of [
    listen(),
    take("sofia"),
    give("sofia"),
    force("sofia"),
    force("ines"),
    answer,
    resolve,
  ])
    expect([refused.type, story.refuses(refused).code]).toEqual([refused.type, "not_enough_privileges"]);
  story
    .do(force("anna"))
    .do(listen("olga"))
    .do({ ...answer, supervisorId: agent("olga") })
    .do(force("ines", "olga"));
  story.do({ type: "ConfigureUser", user: user("anna", supervisor([team("red")])) });
  story.do(listen()).do(answer).do(take("sofia"));
  story.holds();
});

test("[TEA-2] [TEA-5] nobody listens to, or takes, a call of another team's agent, and who is left alone with one is out", () => {
  const story = new CallStory()
    .at("09:00:00")
    .hire("anna", supervisor([team("red")]))
    .away("anna");
  story.hire("sofia", of("red")).hire("ben", of("blue")).speaking("sofia", "maria").away("ben");
  const monitor = (beside: string) =>
    ({
      type: "MonitorCall",
      interactionId: chat("maria"),
      supervisorId: agent("anna"),
      agentId: agent(beside),
      mode: "listen",
    }) as const;
  story.do(monitor("sofia")).leg("maria", "anna", { kind: "connected" });
  story.by("sofia", "maria", { type: "Consult", to: { agentId: agent("ben") } }).joins("ben", "maria");
  expect(story.refuses(monitor("ben")).code).toBe("not_enough_privileges");
  expect(story.refuses({ ...take("ben"), type: "TakeOverCall", agentId: agent("ben") }).code).toBe(
    "not_enough_privileges",
  );
  story.by("sofia", "maria", { type: "CompleteTransfer" });
  expect(story.state.agents.get(agent("anna"))?.monitoring, "only Ben is left").toBeNull();
  story.do({ type: "ConfigureUser", user: user("anna", supervisor([team("blue")])) }).do(monitor("ben"));
  story.do({ type: "ConfigureUser", user: user("ben", of("green")) });
  expect(story.state.agents.get(agent("anna"))?.monitoring, "he is of another team").toBeNull();
  story.holds();
});

test("[TEA-3] what agents of several teams have belongs to the supervisors of each", () => {
  const story = new Story()
    .logIn("anna", supervisor([team("red")]))
    .logIn("olga", supervisor([team("blue")]));
  story.hire("sofia", of("red")).hire("ben", of("blue")).talking("sofia", "maria").ready("ben");
  expect([seesMaria(story), seesMaria(story, "olga")]).toEqual([true, false]);
  story.do({
    type: "RequestAgent",
    interactionId: chat("maria"),
    agentId: agent("sofia"),
    kind: "invite",
    to: { agentId: agent("ben") },
  });
  expect(seesMaria(story, "olga"), "it is asked of Ben").toBe(true);
  story.accepts("ben", "maria").do(listen()).do(listen("olga"));
  expect(story.refuses(take("sofia", "olga")).code).toBe("not_enough_privileges");
  story.do({ type: "LeaveInteraction", interactionId: chat("maria"), agentId: agent("sofia") });
  expect(story.lastOf("ChatMonitoringEnded")).toMatchObject({ supervisorId: "anna", cause: "other_team" });
  expect([seesMaria(story), seesMaria(story, "olga")]).toEqual([false, true]);
  story.do(take("ben", "olga"));
  story.holds();
});

test("[TEA-4] who waits belongs to those of whose agents one could take it", () => {
  const story = new Story()
    .logIn("anna", supervisor([team("red")]))
    .logIn("olga", supervisor([team("blue")]));
  story.hire("sofia", of("red")).hire("ben", { ...of("blue"), skills: { [generalSkill]: 50 } });
  story.start("maria");
  expect([seesMaria(story), seesMaria(story, "olga")]).toEqual([true, false]);
  expect(story.refuses(give(null, "olga")).code).toBe("not_enough_privileges");
  expect(story.refuses(take(null, "olga")).code).toBe("not_enough_privileges");
  story.do(give(null));
  expect(story.center.waiting(claims).count).toBe(0);
  expect([seesMaria(story), seesMaria(story, "olga")]).toEqual([false, true]);
  story.do({ type: "ConfigureUser", user: user("ben", { ...of("blue"), enabled: false }) });
  expect(seesMaria(story, "olga"), "nobody of hers could").toBe(false);
  story.holds();
});

test("[TEA-5] another choice holds at once: beside a chat one is out, and what was looked after is open again", () => {
  const story = new Story()
    .logIn("anna", supervisor("all"))
    .hire("sofia", of("red"))
    .talking("sofia", "maria");
  story.do({ type: "AskAssistance", interactionId: chat("maria"), agentId: agent("sofia"), reason: "other" });
  story.do({ type: "AnswerAssistance", interactionId: chat("maria"), supervisorId: agent("anna") });
  story.do({ type: "ConfigureUser", user: user("anna", supervisor("all", { skills: {} })) });
  expect(story.what(), "the same teams").toEqual(["UserConfigured"]);
  story.do({ type: "ConfigureUser", user: user("anna", supervisor([team("blue")])) });
  expect(story.what()).toEqual(["UserConfigured", "ChatMonitoringEnded", "AssistanceAnswered"]);
  expect(story.state.interactions.get(chat("maria"))?.assistance?.answered).toBeNull();
  story.do({ type: "ConfigureUser", user: user("sofia", of("blue")) });
  story.do(listen()).do({ type: "ConfigureUser", user: user("sofia", of("red")) });
  expect(story.lastOf("ChatMonitoringEnded").cause).toBe("other_team");
  story.holds();
});
