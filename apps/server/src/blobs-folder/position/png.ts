import { crc32 } from "node:zlib";
import { exifOfOrientation, orientationOf } from "./tiff.js";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** What draws the picture (PNG third edition, section 11): all else is text about it, or nobody knows what. */
const DRAWS = new Set(
  "IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT".split(
    " ",
  ),
);

/**
 * The same PNG without texts, times and EXIF data, and without anything after its end. How it is turned stays.
 *
 * @returns `undefined` when it does not have the form of a PNG.
 */
export function cleanPng(png: Buffer): Buffer | undefined {
  if (!png.subarray(0, 8).equals(SIGNATURE)) return undefined;
  const kept: Buffer[] = [SIGNATURE];
  let at = 8;
  while (at + 12 <= png.length) {
    const length = png.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > png.length) return undefined;
    const type = png.toString("latin1", at + 4, at + 8);
    if (DRAWS.has(type)) kept.push(png.subarray(at, end));
    if (type === "IEND") return Buffer.concat(kept);
    if (type === "eXIf") {
      // In its old place: readers look for it before the picture.
      const exif = exifOfOrientation(orientationOf(png.subarray(at + 8, end - 4)));
      if (exif) kept.push(chunk("eXIf", exif));
    }
    at = end;
  }
  return undefined;
}

function chunk(type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, "latin1"), body]);
  const out = Buffer.alloc(typed.length + 8);
  out.writeUInt32BE(body.length, 0);
  typed.copy(out, 4);
  out.writeUInt32BE(crc32(typed), typed.length + 4);
  return out;
}
