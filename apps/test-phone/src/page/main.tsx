import "@patchbay/look/tokens.css";
import "@patchbay/look/components.css";
import "./phone.css";
import { followTheme } from "@patchbay/look/theme";
import { createRoot } from "react-dom/client";
import { App } from "./App.js";
import { PhoneModel } from "./phone-model.js";

followTheme();
const place = document.getElementById("phone");
if (place === null) throw new Error("the page has no place for the phone");
createRoot(place).render(<App model={new PhoneModel()} />);
