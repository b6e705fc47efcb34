import { create } from "zustand";
import { useDesk } from "../state/store.js";
import { isOther } from "./first-module.js";

/** The server has another desk than this page by now: it was upgraded. */
export const useNewerDesk = create<{ readonly isThere: boolean }>(() => ({ isThere: false }));

async function look(own: string): Promise<void> {
  try {
    const response = await fetch(location.pathname, { cache: "no-store", headers: { accept: "text/html" } });
    if (response.ok && isOther(await response.text(), own)) useNewerDesk.setState({ isThere: true });
  } catch {
    // The connection has gone again; the next one looks again.
  }
}

/** Looks after each connection that was away: only then can the server have been another one. */
export function watchForNewerDesk(): () => void {
  const own = document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.src;
  if (own === undefined) return () => {};
  return useDesk.subscribe((state, before) => {
    if (state.link.status === "live" && before.link.status !== "live" && before.data !== null) void look(own);
  });
}
