/** The room My settings. A further section: sections.ts. */
export { openSettings } from "./place.js";
export { SettingsNav } from "./SettingsNav.js";
export { SettingsPage } from "./SettingsPage.js";
export { settingIds } from "./sections.js";
