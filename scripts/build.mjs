import "./node-version.mjs";
import { createHash } from "node:crypto";
import { existsSync, realpathSync } from "node:fs";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { runChild } from "./start/child.mjs";
import { fromRoot, root } from "./start/paths.mjs";
import { Problem } from "./start/say.mjs";

/** In `dist/`: the hash of the sources it was built from. It is written into the new folder, so both move together. */
const BUILT_FROM = ".built-from";

/** Below this the headers weigh more than what is saved. */
const COMPRESS_FROM_BYTES = 1024;
const gzipped = promisify(gzip);

/** Builds by esbuild that are under way. */
let building = 0;

const TARGETS = [
  { name: "server", folder: "apps/server", build: buildServer },
  { name: "voice", folder: "apps/voice", build: buildServer },
  { name: "test phone", folder: "apps/test-phone", build: buildTestPhone },
  { name: "desk", folder: "apps/desk", build: buildWithVite },
  { name: "customer", folder: "apps/customer", build: buildWithVite },
  { name: "web chat", folder: "packages/chat-sdk", build: buildWebChat },
];

/**
 * Builds each app whose sources changed since its last build, and only those.
 * @returns the names of what was built.
 */
export async function buildIfChanged(say) {
  const shared = await hashOf(["packages", "package-lock.json", "tsconfig.json", "scripts/build.mjs"]);
  const changed = [];
  for (const target of TARGETS) {
    // A folder appears when its first code does.
    if (!existsSync(fromRoot(target.folder, "src"))) continue;
    const hash = `${shared} ${await hashOf([target.folder])}`;
    const built = await readFile(fromRoot(target.folder, "dist", BUILT_FROM), "utf8").catch(() => "");
    if (built !== hash) changed.push({ ...target, hash });
  }
  if (changed.length === 0) return [];
  say(`Building ${changed.map(({ name }) => name).join(", ")}`);
  const outcomes = await Promise.allSettled(
    changed.map(async ({ name, folder, build, hash }) => {
      const fresh = fromRoot(folder, "dist.new");
      await rm(fresh, { recursive: true, force: true });
      await build(folder, fresh);
      await writeFile(path.join(fresh, BUILT_FROM), hash);
      // A server that runs from the old one meets its files whole until the last moment.
      const old = fromRoot(folder, "dist.old");
      await rm(old, { recursive: true, force: true });
      await rename(fromRoot(folder, "dist"), old).catch(ignoreMissing);
      await rename(fresh, fromRoot(folder, "dist"));
      await rm(old, { recursive: true, force: true });
      say(`Built ${name}`);
    }),
  );
  // Told when all have ended: nobody else may build while one of ours still writes.
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
  return changed.map(({ name }) => name);
}

/**
 * One file for the process and one beside it for each worker; packages from npm stay where they are.
 *
 * @param plugins of esbuild, for builds with a planted fault that a proof must find.
 */
export async function buildServer(folder, outdir, plugins = []) {
  const sources = (await filesBelow(fromRoot(folder, "src"))).filter((file) => file.endsWith(".ts"));
  const entries = [fromRoot(folder, "src/main.ts"), ...sources.filter((file) => file.endsWith(".worker.ts"))];
  const names = entries.map((entry) => path.basename(entry));
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined)
    throw new Problem(`Two worker files are named ${twice}: they would overwrite each other.`);
  await bundled(folder, {
    entryPoints: entries,
    entryNames: "[name]",
    outdir,
    platform: "node",
    target: "node20",
    format: "esm",
    sourcemap: true,
    plugins: [
      ...plugins,
      {
        name: "only our own code is bundled",
        setup: ({ onResolve }) =>
          onResolve({ filter: /^[^./]/ }, (asked) =>
            asked.path.startsWith("@patchbay/") || path.isAbsolute(asked.path)
              ? undefined
              : { external: true },
          ),
      },
    ],
  });
}

async function bundled(folder, options) {
  const { build, stop } = await import("esbuild");
  building += 1;
  await build({ bundle: true, logLevel: "warning", absWorkingDir: root, ...options })
    .catch((error) => {
      throw new Problem(`Building ${folder} failed: ${error.message}`);
    })
    // Its helper process would live as long as we do: with `npm start`, as long as the server. One helper serves all
    // builds, and one whose helper is stopped never ends.
    .finally(() => {
      building -= 1;
      if (building === 0) return stop();
    });
}

/** A process and its page, which lies in a folder beside it. */
async function buildTestPhone(folder, outdir) {
  await buildServer(folder, outdir);
  await buildWithVite(folder, path.join(outdir, "page"));
}

/** The panel's page in a folder, and beside it the one script that company pages load. */
async function buildWebChat(folder, outdir) {
  await buildWithVite(folder, path.join(outdir, "panel"));
  await bundled(folder, {
    entryPoints: { widget: fromRoot(folder, "src/widget/loader/main.ts") },
    outdir,
    platform: "browser",
    target: "es2022",
    format: "iife",
    minify: true,
  });
  await compressBelow(outdir);
}

async function buildWithVite(folder, outdir) {
  const vite = fromRoot("node_modules/vite/bin/vite.js");
  const args = ["build", "--outDir", outdir, "--emptyOutDir", "--logLevel", "warn"];
  const { code, output } = await runChild(process.execPath, [vite, ...args], {
    cwd: fromRoot(folder),
    quiet: true,
  });
  if (code !== 0) throw new Problem(`Building ${folder} failed:\n${output}`);
  await compressBelow(outdir);
}

/** A compressed copy beside each text file: the server sends it as it is, and spends nothing on it. */
async function compressBelow(folder) {
  for (const file of await filesBelow(folder)) {
    if (!/\.(js|css|html|svg|json|webmanifest)$/.test(file)) continue;
    const bytes = await readFile(file);
    if (bytes.length < COMPRESS_FROM_BYTES) continue;
    await writeFile(`${file}.gz`, await gzipped(bytes, { level: 9 }));
  }
}

async function hashOf(places) {
  const hash = createHash("sha256");
  for (const place of places) {
    for (const file of await filesBelow(fromRoot(place))) {
      hash
        .update(`${path.relative(root, file)}\0`)
        .update(await readFile(file))
        .update("\0");
    }
  }
  return hash.digest("hex");
}

/** All files that a build may read, in a fixed order. */
async function filesBelow(place) {
  const entries = await readdir(place, { withFileTypes: true }).catch((error) => {
    if (error.code === "ENOTDIR") return undefined;
    if (error.code === "ENOENT") return [];
    throw error;
  });
  if (entries === undefined) return [place];
  const files = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (["node_modules", "dist", "dist.new", "dist.old", "test"].includes(entry.name)) continue;
    const inside = path.join(place, entry.name);
    if (entry.isDirectory()) files.push(...(await filesBelow(inside)));
    else if (entry.isFile()) files.push(inside);
  }
  return files;
}

function ignoreMissing(error) {
  if (error.code !== "ENOENT") throw error;
}

// `npm run build` by hand.
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { say } = await import("./start/say.mjs");
  try {
    const built = await buildIfChanged(say);
    if (built.length === 0) say("Nothing has changed since the last build");
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
