import dgram from "node:dgram";
import net from "node:net";

const HOST = "127.0.0.1";
/** Below what systems give to connections by themselves, so that nobody gets one of them in between. */
const FIRST = 20_000;
const LAST = 31_900;
const TRIES_MAX = 50;

/**
 * So many ports in a row that are free for UDP and TCP, from a place that is another each time: two runs on one machine
 * do not meet.
 *
 * @returns the first one, which is even.
 */
export async function freePorts(count: number): Promise<number> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const first = FIRST + 2 * Math.floor((Math.random() * (LAST - FIRST - count)) / 2);
    const all = Array.from({ length: count }, (_, at) => first + at);
    const free = await Promise.all(
      all.map(async (port) => (await isFreeUdp(port)) && (await isFreeTcp(port))),
    );
    if (free.every(Boolean)) return first;
  }
  throw new Error(`no ${count} free ports in a row were found`);
}

function isFreeUdp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = dgram.createSocket("udp4");
    socket.once("error", () => {
      socket.close();
      resolve(false);
    });
    socket.bind({ port, address: HOST, exclusive: true }, () => socket.close(() => resolve(true)));
  });
}

function isFreeTcp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: HOST, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
