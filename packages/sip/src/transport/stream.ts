import { connect as connectTcp, createServer as createTcpServer, isIP, type Socket } from "node:net";
import { connect as connectTls, createServer as createTlsServer } from "node:tls";
import { Connection } from "./connection.js";
import { plainAddress } from "./family.js";
import type { Listener, ListenerEvents } from "./listener.js";
import type { Destination, ListenOptions, Source, TransportFailure, TransportOptions } from "./types.js";

/** Connections are numbered over the whole process, so that one of another listener is never taken for ours. */
let lastConnection = 0;

/** TCP and TLS (RFC 3261 section 18): connections by number and by peer, reused both ways. */
export async function listenStream(
  options: ListenOptions & { protocol: "tcp" | "tls" },
  index: number,
  events: ListenerEvents,
  limits: Pick<TransportOptions, "keepaliveMs" | "idleMs" | "connectMs" | "maxConnections">,
): Promise<Listener> {
  const byNumber = new Map<number, Connection>();
  const byPeer = new Map<string, number>();
  const maxConnections = limits.maxConnections ?? 2_000;
  const { protocol, tls } = options;

  const adopt = (socket: Socket, address: string, port: number, ours: boolean): [number, Connection] => {
    lastConnection += 1;
    const number = lastConnection;
    const peer = `${address} ${port}`;
    const source: Source = { protocol, address, port, connection: number, listener: index };
    const connection = new Connection({
      source,
      socket,
      events,
      idleMs: limits.idleMs ?? 600_000,
      keepaliveMs: ours ? (limits.keepaliveMs ?? 30_000) : 0,
      closed: () => {
        byNumber.delete(number);
        if (byPeer.get(peer) === number) byPeer.delete(peer);
      },
    });
    byNumber.set(number, connection);
    byPeer.set(peer, number);
    return [number, connection];
  };

  const onConnection = (socket: Socket): void => {
    const { remoteAddress, remotePort: port } = socket;
    const full = byNumber.size >= maxConnections;
    if (remoteAddress === undefined || port === undefined || full) {
      if (full) events.trouble("too many connections");
      socket.destroy();
      return;
    }
    adopt(socket, plainAddress(remoteAddress), port, false)[1].open();
  };
  /** Judged before the TLS handshake, which is dear. */
  const screen = (socket: Socket): void => {
    const { remoteAddress = "", remotePort: port = 0 } = socket;
    const address = plainAddress(remoteAddress);
    if (!events.admit({ what: "connection", protocol, address, port })) socket.destroy();
  };
  const server =
    protocol === "tls"
      ? createTlsServer(
          {
            ...identity(options),
            requestCert: tls?.requireClientCertificate === true,
            rejectUnauthorized: tls?.requireClientCertificate === true,
            handshakeTimeout: limits.connectMs ?? 5_000,
            minVersion: "TLSv1.2",
          },
          onConnection,
        )
      : createTcpServer(onConnection);
  if (protocol === "tls") server.prependListener("connection", screen);
  else {
    server.removeAllListeners("connection");
    server.on("connection", (socket: Socket) => {
      screen(socket);
      if (!socket.destroyed) onConnection(socket);
    });
  }
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port: options.port, host: options.address, exclusive: true }, () => {
      server.off("error", reject);
      resolve();
    });
  });
  server.on("error", (error: Error) => events.trouble(error.message));

  const connect = (to: Destination): Connection => {
    const { address: host, port } = to;
    const name = to.serverName ?? host;
    const socket: Socket =
      protocol === "tls"
        ? connectTls({
            host,
            port,
            ...identity(options),
            ...(isIP(name) === 0 ? { servername: name } : {}),
            rejectUnauthorized: tls?.verifyPeer !== false,
            minVersion: "TLSv1.2",
          })
        : connectTcp({ host, port });
    const [, connection] = adopt(socket, host, port, true);
    const late = setTimeout(
      () => socket.destroy(new Error("no connection in time")),
      limits.connectMs ?? 5_000,
    );
    socket.once(protocol === "tls" ? "secureConnect" : "connect", () => {
      clearTimeout(late);
      connection.open();
    });
    socket.once("close", () => clearTimeout(late));
    return connection;
  };

  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    protocol,
    options,
    bound: { host: address.address, port: address.port },
    send: (bytes, to, failed: (failure: TransportFailure) => void) => {
      const known = to.connection ?? byPeer.get(`${to.address} ${to.port}`);
      const open =
        (known === undefined ? undefined : byNumber.get(known)) ??
        byNumber.get(byPeer.get(`${to.address} ${to.port}`) ?? -1);
      if (open !== undefined) open.send(bytes, failed);
      else if (byNumber.size >= maxConnections) {
        failed({ code: "connect_failed", detail: "too many connections" });
      } else connect(to).send(bytes, failed);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const connection of byNumber.values()) connection.end();
      }),
  };
}

function identity(options: ListenOptions): { key?: string; cert?: string; ca?: string } {
  const { tls } = options;
  if (tls === undefined) return {};
  return { key: tls.key, cert: tls.cert, ...(tls.ca === undefined ? {} : { ca: tls.ca }) };
}
