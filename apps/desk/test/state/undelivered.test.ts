import type { DeskSnapshot, ServerFrame } from "@patchbay/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeSocket, pretendBrowser } from "../link/fake-socket.js";
import { interaction, snapshot } from "./views.js";

const { storage, happens } = pretendBrowser();

/** A page as it is after (re)loading: all modules new, what the browser stored still there. */
async function load() {
  vi.resetModules();
  return {
    ...(await import("../../src/state/store.js")),
    ...(await import("../../src/state/actions.js")),
    ...(await import("../../src/state/undelivered.js")),
    ...(await import("../../src/features/context/result/note-store.js")),
  };
}
type Desk = Awaited<ReturnType<typeof load>>;

const hears = (frame: ServerFrame) => FakeSocket.last.hears(frame);
const begin = (seq: number, interactions: DeskSnapshot["interactions"]) =>
  hears({ frame: "snapshot", snapshot: snapshot(seq, { interactions }) });
const contact = { ...interaction("x").contact, name: "Bo Larsen" };
const both = [interaction("i1"), interaction("i2", { contact })];
const refuses = async (name: string, code = "not_your_interaction") => {
  for (const { id } of FakeSocket.last.requests(name)) {
    hears({ frame: "result", id, ok: false, error: { code, correlationId: "c" } });
  }
  await vi.advanceTimersByTimeAsync(0);
};
const aside = (desk: Desk) =>
  desk.useUndelivered
    .getState()
    .undelivered.map(({ interactionId, customer, kind, audience, text }) => [
      interactionId,
      customer,
      kind,
      audience,
      text,
    ]);
const saved = (name: string) => FakeSocket.last.requests(name).map(({ input }) => input);
/** The network is cut for so long that the server has given the chats away. */
const cut = async () => {
  FakeSocket.last.close();
  await vi.advanceTimersByTimeAsync(0);
};
const reconnect = async () => {
  await vi.advanceTimersByTimeAsync(20_000);
};

let desk: Desk;
beforeEach(async () => {
  vi.useFakeTimers();
  storage.clear();
  FakeSocket.opened.length = 0;
  desk = await load();
  desk.connect("sofia");
});
afterEach(() => {
  desk.disconnect();
  vi.useRealTimers();
});

test("what was typed and sent while the network was cut is there when its chats are not", async () => {
  begin(10, both);
  desk.typeDraft("i1", "half typed");
  await cut();
  desk.typeDraft("i1", "half typed and more");
  desk.setDraftAudience("i2", "team");
  desk.typeDraft("i2", "a whisper");
  desk.sendText("i2");
  desk.typeNote("i2", "a note", null);
  await reconnect();
  begin(50, []);
  await refuses("desk.message.send");
  await refuses("desk.wrap_up.note");
  const lost = [
    ["i1", "Maria Gutiérrez", "draft", "all", "half typed and more"],
    ["i2", "Bo Larsen", "message", "team", "a whisper"],
    ["i2", "Bo Larsen", "note", "team", "a note"],
  ];
  expect(aside(desk)).toEqual(expect.arrayContaining(lost));
  expect(aside(desk)).toHaveLength(3);
  expect(desk.useDesk.getState().outgoing).toEqual([]);
  desk.disconnect();

  desk = await load();
  desk.connect("sofia");
  begin(50, []);
  expect(aside(desk)).toHaveLength(3);
  const [first] = desk.useUndelivered.getState().undelivered;
  desk.discardUndelivered(String(first?.id));
  desk.disconnect();
  desk = await load();
  desk.connect("sofia");
  expect(aside(desk)).toHaveLength(2);
  desk.disconnect();
  desk.connect("ben");
  expect(aside(desk)).toEqual([]);
});

test("words come back with their chat, the draft longer than the server's, and are saved", async () => {
  begin(10, both);
  desk.typeDraft("i1", "half typed");
  await vi.advanceTimersByTimeAsync(800);
  await cut();
  desk.typeDraft("i1", "half typed and more");
  desk.typeDraft("i2", "a reply");
  desk.sendText("i2");
  desk.typeNote("i2", "a note", null);
  await reconnect();
  begin(50, []);
  await refuses("desk.message.send");
  await refuses("desk.wrap_up.note");
  await refuses("desk.draft.save");
  FakeSocket.last.sent.length = 0;
  hears({
    frame: "changes",
    after: 50,
    seq: 60,
    changes: [
      {
        on: "interaction",
        view: interaction("i1", { draft: { text: "half typed", audience: "all", version: 1 } }),
      },
      { on: "interaction", view: interaction("i2", { contact }) },
    ],
  });
  expect(desk.useDesk.getState().drafts.get("i1")).toMatchObject({ text: "half typed and more" });
  expect(saved("desk.draft.save")).toContainEqual({
    interactionId: "i1",
    text: "half typed and more",
    audience: "all",
    version: 2,
  });
  expect(saved("desk.wrap_up.note")).toEqual([{ interactionId: "i2", text: "a note" }]);
  expect(desk.useDesk.getState().outgoing).toMatchObject([{ state: "failed", body: { text: "a reply" } }]);
  expect(aside(desk)).toEqual([]);
});

test("a draft that the server held all the time comes back with its chat", async () => {
  begin(10, both);
  desk.typeDraft("i1", "half typed, saved");
  await vi.advanceTimersByTimeAsync(800);
  for (const { id } of FakeSocket.last.requests("desk.draft.save"))
    hears({ frame: "result", id, ok: true, output: {} });
  await vi.advanceTimersByTimeAsync(0);
  await cut();
  desk.typeDraft("i1", "half typed, saved");
  await vi.advanceTimersByTimeAsync(800);
  await reconnect();
  begin(50, []);
  await refuses("desk.draft.save");
  begin(60, [interaction("i1", { draft: { text: "half typed, saved", audience: "all", version: 1 } })]);
  expect(desk.useDesk.getState().drafts.get("i1")).toMatchObject({ text: "half typed, saved", saved: true });
  expect(aside(desk)).toEqual([]);
});

test("a refused text waits for the agent's decision over a reload", async () => {
  begin(10, both);
  desk.typeDraft("i1", "Hello");
  desk.sendText("i1");
  await refuses("desk.message.send", "interaction_ended");
  desk.disconnect();
  desk = await load();
  desk.connect("sofia");
  begin(10, both);
  expect(desk.useDesk.getState().outgoing).toMatchObject([
    { state: "failed", error: "interaction_ended", body: { text: "Hello" } },
  ]);
  expect(saved("desk.message.send")).toEqual([]);
});

test("two texts in one field: this desk's stays, the other tab's is put aside", async () => {
  begin(10, both);
  desk.typeDraft("i1", "mine");
  hears({
    frame: "changes",
    after: 10,
    seq: 11,
    changes: [
      {
        on: "interaction",
        view: interaction("i1", { draft: { text: "theirs", audience: "all", version: 1 } }),
      },
    ],
  });
  expect(desk.useDesk.getState().drafts.get("i1")).toMatchObject({ text: "mine", saved: false });
  expect(aside(desk)).toEqual([["i1", "Maria Gutiérrez", "aside", "all", "theirs"]]);
});

test("of two tabs that save at the same moment, the one that came second saves again", async () => {
  begin(10, both);
  desk.typeDraft("i1", "mine");
  await vi.advanceTimersByTimeAsync(800);
  const [save] = FakeSocket.last.requests("desk.draft.save");
  hears({
    frame: "changes",
    after: 10,
    seq: 11,
    changes: [
      {
        on: "interaction",
        view: interaction("i1", { draft: { text: "theirs", audience: "all", version: 1 } }),
      },
    ],
  });
  hears({ frame: "result", id: String(save?.id), ok: true, output: {} });
  await vi.advanceTimersByTimeAsync(0);
  expect(saved("desk.draft.save").at(-1)).toMatchObject({ text: "mine", version: 2 });
  expect(aside(desk)).toEqual([["i1", "Maria Gutiérrez", "aside", "all", "theirs"]]);
});

test("a note in two tabs: the other's is shown, and what is being typed does not go over it silently", async () => {
  begin(10, both);
  const wrote = (seq: number, note: string) =>
    hears({
      frame: "changes",
      after: seq - 1,
      seq,
      changes: [{ on: "interaction", view: interaction("i1", { note }) }],
    });
  desk.typeNote("i1", "tow truck", null);
  await vi.advanceTimersByTimeAsync(800);
  wrote(11, "tow truck");
  const [save] = FakeSocket.last.requests("desk.wrap_up.note");
  hears({ frame: "result", id: String(save?.id), ok: true, output: {} });
  await vi.advanceTimersByTimeAsync(0);
  wrote(12, "tow truck, ordered elsewhere");
  expect(desk.useDesk.getState().data?.interactions.get("i1")?.note).toBe("tow truck, ordered elsewhere");
  expect(desk.noteOf("i1")).toBeUndefined();
  desk.typeNote("i1", "police came", null);
  wrote(13, "glass on the road");
  expect(desk.noteOf("i1")).toMatchObject({ text: "police came" });
  expect(aside(desk)).toEqual([["i1", "Maria Gutiérrez", "aside", "team", "glass on the road"]]);
});

test("a page that goes away sends at once what waits; it asks first only when something would be lost with it", () => {
  begin(10, both);
  desk.typeDraft("i1", "half a sen");
  desk.typeNote("i1", "half a no", null);
  expect(happens("beforeunload")).toBe(false);
  happens("pagehide");
  expect(saved("desk.draft.save")).toMatchObject([{ text: "half a sen" }]);
  expect(saved("desk.wrap_up.note")).toMatchObject([{ text: "half a no" }]);
  const full = vi.spyOn(localStorage, "setItem").mockImplementation(() => {
    throw new Error("QuotaExceededError");
  });
  desk.typeDraft("i1", "half a sentence");
  expect(happens("beforeunload")).toBe(true);
  full.mockRestore();
  desk.typeDraft("i1", "half a sentence.");
  expect(happens("beforeunload")).toBe(false);
});
