import { readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
// By its path: Vite bundles what a configuration imports by path, and leaves a package to Node, which knows no TypeScript.
import { places } from "../../packages/map/src/places/vite.js";
import { errorWords } from "./src/words/error-words.js";
import { emojiList } from "./vite-emoji.js";

const fromLook = ["theme-boot.js", "logo.svg"] as const;
const read = (name: string): string =>
  readFileSync(new URL(`../../packages/look/src/${name}`, import.meta.url), "utf8");

/** Files of the look that the page itself names, before any module runs. */
function lookFiles(): Plugin {
  return {
    name: "look-files",
    configureServer(server) {
      for (const name of fromLook) {
        server.middlewares.use(`/desk/${name}`, (_request, response) => {
          response.setHeader("content-type", name.endsWith(".js") ? "text/javascript" : "image/svg+xml");
          response.end(read(name));
        });
      }
    },
    generateBundle() {
      for (const name of fromLook) this.emitFile({ type: "asset", fileName: name, source: read(name) });
    },
  };
}

/** The words of all errors, by language: the server makes its page of errors of them. */
function errorWordFiles(): Plugin {
  return {
    name: "error-words",
    generateBundle() {
      for (const [language, words] of Object.entries(errorWords)) {
        this.emitFile({
          type: "asset",
          fileName: `words/errors.${language}.json`,
          source: JSON.stringify(words),
        });
      }
    },
  };
}

export default defineConfig({
  base: "/desk/",
  plugins: [places(), emojiList(), react(), lookFiles(), errorWordFiles()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // No data: addresses, so that the content security policy can stay narrow.
    assetsInlineLimit: 0,
    target: "es2022",
    // One sheet: a rule wins by its place in it, not by when the part that it belongs to was opened.
    cssCodeSplit: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What the page loads by itself in one file, and what the rooms that are opened later share in another.
          groups: [
            { name: "desk", tags: ["$initial"], priority: 2 },
            {
              name: "rooms",
              test: /\/src\/(features\/setup|parts)\/|node_modules/,
              minShareCount: 2,
              priority: 1,
            },
          ],
        },
      },
    },
  },
  server: { proxy: { "/api": { target: "http://127.0.0.1:8080", ws: true } } },
});
