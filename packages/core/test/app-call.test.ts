import { expect, test } from "vitest";
import { asId, type CallCommand, type ClientKey, type Command, type MessageId } from "../src/index.js";
import { CallStory, line } from "./call-story.js";
import { agent, chat } from "./story.js";

/** Maria's chat with Sofia, whose phone works; and what the app asks. */
class AppStory extends CallStory {
  chatting(): this {
    return this.at("09:00:00").phones("sofia").start("maria").accepts("sofia", "maria");
  }
  arrival(appKey = this.chat.clientKey): CallCommand {
    return {
      type: "ArriveAppCall",
      interactionId: chat("voice"),
      beside: chat("maria"),
      appKey,
      clientKey: asId<ClientKey>("call-voice"),
    };
  }
  placing(name = "sofia", call = "voice"): CallCommand {
    return {
      type: "PlaceAppCall",
      interactionId: chat(call),
      agentId: agent(name),
      beside: chat("maria"),
      clientKey: asId<ClientKey>(`call-${call}`),
    };
  }
  get chat() {
    const found = this.state.interactions.get(chat("maria"));
    if (!found) throw new Error("the chat is over");
    return found;
  }
  asks(messageId: string): this {
    const command: Command = {
      type: "ReceiveMessage",
      interactionId: chat("maria"),
      clientKey: this.chat.clientKey,
      messageId: asId<MessageId>(messageId),
      kind: "call_request",
    };
    return this.do(command);
  }
  wants(): string[] {
    return (this.picture("voice")?.legs ?? []).map(({ role, want, device }) => `${role}:${want}:${device}`);
  }
}

test("[APP-1] a customer calls in the app: under the chat's case, ringing at the agent who has the chat, ready or not", () => {
  const story = new AppStory().chatting();
  story.do({ type: "SetPresence", agentId: agent("sofia"), presence: { kind: "not_ready", reason: null } });
  story.at("09:05:00").do(story.arrival());
  expect(story.what()).toEqual(["InteractionStarted", "AppCallArrived", "AgentRequested", "OfferMade"]);
  expect(story.lastOf("InteractionStarted")).toMatchObject({
    channel: "voice",
    caseNumber: story.chat.caseNumber,
    caseOpened: false,
    contactId: story.chat.contactId,
    serviceId: story.chat.serviceId,
  });
  expect(story.callOf("voice")).toMatchObject({
    direction: "inbound",
    beside: chat("maria"),
    legs: [{ role: "customer", device: "app", state: "dialing" }],
  });
  expect(story.offerOf("voice")).toMatchObject({ agentId: "sofia", kind: "call" });
  expect(story.chat.appCall).toBe(chat("voice"));
  story.holds();
});

test("[APP-1] nobody who can be reached, a second call, a foreign app and a chat that is over are refused", () => {
  const story = new AppStory().at("09:00:00").ready("ben").start("maria").accepts("ben", "maria");
  expect(story.refuses(story.arrival()).code, "no phone").toBe("destination_not_available");
  story.do({ type: "SetPhone", agentId: agent("ben"), phone: { device: "browser", health: "ok" } });
  expect(story.refuses(story.arrival(asId<ClientKey>("somebody"))).code).toBe("no_interaction");
  expect(story.refuses(story.placing("sofia")).code, "not in the chat").toBe("not_your_interaction");
  story.do(story.arrival());
  expect(story.refuses({ ...story.arrival(), interactionId: chat("second") })).toEqual({
    code: "already_in_progress",
    facts: { interactionId: chat("voice") },
  });
  expect(story.refuses(story.placing("ben", "second")).code).toBe("already_in_progress");
  story.do({ type: "CustomerEnd", interactionId: chat("maria"), clientKey: story.chat.clientKey });
  const over = story.refuses({ ...story.arrival(), interactionId: chat("third") });
  expect(["not_suitable_state", "no_interaction"]).toContain(over.code);
  expect(story.state.interactions.has(chat("voice")), "it rang, and is over with its chat").toBe(false);
  story.holds();
});

test("[APP-2] [PIC-9] the app is attached when the agent has said yes, and talks when it is there", () => {
  const story = new AppStory().chatting();
  story.do(story.arrival());
  expect(story.wants(), "while it rings at the desk").toEqual([]);
  expect(story.plays("voice")).toEqual([]);
  story.accepts("sofia", "voice");
  expect(story.wants()).toEqual(["customer:attach:app", "agent:attach:browser"]);
  story.leg("voice", "customer", { kind: "ringing" }).leg("voice", "sofia", { kind: "connected" });
  expect(story.played("voice")).toEqual(["ringback:sofia"]);
  story.leg("voice", "customer", { kind: "connected" });
  expect(story.circles("voice")).toEqual(["customer:main", "sofia:main"]);
  expect(story.plays("voice")).toEqual([]);
  story.by("sofia", "voice", { type: "HoldCall", held: true });
  expect(story.played("voice")).toEqual(["music:customer"]);
  story.by("sofia", "voice", { type: "HoldCall", held: false });
  story.leg("voice", "customer", { kind: "gone", cause: "hung_up" });
  expect(story.lastOf("InteractionEnded").cause).toBe("customer");
  expect(story.lastOf("WrapUpStarted").agentId).toBe("sofia");
  expect(story.chat.appCall).toBe(null);
  story.holds();
});

test("[APP-2] no, no answer, and a customer who does not wait end it; nobody becomes not ready", () => {
  const story = new AppStory().chatting();
  story.do(story.arrival()).rings("voice");
  story.do({ type: "RejectOffer", offerId: story.offerOf("voice").id, agentId: agent("sofia") });
  expect(story.lastOf("InteractionEnded").cause).toBe("declined");
  expect(story.chat.appCall).toBe(null);

  story
    .at("09:10:00")
    .do({ ...story.arrival(), interactionId: chat("voice2") })
    .rings("voice2");
  story.at("09:12:00").do({ type: "MeetDeadlines" });
  expect(story.lastOf("InteractionEnded").cause).toBe("no_answer");

  story
    .at("09:20:00")
    .do({ ...story.arrival(), interactionId: chat("voice3") })
    .rings("voice3");
  story.leg("voice3", "customer", { kind: "gone", cause: "hung_up" });
  expect(story.lastOf("InteractionEnded").cause).toBe("abandoned");
  expect(story.lastOf("OfferWithdrawn").cause).toBe("customer_left");
  expect(story.state.agents.get(agent("sofia"))?.presence).toEqual({ kind: "ready" });
  story.holds();
});

test("[APP-3] an agent calls in the app: it rings there when the agent's phone is there", () => {
  const story = new AppStory().chatting();
  story.do(story.placing());
  expect(story.what()).toEqual(["InteractionStarted", "AppCallPlaced", "AgentJoined", "LegAdded"]);
  expect(story.wants()).toEqual(["agent:attach:browser"]);
  story.leg("voice", "sofia", { kind: "connected" });
  expect(story.wants()).toEqual(["customer:attach:app", "agent:attach:browser"]);
  story.leg("voice", "customer", { kind: "ringing" });
  story.leg("voice", "customer", { kind: "gone", cause: "declined" });
  expect(story.lastOf("InteractionEnded").cause).toBe("not_reached");
  expect(story.lastOf("WrapUpCompleted"), "nothing to wrap up").toMatchObject({ cause: "none" });
  expect(story.state.agents.get(agent("sofia"))?.loads).toHaveLength(1);
  story.holds();
});

test("[APP-4] an app has 45 s to take the call, and 30 s to come back", () => {
  const story = new AppStory().chatting();
  story.do(story.placing()).leg("voice", "sofia", { kind: "connected" });
  story.at("09:05:00").leg("voice", "customer", { kind: "ringing" });
  story.at("09:05:44").do({ type: "MeetDeadlines" });
  expect(story.callOf("voice").legs).toHaveLength(2);
  story.at("09:05:45").do({ type: "MeetDeadlines" });
  expect(story.lastOf("InteractionEnded").cause).toBe("not_reached");

  story.at("09:10:00").do({ ...story.placing(), interactionId: chat("again") } as CallCommand);
  story.leg("again", "sofia", { kind: "connected" }).leg("again", "customer", { kind: "ringing" });
  story.leg("again", "customer", { kind: "connected" });
  story.at("09:20:00").leg("again", "customer", { kind: "lost" });
  story.at("09:20:20").leg("again", "customer", { kind: "connected" });
  expect(story.legOf("again", "customer")).toMatchObject({ state: "connected", until: null });
  story.at("09:30:00").leg("again", "customer", { kind: "lost" });
  story.at("09:30:30").do({ type: "MeetDeadlines" });
  expect(story.lastOf("LegRemoved")).toBeDefined();
  expect(story.lastOf("InteractionEnded").cause).toBe("connection_lost");
  story.holds();
});

test("[APP-5] it ends with its chat, with the chat's cause; who talks is not silent", () => {
  const story = new AppStory();
  story.chatting().answers("sofia", "maria", "m1");
  expect(story.chat.inactivity).not.toBe(null);
  story.do(story.placing()).leg("voice", "sofia", { kind: "connected" });
  story.leg("voice", "customer", { kind: "connected" }).answers("sofia", "maria", "m2");
  expect(story.chat.inactivity, "while they talk").toBe(null);
  story.by("sofia", "voice", { type: "EndCallForAll" });
  expect(story.chat).toMatchObject({ appCall: null, inactivity: { step: "warn" } });

  story.do({ ...story.placing(), interactionId: chat("second") } as CallCommand);
  story.leg("second", "sofia", { kind: "connected" }).leg("second", "customer", { kind: "connected" });
  story.do({ type: "CustomerDisconnect", interactionId: chat("maria"), clientKey: story.chat.clientKey });
  expect(story.lastOf("InteractionEnded")).toMatchObject({
    interactionId: chat("second"),
    cause: "customer",
  });
  expect(story.callOf("second").legs).toEqual([]);
  story.holds();
});

test("[CRQ-1] a customer asks to be called and waits for an answer; a newer request takes the older one's place", () => {
  const story = new AppStory().chatting();
  story.asks("m1");
  expect(story.chat).toMatchObject({ callRequest: { messageId: "m1" } });
  expect(story.chat.unansweredSince).not.toBe(null);
  story.at("09:01:00").asks("m2");
  expect(story.chat.callRequest?.messageId).toBe("m2");
  const dismissal = (messageId: string) => ({
    type: "DismissCallRequest" as const,
    interactionId: chat("maria"),
    agentId: agent("sofia"),
    messageId: asId<MessageId>(messageId),
  });
  expect(story.refuses(dismissal("m1")).code).toBe("nothing_to_cancel");
  expect(story.refuses({ ...dismissal("m2"), agentId: agent("ben") }).code).toBe("not_your_interaction");
  story.do(dismissal("m2"));
  expect(story.lastOf("CallRequestClosed")).toMatchObject({ cause: "dismissed", agentId: "sofia" });
  expect(story.refuses(dismissal("m2")).code).toBe("nothing_to_cancel");
  story.holds();
});

test("[CRQ-2] the call beside the chat answers it, and nobody waits any more; so does taking it back", () => {
  const story = new AppStory().chatting().asks("m1");
  story.do({
    type: "PlaceCall",
    interactionId: chat("phone"),
    agentId: agent("sofia"),
    entryId: line,
    contactId: asId("contact"),
    clientKey: asId<ClientKey>("call-phone"),
    beside: chat("maria"),
  });
  expect(story.lastOf("CallRequestClosed")).toMatchObject({ cause: "placed", agentId: "sofia" });
  expect(story.chat).toMatchObject({ callRequest: null, unansweredSince: null });

  story.asks("m2").do({
    type: "WithdrawCallRequest",
    interactionId: chat("maria"),
    clientKey: story.chat.clientKey,
  });
  expect(story.lastOf("CallRequestClosed")).toMatchObject({ messageId: "m2", cause: "withdrawn" });
  story.asks("m3").do(story.arrival());
  expect(story.lastOf("CallRequestClosed")).toMatchObject({ messageId: "m3", cause: "withdrawn" });
  story.asks("m4").do({
    type: "CustomerDisconnect",
    interactionId: chat("maria"),
    clientKey: story.chat.clientKey,
  });
  expect(story.chat.callRequest).toBe(null);
  story.holds();
});
