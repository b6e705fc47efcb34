import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../../../..", import.meta.url));
const START_MS_MAX = 30_000;

/** The server built from the sources as they are now, and folders for what runs of it. */
export interface Build {
  readonly main: string;
  /** An empty folder. */
  folder(name: string): string;
  /** Puts a program where the server looks for that of its voice process; without one it has no voice. */
  voiceProgram(code: string): Promise<void>;
  remove(): Promise<void>;
}

/** @param name no other test file uses it. Inside node_modules, so that the packages it imports are found from there. */
export async function buildFor(name: string): Promise<Build> {
  const out = path.join(repository, "node_modules/.cache", `patchbay-${name}`);
  // As in the repository, where apps lie beside each other.
  const server = path.join(out, "server/dist");
  const voice = path.join(out, "voice/dist");
  const script = `
    const { buildServer } = await import("./scripts/build.mjs");
    await buildServer("apps/server", ${JSON.stringify(server)});`;
  await rm(out, { recursive: true, force: true });
  execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: repository });
  const folders = await mkdtemp(path.join(os.tmpdir(), `patchbay-${name}-`));
  return {
    main: path.join(server, "main.js"),
    folder: (folder) => path.join(folders, folder),
    voiceProgram: async (code) => {
      await mkdir(voice, { recursive: true });
      await writeFile(path.join(voice, "main.js"), code);
    },
    remove: async () => {
      await rm(out, { recursive: true, force: true });
      await rm(folders, { recursive: true, force: true });
    },
  };
}

/** The built server as a process of its own, with a channel as `npm start` gives it one. */
export class ServerProcess {
  readonly child: ChildProcess;
  readonly base: string;
  /** All that it wrote to its terminal. */
  output = "";
  readonly ended: Promise<number | null>;

  private constructor(main: string, port: number, env: NodeJS.ProcessEnv, args: readonly string[]) {
    this.base = `http://127.0.0.1:${port}`;
    this.child = spawn(process.execPath, [main, ...args], {
      env: { ...process.env, DEMO_PASSWORD: "larkfield-demo", PORT: String(port), ...env },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on("data", (chunk) => {
        this.output += chunk;
      });
    }
    // Its own "close" never comes once we have closed the channel.
    const silent = [this.child.stdout, this.child.stderr].map((stream) => stream && once(stream, "close"));
    const exited = new Promise<number | null>((resolve) => this.child.once("exit", resolve));
    this.ended = Promise.all(silent).then(() => exited);
  }

  static async spawn(
    main: string,
    env: NodeJS.ProcessEnv,
    args: readonly string[] = [],
  ): Promise<ServerProcess> {
    const [port, httpsPort] = await Promise.all([freePort(), freePort()]);
    return new ServerProcess(main, port, { HTTPS_PORT: String(httpsPort), ...env }, args);
  }

  get isOver(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  async ready(): Promise<void> {
    for (const startedAt = performance.now(); performance.now() - startedAt < START_MS_MAX; await sleep(20)) {
      if (this.isOver) throw new Error(`the server ended while it started:\n${this.output}`);
      const answer = await fetch(`${this.base}/readyz`).catch(() => undefined);
      await answer?.arrayBuffer();
      if (answer?.status === 200) return;
    }
    throw new Error(`the server did not become ready:\n${this.output}`);
  }

  /** In order. @returns its exit code */
  async stop(): Promise<number | null> {
    if (!this.isOver) this.child.kill("SIGTERM");
    return this.ended;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
