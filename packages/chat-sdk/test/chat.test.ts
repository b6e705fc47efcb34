import fc from "fast-check";
import { expect, test } from "vitest";
import { Chat } from "../src/client/chat.js";
import { ChatMemory } from "../src/client/memory.js";
import type { ChatEntry } from "../src/client/types.js";
import { memoryKeep, WireFailure } from "../src/parts/index.js";
import { handClock } from "./hand-clock.js";
import { FaultyCenter } from "./support/faulty-center.js";

/** A browser: its pages share what is kept, tell each other of chats, and end without a word. */
function browser(center = new FaultyCenter()) {
  const time = handClock();
  const keep = memoryKeep();
  const open = new Map<string, Chat>();
  let made = 0;
  const newId = (): string => `id${++made}`;
  const page = async (): Promise<Chat> => {
    const pageId = newId();
    const pages = {
      pageId,
      living: async () => new Set([...open.keys(), pageId]),
      alone: <T>(work: () => Promise<T>) => work(),
      tell: () => {
        for (const [id, other] of open) if (id !== pageId) void other.changedElsewhere();
      },
      close: () => open.delete(pageId),
    };
    const chat = new Chat({
      http: center,
      memory: new ChatMemory(keep, pageId, pages),
      pages,
      clock: time.clock,
      durable: true,
      newId,
      isNamed: false,
    });
    open.set(pageId, chat);
    await chat.open();
    await time.settle();
    return chat;
  };
  return { center, page, keep, ...time };
}

const texts = (entries: readonly ChatEntry[]): string[] =>
  entries.flatMap((entry) => (entry.kind === "message" ? [entry.text] : []));
const states = (entries: readonly ChatEntry[]): unknown[] =>
  entries.flatMap((entry) => ("state" in entry && entry.state !== null ? [entry.state] : []));

test("SDK-2 SDK-3 nothing is lost, doubled or out of order, whatever the wire, reloads and frames that come twice do", async () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.constant("write" as const) },
    fc.constantFrom("reload" as const, "cut" as const, "back" as const, "hours" as const),
  );
  const fates = fc.infiniteStream(
    fc.constantFrom("well" as const, "well" as const, "not sent" as const, "answer lost" as const),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 25 }),
      fates,
      fc.boolean(),
      async (steps, fate, stutters) => {
        const { center, page, pass } = browser();
        center.stutters = stutters;
        center.fate = () => fate.next().value ?? "well";
        let chat = await page();
        await chat.start({ message: "0" });
        let written = 1;
        for (const what of steps) {
          if (what === "write") await chat.send(String(written++));
          if (what === "cut") center.cut();
          if (what === "back") center.down = false;
          if (what === "hours") await pass(3 * 3_600_000);
          if (what !== "reload") continue;
          chat.close();
          chat = await page();
        }
        center.down = false;
        center.fate = () => "well";
        await pass(60_000);
        const all = Array.from({ length: written }, (_, index) => String(index));
        expect(center.said).toEqual(all);
        expect(texts(chat.state.entries)).toEqual(all);
        expect(new Set(states(chat.state.entries))).toEqual(new Set(["sent"]));
        expect(center.chats).toHaveLength(1);
        chat.close();
      },
    ),
    { numRuns: 60 },
  );
});

test("SDK-5 a start that was refused is told again after a reload, with its code", async () => {
  const { center, page, settle } = browser();
  center.refusal = WireFailure.refused(403, { error_code: "3000" });
  const chat = await page();
  await chat.start({ message: "one" });
  await settle();
  expect(chat.state).toMatchObject({ phase: "starting", startFailed: { status: 403, code: "3000" } });
  chat.close();
  const again = await page();
  expect(again.state).toMatchObject({ phase: "starting", startFailed: { status: 403, code: "3000" } });
  center.refusal = null;
  await again.start();
  await settle();
  expect(again.state.phase).toBe("waiting");
  expect(center.said).toEqual(["one"]);
});

test("SDK-8 a start that is taken back leaves nobody waiting, also when its answer was lost", async () => {
  const { center, page, settle, pass } = browser();
  center.fate = (call) => (call === "start" ? "answer lost" : "well");
  const chat = await page();
  await chat.start({ message: "one" });
  await settle();
  expect(center.chats).toEqual([{ id: "chat1", ended: false }]);
  await chat.end();
  await settle();
  expect(chat.state).toMatchObject({ phase: "none", entries: [] });
  expect(center.chats).toEqual([{ id: "chat1", ended: true }]);
  center.fate = () => "well";
  await pass(60_000);
  expect(center.chats).toHaveLength(1);
});

test("SDK-8 a start that is taken back while it is on its way is ended when it is answered", async () => {
  const { center, page, settle } = browser();
  const chat = await page();
  const real = center.start.bind(center);
  let answer = (): void => undefined;
  center.start = async () => {
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    return real();
  };
  await chat.start({ message: "one" });
  await settle();
  await chat.end();
  answer();
  await settle();
  expect(chat.state).toMatchObject({ phase: "none", entries: [] });
  expect(center.chats).toEqual([{ id: "chat1", ended: true }]);
  expect(center.said).toEqual([]);
});

test("SDK-6 what another page began is shown here, and what it put away takes this page's unsent words with it", async () => {
  const { center, page, settle, pass } = browser();
  const [one, two] = [await page(), await page()];
  await two.send("written before there was a chat");
  await one.start({ message: "hello" });
  await settle();
  await pass(0);
  expect(two.state.phase).toBe("waiting");
  expect(center.said.toSorted()).toEqual(["hello", "written before there was a chat"]);
  center.fate = (call) => (call === "request" ? "not sent" : "well");
  await two.send("never to arrive");
  await settle();
  center.fate = () => "well";
  center.endChat();
  await settle();
  await one.dismiss();
  await settle();
  expect(two.state).toMatchObject({ phase: "none", entries: [] });
  await one.start({ message: "a new matter" });
  await pass(60_000);
  expect(center.said.slice(2)).toEqual(["a new matter"]);
  expect(texts(two.state.entries)).toEqual(["a new matter"]);
});

test("SDK-1 what was seen without a line is told when it is back", async () => {
  const { center, page, settle, pass } = browser();
  const chat = await page();
  await chat.start();
  await settle();
  center.agentSays("a1", "Are you safe?");
  await settle();
  center.fate = (call) => (call === "request" ? "not sent" : "well");
  chat.seen(["a1"]);
  await settle();
  center.fate = () => "well";
  center.cut();
  center.down = false;
  await pass(5_000);
  center.agentSays("a2", "Hello?");
  await settle();
  expect(center.requests.filter(({ type }) => type === "receipt")).toEqual([
    { type: "receipt", messageId: "a1", receipt: "delivered" },
    { type: "receipt", messageId: "a2", receipt: "delivered" },
    { type: "receipt", messageId: "a1", receipt: "read" },
  ]);
});

test("SDK-1 what is asked after the end is asked for until there is an answer, and what comes too late fails at once", async () => {
  const { center, page, settle, pass } = browser();
  const chat = await page();
  await chat.start({ message: "one" });
  await settle();
  center.fate = (call) => (call === "after" ? "not sent" : "well");
  center.endChat();
  await settle();
  expect(chat.state).toMatchObject({ phase: "ended", after: null });
  center.fate = () => "well";
  await pass(2_000);
  expect(chat.state.after).toEqual({ survey: null, transcript: true });
  await chat.send("too late");
  expect(chat.state.entries.at(-1)).toMatchObject({ text: "too late", state: "failed" });
});

test("SDK-2 a file that the center has lost since its upload is uploaded again", async () => {
  const { center, page, settle } = browser();
  const chat = await page();
  await chat.start();
  await settle();
  const gone = WireFailure.refused(400, { error_code: "5502" });
  const real = center.request.bind(center);
  center.request = (chatId, key, body) =>
    "fileId" in body && body.fileId === "file1" ? Promise.reject(gone) : real(chatId, key, body);
  const id = await chat.sendFile(new Blob(["x"], { type: "text/plain" }), "x.txt");
  await settle();
  expect(chat.state.entries.at(-1)).toMatchObject({ id, state: "failed" });
  await chat.retry(id);
  await settle();
  expect(center.uploads).toEqual(["x.txt", "x.txt"]);
  expect(chat.state.entries.at(-1)).toMatchObject({ id, state: "sent" });
});

test("SDK-4 a message that gets through brings the line back at once, however long its pause still is", async () => {
  const { center, page, pass, settle } = browser();
  const chat = await page();
  await chat.start({ message: "hello" });
  await settle();
  center.cut();
  await pass(30_500);
  expect(chat.state.link).toBe("down");
  center.down = false;
  await chat.send("is it you?");
  await settle();
  expect(chat.state.link).toBe("up");
  center.agentSays("m1", "It is.");
  expect(texts(chat.state.entries)).toEqual(["hello", "is it you?", "It is."]);
});
