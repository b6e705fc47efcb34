import { asId, type InteractionId } from "@patchbay/core";
import { afterEach, expect, test } from "vitest";
import { messagingDefaults, publishedIceServers } from "../../src/messaging-http/settings.js";
import { android, ios } from "./clients.js";
import { SOFIA, World } from "./world.js";

let world: World;
afterEach(() => world.close());

/** One answered chat, so that the estimate has something to go by. */
async function handled(): Promise<void> {
  const app = ios(world.base);
  const chatId = String((await app.requestChat()).body.chat_id);
  const interactionId = asId<InteractionId>(chatId);
  await world.accept(SOFIA);
  await app.send(chatId, { event: "chat_session_end" });
  if (world.runtime.state.interactions.has(interactionId)) {
    const dispositionId =
      [...world.runtime.state.configuration.services.values()][0]?.dispositions[0]?.id ?? null;
    await world.do({ type: "SetDisposition", interactionId, agentId: SOFIA, dispositionId });
    await world.do({ type: "CompleteWrapUp", interactionId, agentId: SOFIA });
  }
}

test.each([
  ["android", android],
  ["ios", ios],
] as const)(
  "[0.1, 2.1, 3.1] an estimated wait reaches the %s app as text of whole seconds",
  async (_name, client) => {
    world = await World.open();
    await world.ready(SOFIA);
    for (let n = 0; n < 5; n++) await handled();
    await world.do({ type: "SetPresence", agentId: SOFIA, presence: { kind: "not_ready", reason: null } });
    await ios(world.base).requestChat();
    const second = client(world.base);
    const asked = await second.requestChat();
    expect(asked.status).toBe(200);
    expect(asked.body.state).toBe("queued");
    expect(asked.body.ewt).toMatch(/^\d+$/);
    const [status] = await second.poll(String(asked.body.chat_id));
    expect(status).toMatchObject({ event: "chat_session_status", state: "queued", position: "2" });
    expect(status?.ewt).toBe(asked.body.ewt);
    const availability = await second.call("GET", "availability");
    expect(availability.body.ewt).toMatch(/^\d+$/);
  },
);

test("[0.4, 0.7] with the settings as they come, an idle poll is held about ten seconds and answers an empty list", async () => {
  world = await World.open({ settings: { pollHoldMs: messagingDefaults.pollHoldMs } });
  const app = android(world.base);
  const chatId = String((await app.requestChat()).body.chat_id);
  await app.poll(chatId);
  const since = performance.now();
  const answer = await app.call("GET", `chats/${chatId}/events`);
  const heldMs = performance.now() - since;
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({ events: [] });
  expect(heldMs).toBeGreaterThan(9_000);
  expect(heldMs).toBeLessThan(13_000);
}, 20_000);

test("[10] an address that keeps failing is slowed down by refusals, and a good caller from there is not", async () => {
  world = await World.open({ settings: { failuresBurst: 3, failuresPerSecond: 0.01, slowAnswerMs: 1 } });
  const app = ios(world.base);
  const strange = async () =>
    (await fetch(`${world.base}/clientweb/api/v2/availability?tenantUrl=nobody.example`)).status;
  const seen = [await strange(), await strange(), await strange(), await strange()];
  expect(seen.slice(0, 3)).toEqual([403, 403, 403]);
  expect(seen[3]).toBe(429);
  expect((await app.call("GET", "availability")).status).toBe(200);
});

test("[3.2, 3.3] what an app signals reaches the party it names, as the object it was", async () => {
  world = await World.open();
  const heard: unknown[] = [];
  world.signaling.onFromCustomer(async (signal) => void heard.push(signal));
  const app = android(world.base);
  const chatId = String((await app.requestChat()).body.chat_id);
  await app.send(chatId, {
    event: "chat_session_signaling",
    destination_party_id: "p1",
    data: { candidate: "candidate:1", sdpMid: "0", sdpMLineIndex: "0" },
  });
  expect(heard).toMatchObject([
    {
      interactionId: chatId,
      destinationPartyId: "p1",
      data: { type: "ICE_CANDIDATE", candidate: "candidate:1" },
    },
  ]);
  expect((await app.call("GET", `chats/${chatId}/history`)).body.events).not.toContainEqual(
    expect.objectContaining({ event: "chat_session_signaling" }),
  );
});

test("[2] ICE_SERVERS are told as the published API has it: one address each", async () => {
  const iceServers = publishedIceServers([
    { urls: ["stun:stun.example.com:3478"] },
    { urls: ["turn:turn.example.com:3478", "turns:turn.example.com:5349"], username: "u", credential: "c" },
  ]);
  world = await World.open({ settings: { iceServers } });
  expect((await android(world.base).call("GET", "iceservers")).body).toEqual({
    servers: [
      { url: "stun:stun.example.com:3478" },
      { url: "turn:turn.example.com:3478", username: "u", credential: "c" },
      { url: "turns:turn.example.com:5349", username: "u", credential: "c" },
    ],
  });
});
