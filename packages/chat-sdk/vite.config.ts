import { defineConfig } from "vite";

/** The panel; the launcher is one script of its own (scripts/build.mjs). */
export default defineConfig({
  base: "/widget/",
  build: {
    // No data: addresses, so that the content security policy can stay narrow.
    assetsInlineLimit: 0,
    target: "es2022",
    modulePreload: { polyfill: false },
  },
});
