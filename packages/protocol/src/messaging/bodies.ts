import { z } from "zod";
import { callProgress } from "./calls.js";
import { chatStates, serverEventSchema } from "./server-events.js";

const secondsText = z.string().regex(/^\d+$/).describe("Whole seconds, as text");
const countText = z.string().regex(/^\d+$/);

export const availabilityBodySchema = z.object({
  chat: z
    .enum(["available", "notAvailable", "unavailable"])
    .describe("Closed is notAvailable, except to the Android SDK, which only knows unavailable"),
  ewt: secondsText.optional(),
  agents_available: countText.optional().describe("Ours: agents logged in who could take it, as text"),
});

export const parametersBodySchema = z.object({
  parameters: z.array(z.record(z.string(), z.string())).describe("One-key objects: name -> type"),
});

export const requestChatBodySchema = z.looseObject({
  phone_number: z.union([z.string().max(100), z.number()]).nullish(),
  from: z.union([z.string().max(1_000), z.number()]).nullish(),
  parameters: z
    .record(z.string(), z.unknown())
    .nullish()
    .describe(
      "Any facts; latitude and longitude put the customer on the map. The first 100 are kept, names up to 100 " +
        "characters, values up to 4,000 (nested ones as JSON); the rest is left out without an error",
    ),
});

/** Every scalar is text, but `is_new_chat` must be a real boolean. */
export const chatPropertiesSchema = z.object({
  chat_id: z.string(),
  state: z.enum(chatStates),
  ewt: secondsText.optional().describe("Left out when unknown"),
  is_new_chat: z.boolean(),
  phone_number: z.string().optional(),
  position: countText.optional().describe("Ours: place in the queue, from 1"),
  agents_available: countText.optional().describe("Ours"),
  call: z
    .object({
      call_id: callProgress.callId,
      via: callProgress.via,
      by: callProgress.by,
      state: callProgress.state,
    })
    .optional()
    .describe("Ours, to our own app alone: the call that is up beside the chat"),
});
export type ChatProperties = z.infer<typeof chatPropertiesSchema>;

export const uploadedBodySchema = z.object({ file_id: z.string(), file_name: z.string() });

export const iceServersBodySchema = z.object({
  servers: z.array(
    z.object({ url: z.string(), username: z.string().optional(), credential: z.string().optional() }),
  ),
});
export type IceServer = z.infer<typeof iceServersBodySchema>["servers"][number];

export const configurationBodySchema = z.object({
  widgets: z.array(
    z.object({
      name: z.string(),
      urls: z.array(z.string()),
      definition: z.record(z.string(), z.unknown()),
      styles: z.string(),
    }),
  ),
});

export const versionBodySchema = z.object({ server_version: z.string() });

export const caseHistoryBodySchema = z.object({
  sessions: z.array(
    z.object({ chat_id: z.string(), created_time: secondsText, events: z.array(serverEventSchema) }),
  ),
});

const token = z.string().min(1).max(4_096);
/** One of the three tokens of the vendor's apps, or our own web push; an empty object unsubscribes. */
export const notificationsBodySchema = z.looseObject({
  ios_apns_device_token: token.optional(),
  ios_app_bundle_id: z.string().min(1).max(300).optional(),
  ios_firebase_device_token: token.optional(),
  android_firebase_device_token: token.optional(),
  web_push_subscription: z
    .looseObject({
      endpoint: z.url({ protocol: /^https$/ }).max(2_048),
      keys: z.looseObject({ p256dh: z.string().min(1).max(200), auth: z.string().min(1).max(100) }),
    })
    .optional()
    .describe("Ours: what PushSubscription.toJSON() gives in a browser"),
});

export const emptyBodySchema = z.object({});
