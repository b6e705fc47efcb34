import type { PushSubscription, PushSubscriptions } from "./push.js";

export function subscriptionsInMemory(): PushSubscriptions {
  const byClient = new Map<string, PushSubscription>();
  return {
    get: async (clientKey) => byClient.get(clientKey),
    put: async (clientKey, subscription) => {
      if (subscription === null) byClient.delete(clientKey);
      else byClient.set(clientKey, subscription);
    },
  };
}
