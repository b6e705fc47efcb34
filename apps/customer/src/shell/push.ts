import type { MessagingApi } from "../wire/index.js";

/**
 * Whether it makes sense to offer notifications: the browser can, nobody answered yet, the center pushes.
 * @returns the center's key, or `undefined`
 */
export async function pushOffer(api: MessagingApi): Promise<string | undefined> {
  if (!canPush() || Notification.permission !== "default") return undefined;
  try {
    return await api.pushKey();
  } catch {
    // A center without push, or no line: then there is nothing to offer.
    return undefined;
  }
}

/** Asks for permission (call it from a click) and tells the center where to push. */
export async function turnPushOn(api: MessagingApi, chatId: string, key: string): Promise<boolean> {
  if ((await Notification.requestPermission()) !== "granted") return false;
  await subscribe(api, chatId, key);
  return true;
}

/** Each new chat has to be subscribed anew (MESSAGING-API section 6). Silent where it was not allowed. */
export async function keepPushOn(api: MessagingApi, chatId: string): Promise<void> {
  if (!canPush() || Notification.permission !== "granted") return;
  const key = await api.pushKey();
  if (key !== undefined) await subscribe(api, chatId, key);
}

async function subscribe(api: MessagingApi, chatId: string, key: string): Promise<void> {
  const { pushManager } = await navigator.serviceWorker.ready;
  const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  await api.subscribePush(chatId, subscription.toJSON());
}

function canPush(): boolean {
  return "serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis;
}
