export const themeChoices = ["system", "light", "dark", "contrast"] as const;
/** What a person chose. `system` follows the operating system, live. */
export type ThemeChoice = (typeof themeChoices)[number];
export type Theme = Exclude<ThemeChoice, "system">;

const KEY = "patchbay.theme";
const DARK = "(prefers-color-scheme: dark)";
/** With forced colours the system has its own contrast, and ours would only stand in its way. */
const CONTRAST = "(prefers-contrast: more) and (forced-colors: none)";

/**
 * Kept beside the storage: a browser may refuse that, and another window of it, at which somebody else works, may choose
 * otherwise. Only a page without a choice of its own follows.
 */
let chosenHere: ThemeChoice | undefined;

export function themeChoice(): ThemeChoice {
  if (chosenHere !== undefined) return chosenHere;
  try {
    const stored = localStorage.getItem(KEY);
    return themeChoices.find((choice) => choice === stored) ?? "system";
  } catch {
    return "system";
  }
}

/** The theme that is shown now. */
export function currentTheme(): Theme {
  const choice = themeChoice();
  if (choice !== "system") return choice;
  if (matchMedia(CONTRAST).matches) return "contrast";
  return matchMedia(DARK).matches ? "dark" : "light";
}

export function chooseTheme(choice: ThemeChoice): void {
  chosenHere = choice;
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // The next page begins with the system's then.
  }
  apply(currentTheme());
}

/**
 * Applies the theme now, and again when the system's wish or the choice in another window changes.
 * @param changed is told the theme at once and after each change, whoever made it.
 * @returns how to stop.
 */
export function followTheme(changed: (theme: Theme) => void = () => undefined): () => void {
  const follow = (): void => apply(currentTheme());
  const fromOtherWindow = (event: StorageEvent): void => {
    // A key of null means that everything was cleared.
    if (event.key === KEY || event.key === null) follow();
  };
  follow();
  changed(currentTheme());
  const systems = [DARK, CONTRAST].map((media) => matchMedia(media));
  for (const system of systems) system.addEventListener("change", follow);
  window.addEventListener("storage", fromOtherWindow);
  const observer = new MutationObserver(() => changed(currentTheme()));
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => {
    for (const system of systems) system.removeEventListener("change", follow);
    window.removeEventListener("storage", fromOtherWindow);
    observer.disconnect();
  };
}

function apply(theme: Theme): void {
  const page = document.documentElement;
  if (page.dataset.theme !== theme) page.dataset.theme = theme;
}
