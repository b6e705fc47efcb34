import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { UPLOAD_BYTES_MAX } from "../center/blobs.js";
import { SPEECH_TEXT_MAX, type Speech, SpeechError } from "../center/speech.js";

export interface CommandSpeechOptions {
  /** Program and arguments. The text comes on its standard input, the sound is expected on its standard output. */
  readonly command: readonly [string, ...string[]];
  /** Where sounds are kept by what is said in them. */
  readonly folder: string;
  readonly withinMs?: number;
  readonly bytesMax?: number;
  /** Sounds that are kept; the one that was asked for longest ago goes first. */
  readonly keptMax?: number;
}

/** Two minutes of words take a voice of this machine a second or two. */
const WITHIN_MS = 30_000;
const KEPT_MAX = 200;

/** A voice that is a program on this machine, for instance `espeak-ng --stdin --stdout`. Decision 0182. */
export class CommandSpeech implements Speech {
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: CommandSpeechOptions) {}

  async say(text: string): Promise<Buffer> {
    if (text.length > SPEECH_TEXT_MAX) throw new SpeechError("too_large", "the text is too long");
    const { command, folder } = this.options;
    const name = createHash("sha256")
      .update(JSON.stringify([command, text]))
      .digest("hex");
    const file = path.join(folder, `${name}.sound`);
    const kept = await readFile(file).catch(() => undefined);
    if (kept !== undefined) {
      const now = new Date();
      await utimes(file, now, now).catch(() => undefined);
      return kept;
    }
    // One after the other: calls and chats need the processor.
    const said = this.turn.then(() => this.run(text));
    this.turn = said.catch(() => undefined);
    const sound = await said;
    await this.keep(file, sound).catch(() => undefined);
    return sound;
  }

  private run(text: string): Promise<Buffer> {
    const { command, withinMs = WITHIN_MS, bytesMax = UPLOAD_BYTES_MAX } = this.options;
    const [program, ...args] = command;
    return new Promise((resolve, reject) => {
      // Of our environment it gets what a program needs to run, and no secret.
      const { PATH, HOME, LANG } = process.env;
      const child = spawn(program, args, {
        stdio: ["pipe", "pipe", "ignore"],
        shell: false,
        env: { ...(PATH && { PATH }), ...(HOME && { HOME }), LANG: LANG ?? "C.UTF-8" },
      });
      const chunks: Buffer[] = [];
      let bytes = 0;
      const fail = (error: SpeechError): void => {
        clearTimeout(late);
        child.kill("SIGKILL");
        reject(error);
      };
      const late = setTimeout(() => fail(new SpeechError("too_slow", "the voice took too long")), withinMs);
      child.once("error", (cause) => fail(new SpeechError("failed", "the voice did not start", { cause })));
      child.stdout.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > bytesMax) fail(new SpeechError("too_large", "the voice gave too much"));
        else chunks.push(chunk);
      });
      child.once("close", (code) => {
        clearTimeout(late);
        if (code === 0 && bytes > 0) resolve(Buffer.concat(chunks));
        else
          reject(new SpeechError("failed", `the voice ended with ${code ?? "a signal"} and ${bytes} bytes`));
      });
      // A program that does not read its input ends all the same.
      child.stdin.on("error", () => undefined);
      child.stdin.end(text);
    });
  }

  private async keep(file: string, sound: Buffer): Promise<void> {
    const { folder, keptMax = KEPT_MAX } = this.options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(`${file}.new`, sound, { mode: 0o600 });
    await rename(`${file}.new`, file);
    const names = (await readdir(folder)).filter((name) => name.endsWith(".sound"));
    if (names.length <= keptMax) return;
    const ages = await Promise.all(
      names.map(async (name) => ({ name, at: (await stat(path.join(folder, name))).mtimeMs })),
    );
    ages.sort((a, b) => a.at - b.at);
    for (const { name } of ages.slice(0, names.length - keptMax))
      await rm(path.join(folder, name), { force: true });
  }
}
