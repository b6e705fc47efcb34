import { createSocket } from "node:dgram";
import { isIPv6 } from "node:net";
import { maxMessageBytes, parseMessage } from "../message/index.js";
import { addressForIpv6, plainAddress } from "./family.js";
import type { Listener, ListenerEvents } from "./listener.js";
import type { Destination, ListenOptions } from "./types.js";

/** UDP (RFC 3261 section 18): one socket for everything, since many peers look at the port we send from. */
export async function listenUdp(
  options: ListenOptions,
  index: number,
  events: ListenerEvents,
): Promise<Listener> {
  const six = isIPv6(options.address);
  const socket = createSocket({ type: six ? "udp6" : "udp4" });
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.bind({ port: options.port, address: options.address, exclusive: true }, () => {
      socket.off("error", reject);
      resolve();
    });
  });
  // Bursts wait here while the process is busy. The machine may allow less.
  try {
    socket.setRecvBufferSize(2 ** 21);
  } catch {
    events.trouble("the receive buffer could not be enlarged");
  }
  socket.on("error", (error) => events.trouble(error.message));
  socket.on("message", (bytes, from) => {
    const { port } = from;
    const address = plainAddress(from.address);
    // Phones keep a router's mapping open with bare line ends or zeros.
    if (bytes.length < 8 || bytes.length > maxMessageBytes) return;
    if (!events.admit({ what: "datagram", protocol: "udp", address, port })) return;
    events.received(parseMessage(bytes), { protocol: "udp", address, port, listener: index });
  });
  return {
    protocol: "udp",
    options,
    bound: { host: socket.address().address, port: socket.address().port },
    send: (bytes: Buffer, to: Destination, failed) => {
      socket.send(bytes, to.port, six ? addressForIpv6(to.address) : to.address, (error) => {
        if (error !== null) failed({ code: "send_failed", detail: error.message });
      });
    },
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
