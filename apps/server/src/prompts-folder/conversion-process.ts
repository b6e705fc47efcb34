import { fork } from "node:child_process";
import type { ConversionTask, Converted } from "./conversion.js";

/** Ten minutes of sound take a few seconds; a file that takes so long was made to. */
const WITHIN_MS = 60_000;

/** @throws {Error} when the process ends without an answer, or takes too long. */
export function convertInProcess(task: ConversionTask): Promise<Converted> {
  return new Promise((resolve, reject) => {
    const child = fork(new URL("./sound-conversion.worker.js", import.meta.url), [], {
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      serialization: "json",
    });
    const late = setTimeout(() => child.kill("SIGKILL"), WITHIN_MS);
    let answer: Converted | undefined;
    child.once("message", (message) => {
      answer = message as Converted;
    });
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      clearTimeout(late);
      if (answer !== undefined) resolve(answer);
      else reject(new Error(`the conversion ended with ${code ?? signal}`));
    });
    child.send(task);
  });
}
