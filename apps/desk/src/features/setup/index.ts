/** The room Set-up. A further section: sections.ts. */

export { goTo } from "./place.js";
export { SetupNav } from "./SetupNav.js";
export { SetupPage, useIsAdministrator } from "./SetupPage.js";
export { sectionIds as setupSectionIds } from "./sections.js";
export { startSetup } from "./start-setup.js";
