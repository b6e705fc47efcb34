/** The room Set-up. A further section: sections.ts. */

export { goTo } from "./place.js";
export { SetupNav } from "./SetupNav.js";
export { SetupPage, useSetsUp } from "./SetupPage.js";
export { sectionsFor } from "./sections.js";
export { startSetup } from "./start-setup.js";
