import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import { pino } from "pino";
import { expect, test } from "vitest";
import { buildApp } from "../../src/composition/build-app.js";
import { OpenCenters } from "../../src/composition/centers.js";
import { noPush, subscriptionsInMemory } from "../../src/push/index.js";

async function startingServer() {
  const { app } = await buildApp({
    settings: { trustProxy: false, publicUrl: null, mapTilesUrl: null },
    centers: new OpenCenters(),
    isReady: () => false,
    whenReady: new Promise(() => undefined),
    log: pino({ level: "silent" }),
    appsDir: "/nowhere",
    version: "test",
    push: noPush,
    subscriptionsFor: () => subscriptionsInMemory(),
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  return { app, port: (app.server.address() as AddressInfo).port };
}

function upgrade(port: number, path: string): net.Socket {
  const socket = net.connect(port, "127.0.0.1");
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  );
  return socket;
}

test.each([
  ["while the server starts", "/api/desk/stream?seat=1&tab=one", /^HTTP\/1\.1 503 /],
  ["at an address that does not exist", "/nothing", /^HTTP\/1\.1 404 /],
])(
  "an upgrade that is refused %s is answered and closed, and no stop waits for it",
  async (_, path, answer) => {
    const { app, port } = await startingServer();
    const socket = upgrade(port, path);
    const ended = once(socket, "end");
    const [first] = (await once(socket, "data")) as [Buffer];
    expect(String(first)).toMatch(answer);
    await ended;
    await app.close();
  },
);
