import { openKeep } from "@patchbay/chat-sdk/parts";
import { BrowserPeer, openMicrophone, ring } from "./call/index.js";
import { browserClock } from "./link/index.js";
import { Session } from "./session/index.js";
import { MessagingApi } from "./wire/index.js";

/** The demo center's messaging entry for this app (DEMO: `demo-app`, service Auto claims). */
const APP_ID = "demo-app";

export interface StartedSession {
  readonly session: Session;
  readonly api: MessagingApi;
  readonly keep: Awaited<ReturnType<typeof openKeep>>;
}

/** Puts the parts together for the browser and tells them when the network or the customer comes and goes. */
export async function startSession(seat: string): Promise<StartedSession> {
  const keep = await openKeep(`larkfield-${seat}`);
  const api = new MessagingApi({
    origin: "",
    tenant: location.host,
    appId: APP_ID,
    clientId: clientIdOf(seat),
  });
  const session = new Session({
    api,
    keep,
    clock: browserClock,
    lockName: `larkfield-chat-${seat}`,
    newId: newUuid,
    sound: { openPeer: (servers) => new BrowserPeer(servers), openMicrophone, ring },
  });
  addEventListener("online", () => session.wake());
  addEventListener("offline", () => session.offline());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") session.wake();
  });
  await session.open();
  return { session, api, keep };
}

/** One id per installation: the API's clientId. */
function clientIdOf(seat: string): string {
  const key = `larkfield-client-id-${seat}`;
  const known = localStorage.getItem(key);
  if (known !== null) return known;
  const fresh = newUuid();
  localStorage.setItem(key, fresh);
  return fresh;
}

/** `crypto.randomUUID` exists on https and localhost only; the bits are the same. */
export function newUuid(): string {
  if ("randomUUID" in crypto) return crypto.randomUUID();
  const bytes = (crypto as Crypto).getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
