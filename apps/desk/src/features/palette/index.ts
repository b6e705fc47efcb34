/** The command palette: every action, by its words. */
export { Palette } from "./Palette.js";
export { openPalette } from "./palette-store.js";
