export const themeChoices = ["system", "light", "dark", "contrast"] as const;
/** What a person chose. `system` follows the operating system, live. */
export type ThemeChoice = (typeof themeChoices)[number];
export type Theme = Exclude<ThemeChoice, "system">;

const KEY = "patchbay.theme";

export function themeChoice(): ThemeChoice {
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
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export function chooseTheme(choice: ThemeChoice): void {
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
  apply(choice === "system" ? currentTheme() : choice);
}

/** Applies the theme now and whenever the system's changes. `changed` is told each time. Returns how to stop. */
export function followTheme(changed: (theme: Theme) => void = () => undefined): () => void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const follow = (): void => {
    const theme = currentTheme();
    apply(theme);
    changed(theme);
  };
  follow();
  system.addEventListener("change", follow);
  const observer = new MutationObserver(() =>
    changed((document.documentElement.dataset.theme as Theme | undefined) ?? "light"),
  );
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => {
    system.removeEventListener("change", follow);
    observer.disconnect();
  };
}

function apply(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}
