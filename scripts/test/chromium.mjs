import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { runChild } from "../start/child.mjs";
import { fromRoot, root } from "../start/paths.mjs";
import { say, sayWhile } from "../start/say.mjs";
import { installPackages, mayInstall } from "./debian.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MAC = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** A package whose only content is a Chromium for Linux; the last major that runs on Node 20. */
const NPM_BROWSER = "@sparticuz/chromium@138.0.2";
const NPM_BROWSER_FOLDER = fromRoot("node_modules", ".cache", "patchbay", "chromium");

/**
 * A Chromium that starts here: the one in CHROMIUM, one on the PATH, as root the system's own package, else one
 * from npm.
 *
 * @returns `{ executable }`, `{ missing }` with the one command that mends it, or `{ unusable }` with what is wrong with
 *   the one that was asked for.
 */
export async function findChromium() {
  const given = process.env.CHROMIUM;
  if (given) return starts(given) ? { executable: given } : { unusable: whyNot(given) };
  const found = onThePath() ?? MAC.find(starts);
  if (found !== undefined) return { executable: found };
  const isRoot = process.getuid?.() === 0;
  if (mayInstall()) {
    say("Installing the system's Chromium for the browser tests");
    installPackages("chromium");
    const installed = onThePath();
    if (installed !== undefined) return { executable: installed };
  }
  const fromNpm = await browserFromNpm();
  if (fromNpm !== undefined) return { executable: fromNpm };
  return { missing: isRoot ? "apt-get install -y chromium" : "sudo apt-get install -y chromium" };
}

function onThePath() {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  return folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name))).find(starts);
}

/** Being there is not enough: on some systems `chromium` is only a note that it has to be installed. */
function starts(executable) {
  if (!existsSync(executable)) return false;
  const { status, stdout } = spawnSync(executable, ["--version"], { encoding: "utf8", timeout: 20_000 });
  return status === 0 && /Chrom/.test(stdout);
}

function whyNot(executable) {
  if (!existsSync(executable))
    return `CHROMIUM="${executable}": there is no such file. Name another, or leave it out.`;
  const { status, signal, stderr, error } = spawnSync(executable, ["--version"], {
    encoding: "utf8",
    timeout: 20_000,
  });
  const said = (error?.message ?? stderr ?? "").trim().split("\n")[0] || `it ended with ${signal ?? status}`;
  return `CHROMIUM="${executable}" does not start as a Chromium does (${said}). Name another, or leave it out.`;
}

async function browserFromNpm() {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const [name] = NPM_BROWSER.split(/(?<=.)@/);
  if (!existsSync(path.join(NPM_BROWSER_FOLDER, "node_modules", name))) {
    say("Fetching a Chromium from npm for the browser tests (once)");
    const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ["npm"];
    const args = [
      "install",
      "--prefix",
      NPM_BROWSER_FOLDER,
      "--no-save",
      "--no-audit",
      "--no-fund",
      NPM_BROWSER,
    ];
    const [command, ...before] = npm;
    const stop = sayWhile("Still fetching a Chromium from npm");
    const { code } = await runChild(command, [...before, ...args], { cwd: root, quiet: true }).finally(stop);
    if (code !== 0) return undefined;
  }
  const temporary = process.env.TMPDIR;
  try {
    const entry = createRequire(path.join(NPM_BROWSER_FOLDER, "x.js")).resolve(name);
    // It unpacks itself into the temporary folder, under a name that anybody could have taken there before us.
    const unpacked = path.join(NPM_BROWSER_FOLDER, "unpacked");
    mkdirSync(unpacked, { recursive: true });
    process.env.TMPDIR = unpacked;
    const { default: browser } = await import(entry);
    const executable = await browser.executablePath();
    return starts(executable) ? executable : undefined;
  } catch {
    return undefined; // Libraries that it needs are not on this machine: told as missing.
  } finally {
    if (temporary === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = temporary;
  }
}
