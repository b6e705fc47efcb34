/** The room Set-up. A further section: sections.ts. */
export { SetupNav } from "./SetupNav.js";
export { SetupPage, useIsAdministrator } from "./SetupPage.js";
export { startSetup } from "./start-setup.js";
