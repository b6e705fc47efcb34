import { type ChildProcess, spawn } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const repository = fileURLToPath(new URL("../../../..", import.meta.url));

/** A server reduced to what the command sees of it: it says what happens to it, and ends as it is told. */
const STAND_IN = `
  process.on("SIGINT", () => console.log("server got SIGINT"));
  process.on("SIGTERM", () => { console.log("server got SIGTERM"); process.exit(0); });
  process.on("disconnect", () => { console.log("server is alone"); process.exit(0); });
  setTimeout(() => process.exit(9), 30_000);
  console.log("server ready " + process.argv.slice(2).join(" "));
  if (process.argv.includes("verify")) process.exit(7);
`;

let checkout: string;
let running: ChildProcess[];
beforeEach(async () => {
  // A checkout of its own with a space in its path; packages are borrowed from ours.
  checkout = await mkdtemp(path.join(os.tmpdir(), "patchbay start "));
  running = [];
  await cp(path.join(repository, "scripts"), path.join(checkout, "scripts"), { recursive: true });
  for (const file of ["package.json", "package-lock.json", "tsconfig.json"]) {
    await cp(path.join(repository, file), path.join(checkout, file));
  }
  await symlink(path.join(repository, "node_modules"), path.join(checkout, "node_modules"));
  await mkdir(path.join(checkout, "apps/server/src"), { recursive: true });
  await writeFile(path.join(checkout, "apps/server/src/main.ts"), STAND_IN);
});
afterEach(async () => {
  for (const child of running) if (child.exitCode === null) child.kill("SIGKILL");
  await rm(checkout, { recursive: true, force: true });
});

function start(
  args: readonly string[] = [],
  options: { nodeFlags?: string[]; env?: NodeJS.ProcessEnv; shell?: boolean } = {},
) {
  const startedAt = performance.now();
  const command = [...(options.nodeFlags ?? []), path.join(checkout, "scripts/start.mjs"), ...args];
  const quoted = [process.execPath, ...command].map((word) => `'${word}'`).join(" ");
  const [program, words] = options.shell
    ? ["/bin/sh", ["-c", `${quoted}; exit $?`]]
    : [process.execPath, command];
  const child = spawn(program, words, {
    cwd: checkout,
    // As it is run by hand, whoever runs these tests. An npm of its own would clear the packages that we borrowed.
    env: { ...process.env, npm_lifecycle_event: undefined, npm_execpath: "/nowhere", ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(child);
  const seen = { text: "", firstAt: Number.POSITIVE_INFINITY };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      seen.firstAt = Math.min(seen.firstAt, performance.now() - startedAt);
      seen.text += chunk;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const says = (text: string) =>
    expect.poll(() => seen.text, { timeout: 20_000, interval: 10 }).toContain(text);
  return { child, seen, ended, says };
}

async function childrenOf(child: ChildProcess): Promise<number[]> {
  const children = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, "utf8");
  return children.trim().split(" ").map(Number);
}

async function pidOfServer(child: ChildProcess): Promise<number> {
  return (await childrenOf(child)).at(-1) ?? 0;
}

test("the first start says something within a second, builds, and runs; the next one builds nothing", async () => {
  const first = start(["--lan"]);
  await first.says("server ready --lan");
  expect(first.seen.firstAt).toBeLessThan(1000);
  expect(first.seen.text).toContain("Building server");
  // What built it has gone: the server is the only one that still runs for the command.
  await expect.poll(() => childrenOf(first.child)).toEqual([expect.any(Number)]);
  first.child.kill("SIGTERM");
  expect(await first.ended).toBe(0);

  const second = start();
  await second.says("server ready");
  expect(second.seen.text).not.toContain("Building");
  second.child.kill("SIGTERM");
  await second.ended;

  await writeFile(path.join(checkout, "apps/server/src/main.ts"), `${STAND_IN} console.log("changed");`);
  const third = start();
  await third.says("changed");
  expect(third.seen.text).toContain("Building server");
});

test("the command ends with the server's code, and passes words on to it", async () => {
  expect(await start(["verify"]).ended).toBe(7);
});

test("two programs that are built at once are both built, and then the server starts", async () => {
  await mkdir(path.join(checkout, "apps/voice/src"), { recursive: true });
  // The larger one is under way when the smaller one has ended.
  const much = Array.from({ length: 20_000 }, (_, at) => `export const value${at} = ${at};`).join("\n");
  await writeFile(path.join(checkout, "apps/voice/src/main.ts"), `${much}\nconsole.log("voice");`);
  const { child, ended, says, seen } = start();
  await says("server ready");
  expect(seen.text).toMatch(/Built server/);
  expect(seen.text).toMatch(/Built voice/);
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
});

test("a word that it does not know is refused, with those it knows, before anything is built", async () => {
  const { ended, seen } = start(["lan"]);
  expect(await ended).toBe(1);
  expect(seen.text).toMatch(/^There is no option "lan"\.\n.*npm start -- --lan/s);
  expect(seen.text).not.toContain("Building");
  expect(await start(["--help"]).ended).toBe(0);
});

test("a killed server ends the command within a second, and is not started again", async () => {
  const { child, ended, says, seen } = start();
  await says("server ready");
  const killedAt = performance.now();
  process.kill(await pidOfServer(child), "SIGKILL");
  expect(await ended).toBe(137);
  expect(performance.now() - killedAt).toBeLessThan(1000);
  expect(seen.text.match(/server ready/g)).toHaveLength(1);
});

test("a shell of npm that dies of a SIGTERM takes the server with it; one that nobody of npm's started does not", async () => {
  const byNpm = start([], { shell: true, env: { npm_lifecycle_event: "start" } });
  await byNpm.says("server ready");
  byNpm.child.kill("SIGTERM");
  await byNpm.says("server got SIGTERM");

  const detached = start([], { shell: true });
  await detached.says("server ready");
  const command = (await childrenOf(detached.child))[0] ?? 0;
  detached.child.kill("SIGTERM");
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(detached.seen.text).not.toContain("server got");
  process.kill(command, "SIGTERM");
  await detached.says("server got SIGTERM");
});

test("a command that is killed leaves no server behind", async () => {
  const { child, says } = start();
  await says("server ready");
  child.kill("SIGKILL");
  await says("server is alone");
});

test("two Ctrl-C within a second reach the server as one", async () => {
  const { child, ended, says, seen } = start();
  await says("server ready");
  child.kill("SIGINT");
  await says("server got SIGINT");
  child.kill("SIGINT");
  await new Promise((resolve) => setTimeout(resolve, 1100));
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  expect(seen.text.match(/got SIGINT/g)).toHaveLength(1);
});

test("two starts at once build one after the other, and both run", async () => {
  const both = [start(), start()];
  await Promise.all(both.map(({ says }) => says("server ready")));
  const text = both.map(({ seen }) => seen.text).join("");
  expect(text.match(/Built server/g)).toHaveLength(1);
});

test("sources that don't build are told, and nothing is started", async () => {
  await writeFile(path.join(checkout, "apps/server/src/main.ts"), "const = 1;");
  const { ended, seen } = start();
  expect(await ended).toBe(1);
  expect(seen.text).toContain("Building apps/server failed");
});

test("an older Node gets one sentence", async () => {
  const older = 'data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"18.20.4"}})';
  const { ended, seen } = start([], { nodeFlags: ["--import", older] });
  expect(await ended).toBe(1);
  expect(seen.text).toBe("Patchbay needs Node 20.19 or newer, and this is Node 18.20.4.\n");
});

/** In npm's place: notes how it was called, makes what an installation makes, or dies in the middle of it. */
async function pretendNpm(): Promise<string> {
  const file = path.join(checkout, "npm.cjs");
  await writeFile(
    file,
    `const fs = require("node:fs");
     fs.appendFileSync("npm-calls", process.argv.slice(2).join(" ") + "\\n");
     fs.mkdirSync("node_modules", { recursive: true });
     if (process.env.NPM_DIES) process.kill(process.pid, "SIGKILL");
     for (const name of fs.readdirSync(process.env.DONOR)) {
       if (!name.startsWith(".")) try { fs.symlinkSync(process.env.DONOR + "/" + name, "node_modules/" + name); } catch {}
     }`,
  );
  await chmod(file, 0o755);
  return file;
}

test("an interrupted installation is taken up by the next start, and a finished one not repeated", async () => {
  await rm(path.join(checkout, "node_modules"));
  const env = { npm_execpath: await pretendNpm(), DONOR: path.join(repository, "node_modules") };
  const interrupted = start([], { env: { ...env, NPM_DIES: "1" } });
  expect(await interrupted.ended).toBe(1);
  expect(interrupted.seen.text).toContain("the next try goes on from here");

  for (let round = 1; round <= 2; round++) {
    const next = start([], { env });
    await next.says("server ready");
    next.child.kill("SIGTERM");
    await next.ended;
  }
  const calls = (await readFile(path.join(checkout, "npm-calls"), "utf8")).trim().split("\n");
  expect(calls).toHaveLength(2);
  for (const call of calls) expect(call).toMatch(/^ci --include=dev/);
}, 60_000);
