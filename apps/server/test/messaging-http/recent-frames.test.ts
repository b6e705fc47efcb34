import { describe, expect, test } from "vitest";
import { ChatFeed } from "../../src/messaging-http/chat-feed.js";
import { ChatFold } from "../../src/messaging-http/chat-fold.js";
import { settableClock } from "../contracts/journal-contract.js";

const frame = (seq: number) => ({
  seq,
  at: seq,
  events: [{ type: "service", name: `service ${seq}` }] as const,
});
const feed = () =>
  new ChatFeed(
    new ChatFold("chat"),
    settableClock(),
    { pollHoldMs: 10_000, backlogMax: 1_000 },
    { delivered: () => undefined, waitNews: () => undefined },
  );

describe("what a chat's stream was told last", () => {
  test("is all that an app missed, as long as that is at hand", () => {
    const chat = feed();
    for (const seq of [3, 8, 9]) chat.remember(frame(seq));
    expect(chat.since(0)?.map(({ seq }) => seq)).toEqual([3, 8, 9]);
    expect(chat.since(3)?.map(({ seq }) => seq)).toEqual([8, 9]);
    expect(chat.since(9)).toEqual([]);
  });

  test("is not told for the whole once older frames were dropped", () => {
    const chat = feed();
    for (let seq = 1; seq <= 50; seq++) chat.remember(frame(seq));
    const first = Array.from({ length: 51 }, (_, after) => after).find(
      (after) => chat.since(after) !== undefined,
    );
    // From there on nothing is missing, and before it the tables are read.
    expect(first).toBeGreaterThan(0);
    for (let after = first ?? 0; after <= 50; after++)
      expect(chat.since(after)?.map(({ seq }) => seq)).toEqual(
        Array.from({ length: 50 - after }, (_, i) => after + 1 + i),
      );
    expect(chat.since((first ?? 0) - 1)).toBeUndefined();
  });
});
