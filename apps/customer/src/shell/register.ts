/** Registers the service worker of a built app. Without one (plain http on a LAN) the app works online only. */
export function registerShell(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  addEventListener("load", () => {
    navigator.serviceWorker
      .register(`${import.meta.env.BASE_URL}sw.js`, { scope: import.meta.env.BASE_URL })
      .catch((error: unknown) => {
        console.warn("the app will not open without a network", error);
      });
  });
}
