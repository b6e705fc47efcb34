/**
 * Keeps the app's own files so that it opens without a network, and shows push messages. It never answers for the
 * messaging API: a stale answer there would be a lie.
 *
 * The list of files is put in by the build (vite.config.ts); its hash names the cache, so a new build is a new one.
 */
interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchedEvent extends WorkerEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface PushedEvent extends WorkerEvent {
  readonly data: { json(): unknown } | null;
}
interface ClickedEvent extends WorkerEvent {
  readonly notification: Notification;
}
interface WindowClientLike {
  readonly url: string;
  readonly visibilityState: DocumentVisibilityState;
  focus(): Promise<unknown>;
  navigate(url: string): Promise<unknown>;
}
/** The parts of ServiceWorkerGlobalScope in use. TypeScript's worker library cannot be loaded beside the DOM's. */
interface WorkerScope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: {
      readonly type: "window";
      readonly includeUncontrolled: boolean;
    }): Promise<readonly WindowClientLike[]>;
    openWindow(url: string): Promise<unknown>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: WorkerEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchedEvent) => void): void;
  addEventListener(type: "push", listener: (event: PushedEvent) => void): void;
  addEventListener(type: "notificationclick", listener: (event: ClickedEvent) => void): void;
}

declare const __SHELL_FILES__: readonly string[];
declare const __SHELL_VERSION__: string;

const worker = globalThis as unknown as WorkerScope;
const BASE = "/app/";
const CACHE = `larkfield-shell-${__SHELL_VERSION__}`;

worker.addEventListener("install", (event) => {
  const fill = async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll([BASE, ...__SHELL_FILES__.map((file) => BASE + file)]);
    await worker.skipWaiting();
  };
  event.waitUntil(fill());
});

worker.addEventListener("activate", (event) => {
  const clean = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith("larkfield-shell-") && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await worker.clients.claim();
  };
  event.waitUntil(clean());
});

worker.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin || !url.pathname.startsWith(BASE))
    return;
  if (event.request.mode === "navigate") {
    // The newest page when there is a network, the kept one when there is none.
    event.respondWith(fetch(event.request).catch(() => kept(BASE)));
    return;
  }
  event.respondWith(
    caches.match(event.request, { ignoreSearch: true }).then((hit) => hit ?? fetch(event.request)),
  );
});

worker.addEventListener("push", (event) => {
  event.waitUntil(show(event.data));
});

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open());
});

async function kept(url: string): Promise<Response> {
  return (await caches.match(url)) ?? Response.error();
}

/** Nothing is shown to somebody who is looking at the chat already. */
async function show(data: { json(): unknown } | null): Promise<void> {
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (
    windows.some(
      (window) => window.visibilityState === "visible" && new URL(window.url).pathname.startsWith(BASE),
    )
  )
    return;
  const message = readPush(data);
  await worker.registration.showNotification(message.title, {
    body: message.body,
    tag: message.chatId,
    icon: `${BASE}icons/icon-192.png`,
    badge: `${BASE}icons/icon-192.png`,
  });
}

function readPush(data: { json(): unknown } | null): {
  readonly title: string;
  readonly body: string;
  readonly chatId: string;
} {
  const fallback = { title: "Larkfield", body: "Your claims adviser wrote to you", chatId: "chat" };
  try {
    const value = data?.json();
    if (typeof value !== "object" || value === null) return fallback;
    const text = (...keys: string[]) =>
      keys.map((key) => Reflect.get(value, key)).find((each) => typeof each === "string" && each !== "");
    return {
      title: text("title") ?? fallback.title,
      body: text("body", "text", "message") ?? fallback.body,
      // The API's push payload carries the chat's id under this name, camel case.
      chatId: text("chatID") ?? fallback.chatId,
    };
  } catch {
    // Not JSON: the message alone, that somebody wrote, is what the customer needs.
    return fallback;
  }
}

async function open(): Promise<void> {
  const page = `${BASE}#/chat`;
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const window = windows.find((each) => new URL(each.url).pathname.startsWith(BASE));
  if (window === undefined) await worker.clients.openWindow(page);
  else await window.focus();
}
