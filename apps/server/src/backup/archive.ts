import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { open, rename, rm, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import tar from "tar-stream";
import { BackupError } from "./errors.js";

const MANIFEST = "manifest.json";

export interface Part {
  /** Path in the archive. */
  readonly name: string;
  readonly bytes: number;
  /** SHA-256, 64 hexadecimal digits. */
  readonly sha256: string;
}

/** The last part of an archive: without it the archive is not whole. */
export interface Manifest {
  readonly format: 1;
  /** Of the server that wrote it. */
  readonly version: string;
  /** ISO 8601. */
  readonly madeAt: string;
  /** Names of the migrations that its tables have, in order. */
  readonly migrations: readonly string[];
  /** Rows by table. */
  readonly tables: Readonly<Record<string, number>>;
  readonly parts: readonly Part[];
}

/** Writes one archive (tar, gzip). It has its name only when it is whole and on the disk. */
export class ArchiveWriter {
  readonly #pack = tar.pack();
  readonly #parts: Part[] = [];
  readonly #written: Promise<void>;
  readonly #partial: string;

  private constructor(private readonly file: string) {
    this.#partial = `${file}.partial`;
    this.#written = pipeline(
      this.#pack,
      createGzip({ level: 6 }),
      createWriteStream(this.#partial, { flags: "wx", mode: 0o600 }),
    );
    // Told by `finish`; until then nobody waits for it.
    this.#written.catch(() => undefined);
  }

  /** @throws {BackupError} `backup_file_exists` */
  static async create(file: string): Promise<ArchiveWriter> {
    for (const name of [file, `${file}.partial`])
      if (
        await stat(name).then(
          () => true,
          () => false,
        )
      )
        throw new BackupError("backup_file_exists", `${name} is there already: nothing was written`);
    return new ArchiveWriter(file);
  }

  async add(name: string, bytes: Buffer): Promise<void> {
    this.#parts.push({ name, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") });
    await this.#entry(name, bytes);
  }

  /**
   * A file of the disk, as it is now.
   * @returns `false`: it has gone meanwhile. What is there and cannot be read ends the backup.
   */
  async addFile(name: string, from: string): Promise<boolean> {
    const handle = await open(from).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw new BackupError("file_unreadable", `${from} cannot be read, so there is no backup`, {
        cause: error,
      });
    });
    if (handle === null) return false;
    try {
      const { size } = await handle.stat();
      const entry = this.#pack.entry({ name, size, mode: 0o600, mtime: new Date(0) });
      const hash = createHash("sha256");
      // Not a byte more than was told, should it grow.
      const source = size === 0 ? [] : handle.createReadStream({ start: 0, end: size - 1, autoClose: false });
      for await (const chunk of source as AsyncIterable<Buffer>) {
        hash.update(chunk);
        if (!entry.write(chunk)) await Promise.race([once(entry, "drain"), this.#written]);
      }
      entry.end(undefined);
      this.#parts.push({ name, bytes: size, sha256: hash.digest("hex") });
      return true;
    } finally {
      await handle.close();
    }
  }

  /** The manifest last; then the file gets its name. */
  async finish(facts: Omit<Manifest, "format" | "parts">): Promise<Manifest> {
    const manifest: Manifest = { format: 1, ...facts, parts: this.#parts };
    await this.#entry(MANIFEST, Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`));
    this.#pack.finalize();
    await this.#written;
    const handle = await open(this.#partial);
    await handle.sync();
    await handle.close();
    await rename(this.#partial, this.file);
    return manifest;
  }

  /** Nothing is left of it. */
  async discard(): Promise<void> {
    this.#pack.destroy(new Error("discarded"));
    await this.#written.catch(() => undefined);
    await rm(this.#partial, { force: true });
  }

  async #entry(name: string, bytes: Buffer): Promise<void> {
    const put = new Promise<void>((resolve, reject) => {
      this.#pack.entry({ name, mode: 0o600, mtime: new Date(0) }, bytes, (error) =>
        error ? reject(error) : resolve(),
      );
    });
    // A full disk ends the writing, and then no part is ever taken.
    await Promise.race([put, this.#written]);
  }
}

const once = (emitter: NodeJS.EventEmitter, event: string): Promise<void> =>
  new Promise((resolve) => emitter.once(event, () => resolve()));

/**
 * Reads an archive from its beginning, part by part.
 * @param take gets each part whole or as a stream of its bytes, and must read it to its end
 * @throws {BackupError} `backup_unreadable`
 */
export async function readParts(
  file: string,
  take: (name: string, bytes: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  const extract = tar.extract();
  const reading = pipeline(createReadStream(file), createGunzip(), extract);
  reading.catch(() => undefined);
  try {
    for await (const entry of extract) {
      if (entry.header.type === "file" || entry.header.type == null)
        await take(entry.header.name, entry as AsyncIterable<Buffer>);
      else entry.resume();
    }
    await reading;
  } catch (cause) {
    if (cause instanceof BackupError) throw cause;
    throw new BackupError("backup_unreadable", `${file} cannot be read as a backup`, { cause });
  }
}

export async function bytesOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Reads all of it and compares every part. @throws {BackupError} `backup_damaged`, `backup_unreadable` */
export async function checkArchive(file: string): Promise<Manifest> {
  const found = new Map<string, string>();
  let manifest: Manifest | null = null;
  await readParts(file, async (name, bytes) => {
    if (name === MANIFEST) {
      manifest = JSON.parse((await bytesOf(bytes)).toString("utf8")) as Manifest;
      return;
    }
    const hash = createHash("sha256");
    for await (const chunk of bytes) hash.update(chunk);
    found.set(name, hash.digest("hex"));
  });
  const whole = manifest as Manifest | null;
  if (whole === null) throw new BackupError("backup_damaged", `${file} has no end: it was not written whole`);
  if (whole.format !== 1)
    throw new BackupError("backup_too_new", `${file} was written by a newer Patchbay (${whole.version})`);
  const listed = new Set(whole.parts.map(({ name }) => name));
  const stray = [...found.keys()].find((name) => !listed.has(name));
  if (stray !== undefined)
    throw new BackupError("backup_damaged", `${file} holds ${stray}, which its list does not name`);
  const wrong = whole.parts.filter(({ name, sha256 }) => found.get(name) !== sha256);
  const first = wrong[0];
  if (first !== undefined)
    throw new BackupError(
      "backup_damaged",
      `${file} is damaged: ${wrong.length} of ${whole.parts.length} parts differ, such as ${first.name}`,
    );
  return whole;
}
