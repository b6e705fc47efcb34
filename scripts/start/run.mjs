import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { withCheckoutLock } from "./checkout-lock.mjs";
import { exitCode, signalChildren } from "./child.mjs";
import { ensureInstalled } from "./install.mjs";
import { fromRoot, root } from "./paths.mjs";
import { Problem, say } from "./say.mjs";

/** How often we look whether npm still lives. */
const PARENT_EVERY_MS = 500;

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
  const stop = (signal) => {
    if (performance.now() - signalledAt < SAME_SIGNAL_MS) return;
    signalledAt = performance.now();
    stopping ??= signal;
    if (server !== undefined) server.kill(signal);
    else {
      signalChildren(signal);
      process.exit(exitCode(null, signal));
    }
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop(signal));
  whenNpmDies(() => stop("SIGTERM"));
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
    // The channel carries nothing: it closes when we are killed, and then the server stops too.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
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

/**
 * npm passes a SIGTERM to the shell that it runs us with, and most shells die of it without telling us: what we notice is
 * that we have another parent. Also with `nohup npm start &` the parent lives as long as npm does. Started without npm,
 * our parent may go: that is how one detaches.
 */
function whenNpmDies(stop) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const watching = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watching);
    stop();
  }, PARENT_EVERY_MS).unref();
}
