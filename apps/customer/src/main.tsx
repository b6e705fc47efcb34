import "@patchbay/look/tokens.css";
import "./app.css";
import { createRoot } from "react-dom/client";
import { App } from "./App.js";
import { followTheme } from "./design/theme.js";
import { seatOf } from "./seat.js";
import { registerShell } from "./shell/register.js";
import { startSession } from "./start-session.js";

const root = document.getElementById("app");
if (root === null) throw new Error("the page has no #app");
const seat = seatOf(location);
followTheme();
createRoot(root).render(<App session={startSession(seat)} seat={seat} />);
registerShell();
