import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  createVapidKeys,
  createWebPush,
  type PushPayload,
  type PushSender,
  type PushSubscription,
  subscriptionsInFolder,
  subscriptionsInMemory,
} from "../../src/push/index.js";
import { android, answerOf, ios } from "./clients.js";
import { SOFIA, World } from "./world.js";

let world: World;
let sent: { subscription: PushSubscription; payload: PushPayload }[];
let outcome: "sent" | "gone";
beforeEach(async () => {
  sent = [];
  outcome = "sent";
  const sender: PushSender = {
    webPushPublicKey: "public",
    supports: (kind) => kind !== "ios_firebase",
    refuses: () => null,
    send: async (subscription, payload) => {
      sent.push({ subscription, payload });
      return outcome;
    },
  };
  const subscriptions = subscriptionsInMemory();
  world = await World.open({
    http: { push: sender, subscriptionsFor: () => subscriptions },
    settings: { awayAfterMs: 400, goneAfterMs: 800, pushAfterMs: 80, pollHoldMs: 50 },
  });
});
afterEach(() => world.close());

test("[6] exactly one configured service, or none to unsubscribe; everything else is 406 + 5603", async () => {
  const app = ios(world.base);
  const chatId = await app.start();
  const post = (body: unknown) => app.call("POST", `chats/${chatId}/notifications`, { body });
  for (const body of [
    { ios_apns_device_token: "t", ios_app_bundle_id: "b" },
    { android_firebase_device_token: "t" },
    { web_push_subscription: { endpoint: "https://push.example/x", keys: { p256dh: "p", auth: "a" } } },
    {},
  ]) {
    const answer = await post(body);
    expect([answer.status, answer.text]).toEqual([200, "{}"]);
  }
  for (const body of [
    { ios_apns_device_token: "t" },
    { ios_app_bundle_id: "b" },
    { ios_firebase_device_token: "not configured" },
    { android_firebase_device_token: "t", ios_apns_device_token: "t", ios_app_bundle_id: "b" },
    { web_push_subscription: { endpoint: "http://plain.example", keys: { p256dh: "p", auth: "a" } } },
    { android_firebase_device_token: 5 },
  ]) {
    const answer = await post(body);
    expect([answer.status, answer.body.error_code]).toEqual([406, "5603"]);
  }
});

test("[6] an agent's message to an app that does not poll becomes a push with chatID; to one that polls it does not", async () => {
  const app = android(world.base);
  const chatId = await app.start();
  await app.call("POST", `chats/${chatId}/notifications`, { body: { android_firebase_device_token: "t-1" } });
  await world.ready(SOFIA);
  await world.accept(SOFIA);
  const told = app.poll(chatId);
  await told;
  await world.say(SOFIA, chatId, "you poll");
  await app.poll(chatId);
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect(sent).toEqual([]);
  await expect.poll(() => world.ephemeral.presenceOf(chatId)).not.toBe("here");
  await world.say(SOFIA, chatId, "a whisper", "team");
  await world.say(SOFIA, chatId, "wake up");
  await expect.poll(() => sent.length).toBe(1);
  expect(sent[0]).toEqual({
    subscription: { kind: "android_firebase", token: "t-1" },
    payload: { chatID: chatId, title: "Sofia", body: "wake up" },
  });
  outcome = "gone";
  await world.say(SOFIA, chatId, "second");
  await expect.poll(() => sent.length).toBe(2);
  await world.say(SOFIA, chatId, "third");
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(sent.length).toBe(2);
});

test("[6] another app cannot subscribe to a chat", async () => {
  const chatId = await ios(world.base).start();
  const answer = await ios(world.base).call("POST", `chats/${chatId}/notifications`, {
    body: { android_firebase_device_token: "t" },
  });
  expect([answer.status, answer.body.error_code]).toEqual([404, "5005"]);
});

test("the key that a browser needs", async () => {
  const answer = await answerOf(await fetch(`${world.base}/api/customer/v1/push-key`));
  expect(answer.body).toEqual({ publicKey: "public" });
});

test("web push goes only to browsers' push services, with keys that are keys", () => {
  const push = createWebPush({ ...createVapidKeys(), subject: "mailto:ops@larkfield.example" });
  const point = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 1)]).toString("base64url");
  const keys = { p256dh: point, auth: Buffer.alloc(16, 1).toString("base64url") };
  const refuses = (endpoint: string, own = keys) => push.refuses({ kind: "web_push", endpoint, keys: own });
  expect(refuses("https://fcm.googleapis.com/fcm/send/abc")).toBeNull();
  expect(refuses("https://updates.push.services.mozilla.com/wpush/v2/abc")).toBeNull();
  for (const endpoint of [
    "https://localhost/x",
    "https://127.0.0.1/x",
    "https://fcm.googleapis.com:8443/x",
    "https://fcm.googleapis.com.evil.example/x",
    "https://evilfcm.googleapis.com.example/",
    "http://fcm.googleapis.com/x",
    "https://user@fcm.googleapis.com/x",
    "nonsense",
  ]) {
    expect([endpoint, refuses(endpoint)]).toEqual([endpoint, expect.any(String)]);
  }
  expect(refuses("https://fcm.googleapis.com/x", { ...keys, auth: "short" })).not.toBeNull();
});

test("subscriptions outlive the process in their folder", async () => {
  const folder = await mkdtemp(join(tmpdir(), "patchbay-push-"));
  try {
    const subscription: PushSubscription = {
      kind: "web_push",
      endpoint: "https://x.example",
      keys: { p256dh: "p", auth: "a" },
    };
    await subscriptionsInFolder(folder).put("../escape", subscription);
    expect(await subscriptionsInFolder(folder).get("../escape")).toEqual(subscription);
    expect(await subscriptionsInFolder(folder).get("other")).toBeUndefined();
    await subscriptionsInFolder(folder).put("../escape", null);
    expect(await subscriptionsInFolder(folder).get("../escape")).toBeUndefined();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
