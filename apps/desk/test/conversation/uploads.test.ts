import { expect, test } from "vitest";
import { pretendBrowser } from "../link/fake-socket.js";

pretendBrowser();
const { mayTryAgain } = await import("../../src/features/conversation/composer/uploads.js");

test("a file that will never be taken is not offered to be sent once more", () => {
  expect(["file_too_large", "type_blocked", "file_empty"].filter(mayTryAgain)).toEqual([]);
  expect(["connection_lost", "file_failed", "no_interaction", null].every(mayTryAgain)).toBe(true);
});
