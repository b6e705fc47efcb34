import webPush from "web-push";
import type { PushSender } from "./push.js";

/** What identifies this server to browsers' push services (RFC 8292). Kept with the center's other secrets. */
export interface VapidKeys {
  readonly publicKey: string;
  readonly privateKey: string;
  /** A mailto: or https: address that a push service may complain to. */
  readonly subject: string;
}

export const createVapidKeys = (): Omit<VapidKeys, "subject"> => webPush.generateVAPIDKeys();

/**
 * The push services of the browsers. A subscription's endpoint comes from the customer, and we are about to call
 * it: without a list, anybody could make the server call any address.
 */
export const PUSH_SERVICE_HOSTS: readonly string[] = [
  "fcm.googleapis.com",
  "updates.push.services.mozilla.com",
  "web.push.apple.com",
  "notify.windows.com",
];

/** How long a push service keeps a push for a device that is off, in seconds. */
const KEEP_S = 4 * 3_600;

export function createWebPush(keys: VapidKeys, hosts: readonly string[] = PUSH_SERVICE_HOSTS): PushSender {
  return {
    webPushPublicKey: keys.publicKey,
    supports: (kind) => kind === "web_push",
    refuses(subscription) {
      if (subscription.kind !== "web_push") return "Only web push is configured.";
      const url = URL.canParse(subscription.endpoint) ? new URL(subscription.endpoint) : undefined;
      const isKnown = hosts.some((host) => url?.hostname === host || url?.hostname.endsWith(`.${host}`));
      if (
        url === undefined ||
        url.protocol !== "https:" ||
        url.port !== "" ||
        url.username !== "" ||
        !isKnown
      ) {
        return "The endpoint is not one of a known push service.";
      }
      const point = Buffer.from(subscription.keys.p256dh, "base64url");
      const secret = Buffer.from(subscription.keys.auth, "base64url");
      return point.length === 65 && point[0] === 4 && secret.length === 16 ? null : "The keys are malformed.";
    },
    async send(subscription, payload) {
      if (subscription.kind !== "web_push" || this.refuses(subscription) !== null) return "failed";
      try {
        await webPush.sendNotification(
          { endpoint: subscription.endpoint, keys: subscription.keys },
          JSON.stringify(payload),
          { TTL: KEEP_S, urgency: "high", timeout: 10_000, vapidDetails: { ...keys } },
        );
        return "sent";
      } catch (error) {
        const status = error instanceof webPush.WebPushError ? error.statusCode : 0;
        return status === 404 || status === 410 ? "gone" : "failed";
      }
    },
  };
}
