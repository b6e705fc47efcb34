import { createHash } from "node:crypto";
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";

/** The exit code of a start that found the folder in use. */
export const EXIT_CODE_ALREADY_RUNNING = 3;

/** How long the holder may take to say who it is; it may be busy. */
const ANSWER_MS_MAX = 1000;
/** The holder may be going away while we ask; then we try again, so often. */
const TRIES_MAX = 20;

/** What the holder of a folder says of itself. */
export interface Holder {
  readonly pid: number;
  /** Where it can be reached; `null` while it is starting. */
  readonly address: string | null;
}

/** Another process has this folder. `holder` is `undefined` when it did not say who it is in time. */
export class DataDirInUseError extends Error {
  override readonly name = "DataDirInUseError";
  constructor(
    readonly dataDir: string,
    readonly holder: Holder | undefined,
  ) {
    const who =
      holder === undefined ? "another process" : `pid ${holder.pid}, ${holder.address ?? "starting"}`;
    super(`Already running (${who}) on DATA_DIR ${dataDir}.`);
  }
}

/** The folder can't be made or written to. */
export class DataDirUnusableError extends Error {
  override readonly name = "DataDirUnusableError";
}

export interface DataDirLock {
  /** Absolute, without symbolic links. */
  readonly dataDir: string;
  /** What a second start will be told from now on. */
  announce(address: string): void;
  /** For tests: a process keeps its lock for life, and the system takes it back when it ends. */
  release(): Promise<void>;
}

/**
 * Makes DATA_DIR if needed and locks it until this process ends, however it ends. Call it before anything in the
 * folder is looked at.
 *
 * The lock is a thing the kernel gives to one process and takes back at its death, so there is never a stale
 * one, and of two starters at once exactly one gets it. On Linux that is a listening socket with an abstract
 * name, on macOS a file opened with O_EXLOCK, on Windows a named pipe. The name comes from the folder's device
 * and inode: another way to write the same path is the same lock.
 *
 * It reaches as far as the kernel's network namespace: two containers that share one volume are told apart by
 * PostgreSQL only.
 *
 * @throws {DataDirInUseError} {@link DataDirUnusableError}
 */
export async function lockDataDir(folder: string): Promise<DataDirLock> {
  const dataDir = openFolder(folder);
  const name = socketName(dataDir);
  return name === undefined ? lockFile(dataDir) : listenAsHolder(dataDir, name);
}

/**
 * Who has a folder, without taking it.
 * @returns `null` when nobody has it, or there is no such folder; `undefined` when somebody has it and does not say who.
 */
export async function holderOf(folder: string): Promise<Holder | null | undefined> {
  const dataDir = path.resolve(folder);
  if (!existsSync(dataDir)) return null;
  const name = socketName(dataDir);
  if (name !== undefined) {
    const answer = await askHolder(name);
    return answer === "gone" ? null : answer;
  }
  const holder = readNote(dataDir);
  return holder !== undefined && isAlive(holder.pid) ? holder : null;
}

/** `undefined` on systems where the lock is a file. */
function socketName(dataDir: string): string | undefined {
  const found = statSync(dataDir, { bigint: true });
  const key = createHash("sha256").update(`${found.dev}:${found.ino}`).digest("hex").slice(0, 32);
  if (process.platform === "linux") return `\0patchbay-data-dir-${key}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\patchbay-data-dir-${key}` : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "EPERM";
  }
}

function openFolder(folder: string): string {
  const dataDir = path.resolve(folder);
  try {
    if (mkdirSync(dataDir, { recursive: true }) !== undefined) {
      // As root, PostgreSQL runs as another user, who must get through to its own folder in here.
      chmodSync(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
    }
    const trial = path.join(dataDir, `.writable-${process.pid}`);
    writeFileSync(trial, "");
    rmSync(trial);
    return realpathSync(dataDir);
  } catch (cause) {
    throw new DataDirUnusableError(`DATA_DIR ${dataDir} can't be used: ${whyUnusable(cause)}.`, { cause });
  }
}

const WHY_UNUSABLE: Readonly<Record<string, string>> = {
  EEXIST: "a file has this name",
  ENOTDIR: "a part of its path is a file, not a folder",
  EROFS: "it lies on a file system that can only be read",
  ENOENT: "a folder above it is missing and can't be made, or it is a link that leads nowhere",
  ENOSPC: "its disk is full",
  EDQUOT: "its disk quota is used up",
  ELOOP: "its path is a circle of links",
  ENAMETOOLONG: "its name is too long",
};

/** Why a folder can't be made or written to, as the end of a sentence. */
export function whyUnusable(cause: unknown): string {
  const { code = "", message } = cause as NodeJS.ErrnoException;
  return code === "EACCES" || code === "EPERM"
    ? `${userName()} may not write there`
    : (WHY_UNUSABLE[code] ?? message);
}

/** In a container the user often has a number and no name. */
function userName(): string {
  try {
    return `the user ${os.userInfo().username}`;
  } catch {
    return `the user with the number ${process.getuid?.()}`;
  }
}

async function listenAsHolder(dataDir: string, name: string): Promise<DataDirLock> {
  for (let tries = 1; ; tries++) {
    let holder: Holder = { pid: process.pid, address: null };
    const server = net.createServer((socket) => {
      socket.on("error", () => {}); // Whoever asked is gone; nothing is lost.
      socket.end(JSON.stringify(holder));
    });
    if (await listens(server, name)) {
      server.unref();
      return {
        dataDir,
        announce: (address) => {
          holder = { pid: process.pid, address };
        },
        release: () => new Promise((resolve) => server.close(() => resolve())),
      };
    }
    const answer = await askHolder(name);
    // Nobody there any more: it ended between our two questions.
    if (answer !== "gone" || tries >= TRIES_MAX) {
      throw new DataDirInUseError(dataDir, answer === "gone" ? undefined : answer);
    }
  }
}

function listens(server: net.Server, name: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(false);
      else reject(error);
    });
    server.listen({ path: name, exclusive: true }, () => resolve(true));
  });
}

function askHolder(name: string): Promise<Holder | undefined | "gone"> {
  return new Promise((resolve) => {
    const socket = net.connect({ path: name });
    let text = "";
    socket.setEncoding("utf8");
    socket.setTimeout(ANSWER_MS_MAX, () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.once("end", () => resolve(readHolder(text)));
    socket.once("error", () => resolve("gone"));
  });
}

function readHolder(text: string): Holder | undefined {
  try {
    const { pid, address } = JSON.parse(text) as Record<string, unknown>;
    if (typeof pid !== "number") return undefined;
    return { pid, address: typeof address === "string" ? address : null };
  } catch {
    return undefined;
  }
}

/** macOS and the BSDs: open(2) itself takes the lock (O_EXLOCK), or refuses at once (O_NONBLOCK). */
const O_EXLOCK = 0x20;
const HOLDER_NOTE = "lock-holder.json";

/** @returns `undefined` while the holder has not yet written who it is. */
function readNote(dataDir: string): Holder | undefined {
  try {
    return readHolder(readFileSync(path.join(dataDir, HOLDER_NOTE), "utf8"));
  } catch {
    return undefined;
  }
}

function lockFile(dataDir: string): DataDirLock {
  const file = path.join(dataDir, "lock");
  const note = path.join(dataDir, HOLDER_NOTE);
  let descriptor: number;
  try {
    descriptor = openSync(
      file,
      constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | O_EXLOCK,
      0o600,
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    throw new DataDirInUseError(dataDir, readNote(dataDir));
  }
  const write = (address: string | null) => {
    writeFileSync(`${note}.new`, JSON.stringify({ pid: process.pid, address } satisfies Holder));
    renameSync(`${note}.new`, note);
  };
  write(null);
  return {
    dataDir,
    announce: write,
    release: async () => closeSync(descriptor),
  };
}
