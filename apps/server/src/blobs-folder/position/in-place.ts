import { wipePosition } from "./tiff.js";

/**
 * Blanks positions in a container that we do not take apart (HEIF, AVIF, QuickTime, MP4), keeping every length, so that
 * no offset in it has to change: the GPS directory of each EXIF block, the GPS properties of XMP, and the place that
 * phones write into films.
 *
 * @returns the same buffer, changed.
 */
export function blankPositions(bytes: Buffer): Buffer {
  for (const mark of ["II*\0", "MM\0*"]) {
    for (let at = bytes.indexOf(mark, 0, "latin1"); at !== -1; at = bytes.indexOf(mark, at + 4, "latin1")) {
      wipePosition(bytes.subarray(at));
    }
  }
  blankXmp(bytes);
  blankFilmPlaces(bytes);
  return bytes;
}

function blankXmp(bytes: Buffer): void {
  for (
    let at = bytes.indexOf("exif:GPS", 0, "latin1");
    at !== -1;
    at = bytes.indexOf("exif:GPS", at + 8, "latin1")
  ) {
    // Either exif:GPSLatitude="45,31.3N" or <exif:GPSLatitude>45,31.3N</…>; a value is a few letters long.
    const near = bytes.toString("latin1", at, at + 300);
    const value = /^exif:GPS\w+\s*(?:=\s*(?:"([^"]*)"|'([^']*)')|>([^<]*)<)/d.exec(near);
    const span = value?.indices?.[1] ?? value?.indices?.[2] ?? value?.indices?.[3];
    if (span) bytes.fill(" ", at + span[0], at + span[1], "latin1");
  }
}

/** ISO 6709, as `+45.5231-122.6765+015.000/`: in the box `©xyz`, and as a value of Apple's metadata. */
const PLACE = /[+-]\d{2,3}(?:\.\d+)?[+-]\d{3}(?:\.\d+)?(?:[+-]\d+(?:\.\d+)?)?(?:CRS\w*)?\/?/g;

function blankFilmPlaces(bytes: Buffer): void {
  for (const name of ["\u00a9xyz", "com.apple.quicktime.location.ISO6709"]) {
    for (let at = bytes.indexOf(name, 0, "latin1"); at !== -1; at = bytes.indexOf(name, at + 4, "latin1")) {
      // The names of Apple's keys stand together, before the values: those follow within a few kilobytes.
      const from = at + name.length;
      const near = bytes.toString("latin1", from, from + (name.length === 4 ? 64 : 8_192));
      for (const found of near.matchAll(PLACE))
        bytes.fill("0", from + found.index, from + found.index + found[0].length, "latin1");
    }
  }
}
