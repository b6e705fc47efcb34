import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OtherChats } from "../../src/features/attention/other-chats.js";

const chat = (interactionId: string, unread: number) => ({
  interactionId,
  unread,
  contact: { name: interactionId.toUpperCase() },
});

describe("messages in chats that are not open", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("are told with the name, not those of the open chat", () => {
    const tell = vi.fn();
    const others = new OtherChats(tell);
    others.look([chat("a", 0), chat("b", 0)], "a");
    others.look([chat("a", 1), chat("b", 1)], "a");
    expect(tell.mock.calls).toEqual([[["B"]]]);
  });
  it("are gathered while one sentence is being read", () => {
    const tell = vi.fn();
    const others = new OtherChats(tell);
    others.look([chat("a", 0), chat("b", 0), chat("c", 0)], null);
    others.look([chat("a", 1), chat("b", 0), chat("c", 0)], null);
    others.look([chat("a", 2), chat("b", 1), chat("c", 1)], null);
    others.look([chat("a", 3), chat("b", 0), chat("c", 1)], null);
    expect(tell).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(6_000);
    // B was read meanwhile.
    expect(tell.mock.calls).toEqual([[["A"]], [["A", "C"]]]);
    vi.advanceTimersByTime(60_000);
    expect(tell).toHaveBeenCalledTimes(2);
  });
  it("say nothing of a chat that comes with its first words, and of one that left", () => {
    const tell = vi.fn();
    const others = new OtherChats(tell);
    others.look([chat("a", 3)], null);
    others.look([], null);
    others.look([chat("a", 5)], null);
    expect(tell).not.toHaveBeenCalled();
  });
});
