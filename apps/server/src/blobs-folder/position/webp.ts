import { exifOfOrientation, orientationOf } from "./tiff.js";

const DRAWS = new Set(["VP8 ", "VP8L", "VP8X", "ICCP", "ANIM", "ANMF", "ALPH"]);
const HAS_EXIF = 0x08;
const HAS_XMP = 0x04;

/**
 * The same WebP (RFC 9649) without EXIF and XMP data. How it is turned stays.
 *
 * @returns `undefined` when it does not have the form of a WebP.
 */
export function cleanWebp(webp: Buffer): Buffer | undefined {
  if (
    webp.length < 20 ||
    webp.toString("latin1", 0, 4) !== "RIFF" ||
    webp.toString("latin1", 8, 12) !== "WEBP"
  ) {
    return undefined;
  }
  const chunks: { readonly type: string; readonly body: Buffer }[] = [];
  let orientation = 1;
  let at = 12;
  const riffEnd = Math.min(webp.length, 8 + webp.readUInt32LE(4));
  while (at + 8 <= riffEnd) {
    const type = webp.toString("latin1", at, at + 4);
    const bytes = webp.readUInt32LE(at + 4);
    const end = at + 8 + bytes;
    if (end > webp.length) return undefined;
    const body = webp.subarray(at + 8, end);
    if (type === "EXIF") orientation = orientationOf(withoutName(body));
    else if (DRAWS.has(type)) chunks.push({ type, body });
    at = end + (bytes % 2);
  }
  const first = chunks[0];
  if (!first) return undefined;
  if (first.type === "VP8X") {
    if (first.body.length < 10) return undefined;
    const head = Buffer.from(first.body);
    const exif = exifOfOrientation(orientation);
    head[0] = ((head[0] ?? 0) & ~(HAS_EXIF | HAS_XMP)) | (exif ? HAS_EXIF : 0);
    chunks[0] = { type: "VP8X", body: head };
    if (exif) chunks.push({ type: "EXIF", body: exif });
  }
  const out = Buffer.concat([
    Buffer.from("WEBP", "latin1"),
    ...chunks.map(({ type, body }) => chunk(type, body)),
  ]);
  const head = Buffer.from("RIFF\0\0\0\0", "latin1");
  head.writeUInt32LE(out.length, 4);
  return Buffer.concat([head, out]);
}

/** Some writers put JPEG's name before the data. */
const withoutName = (exif: Buffer): Buffer =>
  exif.toString("latin1", 0, 6) === "Exif\0\0" ? exif.subarray(6) : exif;

function chunk(type: string, body: Buffer): Buffer {
  const head = Buffer.from(`${type}\0\0\0\0`, "latin1");
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}
