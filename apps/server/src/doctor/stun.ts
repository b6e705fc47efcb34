import { createHash, createHmac, randomBytes } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { isIPv6 } from "node:net";

/** When a request is sent, ms after the first time: one lost datagram is no dead server. */
const SEND_AT_MS = [0, 300, 900];
const ANSWER_MS_MAX = 1_500;
const MAGIC = 0x2112a442;
const HEADER_BYTES = 20;

/** Message types of RFC 8489 and RFC 8656. */
const BINDING = 0x0001;
const ALLOCATE = 0x0003;
const REFRESH = 0x0004;
const SUCCESS = 0x0100;
const ERROR = 0x0110;

const ATTRIBUTE = {
  mappedAddress: 0x0001,
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  lifetime: 0x000d,
  realm: 0x0014,
  nonce: 0x0015,
  requestedTransport: 0x0019,
  xorMappedAddress: 0x0020,
} as const;

interface Answer {
  readonly type: number;
  readonly attributes: ReadonlyMap<number, Buffer>;
}

export interface IceHost {
  readonly address: string;
  readonly port: number;
}

/** `null`: nobody answered, which a wrong address and a closed firewall look like. */
export type StunOutcome = { readonly mapped: string | null } | null;

/** Asks a STUN server as whom it sees us: a Binding request over UDP (RFC 8489). */
export async function askStun(server: IceHost): Promise<StunOutcome> {
  return withSocket(server, async (ask) => {
    const answer = await ask(BINDING, []);
    return answer?.type === (BINDING | SUCCESS) ? { mapped: mappedIn(answer) } : null;
  });
}

/** What became of an allocation: `null` is a success, else a sentence's end. */
export type TurnOutcome = string | null;

/** Takes a relayed address from a TURN server with these credentials (RFC 8656) and gives it back at once. */
export async function tryTurn(
  server: IceHost,
  who: { readonly username: string; readonly credential: string },
): Promise<TurnOutcome> {
  return withSocket(server, async (ask) => {
    const udp: Attribute = [ATTRIBUTE.requestedTransport, Buffer.from([17, 0, 0, 0])];
    const first = await ask(ALLOCATE, [udp]);
    if (first === undefined) return "does not answer to requests for a relay";
    if (first.type === (ALLOCATE | SUCCESS)) return "relays for anybody, without a password";
    const realm = first.attributes.get(ATTRIBUTE.realm);
    const nonce = first.attributes.get(ATTRIBUTE.nonce);
    if (codeOf(first) !== 401 || realm === undefined || nonce === undefined)
      return `refuses to relay (${codeOf(first)})`;
    const key = createHash("md5").update(`${who.username}:${realm}:${who.credential}`).digest();
    const signed: Attribute[] = [
      [ATTRIBUTE.username, Buffer.from(who.username)],
      [ATTRIBUTE.realm, realm],
      [ATTRIBUTE.nonce, nonce],
    ];
    const second = await ask(ALLOCATE, [udp, ...signed], key);
    if (second === undefined) return "does not answer to requests for a relay";
    if (second.type !== (ALLOCATE | SUCCESS))
      return codeOf(second) === 401
        ? "does not take this user and password"
        : `refuses to relay (${codeOf(second)})`;
    await ask(REFRESH, [[ATTRIBUTE.lifetime, Buffer.alloc(4)], ...signed], key);
    return null;
  });
}

type Attribute = readonly [type: number, value: Buffer];
type Ask = (type: number, attributes: readonly Attribute[], key?: Buffer) => Promise<Answer | undefined>;

async function withSocket<Result>(server: IceHost, work: (ask: Ask) => Promise<Result>): Promise<Result> {
  const socket = createSocket(isIPv6(server.address) ? "udp6" : "udp4");
  socket.on("error", () => undefined);
  try {
    return await work((type, attributes, key) => exchange(socket, server, type, attributes, key));
  } finally {
    socket.close();
  }
}

function exchange(
  socket: Socket,
  { address, port }: IceHost,
  type: number,
  attributes: readonly Attribute[],
  key: Buffer | undefined,
): Promise<Answer | undefined> {
  const id = randomBytes(12);
  const request = write(type, id, attributes, key);
  return new Promise((resolve) => {
    const settle = (answer: Answer | undefined): void => {
      for (const timer of timers) clearTimeout(timer);
      socket.off("message", hear);
      resolve(answer);
    };
    const hear = (bytes: Buffer): void => {
      const answer = read(bytes, id);
      if (answer !== undefined) settle(answer);
    };
    const timers = SEND_AT_MS.map((ms) =>
      setTimeout(() => socket.send(request, port, address, () => undefined), ms),
    );
    timers.push(setTimeout(() => settle(undefined), ANSWER_MS_MAX));
    socket.on("message", hear);
  });
}

function write(type: number, id: Buffer, attributes: readonly Attribute[], key: Buffer | undefined): Buffer {
  const body = Buffer.concat(attributes.map(([name, value]) => attribute(name, value)));
  if (key === undefined) return Buffer.concat([header(type, body.length, id), body]);
  // The length that is signed counts the signature itself (RFC 8489 section 14.5).
  const signed = Buffer.concat([header(type, body.length + 24, id), body]);
  const mac = createHmac("sha1", key).update(signed).digest();
  return Buffer.concat([signed, attribute(ATTRIBUTE.messageIntegrity, mac)]);
}

function header(type: number, length: number, id: Buffer): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.writeUInt16BE(type, 0);
  bytes.writeUInt16BE(length, 2);
  bytes.writeUInt32BE(MAGIC, 4);
  id.copy(bytes, 8);
  return bytes;
}

function attribute(type: number, value: Buffer): Buffer {
  const bytes = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
  bytes.writeUInt16BE(type, 0);
  bytes.writeUInt16BE(value.length, 2);
  value.copy(bytes, 4);
  return bytes;
}

/** @returns `undefined` for what is no answer to the request with this id. */
function read(bytes: Buffer, id: Buffer): Answer | undefined {
  if (bytes.length < HEADER_BYTES || bytes.readUInt32BE(4) !== MAGIC || !bytes.subarray(8, 20).equals(id))
    return undefined;
  const attributes = new Map<number, Buffer>();
  for (let at = HEADER_BYTES; at + 4 <= bytes.length; ) {
    const length = bytes.readUInt16BE(at + 2);
    attributes.set(bytes.readUInt16BE(at), bytes.subarray(at + 4, at + 4 + length));
    at += 4 + Math.ceil(length / 4) * 4;
  }
  return { type: bytes.readUInt16BE(0), attributes };
}

function codeOf({ type, attributes }: Answer): number | null {
  const code = attributes.get(ATTRIBUTE.errorCode);
  if ((type & ERROR) !== ERROR || code === undefined || code.length < 4) return null;
  return ((code[2] ?? 0) & 7) * 100 + (code[3] ?? 0);
}

function mappedIn({ attributes }: Answer): string | null {
  const masked = attributes.get(ATTRIBUTE.xorMappedAddress);
  const value = masked ?? attributes.get(ATTRIBUTE.mappedAddress);
  // IPv6 is not needed to tell a router in between: those translate IPv4.
  if (value === undefined || value[1] !== 1 || value.length < 8) return null;
  const address = (value.readUInt32BE(4) ^ (masked === undefined ? 0 : MAGIC)) >>> 0;
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join(".");
}
