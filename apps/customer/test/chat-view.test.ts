import { type Outbox, put, refused, taken, uploaded } from "@patchbay/chat-sdk/parts";
import { expect, test } from "vitest";
import { newConversation, withEvents, withOwn } from "../src/conversation/index.js";
import { failuresOf, isNoteRow, rowsOf, stepOf } from "../src/features/chat/chat-view.js";
import { stretchesOf } from "../src/features/chat/links.js";
import { emptyReport } from "../src/session/index.js";

const now = 1_700_000_000_000;
const customer = { firstName: "Maria", lastName: "", policy: "", vehicle: "", phone: "" };
const place = { latitude: 45.52014, longitude: -122.6731, accuracy: 18 };
const sent = { report: { ...emptyReport(customer), place, address: "Alder Street" }, sentAt: now };
const begin = newConversation("chat-1");
const photo = { kind: "file", name: "damage.jpg", mediaType: "image/jpeg", bytes: 1, fileId: null } as const;
const location = (id: string, latitude: number) =>
  ({
    key: id,
    id,
    at: now,
    mine: true,
    partyId: "chat-1",
    kind: "location",
    latitude,
    longitude: -122.6731,
  }) as const;

test("the report's place is the first card, once, even when the server tells it too", () => {
  const rows = rowsOf(sent, withOwn(begin, location("l0", place.latitude)), []);
  expect(rows).toMatchObject([{ kind: "location", first: true, address: "Alder Street" }]);
});

const message = (id: string) =>
  ({ key: id, id, at: now, mine: true, partyId: "chat-1", kind: "message", text: "hi" }) as const;

test("the report's place is the first card, once, also when its telling comes after her first words", () => {
  const rows = rowsOf(sent, withOwn(withOwn(begin, message("m1")), location("l0", place.latitude)), []);
  expect(rows.map((row) => row.kind)).toEqual(["location", "text"]);
});

test("a position that she sends herself is shown, also when she has not moved", () => {
  const told = withOwn(withOwn(begin, location("l0", place.latitude)), message("m1"));
  const rows = rowsOf(sent, withOwn(told, location("l1", place.latitude)), []);
  expect(rows.map((row) => row.kind)).toEqual(["location", "text", "location"]);
});

test("of positions told one after the other, the newest is drawn, where the first one was", () => {
  const moved = ["l1", "l2"].reduce((state, id, index) => withOwn(state, location(id, 45.6 + index)), begin);
  expect(rowsOf(sent, moved, []).slice(1)).toMatchObject([{ key: "l1", latitude: 46.6, ids: ["l1", "l2"] }]);
});

test("pictures lie side by side, and the group is as far as the one that is least far", () => {
  const confirmed = withOwn(begin, {
    key: "f1",
    id: "f1",
    at: now,
    mine: true,
    partyId: "chat-1",
    kind: "file",
    fileId: "x",
    name: "a.jpg",
    picture: true,
  });
  const read = withEvents(confirmed, [{ type: "receipt", mark: "read", refId: "f1", at: now }], now);
  const outbox: Outbox = taken(put([], "f2", photo, now), "f2");
  expect(rowsOf(null, read, outbox)).toMatchObject([
    { kind: "pictures", state: "sending", pictures: [{ state: "read" }, { state: "sending" }] },
  ]);
});

test("an item that is confirmed and still in the outbox is drawn once", () => {
  const confirmed = withOwn(begin, {
    key: "m1",
    id: "m1",
    at: now,
    mine: true,
    partyId: "chat-1",
    kind: "message",
    text: "hi",
  });
  expect(rowsOf(null, confirmed, put([], "m1", { kind: "message", text: "hi" }, now))).toHaveLength(1);
});

test("the last of several lines carries the state, and so does one that is behind the next", () => {
  const two = ["m1", "m2"].reduce(
    (state, id) =>
      withOwn(state, { key: id, id, at: now, mine: true, partyId: "chat-1", kind: "message", text: id }),
    begin,
  );
  expect(rowsOf(null, two, []).map((row) => "last" in row && row.last)).toEqual([false, true]);
  const firstRead = withEvents(two, [{ type: "receipt", mark: "read", refId: "m1", at: now }], now);
  expect(rowsOf(null, firstRead, []).map((row) => "last" in row && row.last)).toEqual([true, true]);
});

test("the steps: photos while one is on its way, then help, then done", () => {
  const outbox = put([], "f1", photo, now);
  expect(stepOf(begin, outbox)).toBe("photos");
  expect(stepOf(begin, uploaded(outbox, "f1", "x"))).toBe("photos");
  expect(stepOf(begin, [])).toBe("help");
  expect(stepOf(withEvents(begin, [{ type: "ended" }], now), outbox)).toBe("done");
});

test("what failed stays where it was tried, and newer lines stand below it", () => {
  const later = (id: string, seconds: number) => ({ ...message(id), at: now + seconds * 1000 });
  const said = withOwn(withOwn(begin, later("m1", 0)), later("m2", 60));
  const outbox = refused(put([], "f1", photo, now + 30_000), "f1", "kind");
  expect(rowsOf(null, said, outbox).map((row) => row.key)).toEqual(["m1", "f1", "m2"]);
  expect(rowsOf(null, said, put([], "f1", photo, now + 30_000)).map((row) => row.key)).toEqual([
    "m1",
    "m2",
    "f1",
  ]);
});

test("a row's failures: which pictures, and why when all were refused for the same reason", () => {
  const two = ["f1", "f2"].reduce((list, id) => put(list, id, photo, now), [] as Outbox);
  const rowOf = (outbox: Outbox) => {
    const row = rowsOf(null, begin, outbox)[0];
    if (row === undefined || isNoteRow(row)) throw new Error("no line");
    return failuresOf(row);
  };
  const both = refused(refused(two, "f1", "kind"), "f2", "kind");
  expect(rowOf(both)).toEqual({ ids: ["f1", "f2"], refusal: "kind" });
  expect(rowOf(refused(refused(two, "f1", "kind"), "f2", "size"))).toEqual({
    ids: ["f1", "f2"],
    refusal: null,
  });
});

test("addresses in what the center writes can be opened, and nothing else becomes one", () => {
  expect(stretchesOf("Here: https://larkfield.example/transcript/a.b-c_d, until May.")).toEqual([
    { text: "Here: ", url: null },
    {
      text: "https://larkfield.example/transcript/a.b-c_d",
      url: "https://larkfield.example/transcript/a.b-c_d",
    },
    { text: ", until May.", url: null },
  ]);
  for (const text of [
    "javascript:alert(1)",
    "https://bank.example@evil.example",
    "http://",
    "data:text/html,x",
    "",
  ])
    expect(
      stretchesOf(text).filter(({ url }) => url !== null),
      text,
    ).toEqual([]);
});
