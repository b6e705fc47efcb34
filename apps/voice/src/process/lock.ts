import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";

/** The exit code of a start that found another voice process of this DATA_DIR. */
export const EXIT_CODE_ALREADY_RUNNING = 3;

/** Another voice process serves this DATA_DIR. */
export class AlreadyRunningError extends Error {
  override readonly name = "AlreadyRunningError";
}

/**
 * Makes DATA_DIR if needed and takes the right to be its voice process, until this process ends, however it ends.
 *
 * On Linux and Windows the lock is a listening socket whose name comes from the folder's device and inode: the system
 * gives it to one process and takes it back at its death. Elsewhere it is a file with our pid, which counts as long as
 * a process of that pid lives.
 *
 * @throws {AlreadyRunningError}
 */
export async function lockVoice(dataDir: string): Promise<void> {
  if (mkdirSync(dataDir, { recursive: true }) !== undefined) chmodSync(dataDir, 0o700);
  const found = statSync(dataDir, { bigint: true });
  const key = createHash("sha256").update(`${found.dev}:${found.ino}`).digest("hex").slice(0, 32);
  const taken =
    process.platform === "linux"
      ? await listens(`\0patchbay-voice-${key}`)
      : process.platform === "win32"
        ? await listens(`\\\\.\\pipe\\patchbay-voice-${key}`)
        : writesPid(path.join(dataDir, "voice.lock"));
  if (!taken) throw new AlreadyRunningError(`a voice process is already running on DATA_DIR ${dataDir}`);
}

function listens(name: string): Promise<boolean> {
  const server = net.createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(false);
      else reject(error);
    });
    server.listen({ path: name, exclusive: true }, () => {
      server.unref();
      resolve(true);
    });
  });
}

function writesPid(file: string): boolean {
  for (let tries = 1; tries <= 2; tries++) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx", mode: 0o600 });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      if (isAlive(Number(readFileSync(file, "utf8")))) return false;
      rmSync(file, { force: true });
    }
  }
  return false;
}

export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "EPERM";
  }
}
