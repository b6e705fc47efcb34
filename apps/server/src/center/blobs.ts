/** A stored file as the center knows it. The bytes are addressed by their SHA-256; `fileId` is unguessable. */
export interface FileInfo {
  readonly fileId: string;
  /** As the sender called it, cut to 255 characters, without path or control characters. */
  readonly name: string;
  /** Sniffed from the bytes, never believed from the sender. */
  readonly mediaType: string;
  readonly bytes: number;
  readonly image: { readonly width: number; readonly height: number } | null;
  /** The interaction it was uploaded for or sent in; `null` until used. */
  readonly interactionId: string | null;
  /** The client key or agent id that uploaded it. */
  readonly uploadedBy: string;
}

export type FileVariant = "original" | "thumb";

/** Big bytes: content-addressed, on disk before `put` resolves (fsync), thumbnails made once. */
export interface Blobs {
  /**
   * Stores one file. Pictures lose their position (EXIF GPS) in what others download.
   * @throws {BlobError} `file_too_large` (over 25 MB), `file_empty`, `type_blocked`, `broken_off` (its sender's fault), `file_failed` (ours)
   */
  put(input: {
    readonly bytes: AsyncIterable<Uint8Array>;
    readonly name: string;
    readonly uploadedBy: string;
    readonly interactionId: string | null;
  }): Promise<FileInfo>;
  info(fileId: string): Promise<FileInfo | undefined>;
  /** `undefined` when unknown, or when `thumb` is asked of what is no picture. */
  open(
    fileId: string,
    variant: FileVariant,
  ): Promise<
    { readonly mediaType: string; readonly bytes: number; readonly stream: NodeJS.ReadableStream } | undefined
  >;
}

export class BlobError extends Error {
  override readonly name = "BlobError";
  constructor(
    readonly code: "file_too_large" | "file_empty" | "type_blocked" | "broken_off" | "file_failed",
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}

export const UPLOAD_BYTES_MAX = 25 * 1024 * 1024;
