/**
 * Words wait a moment before they go to the server, so that not every letter is a request. When the page goes away, or
 * another desk takes over, nothing waits any more.
 */
const savers = new Set<() => Promise<unknown>>();

/** `save` brings everything that waits to the server; it resolves when the server has answered. */
export function whenLeaving(save: () => Promise<unknown>): void {
  savers.add(save);
}

/** Sends at once whatever waits. Resolves when all of it has its answer. */
export async function saveAll(): Promise<void> {
  await Promise.all([...savers].map((save) => save()));
}

/** @param isUnsafe whether something would be lost with the page: then the browser asks */
export function watchLeaving(isUnsafe: () => boolean): void {
  window.addEventListener("pagehide", () => void saveAll());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") void saveAll();
  });
  window.addEventListener("beforeunload", (event) => {
    if (isUnsafe()) event.preventDefault();
  });
}
