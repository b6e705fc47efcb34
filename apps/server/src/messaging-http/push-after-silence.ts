import type { AgentId, Event } from "@patchbay/core";
import { notificationsBodySchema } from "@patchbay/protocol";
import type { Committed } from "../center/center.js";
import type { MessageBody } from "../center/content.js";
import type { CenterHandle } from "../center/edge.js";
import type { JournalEntry } from "../center/journal.js";
import { cutText } from "../center/plain-text.js";
import type { PushPayload, PushSender, PushSubscription, PushSubscriptions } from "../push/index.js";
import { MessagingError } from "./messaging-error.js";

export interface PushParts {
  readonly sender: PushSender;
  readonly subscriptions: PushSubscriptions;
  readonly pushAfterMs: number;
  readonly isHere: (chatId: string) => boolean;
  /** The app has been told everything up to this journal sequence. */
  readonly positionOf: (chatId: string) => number;
}

const BODY_LENGTH_MAX = 120;

type MessageSent = Extract<Event, { type: "MessageSent" }>;
type AppCallPlaced = Extract<Event, { type: "AppCallPlaced" }>;

/** A whisper is not the customer's, and that a form need not be filled in calls nobody back. */
const isNews = ({ audience, kind }: MessageSent): boolean => audience === "all" && kind !== "form_withdrawal";

/** Knocks at an app that does not poll when an agent wrote or calls; at most one push of a kind waits for each chat. */
export class PushAfterSilence {
  readonly #waiting = new Map<string, () => void>();
  /** By call, not by chat: it is called off when the call is over. */
  readonly #calling = new Map<string, () => void>();

  constructor(
    private readonly handle: CenterHandle,
    private readonly parts: PushParts,
  ) {}

  get publicKey(): string | null {
    return this.parts.sender.webPushPublicKey;
  }

  /** @throws {MessagingError} 5603 unless the body names exactly one configured service, or none to unsubscribe. */
  async subscribe(clientKey: string, body: unknown): Promise<void> {
    const subscription = readSubscription(body);
    if (subscription !== null) {
      if (!this.parts.sender.supports(subscription.kind)) {
        throw new MessagingError("5603", `No push service for ${subscription.kind} is configured.`);
      }
      const refusal = this.parts.sender.refuses(subscription);
      if (refusal !== null) throw new MessagingError("5603", refusal);
    }
    await this.parts.subscriptions.put(clientKey, subscription);
  }

  committed({ entries }: Committed): void {
    for (const entry of entries) {
      for (const event of entry.events) {
        if (event.type === "MessageSent" && isNews(event)) this.#knockLater(event, entry);
        if (event.type === "AppCallPlaced") this.#ringLater(event);
        if (event.type === "InteractionEnded") this.#callOff(event.interactionId);
      }
    }
  }

  stop(): void {
    for (const waiting of [this.#waiting, this.#calling]) {
      for (const cancel of waiting.values()) cancel();
      waiting.clear();
    }
  }

  #knockLater(event: MessageSent, entry: JournalEntry): void {
    const chatId = event.interactionId;
    if (this.#waiting.has(chatId)) return;
    const clientKey = this.handle.center.state.interactions.get(chatId)?.clientKey;
    if (clientKey === undefined) return;
    const payload = this.#payload(event, entry);
    // An app that polls has a moment to fetch it; one that has been silent has none coming.
    const delayMs = this.parts.isHere(chatId) ? this.parts.pushAfterMs : 0;
    const cancel = this.handle.clock.after(delayMs, () => {
      this.#waiting.delete(chatId);
      if (this.parts.positionOf(chatId) < event.seq) void this.#knock(clientKey, payload);
    });
    this.#waiting.set(chatId, cancel);
  }

  /** The offer itself waits in the chat's line: an app that wakes up and polls is told of it then. */
  #ringLater({ interactionId: callId, beside: chatId, agentId }: AppCallPlaced): void {
    const clientKey = this.handle.center.state.interactions.get(chatId)?.clientKey;
    if (clientKey === undefined) return;
    const delayMs = this.parts.isHere(chatId) ? this.parts.pushAfterMs : 0;
    const cancel = this.handle.clock.after(delayMs, () => {
      this.#calling.delete(callId);
      if (this.parts.isHere(chatId)) return;
      void this.#knock(clientKey, { chatID: chatId, title: this.#nameOf(agentId), body: "is calling you" });
    });
    this.#calling.set(callId, cancel);
  }

  #callOff(interactionId: string): void {
    for (const waiting of [this.#waiting, this.#calling]) {
      waiting.get(interactionId)?.();
      waiting.delete(interactionId);
    }
  }

  async #knock(clientKey: string, payload: PushPayload): Promise<void> {
    try {
      const subscription = await this.parts.subscriptions.get(clientKey);
      if (subscription === undefined) return;
      const outcome = await this.parts.sender.send(subscription, payload);
      if (outcome === "gone") await this.parts.subscriptions.put(clientKey, null);
    } catch {
      // A push is a knock on the door. The message is safe and comes with the next poll.
    }
  }

  #payload(event: MessageSent, entry: JournalEntry): PushPayload {
    const write = entry.content.find(
      (one) => one.table === "message" && one.row.messageId === event.messageId,
    );
    const body = write?.table === "message" ? write.row.body : undefined;
    return {
      chatID: event.interactionId,
      title: this.#nameOf(event.agentId),
      body: pushText(body),
    };
  }

  #nameOf(agentId: AgentId): string {
    const words = this.handle.words();
    return words.users.get(agentId)?.nickname || words.company;
  }
}

function pushText(body: MessageBody | undefined): string {
  switch (body?.kind) {
    case "text":
      return cutText(body.text, BODY_LENGTH_MAX);
    case "form_request":
      return "asks you to fill in a form";
    case "cobrowsing_request":
      return "asks to look at the page with you";
    default:
      return "sent you a file";
  }
}

/** Exactly one way to reach the app; `null` for an empty body, which unsubscribes. */
export function readSubscription(body: unknown): PushSubscription | null {
  const read = notificationsBodySchema.safeParse(body ?? {});
  if (!read.success) throw new MessagingError("5603", "The notification parameters cannot be read.");
  const { ios_apns_device_token: apns, ios_app_bundle_id: bundleId, web_push_subscription: web } = read.data;
  const found: PushSubscription[] = [];
  if (apns !== undefined || bundleId !== undefined) {
    if (apns === undefined || bundleId === undefined) {
      throw new MessagingError("5603", "ios_apns_device_token and ios_app_bundle_id go together.");
    }
    found.push({ kind: "ios_apns", token: apns, bundleId });
  }
  const { ios_firebase_device_token: ios, android_firebase_device_token: android } = read.data;
  if (ios !== undefined) found.push({ kind: "ios_firebase", token: ios });
  if (android !== undefined) found.push({ kind: "android_firebase", token: android });
  if (web !== undefined) {
    found.push({
      kind: "web_push",
      endpoint: web.endpoint,
      keys: { p256dh: web.keys.p256dh, auth: web.keys.auth },
    });
  }
  if (found.length > 1) throw new MessagingError("5603", "Name one notification service, not several.");
  return found[0] ?? null;
}
