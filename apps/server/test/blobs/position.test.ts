import { readFile } from "node:fs/promises";
import fc from "fast-check";
import sharp from "sharp";
import { expect, test } from "vitest";
import { withoutPosition } from "../../src/blobs-folder/position/index.js";
import { orientationOf } from "../../src/blobs-folder/position/tiff.js";

const sample = new URL("../../../customer/public/samples/damage.jpg", import.meta.url);
const place = {
  IFD0: { Make: "Someone's phone" },
  IFD3: {
    GPSLatitudeRef: "N",
    GPSLatitude: "45/1 31/1 2316/100",
    GPSLongitudeRef: "W",
    GPSLongitude: "122/1 40/1 3540/100",
  },
};
const xmp =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
  '<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="45,31.386N"/></rdf:RDF></x:xmpmeta>';
const drawn = () =>
  sharp({ create: { width: 64, height: 40, channels: 3, background: "#3b6" } })
    .withExif(place)
    .withXmp(xmp)
    .withMetadata({ orientation: 6 });

/** A GPS directory is there when its pointer leads to entries. */
async function hasPosition(bytes: Buffer): Promise<boolean> {
  const { exif, xmp: text } = await sharp(bytes).metadata();
  if (text?.includes("45,31.386N")) return true;
  if (!exif) return false;
  const tiff = exif.toString("latin1", 0, 4) === "Exif" ? exif.subarray(6) : exif;
  const little = tiff.toString("latin1", 0, 2) === "II";
  const u16 = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const u32 = (at: number) => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const ifd = u32(4);
  for (let index = 0; index < u16(ifd); index++) {
    const entry = ifd + 2 + index * 12;
    if (u16(entry) === 0x8825) return u16(u32(entry + 8)) > 0;
  }
  return false;
}

const pictures: readonly [string, () => Promise<Buffer>][] = [
  ["image/jpeg", () => drawn().jpeg().toBuffer()],
  ["image/png", () => drawn().png().toBuffer()],
  ["image/webp", () => drawn().webp().toBuffer()],
  ["image/avif", () => drawn().avif({ effort: 0 }).toBuffer()],
];

test.each(pictures)("%s: the position goes, the picture and its turn stay", async (mediaType, make) => {
  const bytes = await make();
  expect(await hasPosition(bytes)).toBe(true);
  const before = await sharp(bytes).raw().toBuffer();
  const bare = withoutPosition(Buffer.from(bytes), mediaType);
  if (!bare) throw new Error("not understood");
  expect(await hasPosition(bare)).toBe(false);
  expect((await sharp(bare).raw().toBuffer()).equals(before)).toBe(true);
  // AVIF is turned by its container, which stays as it is.
  const turned = mediaType === "image/avif" ? undefined : 6;
  expect((await sharp(bytes).metadata()).orientation).toBe(turned);
  expect((await sharp(bare).metadata()).orientation).toBe(turned);
});

test("the sample photo of the demo app loses its position and not a single pixel", async () => {
  const bytes = await readFile(sample);
  expect(await hasPosition(bytes)).toBe(true);
  const bare = withoutPosition(bytes, "image/jpeg");
  if (!bare) throw new Error("not understood");
  expect(bare.includes("Demo camera")).toBe(false);
  expect((await sharp(bare).metadata()).exif).toBeUndefined();
  expect((await sharp(bare).raw().toBuffer()).equals(await sharp(bytes).raw().toBuffer())).toBe(true);
});

test("what phones append after a JPEG's end goes: a second picture has a position of its own", async () => {
  const bytes = await drawn().jpeg({ progressive: true }).toBuffer();
  const bare = withoutPosition(Buffer.concat([bytes, bytes, Buffer.from("MotionPhoto")]), "image/jpeg");
  expect(bare?.equals(withoutPosition(bytes, "image/jpeg") ?? Buffer.alloc(0))).toBe(true);
});

test("cleaning twice changes nothing more", async () => {
  for (const [mediaType, make] of pictures) {
    const once = withoutPosition(await make(), mediaType) ?? Buffer.alloc(0);
    expect(withoutPosition(Buffer.from(once), mediaType)?.equals(once)).toBe(true);
  }
});

test("the place in a film is blanked without moving a byte", () => {
  const film = Buffer.from(
    "....moov....udta....\u00a9xyz\0\x12\x15\xc7+45.5231-122.6765+015.000/....mdat+rest",
    "latin1",
  );
  const length = film.length;
  const bare = withoutPosition(film, "video/mp4");
  expect(bare?.length).toBe(length);
  expect(bare?.includes("45.5231")).toBe(false);
  expect(bare?.subarray(-9).toString("latin1")).toBe("mdat+rest");
});

test("damaged pictures never break the reader, and what it lets through it finds nothing more to take out of", async () => {
  for (const [mediaType, make] of pictures) {
    const bytes = await make();
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 12 }),
        fc.nat(bytes.length),
        (changes, cut) => {
          const damaged = Buffer.from(bytes.subarray(0, bytes.length - cut * Number(cut % 3 === 0)));
          for (const [at, value] of changes) if (at < damaged.length) damaged[at] = value;
          const bare = withoutPosition(damaged, mediaType);
          return bare === undefined || withoutPosition(Buffer.from(bare), mediaType)?.equals(bare) === true;
        },
      ),
      { numRuns: 1_500 },
    );
  }
});

test("any bytes at all as EXIF data are read without a fault", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom("II*\0", "MM\0*"), (noise, mark) => {
      const exif = Buffer.concat([Buffer.from(mark, "latin1"), noise]);
      expect(orientationOf(exif)).toBeGreaterThanOrEqual(1);
      withoutPosition(exif, "image/heic");
    }),
    { numRuns: 3_000 },
  );
});
