import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
// By its path: Vite bundles what a configuration imports by path, and leaves a package to Node, which knows no TypeScript.
import { places } from "../../packages/map/src/places/vite.js";

/** Tells the service worker which files make up the app, and a version that changes when any of them does. */
function shellFiles(): Plugin {
  return {
    name: "shell-files",
    apply: "build",
    generateBundle(_options, bundle) {
      const worker = bundle["sw.js"];
      if (worker?.type !== "chunk") throw new Error("the build made no sw.js");
      // Fonts of alphabets that the app's words do not use are fetched when a name needs one.
      const spare = /inter-(?!latin-).*woff2$/;
      const built = Object.keys(bundle).filter(
        (name) => name !== "sw.js" && name !== "index.html" && !name.endsWith(".map") && !spare.test(name),
      );
      const copied = readdirSync(new URL("public", import.meta.url), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.(svg|png|webmanifest|jpg)$/.test(entry.name))
        .map((entry) => `${entry.parentPath}/${entry.name}`.split("/public/")[1] ?? "");
      const files = [...built, ...copied].sort();
      const version = createHash("sha256").update(files.join("\n")).digest("hex").slice(0, 12);
      worker.code = worker.code
        .replaceAll("__SHELL_FILES__", JSON.stringify(files))
        .replaceAll("__SHELL_VERSION__", JSON.stringify(version));
    },
  };
}

export default defineConfig({
  base: "/app/",
  plugins: [places(), react(), shellFiles()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // No data: addresses, so that the content security policy can stay narrow.
    assetsInlineLimit: 0,
    target: "es2022",
    rollupOptions: {
      input: { app: "index.html", sw: "src/shell/service-worker.ts" },
      output: { entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js") },
    },
  },
});
