import { spawn } from "node:child_process";
import os from "node:os";

const running = new Set();

/** Passes a signal on to all programs that run for us now. */
export function signalChildren(signal) {
  for (const child of running) child.kill(signal);
}

/** Runs a program to its end. Resolves with its exit code, 128 + n after signal n, and what it wrote when `quiet`. */
export function runChild(command, args, { cwd, env = process.env, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
    });
    running.add(child);
    let output = "";
    const collect = (chunk) => {
      output += chunk;
    };
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    child.once("error", reject);
    child.once("close", (code, signal) => {
      running.delete(child);
      resolve({ code: exitCode(code, signal), output });
    });
  });
}

/** A command's exit code as a shell tells it. */
export function exitCode(code, signal) {
  return code ?? 128 + (os.constants.signals[signal] ?? 0);
}
