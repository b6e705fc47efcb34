/**
 * Renders the spoken prompts and the demo's recorded messages of packages/media/prompts once; the results are committed, so that nobody needs the tools.
 *
 *     node scripts/prompts/render.mjs [name...]
 *
 * Needs espeak-ng (the voice) and opusenc (opus-tools) from Debian. See packages/media/prompts/LICENCE.md.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const folderOf = (name) => fileURLToPath(new URL(`../../packages/media/prompts/${name}/`, import.meta.url));
const textsOf = (folder) => JSON.parse(readFileSync(path.join(folder, "prompts.json"), "utf8"));
const folder = folderOf("en");
const messages = folderOf("messages");
const numbers = [...Array.from({ length: 21 }, (_, n) => n), 30, 40, 50, 60, 70, 80, 90, 100];
const texts = {
  ...textsOf(folder),
  ...Object.fromEntries(numbers.map((n) => [`number-${n}`, n === 100 ? "one hundred" : String(n)])),
};
const pieces = [
  ...Object.entries(texts).map(([name, text]) => ({ name, text, folder })),
  ...Object.entries(textsOf(messages)).map(([name, text]) => ({ name, text, folder: messages })),
];

/** Only these: every rendering of the same words is another file. */
const only = process.argv.slice(2);
const chosen = pieces.filter(({ name }) => only.length === 0 || only.includes(name));

/** Speech peaks here, of 32,767: as loud as a clear telephone voice. */
const PEAK = 16_000;
/** Below this it is silence, which is cut off at both ends up to 30 ms. */
const QUIET = 250;

const work = mkdtempSync(path.join(tmpdir(), "prompts-"));
try {
  for (const { name, text, folder: into } of chosen) {
    const wav = path.join(work, "spoken.wav");
    execFileSync("espeak-ng", ["-v", "en-us", "-s", "150", "-p", "45", "-w", wav, text]);
    writeFileSync(wav, trimmed(readFileSync(wav)));
    execFileSync("opusenc", ["--quiet", "--speech", "--bitrate", "24", wav, path.join(into, `${name}.opus`)]);
  }
} finally {
  rmSync(work, { recursive: true });
}
console.log(`${chosen.length} prompts rendered`);

/** The voice's files: 44 bytes of header, then 16 bits mono. */
function trimmed(file) {
  const samples = new Int16Array(file.buffer.slice(file.byteOffset + 44, file.byteOffset + file.length));
  const margin = Math.round(file.readUInt32LE(24) * 0.03);
  const first = samples.findIndex((sample) => Math.abs(sample) > QUIET);
  const last = samples.findLastIndex((sample) => Math.abs(sample) > QUIET);
  const kept = samples.slice(Math.max(0, first - margin), last + margin);
  const gain = PEAK / kept.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1);
  const body = Buffer.from(kept.map((sample) => Math.round(sample * gain)).buffer);
  const header = Buffer.from(file.subarray(0, 44));
  header.writeUInt32LE(36 + body.length, 4);
  header.writeUInt32LE(body.length, 40);
  return Buffer.concat([header, body]);
}
