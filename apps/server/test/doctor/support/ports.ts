import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";

/** Free on this machine just now, all at once. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listening()));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
/** Below what the system gives to others by itself, and another one each time: two runs on one machine do not meet. */
export async function freeRange(): Promise<number> {
  for (;;) {
    const first = 20_000 + 100 * Math.floor(Math.random() * 115);
    const sockets = Array.from({ length: 100 }, () => createSocket("udp4"));
    const bound = await Promise.all(
      sockets.map(
        (socket, at) =>
          new Promise<boolean>((resolve) => {
            socket.once("error", () => resolve(false));
            socket.bind(first + at, "127.0.0.1", () => resolve(true));
          }),
      ),
    );
    for (const socket of sockets) socket.close();
    if (bound.every(Boolean)) return first;
  }
}
export async function listening(port = 0): Promise<Server> {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}
/** Takes a port in another process. @param closing gets what ends it @returns its process id */
export async function takenElsewhere(
  what: "udp" | "tcp",
  port: number,
  closing: (() => unknown)[],
): Promise<number | undefined> {
  const code =
    what === "udp"
      ? `require("dgram").createSocket("udp4").bind(${port}, "127.0.0.1", () => console.log("there"))`
      : `require("net").createServer().listen(${port}, "127.0.0.1", () => console.log("there"))`;
  const child = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "inherit"] });
  closing.push(async () => {
    child.kill("SIGKILL");
    await once(child, "exit");
  });
  await once(child.stdout, "data");
  return child.pid;
}
