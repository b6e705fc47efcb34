import { createHash, createHmac } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";

const MAGIC = 0x2112a442;
const REALM = Buffer.from("test");
const NONCE = Buffer.from("nonce-1");

/** A STUN and TURN server in small, written down from RFC 8489 and RFC 8656 and sharing no code with the doctor. */
export class StunServer {
  /** Types of the requests that came, in order. */
  readonly asked: number[] = [];

  private constructor(
    private readonly socket: Socket,
    private readonly sees: string,
    private readonly user: { readonly name: string; readonly password: string },
  ) {
    socket.on("message", (bytes, from) => {
      const answer = this.answer(bytes);
      if (answer !== undefined) socket.send(answer, from.port, from.address);
    });
  }

  /** @param sees the address as which everybody is seen. */
  static async open(sees: string, user = { name: "patchbay", password: "secret" }): Promise<StunServer> {
    const socket = createSocket("udp4");
    await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
    return new StunServer(socket, sees, user);
  }

  get port(): number {
    return this.socket.address().port;
  }

  close(): void {
    this.socket.close();
  }

  private answer(request: Buffer): Buffer | undefined {
    const type = request.readUInt16BE(0);
    this.asked.push(type);
    if (type === 0x0001) return reply(request, 0x0101, [0x0020, masked(this.sees)]);
    if (!this.isSigned(request))
      return reply(
        request,
        type | 0x0110,
        [0x0009, Buffer.from([0, 0, 4, 1])],
        [0x0014, REALM],
        [0x0015, NONCE],
      );
    return reply(request, type | 0x0100, [0x000d, Buffer.from([0, 0, 2, 88])]);
  }

  /** The last 24 bytes are the signature, over everything before it. */
  private isSigned(request: Buffer): boolean {
    const at = request.length - 24;
    if (at < 20 || request.readUInt16BE(at) !== 0x0008) return false;
    const { name, password } = this.user;
    const key = createHash("md5").update(`${name}:${REALM}:${password}`).digest();
    return createHmac("sha1", key)
      .update(request.subarray(0, at))
      .digest()
      .equals(request.subarray(at + 4));
  }
}

function masked(address: string): Buffer {
  const bytes = Buffer.from([0, 1, 0, 0, ...address.split(".").map(Number)]);
  bytes.writeUInt32BE((bytes.readUInt32BE(4) ^ MAGIC) >>> 0, 4);
  return bytes;
}

function reply(request: Buffer, type: number, ...attributes: readonly [number, Buffer][]): Buffer {
  const body = Buffer.concat(
    attributes.map(([name, value]) => {
      const bytes = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
      bytes.writeUInt16BE(name, 0);
      bytes.writeUInt16BE(value.length, 2);
      value.copy(bytes, 4);
      return bytes;
    }),
  );
  const head = Buffer.alloc(8);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(body.length, 2);
  head.writeUInt32BE(MAGIC, 4);
  return Buffer.concat([head, request.subarray(8, 20), body]);
}
