import dgram from "node:dgram";
import { readRtp } from "../../src/media/rtp-packet.js";

const HOST = "127.0.0.1";

export type From = "phone" | "center";

/**
 * Stands in the wire between the phone and the center and counts what goes by. It is each one's only way to the other:
 * ports in SIP and in session descriptions are put in place of by its own, sound included.
 */
export class WireTap {
  /** First lines of all SIP messages, in order. */
  readonly sip: { readonly from: From; readonly line: string }[] = [];
  readonly rtp: Record<From, number> = { phone: 0, center: 0 };
  /** Payload types that went by. */
  readonly types: Record<From, Set<number>> = { phone: new Set(), center: new Set() };
  readonly #sockets: dgram.Socket[] = [];
  /** Ports by whose sound arrives there in truth. */
  readonly #relays = new Map<string, number>();

  private constructor(
    private readonly phonePort: number,
    private readonly centerPort: number,
    /** The center, as the phone sees it; and the other way round. */
    private readonly near: dgram.Socket,
    private readonly far: dgram.Socket,
  ) {
    this.#sockets.push(near, far);
    near.on("message", (bytes) => void this.#carry("phone", bytes));
    far.on("message", (bytes) => void this.#carry("center", bytes));
  }

  static async between(ports: { readonly phone: number; readonly center: number }): Promise<WireTap> {
    return new WireTap(ports.phone, ports.center, await bound(), await bound());
  }

  /** Where the phone finds the center. */
  get centerFace(): number {
    return this.near.address().port;
  }

  /** Where the center finds the phone. */
  get phoneFace(): number {
    return this.far.address().port;
  }

  count(from: From, begins: string): number {
    return this.sip.filter((message) => message.from === from && message.line.startsWith(begins)).length;
  }

  close(): void {
    for (const socket of this.#sockets) socket.close();
  }

  async #carry(from: From, bytes: Buffer): Promise<void> {
    const text = bytes.toString("latin1");
    this.sip.push({ from, line: text.split("\r\n", 1)[0] ?? "" });
    const [own, shown] =
      from === "phone" ? [this.phonePort, this.phoneFace] : [this.centerPort, this.centerFace];
    const sound = /^m=audio (\d+) /m.exec(text)?.[1];
    let out = text.replaceAll(`127.0.0.1:${own}`, `127.0.0.1:${shown}`);
    if (sound !== undefined)
      out = out.replace(`m=audio ${sound} `, `m=audio ${await this.#relay(from, Number(sound))} `);
    // Session descriptions may have changed in length.
    const [head = "", body = ""] = out.split("\r\n\r\n");
    out = `${head.replace(/^Content-Length:.*$/im, `Content-Length: ${body.length}`)}\r\n\r\n${body}`;
    const [by, to] = from === "phone" ? [this.far, this.centerPort] : [this.near, this.phonePort];
    by.send(Buffer.from(out, "latin1"), to, HOST, () => undefined);
  }

  /** @returns the port that stands for `port` of `owner`: what is sent there reaches it, and is counted. */
  async #relay(owner: From, port: number): Promise<number> {
    const known = this.#relays.get(`${owner} ${port}`);
    if (known !== undefined) return known;
    const socket = await bound();
    this.#sockets.push(socket);
    this.#stands[owner] = { socket, port };
    socket.on("message", (bytes) => {
      const sender: From = owner === "phone" ? "center" : "phone";
      const packet = readRtp(bytes);
      if (packet !== undefined) {
        this.rtp[sender] += 1;
        this.types[sender].add(packet.payloadType);
      }
      // It must come from where the sender's own sound is expected.
      this.#stands[sender]?.socket.send(bytes, port, HOST, () => undefined);
    });
    this.#relays.set(`${owner} ${port}`, socket.address().port);
    return socket.address().port;
  }

  readonly #stands: Partial<Record<From, { readonly socket: dgram.Socket; readonly port: number }>> = {};
}

function bound(): Promise<dgram.Socket> {
  const socket = dgram.createSocket("udp4");
  return new Promise((resolve) => socket.bind(0, HOST, () => resolve(socket)));
}
