import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FolderBlobs, MemoryFiles } from "../../src/blobs-folder/index.js";
import type { BlobError } from "../../src/center/blobs.js";

let folder: string;
let blobs: FolderBlobs;
let made = 0;
const clock = { now: () => 1_000, after: () => () => undefined };
const ids = { next: () => `id-${++made}` };
const index = new MemoryFiles();

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pb-blobs-"));
  await FolderBlobs.open({ folder, index, clock, ids });
  await writeFile(path.join(folder, "incoming", "half"), "an upload of a process that was killed");
  blobs = await FolderBlobs.open({ folder, index, clock, ids });
});
afterAll(() => rm(folder, { recursive: true }));

async function* inPieces(bytes: Buffer, size = 64 * 1024) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const put = (bytes: Buffer | string, name = "file") =>
  blobs.put({ bytes: inPieces(Buffer.from(bytes)), name, uploadedBy: "maria", interactionId: null });
const refusal = (bytes: Buffer | string, name = "file") =>
  put(bytes, name).then(
    (info) => `taken as ${info.mediaType}`,
    (error: BlobError) => error.code,
  );
const bytesOf = async (fileId: string, variant: "original" | "thumb" = "original") => {
  const opened = await blobs.open(fileId, variant);
  if (!opened) return undefined;
  const parts: Buffer[] = [];
  for await (const part of opened.stream) parts.push(Buffer.from(part));
  expect(Buffer.concat(parts).length).toBe(opened.bytes);
  return Buffer.concat(parts);
};
const picture = () => sharp({ create: { width: 900, height: 600, channels: 3, background: "#369" } });
const zip = Buffer.from(
  "504b0304140000000000000000000000000000000000000000000100000061504b0506000000000000000000000000000000000000",
  "hex",
);

test("a text comes back as it was, under a name made of its bytes", async () => {
  const info = await put("Größe: 3 m\n", "../../notes.txt");
  expect(info).toMatchObject({ name: "notes.txt", mediaType: "text/plain", image: null, bytes: 13 });
  expect((await bytesOf(info.fileId))?.toString()).toBe("Größe: 3 m\n");
  const sha = createHash("sha256").update("Größe: 3 m\n").digest("hex");
  expect(await readFile(path.join(folder, sha.slice(0, 2), sha.slice(2, 4), sha), "utf8")).toBe(
    "Größe: 3 m\n",
  );
  expect(await blobs.open(info.fileId, "thumb")).toBeUndefined();
});

test("the same bytes twice are two files and one on the disk", async () => {
  const [one, two] = [await put("twice", "a.txt"), await put("twice", "b.txt")];
  expect(one.fileId).not.toBe(two.fileId);
  expect(await bytesOf(two.fileId)).toEqual(await bytesOf(one.fileId));
});

test("a photo loses its position, keeps its pixels, and has its thumbnail at once", async () => {
  const photo = await readFile(new URL("../../../customer/public/samples/damage.jpg", import.meta.url));
  const info = await put(photo, "IMG_0001.JPG");
  expect(info).toMatchObject({
    name: "IMG_0001.JPG",
    mediaType: "image/jpeg",
    image: { width: 1280, height: 960 },
  });
  const kept = await bytesOf(info.fileId);
  expect(kept?.length).toBe(info.bytes);
  expect((await sharp(kept).metadata()).exif).toBeUndefined();
  const thumb = await sharp(await bytesOf(info.fileId, "thumb")).metadata();
  expect([thumb.format, thumb.width, thumb.height]).toEqual(["webp", 480, 360]);
});

test("a picture on its side has the size that people see", async () => {
  const turned = await picture().withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const info = await put(turned, "turned.jpg");
  expect(info.image).toEqual({ width: 600, height: 900 });
  expect((await sharp(await bytesOf(info.fileId)).metadata()).orientation).toBe(6);
});

test("25 MB are taken, one byte more is not, and nothing is left lying about", async () => {
  expect(await refusal(Buffer.alloc(25 * 1024 * 1024, "x"), "big.txt")).toBe("taken as text/plain");
  expect(await refusal(Buffer.alloc(25 * 1024 * 1024 + 1, "x"), "big.txt")).toBe("file_too_large");
  expect(await readdir(path.join(folder, "incoming"))).toEqual([]);
});

test.each(["empty.txt", "photo.jpg"])(
  "a file of no bytes is told apart from a wrong kind: %s",
  async (name) => {
    expect(await refusal("", name)).toBe("file_empty");
    expect(await readdir(path.join(folder, "incoming"))).toEqual([]);
  },
);

test("an upload that breaks off is no file", async () => {
  const broken = async function* () {
    yield Buffer.from("the first half");
    throw new Error("connection lost");
  };
  const given = blobs.put({ bytes: broken(), name: "a.txt", uploadedBy: "maria", interactionId: null });
  await expect(given).rejects.toMatchObject({ code: "broken_off" });
  expect(await readdir(path.join(folder, "incoming"))).toEqual([]);
});

test.each([
  ["a program", Buffer.from("7f454c4602010100000000000000000002003e0001000000", "hex"), "photo.jpg"],
  ["a Windows program", Buffer.concat([Buffer.from("MZ"), Buffer.alloc(200)]), "invoice.pdf"],
  ["a page", "<!doctype html><script>alert(1)</script>", "notes.txt"],
  ["a page behind blanks", "\n\n   <HTML><body onload=alert(1)>", "notes.txt"],
  [
    "a drawing that can run scripts",
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "a.png",
  ],
  ["a drawing with a prolog", '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "a.svg"],
  ["a shell script", "#!/bin/sh\nrm -rf /\n", "notes.txt"],
  ["a text that calls itself a script", "WScript.Echo 1", "run.vbs"],
  ["an archive", zip, "photos.zip"],
  ["bytes of no kind", Buffer.from("00ff00ff1234", "hex"), "thing"],
  [
    "a picture that is none",
    Buffer.concat([Buffer.from("ffd8ffe000104a46494600", "hex"), Buffer.alloc(500)]),
    "a.jpg",
  ],
])("%s is not taken", async (_what, bytes, name) => {
  expect(await refusal(bytes, name)).toBe("type_blocked");
});

test("a picture that would unpack to gigabytes is refused by its size on paper", async () => {
  // A PNG header of 50,000 x 50,000 pixels in front of next to nothing.
  const small = await sharp({ create: { width: 1, height: 1, channels: 3, background: "#000" } })
    .png()
    .toBuffer();
  const { crc32 } = await import("node:zlib");
  const bomb = Buffer.from(small);
  bomb.writeUInt32BE(50_000, 16);
  bomb.writeUInt32BE(50_000, 20);
  bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
  expect(await refusal(bomb, "bomb.png")).toBe("file_too_large");
});

const gif = await picture().gif().toBuffer();
const jpeg = await picture().jpeg().toBuffer();
const script = "<html><script>alert(1)</script></html>";
/** Files that are two things at once: what they are kept as is what a browser is told, and a text or a page it never is. */
test.each([
  ["a picture with a page behind it", Buffer.concat([gif, Buffer.from(script)]), "a.html", "image/gif"],
  ["a photo with a page behind it", Buffer.concat([jpeg, Buffer.from(script)]), "a.svg", "image/jpeg"],
  ["a document with a page in it", `%PDF-1.4\n${script}\n%%EOF`, "a.html", "application/pdf"],
  ["a page far behind a text", `${"x ".repeat(4_096)}${script}`, "a.txt", "text/plain"],
])("%s is kept as one thing alone", async (_what, bytes, name, mediaType) => {
  const info = await put(bytes, name);
  expect(info.mediaType).toBe(mediaType);
  expect(info.name).not.toMatch(/\.(html|svg)$/);
});

test.each([
  ["a script that begins as a picture does", Buffer.from("GIF89a/*\0\0*/=1;alert(1)"), "a.gif"],
  ["a picture that ends in the middle", jpeg.subarray(0, 200), "a.jpg"],
  ["a drawing packed", Buffer.from("1f8b0800000000000003", "hex"), "a.svgz"],
  ["a Java archive in a picture's name", zip, "a.png"],
])("%s is not taken, either", async (_what, bytes, name) => {
  expect(await refusal(bytes, name)).toBe("type_blocked");
});

test.each([
  ["C:\\photos\\me.jpg", "me.jpg"],
  ["/etc/passwd", "passwd.jpg"],
  ["invoice.exe", "invoice.exe.jpg"],
  ["gpj.\u202eexe", "gpj.exe.jpg"],
  ["..", "file.jpg"],
  ["CON.jpg", "_CON.jpg"],
  ["lpt1.tar.jpg", "_lpt1.tar.jpg"],
  ["con\u202e.jpg", "_con.jpg"],
  ["concert.jpg", "concert.jpg"],
  ["photo\0.html\0.jpg", "photo.html.jpg"],
  [`${"x".repeat(10_000)}.jpg`, `${"x".repeat(251)}.jpg`],
  ["a\r\nSet-Cookie: x.jpg", "aSet-Cookie: x.jpg"],
  [`${"ü".repeat(400)}.jpg`, `${"ü".repeat(251)}.jpg`],
])("the name %j is kept as %j", async (given, kept) => {
  const photo = await picture().jpeg().toBuffer();
  expect((await put(photo, given)).name).toBe(kept);
});
