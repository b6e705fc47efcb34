import type { ServerFrame } from "@patchbay/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeSocket, pretendBrowser } from "../link/fake-socket.js";
import { call } from "../phone/views.js";
import { colleague, interaction, message, offer, snapshot } from "./views.js";

const { storage } = pretendBrowser();
type Desk = typeof import("../../src/state/actions.js") & typeof import("../../src/state/store.js");

/** A page as it is after (re)loading: all modules new, what the browser stored still there. */
async function load(): Promise<Desk> {
  vi.resetModules();
  return { ...(await import("../../src/state/store.js")), ...(await import("../../src/state/actions.js")) };
}
const hears = (frame: ServerFrame) => FakeSocket.last.hears(frame);
const answers = async (id: string, error?: string) => {
  hears(
    error === undefined
      ? { frame: "result", id, ok: true, output: { messageId: "x" } }
      : { frame: "result", id, ok: false, error: { code: error, correlationId: "c" } },
  );
  await vi.advanceTimersByTimeAsync(0);
};
const begin = (seq = 10, fields = {}) =>
  hears({
    frame: "snapshot",
    snapshot: snapshot(seq, { interactions: [interaction("i1"), interaction("i2")], ...fields }),
  });
const sendName = "desk.message.send";
const draftName = "desk.draft.save";

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

test("the seat comes from the path", () => {
  expect(desk.seat).toBe(2);
  expect(FakeSocket.last.url).toContain("seat=2");
});

test("a desk that opens with a call in hand shows it; one that only lost its place in the stream moves nothing", () => {
  const withCall = {
    interactions: [interaction("i1"), interaction("c1", { channel: "voice", call: call() })],
  };
  begin(10, withCall);
  expect(desk.useDesk.getState().selection).toEqual({ kind: "interaction", id: "c1" });
  desk.select(null);
  begin(20, withCall);
  expect(desk.useDesk.getState().selection).toBeNull();
});

test("a sent text is one line until its committed view takes its place", async () => {
  begin();
  desk.typeDraft("i1", "Is anyone hurt?");
  desk.sendText("i1");
  const [line] = desk.useDesk.getState().outgoing;
  expect(line).toMatchObject({ interactionId: "i1", state: "sending", body: { text: "Is anyone hurt?" } });
  expect(desk.useDesk.getState().drafts.get("i1")?.text).toBe("");
  const id = String(line?.clientMessageId);
  hears({
    frame: "changes",
    after: 10,
    seq: 11,
    changes: [{ on: "message", view: message("i1", 11, { clientMessageId: id }) }],
  });
  expect(desk.useDesk.getState().outgoing).toEqual([]);
});

test("a refused text stays as failed and goes out again under the same client id and a new request id", async () => {
  begin();
  desk.typeDraft("i1", "Hello");
  desk.sendText("i1");
  const [first] = FakeSocket.last.requests(sendName);
  await answers(String(first?.id), "no_interaction");
  expect(desk.useDesk.getState().outgoing).toMatchObject([{ state: "failed", error: "no_interaction" }]);
  desk.retry(String(desk.useDesk.getState().outgoing[0]?.clientMessageId));
  const [, second] = FakeSocket.last.requests(sendName);
  expect(second?.input).toEqual(first?.input);
  expect(second?.id).not.toBe(first?.id);
  expect(desk.useDesk.getState().outgoing).toMatchObject([{ state: "sending", error: null }]);
});

test("a text sent into a dead connection survives a reload, goes out under its id, and its refusal is shown", async () => {
  begin();
  FakeSocket.last.close();
  await vi.advanceTimersByTimeAsync(0);
  desk.typeDraft("i1", "On my way");
  desk.sendText("i1");
  expect(desk.useDesk.getState().unanswered).toBe(1);
  const clientMessageId = desk.useDesk.getState().outgoing[0]?.clientMessageId;
  desk.disconnect();

  desk = await load();
  desk.connect("sofia");
  begin();
  expect(desk.useDesk.getState().outgoing).toMatchObject([
    { clientMessageId, body: { text: "On my way" }, state: "sending" },
  ]);
  const [again] = FakeSocket.last.requests(sendName);
  expect(again?.id).toBe(clientMessageId);
  await answers(String(again?.id), "not_your_interaction");
  expect(desk.useDesk.getState().outgoing).toMatchObject([
    { state: "failed", error: "not_your_interaction" },
  ]);
});

test("letters typed a moment before a reload are there again and are then saved", async () => {
  begin();
  desk.typeDraft("i1", "Half a sen");
  desk.disconnect();

  desk = await load();
  desk.connect("sofia");
  begin(12, { interactions: [interaction("i1", { draft: { text: "Half", audience: "all", version: 4 } })] });
  expect(desk.useDesk.getState().drafts.get("i1")).toMatchObject({ text: "Half a sen", saved: false });
  const [saved] = FakeSocket.last.requests(draftName);
  expect(saved?.input).toEqual({ interactionId: "i1", text: "Half a sen", audience: "all", version: 5 });
  await answers(String(saved?.id));
  expect(desk.useDesk.getState().drafts.get("i1")?.saved).toBe(true);
  expect([...storage.keys()].filter((key) => key.includes("drafts"))).toEqual([]);
});

test("what was sent before a reload does not come back as a draft", async () => {
  begin(10, { interactions: [interaction("i1", { draft: { text: "Sent", audience: "all", version: 1 } })] });
  desk.typeDraft("i1", "Sent");
  desk.sendText("i1");
  desk.disconnect();

  desk = await load();
  desk.connect("sofia");
  begin(10, { interactions: [interaction("i1", { draft: { text: "Sent", audience: "all", version: 1 } })] });
  expect(desk.useDesk.getState().drafts.get("i1")?.text).toBe("");
});

test("a draft goes to the server 800 ms after the last letter, with a growing version, and only to its own chat", async () => {
  begin(10, {
    interactions: [
      interaction("i1", { draft: { text: "old", audience: "all", version: 7 } }),
      interaction("i2"),
    ],
  });
  desk.typeDraft("i1", "N");
  await vi.advanceTimersByTimeAsync(700);
  desk.typeDraft("i1", "New");
  await vi.advanceTimersByTimeAsync(799);
  expect(FakeSocket.last.requests(draftName)).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(FakeSocket.last.requests(draftName).map(({ input }) => input)).toEqual([
    { interactionId: "i1", text: "New", audience: "all", version: 8 },
  ]);
  expect(desk.useDesk.getState().drafts.has("i2")).toBe(false);
});

test("another tab's newer draft is taken, but never over what is being typed here", () => {
  begin();
  const told = (seq: number, text: string) =>
    hears({
      frame: "changes",
      after: seq - 1,
      seq,
      changes: [
        { on: "interaction", view: interaction("i1", { draft: { text, audience: "all", version: seq } }) },
      ],
    });
  told(11, "from the other tab");
  expect(desk.useDesk.getState().drafts.get("i1")).toMatchObject({ text: "from the other tab", saved: true });
  desk.typeDraft("i1", "mine");
  told(12, "from the other tab again");
  expect(desk.useDesk.getState().drafts.get("i1")?.text).toBe("mine");
});

test("an older view never takes back a saved draft", async () => {
  begin();
  desk.typeDraft("i1", "Kept");
  await vi.advanceTimersByTimeAsync(800);
  await answers(String(FakeSocket.last.requests(draftName)[0]?.id));
  hears({
    frame: "changes",
    after: 10,
    seq: 11,
    changes: [{ on: "interaction", view: interaction("i1", { unread: 1 }) }],
  });
  expect(desk.useDesk.getState().drafts.get("i1")).toMatchObject({ text: "Kept", saved: true });
});

test("a whisper that was half typed comes back as a whisper, and its mode goes to the server with it", async () => {
  begin();
  desk.setDraftAudience("i1", "team");
  desk.typeDraft("i1", "check the fraud list");
  await vi.advanceTimersByTimeAsync(800);
  const saves = FakeSocket.last.requests(draftName);
  expect(saves.map(({ input }) => input)).toEqual([
    { interactionId: "i1", text: "", audience: "team", version: 1 },
    { interactionId: "i1", text: "check the fraud list", audience: "team", version: 2 },
  ]);
  for (const { id } of saves) await answers(id);
  desk.disconnect();
  storage.clear();

  desk = await load();
  desk.connect("sofia");
  begin(12, {
    interactions: [
      interaction("i1", { draft: { text: "check the fraud list", audience: "team", version: 2 } }),
    ],
  });
  desk.sendText("i1");
  expect(FakeSocket.last.requests(sendName)).toMatchObject([
    { input: { audience: "team", body: { text: "check the fraud list" } } },
  ]);
});

test("what another tab marked as a whisper is not made a message to the customer by words typed here", () => {
  begin();
  desk.typeDraft("i1", "mine");
  hears({
    frame: "changes",
    after: 10,
    seq: 11,
    changes: [
      {
        on: "interaction",
        view: interaction("i1", { draft: { text: "she lies", audience: "team", version: 3 } }),
      },
    ],
  });
  expect(desk.useDesk.getState().drafts.get("i1")).toMatchObject({ text: "mine", audience: "team" });
});

test("after a gap the screen stays as it is until a snapshot replaces it", async () => {
  begin(10, { messages: [message("i1", 3)] });
  desk.select({ kind: "interaction", id: "i1" });
  hears({
    frame: "changes",
    after: 12,
    seq: 13,
    changes: [{ on: "interaction.gone", interactionId: "i1", departure: null }],
  });
  expect(desk.useDesk.getState().data?.interactions.has("i1")).toBe(true);
  await vi.advanceTimersByTimeAsync(300);
  expect(FakeSocket.opened).toHaveLength(2);
  expect(FakeSocket.last.url).not.toContain("after=");
  begin(13, { messages: [message("i1", 3), message("i1", 12)] });
  expect(desk.useDesk.getState().data?.messages.get("i1")).toHaveLength(2);
  expect(desk.useDesk.getState().selection).toEqual({ kind: "interaction", id: "i1" });
});

test("an accepted offer that was looked at becomes the selected chat; one that came does not take the place of another", () => {
  begin(10, { offers: [offer("i3")] });
  desk.select({ kind: "offer", id: "i3.o1" });
  const gone = {
    on: "offer.gone",
    offerId: "i3.o1",
    interactionId: "i3",
    cause: "accepted",
    customerName: "Maria",
  } as const;
  hears({
    frame: "changes",
    after: 10,
    seq: 11,
    changes: [gone, { on: "interaction", view: interaction("i3") }],
  });
  expect(desk.useDesk.getState().selection).toEqual({ kind: "interaction", id: "i3" });
  hears({ frame: "changes", after: 11, seq: 12, changes: [{ on: "offer", view: offer("i4") }] });
  expect(desk.useDesk.getState().selection).toEqual({ kind: "interaction", id: "i3" });
});

test("a reload comes back to the chat that was looked at, if it is still there", async () => {
  begin();
  desk.select({ kind: "interaction", id: "i2" });
  for (const { left, selection } of [
    { left: [interaction("i2")], selection: { kind: "interaction", id: "i2" } },
    { left: [interaction("i1")], selection: null },
  ]) {
    desk.disconnect();
    desk = await load();
    desk.connect("sofia");
    begin(10, { interactions: left });
    expect(desk.useDesk.getState().selection).toEqual(selection);
  }
});

test("the next agent at the same page sees and sends nothing of the former one's", async () => {
  begin();
  desk.typeDraft("i1", "Sofia's words");
  FakeSocket.last.close();
  desk.sendText("i1");
  desk.typeDraft("i2", "Sofia's draft");
  desk.disconnect();
  desk.connect("ben");
  begin();
  expect(desk.useDesk.getState()).toMatchObject({ outgoing: [], unanswered: 0 });
  expect(desk.useDesk.getState().drafts.size).toBe(0);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(FakeSocket.last.requests()).toEqual([]);
  desk.disconnect();
  desk.connect("sofia");
  begin();
  expect(desk.useDesk.getState().outgoing).toMatchObject([{ body: { text: "Sofia's words" } }]);
  expect(desk.useDesk.getState().drafts.get("i2")?.text).toBe("Sofia's draft");
});

test("a bye says why and who by name, and nothing reconnects", async () => {
  begin(10, { roster: [colleague("anna", "Anna Kowalski")] });
  hears({ frame: "bye", reason: "forced_logout_by_supervisor", by: "anna" });
  expect(desk.useDesk.getState().session).toEqual({
    phase: "signed_out",
    why: "forced_logout_by_supervisor",
    by: "Anna Kowalski",
  });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(FakeSocket.opened).toHaveLength(1);
});

test("at a take-over what waits is saved at once, and then the desk says that it was all", async () => {
  begin();
  desk.typeDraft("i1", "the last wor");
  hears({ frame: "last_words" });
  const [saved] = FakeSocket.last.requests(draftName);
  expect(saved?.input).toMatchObject({ interactionId: "i1", text: "the last wor" });
  expect(FakeSocket.last.sent.at(-1)?.frame).toBe("request");
  await answers(String(saved?.id));
  expect(FakeSocket.last.sent.at(-1)).toEqual({ frame: "last_words_said" });
});

test("an absence is told until it was read, and once only", async () => {
  begin();
  const away: ServerFrame = { frame: "away", since: 1_000, until: 61_000, customers: ["Ada", "Bo"] };
  hears(away);
  expect(desk.useDesk.getState().away).toEqual({ since: 1_000, until: 61_000, customers: ["Ada", "Bo"] });
  desk.disconnect();
  desk = await load();
  desk.connect("sofia");
  begin();
  hears(away);
  desk.dismissAway();
  expect(desk.useDesk.getState().away).toBeNull();
  desk.disconnect();
  desk = await load();
  desk.connect("sofia");
  begin();
  hears(away);
  expect(desk.useDesk.getState().away).toBeNull();
  hears({ ...away, until: 200_000 });
  expect(desk.useDesk.getState().away).toMatchObject({ until: 200_000 });
});
