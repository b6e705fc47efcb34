import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { withCheckoutLock } from "./checkout-lock.mjs";
import { exitCode, signalChildren } from "./child.mjs";
import { ensureInstalled } from "./install.mjs";
import { whenNpmDies } from "./parent.mjs";
import { fromRoot, root } from "./paths.mjs";
import { Problem, say } from "./say.mjs";

const OPTIONS = [
  "npm start                this machine alone reaches the server",
  "npm start -- --lan       other machines and phones in the network reach it too",
  "npm run verify           compares the tables with the journal, with the server stopped",
  "Settings are environment variables: docs/operating.md",
].join("\n");

/** A second Ctrl-C so soon after the first is the same one: an impatient finger, or the terminal telling us all. */
const SAME_SIGNAL_MS = 1000;

/**
 * Installs and builds what is missing, then runs the server in the foreground and ends as it ends. It is not
 * started again: that is for whoever runs us as a service.
 *
 * @param args for the server: `--lan`, or `verify`.
 */
export async function run(args) {
  refuseUnknown(args);
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

/** Before anything is installed or built for it. */
function refuseUnknown(args) {
  const help = args.some((word) => word === "--help" || word === "-h");
  const unknown = args.find((word) => word !== "--lan" && word !== "verify");
  if (!help && unknown === undefined) return;
  if (!help) process.stderr.write(`There is no option "${unknown}".\n`);
  process[help ? "stdout" : "stderr"].write(`${OPTIONS}\n`);
  process.exit(help ? 0 : 1);
}
