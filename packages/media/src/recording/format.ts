import { createCipheriv, createDecipheriv, createHash, hkdfSync } from "node:crypto";

/**
 * A recording as a file (docs/decisions/0140):
 *
 *   magic, length of the header, header (JSON, readable by everybody: ids and a moment, no names)
 *   chunk 0, chunk 1, ... each: kind (1 byte), length (4 bytes, little end first), that many encrypted bytes, tag (16 bytes)
 *
 * Each chunk is encrypted by AES-256-GCM. Its nonce is its number, so a key serves one file alone: it is derived from the
 * center's key, a salt and the header. Number, kind, length and the recording's id are authenticated with it: a chunk that
 * was changed, moved or taken from another file cannot be read. A file without its `end` chunk was cut off, and reads as
 * far as it goes.
 */
const MAGIC = Buffer.from("PBREC1\r\n", "latin1");
export const RECORDING_SAMPLE_RATE = 8_000;
/** Sound of one chunk: what a crash may cost. */
export const CHUNK_SAMPLES = RECORDING_SAMPLE_RATE / 2;
/** A reader takes chunks of up to a second. */
const CHUNK_SAMPLES_MAX = RECORDING_SAMPLE_RATE;
const CHUNK_BYTES_MAX = 2 * CHUNK_SAMPLES_MAX;
const HEADER_BYTES_MAX = 4_096;
export const CHUNK_HEAD_BYTES = 5;
const TAG_BYTES = 16;
export const RECORDING_KEY_BYTES = 32;

/** A call with its agent's two channels, a voice signature, a message in a mailbox (its caller in the second channel). */
export const recordingFileKinds = ["call", "signature", "voicemail"] as const;
export type RecordingFileKind = (typeof recordingFileKinds)[number];

/** Whose recording a file is. Ids and a moment: it stands in the file for everybody to read. */
export interface RecordingFacts {
  readonly recordingId: string;
  readonly interactionId: string;
  /** The leg of the agent whose call it is: what it said is the first channel, what it heard the second. */
  readonly legId: string;
  readonly agentId: string | null;
  /** `signature`: the customer's spoken consent, kept apart. */
  readonly kind: RecordingFileKind;
  /** ms since 1970. */
  readonly startedAt: number;
}

/** `sound`: half a second of both channels, G.711 µ-law, one after the other. `pause`: a time in which nothing was kept. */
export const chunkKinds = { sound: 1, pause: 2, end: 3 } as const;
export type ChunkKind = keyof typeof chunkKinds;
const kindNames: ReadonlyMap<number, ChunkKind> = new Map(
  Object.entries(chunkKinds).map(([name, number]) => [number, name as ChunkKind]),
);

/** Why a recording ended. `disk_full`, `failed`: the disk gave up, the call did not. */
export const recordingEndCauses = ["stopped", "disk_full", "failed"] as const;
export type RecordingEndCause = (typeof recordingEndCauses)[number];

export type DamageCode =
  /** Not a recording, or its beginning is gone. */
  | "no_recording"
  /** Encrypted with another key than the one at hand. */
  | "other_key"
  /** Of another recording than the one that was asked for. */
  | "other_recording"
  /** Something in it was changed, moved or taken out. */
  | "changed";

/** A file cannot be read, or not beyond a place. */
export class RecordingDamagedError extends Error {
  override readonly name = "RecordingDamagedError";
  constructor(
    readonly code: DamageCode,
    /** The chunk that cannot be read; `null`: the header. */
    readonly chunk: number | null = null,
  ) {
    super(
      chunk === null ? `the recording cannot be read: ${code}` : `chunk ${chunk} cannot be read: ${code}`,
    );
  }
}

interface Header extends RecordingFacts {
  readonly version: 1;
  readonly coding: "PCMU";
  readonly sampleRate: number;
  readonly channels: readonly ["spoken", "heard"];
  /** Says which key it was, without saying anything about it. */
  readonly keyId: string;
  readonly salt: string;
}

export function keyIdOf(key: Uint8Array): string {
  return createHash("sha256").update("patchbay recording key").update(key).digest("hex").slice(0, 16);
}

/** @param salt 16 random bytes. */
export function buildHeader(facts: RecordingFacts, key: Uint8Array, salt: Uint8Array): Buffer {
  const header: Header = {
    version: 1,
    ...facts,
    coding: "PCMU",
    sampleRate: RECORDING_SAMPLE_RATE,
    channels: ["spoken", "heard"],
    keyId: keyIdOf(key),
    salt: Buffer.from(salt).toString("base64"),
  };
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(2);
  length.writeUInt16LE(json.length);
  return Buffer.concat([MAGIC, length, json]);
}

export const HEADER_READ_BYTES = MAGIC.length + 2 + HEADER_BYTES_MAX;

/**
 * @param start the first `HEADER_READ_BYTES` of the file, or all of it.
 * @throws {RecordingDamagedError} `no_recording`
 */
export function readHeader(start: Buffer): { readonly header: Header; readonly bytes: number } {
  const at = MAGIC.length + 2;
  if (start.length < at || !start.subarray(0, MAGIC.length).equals(MAGIC))
    throw new RecordingDamagedError("no_recording");
  const bytes = at + start.readUInt16LE(MAGIC.length);
  if (bytes > HEADER_READ_BYTES || bytes > start.length) throw new RecordingDamagedError("no_recording");
  const header = parseHeader(start.toString("utf8", at, bytes));
  if (header === undefined) throw new RecordingDamagedError("no_recording");
  return { header, bytes };
}

function parseHeader(text: string): Header | undefined {
  let raw: Partial<Header> | null;
  try {
    raw = JSON.parse(text) as Partial<Header> | null;
  } catch {
    return undefined;
  }
  if (typeof raw !== "object" || raw === null || raw.version !== 1 || raw.coding !== "PCMU") return undefined;
  const { recordingId, interactionId, legId, agentId, kind, startedAt, keyId, salt } = raw;
  const texts = [recordingId, interactionId, legId, keyId, salt];
  if (!texts.every((each) => typeof each === "string") || typeof startedAt !== "number") return undefined;
  if (agentId !== null && typeof agentId !== "string") return undefined;
  if (!recordingFileKinds.some((known) => known === kind)) return undefined;
  return raw as Header;
}

/** Encrypts and decrypts the chunks of one file. */
export class ChunkSeal {
  readonly #key: Buffer;

  /** @param header its bytes in the file: a changed header gives another key, and so nothing. */
  constructor(
    key: Uint8Array,
    header: Uint8Array,
    private readonly recordingId: string,
  ) {
    if (key.length !== RECORDING_KEY_BYTES) throw new TypeError("a recording's key has 32 bytes");
    const salt = createHash("sha256").update(header).digest();
    this.#key = Buffer.from(hkdfSync("sha256", key, salt, "patchbay recording 1", RECORDING_KEY_BYTES));
  }

  /** A number is used once: two chunks under one nonce would give both away. */
  seal(number: number, kind: ChunkKind, plain: Uint8Array): Buffer {
    const head = Buffer.alloc(CHUNK_HEAD_BYTES);
    head.writeUInt8(chunkKinds[kind]);
    head.writeUInt32LE(plain.length, 1);
    const cipher = createCipheriv("aes-256-gcm", this.#key, nonceOf(number));
    cipher.setAAD(this.#context(number, head));
    return Buffer.concat([head, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }

  /** @throws {RecordingDamagedError} `changed` */
  open(number: number, chunk: Buffer): Buffer {
    const head = chunk.subarray(0, CHUNK_HEAD_BYTES);
    const end = chunk.length - TAG_BYTES;
    const decipher = createDecipheriv("aes-256-gcm", this.#key, nonceOf(number), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(this.#context(number, head));
    decipher.setAuthTag(chunk.subarray(end));
    try {
      return Buffer.concat([decipher.update(chunk.subarray(CHUNK_HEAD_BYTES, end)), decipher.final()]);
    } catch {
      throw new RecordingDamagedError("changed", number);
    }
  }

  #context(number: number, head: Uint8Array): Buffer {
    return Buffer.concat([Buffer.from(`${this.recordingId}\n${number}\n`), head]);
  }
}

function nonceOf(number: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(number), 4);
  return nonce;
}

/** What stands before a chunk. @returns `undefined` for what no writer of ours writes. */
export function readChunkHead(
  head: Buffer,
): { readonly kind: ChunkKind; readonly bytes: number } | undefined {
  const kind = kindNames.get(head.readUInt8(0));
  const length = head.readUInt32LE(1);
  if (kind === undefined || length > CHUNK_BYTES_MAX) return undefined;
  if (kind === "sound" && length % 2 !== 0) return undefined;
  return { kind, bytes: CHUNK_HEAD_BYTES + length + TAG_BYTES };
}

export const samplesOfSound = (chunkBytes: number): number => (chunkBytes - CHUNK_HEAD_BYTES - TAG_BYTES) / 2;

export function pausePlain(samples: number): Buffer {
  const plain = Buffer.alloc(4);
  plain.writeUInt32LE(samples);
  return plain;
}

/** @throws {RecordingDamagedError} */
export function samplesOfPause(plain: Buffer, number: number): number {
  const samples = plain.length === 4 ? plain.readUInt32LE() : Number.POSITIVE_INFINITY;
  if (samples > CHUNK_SAMPLES_MAX) throw new RecordingDamagedError("changed", number);
  return samples;
}

export interface EndFacts {
  readonly cause: RecordingEndCause;
  readonly samples: number;
}

export const endPlain = (facts: EndFacts): Buffer => Buffer.from(JSON.stringify(facts));

/** @throws {RecordingDamagedError} */
export function readEnd(plain: Buffer, number: number): EndFacts {
  const facts = JSON.parse(plain.toString()) as Partial<EndFacts>;
  const cause = recordingEndCauses.find((each) => each === facts.cause);
  if (cause === undefined || typeof facts.samples !== "number")
    throw new RecordingDamagedError("changed", number);
  return { cause, samples: facts.samples };
}
