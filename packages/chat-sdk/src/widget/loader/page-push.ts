/** `default`: the visitor may be asked; `none`: pushes are not for this page or browser, or were refused. */
export type PushStanding = "default" | "granted" | "none";

/** Notifications of the page's own origin, by the worker that the page serves (`data-push`). */
export interface PagePush {
  standing(): PushStanding;
  /** @returns where to push; `null`: not allowed, or the browser's service does not answer */
  subscribe(key: string): Promise<PushSubscriptionJSON | null>;
  /** Of a page that lives on behind another. */
  show(title: string, body: string): void;
}

/** @param path of the worker; what is not of the page's origin no browser takes */
export function pagePush(path: string | null): PagePush {
  const can =
    path !== null && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  return {
    standing: () => (!can || Notification.permission === "denied" ? "none" : Notification.permission),
    subscribe: async (key) => {
      if (!can) return null;
      try {
        // First, while the visitor's press still counts.
        if ((await Notification.requestPermission()) !== "granted") return null;
        const worker = await active(await navigator.serviceWorker.register(path));
        return (await subscribed(worker, key)).toJSON();
      } catch (error) {
        console.warn("Patchbay: no notifications.", error);
        return null;
      }
    },
    show: (title, body) => {
      if (!can || Notification.permission !== "granted") return;
      void navigator.serviceWorker
        .register(path)
        .then(active)
        .then((worker) => worker.showNotification(title, { body, tag: "patchbay-chat" }))
        .catch(() => undefined);
    },
  };
}

/** Not `serviceWorker.ready`: that waits for ever when the page is outside of the worker's folder. */
async function active(registration: ServiceWorkerRegistration): Promise<ServiceWorkerRegistration> {
  const coming = registration.installing ?? registration.waiting;
  if (registration.active === null && coming !== null)
    await new Promise<void>((resolve, reject) =>
      coming.addEventListener("statechange", () => {
        if (coming.state === "activated") resolve();
        if (coming.state === "redundant") reject(new Error("The worker was not installed."));
      }),
    );
  return registration;
}

async function subscribed(
  { pushManager }: ServiceWorkerRegistration,
  key: string,
): Promise<PushSubscription> {
  const wish = { userVisibleOnly: true, applicationServerKey: key };
  try {
    return await pushManager.subscribe(wish);
  } catch (error) {
    const old = await pushManager.getSubscription();
    if (old === null) throw error;
    // Of a server that had another key.
    await old.unsubscribe();
    return pushManager.subscribe(wish);
  }
}
