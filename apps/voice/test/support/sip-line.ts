import dgram from "node:dgram";
import net from "node:net";
import tls from "node:tls";

export type Over = "udp" | "tcp" | "tls";

/** What a test phone speaks SIP over: whole messages, in and out. */
export interface SipLine {
  readonly over: Over;
  readonly host: string;
  /** Ours. */
  readonly port: number;
  send(text: string): void;
  close(): void;
}

export interface LineOptions {
  readonly over?: Over;
  /** Address of both ends. */
  readonly host?: string;
  /** 0: any that is free. For streams: listens there, and speaks with whoever connects. */
  readonly port?: number;
  /** Of ours, when it listens with TLS. */
  readonly identity?: { readonly cert: string; readonly key: string };
}

export const HOST = "127.0.0.1";

export async function openLine(
  serverPort: number,
  { over = "udp", host = HOST, port = 0, identity }: LineOptions,
  hear: (text: string) => void,
): Promise<SipLine> {
  if (over === "udp") return overUdp(serverPort, host, port, hear);
  return port === 0 ? connects(over, serverPort, host, hear) : listens(over, host, port, identity, hear);
}

async function overUdp(
  serverPort: number,
  host: string,
  port: number,
  hear: (text: string) => void,
): Promise<SipLine> {
  const socket = dgram.createSocket(host.includes(":") ? "udp6" : "udp4");
  await new Promise<void>((resolve) => socket.bind(port, host, resolve));
  socket.on("message", (bytes) => hear(bytes.toString()));
  return {
    over: "udp",
    host,
    port: socket.address().port,
    send: (text) => socket.send(text, serverPort, host),
    close: () => socket.close(),
  };
}

async function connects(
  over: "tcp" | "tls",
  port: number,
  host: string,
  hear: (text: string) => void,
): Promise<SipLine> {
  const socket =
    over === "tls" ? tls.connect({ host, port, rejectUnauthorized: false }) : net.connect({ host, port });
  await new Promise<void>((resolve, reject) => {
    socket.once(over === "tls" ? "secureConnect" : "connect", resolve);
    socket.once("error", reject);
  });
  cutInto(socket, hear);
  return {
    over,
    host,
    port: socket.localPort ?? 0,
    send: (text) => socket.write(text),
    close: () => socket.destroy(),
  };
}

async function listens(
  over: "tcp" | "tls",
  host: string,
  port: number,
  identity: LineOptions["identity"],
  hear: (text: string) => void,
): Promise<SipLine> {
  const sockets: net.Socket[] = [];
  const took = (socket: net.Socket): void => {
    sockets.push(socket);
    cutInto(socket, hear);
  };
  const server = over === "tls" ? tls.createServer({ ...identity }, took) : net.createServer(took);
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return {
    over,
    host,
    port,
    send: (text) => sockets.at(-1)?.write(text),
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** A stream has no borders: a message ends where its Content-Length says. */
function cutInto(socket: net.Socket, hear: (text: string) => void): void {
  let waiting = "";
  socket.on("error", () => undefined);
  socket.on("data", (bytes) => {
    waiting = (waiting + bytes.toString("latin1")).replace(/^(\r\n)+/, "");
    for (;;) {
      const head = waiting.indexOf("\r\n\r\n");
      const length = Number(/^content-length:\s*(\d+)/im.exec(waiting.slice(0, head))?.[1] ?? 0);
      if (head < 0 || waiting.length < head + 4 + length) return;
      hear(waiting.slice(0, head + 4 + length));
      waiting = waiting.slice(head + 4 + length).replace(/^(\r\n)+/, "");
    }
  });
}
