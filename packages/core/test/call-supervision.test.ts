import { expect, test } from "vitest";
import { CallStory } from "./call-story.js";
import { agent, chat, claims, general, generalSkill } from "./story.js";

type Target = { readonly agentId: string } | { readonly serviceId: typeof claims };
const reassign = (from: string | null, to: Target, by = "anna") =>
  ({
    type: "Reassign",
    interactionId: chat("maria"),
    supervisorId: agent(by),
    agentId: from === null ? null : agent(from),
    to: "agentId" in to ? { agentId: agent(to.agentId) } : to,
  }) as const;

/** Maria has chosen claims at 09:00 and waits; Anna supervises. */
const waiting = () => {
  const story = new CallStory()
    .at("09:00:00")
    .hire("anna", { roles: ["supervisor"] })
    .away("anna");
  story.calls("maria").leg("maria", "customer", { kind: "connected" });
  return story.heard("maria", { kind: "key", key: "1" });
};
const requestOf = (story: CallStory) => story.state.interactions.get(chat("maria"))?.request;

test("[XFR-10] a call that waits goes to another service with its age, and its scenario goes on", () => {
  const story = waiting()
    .at("09:01:00")
    .do(reassign(null, { serviceId: general }));
  expect(story.what()).toEqual(["AgentRequestClosed", "AgentRequested"]);
  expect([story.center.waiting(claims).count, story.center.waiting(general).count]).toEqual([0, 1]);
  expect(story.refuses(reassign(null, { serviceId: general })).code).toBe("already_in_progress");
  story.do({ type: "MeetDeadlines" });
  expect(story.lastOf("QueuePositionAnnounced").ahead).toBe(0);
  expect(story.played("maria").length, "music, as before").toBeGreaterThan(0);
  story.away("ben").hire("ben", { skills: { [generalSkill]: 50 } });
  story.do({ type: "SetPresence", agentId: agent("ben"), presence: { kind: "ready" } });
  expect(story.offerOf("maria")).toMatchObject({ agentId: "ben", serviceId: general });
  story.joins("ben", "maria");
  expect(story.circles("maria")).toEqual(["customer:main", "ben:main"]);
  expect(story.state.interactions.get(chat("maria"))?.serviceId).toBe(general);
  story.holds();
});

test("[XFR-10] one that is given to an agent who does not take it is back in its line, and overflows in its time", () => {
  const story = waiting().hire("ben", { skills: {} }).phones("ben");
  story.at("09:02:00").do(reassign(null, { agentId: "ben" }));
  expect(story.offerOf("maria")).toMatchObject({ agentId: "ben", kind: "transfer" });
  expect(story.center.waiting(claims).count).toBe(0);
  story.do({ type: "RejectOffer", offerId: story.offerOf("maria").id, agentId: agent("ben") });
  expect(requestOf(story)).toMatchObject({ kind: "return", agentId: null });
  expect(story.center.waiting(claims).count).toBe(1);
  expect(story.state.agents.get(agent("ben"))?.word, "nobody is blamed").toBe("ready");
  story.at("09:05:01").do({ type: "MeetDeadlines" });
  expect(requestOf(story)).toBeNull();
  expect(story.state.interactions.get(chat("maria"))?.call?.run?.stepId).toBe("bye");
  story.holds();
});

test("[XFR-10] who has no working phone, who is in the menu, and who talks already are refused", () => {
  const story = waiting().logIn("ines");
  expect(story.refuses(reassign(null, { agentId: "ines" })).code).toBe("destination_not_available");
  expect(story.refuses(reassign(null, { serviceId: general }, "ines")).code).toBe("not_enough_privileges");
  story.phones("sofia").joins("sofia", "maria").phones("ben");
  for (const from of [null, "sofia"])
    expect(story.refuses(reassign(from, { agentId: "ben" })).code).toBe("not_suitable_state");
  const menu = new CallStory()
    .hire("anna", { roles: ["supervisor"] })
    .away("anna")
    .calls("maria");
  menu.leg("maria", "customer", { kind: "connected" });
  expect(menu.refuses(reassign(null, { serviceId: general })).code).toBe("not_suitable_state");
  const colleagues = new CallStory().hire("anna", { roles: ["supervisor"] }).away("anna");
  colleagues.away("sofia").away("ben").callsColleague("sofia", "maria", "ben");
  colleagues.leg("maria", "sofia", { kind: "connected" });
  expect(colleagues.refuses(reassign(null, { serviceId: general })).code).toBe("not_suitable_state");
  story.holds();
});
