import { readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const fromLook = { "theme-boot.js": "src/theme-boot.js", "favicon.svg": "icons/favicon.svg" };

/** Files of the look that the page itself names, before any module runs. */
function lookFiles(): Plugin {
  return {
    name: "look-files",
    generateBundle() {
      for (const [fileName, place] of Object.entries(fromLook)) {
        const source = readFileSync(new URL(`../../packages/look/${place}`, import.meta.url), "utf8");
        this.emitFile({ type: "asset", fileName, source });
      }
    },
  };
}

export default defineConfig({
  base: "/phone/",
  plugins: [react(), lookFiles()],
  build: {
    outDir: "dist/page",
    emptyOutDir: true,
    // No data: addresses, so that the content security policy can stay narrow.
    assetsInlineLimit: 0,
    target: "es2022",
  },
});
