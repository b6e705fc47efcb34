// Runs before the first paint, as a file of its own: the content security policy allows no inline script.
// It says the same as theme.ts, which a page loads too late for this; test/theme.test.ts runs both.
(() => {
  let chosen = "system";
  try {
    chosen = localStorage.getItem("patchbay.theme") ?? "system";
  } catch {
    // Storage is switched off: the system's theme it is.
  }
  const wishes = (media) => matchMedia(media).matches;
  if (!["light", "dark", "contrast"].includes(chosen))
    chosen = wishes("(prefers-contrast: more) and (forced-colors: none)")
      ? "contrast"
      : wishes("(prefers-color-scheme: dark)")
        ? "dark"
        : "light";
  document.documentElement.dataset.theme = chosen;
})();
