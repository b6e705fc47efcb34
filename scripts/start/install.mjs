import { createHash } from "node:crypto";
import { mkdir, readFile, statfs, writeFile } from "node:fs/promises";
import { runChild } from "./child.mjs";
import { fromRoot, root } from "./paths.mjs";
import { Problem, say, sayWhile } from "./say.mjs";

/** Packages, the built apps and a young database together. */
const DISK_BYTES_MIN = 1024 ** 3;

/** Written after a success: holds what was installed. An interrupted installation has none, and is done again. */
const MARKER = fromRoot("node_modules", ".patchbay-installed");

/** Installs what is missing. Does nothing, and touches no network, when all is there. */
export async function ensureInstalled() {
  const wanted = await fingerprint();
  if ((await readFile(MARKER, "utf8").catch(() => "")) === wanted) return;
  if (await isInstalledByHand()) {
    await writeFile(MARKER, wanted);
    return;
  }
  await refuseFullDisk();
  say("Installing packages (the first time takes a minute or two)");
  const stop = sayWhile("Still installing packages");
  try {
    await install();
  } finally {
    stop();
  }
  await mkdir(fromRoot("node_modules"), { recursive: true });
  await writeFile(MARKER, await fingerprint());
  say("Packages are installed");
}

async function install() {
  const flags = ["--include=dev", "--include=optional", "--no-audit", "--no-fund", "--prefer-offline"];
  let outcome = await npm(["ci", ...flags]);
  if (outcome.code !== 0 && /EUSAGE|can only install packages when/.test(outcome.output)) {
    say("package-lock.json does not fit package.json: resolving anew");
    outcome = await npm(["install", ...flags]);
  }
  if (outcome.code === 0) return;
  const lines = outcome.output
    .split("\n")
    .filter((line) => line.startsWith("npm error") || line.startsWith("npm ERR"));
  throw new Problem(
    `Installing the packages failed; the next try goes on from here.\n${lines.slice(0, 8).join("\n") || outcome.output.slice(-800)}`,
  );
}

function npm(args) {
  const path = process.env.npm_execpath;
  const options = { cwd: root, quiet: true };
  return path ? runChild(process.execPath, [path, ...args], options) : runChild("npm", args, options);
}

async function fingerprint() {
  const hash = createHash("sha256");
  for (const file of ["package.json", "package-lock.json"])
    hash.update(await readFile(fromRoot(file)).catch(() => ""));
  return `${hash.digest("hex")} ${process.platform} ${process.arch} node ${process.versions.modules}`;
}

/**
 * Whether somebody ran npm before us. npm writes its own list when an installation is complete; it has to name
 * what the lock file names, except what is only for other machines.
 */
async function isInstalledByHand() {
  const [wanted, found] = await Promise.all([
    readPackages(fromRoot("package-lock.json")),
    readPackages(fromRoot("node_modules", ".package-lock.json")),
  ]);
  if (wanted === undefined || found === undefined) return false;
  return Object.entries(wanted).every(([place, { version, link, optional }]) => {
    if (!place.includes("node_modules/") || link) return true;
    return found[place] === undefined ? optional === true : found[place].version === version;
  });
}

async function readPackages(file) {
  try {
    return JSON.parse(await readFile(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}

async function refuseFullDisk() {
  const { bavail, bsize } = await statfs(root);
  const free = bavail * bsize;
  if (free >= DISK_BYTES_MIN) return;
  const megabytes = Math.floor(free / 1024 ** 2);
  throw new Problem(
    `Patchbay needs 1 GB of free disk space to install, and ${root} has ${megabytes} MB: make room and start again.`,
  );
}
