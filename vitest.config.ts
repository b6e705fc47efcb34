import { defineConfig } from "vitest/config";
import { LongestFirst } from "./scripts/test/longest-first.js";

/** How long `expect.poll` waits for real processes on a busy machine; where time is the point a test says its own. */
const PATIENT = { poll: { timeout: 5_000 } };

const SOUND = ["e2e/media-leg.e2e.ts"];
const DAY = ["e2e/day.e2e.ts"];

/**
 * - `unit`: packages, nothing but code
 * - `apps`: the same of the apps
 * - `server`: the server, with one real PostgreSQL for the run (see apps/server/test/support/postgres.ts)
 * - `voice`: the built voice process with real sockets, SIP and RTP on this machine alone
 * - `peers`: the same with telephones that are not ours (SIPp and baresip), and a voice that is not (espeak-ng)
 * - `browser`: the built product in a real Chromium
 * - `day`: a whole day of chats in a real Chromium, for `npm run day` alone: it takes more than a minute
 * - `browser-sound`: one leg of the media engine and a real Chromium, by itself, for it measures how sound comes through
 *
 * Most of the time of all of them is waiting: `npm test` says how many files run at once (scripts/test/run.mjs).
 */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "unit",
          // As of `apps` and `server`: to load everything anew for each file took more than half of their time.
          isolate: false,
          include: ["packages/*/test/**/*.test.{ts,tsx}"],
          // Some listen at sockets of this machine, beside everything else that runs at the time.
          testTimeout: 15_000,
        },
      },
      {
        test: {
          name: "apps",
          isolate: false,
          // What a page has and a test stands in for is gone again before the next one.
          unstubGlobals: true,
          include: ["apps/*/test/**/*.test.{ts,tsx}"],
          exclude: [
            "apps/server/**",
            "apps/voice/test/live/**",
            "apps/voice/test/peers/**",
            "**/node_modules/**",
          ],
          testTimeout: 15_000,
        },
      },
      {
        test: {
          name: "server",
          expect: PATIENT,
          // To load the server anew for each of its files took a third of their time.
          isolate: false,
          include: ["apps/server/test/**/*.test.ts"],
          exclude: ["apps/server/test/peers/**"],
          globalSetup: ["apps/server/test/support/postgres-global-setup.ts"],
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: "voice",
          expect: PATIENT,
          include: ["apps/voice/test/live/**/*.test.ts"],
          globalSetup: ["apps/voice/test/support/build-voice.ts"],
          testTimeout: 40_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: "peers",
          expect: PATIENT,
          include: ["apps/voice/test/peers/**/*.test.ts", "apps/server/test/peers/**/*.test.ts"],
          globalSetup: ["apps/voice/test/support/build-voice.ts"],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: "browser",
          expect: PATIENT,
          include: ["e2e/**/*.e2e.ts"],
          exclude: [...SOUND, ...DAY],
          globalSetup: ["e2e/support/first-start.ts"],
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "day",
          expect: PATIENT,
          include: DAY,
          globalSetup: ["e2e/support/first-start.ts"],
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "browser-sound",
          expect: PATIENT,
          include: SOUND,
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
