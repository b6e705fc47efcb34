import { blankPositions } from "./in-place.js";
import { cleanJpeg } from "./jpeg.js";
import { cleanPng } from "./png.js";
import { cleanWebp } from "./webp.js";

/**
 * The same picture or film without the position where it was taken; pictures are not compressed anew. Decision 0031.
 *
 * @returns `undefined` when the bytes do not have the form that their type promises.
 */
export function withoutPosition(bytes: Buffer, mediaType: string): Buffer | undefined {
  switch (mediaType) {
    case "image/jpeg":
      return cleanJpeg(bytes);
    case "image/png":
      return cleanPng(bytes);
    case "image/webp":
      return cleanWebp(bytes);
    case "image/avif":
    case "image/heic":
    case "image/heif":
    case "video/mp4":
    case "video/quicktime":
      return blankPositions(bytes);
    default:
      return bytes;
  }
}
