import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
// By its path: Vite bundles what a configuration imports by path, and leaves a package to Node, which knows no TypeScript.
import { places } from "../../packages/map/src/places/vite.js";

export default defineConfig({
  base: "/desk/",
  plugins: [places(), react()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // No data: addresses, so that the content security policy can stay narrow.
    assetsInlineLimit: 0,
    target: "es2022",
  },
  server: { proxy: { "/api": { target: "http://127.0.0.1:8080", ws: true } } },
});
