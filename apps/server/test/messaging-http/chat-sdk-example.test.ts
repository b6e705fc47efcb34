import { execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { asId, type InteractionId } from "@patchbay/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SOFIA, World } from "./world.js";

const run = promisify(execFile);
const fromRoot = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

/** Where the example believes its server to be; nothing else of it is touched. */
const REDIRECT = `const real = globalThis.fetch;
globalThis.fetch = (url, init) => real(String(url).replace("http://localhost:8080", process.env.SERVER), init);
`;

/** A caller of every part, as strict as a compiler can be, outside of our project. */
const TYPED = `import { type ChatClient, type ChatEntry, ChatError, type Keep, openChat } from "@patchbay/chat-sdk";
const chat: ChatClient = await openChat({ server: "", appId: "web", language: "de" });
const lines: readonly string[] = chat.state.entries.map((entry: ChatEntry) =>
  entry.kind === "message" ? entry.text : entry.kind === "file" ? entry.refusal ?? entry.name : entry.kind);
const keep: Keep | undefined = undefined;
try { await chat.answerSurvey(5, lines.join()); } catch (cause) { if (cause instanceof ChatError) cause.code satisfies string | null; }
// @ts-expect-error a text is needed
void chat.send();
void keep;
`;

let project: string;
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "patchbay-sdk-example-"));
  const installed = join(project, "node_modules/@patchbay/chat-sdk");
  await mkdir(installed, { recursive: true });
  await run(process.execPath, [fromRoot("scripts/build-chat-sdk.mjs"), installed]);
});
afterAll(async () => {
  await rm(project, { recursive: true, force: true });
});

test("SDK-7 the README's example of ten lines runs in a project of its own, against a real server", async () => {
  const readme = await readFile(fromRoot("packages/chat-sdk/README.md"), "utf8");
  const example = /```js\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  expect(example.trimEnd().split("\n")).toHaveLength(10);
  await writeFile(join(project, "example.mjs"), example);
  await writeFile(join(project, "redirect.mjs"), REDIRECT);
  const world = await World.open();
  await world.ready(SOFIA);
  const child = spawn(process.execPath, ["--import", "./redirect.mjs", "example.mjs"], {
    cwd: project,
    env: { ...process.env, SERVER: world.base },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  try {
    await expect.poll(() => world.offerOf(SOFIA), { timeout: 10_000 }).toBeDefined();
    const chatId = await world.accept(SOFIA);
    await world.say(SOFIA, chatId, "Are you safe?");
    await expect.poll(() => output).toBe("You: Someone hit me from behind.\nSofia: Are you safe?\n");
    const interactionId = asId<InteractionId>(chatId);
    await world.do({ type: "EndInteraction", interactionId, agentId: SOFIA });
    expect(await exited).toBe(0);
  } finally {
    child.kill("SIGKILL");
    await world.close();
  }
});

test("SDK-7 its types are enough for a strict project that knows nothing of ours", async () => {
  const options = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true };
  const platform = { target: "ES2022", lib: ["ES2022", "DOM"], types: [], module: "NodeNext" };
  await writeFile(join(project, "package.json"), JSON.stringify({ type: "module" }));
  await writeFile(join(project, "typed.ts"), TYPED);
  await writeFile(
    join(project, "tsconfig.json"),
    JSON.stringify({ compilerOptions: { ...options, ...platform }, files: ["typed.ts"] }),
  );
  const compiled = await run(process.execPath, [fromRoot("node_modules/tsgo/bin/tsc"), "-p", project]).catch(
    ({ stdout }: { stdout: string }) => ({ stdout }),
  );
  expect(compiled.stdout).toBe("");
});
