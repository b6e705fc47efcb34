import { expect, test } from "vitest";
import {
  backoffMs,
  confirmed,
  nextStep,
  type Outbox,
  postponed,
  put,
  refused,
  reopened,
  retried,
  stranded,
  taken,
  unsentCount,
  uploaded,
} from "../src/parts/index.js";

const at = 1_000;
const message = (text: string) => ({ kind: "message", text }) as const;
const photo = { kind: "file", name: "damage.jpg", mediaType: "image/jpeg", bytes: 10, fileId: null } as const;
const start = { kind: "start", phone: "", parameters: {} } as const;
const place = (latitude: number) =>
  ({ kind: "location", latitude, longitude: 0, accuracy: null, live: true }) as const;

function outboxOf(...bodies: Parameters<typeof put>[2][]): Outbox {
  return bodies.reduce<Outbox>((outbox, body, index) => put(outbox, `id-${index}`, body, at), []);
}
const nextId = (outbox: Outbox, lane: "post" | "upload" = "post", now = at) => {
  const step = nextStep(outbox, lane, now);
  return step.do === "send" ? step.item.id : step.do;
};

test("nothing goes before the chat was started", () => {
  const outbox = outboxOf(start, message("hello"), photo);
  expect(nextId(outbox)).toBe("id-0");
  expect(nextId(outbox, "upload")).toBe("nothing");
  expect(nextId(taken(outbox, "id-0"))).toBe("nothing");
});

test("messages leave in the order in which they were written, also while the first one waits", () => {
  const outbox = postponed(taken(outboxOf(message("one"), message("two")), "id-0"), "id-0", at + 500, true);
  expect(nextStep(outbox, "post", at)).toEqual({ do: "wait", untilAt: at + 500 });
  expect(nextId(outbox, "post", at + 500)).toBe("id-0");
  expect(nextId(confirmed(outbox, new Set(["id-0"])))).toBe("id-1");
});

test("a text overtakes a photo that is still uploading, and the photo follows when it is up", () => {
  const outbox = outboxOf(photo, message("we stand by the bakery"));
  expect(nextId(outbox, "upload")).toBe("id-0");
  expect(nextId(outbox)).toBe("id-1");
  expect(nextId(uploaded(outbox, "id-0", "file-1"))).toBe("id-0");
  expect(nextId(uploaded(outbox, "id-0", "file-1"), "upload")).toBe("nothing");
});

test("the end waits for everything before it, but not for what was refused", () => {
  const outbox = outboxOf(photo, { kind: "end" });
  expect(nextId(outbox)).toBe("nothing");
  expect(nextId(refused(outbox, "id-0"))).toBe("id-1");
});

test("what was refused steps aside, and by hand goes to the end of the line", () => {
  const outbox = refused(outboxOf(message("one"), message("two")), "id-0");
  expect(nextId(outbox)).toBe("id-1");
  const again = retried(outbox, "id-0");
  expect(again.map((item) => item.id)).toEqual(["id-1", "id-0"]);
  expect(nextId(again)).toBe("id-1");
});

test("of a moving customer's positions only the newest unsent one is kept", () => {
  const outbox = put(put(outboxOf(message("one")), "old", place(1), at), "new", place(2), at);
  expect(outbox.map((item) => item.id)).toEqual(["id-0", "new"]);
});

test("a position that was tried already is kept: the server may have it", () => {
  const tried = postponed(taken(outboxOf(place(1)), "id-0"), "id-0", at, true);
  expect(put(tried, "new", place(2), at)).toHaveLength(2);
});

test("after a reload what was being sent is uncertain and goes again, in order", () => {
  const outbox = reopened([...taken(outboxOf(message("one"), message("two")), "id-0")].reverse());
  expect(outbox.map((item) => [item.id, item.state, item.uncertain])).toEqual([
    ["id-0", "waiting", true],
    ["id-1", "waiting", false],
  ]);
});

test("when the chat is over, what was not sent says so", () => {
  const outbox = stranded(outboxOf(message("one"), { kind: "end" }));
  expect(outbox.map((item) => item.state)).toEqual(["failed"]);
});

test("what is kept to be sent does not count what was refused", () => {
  const outbox = outboxOf(message("one"), message("two"), place(1));
  expect(unsentCount(outbox)).toBe(2);
  expect(unsentCount(refused(outbox, "id-0"))).toBe(1);
});

test("pauses double up to eight seconds, and chance only shortens them", () => {
  expect([1, 2, 3, 10].map((attempts) => backoffMs(attempts, 0))).toEqual([1_000, 2_000, 4_000, 8_000]);
  expect(backoffMs(1, 1)).toBe(750);
});
