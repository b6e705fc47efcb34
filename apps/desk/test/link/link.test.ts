import { deskRequests, type ServerFrame } from "@patchbay/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Link, type LinkStatus, type OpenRequest } from "../../src/link/link.js";
import { FakeSocket, pretendBrowser } from "./fake-socket.js";

const { happens } = pretendBrowser();
let after: number | null;
let heard: ServerFrame[];
let statuses: LinkStatus["status"][];
let kept: readonly OpenRequest[];
let link: Link;
const first: ServerFrame = { frame: "changes", after: 7, seq: 7, changes: [] };
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.opened.length = 0;
  after = null;
  heard = [];
  statuses = [];
  kept = [];
  link = new Link({
    url: (from) => `ws://desk/stream?after=${from}`,
    after: () => after,
    onFrame: (frame) => heard.push(frame),
    onStatus: ({ status }) => statuses.push(status),
    onKept: (requests) => {
      kept = requests;
    },
  });
  link.start();
});
afterEach(() => {
  link.stop();
  vi.useRealTimers();
});

test("what is asked before the server has spoken goes out with its first frame, once", () => {
  void link.ask("clearNext", {});
  expect(FakeSocket.last.requests()).toEqual([]);
  FakeSocket.last.hears(first);
  FakeSocket.last.hears({ ...first, after: 7, seq: 8 });
  expect(FakeSocket.last.requests("desk.presence.clear_next")).toHaveLength(1);
});

test("what is meant for this instant is given up with the connection, and not done later", async () => {
  FakeSocket.last.hears(first);
  const held = link.ask("holdCall", { interactionId: "i1", held: true }, { moment: true });
  const ended = link.ask("endInteraction", { interactionId: "i1" }, { moment: true });
  const muted = link.ask("muteCall", { interactionId: "i1", muted: true });
  FakeSocket.last.close();
  const lost = { ok: false, error: { code: "connection_lost", correlationId: "" } };
  expect(await Promise.all([held, ended])).toEqual([lost, lost]);
  expect(await link.ask("endInteraction", { interactionId: "i1" }, { moment: true })).toEqual(lost);
  await vi.advanceTimersByTimeAsync(250);
  FakeSocket.last.hears(first);
  // What was done at this desk already is told.
  expect(FakeSocket.last.requests().map(({ name }) => name)).toEqual([deskRequests.muteCall.name]);
  expect(link.unanswered).toBe(1);
  link.stop();
  void muted;
});

test("a server that takes nothing now is not asked again for what was meant for that instant", async () => {
  FakeSocket.last.hears(first);
  const held = link.ask("holdCall", { interactionId: "i1", held: true }, { moment: true });
  const refuses = (): void => {
    const [asked] = FakeSocket.last.requests().slice(-1);
    FakeSocket.last.hears({
      frame: "result",
      id: String(asked?.id),
      ok: false,
      error: { code: "not_accepted_try_again", correlationId: "" },
    });
  };
  refuses();
  await vi.advanceTimersByTimeAsync(700);
  expect(FakeSocket.last.requests()).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(3_000);
  refuses();
  expect(await held).toMatchObject({ ok: false, error: { code: "connection_lost" } });
  await vi.advanceTimersByTimeAsync(3_000);
  expect(FakeSocket.last.requests()).toHaveLength(2);
});

test("after a lost connection it resumes after the last place and repeats the unanswered under the same id", async () => {
  FakeSocket.last.hears(first);
  const answer = link.ask("acceptOffer", { offerId: "i1.o1" });
  const [asked] = FakeSocket.last.requests();
  after = 7;
  FakeSocket.last.close();
  await vi.advanceTimersByTimeAsync(250);
  expect(FakeSocket.opened).toHaveLength(2);
  expect(FakeSocket.last.url).toBe("ws://desk/stream?after=7");
  FakeSocket.last.hears(first);
  expect(FakeSocket.last.requests()).toEqual([asked]);
  FakeSocket.last.hears({
    frame: "result",
    id: String(asked?.id),
    ok: true,
    output: { interactionId: "i1" },
  });
  await expect(answer).resolves.toEqual({ ok: true, output: { interactionId: "i1" } });
  expect(link.unanswered).toBe(0);
});

test("an answered request is not repeated", async () => {
  FakeSocket.last.hears(first);
  void link.ask("clearNext", {}, { id: "clear-it" });
  FakeSocket.last.hears({ frame: "result", id: "clear-it", ok: true, output: {} });
  FakeSocket.last.close();
  await vi.advanceTimersByTimeAsync(250);
  FakeSocket.last.hears(first);
  expect(FakeSocket.last.requests()).toEqual([]);
});

test("asked to try again, it does so with the same id and keeps the caller waiting", async () => {
  FakeSocket.last.hears(first);
  const answered = vi.fn();
  void link.ask("clearNext", {}, { id: "clear-it" }).then(answered);
  FakeSocket.last.hears({
    frame: "result",
    id: "clear-it",
    ok: false,
    error: { code: "not_accepted_try_again", correlationId: "c" },
  });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(FakeSocket.last.requests().map(({ id }) => id)).toEqual(["clear-it", "clear-it"]);
  expect(answered).not.toHaveBeenCalled();
});

const say = (id: string, interactionId = "i1") =>
  void link.ask(
    "sendMessage",
    { interactionId, body: { kind: "text", text: id }, clientMessageId: id },
    { id, keep: true },
  );
const tryAgain = (id: string) =>
  FakeSocket.last.hears({
    frame: "result",
    id,
    ok: false,
    error: { code: "not_accepted_try_again", correlationId: "c" },
  });
const accept = (id: string) =>
  FakeSocket.last.hears({ frame: "result", id, ok: true, output: { messageId: id } });
const sentIds = () => FakeSocket.last.requests().map(({ id }) => id);

test("a message that must be asked again is not overtaken by a later one of its chat, only by other chats", async () => {
  FakeSocket.last.hears(first);
  say("m-1");
  tryAgain("m-1");
  say("m-2");
  void link.ask("endInteraction", { interactionId: "i1" }, { id: "end" });
  say("x-1", "i2");
  void link.ask("saveDraft", { interactionId: "i1", text: "", version: 2 }, { id: "draft" });
  expect(sentIds()).toEqual(["m-1", "x-1", "draft"]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sentIds().slice(3)).toEqual(["m-1"]);
  tryAgain("m-1");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sentIds().slice(4)).toEqual(["m-1"]);
  accept("m-1");
  accept("m-2");
  expect(sentIds().slice(5)).toEqual(["m-2", "end"]);
});

test("a refused one lets the next of its chat go", () => {
  FakeSocket.last.hears(first);
  say("m-1");
  say("m-2");
  const error = { code: "not_your_interaction", correlationId: "c" };
  FakeSocket.last.hears({ frame: "result", id: "m-1", ok: false, error });
  expect(sentIds()).toEqual(["m-1", "m-2"]);
});

test("what an outage held back keeps its order over a reconnect, and nothing is asked twice at once", async () => {
  FakeSocket.last.hears(first);
  say("m-1");
  tryAgain("m-1");
  say("m-2");
  FakeSocket.last.close();
  say("m-3");
  await vi.advanceTimersByTimeAsync(250);
  FakeSocket.last.hears(first);
  expect(sentIds()).toEqual(["m-1"]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sentIds()).toEqual(["m-1"]);
  accept("m-1");
  tryAgain("m-2");
  say("m-4");
  await vi.advanceTimersByTimeAsync(1_000);
  accept("m-2");
  accept("m-3");
  expect(sentIds()).toEqual(["m-1", "m-2", "m-2", "m-3", "m-4"]);
});

test("what an earlier page left goes out in its order, before what is written now", () => {
  const left = ["m-1", "m-2"].map((id) => ({
    id,
    name: "desk.message.send",
    input: { interactionId: "i1" },
    keep: true,
  }));
  link.resume(left, () => undefined);
  say("m-3");
  FakeSocket.last.hears(first);
  for (const id of ["m-1", "m-2", "m-3"]) accept(id);
  expect(sentIds()).toEqual(["m-1", "m-2", "m-3"]);
});

test("the pauses between tries grow, are never alike and never exceed 8 seconds", async () => {
  const chance = vi.spyOn(Math, "random").mockReturnValue(1);
  const pauses: number[] = [];
  for (let tries = 0; tries < 8; tries++) {
    const lostAt = Date.now();
    const before = FakeSocket.opened.length;
    FakeSocket.last.close();
    await settle();
    while (FakeSocket.opened.length === before) await vi.advanceTimersByTimeAsync(25);
    pauses.push(Date.now() - lostAt);
  }
  expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
  chance.mockReturnValue(0);
  const before = FakeSocket.opened.length;
  FakeSocket.last.close();
  await vi.advanceTimersByTimeAsync(4_000);
  expect(FakeSocket.opened).toHaveLength(before + 1);
});

const pings = () => FakeSocket.last.sent.filter(({ frame }) => frame === "ping").length;
const pong = () => FakeSocket.last.hears({ frame: "pong", serverTime: 0 });

test("a connection that has gone silent is said within five seconds, then given up", async () => {
  FakeSocket.last.hears(first);
  await vi.advanceTimersByTimeAsync(1_900);
  FakeSocket.last.hears({ ...first, after: 7, seq: 8 });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(statuses.at(-1)).toBe("silent");
  await vi.advanceTimersByTimeAsync(2_500);
  expect(statuses).toContain("waiting");
});

test("a silence that ends takes the doubt away, and costs no connection", async () => {
  FakeSocket.last.hears(first);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(statuses.at(-1)).toBe("silent");
  pong();
  expect(statuses.at(-1)).toBe("live");
  expect(FakeSocket.opened).toHaveLength(1);
});

test("the browser says that the network is gone: it is asked at once, and the answer counts", async () => {
  FakeSocket.last.hears(first);
  happens("offline");
  expect(pings()).toBe(1);
  pong();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(statuses.at(-1)).toBe("live");
  happens("offline");
  await vi.advanceTimersByTimeAsync(2_500);
  expect(statuses.at(-1)).toBe("silent");
});

test("a page that stood still asks again before it concludes anything", async () => {
  FakeSocket.last.hears(first);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(pings()).toBe(1);
  vi.setSystemTime(Date.now() + 60_000);
  await vi.advanceTimersByTimeAsync(500);
  expect(statuses.at(-1)).toBe("live");
  expect(pings()).toBe(2);
  pong();
  await vi.advanceTimersByTimeAsync(2_400);
  expect(statuses.at(-1)).toBe("live");
});

test("a living connection is asked for a sign of life every two seconds, every five in the background", async () => {
  FakeSocket.last.hears(first);
  for (let asked = 1; asked <= 6; asked++) {
    await vi.advanceTimersByTimeAsync(2_000);
    pong();
    expect(pings()).toBe(asked);
  }
  Object.assign(document, { visibilityState: "hidden" });
  for (let asked = 7; asked <= 9; asked++) {
    await vi.advanceTimersByTimeAsync(5_000);
    pong();
    expect(pings()).toBe(asked);
  }
  Object.assign(document, { visibilityState: "visible" });
  expect(FakeSocket.opened).toHaveLength(1);
});

test("what somebody typed is kept until it is answered; the rest is not", () => {
  void link.ask("clearNext", {});
  const body = { kind: "text", text: "On my way" } as const;
  void link.ask(
    "sendMessage",
    { interactionId: "i1", body, clientMessageId: "m-00000001" },
    { id: "m-00000001", keep: true },
  );
  expect(kept.map(({ id }) => id)).toEqual(["m-00000001"]);
  FakeSocket.last.hears(first);
  FakeSocket.last.hears({ frame: "result", id: "m-00000001", ok: true, output: { messageId: "x" } });
  expect(kept).toEqual([]);
});

test("what an earlier page left unanswered is sent under its old id, and its refusal is heard", async () => {
  const left: OpenRequest = { id: "m-00000002", name: "desk.message.send", input: {}, keep: true };
  const answers = vi.fn();
  link.resume([left], answers);
  FakeSocket.last.hears(first);
  expect(FakeSocket.last.requests().map(({ id }) => id)).toEqual(["m-00000002"]);
  const error = { code: "not_your_interaction", correlationId: "c" };
  FakeSocket.last.hears({ frame: "result", id: "m-00000002", ok: false, error });
  await settle();
  expect(answers).toHaveBeenCalledWith(left, { ok: false, error });
});

test("once told to stop, it never comes back by itself", async () => {
  link.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(FakeSocket.opened).toHaveLength(1);
});
