import { expect, test } from "vitest";
import type { MessageBody } from "../../src/center/content.js";
import type { CenterHandle } from "../../src/center/edge.js";
import type { StoredMessage } from "../../src/center/records.js";
import { Duplicates, LateError } from "../../src/messaging-http/duplicates.js";

test("a message that nobody asks for again may fail late without ending the process", async () => {
  const unhandled: unknown[] = [];
  const note = (cause: unknown): void => void unhandled.push(cause);
  process.on("unhandledRejection", note);
  let fail: (cause: Error) => void = () => undefined;
  const fate = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  const late = new LateError(new Error("try again"), fate);
  fail(new Error("not stored"));
  await new Promise((resolve) => setTimeout(resolve, 20));
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
  // Whoever does ask still hears of it.
  await expect(late.fate).rejects.toThrow("not stored");
});

const CHAT = "chat-1";
const UUID = "11111111-2222-4333-8444-555555555555";
const body: MessageBody = { kind: "text", text: "Hello" };
const stored = { from: "customer", clientMessageId: UUID, body, at: 1_000 } as StoredMessage;

/** Tables that answer when they are told to. */
function tables() {
  const asked: ((messages: StoredMessage[]) => void)[] = [];
  const handle = {
    clock: { now: () => 1_500 },
    records: { messages: () => new Promise<StoredMessage[]>((resolve) => asked.push(resolve)) },
  } as unknown as CenterHandle;
  return { asked, duplicates: new Duplicates<void>(handle, 60_000) };
}

test("[10] what was read before a recovery does not hide what the recovery found stored", async () => {
  const { asked, duplicates } = tables();
  const reading = duplicates.learn(CHAT);
  // The append whose outcome was unknown had been stored after all; the tables were read just before it was.
  duplicates.clear();
  asked[0]?.([]);
  await reading;
  expect(duplicates.knows(CHAT), "too old to go by").toBe(false);
  const again = duplicates.learn(CHAT);
  asked[1]?.([stored]);
  await again;
  expect(duplicates.knows(CHAT)).toBe(true);
  const done = await duplicates.once(CHAT, UUID, body, () => Promise.reject(new Error("done twice")));
  expect(done).toBeNull();
});
