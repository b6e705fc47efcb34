import { asId } from "@patchbay/core";
import { afterEach, describe, expect, test } from "vitest";
import { type PushPayload, type PushSender, subscriptionsInMemory } from "../../src/push/index.js";
import { android, androidCrashes, ios, own, web } from "../messaging-http/clients.js";
import { SOFIA } from "../messaging-http/world.js";
import { ANSWER, AppWorld, OFFER } from "./app-world.js";

let app: AppWorld;
afterEach(() => app?.close());

/** The desk takes what rings. */
const accept = () => app.world.accept(SOFIA);
const reject = async () => {
  const offer = app.world.offerOf(SOFIA);
  if (offer === undefined) throw new Error("nothing rings");
  await app.world.do({ type: "ConfirmOffer", offerId: offer.id, agentId: SOFIA });
  await app.world.do({ type: "RejectOffer", offerId: offer.id, agentId: SOFIA });
};

/** Sofia and the app talk, as the customer asked. */
async function talking(): Promise<void> {
  await app.signal({ type: "REQUEST_CALL", offerVideo: false });
  await accept();
  await app.leg(2, { kind: "connected" });
  await app.told("OFFER_CALL");
  await app.signal({ type: "ANSWER_CALL", sdp: ANSWER });
  await app.leg(1, { kind: "connected" });
}

describe("a call that the customer asks for", () => {
  test("[3.3] goes in the published order, as the Android app reads it", async () => {
    app = await AppWorld.open();
    expect(await app.signal({ type: "REQUEST_CALL", offerVideo: true })).toBe(200);
    expect(app.world.offerOf(SOFIA)).toMatchObject({ kind: "call", interactionId: app.call?.id });
    expect(app.requests("app.offer"), "nothing is offered before somebody has said yes").toEqual([]);
    await accept();
    const polls = app.heard.length;
    await app.told("OFFER_CALL").then((offer) => {
      expect(offer).toEqual({ type: "OFFER_CALL", sdp: OFFER, offerVideo: false });
    });
    expect(polls).toBeGreaterThanOrEqual(0);
    expect(await app.signal({ type: "ANSWER_CALL", sdp: ANSWER })).toBe(200);
    // Android writes its candidates without a type, and the index as text.
    await app.signal({
      candidate: "candidate:9 1 UDP 2122 10.0.0.2 5000 typ host",
      sdpMid: "0",
      sdpMLineIndex: "0",
    });
    expect(await app.told("ICE_CANDIDATE")).toEqual({
      type: "ICE_CANDIDATE",
      candidate: "candidate:1 1 UDP 2122 127.0.0.1 29201 typ host",
      sdpMid: "0",
      sdpMLineIndex: "0",
    });
    expect(await app.told("ICE_CANDIDATE")).toMatchObject({ candidate: expect.stringContaining("srflx") });
    expect(app.asked.map(({ name }) => name)).toEqual(["app.offer", "app.answer", "phone.candidate"]);
    expect(app.requests("app.answer")).toEqual([{ name: "app.answer", phoneId: "phone-1", answer: ANSWER }]);
    expect(app.requests("phone.candidate")).toMatchObject([{ phoneId: "phone-1", mid: "0" }]);
    await app.leg(2, { kind: "connected" });
    await app.leg(1, { kind: "connected" });
    const legs = app.voice.pictureOf(String(app.call?.id))?.picture?.legs;
    expect(legs).toMatchObject([
      { role: "customer", want: "attach", device: "app" },
      { role: "agent", want: "attach", device: "browser" },
    ]);
    expect(await app.signal({ type: "END_CALL" })).toBe(200);
    expect(app.call).toBeUndefined();
    expect(app.requests("leg.hang_up")).toHaveLength(1);
    await app.poll();
    expect(app.signals(), "who has hung up is not told of it").toEqual([]);
  });

  test("the offer is the single event of its answer, and no event crashes the Android app", async () => {
    app = await AppWorld.open();
    await app.signal({ type: "REQUEST_CALL" });
    await accept();
    await app.world.say(SOFIA, app.chatId, "I am calling you back in the app.");
    await expect.poll(() => app.requests("app.offer").length).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 60));
    const answers = [await app.poll(), await app.poll(), await app.poll()];
    const [offered] = answers.filter((events) =>
      events.some((event) => (event["data"] as { type?: string } | undefined)?.type === "OFFER_CALL"),
    );
    expect(offered).toHaveLength(1);
    expect(androidCrashes(answers.flat())).toEqual([]);
    expect(answers.flat().every((event) => event.event !== "chat_session_call")).toBe(true);
  });

  test("an agent's no, no answer, nobody there and no phone are CALL_REJECTED", async () => {
    app = await AppWorld.open();
    await app.signal({ type: "REQUEST_CALL" });
    await reject();
    expect(await app.told("CALL_REJECTED")).toMatchObject({
      reason_code: "declined",
      reason: expect.any(String),
    });
    expect(app.world.runtime.state.agents.get(SOFIA)?.presence, "nobody is blamed").toEqual({
      kind: "ready",
    });

    await app.phone("mic_denied");
    await app.signal({ type: "REQUEST_CALL" });
    expect(await app.told("CALL_REJECTED")).toMatchObject({ reason_code: "no_agent" });
    expect(app.requests("app.offer")).toEqual([]);
    expect(app.call).toBeUndefined();
  });

  test("a customer who takes it back before it is answered has abandoned, and nothing more is told", async () => {
    app = await AppWorld.open();
    await app.signal({ type: "REQUEST_CALL" });
    await app.signal({ type: "END_CALL" });
    expect(app.call).toBeUndefined();
    expect(app.world.offerOf(SOFIA)).toBeUndefined();
    await app.poll();
    expect(app.signals()).toEqual([]);
  });

  test("an app that rings again and again is put off", async () => {
    app = await AppWorld.open();
    for (let count = 0; count < 6; count++) {
      await app.signal({ type: "REQUEST_CALL" });
      await app.signal({ type: "END_CALL" });
    }
    await app.signal({ type: "REQUEST_CALL" });
    expect(await app.told("CALL_REJECTED")).toMatchObject({ reason_code: "not_available" });
    expect(app.call).toBeUndefined();
  });

  test("without a voice process it is rejected at once", async () => {
    app = await AppWorld.open();
    app.voice.close();
    await expect.poll(() => app.voiceState).toBe("unreachable");
    expect(await app.signal({ type: "REQUEST_CALL" })).toBe(200);
    expect(await app.told("CALL_REJECTED")).toMatchObject({ reason_code: "not_available" });
    expect(app.call).toBeUndefined();
  });
});

describe("a call that an agent makes", () => {
  test("is offered when the agent's phone is there; declined, the app is told nothing more", async () => {
    app = await AppWorld.open();
    const callId = await app.place();
    expect(app.requests("app.offer")).toEqual([]);
    await app.leg(2, { kind: "connected" });
    await app.told("OFFER_CALL");
    await expect.poll(() => app.call?.call?.legs[0]?.state).toBe("ringing");
    // As the Android app rejects: both, one after the other.
    await app.signal({ type: "CALL_REJECTED", reason_code: "busy", reason: "" });
    expect(await app.signal({ type: "END_CALL" })).toBe(200);
    expect(app.call).toBeUndefined();
    const events = await app.world.handle.records.events(callId);
    expect(events.find(({ type }) => type === "LegRemoved")).toMatchObject({
      cause: "declined",
      role: "customer",
    });
    await app.poll();
    expect(app.signals().filter(({ type }) => type !== "ICE_CANDIDATE")).toEqual([]);
  });

  test("wakes an app that does not poll by a push; it finds the offer in its next poll", async () => {
    const sent: PushPayload[] = [];
    const push: PushSender = {
      webPushPublicKey: null,
      supports: () => true,
      refuses: () => null,
      send: async (_, payload) => {
        sent.push(payload);
        return "sent";
      },
    };
    app = await AppWorld.open(android, {
      http: { push, subscriptionsFor: () => subscriptionsInMemory() },
      settings: { awayAfterMs: 400, pushAfterMs: 40, pollHoldMs: 50 },
    });
    const body = { android_firebase_device_token: "t-1" };
    await app.app.call("POST", `chats/${app.chatId}/notifications`, { body });
    // While it polls it is not woken.
    await app.poll();
    await app.place();
    await app.leg(2, { kind: "connected" });
    await app.told("OFFER_CALL");
    await app.signal({ type: "CALL_REJECTED" });
    await expect.poll(() => app.call).toBeUndefined();
    await expect.poll(() => app.world.ephemeral.presenceOf(app.chatId)).not.toBe("here");
    expect(sent).toEqual([]);

    await app.place();
    await app.leg(2, { kind: "connected" });
    await expect.poll(() => sent).toEqual([{ chatID: app.chatId, title: "Sofia", body: "is calling you" }]);
    expect(await app.told("OFFER_CALL")).toMatchObject({ sdp: OFFER });
  });

  test("ended by the agent, the app hears END_CALL", async () => {
    app = await AppWorld.open();
    await talking();
    const { call } = app;
    if (call === undefined) throw new Error("no call");
    await app.world.do({ type: "EndInteraction", interactionId: call.id, agentId: SOFIA });
    expect(await app.told("END_CALL")).toEqual({ type: "END_CALL" });
  });

  test("an offer that never comes about ends it without a word to the app", async () => {
    app = await AppWorld.open();
    app.voice.onRequest = (request) => {
      app.asked.push(request);
      return { ok: false, code: "media_failed", detail: "" };
    };
    await app.place();
    await app.leg(2, { kind: "connected" });
    await expect.poll(() => app.call, { timeout: 8_000 }).toBeUndefined();
    await app.poll();
    expect(app.signals()).toEqual([]);
  });
});

describe("a call that is up", () => {
  test("an app that was reloaded asks again, and is offered anew under the same call", async () => {
    app = await AppWorld.open((base) => web(base, undefined, 2));
    await talking();
    const id = app.call?.id;
    await app.signal({ type: "REQUEST_CALL" });
    await app.told("OFFER_CALL");
    await app.signal({ type: "ANSWER_CALL", sdp: ANSWER });
    expect(app.call?.id).toBe(id);
    expect(app.requests("app.answer").map((request) => "phoneId" in request && request.phoneId)).toEqual([
      "phone-1",
      "phone-2",
    ]);
  });

  test("a server that was killed offers what was still ringing, and takes the app's end of what was up", async () => {
    app = await AppWorld.open();
    await app.place();
    await app.leg(2, { kind: "connected" });
    await app.told("OFFER_CALL");
    await expect.poll(() => app.call?.call?.legs[0]?.state).toBe("ringing");
    app.voice.calls = [{ interactionId: String(app.call?.id), revision: 1 }];
    await app.restart();
    await app.told("OFFER_CALL");
    await app.signal({ type: "ANSWER_CALL", sdp: ANSWER });
    expect(app.requests("app.answer")).toMatchObject([{ phoneId: "phone-2" }]);
    await app.leg(1, { kind: "connected" });
    await app.restart();
    expect(app.requests("app.offer"), "what is up is left alone").toHaveLength(2);
    await app.signal({ type: "END_CALL" });
    expect(app.call).toBeUndefined();
  });

  test("ends with its chat, and the app hears that first", async () => {
    app = await AppWorld.open();
    await talking();
    await app.world.do({ type: "EndInteraction", interactionId: asId(app.chatId), agentId: SOFIA });
    const events = await app.poll();
    const order = events.map((event) => (event["data"] as { type: string } | undefined)?.type ?? event.event);
    expect(order.indexOf("END_CALL")).toBeGreaterThanOrEqual(0);
    expect(order.indexOf("END_CALL")).toBeLessThan(order.indexOf("chat_session_ended"));
  });
});

describe("what cannot be understood", () => {
  test("unknown types are accepted and left alone; known ones that cannot be read are 5003", async () => {
    app = await AppWorld.open();
    expect(await app.signal({ type: "SOMETHING_NEW", sdp: "x" })).toBe(200);
    expect(await app.signal({ type: 5 })).toBe(200);
    expect(await app.signal({ type: "ANSWER_CALL" })).toBe(400);
    expect(await app.signal({ type: "ANSWER_CALL", sdp: "v".repeat(100_001) })).toBe(400);
    expect(await app.signal(JSON.stringify({ type: "ANSWER_CALL", sdp: "v".repeat(250_000) }))).toBe(400);
    expect(await app.signal({ type: "ICE_CANDIDATE", candidate: "c".repeat(2_001) })).toBe(400);
    expect(app.asked).toEqual([]);
  });

  test("out of order, nothing happens: answers, candidates and ends without a call", async () => {
    app = await AppWorld.open();
    for (const data of [
      { type: "ANSWER_CALL", sdp: ANSWER },
      { type: "ICE_CANDIDATE", candidate: "candidate:1", sdpMid: "0", sdpMLineIndex: 0 },
      { type: "END_CALL" },
      { type: "CALL_REJECTED" },
    ])
      expect(await app.signal(data)).toBe(200);
    expect(app.asked).toEqual([]);
    await app.poll();
    expect(app.signals()).toEqual([]);
    await app.signal({ type: "OFFER_CALL", sdp: OFFER });
    expect(await app.told("CALL_REJECTED"), "the center makes the offer").toMatchObject({
      reason_code: "not_supported",
    });
  });

  test("an answer that carries no sound ends the call, and the app is told", async () => {
    app = await AppWorld.open();
    const answer = app.voice.onRequest;
    app.voice.onRequest = (request) =>
      request.name === "app.answer"
        ? { ok: false, code: "media_failed", detail: "no audio" }
        : answer(request);
    await app.signal({ type: "REQUEST_CALL" });
    await accept();
    await app.told("OFFER_CALL");
    expect(await app.signal({ type: "ANSWER_CALL", sdp: "nonsense" })).toBe(200);
    await app.told("END_CALL");
    expect(app.call).toBeUndefined();
  });
});

describe("asking to be called by telephone", () => {
  const request = (number: unknown) => app.signal({ type: "REQUEST_PHONE_CALL", number });

  test("is kept as the customer's words, dismissed by the agent and told as CALL_REJECTED", async () => {
    app = await AppWorld.open((base) => web(base, undefined, 2));
    expect(await request("(503) 555-0142")).toBe(200);
    const messageId = app.chat.callRequest?.messageId ?? asId<never>("");
    const rows = await app.world.messagesOf(app.chatId);
    expect(rows.at(-1)?.body).toEqual({ kind: "call_request", number: "+15035550142" });
    await app.world.do({
      type: "DismissCallRequest",
      interactionId: asId(app.chatId),
      agentId: SOFIA,
      messageId,
    });
    expect(await app.told("CALL_REJECTED")).toMatchObject({ reason_code: "declined" });
    const history = await app.app.history(app.chatId);
    expect(
      history.filter(({ event }) => event.startsWith("chat_session_call")),
      "ours alone",
    ).toEqual([]);
  });

  test("a number that is none is rejected; END_CALL takes the wish back", async () => {
    app = await AppWorld.open((base) => web(base, undefined, 2));
    expect(await request("call me maybe")).toBe(200);
    expect(await app.told("CALL_REJECTED")).toMatchObject({ reason_code: "number_invalid" });
    expect(await request({ not: "a number" })).toBe(400);
    expect(app.chat.callRequest).toBe(null);
    await request(15035550142);
    expect(app.chat.callRequest).not.toBe(null);
    await app.signal({ type: "END_CALL" });
    expect(app.chat.callRequest).toBe(null);
  });

  test("our own app is told how calls beside its chat stand, by telephone and in the app", async () => {
    app = await AppWorld.open(own);
    await request("+15035550142");
    const history = await app.app.history(app.chatId);
    expect(history.at(-1)).toMatchObject({ event: "chat_session_call_requested", number: "+15035550142" });
    const states = () =>
      app.heard.flatMap(({ event }) =>
        event.event === "chat_session_call" ? [`${String(event["via"])} ${String(event["state"])}`] : [],
      );
    const callId = await app.place();
    await app.leg(2, { kind: "connected" });
    await app.told("OFFER_CALL");
    await expect.poll(() => app.call?.call?.legs[0]?.state).toBe("ringing");
    const active = await app.app.call("GET", "chats/active");
    expect(active.body["call"]).toEqual({ call_id: callId, via: "app", by: "agent", state: "ringing" });
    await app.leg(1, { kind: "connected" });
    await app.signal({ type: "END_CALL" });
    await app.poll();
    expect(states()).toEqual(["app ringing", "app connected", "app ended"]);
    expect((await app.app.call("GET", "chats/active")).body["call"]).toBeUndefined();
    const closed = (await app.app.history(app.chatId)).at(-1);
    expect(closed).toMatchObject({ event: "chat_session_call_request_closed", cause: "placed" });
  });

  test("an iOS app, which knows no signaling, is told nothing new", async () => {
    app = await AppWorld.open(ios);
    await request("+15035550142");
    await app.poll();
    expect(app.heard.map(({ event }) => event.event).filter((event) => event.includes("call"))).toEqual([]);
  });
});
