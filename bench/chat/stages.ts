import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { sleep } from "../soak/dice.js";
import { House } from "../soak/house.js";
import { seedWorld } from "./seed.js";

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const EJABBERD = "/usr/sbin/ejabberdctl";
const READY_MS_MAX = 20_000;

/** A server that runs, fresh, ready for one driver. */
export interface Running {
  readonly target: "ours" | "relay" | "xmpp";
  readonly port: number;
  readonly pid: number;
  readonly databasePid: number;
  readonly options: string;
  stop(): Promise<void>;
}

/** Where servers are put up, each in a folder of its own, and taken down again whatever happens. */
export class Stages {
  private readonly folder = mkdtempSync(path.join(tmpdir(), "patchbay-chat-"));
  private readonly running = new Set<Running>();
  private count = 0;

  constructor(private readonly options: { readonly main: string; readonly port: number }) {
    // Debian's servers run as users of their own.
    chmodSync(this.folder, 0o755);
  }

  static get hasEjabberd(): boolean {
    return existsSync(EJABBERD);
  }

  async closeAll(): Promise<void> {
    for (const one of [...this.running]) await one.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A center with these agents and chats that does not run; `ours` begins with a copy of it each time. */
  async world(agents: number, customers: number): Promise<string> {
    const folder = path.join(this.folder, `world-${agents}-${customers}`);
    const house = this.house(folder);
    await house.start();
    await house.stop();
    const dataDir = path.join(folder, "data");
    const seeded = await seedWorld({ dataDir, agents, customers });
    // As autovacuum does within a minute: until then plans are made for empty tables, and kept.
    await house.start();
    const tables = await house.tables();
    await tables.query("analyze");
    await tables.end();
    await house.stop();
    house.close();
    writeFileSync(path.join(folder, "world.json"), JSON.stringify(seeded));
    return folder;
  }

  /**
   * @param more how customers listen, and with what (see `Ours`)
   * @param profile a folder for the server's CPU profile
   */
  async ours(world: string, more: string, profile?: string): Promise<Running> {
    const folder = path.join(this.folder, `run-${this.count++}`);
    cpSync(world, folder, { recursive: true });
    const house = this.house(folder, profile);
    await house.start();
    return this.keep({
      target: "ours",
      port: this.options.port,
      pid: house.serverPid,
      databasePid: house.postmasterPid() ?? 0,
      options: `${path.join(folder, "world.json")},${more}`,
      stop: async () => {
        await house.stop();
        house.close();
        rmSync(folder, { recursive: true, force: true });
      },
    });
  }

  async relay(): Promise<Running> {
    const database = this.postgres();
    const port = this.options.port + 3;
    const url = `postgres://bench@127.0.0.1:${database.port}/postgres`;
    const args = ["--import", "tsx", here("relay.child.ts"), "--port", String(port), "--db", url];
    const relay = spawn(process.execPath, args, { stdio: "inherit" });
    await whenOpen(port);
    return this.keep({
      target: "relay",
      port,
      pid: relay.pid ?? 0,
      databasePid: database.pid,
      options: "",
      stop: async () => {
        await ended(relay);
        database.stop();
      },
    });
  }

  async ejabberd(users: number): Promise<Running> {
    const database = this.postgres();
    const port = this.options.port + 4;
    const folder = path.join(this.folder, `ejabberd-${this.count++}`);
    const script = here("../peers/ejabberd.sh");
    const output = execFileSync(
      "bash",
      [script, "start", folder, String(port), String(database.port), String(users)],
      { encoding: "utf8" },
    );
    return this.keep({
      target: "xmpp",
      port,
      pid: Number(/pid=(\d+)/.exec(output)?.[1]),
      databasePid: database.pid,
      options: "",
      stop: async () => {
        execFileSync("bash", [script, "stop", folder]);
        database.stop();
      },
    });
  }

  private postgres(): { readonly pid: number; readonly port: number; stop(): void } {
    const port = this.options.port + 5;
    const folder = path.join(this.folder, `postgres-${this.count++}`);
    const script = here("../peers/pg.sh");
    const output = execFileSync("bash", [script, "start", folder, String(port)], { encoding: "utf8" });
    return {
      pid: Number(/pid=(\d+)/.exec(output)?.[1]),
      port,
      stop: () => void execFileSync("bash", [script, "stop", folder]),
    };
  }

  private house(folder: string, profile?: string): House {
    const { main, port } = this.options;
    const dataDir = path.join(folder, "data");
    mkdirSync(dataDir, { recursive: true });
    const nodeArguments = profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`];
    return new House({ main, dataDir, port, httpsPort: port + 1, password: "larkfield-demo", nodeArguments });
  }

  private keep(running: Running): Running {
    const kept: Running = {
      ...running,
      stop: async () => {
        if (this.running.delete(kept)) await running.stop();
      },
    };
    this.running.add(kept);
    return kept;
  }
}

async function whenOpen(port: number): Promise<void> {
  for (const from = performance.now(); performance.now() - from < READY_MS_MAX; await sleep(50)) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, "127.0.0.1");
      socket.once("connect", () => {
        socket.destroy();
        resolve(true);
      });
      socket.once("error", () => resolve(false));
    });
    if (isOpen) return;
  }
  throw new Error(`nobody listens on ${port}`);
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}
