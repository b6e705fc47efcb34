import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { freePorts } from "./free-ports.js";
import { pause, until } from "./until.js";

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
/** As in the repository, where apps lie beside each other. */
const built = path.join(folder, "node_modules/.built-product");

export const PASSWORD = "larkfield-demo";

/** Builds server and voice process beside each other. */
export async function buildProduct(): Promise<void> {
  const script = path.resolve(folder, "../../scripts/build.mjs");
  const { buildServer } = (await import(script)) as {
    buildServer: (folder: string, outdir: string) => Promise<void>;
  };
  await Promise.all(
    ["server", "voice"].map((app) => buildServer(`apps/${app}`, path.join(built, app, "dist"))),
  );
}

/** The real server with the embedded PostgreSQL, and the voice process that it starts, on ports of 127.0.0.1. */
export class ProductUnderTest {
  private server: ChildProcess | undefined;
  private constructor(
    readonly dataDir: string,
    private readonly port: number,
    readonly sipPort: number,
    private readonly rtp: number,
    private readonly environment: Record<string, string>,
  ) {}

  static async start(environment: Record<string, string> = {}): Promise<ProductUnderTest> {
    const dataDir = path.join(mkdtempSync(path.join(os.tmpdir(), "patchbay-product-")), "data");
    const [port, rtp] = [await freePorts(4), await freePorts(200)];
    const product = new ProductUnderTest(dataDir, port, port + 2, rtp, environment);
    await product.startAgain();
    await product.voiceReady();
    return product;
  }

  get host(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Resolves when the server takes work. */
  async startAgain(): Promise<void> {
    const { dataDir, port, sipPort, rtp } = this;
    mkdirSync(dataDir, { recursive: true });
    const output = openSync(path.join(dataDir, "..", "output.log"), "a");
    const server = spawn(
      process.execPath,
      ["--enable-source-maps", path.join(built, "server/dist/main.js")],
      {
        env: {
          ...process.env,
          DATABASE_URL: "",
          DATA_DIR: dataDir,
          DEMO_PASSWORD: PASSWORD,
          PORT: String(port),
          HTTPS_PORT: String(port + 1),
          SIP_PORT: String(sipPort),
          SIP_TLS_PORT: String(sipPort + 1),
          RTP_PORTS: `${rtp}-${rtp + 199}`,
          VOICE_WORKERS: "2",
          ...this.environment,
        },
        stdio: ["ignore", output, output],
      },
    );
    closeSync(output);
    this.server = server;
    for (const begun = performance.now(); performance.now() - begun < 60_000; await pause(20)) {
      if (server.exitCode !== null) throw new Error(`the server ended:\n${this.output}`);
      if ((await this.readiness())?.ready === true) return;
    }
    throw new Error(`the server did not become ready:\n${this.output}`);
  }

  /** As a power cut would: no goodbye. PostgreSQL and the voice process, processes of their own, stay. */
  async killServer(): Promise<void> {
    const server = this.server;
    if (server === undefined) return;
    const gone = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGKILL");
    await gone;
  }

  /** Server and voice process talk, and the ports are open. */
  async voiceReady(): Promise<void> {
    for (const begun = performance.now(); performance.now() - begun < 20_000; await pause(20))
      if ((await this.readiness())?.centers[0]?.voice?.state === "ready") return;
    throw new Error(`the voice process did not become ready:\n${this.output}`);
  }

  get voicePid(): number {
    return (JSON.parse(readFileSync(path.join(this.dataDir, "voice.json"), "utf8")) as { pid: number }).pid;
  }

  /** Process ids of the media workers that were ever started, by slot, the newest last. */
  workers(slot: number): number[] {
    const log = readFileSync(path.join(this.dataDir, "log/voice.log"), "utf8");
    return [...log.matchAll(/"worker":(\d+),"workerPid":(\d+)/g)]
      .filter((found) => Number(found[1]) === slot)
      .map((found) => Number(found[2]));
  }

  /** In which worker a call's sound is, by the port that its description names: each has an even share of them. */
  slotOf(sdp: string): number {
    const port = Number(/m=audio (\d+)/.exec(sdp)?.[1]);
    return Math.floor((port - this.rtp) / 100);
  }

  async stop(): Promise<void> {
    const server = this.server;
    if (server !== undefined && server.exitCode === null && server.signalCode === null) {
      const gone = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGTERM");
      await gone;
    }
    const voiceIsGone = (): boolean => {
      try {
        return !isAlive(this.voicePid);
      } catch {
        return true;
      }
    };
    await until(voiceIsGone, 20_000, "the voice process ends with the server");
    rmSync(path.dirname(this.dataDir), { recursive: true, force: true, maxRetries: 5 });
  }

  private async readiness(): Promise<
    { ready: boolean; centers: { voice: { state: string } | null }[] } | undefined
  > {
    try {
      const answer = await fetch(`http://${this.host}/readyz`, { signal: AbortSignal.timeout(2_000) });
      return (await answer.json()) as { ready: boolean; centers: { voice: { state: string } | null }[] };
    } catch {
      return undefined;
    }
  }

  private get output(): string {
    return readFileSync(path.join(this.dataDir, "..", "output.log"), "utf8");
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
