/** Where an app can be reached while it does not poll. */
export type PushSubscription =
  | { readonly kind: "ios_apns"; readonly token: string; readonly bundleId: string }
  | { readonly kind: "ios_firebase"; readonly token: string }
  | { readonly kind: "android_firebase"; readonly token: string }
  | {
      readonly kind: "web_push";
      readonly endpoint: string;
      readonly keys: { readonly p256dh: string; readonly auth: string };
    };

export type PushKind = PushSubscription["kind"];

/** What a push carries. `chatID` is spelled as both published SDKs read it: they start polling that chat. */
export interface PushPayload {
  readonly chatID: string;
  readonly title: string;
  readonly body: string;
}

/** Sends one push. Never throws: a push is a knock on the door, the message itself is safe. */
export interface PushSender {
  /** Whether a service of this kind is configured. */
  supports(kind: PushKind): boolean;
  /** What a browser needs to subscribe; `null` when web push is not configured. */
  readonly webPushPublicKey: string | null;
  /** Whether this very subscription may be used; a reason in words otherwise. */
  refuses(subscription: PushSubscription): string | null;
  /** `gone`: the subscription is dead and should be forgotten. */
  send(subscription: PushSubscription, payload: PushPayload): Promise<"sent" | "gone" | "failed">;
}

/** Subscriptions by app. Losing one is harmless: apps subscribe again with each chat. */
export interface PushSubscriptions {
  get(clientKey: string): Promise<PushSubscription | undefined>;
  /** `null` unsubscribes. */
  put(clientKey: string, subscription: PushSubscription | null): Promise<void>;
}

/** For a server without any push service. */
export const noPush: PushSender = {
  webPushPublicKey: null,
  supports: () => false,
  refuses: () => null,
  send: async () => "failed",
};
