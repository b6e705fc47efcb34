import { accessSync, constants } from "node:fs";
import { chown, lstat, mkdtemp, readFile, rename, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

/**
 * The folder of the socket: private (0700) and short, as a socket's path may have no more than 103 characters
 * on macOS and 107 on Linux, and DATA_DIR may be anywhere. Its name is random, so nobody can wait for us there,
 * and noted in DATA_DIR, so that the next start uses the same one.
 */
export async function openRunFolder(options: { readonly noteIn: string }): Promise<string> {
  const note = path.join(options.noteIn, "postgres-run-folder");
  const noted = await readFile(note, "utf8").catch(() => "");
  const [earlier = "", mark] = noted.split("\n");
  if (earlier !== "" && mark === (await markOf(earlier, options.noteIn))) return earlier;
  const folder = await mkdtemp(path.join(baseFolder(), "patchbay-"));
  const fresh = `${note}.${process.pid}`;
  await writeFile(fresh, `${folder}\n${await markOf(folder, options.noteIn)}\n`, { mode: 0o600 });
  await rename(fresh, note);
  return folder;
}

/** Hands the folder to whom PostgreSQL runs as. */
export async function giveRunFolder(folder: string, owner: { uid: number; gid: number }): Promise<void> {
  if (process.getuid?.() === 0) await chown(folder, owner.uid, owner.gid);
}

/**
 * Tells the folder we made from one that somebody else put in its place after it was swept away, and the DATA_DIR
 * we made it for from a copy of that, which must not lead to the original's socket.
 * @returns `undefined` when there is no such folder, or others may enter it.
 */
async function markOf(folder: string, dataDir: string): Promise<string | undefined> {
  try {
    const [found, user] = await Promise.all([lstat(folder), lstat(dataDir)]);
    if (!found.isDirectory() || (found.mode & 0o777) !== 0o700) return undefined;
    return `${found.dev}:${found.ino}:${found.birthtimeMs} for ${user.dev}:${user.ino}`;
  } catch {
    return undefined;
  }
}

/** /run is not swept while the machine is up, but only root may write there. A long TMPDIR is passed over. */
function baseFolder(): string {
  if (process.platform === "linux" && process.getuid?.() === 0) {
    try {
      accessSync("/run", constants.W_OK);
      return "/run";
    } catch {
      // A container without it, or with a read-only one.
    }
  }
  return os.tmpdir().length <= 60 ? os.tmpdir() : "/tmp";
}
