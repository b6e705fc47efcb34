import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** A program of Debian's that these tests talk to; `npm test` installs it and says where it is. */
export function peerProgram(variable: "SIPP" | "BARESIP"): string {
  const program = process.env[variable];
  if (!program) throw new Error(`${variable} names no program; run these tests by npm test -- --only peers`);
  return program;
}

export interface Ended {
  readonly code: number | null;
  readonly said: string;
}

/** A peer that runs in a folder of its own, and is ended with its test. */
export class Peer {
  readonly folder: string;
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  #said = "";

  constructor(program: string, args: (folder: string) => readonly string[], timeoutMs = 60_000) {
    this.folder = mkdtempSync(path.join(os.tmpdir(), "patchbay-peer-"));
    this.#child = spawn(program, args(this.folder), {
      cwd: this.folder,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: timeoutMs,
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.#said += text;
      });
    this.ended = new Promise((resolve, reject) => {
      this.#child.once("error", reject);
      this.#child.once("close", (code) => resolve({ code, said: this.#said }));
    });
  }

  get said(): string {
    return this.#said;
  }

  /** Asks it to take no more and to end when what it has is over. */
  finish(): void {
    this.#child.kill("SIGUSR1");
  }

  async close(): Promise<void> {
    if (this.#child.exitCode === null) this.#child.kill("SIGKILL");
    await this.ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
