/** The demo center, Larkfield Insurance: loaded by the ordinary commands into an empty center. Decision 0033. */
export { DEMO_HISTORY_MS, DemoClock } from "./demo-clock.js";
export { DEMO_CENTER_ID, DEMO_COMPANY, demoPeople } from "./larkfield.js";
export { type DemoDeps, type DemoLoad, loadDemo } from "./load-demo.js";
export { DemoError } from "./tell-story.js";
