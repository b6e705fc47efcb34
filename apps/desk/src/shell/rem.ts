import { useSyncExternalStore } from "react";

/** What the letters' size is now, in px: the browser's setting, or what a user's own style makes of it. */
export const rootSize = (): number =>
  Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;

/** One letter wide, out of sight: it tells when the letters grow while the window stays. */
function subscribe(listener: () => void): () => void {
  const probe = document.createElement("div");
  probe.className = "rem-probe";
  probe.setAttribute("aria-hidden", "true");
  document.body.append(probe);
  const observer = new ResizeObserver(listener);
  observer.observe(probe);
  observer.observe(document.documentElement);
  return () => {
    observer.disconnect();
    probe.remove();
  };
}

/** How many letters' widths (rem) the window has: columns that fit at 16 px do not fit at 32. */
export const useWindowRem = (): number =>
  useSyncExternalStore(subscribe, () => Math.round((window.innerWidth / rootSize()) * 4) / 4);
