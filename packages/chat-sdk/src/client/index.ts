import { browserClock, memoryKeep, openKeep } from "../parts/index.js";
import { Chat } from "./chat.js";
import { ChatHttp } from "./http.js";
import { ChatMemory } from "./memory.js";
import { openPages } from "./pages.js";
import type { ChatClient, ChatOptions } from "./types.js";

/** A customer's chat, for web pages, apps and bots: see docs/chat-sdk.md. */
export type { Keep } from "../parts/index.js";
export { ChatError } from "./chat-error.js";
export type * from "./types.js";

/**
 * Opens the chat of this device at a center's messaging entry, and goes on with the one that was begun here before.
 * Makes no call until there is a chat, unless a `clientId` is given: then the server is asked for one that goes on.
 */
export async function openChat(options: ChatOptions): Promise<ChatClient> {
  const server = options.server.replace(/\/+$/, "");
  const name = `patchbay-chat:${server}:${options.appId}:${options.clientId ?? ""}`;
  const keep = options.keep ?? (await ownKeep(name));
  const pageId = newId();
  let chat: Chat | undefined;
  const pages = openPages(name, pageId, () => void chat?.changedElsewhere());
  const memory = new ChatMemory(keep, pageId, pages);
  const clientId = options.clientId ?? (await memory.clientId(newId));
  chat = new Chat({
    http: new ChatHttp({
      server,
      tenant: options.tenant ?? hostOf(server),
      appId: options.appId,
      clientId,
      language: options.language ?? null,
    }),
    memory,
    pages,
    clock: options.clock ?? browserClock,
    durable: keep.durable,
    newId,
    isNamed: options.clientId !== undefined,
    closed: () => deaf(),
  });
  const deaf = listenToTheDevice(chat);
  await chat.open();
  return chat;
}

/** 128 bits of chance; `randomUUID` does not exist on pages without https. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const ownKeep = (name: string) =>
  typeof indexedDB === "undefined" ? Promise.resolve(memoryKeep()) : openKeep(name);

/** Without a server's name, the page's own. */
const hostOf = (server: string): string => (server === "" ? location.host : new URL(server).host);

/**
 * A device that comes back from sleep or gets its network back knows it before any time-out does.
 * @returns how to stop
 */
function listenToTheDevice(chat: Chat): () => void {
  if (typeof window === "undefined") return () => undefined;
  const listening = new AbortController();
  const { signal } = listening;
  window.addEventListener("online", () => chat.wake(), { signal });
  window.addEventListener("offline", () => chat.offline(), { signal });
  const shown = (): void => {
    if (document.visibilityState === "visible") chat.wake();
  };
  document.addEventListener("visibilitychange", shown, { signal });
  return () => listening.abort();
}
