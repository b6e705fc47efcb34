import dgram from "node:dgram";

/** Two sockets on neighbouring ports: RTP on the even one, RTCP above it (RFC 3550 §11). */
export interface RtpSockets {
  readonly rtp: dgram.Socket;
  readonly rtcp: dgram.Socket;
  /** The even port. */
  readonly port: number;
}

/** All ports of the range are in use. */
export class RtpPortsExhaustedError extends Error {
  override readonly name = "RtpPortsExhaustedError";
}

/**
 * Gives out pairs of ports of a range, going round, so that a port rests as long as possible before the next call gets
 * it: late packets of the last one would be heard.
 */
export class RtpPorts {
  #next: number;
  readonly #used = new Set<number>();

  /** @param address to bind to. @param first and `last` port of the range, both included. */
  constructor(
    private readonly address: string,
    private readonly first: number,
    private readonly last: number,
  ) {
    this.#next = first + (first % 2);
  }

  /** Calls that still fit in. */
  get free(): number {
    return Math.floor((this.last - (this.first + (this.first % 2)) + 1) / 2) - this.#used.size;
  }

  /** @throws RtpPortsExhaustedError when no pair of the range can be bound. */
  async take(): Promise<RtpSockets> {
    const pairs = Math.floor((this.last - (this.first + (this.first % 2)) + 1) / 2);
    for (let tried = 0; tried < pairs; tried++) {
      const port = this.#next;
      this.#next = port + 3 > this.last ? this.first + (this.first % 2) : port + 2;
      if (this.#used.has(port)) continue;
      this.#used.add(port);
      const sockets = await this.#bindPair(port);
      if (sockets !== undefined) return sockets;
      this.#used.delete(port);
    }
    throw new RtpPortsExhaustedError(`no free pair of UDP ports from ${this.first} to ${this.last}`);
  }

  async #bindPair(port: number): Promise<RtpSockets | undefined> {
    const rtp = await bind(this.address, port);
    if (rtp === undefined) return undefined;
    const rtcp = await bind(this.address, port + 1);
    if (rtcp === undefined) {
      rtp.close();
      return undefined;
    }
    rtp.once("close", () => this.#used.delete(port));
    return { rtp, rtcp, port };
  }
}

/** @returns `undefined` when another program has the port. */
function bind(address: string, port: number): Promise<dgram.Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = dgram.createSocket(address.includes(":") ? "udp6" : "udp4");
    socket.once("error", (error: NodeJS.ErrnoException) => {
      socket.close();
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(undefined);
      else reject(error);
    });
    socket.bind(port, address, () => {
      socket.removeAllListeners("error");
      resolve(socket);
    });
  });
}
