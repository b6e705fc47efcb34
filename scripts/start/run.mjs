import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { withCheckoutLock } from "./checkout-lock.mjs";
import { exitCode, signalChildren } from "./child.mjs";
import { ensureInstalled } from "./install.mjs";
import { fromRoot, root } from "./paths.mjs";
import { Problem, say } from "./say.mjs";

/** A second Ctrl-C so soon after the first is the same one: an impatient finger, or the terminal telling us all. */
const SAME_SIGNAL_MS = 1000;

/**
 * Installs and builds what is missing, then runs the server in the foreground and ends as it ends. It is not
 * started again: that is for whoever runs us as a service.
 *
 * @param args for the server: `--lan`, or `verify`.
 */
export async function run(args) {
  say(`Patchbay ${JSON.parse(readFileSync(fromRoot("package.json"), "utf8")).version}`);
  let server;
  let stopping;
  let signalledAt = Number.NEGATIVE_INFINITY;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      if (performance.now() - signalledAt < SAME_SIGNAL_MS) return;
      signalledAt = performance.now();
      stopping ??= signal;
      if (server !== undefined) server.kill(signal);
      else {
        signalChildren(signal);
        process.exit(exitCode(null, signal));
      }
    });
  }
  try {
    await withCheckoutLock(async () => {
      await ensureInstalled();
      const { buildIfChanged } = await import("../build.mjs");
      await buildIfChanged(say);
    });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
  say(args.includes("verify") ? "Verifying" : "Starting the server");
  server = spawn(process.execPath, ["--enable-source-maps", fromRoot("apps/server/dist/main.js"), ...args], {
    cwd: root,
    stdio: "inherit",
  });
  server.once("error", (error) => {
    process.stderr.write(`The server could not be started: ${error.message}\n`);
    process.exit(1);
  });
  server.once("exit", async (code, signal) => {
    if (signal !== null && stopping === undefined)
      process.stderr.write(`The server was ended by ${signal}.\n`);
    await sleep(0);
    process.exit(exitCode(code, signal));
  });
}
