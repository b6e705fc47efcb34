import { mkdtempSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { VoiceEvent, VoiceNetwork, VoiceRequest, WireCallPicture } from "@patchbay/protocol";
import { VOICE_LINE_MAX } from "@patchbay/protocol";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { Attachment } from "../src/attachment/index.js";
import { FakeServer } from "./support/fake-server.js";
import { pause, until } from "./support/until.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "patchbay-attachment-"));
const pictures: WireCallPicture[] = [];
const requests: VoiceRequest[] = [];
const configured: [number, VoiceNetwork][] = [];
let attachedAs: boolean[] = [];
let ended = 0;
let calls: { interactionId: string; revision: number }[] = [];
let attachment: Attachment;
let socketPath: string;
let tries = 0;

beforeEach(async () => {
  tries += 1;
  socketPath = path.join(folder, `${tries}.sock`);
  pictures.length = requests.length = configured.length = 0;
  // Of its own: sockets of the test before close when they like.
  const mine: boolean[] = [];
  attachedAs = mine;
  ended = 0;
  calls = [];
  attachment = new Attachment({
    socketPath,
    bootId: "boot-1",
    calls: () => calls,
    standingReports: () => [{ type: "network", ready: true, problem: null }],
    onConfigure: (revision, network) => configured.push([revision, network]),
    onPicture: (picture) => pictures.push(picture),
    onRequest: async (request) => {
      requests.push(request);
      return { ok: true, result: { phoneId: "p1", answer: "sdp" } };
    },
    onAttached: (attached) => mine.push(attached),
    onEnd: () => {
      ended += 1;
    },
    log: { info: () => undefined, warn: () => undefined },
    now: () => 1_000,
  });
  await attachment.listen();
});
afterEach(() => attachment.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ringing = (legId: string): VoiceEvent => ({ type: "leg.ringing", interactionId: "i1", legId });
const level = (level: number) =>
  ({ type: "phone", phoneId: "p1", agentId: "u1", state: "connected", level, packetsReceived: 1 }) as const;

describe("a server attaches", () => {
  it("is the only one who can reach the socket, and is welcomed with what is alive", async () => {
    expect(statSync(socketPath).mode & 0o777).toBe(0o600);
    calls = [{ interactionId: "i1", revision: 7 }];
    const server = await FakeServer.connect(socketPath);
    expect(await server.said("welcome")).toMatchObject({ bootId: "boot-1", pid: process.pid, calls });
    await until(() => server.reports.some(({ type }) => type === "network"), 1_000, "the network's report");
    server.cut();
    await until(() => attachedAs.length === 2, 1_000, "it is gone");
    expect(attachedAs).toEqual([true, false]);
  });

  it("is told every event until it acknowledges it, also across its own death", async () => {
    attachment.tell(ringing("a"));
    const first = await FakeServer.connect(socketPath);
    await first.event("leg.ringing");
    attachment.tell(ringing("b"));
    attachment.tell(ringing("c"));
    await until(() => first.events.length === 3, 1_000, "three events");
    first.say({ t: "ack", n: 2 });
    await pause(50);
    first.cut();
    const second = await FakeServer.connect(socketPath);
    await second.said("welcome");
    attachment.tell(ringing("d"));
    await until(() => second.events.length === 2, 1_000, "two events");
    expect(
      second.all("event").map(({ n, at, event }) => [n, at, "legId" in event ? event.legId : ""]),
    ).toEqual([
      [3, 1_000, "c"],
      [4, 1_000, "d"],
    ]);
    // A number of another boot changes nothing.
    second.say({ t: "ack", n: 99 });
    await pause(50);
    second.cut();
    const third = await FakeServer.connect(socketPath);
    await until(() => third.events.length === 2, 1_000, "both again");
    third.cut();
  });

  it("does not know yet of a call whose arrival it is told only now", async () => {
    calls = [
      { interactionId: "i1", revision: 0 },
      { interactionId: "i2", revision: 4 },
    ];
    const arrived = { to: "8000", from: null, fromName: null, source: "127.0.0.1:5070" };
    attachment.tell({ type: "call.arrived", interactionId: "i1", ...arrived });
    const server = await FakeServer.connect(socketPath);
    expect((await server.said("welcome")).calls).toEqual([{ interactionId: "i2", revision: 4 }]);
    server.say({ t: "ack", n: 1 });
    await pause(50);
    server.cut();
    const next = await FakeServer.connect(socketPath);
    expect((await next.said("welcome")).calls).toHaveLength(2);
    next.cut();
  });

  it("says how the network should be; what is no network is not taken for one", async () => {
    const server = await FakeServer.connect(socketPath);
    await server.said("welcome");
    const network: VoiceNetwork = {
      trunks: [],
      accounts: [{ user: "1001", md5: "0".repeat(32), sha256: "1".repeat(64) }],
      doors: { sources: "settings", strangers: true },
    };
    server.sayRaw(`${JSON.stringify({ t: "configure", revision: 1, network: { trunks: "all" } })}\n`);
    server.say({ t: "configure", revision: 2, network });
    await until(() => configured.length > 0, 1_000, "it is set");
    expect(configured).toEqual([[2, network]]);
    server.cut();
  });

  it("hears reports only while it is there", async () => {
    attachment.report(level(0.1));
    const server = await FakeServer.connect(socketPath);
    await server.said("welcome");
    attachment.report(level(0.2));
    await until(() => server.reports.some(({ type }) => type === "phone"), 1_000, "a report");
    expect(server.reports.filter(({ type }) => type === "phone")).toEqual([level(0.2)]);
    server.cut();
  });

  it("gives way to one with a higher epoch, or the same, and an older one is turned away", async () => {
    const five = await FakeServer.connect(socketPath, { epoch: 5 });
    await five.said("welcome");
    const four = await FakeServer.connect(socketPath, { epoch: 4 });
    expect(await four.said("refused")).toMatchObject({ code: "replaced" });
    expect(five.isClosed).toBe(false);
    const six = await FakeServer.connect(socketPath, { epoch: 6 });
    await six.said("welcome");
    expect(await five.said("refused")).toMatchObject({ code: "replaced" });
    await until(() => five.isClosed && four.isClosed, 2_000, "both are closed");
    // Who was replaced draws no more pictures.
    const again = await FakeServer.connect(socketPath, { epoch: 5 });
    expect(await again.said("refused")).toMatchObject({ code: "replaced" });
    six.show("i1", 1, null);
    await until(() => pictures.length === 1, 1_000, "a picture");
    expect(attachedAs).toEqual([true, true]);
    six.cut();
  });

  it("is turned away with another version or another center", async () => {
    const old = await FakeServer.connect(socketPath, { version: 99 });
    expect(await old.said("refused")).toMatchObject({ code: "version" });
    const ours = await FakeServer.connect(socketPath, { centerId: "ours" });
    await ours.said("welcome");
    const theirs = await FakeServer.connect(socketPath, { centerId: "theirs", epoch: 9 });
    expect(await theirs.said("refused")).toMatchObject({ code: "center" });
    expect(ours.isClosed).toBe(false);
    ours.cut();
  });
});

describe("what is no line of ours", () => {
  it.each([
    ["no JSON", "hello\n"],
    ["too long", `"${"x".repeat(VOICE_LINE_MAX)}"\n`],
    ["too long, and no end", "x".repeat(VOICE_LINE_MAX + 2)],
    ["no hello first", '{"t":"ack","n":1}\n'],
    ["unknown", '{"t":"greetings"}\n'],
  ])("%s ends the connection", async (_, text) => {
    const server = await FakeServer.connect(socketPath, null);
    server.sayRaw(text);
    await until(() => server.isClosed, 2_000, "closed");
    expect(server.heard).toEqual([]);
  });

  it("one wrong message of a server costs nothing else", async () => {
    const server = await FakeServer.connect(socketPath);
    await server.said("welcome");
    server.sayRaw('{"t":"picture","call":{"interactionId":"i 1"}}\n{"t":"tomorrow"}\n');
    server.sayRaw('{"t":"request","requestId":"r9","request":{"name":"leg.sing"}}\n');
    server.show("i2", 3, null);
    expect((await server.said("answer")).outcome).toMatchObject({ ok: false, code: "invalid_request" });
    await until(() => pictures.length === 1, 1_000, "the picture that is one");
    expect(pictures).toEqual([{ interactionId: "i2", revision: 3, picture: null }]);
    expect(server.isClosed).toBe(false);
    server.cut();
  });

  it("lines may come in pieces, in the middle of a letter", async () => {
    const server = await FakeServer.connect(socketPath);
    await server.said("welcome");
    const line = Buffer.from(
      `${JSON.stringify({ t: "request", requestId: "r1", request: { name: "phone.candidate", phoneId: "p", candidate: "ü", mid: "0" } })}\n`,
    );
    const cut = line.indexOf(Buffer.from("ü")) + 1;
    server.sayRaw(line.subarray(0, cut));
    await pause(30);
    server.sayRaw(line.subarray(cut));
    await until(() => requests.length === 1, 1_000, "the request");
    expect(requests[0]).toMatchObject({ candidate: "ü" });
    server.cut();
  });
});

describe("requests", () => {
  it("are answered, and one that is asked again is not done again", async () => {
    const server = await FakeServer.connect(socketPath);
    await server.said("welcome");
    const request = { name: "leg.keys", interactionId: "i1", legId: "l1", keys: "1" } as const;
    server.say({ t: "request", requestId: "same", request });
    server.say({ t: "request", requestId: "same", request });
    await until(() => server.all("answer").length === 2, 1_000, "two answers");
    expect(requests).toHaveLength(1);
    server.say({ t: "end" });
    await until(() => ended === 1, 1_000, "the end");
    server.cut();
  });
});
