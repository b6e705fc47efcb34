// First of all: schemas decide how they read when they are made.
import "@patchbay/protocol/without-eval";
import "@mantine/core/styles.layer.css";
import "@patchbay/look/tokens.css";
import "@patchbay/look/components.css";
import "./shell/shell.css";
import "./shell/menu.css";
import "./parts/icons.css";
import { followTheme } from "@patchbay/look/theme";
import { createRoot } from "react-dom/client";
import "./words/words.js";
import { followDesk } from "./client-log/follow.js";
import { App } from "./shell/App.js";
import { showKeptLetters } from "./state/preferences.js";
import { restoreSession } from "./state/session.js";
import { keptLanguage, showLanguage } from "./words/language.js";

const root = document.getElementById("desk");
if (root === null) throw new Error("the page has no #desk");
followTheme();
showKeptLetters();
followDesk();
// Its words first: nobody sees one language turn into another.
void showLanguage(keptLanguage()).then(() => {
  createRoot(root).render(<App />);
  void restoreSession();
});
