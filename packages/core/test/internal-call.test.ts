import { expect, test } from "vitest";
import { asId, type LegId } from "../src/index.js";
import { CallStory } from "./call-story.js";
import { agent, chat, reason, session } from "./story.js";

test("[INT-1] a colleague's phone rings whatever state is shown there, and both talk", () => {
  const story = new CallStory().at("09:00:00").phones("sofia").away("ben");
  story.callsColleague("sofia", "chat", "ben").leg("chat", "sofia", { kind: "connected" });
  expect(story.offerOf("chat")).toMatchObject({ agentId: "ben", kind: "call" });
  expect(story.played("chat")).toEqual(["ringback:sofia"]);
  story.joins("ben", "chat");
  expect(story.circles("chat")).toEqual(["sofia:main", "ben:main"]);
  expect(story.played("chat")).toEqual([]);
  expect(story.state.agents.get(agent("ben"))?.word).toBe("busy");
  story.do({ type: "EndInteraction", interactionId: chat("chat"), agentId: agent("ben") });
  expect(story.state.interactions.has(chat("chat")), "with one left it is over").toBe(false);
  expect(story.state.agents.get(agent("sofia"))?.word, "no wrap-up").toBe("ready");
  expect(story.state.agents.get(agent("ben"))?.word, "as before").toBe("not_ready");
  story.holds();
});

test("[INT-1] who cannot be called: oneself, nobody, who is away from the desk, without a phone, or full of calls", () => {
  const story = new CallStory().at("09:00:00").phones("sofia").hire("ines").logIn("mei");
  const refused = (to: string) => story.refuses(story.internalCall("sofia", "x", to)).code;
  expect(refused("sofia")).toBe("self_call");
  expect(refused("nobody")).toBe("object_not_found");
  expect(refused("ines")).toBe("destination_user_not_logged");
  expect(refused("mei"), "her phone was never tried").toBe("destination_not_available");
  story.away("ben").away("marcus").away("yusuf").away("zoe").away("anna");
  for (const other of ["marcus", "yusuf", "zoe", "anna"]) story.callsColleague(other, `of-${other}`, "ben");
  expect(refused("ben"), "four calls ring or wait there").toBe("destination_not_available");
  story.holds();
});

test("[INT-2] a no is no work that was missed, and the caller may give up", () => {
  const story = new CallStory().at("09:00:00").phones("sofia").phones("ben");
  story.callsColleague("sofia", "one", "ben").rings("one");
  story.do({ type: "RejectOffer", offerId: story.offerOf("one").id, agentId: agent("ben") });
  expect(story.lastOf("InteractionEnded").cause).toBe("declined");
  expect(story.state.agents.get(agent("ben"))?.word).toBe("ready");
  story.callsColleague("sofia", "two", "ben").leg("two", "sofia", { kind: "connected" }).rings("two");
  story.at("09:00:31").do({ type: "MeetDeadlines" });
  expect(story.lastOf("InteractionEnded").cause).toBe("no_answer");
  expect(story.state.agents.get(agent("ben"))?.word, "not blamed").toBe("ready");
  story.callsColleague("sofia", "three", "ben");
  story.do({ type: "EndInteraction", interactionId: chat("three"), agentId: agent("sofia") });
  expect(story.what()).toContain("OfferWithdrawn");
  expect(story.state.agents.get(agent("sofia"))?.loads).toEqual([]);
  story.holds();
});

test("[CAL-11] taking a second call puts the first on hold, and retrieving one the other", () => {
  const story = new CallStory().at("09:00:00").speaking("sofia", "maria").away("ben");
  story.callsColleague("ben", "ask", "sofia").leg("ask", "ben", { kind: "connected" }).joins("sofia", "ask");
  expect(story.circles("maria")).toEqual(["customer:main", "sofia:-"]);
  expect(story.played("maria")).toEqual(["music:customer"]);
  expect(story.state.agents.get(agent("sofia"))?.loads.map(({ state }) => state)).toEqual(["hold", "active"]);
  story.by("sofia", "maria", { type: "HoldCall", held: false });
  expect(story.circles("maria")).toEqual(["customer:main", "sofia:main"]);
  expect(story.circles("ask"), "she is in one at a time").toEqual(["ben:main", "sofia:-"]);
  story.holds();
});

test("[PHN-2] the device stays while a call is in hand", () => {
  const story = new CallStory().at("09:00:00").speaking("sofia", "maria");
  const sip = { type: "SetPhone", agentId: agent("sofia"), phone: { device: "sip", health: "ok" } } as const;
  expect(story.refuses(sip).code).toBe("not_suitable_state");
  story.do({ type: "EndInteraction", interactionId: chat("maria"), agentId: agent("sofia") }).do(sip);
  expect(story.state.agents.get(agent("sofia"))?.phone.device).toBe("sip");
  story.holds();
});

test("[PHN-3] [PIC-8] a desk phone is dialled, and putting it down ends the call", () => {
  const story = new CallStory().at("09:00:00").phones("sofia").calls("maria");
  story.do({ type: "SetPhone", agentId: agent("sofia"), phone: { device: "sip", health: "ok" } });
  story.leg("maria", "customer", { kind: "connected" }).heard("maria", { kind: "key", key: "1" });
  story.accepts("sofia", "maria");
  expect(story.picture("maria")?.legs[1]).toMatchObject({ device: "sip", want: "dial" });
  story.leg("maria", "sofia", { kind: "ringing" }).leg("maria", "sofia", { kind: "connected" });
  story.leg("maria", "sofia", { kind: "gone", cause: "hung_up" });
  expect(story.lastOf("InteractionEnded")).toMatchObject({ cause: "agent", agentId: "sofia" });
  expect(story.state.agents.get(agent("sofia"))).toMatchObject({
    word: "after_call_work",
    phone: { health: "ok" },
  });
  story.holds();
});

test("[PHN-5] a desk phone that hangs up since its transfer was refused gets its customer back", () => {
  const story = new CallStory().at("09:00:00").phones("sofia").calls("maria");
  story.do({ type: "SetPhone", agentId: agent("sofia"), phone: { device: "sip", health: "ok" } });
  story.leg("maria", "customer", { kind: "connected" }).heard("maria", { kind: "key", key: "1" });
  story.accepts("sofia", "maria");
  story.leg("maria", "sofia", { kind: "ringing" }).leg("maria", "sofia", { kind: "connected" });
  story.leg("maria", "sofia", { kind: "gone", cause: "transfer_refused" });
  expect(story.offerOf("maria")).toMatchObject({ agentId: "sofia", kind: "return" });
  expect(story.played("maria")).toEqual(["music:customer"]);
  expect(story.state.agents.get(agent("sofia"))?.phone.health).toBe("ok");
  story.holds();
});

test("[PHN-4] a desk phone that calls out is answered, and whom it wants is called then", () => {
  const story = new CallStory().at("09:00:00").phones("sofia").away("ben");
  const place = { ...story.internalCall("sofia", "out", "ben"), fromPhone: true } as const;
  expect(story.refuses(place).code, "she talks through her browser").toBe("logged_without_phone");
  story.do({ type: "SetPhone", agentId: agent("sofia"), phone: { device: "sip", health: "ok" } }).do(place);
  expect(story.picture("out")?.legs).toMatchObject([{ legId: "out.l1", want: "answer", device: "sip" }]);
  story.leg("out", "sofia", { kind: "connected" }).joins("ben", "out");
  expect(story.circles("out")).toEqual(["sofia:main", "ben:main"]);
  story.holds();
});

test("[INT-3] given away in vain it is over, also for a number that was called in", () => {
  const number = asId<LegId>("ask.x1");
  const story = new CallStory().at("09:00:00").away("sofia").away("ben").phones("ines");
  story.callsColleague("sofia", "ask", "ben").leg("ask", "sofia", { kind: "connected" }).joins("ben", "ask");
  story.by("sofia", "ask", { type: "CallNumberIn", legId: number, kind: "invite" });
  story.do({ type: "ReportLeg", interactionId: chat("ask"), legId: number, report: { kind: "connected" } });
  story.do({ type: "LeaveInteraction", interactionId: chat("ask"), agentId: agent("ben") });
  story.do({
    type: "RequestAgent",
    interactionId: chat("ask"),
    agentId: agent("sofia"),
    kind: "transfer",
    to: { agentId: agent("ines") },
    leave: true,
  });
  expect(story.played("ask")).toEqual(["music:external"]);
  story.rings("ask").do({ type: "RejectOffer", offerId: story.offerOf("ask").id, agentId: agent("ines") });
  expect(story.lastOf("InteractionEnded").cause).toBe("no_answer");
  expect(story.state.interactions.size).toBe(0);
  story.holds();
});

test("[PIC-3] who is left alone while somebody is asked for hears it ring", () => {
  const story = new CallStory().at("09:00:00").away("sofia").away("ben").phones("ines");
  story.callsColleague("sofia", "ask", "ben").leg("ask", "sofia", { kind: "connected" }).joins("ben", "ask");
  story.do({
    type: "RequestAgent",
    interactionId: chat("ask"),
    agentId: agent("sofia"),
    kind: "transfer",
    to: { agentId: agent("ines") },
    leave: true,
  });
  expect(story.played("ask")).toEqual(["ringback:ben"]);
  story.joins("ines", "ask");
  expect(story.played("ask")).toEqual([]);
  story.holds();
});

test("[INT-4] it rings on when the agent becomes not ready, also by a supervisor's word, and ends with a log-out", () => {
  const away = { kind: "not_ready", reason: reason("lunch") } as const;
  const begin = () => {
    const story = new CallStory().at("09:00:00").phones("sofia").phones("ben");
    story.callsColleague("sofia", "ask", "ben").rings("ask");
    return story;
  };
  const story = begin().do({ type: "SetPresence", agentId: agent("ben"), presence: away });
  expect(story.offerOf("ask").agentId).toBe("ben");
  story.leg("ask", "sofia", { kind: "connected" }).joins("ben", "ask");
  expect(story.circles("ask")).toEqual(["sofia:main", "ben:main"]);
  const forced = begin().hire("anna", { roles: ["supervisor"] });
  forced.do({ type: "ForcePresence", agentId: agent("ben"), presence: away, supervisorId: agent("anna") });
  expect(forced.offerOf("ask").agentId).toBe("ben");
  const gone = begin().do({ type: "LogOut", agentId: agent("ben"), sessionId: session("ben-1") });
  expect(gone.lastOf("InteractionEnded").cause).toBe("no_answer");
  const work = new CallStory().at("09:00:00").phones("ben").calls("maria");
  work.leg("maria", "customer", { kind: "connected" }).heard("maria", { kind: "key", key: "1" });
  work.do({ type: "SetPresence", agentId: agent("ben"), presence: away });
  expect(work.state.offers.size, "a customer goes on to somebody else").toBe(0);
  for (const one of [story, forced, gone, work]) one.holds();
});
