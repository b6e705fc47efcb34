import { TRANSCRIPT_LINES_MAX } from "@patchbay/protocol";
import { describe, expect, it } from "vitest";
import {
  dividerOf,
  lastOfCustomer,
  type Row,
  sinceFirstOf,
} from "../../src/features/conversation/timeline/lines.js";
import { happening, ME, message, NOON, outgoing, picture, rows } from "./sample.js";

const shape = (list: Row[]): string[] =>
  list.map((row) =>
    "first" in row ? `${row.kind}${row.first ? " first" : ""}${row.last ? " last" : ""}` : row.kind,
  );

describe("groups of bubbles", () => {
  it("joins what one speaker says in a row, and shows face and time at the end only", () => {
    const list = rows({ messages: [message(1, "customer"), message(2, "customer"), message(3, ME)] });
    expect(shape(list)).toEqual(["day", "message first", "message last", "message first last"]);
  });

  it("tells colleagues apart, although all of them write for the company", () => {
    const list = rows({ messages: [message(1, ME), message(2, "ben")] });
    expect(shape(list)).toEqual(["day", "message first last", "message first last"]);
    expect(list.flatMap((row) => (row.kind === "message" ? [row.speaker.who] : []))).toEqual([
      "me",
      "colleague",
    ]);
  });

  it("begins a new group after five minutes", () => {
    const late = message(2, "customer", { at: NOON + 1_000 + 5 * 60_000 });
    expect(shape(rows({ messages: [message(1, "customer"), late] }))).toEqual([
      "day",
      "message first last",
      "message first last",
    ]);
    const inTime = message(2, "customer", { at: NOON + 1_000 + 5 * 60_000 - 1 });
    expect(shape(rows({ messages: [message(1, "customer"), inTime] }))).toEqual([
      "day",
      "message first",
      "message last",
    ]);
  });

  it("is cut by a happening and by a whisper", () => {
    const cut = rows({
      messages: [message(1, "customer"), message(3, "customer")],
      happenings: [happening(2, "AgentJoined")],
    });
    expect(shape(cut)).toEqual(["day", "message first last", "happening", "message first last"]);
    const whispered = rows({
      messages: [message(1, ME), message(2, ME, { audience: "team" }), message(3, ME)],
    });
    expect(shape(whispered)).toEqual(["day", "message first last", "whisper", "message first last"]);
  });

  it("does not show happenings that say nothing", () => {
    const list = rows({
      messages: [message(1, "customer"), message(3, "customer")],
      happenings: [happening(2, "OfferRang")],
      isShown: () => false,
    });
    expect(shape(list)).toEqual(["day", "message first", "message last"]);
  });
});

describe("pictures", () => {
  it("puts pictures in a row side by side, inside the speaker's group", () => {
    const list = rows({
      messages: [message(1, "customer"), picture(2, "customer"), picture(3, "customer"), message(4, ME)],
    });
    expect(shape(list)).toEqual(["day", "message first", "pictures last", "message first last"]);
    expect(
      list.flatMap((row) => (row.kind === "pictures" ? row.messages.map(({ messageId }) => messageId) : [])),
    ).toEqual(["m2", "m3"]);
  });

  it("never joins pictures of two people", () => {
    expect(shape(rows({ messages: [picture(1, "customer"), picture(2, ME)] }))).toEqual([
      "day",
      "pictures first last",
      "pictures first last",
    ]);
  });
});

describe("what is on its way", () => {
  it("stands after all that is committed, in the group of its agent", () => {
    const list = rows({ messages: [message(1, ME)], outgoing: [outgoing("a"), outgoing("b")] });
    expect(shape(list)).toEqual(["day", "message first", "outgoing", "outgoing last"]);
  });

  it("is gone as soon as its message is there, under the same key", () => {
    const before = rows({ outgoing: [outgoing("client-1")] });
    const after = rows({
      messages: [message(1, ME, { clientMessageId: "client-1" })],
      outgoing: [outgoing("client-1")],
    });
    expect(shape(after)).toEqual(["day", "message first last"]);
    expect(after.at(-1)?.key).toBe(before.at(-1)?.key);
  });

  it("ends its group when it has failed, so that Retry stands under it", () => {
    const list = rows({ outgoing: [outgoing("a", { state: "failed" }), outgoing("b")] });
    expect(shape(list)).toEqual(["day", "outgoing first last", "outgoing first last"]);
  });
});

describe("dividers", () => {
  it("draws one line a day, in the agent's zone", () => {
    const nextDay = new Date(2026, 10, 23, 0, 0, 1).getTime();
    const list = rows({ messages: [message(1, "customer"), message(2, "customer", { at: nextDay })] });
    expect(shape(list)).toEqual(["day", "message first last", "day", "message first last"]);
    expect(list.flatMap((row) => (row.kind === "day" ? [row.key] : []))).toEqual([
      "day 2026-11-22",
      "day 2026-11-23",
    ]);
  });

  it("stands before the first message of the customer after the last one seen", () => {
    const messages = [message(1, "customer"), message(2, ME), message(3, "customer"), message(4, "customer")];
    expect(dividerOf(messages, "m1")).toEqual({ before: "m3", count: 2 });
    expect(shape(rows({ messages, lookedUpTo: "m1" }))).toEqual([
      "day",
      "message first last",
      "message first last",
      "new",
      "message first",
      "message last",
    ]);
  });

  it("is not there when nothing is new, nothing was seen before, or what was seen is not at hand", () => {
    const messages = [message(1, "customer"), message(2, ME)];
    expect(dividerOf(messages, "m1")).toBeNull();
    expect(dividerOf(messages, null)).toBeNull();
    expect(dividerOf(messages, "m99")).toBeNull();
  });

  it("knows the customer's newest message", () => {
    expect(lastOfCustomer([message(1, "customer"), message(2, "customer"), message(3, ME)])).toBe("m2");
    expect(lastOfCustomer([message(1, ME)])).toBeNull();
  });
});

it("looks at each of ten thousand messages a few times, not at all of them for each", () => {
  let looks = 0;
  const messages = Array.from(
    { length: 10_000 },
    (_, index) =>
      new Proxy(message(index, index % 3 === 0 ? "customer" : ME), {
        get: (line, field, self): unknown => {
          if (field === "at") looks += 1;
          return Reflect.get(line, field, self);
        },
      }),
  );
  const list = rows({ messages });
  expect(list.filter((row) => row.kind === "message")).toHaveLength(10_000);
  // Sorting looks at two in each of some 14 rounds.
  expect(looks).toBeLessThan(10_000 * 40);
  expect(looks).toBeGreaterThan(0);
});

describe("a chat of which only the newest lines are here", () => {
  it("shows nothing that happened before its first message, as if it had been said just after it", () => {
    const first = 600;
    const newest = Array.from({ length: TRANSCRIPT_LINES_MAX }, (_, at) => message(first + at, "customer"));
    const happened = [happening(3, "AgentJoined"), happening(700, "InactivityWarned")];
    expect(sinceFirstOf(newest, happened).map(({ seq }) => seq)).toEqual([700]);
    expect(sinceFirstOf(newest.slice(1), happened), "all of it is here").toEqual(happened);
    expect(sinceFirstOf([], happened)).toEqual(happened);
  });
});
