import type { WidgetAnswer, WidgetLanguage } from "@patchbay/protocol";

/** Gives the page the entry's colours, and its language to who hears it. @param theme of the page around it, or the entry's */
export function dress(
  { colour, textColour }: Pick<WidgetAnswer, "colour" | "textColour">,
  language: WidgetLanguage,
  theme: string,
): void {
  const { documentElement: html } = document;
  html.lang = language;
  if (theme === "light" || theme === "dark") html.dataset["theme"] = theme;
  else delete html.dataset["theme"];
  html.style.setProperty("--brand", colour);
  html.style.setProperty("--on-brand", textColour);
}
