import { defineConfig } from "vitest/config";

/** Stories with telephone lines: one after the other, for the lines have fixed ports; beside all others. */
const stories = [
  "app-calls",
  "calls",
  "conference",
  "directory",
  "network-setup",
  "records",
  "setup",
  "test-phone",
  "voice-phone",
].map((name) => `e2e/${name}.e2e.ts`);

/**
 * - `unit`: packages and browser apps, nothing but code
 * - `server`: the server, with one real PostgreSQL for the run (see apps/server/test/support/postgres.ts)
 * - `voice`: the built voice process with real sockets, SIP and RTP on this machine alone
 * - `peers`: the same with telephones that are not ours: SIPp and baresip
 * - `browser`: the built product in a real Chromium, one story after the other
 * - `browser-calls`: the same with telephone lines; `npm test` runs the two beside each other
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["packages/*/test/**/*.test.{ts,tsx}", "apps/*/test/**/*.test.{ts,tsx}"],
          exclude: [
            "apps/server/**",
            "apps/voice/test/live/**",
            "apps/voice/test/peers/**",
            "**/node_modules/**",
          ],
        },
      },
      {
        test: {
          name: "server",
          include: ["apps/server/test/**/*.test.ts"],
          globalSetup: ["apps/server/test/support/postgres-global-setup.ts"],
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: "voice",
          include: ["apps/voice/test/live/**/*.test.ts"],
          globalSetup: ["apps/voice/test/support/build-voice.ts"],
          // They measure time in calls: one after the other.
          fileParallelism: false,
          testTimeout: 40_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: "peers",
          include: ["apps/voice/test/peers/**/*.test.ts"],
          globalSetup: ["apps/voice/test/support/build-voice.ts"],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: "browser",
          include: ["e2e/**/*.e2e.ts"],
          exclude: stories,
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "browser-calls",
          include: stories,
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
