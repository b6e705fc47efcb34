import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { sleep } from "./dice.js";

const CENTER = "larkfield";
const START_MS_MAX = 60_000;
const BALLAST_BYTES = 4 * 2 ** 20;

export interface HouseOptions {
  /** The built server. */
  readonly main: string;
  readonly dataDir: string;
  readonly port: number;
  readonly httpsPort: number;
  readonly password: string;
  /** More settings. Without any there is no voice: its processes outlive a killed server, and the folder of a run. */
  readonly environment?: Readonly<Record<string, string>>;
  /** For Node itself, such as a profile. */
  readonly nodeArguments?: readonly string[];
}

/** The real server as a child process with its own PostgreSQL, and the ways to kill either. */
export class House {
  #server: ChildProcess | undefined;
  #abandoned = false;
  readonly #log: number;

  constructor(readonly options: HouseOptions) {
    this.#log = openSync(path.join(options.dataDir, "..", "server.log"), "a");
  }

  get base(): string {
    return `http://127.0.0.1:${this.options.port}`;
  }

  /** Starts the server. @returns milliseconds from the spawn to the first 200 of `/readyz`. */
  async start(): Promise<number> {
    if (this.#abandoned) return new Promise(() => {});
    const startedAt = performance.now();
    const server = this.#spawn([]);
    this.#server = server;
    while (!(await this.isReady())) {
      if (server.exitCode !== null || server.signalCode !== null)
        throw new Error(`the server ended while it started: ${server.exitCode ?? server.signalCode}`);
      if (performance.now() - startedAt > START_MS_MAX) throw new Error("the server did not become ready");
      await sleep(5);
    }
    return performance.now() - startedAt;
  }

  get serverPid(): number {
    const pid = this.#server?.pid;
    if (pid === undefined) throw new Error("the server does not run");
    return pid;
  }

  /** How the server ended, if it did by itself. */
  get death(): string | null {
    const how = this.#server?.exitCode ?? this.#server?.signalCode ?? null;
    return how === null ? null : String(how);
  }

  async isReady(): Promise<boolean> {
    try {
      const response = await fetch(`${this.base}/readyz`, { signal: AbortSignal.timeout(1_000) });
      await response.arrayBuffer();
      return response.status === 200;
    } catch {
      return false;
    }
  }

  /** Kills the server with SIGKILL and waits until the process is gone. */
  async killServer(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    const gone = ended(server);
    server.kill("SIGKILL");
    await gone;
  }

  /** Kills PostgreSQL with SIGKILL: its postmaster alone, or every process of it. */
  killPostgres(everyProcess: boolean): void {
    const postmaster = this.postmasterPid();
    if (postmaster === undefined) return;
    const all = everyProcess ? childrenOf(postmaster) : [];
    for (const pid of [postmaster, ...all]) send(pid, "SIGKILL");
  }

  /** Every process of PostgreSQL stands still. @returns how they go on */
  stopPostgres(): () => void {
    const postmaster = this.postmasterPid();
    if (postmaster === undefined) throw new Error("PostgreSQL does not run");
    const stopped = [postmaster, ...childrenOf(postmaster)];
    for (const pid of stopped) send(pid, "SIGSTOP");
    return () => {
      for (const pid of stopped) send(pid, "SIGCONT");
    };
  }

  /** Where DATA_DIR has a small disk of its own (`ownDisk`): until nothing more goes on it. */
  fillDisk(): void {
    const file = openSync(this.#ballast, "w");
    try {
      for (let bytes = BALLAST_BYTES; bytes >= 4_096; ) {
        try {
          writeSync(file, Buffer.alloc(bytes));
        } catch {
          bytes = Math.floor(bytes / 2);
        }
      }
    } finally {
      closeSync(file);
    }
  }

  emptyDisk(): void {
    rmSync(this.#ballast, { force: true });
  }

  get #ballast(): string {
    return path.join(this.options.dataDir, "ballast");
  }

  async whenReady(): Promise<void> {
    while (!(await this.isReady())) await sleep(10);
  }

  postmasterPid(): number | undefined {
    try {
      const pid = Number(
        readFileSync(path.join(this.options.dataDir, "postgres/postmaster.pid"), "utf8").split("\n")[0],
      );
      // Only a process that works in our own folder is ours to kill.
      const ours = readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("postgres");
      return ours && pid > 1 ? pid : undefined;
    } catch {
      return undefined;
    }
  }

  /** As `systemctl stop` does it. @returns the exit code */
  async stop(): Promise<number | null> {
    const server = this.#server;
    if (server === undefined) return 0;
    const gone = ended(server);
    server.kill("SIGTERM");
    const impatient = setTimeout(() => server.kill("SIGKILL"), 30_000);
    const code = await gone;
    clearTimeout(impatient);
    return code;
  }

  /**
   * Ends the server and, if that was just killed, the PostgreSQL that it left behind; nothing is started any more. For
   * an interrupted run.
   */
  async abandon(): Promise<void> {
    this.#abandoned = true;
    await this.stop();
    const postmaster = this.postmasterPid();
    if (postmaster === undefined) return;
    // Its "immediate shutdown": the folder is thrown away.
    process.kill(postmaster, "SIGQUIT");
    while (this.postmasterPid() === postmaster) await sleep(20);
  }

  /** `npm run verify` on this folder. */
  async verify(): Promise<number | null> {
    return ended(this.#spawn(["verify"]));
  }

  close(): void {
    closeSync(this.#log);
  }

  /** A connection of the owner's that sees the center's rows. */
  async tables(): Promise<pg.Client> {
    const { dataDir } = this.options;
    const [host = ""] = readFileSync(path.join(dataDir, "postgres-run-folder"), "utf8").split("\n");
    const client = new pg.Client({
      host,
      port: 5432,
      user: "patchbay_owner",
      password: readFileSync(path.join(dataDir, "secrets/postgres-owner"), "utf8").trim(),
      database: "patchbay",
    });
    await client.connect();
    await client.query("select set_config('patchbay.center', $1, false)", [CENTER]);
    return client;
  }

  #spawn(args: readonly string[]): ChildProcess {
    const { main, dataDir, port, httpsPort, password, environment } = this.options;
    const { nodeArguments = [] } = this.options;
    return spawn(process.execPath, ["--enable-source-maps", ...nodeArguments, main, ...args], {
      env: {
        ...process.env,
        PORT: String(port),
        HTTPS_PORT: String(httpsPort),
        DATA_DIR: dataDir,
        DEMO_PASSWORD: password,
        ...(environment ?? { VOICE: "off", TEST_PHONE: "off" }),
      },
      stdio: ["ignore", this.#log, this.#log],
    });
  }
}

const ended = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once("exit", (code) => resolve(code)));

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone by itself in between.
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === parent;
      } catch {
        return false;
      }
    });
}
