import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { withCheckoutLock } from "./checkout-lock.mjs";
import { exitCode, signalChildren } from "./child.mjs";
import { ensureInstalled } from "./install.mjs";
import { whenNpmDies } from "./parent.mjs";
import { fromRoot, root } from "./paths.mjs";
import { Problem, say } from "./say.mjs";

const OPTIONS = [
  "npm start                this machine alone reaches the server",
  "npm start -- --empty     a center without the demo; prints a link for its first administrator",
  "npm start -- --lan       other machines and phones in the network reach it too",
  "npm run verify           compares the tables with the journal, with the server stopped",
  "npm run backup -- FILE   everything of DATA_DIR in one file, also while the server runs",
  "npm run recover -- USER  a new password for somebody who lost theirs; without a name it lists who there is",
  "npm run restore -- FILE  makes it again, in an empty DATA_DIR",
  "Settings are environment variables: docs/operating.md",
].join("\n");

const COMMANDS_WITH_FILE = new Set(["backup", "restore"]);
const DOING = {
  verify: "Verifying",
  backup: "Backing up",
  restore: "Restoring",
  recover: "Looking who there is",
};

/** A second Ctrl-C so soon after the first is the same one: an impatient finger, or the terminal telling us all. */
const SAME_SIGNAL_MS = 1000;

/**
 * Installs and builds what is missing, then runs the server in the foreground and ends as it ends. It is not
 * started again: that is for whoever runs us as a service.
 *
 * @param args for the server: `--lan`, `--empty`, or `verify`, `backup FILE`, `restore FILE`, `recover [USER]`.
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
  say(DOING[args[0]] ?? "Starting the server");
  // A file is named from where the command was given; npm itself goes to the root.
  const words = COMMANDS_WITH_FILE.has(args[0])
    ? [args[0], path.resolve(process.env.INIT_CWD ?? ".", args[1])]
    : args;
  server = spawn(process.execPath, ["--enable-source-maps", fromRoot("apps/server/dist/main.js"), ...words], {
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
  const withFile = COMMANDS_WITH_FILE.has(args[0]);
  if (!help && withFile && args.length === 2) return;
  if (!help && args[0] === "recover" && args.length <= 2 && !args[1]?.startsWith("-")) return;
  const unknown = args.find(
    (word) => word !== "--lan" && word !== "--empty" && word !== "verify" && !COMMANDS_WITH_FILE.has(word),
  );
  if (!help && !withFile && unknown === undefined) return;
  if (!help && withFile) process.stderr.write(`Name one file: npm run ${args[0]} -- FILE\n`);
  else if (!help) process.stderr.write(`There is no option "${unknown}".\n`);
  process[help ? "stdout" : "stderr"].write(`${OPTIONS}\n`);
  process.exit(help ? 0 : 1);
}
