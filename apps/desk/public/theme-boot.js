// Runs before the first paint, as a file of its own: the content security policy allows no inline script.
(() => {
  let chosen = "system";
  try {
    chosen = localStorage.getItem("patchbay.theme") ?? "system";
  } catch {
    // Storage is switched off: the system's theme it is.
  }
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = chosen === "system" ? (dark ? "dark" : "light") : chosen;
})();
