/** The tokens are chosen by an attribute; it follows the device, also when night falls. `?theme=` forces one. */
export function followTheme(): void {
  const forced = new URLSearchParams(location.search).get("theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const contrast = matchMedia("(prefers-contrast: more)");
  const set = () => {
    const device = contrast.matches ? "contrast" : dark.matches ? "dark" : "light";
    document.documentElement.dataset["theme"] =
      forced === "light" || forced === "dark" || forced === "contrast" ? forced : device;
  };
  dark.addEventListener("change", set);
  contrast.addEventListener("change", set);
  set();
}
