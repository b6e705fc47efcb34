import { expect, test } from "vitest";
import { asId, type ForwardingReason, type LegId, type PhoneDevice, type User } from "../src/index.js";
import { CallStory, prompt } from "./call-story.js";
import { agent, chat, claims, user } from "./story.js";

const voicemail = (of: string) => ({ greeting: prompt(`greeting-${of}`), maxMs: 120_000 });
const RING_MS = 15_000;

/** Sofia calls Ben, who is as said; the caller's phone is there. */
function calling(
  ben: Partial<User>,
  state: "away" | "no_phone" | "signed_out",
  device: PhoneDevice = "browser",
) {
  const story = new CallStory().at("09:00:00").phones("sofia");
  story.hire("ben", { ringMs: RING_MS, ...ben });
  if (state !== "signed_out") {
    story.logIn("ben");
    const phone =
      state === "no_phone"
        ? ({ device: "none", health: "ok" } as const)
        : ({ device, health: "ok" } as const);
    story.do({ type: "SetPhone", agentId: agent("ben"), phone });
  }
  return story.callsColleague("sofia", "ask", "ben").leg("ask", "sofia", { kind: "connected" });
}

const rings = (story: CallStory): string | null => {
  const offerId = story.state.interactions.get(chat("ask"))?.request?.offerId;
  return (offerId && story.state.offers.get(offerId)?.agentId) ?? null;
};
/** After the time for which a colleague's call rings. */
const nobodyAnswers = (story: CallStory): CallStory =>
  story.rings("ask").at("09:00:16").do({ type: "MeetDeadlines" });
const rejects = (story: CallStory): CallStory => {
  const { id, agentId } = story.offerOf("ask");
  return story.rings("ask").do({ type: "RejectOffer", offerId: id, agentId });
};
const numberOf = (story: CallStory): boolean =>
  story.state.interactions.get(chat("ask"))?.call?.legs.some(({ role }) => role === "external") ?? false;
const mailboxOf = (story: CallStory): string | null => {
  const of = story.state.interactions.get(chat("ask"))?.call?.mailbox?.of;
  return of?.kind === "agent" ? of.agentId : null;
};
const over = (story: CallStory): boolean => story.state.interactions.get(chat("ask"))?.stage !== "open";

const none = { forwarding: [] as ForwardingReason[] };
const all: ForwardingReason[] = ["busy", "no_answer", "not_logged_in"];

// The reference's table: what a call to an agent's own extension does, by device and login status.
test.each<PhoneDevice>(["browser", "external", "sip"])(
  "[FWD-1] [FWD-2] a phone of the kind %s rings first: after its time forwarded, without forwarding the mailbox, without one over",
  (device) => {
    const rung = calling({ forwarding: ["no_answer"] }, "away", device);
    expect([rings(rung), numberOf(rung)]).toEqual(["ben", false]);
    expect(numberOf(nobodyAnswers(rung))).toBe(true);
    const box = calling({ ...none, voicemail: voicemail("ben") }, "away", device);
    expect([rings(box), mailboxOf(box)]).toEqual(["ben", null]);
    expect(mailboxOf(nobodyAnswers(box))).toBe("ben");
    const neither = calling(none, "away", device);
    expect(rings(neither)).toBe("ben");
    expect(over(nobodyAnswers(neither))).toBe(true);
    for (const one of [rung, box, neither]) one.holds();
  },
);

test.each(["no_phone", "signed_out"] as const)(
  "[FWD-1] [FWD-2] %s: forwarded at once, without forwarding the mailbox at once, without one refused",
  (state) => {
    const forwarded = calling({ forwarding: ["not_logged_in"] }, state);
    expect([rings(forwarded), numberOf(forwarded)]).toEqual([null, true]);
    expect(forwarded.lastOf("CallForwarded").reason).toBe("not_logged_in");
    const box = calling({ ...none, voicemail: voicemail("ben") }, state);
    expect([rings(box), mailboxOf(box)]).toEqual([null, "ben"]);
    const story = new CallStory().at("09:00:00").phones("sofia").hire("ben", none);
    if (state === "no_phone") story.logIn("ben");
    expect(story.refuses(story.internalCall("sofia", "ask", "ben")).code).toBe(
      state === "no_phone" ? "destination_not_available" : "destination_user_not_logged",
    );
    for (const one of [forwarded, box, story]) one.holds();
  },
);

test("[FWD-1] each reason is its own: always, busy or declined, no answer", () => {
  const always = calling({ forwarding: ["always"] }, "away");
  expect([rings(always), numberOf(always)]).toEqual([null, true]);
  const declined = rejects(calling({ forwarding: ["busy"] }, "away"));
  expect(numberOf(declined)).toBe(true);
  expect(declined.lastOf("CallForwarded").reason).toBe("busy");
  // Chosen for another reason: the mailbox has it.
  const other = rejects(
    calling({ forwarding: ["no_answer", "not_logged_in"], voicemail: voicemail("ben") }, "away"),
  );
  expect([numberOf(other), mailboxOf(other)]).toEqual([false, "ben"]);
  for (const one of [always, declined, other]) one.holds();
});

test("[FWD-2] the number does not answer: the mailbox of whoever was called takes the words, without one it is over", () => {
  const number = asId<LegId>("ask.f1");
  const gone = (story: CallStory): CallStory =>
    story.do({
      type: "ReportLeg",
      interactionId: chat("ask"),
      legId: number,
      report: { kind: "gone", cause: "no_answer" },
    });
  const box = gone(calling({ forwarding: all, voicemail: voicemail("ben") }, "signed_out"));
  expect(mailboxOf(box)).toBe("ben");
  expect(box.played("ask")).toEqual(["voicemail:sofia"]);
  expect(over(gone(calling({ forwarding: all }, "signed_out")))).toBe(true);
  const talked = calling({ forwarding: all, voicemail: voicemail("ben") }, "signed_out");
  talked.do({ type: "ReportLeg", interactionId: chat("ask"), legId: number, report: { kind: "connected" } });
  expect(over(gone(talked)), "after a talk there is no mailbox").toBe(true);
  for (const one of [box, talked]) one.holds();
});

/** Ben forwards to Ines; Sofia calls Ben. */
function toInes(ben: Partial<User>, ines: Partial<User>, inesIs: "away" | "signed_out"): CallStory {
  const story = new CallStory().at("09:00:00").phones("sofia");
  story.hire("ines", { ringMs: RING_MS, ...ines });
  if (inesIs === "away") story.away("ines");
  story.hire("ben", { forwarding: all, forwardTo: agent("ines"), ...ben });
  return story.callsColleague("sofia", "ask", "ben").leg("ask", "sofia", { kind: "connected" });
}

test("[FWD-4] a colleague's desk rings instead, knows from whom, and its mailbox is the last resort", () => {
  const story = toInes({}, {}, "away");
  expect(rings(story)).toBe("ines");
  expect(story.callOf("ask").forwardedBy).toEqual(["ben"]);
  expect(story.lastOf("CallForwardedInside")).toMatchObject({
    agentId: "ben",
    to: "ines",
    reason: "not_logged_in",
  });
  story.accepts("ines", "ask").leg("ask", "ines", { kind: "connected" });
  expect(story.circles("ask")).toEqual(["sofia:main", "ines:main"]);
  const unanswered = (over: Partial<User>) =>
    nobodyAnswers(toInes(over, { voicemail: voicemail("ines") }, "away"));
  expect(mailboxOf(unanswered({ voicemail: voicemail("ben") })), "who was called first").toBe("ben");
  expect(mailboxOf(unanswered({}))).toBe("ines");
  // Further on, to the number of the colleague's own.
  const further = toInes({}, { forwarding: all }, "signed_out");
  expect(numberOf(further)).toBe(true);
  expect(further.callOf("ask").forwardedBy).toEqual(["ben", "ines"]);
  for (const one of [story, further]) one.holds();
});

test("[FWD-4] nobody is asked twice, nor who calls, and not more than five give a call on", () => {
  const story = new CallStory().at("09:00:00").phones("sofia");
  for (const [name, to] of [
    ["ben", "ines"],
    ["ines", "ben"],
  ] as const)
    story.hire(name, { forwarding: ["always"], forwardTo: agent(to) });
  expect(story.refuses(story.internalCall("sofia", "ask", "ben")).code).toBe("destination_user_not_logged");
  story.do({
    type: "ConfigureUser",
    user: user("ben", { forwarding: ["always"], forwardTo: agent("ines"), voicemail: voicemail("ben") }),
  });
  expect(mailboxOf(story.callsColleague("sofia", "ask", "ben"))).toBe("ben");
  expect(story.callOf("ask").forwardedBy).toEqual(["ben"]);

  const back = new CallStory().at("09:00:00").phones("sofia");
  back.hire("ben", { forwarding: ["always"], forwardTo: agent("sofia") });
  expect(back.refuses(back.internalCall("sofia", "ask", "ben")).code).toBe("destination_user_not_logged");

  const long = new CallStory().at("09:00:00").phones("sofia");
  const names = ["a1", "a2", "a3", "a4", "a5", "a6", "a7"];
  for (const [index, name] of names.entries())
    long.hire(name, { forwarding: ["always"], forwardTo: agent(names[index + 1] ?? "nobody") });
  expect(long.refuses(long.internalCall("sofia", "ask", "a1")).code).toBe("destination_user_not_logged");
  long.away("a6").do({ type: "ConfigureUser", user: user("a6") });
  expect(rings(long.callsColleague("sofia", "ask", "a1")), "the fifth gives it to the sixth").toBe("a6");
  for (const one of [story, back, long]) one.holds();
});

test("[FWD-4] a call of a service is nobody's to forward", () => {
  const story = new CallStory().at("09:00:00").phones("ben").phones("ines");
  story.do({
    type: "ConfigureUser",
    user: user("ben", { forwarding: ["always"], forwardTo: agent("ines") }),
  });
  story
    .calls("maria")
    .leg("maria", "customer", { kind: "connected" })
    .heard("maria", { kind: "key", key: "1" });
  expect(story.offerOf("maria")).toMatchObject({ agentId: "ben", serviceId: claims });
  story.holds();
});

test("[FWD-3] [FWD-5] forwarding to oneself or to nobody is refused, and it ends with the colleague it goes to", () => {
  const story = new CallStory().at("09:00:00").hire("ben").hire("ines");
  const to = (name: string) =>
    ({
      type: "ConfigureForwarding",
      agentId: agent("ben"),
      forwarding: ["busy"],
      ringMs: null,
      to: agent(name),
    }) as const;
  expect(story.refuses(to("ben")).code).toBe("self_call");
  expect(story.refuses(to("nobody")).code).toBe("object_not_found");
  story.do(to("ines"));
  const now = () => story.state.configuration.users.get(agent("ben"));
  expect(now()).toMatchObject({ forwarding: ["busy"], forwardTo: "ines" });
  story.do({ ...to("ines"), forwarding: [] });
  expect(now(), "switched off, it is kept").toEqual(user("ben", { forwardTo: agent("ines") }));
  story.do(to("ines")).do({ type: "RemoveUser", agentId: agent("ines") });
  expect(now()).toEqual(user("ben"));
  story.holds();
});

test("[VML-4] what an administrator has locked, the agent neither switches nor lengthens", () => {
  const story = new CallStory().at("09:00:00").hire("ben");
  const asks = (mailbox: User["voicemail"] | null, locked?: boolean) =>
    ({
      type: "ConfigureMailbox",
      agentId: agent("ben"),
      mailbox,
      ringMs: RING_MS,
      ...(locked !== undefined && { locked }),
    }) as const;
  const now = () => story.state.configuration.users.get(agent("ben"));
  const box = voicemail("ben");
  story.do(asks(null, true));
  expect(story.refuses(asks(box)).code).toBe("mailbox_locked");
  expect(now()?.voicemail).toBeUndefined();
  story.do(asks(box, true));
  for (const refused of [null, { ...box, maxMs: 300_000 }])
    expect(story.refuses(asks(refused)).code).toBe("mailbox_locked");
  // The words are the agent's own.
  story.do(asks({ ...box, greeting: prompt("other") }));
  expect(now()).toMatchObject({ voicemail: { greeting: "other" }, mailboxLocked: true });
  story.do(asks(box, false)).do(asks(null));
  expect(now()).toEqual(user("ben", { ringMs: RING_MS }));
  story.holds();
});
