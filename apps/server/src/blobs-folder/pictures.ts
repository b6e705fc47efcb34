import { PHOTO_EDGE } from "@patchbay/protocol";
import { fileTypeFromBuffer } from "file-type";
import sharp from "sharp";

/** Longest edge of a thumbnail, in pixels. */
export const THUMBNAIL_EDGE = 480;
/** More than any phone takes in its ordinary mode (108 million); what is more is made to exhaust us. */
export const PIXELS_MAX = 120_000_000;
const SECONDS_MAX = 10;

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** WebP. */
  readonly thumbnail: Buffer;
}

/** The bytes call themselves a picture, and are none that can be shown, or one that is far too large. */
export class PictureError extends Error {
  override readonly name = "PictureError";
  constructor(
    readonly code: "unreadable" | "too_many_pixels",
    options?: { readonly cause?: unknown },
  ) {
    super(
      code === "unreadable" ? "the picture cannot be read" : `the picture has more than ${PIXELS_MAX} pixels`,
      options,
    );
  }
}

// One picture takes one thread: two of them must not keep the server from answering.
sharp.concurrency(1);
// Nothing is read twice, so sharp's cache would only hold memory.
sharp.cache(false);

/**
 * Looks at a picture: its size as people see it (turned), and a thumbnail. The size is checked before anything is
 * unpacked.
 *
 * @throws {PictureError}
 */
export async function lookAtPicture(bytes: Buffer): Promise<Picture> {
  try {
    const image = sharp(bytes, {
      failOn: "error",
      limitInputPixels: PIXELS_MAX,
      sequentialRead: true,
      animated: false,
    });
    const { autoOrient: size } = await image.metadata();
    if (size.width * size.height > PIXELS_MAX) throw new PictureError("too_many_pixels");
    const thumbnail = await image
      .timeout({ seconds: SECONDS_MAX })
      .autoOrient()
      .resize({ width: THUMBNAIL_EDGE, height: THUMBNAIL_EDGE, fit: "inside", withoutEnlargement: true })
      .webp({ quality: 76 })
      .toBuffer();
    return { width: size.width, height: size.height, thumbnail };
  } catch (cause) {
    if (cause instanceof PictureError) throw cause;
    const tooMany = cause instanceof Error && /pixel limit/i.test(cause.message);
    throw new PictureError(tooMany ? "too_many_pixels" : "unreadable", { cause });
  }
}

/** The picture compressed anew, upright and bare: for one whose form our own reader does not understand but sharp does. */
export async function recompress(bytes: Buffer): Promise<Buffer> {
  try {
    return await sharp(bytes, { failOn: "error", limitInputPixels: PIXELS_MAX })
      .timeout({ seconds: SECONDS_MAX })
      .autoOrient()
      .jpeg({ quality: 90 })
      .toBuffer();
  } catch (cause) {
    throw new PictureError("unreadable", { cause });
  }
}

/** Forms of pictures that people have of themselves; anything else is not even looked into. */
const PORTRAIT_TYPES: ReadonlySet<string> = new Set(["image/jpeg", "image/png", "image/webp"]);

/**
 * A photo of somebody as it is kept: upright, the middle square, `PHOTO_EDGE` pixels, WebP, without anything that the
 * camera wrote into it.
 *
 * @throws {PictureError}
 */
export async function portraitOf(bytes: Buffer): Promise<Buffer> {
  const type = await fileTypeFromBuffer(bytes);
  if (type === undefined || !PORTRAIT_TYPES.has(type.mime)) throw new PictureError("unreadable");
  try {
    return await sharp(bytes, { failOn: "error", limitInputPixels: PIXELS_MAX, animated: false })
      .timeout({ seconds: SECONDS_MAX })
      .autoOrient()
      .resize({ width: PHOTO_EDGE, height: PHOTO_EDGE, fit: "cover" })
      .webp({ quality: 82 })
      .toBuffer();
  } catch (cause) {
    throw new PictureError("unreadable", { cause });
  }
}
