import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Whether Debian's (or Ubuntu's) packages can be installed here without asking anybody. */
export const mayInstall = () => process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");

/** Installs packages of the system; the lists are fetched anew only when they do not know a package. */
export function installPackages(...names) {
  const args = ["install", "-y", "--no-install-recommends", ...names];
  if (apt(...args)) return true;
  apt("update");
  return apt(...args);
}

function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync("apt-get", ["-qq", ...args], { stdio: "ignore", env, timeout: 600_000 }).status === 0;
}
