import { expect, test } from "vitest";
import { LateError } from "../../src/messaging-http/duplicates.js";

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
