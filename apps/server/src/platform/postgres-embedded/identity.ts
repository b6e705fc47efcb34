import { spawnSync } from "node:child_process";
import { access, chown, constants, lstat, readdir } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { type Binaries, copyBinaries } from "./binaries.js";
import { PostgresStartError } from "./errors.js";
import { giveRunFolder } from "./run-folder.js";

/** A program as it is to be spawned. */
export interface Spawnable {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * As whom PostgreSQL runs, and how. PostgreSQL refuses to run as root, rightly; but `npm start` as root, under
 * root's home, has to work.
 */
export interface Identity {
  readonly kind: "self" | "other_user" | "mount_namespace" | "user_namespace" | "copied_binaries";
  /** For the log. */
  readonly description: string;
  /** Who owns the data folder and the socket folder. */
  readonly owner: { readonly uid: number; readonly gid: number };
  /**
   * @param program `postgres` or `initdb`
   * @param args gets the path under which the program sees its data folder
   */
  spawnable(program: string, dataFolder: string, args: (dataFolder: string) => readonly string[]): Spawnable;
}

interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** The name the data and the programs have inside the private mount namespace; see `mountNamespace`. */
const MOUNTED_DATA = "data";
const MOUNTED_BINARIES = "programs";

/**
 * Chooses, gentlest first, the way that works here. Each is tried for real, as permissions, containers and
 * kernel settings can't be foreseen.
 *
 * `parentOfData` is DATA_DIR, `runFolder` the private folder of the socket: both exist. Ways that need mount
 * points make them in the latter.
 *
 * @throws {PostgresStartError} `no_unprivileged_user`
 */
export async function chooseIdentity(options: {
  readonly binaries: Binaries;
  readonly parentOfData: string;
  readonly runFolder: string;
}): Promise<Identity> {
  const { binaries, parentOfData, runFolder } = options;
  const uid = process.getuid?.() ?? -1;
  if (uid !== 0) return self(binaries, { uid, gid: process.getgid?.() ?? -1 });

  const users = unprivilegedUsers();
  for (const user of users) {
    if (canEnter(user, parentOfData) && works(otherUser(binaries, user))) return otherUser(binaries, user);
  }
  for (const user of process.platform === "linux" ? users : []) {
    const candidate = mountNamespace(binaries, user, runFolder);
    await giveRunFolder(runFolder, user); // Its mount points are in there.
    if (works(candidate, parentOfData)) return candidate;
  }
  if (process.platform === "linux" && works(userNamespace(binaries))) return userNamespace(binaries);
  for (const user of users) {
    if (!canEnter(user, parentOfData)) continue;
    const copied = await copyBinaries(binaries, (await writable("/var/lib")) ? "/var/lib" : os.tmpdir());
    const candidate: Identity = {
      ...otherUser(copied, user),
      kind: "copied_binaries",
      description: `user ${user.name}, programs copied to ${copied.folder}`,
    };
    if (works(candidate)) return candidate;
  }
  const who = users[0]?.name ?? "postgres";
  throw new PostgresStartError(
    "no_unprivileged_user",
    "PostgreSQL must not run as root, and no other way works here: " +
      (users.length === 0
        ? "there is neither a user postgres nor a user nobody. "
        : `user ${who} may not enter ${parentOfData}, and this system forbids namespaces. `) +
      "Start Patchbay as an ordinary user, or set DATA_DIR to a folder that every user may enter " +
      "(for example DATA_DIR=/var/lib/patchbay), or set DATABASE_URL to a PostgreSQL server of your own.",
  );
}

function self(binaries: Binaries, owner: Identity["owner"]): Identity {
  return {
    kind: "self",
    description: "the user who started Patchbay",
    owner,
    spawnable: (program, dataFolder, args) => ({
      command: path.join(binaries.folder, "bin", program),
      args: args(dataFolder),
    }),
  };
}

function otherUser(binaries: Binaries, user: User): Identity {
  return {
    kind: "other_user",
    description: `user ${user.name}`,
    owner: user,
    spawnable: (program, dataFolder, args) => ({
      command: path.join(binaries.folder, "bin", program),
      args: args(dataFolder),
      uid: user.uid,
      gid: user.gid,
    }),
  };
}

/**
 * For a project or data folder below a folder that only root may enter, such as /root: the two folders are
 * mounted where the other user can reach them, in a mount namespace that only PostgreSQL sees, and then the
 * rights are dropped for good. Nothing is copied and nothing on the system changes.
 */
function mountNamespace(binaries: Binaries, user: User, runFolder: string): Identity {
  const data = path.join(runFolder, MOUNTED_DATA);
  const programs = path.join(runFolder, MOUNTED_BINARIES);
  // $0 is the program, then: data folder, programs' folder, their two mount points, user id, group id, arguments.
  const script = [
    'mkdir -p "$3" "$4"',
    'mount --bind "$1" "$3"',
    'mount --bind -o ro "$2" "$4"',
    'user="$5" group="$6"',
    "shift 6",
    'exec setpriv --reuid="$user" --regid="$group" --clear-groups --no-new-privs -- "$0" "$@"',
  ].join(" && ");
  return {
    kind: "mount_namespace",
    description: `user ${user.name}, in a mount namespace of its own`,
    owner: user,
    spawnable: (program, dataFolder, args) => ({
      command: "unshare",
      args: ["--mount", "--", "/bin/sh", "-c", script]
        .concat([path.join(programs, "bin", program), dataFolder, binaries.folder, data, programs])
        .concat([String(user.uid), String(user.gid)])
        .concat(args(data)),
    }),
  };
}

/** In a user namespace without a map PostgreSQL sees no root, while its files stay root's. */
function userNamespace(binaries: Binaries): Identity {
  return {
    kind: "user_namespace",
    description: "root without any rights, in a user namespace of its own",
    owner: { uid: 0, gid: 0 },
    spawnable: (program, dataFolder, args) => ({
      command: "unshare",
      args: ["--user", "--", path.join(binaries.folder, "bin", program), ...args(dataFolder)],
    }),
  };
}

/** Tries to start the program at all, in `dataFolder` where the way depends on it. */
function works(identity: Identity, dataFolder = "/"): boolean {
  const { command, args, uid, gid } = identity.spawnable("postgres", dataFolder, () => ["--version"]);
  const result = spawnSync(command, args, {
    cwd: "/",
    stdio: "ignore",
    timeout: 10_000,
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  });
  return result.status === 0;
}

function canEnter(user: User, folder: string): boolean {
  const result = spawnSync("/bin/sh", ["-c", 'test -x "$1"', "sh", folder], {
    cwd: "/",
    stdio: "ignore",
    uid: user.uid,
    gid: user.gid,
  });
  return result.status === 0;
}

function unprivilegedUsers(): User[] {
  const users: User[] = [];
  for (const name of ["postgres", "nobody"]) {
    const [uid, gid] = ["-u", "-g"].map((flag) => {
      const result = spawnSync("id", [flag, name], { encoding: "utf8" });
      return result.status === 0 ? Number(result.stdout.trim()) : Number.NaN;
    });
    if (uid !== undefined && gid !== undefined && uid > 0 && gid > 0) users.push({ name, uid, gid });
  }
  return users;
}

async function writable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
}

/**
 * Gives a folder and all in it to the identity, when it belongs to somebody else: the way to run may change
 * between two starts, as when a project moves. The folder itself comes last, so that an interrupted change is
 * done again.
 */
export async function giveTo(owner: Identity["owner"], folder: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  if ((await lstat(folder)).uid === owner.uid) return;
  const giveAll = async (entry: string, isFolder: boolean): Promise<void> => {
    if (isFolder) {
      for (const child of await readdir(entry, { withFileTypes: true })) {
        // Links (a tablespace, say) point at what is not ours to give.
        if (!child.isSymbolicLink()) await giveAll(path.join(entry, child.name), child.isDirectory());
      }
    }
    await chown(entry, owner.uid, owner.gid);
  };
  await giveAll(folder, true);
}
