import { spawn } from "node:child_process";
import os from "node:os";

let current;

/** The program that runs for us now, if any; signals are for it. */
export function currentChild() {
  return current;
}

/** Runs a program to its end. Resolves with its exit code, 128 + n after signal n, and what it wrote when `quiet`. */
export function runChild(command, args, { cwd, env = process.env, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
    });
    current = child;
    let output = "";
    const collect = (chunk) => {
      output += chunk;
    };
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (current === child) current = undefined;
      resolve({ code: exitCode(code, signal), output });
    });
  });
}

/** A command's exit code as a shell tells it. */
export function exitCode(code, signal) {
  return code ?? 128 + (os.constants.signals[signal] ?? 0);
}
