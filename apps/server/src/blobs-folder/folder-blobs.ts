import { readFile } from "node:fs/promises";
import { BlobError, type Blobs, type FileInfo, type FileVariant, UPLOAD_BYTES_MAX } from "../center/blobs.js";
import type { Clock, Ids } from "../center/clock.js";
import { isPossibleId } from "../center/plain-text.js";
import { type Arrived, BrokenOffError, ByteFolder, TooManyBytesError } from "./byte-folder.js";
import type { FileIndex } from "./file-index.js";
import { isPicture, keptName, takenMediaType } from "./media-type.js";
import { lookAtPicture, PictureError, recompress } from "./pictures.js";
import { withoutPosition } from "./position/index.js";

const THUMBNAIL = ".thumb.webp";
/** How many files are examined at the same time: each may be in memory whole, and unpacked. */
const EXAMINED_AT_ONCE = 2;

/** Blobs in a folder of this machine, for one center. */
export class FolderBlobs implements Blobs {
  #examining = 0;
  readonly #waiting: (() => void)[] = [];

  private constructor(
    private readonly folder: ByteFolder,
    private readonly index: FileIndex,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  static async open(deps: {
    /** Made when missing. Belongs to one center and one process. */
    readonly folder: string;
    readonly index: FileIndex;
    readonly clock: Clock;
    readonly ids: Ids;
  }): Promise<FolderBlobs> {
    return new FolderBlobs(await ByteFolder.open(deps.folder), deps.index, deps.clock, deps.ids);
  }

  async put(input: Parameters<Blobs["put"]>[0]): Promise<FileInfo> {
    let arrived: Arrived;
    try {
      arrived = await this.folder.receive(input.bytes, this.ids.next(), UPLOAD_BYTES_MAX);
    } catch (error) {
      if (error instanceof TooManyBytesError) throw new BlobError("file_too_large", "more than 25 MB");
      if (error instanceof BrokenOffError) throw new BlobError("broken_off", error.message, { cause: error });
      throw failed(error);
    }
    try {
      // What apps send when a photo could not be read on the phone.
      if (arrived.bytes === 0) throw new BlobError("file_empty", "the file holds no bytes");
      return await this.#inTurn(() => this.#take(arrived, input));
    } catch (error) {
      if (error instanceof BlobError) throw error;
      if (error instanceof PictureError) {
        const code = error.code === "too_many_pixels" ? "file_too_large" : "type_blocked";
        throw new BlobError(code, error.message, { cause: error.cause });
      }
      throw failed(error);
    } finally {
      // Under its own name by now, or not wanted.
      await this.folder.discard(arrived.path);
    }
  }

  async info(fileId: string): Promise<FileInfo | undefined> {
    const row = await this.#row(fileId);
    if (!row) return undefined;
    const { sha256: _bytes, createdAt: _at, ...info } = row;
    return info;
  }

  async open(fileId: string, variant: FileVariant) {
    const row = await this.#row(fileId);
    if (!row || (variant === "thumb" && !row.image)) return undefined;
    if (variant === "original") {
      const found = await this.folder.read(row.sha256);
      return found && { mediaType: row.mediaType, ...found };
    }
    const found = await this.folder.read(row.sha256, THUMBNAIL);
    return found && { mediaType: "image/webp", ...found };
  }

  /** An id comes from an address or a message, whatever it is: one that cannot be ours is not looked up. */
  async #row(fileId: string) {
    return isPossibleId(fileId) ? this.index.get(fileId) : undefined;
  }

  async #take(arrived: Arrived, input: Parameters<Blobs["put"]>[0]): Promise<FileInfo> {
    const mediaType = await takenMediaType(arrived.path, input.name);
    if (mediaType === undefined) throw new BlobError("type_blocked", "this kind of file is not taken");
    const { kept, image } = await this.#clean(arrived, mediaType);
    await this.folder.keep(kept);
    const info: FileInfo = {
      fileId: this.ids.next(),
      name: keptName(input.name, mediaType),
      mediaType,
      bytes: kept.bytes,
      image,
      interactionId: input.interactionId,
      uploadedBy: input.uploadedBy,
    };
    await this.index.add({ ...info, sha256: kept.sha256, createdAt: this.clock.now() });
    return info;
  }

  /** The bytes as they are kept: without a position, and for pictures with the thumbnail already in its place. */
  async #clean(arrived: Arrived, mediaType: string): Promise<{ kept: Arrived; image: FileInfo["image"] }> {
    const mayHoldPosition = mediaType.startsWith("image/") || mediaType.startsWith("video/");
    if (!mayHoldPosition) return { kept: arrived, image: null };
    const original = await readFile(arrived.path);
    // Before anything else: a bomb is refused without having been unpacked.
    const looked = isPicture(mediaType) ? await lookAtPicture(original) : undefined;
    let bare = withoutPosition(original, mediaType);
    if (bare === undefined) {
      if (mediaType !== "image/jpeg") throw new PictureError("unreadable");
      bare = await recompress(original);
    }
    const kept = await this.folder.receive(once(bare), this.ids.next(), Number.MAX_SAFE_INTEGER);
    try {
      if (!looked) return { kept, image: null };
      const thumbnail = await this.folder.receive(
        once(looked.thumbnail),
        this.ids.next(),
        Number.MAX_SAFE_INTEGER,
      );
      await this.folder.keep(thumbnail, THUMBNAIL, kept.sha256);
      return { kept, image: { width: looked.width, height: looked.height } };
    } catch (error) {
      await this.folder.discard(kept.path);
      throw error;
    }
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#examining >= EXAMINED_AT_ONCE) await new Promise<void>((resume) => this.#waiting.push(resume));
    else this.#examining += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#examining -= 1;
    }
  }
}

async function* once(bytes: Buffer): AsyncIterable<Uint8Array> {
  yield bytes;
}

const failed = (cause: unknown): BlobError =>
  new BlobError("file_failed", "the file could not be stored", { cause });
