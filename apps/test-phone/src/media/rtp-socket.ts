import dgram from "node:dgram";

export const HOST = "127.0.0.1";
const ATTEMPTS = 50;

/** An even port for sound and the odd one above it for its reports (RFC 3550 section 11), on loopback. */
export class RtpSocket {
  #take: (packet: Buffer, port: number) => void = () => undefined;

  private constructor(
    private readonly sound: dgram.Socket,
    private readonly reports: dgram.Socket,
    readonly port: number,
  ) {
    sound.on("message", (packet, from) => this.#take(packet, from.port));
    // Reports of the far end are not needed here; the port is held so that they reach nobody else.
    for (const socket of [sound, reports]) socket.on("error", () => undefined);
  }

  /** @throws when there is no free pair of ports. */
  static async open(): Promise<RtpSocket> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const sound = await bound(0);
      if (sound === undefined) continue;
      const { port } = sound.address();
      const reports = port % 2 === 0 ? await bound(port + 1) : undefined;
      if (reports !== undefined) return new RtpSocket(sound, reports, port);
      sound.close();
    }
    throw new Error("no free pair of UDP ports for RTP");
  }

  onPacket(take: (packet: Buffer, port: number) => void): void {
    this.#take = take;
  }

  send(packet: Buffer, to: { readonly address: string; readonly port: number }): void {
    this.sound.send(packet, to.port, to.address, () => undefined);
  }

  close(): void {
    this.#take = () => undefined;
    this.sound.close();
    this.reports.close();
  }
}

function bound(port: number): Promise<dgram.Socket | undefined> {
  return new Promise((resolve) => {
    const socket = dgram.createSocket("udp4");
    socket.once("error", () => {
      socket.close();
      resolve(undefined);
    });
    socket.bind(port, HOST, () => {
      socket.removeAllListeners("error");
      resolve(socket);
    });
  });
}
