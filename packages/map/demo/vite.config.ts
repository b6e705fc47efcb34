import { defineConfig } from "vite";
import { places } from "../src/places/vite.js";

/** `npx vite packages/map/demo` from the repository's root. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [places()],
  server: { host: "127.0.0.1", port: 18190, strictPort: true, fs: { allow: ["../../.."] } },
});
