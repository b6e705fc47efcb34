import { exifOfOrientation, orientationOf } from "./tiff.js";

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const EXIF = "Exif\0\0";

/**
 * The same JPEG without what the camera wrote about the place, the time and the owner. The compressed picture is copied
 * byte for byte. What stays beside it: JFIF, the colour profile, Adobe's colour transform, and how the picture is turned.
 * Everything after the picture's end goes too: phones append second pictures and films with a position of their own.
 *
 * Marker segments: ITU-T T.81 annex B; EXIF in APP1: Exif 2.32 section 4.5.
 *
 * @returns `undefined` when it does not have the form of a JPEG.
 */
export function cleanJpeg(jpeg: Buffer): Buffer | undefined {
  if (jpeg.length < 4 || jpeg[0] !== 0xff || jpeg[1] !== SOI) return undefined;
  const front: Buffer[] = [];
  const rest: Buffer[] = [];
  let orientation = 1;
  let pictures = 0;
  let at = 2;
  for (;;) {
    if (jpeg[at] !== 0xff) return undefined;
    // Any number of 0xFF may fill the room before a marker (B.1.1.2).
    while (jpeg[at + 1] === 0xff) at += 1;
    const marker = jpeg[at + 1];
    if (marker === undefined || marker === 0) return undefined;
    if (marker === EOI) break;
    const standsAlone = marker === 0x01 || (marker >= 0xd0 && marker <= SOI);
    if (standsAlone) {
      at += 2;
      continue;
    }
    if (at + 4 > jpeg.length) return undefined;
    const end = at + 2 + jpeg.readUInt16BE(at + 2);
    if (end < at + 4 || end > jpeg.length) return undefined;
    const body = jpeg.subarray(at + 4, end);
    if (marker === APP1 && body.toString("latin1", 0, 6) === EXIF && orientation === 1) {
      orientation = orientationOf(body.subarray(6));
    }
    if (marker === APP0 && rest.length === 0) front.push(jpeg.subarray(at, end));
    else if (stays(marker, body)) rest.push(jpeg.subarray(at, end));
    at = end;
    if (marker === SOS) {
      pictures += 1;
      const next = endOfScan(jpeg, at);
      rest.push(jpeg.subarray(at, next));
      at = next;
      // A picture that was cut off in its last scan: browsers show what there is.
      if (at >= jpeg.length) break;
    }
  }
  if (pictures === 0) return undefined;
  const exif = exifOfOrientation(orientation);
  return Buffer.concat([
    Buffer.from([0xff, SOI]),
    ...front,
    ...(exif ? [segment(APP1, Buffer.concat([Buffer.from(EXIF, "latin1"), exif]))] : []),
    ...rest,
    Buffer.from([0xff, EOI]),
  ]);
}

function stays(marker: number, body: Buffer): boolean {
  if (marker === APP0 || marker === APP14) return true;
  if (marker === APP2) return body.toString("latin1", 0, 12) === "ICC_PROFILE\0";
  // Frames, scans, tables and intervals: 0xC0 to 0xDF without the stand-alone ones. Not reserved markers or comments.
  return marker >= 0xc0 && marker <= 0xdf && marker !== 0xc8;
}

/** Where the next marker stands that is neither a stuffed 0xFF nor a restart; the data's length when there is none. */
function endOfScan(jpeg: Buffer, from: number): number {
  let at = from;
  for (;;) {
    at = jpeg.indexOf(0xff, at);
    if (at === -1 || at + 1 >= jpeg.length) return jpeg.length;
    const next = jpeg[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
    at += next === 0xff ? 1 : 2;
  }
}

function segment(marker: number, body: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}
