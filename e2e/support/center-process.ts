import { type ChildProcess, spawn } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { inject } from "vitest";
import { eventually } from "./eventually.js";
import { HTTP_PORTS } from "./ports.js";

const ROOT = path.resolve(import.meta.dirname, "../..");
/** A first start makes a database cluster and the demo center. */
const READY_MS_MAX = 60_000;
const STOP_MS_MAX = 20_000;

export const DEMO_PASSWORD = "patchbay-e2e";

type Environment = Readonly<Record<string, string>>;
export const WITHOUT_LINES: Environment = { TEST_PHONE: "off", VOICE: "off" };

/** The built server as a process of its own, with a data folder that nobody else has. */
export class CenterProcess {
  #child: ChildProcess | null = null;
  #said = "";

  private constructor(
    readonly folder: string,
    readonly port: number,
    private readonly httpsPort: number,
    private readonly environment: Environment,
    private readonly args: readonly string[],
  ) {}

  /** A demo center that was started before. @param environment further settings, such as ports for voice. */
  static start(environment = WITHOUT_LINES): Promise<CenterProcess> {
    return CenterProcess.#open(environment, inject("firstStart"));
  }

  /** With an empty data folder. */
  static firstStart(environment: Environment, args: readonly string[] = []): Promise<CenterProcess> {
    return CenterProcess.#open(environment, undefined, args);
  }

  static async #open(
    environment: Environment,
    copiedFrom?: string,
    args: readonly string[] = [],
  ): Promise<CenterProcess> {
    const folder = await mkdtemp(path.join(os.tmpdir(), "patchbay-e2e-"));
    if (copiedFrom !== undefined) await cp(copiedFrom, folder, { recursive: true });
    const port = await freePort(HTTP_PORTS.first);
    const center = new CenterProcess(folder, port, await freePort(port + 1), environment, args);
    try {
      await center.startAgain();
    } catch (error) {
      await center.close();
      throw error;
    }
    return center;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What the process wrote, for the report of a test that failed. */
  get said(): string {
    return this.#said;
  }

  /** On the same ports and the same folder. Resolves when it is ready. */
  async startAgain(): Promise<void> {
    const child = spawn(
      process.execPath,
      ["--enable-source-maps", path.join(ROOT, "apps/server/dist/main.js"), ...this.args],
      {
        cwd: ROOT,
        stdio: ["ignore", "pipe", "pipe"],
        env: {
          ...process.env,
          PORT: String(this.port),
          HTTPS_PORT: String(this.httpsPort),
          DATA_DIR: path.join(this.folder, "data"),
          DEMO_PASSWORD,
          ...this.environment,
        },
      },
    );
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.#said += text;
      });
    }
    await eventually("the server gets ready", () => this.#checkReady(child), READY_MS_MAX);
  }

  /** As a power cut would: no goodbye, nothing flushed. PostgreSQL, a process of its own, stays. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /** The process stands still: its connections stay open, and nothing is answered. */
  freeze(): void {
    this.#child?.kill("SIGSTOP");
  }

  thaw(): void {
    this.#child?.kill("SIGCONT");
  }

  /** Stops the database with it and takes the folder away. A killed server is started once more to do so. */
  async close(): Promise<void> {
    if (this.#child === null) await this.startAgain().catch(() => undefined);
    await this.stop();
    await this.removeFolder();
  }

  /** In order, with its database. */
  stop(): Promise<void> {
    return this.#end("SIGTERM");
  }

  async removeFolder(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #checkReady(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${this.#said}`);
    const answer = await fetch(`${this.origin}/readyz`, { signal: AbortSignal.timeout(2_000) });
    if (answer.status !== 200) throw new Error(`/readyz says ${answer.status}`);
  }

  async #end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<boolean>((resolve) => child.once("exit", () => resolve(true)));
    child.kill(signal);
    const late = new Promise<boolean>((resolve) => setTimeout(resolve, STOP_MS_MAX, false).unref());
    if (await Promise.race([ended, late])) return;
    child.kill("SIGKILL");
    throw new Error(`the server did not stop within ${STOP_MS_MAX} ms:\n${this.#said}`);
  }
}

async function freePort(from: number): Promise<number> {
  for (let port = from; port <= HTTP_PORTS.last; port++) if (await isFree(port)) return port;
  throw new Error(`no free port from ${from} to ${HTTP_PORTS.last}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
