import "./node-version.mjs";
import { existsSync, realpathSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { runChild } from "./start/child.mjs";
import { fromRoot, root } from "./start/paths.mjs";
import { Problem } from "./start/say.mjs";

const SOURCE = "packages/chat-sdk";

/**
 * The chat client as a package for somebody else's project: one file, also for `<script type="module">`, and its types.
 *
 * @returns the size of the one file, in bytes, as it is and as gzip sends it
 */
export async function buildChatSdk(outdir) {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  await Promise.all([bundle(outdir), declarations(outdir)]);
  const { name, version, license } = JSON.parse(await readFile(fromRoot(SOURCE, "package.json"), "utf8"));
  const types = "./types/client/index.d.ts";
  const manifest = {
    name,
    version,
    license,
    description: "A customer's chat with a Patchbay contact center, for web pages, apps and bots.",
    type: "module",
    sideEffects: false,
    engines: { node: ">=20.19" },
    exports: { ".": { types, default: "./chat-sdk.js" } },
    types,
  };
  await writeFile(path.join(outdir, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  const readme = await readFile(fromRoot(SOURCE, "README.md"), "utf8");
  await writeFile(path.join(outdir, "README.md"), readme.replaceAll("../../docs/", ""));
  await cp(fromRoot(SOURCE, "SPEC.md"), path.join(outdir, "SPEC.md"));
  await cp(fromRoot("docs/chat-sdk.md"), path.join(outdir, "chat-sdk.md"));
  await cp(fromRoot("LICENSE"), path.join(outdir, "LICENSE"));
  const bytes = await readFile(path.join(outdir, "chat-sdk.js"));
  return { bytes: bytes.length, gzipBytes: gzipSync(bytes, { level: 9 }).length };
}

async function bundle(outdir) {
  const { build } = await import("esbuild");
  await build({
    entryPoints: [fromRoot(SOURCE, "src/client/index.ts")],
    outfile: path.join(outdir, "chat-sdk.js"),
    bundle: true,
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2022",
    format: "esm",
    minify: true,
    sourcemap: true,
    // What is bundled says whose it is.
    legalComments: "eof",
    banner: { js: await notices() },
    logLevel: "warning",
    absWorkingDir: root,
  }).catch((error) => {
    throw new Problem(`Building the chat SDK failed: ${error.message}`);
  });
}

/** The licence of the one package in the file, which asks to be kept with it. */
async function notices() {
  const licence = await readFile(fromRoot("node_modules/eventsource-parser/LICENSE"), "utf8");
  return `/*! Patchbay chat SDK, Apache-2.0. Contains eventsource-parser:\n${licence.trim()}\n*/`;
}

/** Only what a caller sees: the declarations of the wire stay out, and with them what they import. */
async function declarations(outdir) {
  await mkdir(fromRoot(".cache"), { recursive: true });
  // Inside the project, for the compiler looks for packages from there.
  const work = await mkdtemp(fromRoot(".cache/chat-sdk-types-"));
  try {
    const config = path.join(work, "tsconfig.json");
    const compilerOptions = {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      rootDir: fromRoot("packages"),
      outDir: path.join(work, "out"),
    };
    const files = [fromRoot(SOURCE, "src/client/index.ts")];
    await writeFile(
      config,
      JSON.stringify({ extends: fromRoot("tsconfig.json"), compilerOptions, files, include: [] }),
    );
    const compiler = fromRoot("node_modules/tsgo/bin/tsc");
    const { code, output } = await runChild(process.execPath, [compiler, "-p", config], { quiet: true });
    if (code !== 0) throw new Problem(`The types of the chat SDK cannot be written:\n${output}`);
    await keepReachable(path.join(work, "out/chat-sdk/src"), path.join(outdir, "types"), "client/index.d.ts");
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Copies a declaration and all that it names. */
async function keepReachable(from, to, name) {
  const target = path.join(to, name);
  if (existsSync(target)) return;
  const text = await readFile(path.join(from, name), "utf8");
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, text);
  for (const [, named] of text.matchAll(/from "([^"]+)"/g)) {
    if (!named.startsWith("."))
      throw new Problem(`${name} names ${named}, which is in nobody else's project.`);
    await keepReachable(from, to, path.join(path.dirname(name), named.replace(/\.js$/, ".d.ts")));
  }
}

// `npm run build:sdk`, or with another folder to write into.
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { say } = await import("./start/say.mjs");
  try {
    const outdir = path.resolve(process.argv[2] ?? fromRoot("dist/chat-sdk"));
    const { bytes, gzipBytes } = await buildChatSdk(outdir);
    say(`${path.relative(root, outdir)} is built: ${bytes} bytes, ${gzipBytes} as gzip`);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
