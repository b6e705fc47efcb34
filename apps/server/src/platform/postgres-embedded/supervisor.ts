import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, open, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { findBinaries } from "./binaries.js";
import { ensureCluster, lastLines, OWNER_ROLE, programEnvironment } from "./cluster.js";
import { PostgresStartError } from "./errors.js";
import { chooseIdentity, type Identity } from "./identity.js";
import { connectIfOurs, postmasterPid, removeStalePidFile, SOCKET_PORT } from "./postmaster.js";
import { giveRunFolder, openRunFolder } from "./run-folder.js";

/** How long a start may take: recovery after a crash reads the whole log since the last checkpoint. */
const START_MS_MAX = 120_000;
/** How long the processes of a killed PostgreSQL may take to go away. */
const RETRY_MS_MAX = 30_000;
/** Between two tries while the processes of a killed PostgreSQL are still going away. */
const RETRY_AFTER_MS = 100;
/** So many deaths within a minute, and it is given up. */
const DEATHS_PER_MINUTE_MAX = 5;
/** A fast shutdown writes a checkpoint; after this we leave it to finish on its own. */
const STOP_MS_MAX = 60_000;

/** One that never came up has little to write out. */
const END_MS_MAX = 10_000;

export interface PostgresLog {
  info(message: string): void;
  warn(message: string): void;
}

export interface EmbeddedPostgresOptions {
  /** DATA_DIR, absolute, existing, and **locked by us**: see data-dir-lock.ts. */
  readonly dataDir: string;
  /** ASCII, long and random: see secrets.ts. */
  readonly ownerPassword: string;
  readonly log: PostgresLog;
  /** Aborted while it starts, it is stopped again and the start fails. Afterwards there is `stop`. */
  readonly signal?: AbortSignal;
  /** Settings of PostgreSQL beside ours. Tests switch `fsync` off with it; a center never does. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  readonly connection: {
    /** The socket's folder, in the place of a host name. */
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string;
  };
  /** As whom it runs, in words. */
  readonly runsAs: string;
  /** It was running already: an earlier server was killed and left it behind. */
  readonly adopted: boolean;
  /** The data folder was made just now. */
  readonly created: boolean;
  /**
   * Resolves when PostgreSQL is down for good: `stopped` by us, or `gave_up` after it died again and again. A
   * single death is mended by starting it anew, behind the same socket.
   */
  readonly exited: Promise<"stopped" | "gave_up">;
  /** Clean shutdown. Idempotent; call it last, when our connections are closed. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded PostgreSQL of a data folder, or takes over the one that is still running there, and keeps
 * it running.
 *
 * @throws {PostgresStartError}
 */
export async function startPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const supervisor = await Supervisor.prepare(options);
  await supervisor.start();
  return supervisor;
}

class Supervisor implements EmbeddedPostgres {
  readonly exited: Promise<"stopped" | "gave_up">;
  adopted = false;

  /** A proven connection that stays open: it tells of the death, and at stop it proves whom we signal. */
  #tether: pg.Client | undefined;
  #stopping: Promise<void> | undefined;
  #deathsAt: number[] = [];
  #resolveExited: (how: "stopped" | "gave_up") => void = () => {};

  private constructor(
    private readonly options: EmbeddedPostgresOptions,
    private readonly identity: Identity,
    private readonly clusterFolder: string,
    private readonly runFolder: string,
    readonly created: boolean,
  ) {
    this.exited = new Promise((resolve) => {
      this.#resolveExited = resolve;
    });
  }

  static async prepare(options: EmbeddedPostgresOptions): Promise<Supervisor> {
    const { dataDir, ownerPassword, log } = options;
    const binaries = await findBinaries();
    const clusterFolder = path.join(dataDir, "postgres");
    const runFolder = await openRunFolder({ noteIn: dataDir });
    const identity = await chooseIdentity({ binaries, parentOfData: dataDir, runFolder });
    await giveRunFolder(runFolder, identity.owner);
    log.info(`PostgreSQL runs as ${identity.description}`);
    const created = await ensureCluster({ dataDir, clusterFolder, runFolder, identity, ownerPassword });
    return new Supervisor(options, identity, clusterFolder, runFolder, created);
  }

  get connection() {
    const { ownerPassword: password } = this.options;
    return { host: this.runFolder, port: SOCKET_PORT, user: OWNER_ROLE, password };
  }

  get runsAs(): string {
    return this.identity.description;
  }

  async start(): Promise<void> {
    const orphan = await this.#connect();
    if (orphan !== undefined) {
      this.adopted = true;
      this.options.log.info("PostgreSQL was still running in this folder and is used on");
      this.#watch(orphan);
      return;
    }
    this.#watch(await this.#launch(this.options.signal));
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#shutDown();
    return this.#stopping;
  }

  #connect(): Promise<pg.Client | undefined> {
    const { clusterFolder, runFolder, identity, connection: owner } = this;
    return connectIfOurs({ clusterFolder, runFolder, identity, owner });
  }

  /**
   * Tries until it is up. It can't be at the first try while processes of a killed one still hold the shared
   * memory: PostgreSQL itself sees that and refuses, which keeps the data whole.
   */
  async #launch(signal?: AbortSignal): Promise<pg.Client> {
    const deadline = Date.now() + START_MS_MAX;
    const retryUntil = Date.now() + RETRY_MS_MAX;
    for (;;) {
      if (await removeStalePidFile(this.clusterFolder, this.runFolder)) {
        this.options.log.warn("Removed a pid file of PostgreSQL that names a process of somebody else");
      }
      const { isOver, lastWords, end } = await this.#spawn();
      while (!isOver()) {
        const client = await this.#connect();
        if (client !== undefined) return client;
        if (Date.now() > deadline || signal?.aborted) break;
        await sleep(20);
      }
      if (!isOver()) await end();
      if (signal?.aborted)
        throw new PostgresStartError("start_failed", "PostgreSQL was stopped while it started.");
      // Somebody else may hold the pid file rightly: the orphan, up again after its own crash recovery.
      const orphan = await this.#connect();
      if (orphan !== undefined) return orphan;
      if (Date.now() > retryUntil || !isWorthAnotherTry(await lastWords())) {
        throw new PostgresStartError(
          "start_failed",
          `PostgreSQL did not start in ${this.clusterFolder}: ${lastLines(await lastWords())}`,
        );
      }
      await sleep(RETRY_AFTER_MS);
    }
  }

  async #spawn(): Promise<{
    isOver: () => boolean;
    lastWords: () => Promise<string>;
    /** Its "fast shutdown", which it also does in the middle of a recovery. */
    end: () => Promise<void>;
  }> {
    const logFolder = path.join(this.options.dataDir, "log");
    await mkdir(logFolder, { recursive: true, mode: 0o700 });
    // Only what it says before its own log collector runs (and when it can't run): begun anew at each start.
    const startLog = path.join(logFolder, "postgres-start.log");
    const file = await open(startLog, "w", 0o600);
    await chmod(startLog, 0o600);
    const { command, args, uid, gid } = this.identity.spawnable("postgres", this.clusterFolder, (seen) => [
      "-D",
      seen,
      ...Object.entries(this.#settings()).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ]);
    let over = false;
    const child = spawn(command, args, {
      cwd: "/",
      env: programEnvironment(),
      // A session of its own: a Ctrl-C at our terminal is not for it, we stop it when our connections are closed.
      detached: true,
      stdio: ["ignore", file.fd, file.fd],
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
    });
    let spawnError = "";
    child.once("error", (error) => {
      spawnError = error.message;
      over = true;
    });
    child.once("exit", () => {
      over = true;
    });
    child.unref();
    await file.close();
    return {
      isOver: () => over,
      end: async () => {
        child.kill("SIGINT");
        for (const until = Date.now() + END_MS_MAX; !over && Date.now() < until; ) await sleep(10);
      },
      lastWords: async () => spawnError || (await readFile(startLog, "utf8").catch(() => "")),
    };
  }

  #settings(): Record<string, string> {
    return {
      listen_addresses: "",
      unix_socket_directories: this.runFolder,
      unix_socket_permissions: "0700",
      port: String(SOCKET_PORT),
      password_encryption: "scram-sha-256",
      // Its own log lies in its own folder: one file a weekday, written over a week later.
      logging_collector: "on",
      log_directory: "log",
      log_filename: "postgres-%a.log",
      log_truncate_on_rotation: "on",
      log_rotation_age: "1d",
      log_rotation_size: "0",
      log_min_error_statement: "panic",
      // After a crash it makes sure that every file is on disk: one call for the file system takes milliseconds, file
      // by file it takes seconds (docs/performance.md). Only Linux has that call.
      ...(process.platform === "linux" ? { recovery_init_sync_method: "syncfs" } : {}),
      ...this.options.settings,
    };
  }

  #watch(tether: pg.Client): void {
    this.#tether = tether;
    tether.once("end", () => {
      if (this.#tether !== tether) return;
      this.#tether = undefined;
      if (this.#stopping === undefined) void this.#mend();
    });
  }

  async #mend(): Promise<void> {
    const { log } = this.options;
    const now = Date.now();
    this.#deathsAt = [...this.#deathsAt.filter((at) => at > now - 60_000), now];
    if (this.#deathsAt.length > DEATHS_PER_MINUTE_MAX) {
      log.warn("PostgreSQL died again and again, and is not started once more");
      this.#resolveExited("gave_up");
      return;
    }
    try {
      // A crash of one of its processes closes every connection, while PostgreSQL itself goes on.
      const client = (await this.#connect()) ?? (await this.#launch());
      if (this.#stopping !== undefined) {
        await this.#signalAndWait(client);
        return;
      }
      log.warn("PostgreSQL had gone and is back");
      this.#watch(client);
    } catch (error) {
      log.warn(String(error instanceof Error ? error.message : error));
      this.#resolveExited("gave_up");
    }
  }

  async #shutDown(): Promise<void> {
    const tether = this.#tether ?? (await this.#connect());
    if (tether !== undefined) await this.#signalAndWait(tether);
    // Its socket went with it. The next start makes a new folder; one that can't be removed does no harm.
    if (!existsSync(path.join(this.runFolder, `.s.PGSQL.${SOCKET_PORT}`))) {
      await rm(this.runFolder, { recursive: true, force: true }).catch(() => {});
    }
    this.#resolveExited("stopped");
  }

  async #signalAndWait(tether: pg.Client): Promise<void> {
    const pid = await postmasterPid(tether).catch(() => undefined);
    if (pid === undefined) return;
    // SIGINT is its "fast shutdown": it ends the sessions, writes all out and goes.
    process.kill(pid, "SIGINT");
    const deadline = Date.now() + STOP_MS_MAX;
    while (isAlive(pid) && Date.now() < deadline) await sleep(10);
  }
}

/** Gone, or dead and only not yet collected by its parent. Only looks, never signals. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** What PostgreSQL says while what was killed is still going away. Anything else won't mend itself. */
function isWorthAnotherTry(lastWords: string): boolean {
  return (
    lastWords.includes("pre-existing shared memory block") ||
    lastWords.includes("postmaster.pid") ||
    lastWords.includes("another postmaster") ||
    lastWords.includes(".s.PGSQL.")
  );
}
