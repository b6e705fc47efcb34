import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { asId, type Prompt } from "@patchbay/core";
import { readWav, wavFile, wavHeader } from "@patchbay/media";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Speech, SpeechError } from "../../src/center/speech.js";
import { convertSound } from "../../src/prompts-folder/conversion.js";
import { FolderPrompts, followPrompts, type PromptsFollower } from "../../src/prompts-folder/index.js";
import { type ACenter, aCenter, aDeskWithPrompts, logIn, ourPage } from "./a-center.js";

let center: ACenter;
let app: FastifyInstance;
let cookie: string;
let agentCookie: string;
let dataDir: string;
let library: FolderPrompts;
let follower: PromptsFollower;
let speech: Speech | null = null;
const fixture = (name: string): Promise<Buffer> =>
  readFile(new URL(`../../../../packages/media/test/fixtures/${name}`, import.meta.url));

const openLibrary = (): Promise<FolderPrompts> =>
  FolderPrompts.open({
    dataDir,
    centerId: "larkfield",
    promptsDir: null,
    ids: center.handle.ids,
    convert: convertSound,
    get speech() {
      return speech;
    },
  });

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "pb-prompts-"));
  center = await aCenter("larkfield");
  await center.addUser("olga", ["administrator"]);
  await center.addUser("sofia", ["agent"]);
  library = await openLibrary();
  follower = followPrompts(center.handle.center, library, (cause) => {
    throw cause;
  });
  ({ app } = await aDeskWithPrompts(() => library, center));
  ({ cookie } = await logIn(app, "olga"));
  ({ cookie: agentCookie } = await logIn(app, "sofia", { seat: 2 }));
});
afterAll(async () => {
  await follower.stop();
  await app.close();
  await center.stop();
  await rm(dataDir, { recursive: true });
});

interface Options {
  readonly method?: "POST" | "PUT";
  readonly url?: string;
  readonly name?: string;
  readonly cookie?: string;
}
function upload(bytes: Buffer | string, options: Options = {}) {
  const { method = "POST", url = "/api/setup/prompts?kind=speech&seat=1", name = "hello.wav" } = options;
  const payload = Buffer.concat([
    Buffer.from(`--edge\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`),
    Buffer.from(bytes),
    Buffer.from("\r\n--edge--\r\n"),
  ]);
  const headers = {
    ...ourPage(),
    cookie: options.cookie ?? cookie,
    "content-type": "multipart/form-data; boundary=edge",
  };
  return app.inject({ method, url, headers, payload });
}
const listen = (promptId: string, more: Record<string, string> = {}) =>
  app.inject({
    url: `/api/setup/prompts/${promptId}/audio?seat=1`,
    headers: { ...ourPage(), cookie, ...more },
  });
const promptOf = (promptId: string): Prompt | undefined =>
  center.handle.center.state.configuration.prompts.get(asId(promptId));
const files = async (): Promise<string[]> =>
  (await readdir(path.join(dataDir, "sounds", "larkfield"))).filter((name) => name.endsWith(".wav")).sort();
/** Half a second of one value, so that each is another file. */
const quiet = (value: number): Buffer => wavFile(new Int16Array(8_000).fill(value), 16_000);

test.each(["tone-1000.mp3", "tone-1000.opus"])(
  "%s goes up and can be listened to, as what it sounds like",
  async (name) => {
    const answer = await upload(await fixture(name), { name, url: "/api/setup/prompts?kind=music&seat=1" });
    expect(answer.statusCode, answer.body).toBe(200);
    const { promptId, durationMs } = answer.json<{ promptId: string; durationMs: number }>();
    expect(durationMs).toBeGreaterThan(440);
    expect(promptOf(promptId)).toMatchObject({ kind: "music", durationMs });
    const heard = await listen(promptId);
    expect(heard.headers).toMatchObject({
      "content-type": "audio/wav",
      "accept-ranges": "bytes",
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'",
    });
    expect(readWav(heard.rawPayload)).toMatchObject({ sampleRate: 16_000, channels: [{}] });
    const part = await listen(promptId, { range: "bytes=0-3" });
    expect([part.statusCode, part.body, part.headers["content-range"]]).toEqual([
      206,
      "RIFF",
      `bytes 0-3/${heard.rawPayload.length}`,
    ]);
    expect((await listen(promptId, { range: "bytes=99999999-" })).statusCode).toBe(416);
  },
);

test("what is no sound of a known kind is refused by its bytes, whatever it is called, and leaves nothing", async () => {
  const before = await files();
  const codes = async (bytes: Buffer | string) => {
    const answer = await upload(bytes, { name: "prompt.mp3" });
    return [answer.statusCode, answer.json<{ code: string }>().code];
  };
  expect(await codes("%PDF-1.7 but called mp3")).toEqual([415, "type_blocked"]);
  expect(await codes("<script>alert(1)</script>")).toEqual([415, "type_blocked"]);
  expect(await codes("RIFF....AVI LIST")).toEqual([415, "type_blocked"]);
  expect(await codes("")).toEqual([400, "file_empty"]);
  expect(await codes(wavHeader({ sampleRate: 8_000, channels: 1 }, 0))).toEqual([400, "audio_empty"]);
  const long = Buffer.concat([
    wavHeader({ sampleRate: 1_000, channels: 1 }, 1_300_000),
    Buffer.alloc(1_300_000),
  ]);
  expect(await codes(long), "eleven minutes").toEqual([400, "audio_too_long"]);
  const large = Buffer.concat([wavHeader({ sampleRate: 48_000, channels: 2 }, 27e6), Buffer.alloc(27e6)]);
  expect(await codes(large)).toEqual([413, "file_too_large"]);
  expect((await upload(quiet(1), { url: "/api/setup/prompts?kind=noise&seat=1" })).statusCode).toBe(400);
  expect(await files()).toEqual(before);
  expect(await readdir(path.join(dataDir, "sounds", "larkfield", "incoming"))).toEqual([]);
});

test("a prompt gets its file's name, another sound under the same id, and its file goes with it", async () => {
  const { promptId } = (await upload(quiet(1), { name: "../../Easter  greeting.wav" })).json<{
    promptId: string;
  }>();
  const written = await center.handle.records.configurationEvents(["PromptConfigured"]);
  expect(written.at(-1)).toMatchObject({ by: "olga", prompt: { id: promptId } });
  expect((await center.handle.records.words()).prompts.get(promptId)).toEqual({
    name: "Easter greeting",
  });
  const first = promptOf(promptId)?.sound ?? "";
  expect(await files()).toContain(`${first}.wav`);
  const replaced = await upload(quiet(2), {
    method: "PUT",
    url: `/api/setup/prompts/${promptId}/audio?seat=1`,
  });
  expect(replaced.statusCode, replaced.body).toBe(200);
  const second = promptOf(promptId)?.sound ?? "";
  expect(second).not.toBe(first);
  await follower.swept();
  expect(await files()).toEqual(expect.arrayContaining([`${second}.wav`, `${second}.8k.wav`]));
  expect(await files()).not.toContain(`${first}.wav`);
  // The same sound again under another name is stored once, and stays as long as one has it.
  const twin = (await upload(quiet(2))).json<{ promptId: string }>().promptId;
  await center.submit({ type: "RemovePrompt", promptId: asId(promptId) });
  await follower.swept();
  expect((await listen(twin)).statusCode).toBe(200);
  expect((await listen(promptId)).json()).toMatchObject({ code: "object_not_found" });
  await center.submit({ type: "RemovePrompt", promptId: asId(twin) });
  await follower.swept();
  expect(await files()).not.toContain(`${second}.wav`);
});

test("what comes along can be listened to and not replaced; a name is no path", async () => {
  expect(library.builtIn().get("goodbye")).toMatchObject({ kind: "speech", text: "Goodbye." });
  expect(library.builtIn().get("music")).toMatchObject({ kind: "music", durationMs: 17_920 });
  expect((await listen("goodbye")).headers["content-type"]).toBe("audio/ogg");
  expect(readWav((await listen("music")).rawPayload)?.channels[0]?.length).toBe(17.92 * 16_000);
  for (const id of ["..%2f..%2fpackage", "prompts.json", "goodbye.opus", "nothing"])
    expect((await listen(id)).statusCode, id).toBe(404);
  const put = await upload(quiet(3), { method: "PUT", url: "/api/setup/prompts/goodbye/audio?seat=1" });
  expect(put.statusCode).toBe(404);
});

test("only administrators upload and listen", async () => {
  const refused = await upload(quiet(4), {
    url: "/api/setup/prompts?kind=speech&seat=2",
    cookie: agentCookie,
  });
  expect(refused.json()).toMatchObject({ code: "not_enough_privileges" });
  const heard = await app.inject({
    url: "/api/setup/prompts/goodbye/audio?seat=2",
    headers: { ...ourPage(), cookie: agentCookie },
  });
  expect(heard.statusCode).toBe(403);
});

test("an agent's own message is nobody else's to hear, and no prompt; a shared one is an administrator's", async () => {
  const own = await upload(quiet(7), { url: "/api/messages?seat=2", name: "Hello.wav", cookie: agentCookie });
  expect(own.statusCode, own.body).toBe(200);
  const messageId = own.json<{ promptId: string }>().promptId;
  expect(promptOf(messageId)?.message).toEqual({ agentId: "sofia", serviceId: null });
  const hears = async (url: string, as: string) =>
    (await app.inject({ url, headers: { ...ourPage(), cookie: as } })).statusCode;
  expect(await hears(`/api/messages/${messageId}/audio?seat=2`, agentCookie)).toBe(200);
  expect(await hears(`/api/messages/${messageId}/audio?seat=1`, cookie)).toBe(404);
  expect((await listen(messageId)).statusCode, "not as a prompt either").toBe(404);
  const replaced = { method: "PUT", url: `/api/messages/${messageId}/audio?seat=1` } as const;
  expect((await upload(quiet(8), replaced)).statusCode).toBe(404);

  const refused = await upload(quiet(8), { url: "/api/messages?shared=true&seat=2", cookie: agentCookie });
  expect(refused.json()).toMatchObject({ code: "not_enough_privileges" });
  const shared = await upload(quiet(8), { url: "/api/messages?shared=true&seat=1" });
  const sharedId = shared.json<{ promptId: string }>().promptId;
  expect(await hears(`/api/messages/${sharedId}/audio?seat=2`, agentCookie)).toBe(200);
  const mine = { method: "PUT", url: `/api/messages/${sharedId}/audio?seat=2`, cookie: agentCookie } as const;
  expect((await upload(quiet(9), mine)).json()).toMatchObject({ code: "not_enough_privileges" });

  const long = Buffer.concat([wavHeader({ sampleRate: 1_000, channels: 1 }, 640_000), Buffer.alloc(640_000)]);
  const tooLong = await upload(long, { url: "/api/messages?seat=2", cookie: agentCookie });
  expect([tooLong.statusCode, tooLong.json<{ code: string }>().code]).toEqual([400, "audio_too_long"]);
  for (const id of [messageId, sharedId]) await center.submit({ type: "RemovePrompt", promptId: asId(id) });
});

test("a prompt that comes while files are cleared away keeps its own", async () => {
  const { promptId } = (await upload(quiet(10))).json<{ promptId: string }>();
  await center.submit({ type: "RemovePrompt", promptId: asId(promptId) });
  // The same sound again, at once: what clears the old files away may still be at it.
  const again = (await upload(quiet(10))).json<{ promptId: string }>();
  await follower.swept();
  const kept = promptOf(again.promptId)?.sound ?? "";
  expect(await files()).toEqual(expect.arrayContaining([`${kept}.8k.wav`, `${kept}.wav`]));

  // Two that no prompt has; one gets its prompt when the sweep comes to the first of them.
  const [one, two] = [await library.take(bytesOf(quiet(11))), await library.take(bytesOf(quiet(12)))];
  for (const taken of [one, two]) taken.settled();
  const inUse = new Set([kept]);
  await library.keepOnly((sound) => {
    if (inUse.size === 1 && sound !== kept) inUse.add(sound === one.sound ? two.sound : one.sound);
    return inUse.has(sound);
  });
  expect(inUse.size).toBe(2);
  expect(await files()).toEqual([...inUse].flatMap((sound) => [`${sound}.8k.wav`, `${sound}.wav`]).sort());
  await center.submit({ type: "RemovePrompt", promptId: asId(again.promptId) });
  await follower.swept();
});

test("a start clears away what no prompt has", async () => {
  const { promptId } = (await upload(quiet(5))).json<{ promptId: string }>();
  const kept = promptOf(promptId)?.sound ?? "";
  await follower.swept();
  const orphan = await library.take(bytesOf(quiet(6)));
  orphan.settled();
  expect(await files()).toContain(`${orphan.sound}.wav`);
  const next = await openLibrary();
  await next.keepOnly((sound) => sound === kept);
  expect(await files()).toEqual([`${kept}.8k.wav`, `${kept}.wav`]);
});

async function* bytesOf(bytes: Buffer): AsyncIterable<Uint8Array> {
  yield bytes;
}

test("an agent's greeting is the agent's own: replaced and heard by nobody else, no choice of Set-up, two minutes long", async () => {
  const seat2 = { cookie: agentCookie, method: "PUT", url: "/api/mailbox/greeting?seat=2" } as const;
  const heard = (kind: string, who: { readonly cookie: string; readonly seat: number }) =>
    app.inject({
      url: `/api/mailbox/greeting?kind=${kind}&seat=${who.seat}`,
      headers: { ...ourPage(), cookie: who.cookie },
    });
  const sofia = { cookie: agentCookie, seat: 2 };
  expect((await heard("own", sofia)).statusCode).toBe(404);
  expect((await heard("default", sofia)).headers["content-type"]).toBe("audio/ogg");
  const tone = (ms: number) =>
    wavFile(
      Int16Array.from({ length: 8 * ms }, (_, at) => Math.round(9_000 * Math.sin(at / 5))),
      8_000,
    );
  expect((await upload(Buffer.from(tone(700)), seat2)).json()).toMatchObject({ durationMs: 700 });
  expect((await upload(Buffer.from(tone(900)), seat2)).json()).toMatchObject({ durationMs: 900 });
  const own = await heard("own", sofia);
  expect(own.headers["content-type"]).toBe("audio/wav");
  expect(readWav(own.rawPayload)?.channels[0]?.length).toBe(16 * 900);
  expect((await heard("own", { cookie, seat: 1 })).statusCode).toBe(404);
  const long = await upload(Buffer.from(tone(121_000)), seat2);
  expect([long.statusCode, long.json().code]).toEqual([400, "audio_too_long"]);
  expect((await heard("own", sofia)).headers["content-length"]).toBe(own.headers["content-length"]);
});

describe("a prompt made of a text", () => {
  const spoken = (body: object, as = cookie) =>
    app.inject({
      method: "POST",
      url: `/api/setup/prompts/spoken?seat=${as === cookie ? 1 : 2}`,
      headers: { ...ourPage(), cookie: as, "content-type": "application/json" },
      payload: JSON.stringify(body),
    });
  const wordsOf = async (promptId: string) => {
    center.words = await center.handle.records.words();
    return center.words.prompts.get(promptId);
  };

  test("without a voice the server says so", async () => {
    expect((await spoken({ name: "Bye", text: "Goodbye." })).json()).toMatchObject({
      code: "speech_unavailable",
    });
  });

  test("is said, listened to, said with other words, and an upload in its place has no text any more", async () => {
    const said: string[] = [];
    speech = {
      say: (text) => {
        said.push(text);
        return Promise.resolve(quiet(said.length * 100));
      },
    };
    const made = await spoken({ name: "Bye", text: "  Goodbye. " });
    expect(made.statusCode, made.body).toBe(200);
    const { promptId } = made.json<{ promptId: string }>();
    expect(await wordsOf(promptId)).toEqual({ name: "Bye", text: "Goodbye." });
    expect((await listen(promptId)).statusCode).toBe(200);
    const before = promptOf(promptId)?.sound;
    expect((await spoken({ name: "Bye", text: "See you.", promptId })).statusCode).toBe(200);
    expect(promptOf(promptId)?.sound).not.toBe(before);
    expect(said).toEqual(["Goodbye.", "See you."]);
    await upload(quiet(7_000), { method: "PUT", url: `/api/setup/prompts/${promptId}/audio?seat=1` });
    expect(await wordsOf(promptId)).toEqual({ name: "Bye" });
  });

  test("is an administrator's to make, needs words, and a voice that fails is said", async () => {
    speech = { say: () => Promise.reject(new SpeechError("failed", "ended with 1")) };
    const text = { name: "Bye", text: "Goodbye." };
    expect((await spoken(text, agentCookie)).statusCode).toBe(403);
    expect((await spoken({ ...text, text: " " })).json()).toMatchObject({ code: "invalid_args" });
    expect((await spoken({ ...text, text: "x".repeat(2_001) })).json()).toMatchObject({
      code: "invalid_args",
    });
    expect((await spoken({ ...text, promptId: "nobody" })).json()).toMatchObject({
      code: "object_not_found",
    });
    expect((await spoken(text)).json()).toMatchObject({ code: "speech_failed" });
    speech = { say: () => Promise.resolve(Buffer.from("no sound at all")) };
    expect((await spoken(text)).json()).toMatchObject({ code: "speech_failed" });
  });
});
