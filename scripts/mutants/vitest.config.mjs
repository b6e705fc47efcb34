import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { plant } from "./apply.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** Tests that need no database, over sources in which PATCHBAY_MUTANT has planted its fault. */
export default defineConfig({
  root,
  plugins: [plant(root, process.env.PATCHBAY_MUTANT)],
  test: {
    include: [
      "packages/core/test/**/*.test.ts",
      "apps/server/test/{simulation,center,journal-memory,messaging-http,desk-gateway,voice}/**/*.test.ts",
    ],
    bail: 1,
    testTimeout: 60_000,
  },
});
