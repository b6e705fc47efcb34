import type { WidgetAnswer } from "@patchbay/protocol";
import { type PageApi, startLauncher } from "./loader.js";

declare global {
  interface Window {
    Patchbay?: PageApi;
  }
}

/** Asks until the server answers; a page without it stays as it is. */
async function settingsOf(address: string): Promise<WidgetAnswer | null> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const response = await fetch(address);
      if (response.ok) return (await response.json()) as WidgetAnswer;
      // No such entry: asking again changes nothing.
      if (response.status < 500 && response.status !== 429) {
        console.warn(`Patchbay: the chat of this page is not set up (${response.status}).`);
        return null;
      }
    } catch {
      // No line: as for a server that starts.
    }
    const pauseMs = Math.min(60_000, 1_000 * 2 ** attempt);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

const tag = document.currentScript;
const entry = tag?.dataset["entry"];
// A page that includes the script twice has one chat all the same.
if (tag instanceof HTMLScriptElement && entry !== undefined && !("Patchbay" in window)) {
  const server = new URL(tag.src).origin;
  const { language = null, theme = null, push = null } = tag.dataset;
  const early: ((api: PageApi) => void)[] = [];
  const later = (act: (api: PageApi) => void) => (): void => void early.push(act);
  // What a page asks for before the settings are here is done when they are.
  window.Patchbay = {
    open: later((api) => api.open()),
    close: later((api) => api.close()),
    identify: (parameters) => void early.push((api) => api.identify(parameters)),
    on: (event, listener) => {
      let stop = (): void => undefined;
      early.push((api) => {
        stop = api.on(event, listener);
      });
      return () => stop();
    },
    destroy: later((api) => api.destroy()),
  };
  const address = `${server}/api/customer/v1/widget?appId=${encodeURIComponent(entry)}`;
  const ready = (settings: WidgetAnswer | null): void => {
    if (settings === null) return;
    const api = startLauncher({ server, entry, language, theme, push }, settings);
    window.Patchbay = api;
    for (const act of early) act(api);
  };
  void settingsOf(address).then((settings) => {
    if (document.body !== null) ready(settings);
    else addEventListener("DOMContentLoaded", () => ready(settings), { once: true });
  });
}
