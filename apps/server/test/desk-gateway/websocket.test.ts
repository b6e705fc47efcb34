import { type ServerFrame, serverFrameSchema } from "@patchbay/protocol";
import fastify, { type FastifyInstance } from "fastify";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { registerDeskStream } from "../../src/desk-gateway/index.js";
import { House } from "./support/house.js";

const PORT = 18_240;
const address = `ws://127.0.0.1:${PORT}/api/desk/stream`;

/** A real socket, as a browser's page has one. */
class Line {
  readonly frames: ServerFrame[] = [];
  closed: { readonly code: number } | null = null;
  private readonly socket: WebSocket;
  private changed: () => void = () => {};

  constructor(query: string, headers: Record<string, string>) {
    this.socket = new WebSocket(`${address}?${query}`, { headers });
    this.socket.on("message", (data) => {
      this.frames.push(serverFrameSchema.parse(JSON.parse(data.toString())));
      this.changed();
    });
    this.socket.on("close", (code) => {
      this.closed = { code };
      this.changed();
    });
    this.socket.on("error", () => {
      // The close that follows is what tests look at.
    });
  }

  /** Waits for frames or the close, whatever comes, until this holds. */
  async until<Found>(find: () => Found | undefined | null | false): Promise<Found> {
    for (;;) {
      const found = find();
      if (found !== undefined && found !== null && found !== false) return found;
      await new Promise<void>((resolve) => {
        this.changed = resolve;
      });
    }
  }

  frame<F extends ServerFrame["frame"]>(kind: F): Promise<Extract<ServerFrame, { frame: F }>> {
    return this.until(() =>
      this.frames.find((one): one is Extract<ServerFrame, { frame: F }> => one.frame === kind),
    );
  }

  say(text: string): void {
    this.socket.send(text);
  }

  hangUp(): void {
    this.socket.terminate();
  }
}

let house: House;
let app: FastifyInstance;

beforeEach(async () => {
  house = await House.open();
  app = fastify();
  registerDeskStream(app, {
    authenticateUpgrade: async (request, seat) => {
      const name = /pb_seat_1=(\w+)/.exec(request.headers.cookie ?? "")?.[1];
      const { origin } = request.headers;
      if (name === undefined || seat !== 1 || (origin !== undefined && origin !== "http://127.0.0.1"))
        return undefined;
      return { session: house.identity(name), handle: house.handle };
    },
    hubOf: () => house.hub,
  });
  await app.listen({ host: "127.0.0.1", port: PORT });
});

afterEach(async () => {
  house.hub.stop();
  await app.close();
});

const sofiasCookie = { cookie: "pb_seat_1=sofia" };

test("a real socket: snapshot, leader, request, result, changes, and a line that comes back where it was", async () => {
  const line = new Line("seat=1&tab=a", sofiasCookie);
  const { snapshot } = await line.frame("snapshot");
  expect(snapshot).toMatchObject({ company: "Larkfield Insurance", user: { firstName: "Sofia" } });
  expect((await line.frame("leader")).leader).toBe(true);
  const input = { presence: { kind: "ready" } };
  line.say(JSON.stringify({ frame: "request", id: "request-1", name: "desk.presence.set", input }));
  expect(await line.frame("result")).toMatchObject({ id: "request-1", ok: true });
  const changes = await line.frame("changes");
  expect(changes.changes).toContainEqual(expect.objectContaining({ on: "self" }));
  line.hangUp();
  await line.until(() => line.closed);

  await house.startChat("Maria");
  const again = new Line(`seat=1&tab=a&after=${changes.seq}`, sofiasCookie);
  const first = await again.frame("changes");
  expect(first.after).toBe(changes.seq);
  expect(again.frames[0]).toBe(first);
  again.hangUp();
});

test("whoever is not signed in, or comes from a foreign page, gets a last word and nothing else", async () => {
  for (const headers of [{}, { ...sofiasCookie, origin: "http://elsewhere.example" }]) {
    const line = new Line("seat=1&tab=a", headers);
    expect(await line.frame("bye")).toEqual({ frame: "bye", reason: "invalid_token", by: null });
    expect((await line.until(() => line.closed)).code).toBe(4401);
    expect(line.frames).toHaveLength(1);
  }
  expect(house.runtime.state.agents.size).toBe(0);
});

test("a line without a seat is no line", async () => {
  const line = new Line("tab=a", sofiasCookie);
  await line.until(() => line.closed);
  expect(line.frames).toEqual([]);
});

test("a frame that is no JSON or too large ends this line only; the desk may come back", async () => {
  const other = new Line("seat=1&tab=other", sofiasCookie);
  await other.frame("snapshot");
  const broken = new Line("seat=1&tab=a", sofiasCookie);
  await broken.frame("snapshot");
  broken.say("{");
  expect((await broken.until(() => broken.closed)).code).toBe(4400);
  const huge = new Line("seat=1&tab=b", sofiasCookie);
  await huge.frame("snapshot");
  huge.say(JSON.stringify({ frame: "ping", padding: "x".repeat(70_000) }));
  expect((await huge.until(() => huge.closed)).code).toBe(1009);
  other.say(JSON.stringify({ frame: "ping" }));
  await other.frame("pong");
  other.hangUp();
});

test("a server that stops tells its desks to come back", async () => {
  const line = new Line("seat=1&tab=a", sofiasCookie);
  await line.frame("snapshot");
  house.hub.stop();
  expect((await line.until(() => line.closed)).code).toBe(1012);
  expect(house.runtime.state.agents.values().next().value?.deskLost).toBeNull();
});

test("a connection that fails in a way nobody foresaw costs one desk its connection, and not the server its life", async () => {
  const connect = house.hub.connect.bind(house.hub);
  house.hub.connect = () => {
    throw new Error("planted: connect");
  };
  const first = new Line("seat=1&tab=a", { cookie: "pb_seat_1=sofia" });
  expect((await first.until(() => first.closed)).code).toBe(1012);
  house.hub.connect = (...asked) => ({
    ...connect(...asked),
    receive: () => {
      throw new Error("planted: receive");
    },
  });
  const second = new Line("seat=1&tab=b", { cookie: "pb_seat_1=sofia" });
  await second.frame("snapshot");
  second.say('{"frame":"ping"}');
  expect((await second.until(() => second.closed)).code).toBe(1012);
  house.hub.connect = connect;
  const third = new Line("seat=1&tab=c", { cookie: "pb_seat_1=sofia" });
  await third.frame("snapshot");
  third.hangUp();
});
