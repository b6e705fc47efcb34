import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, openSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { RuntimeLog } from "../center/runtime-options.js";

/** What a voice process writes into DATA_DIR when it listens, and removes when it ends in order. */
const noteSchema = z.object({
  pid: z.number().int().positive(),
  socket: z.string().min(1),
  version: z.string(),
});
export const VOICE_NOTE = "voice.json";

export type VoiceNote = z.output<typeof noteSchema>;

/** The voice process that runs for a DATA_DIR, by its own word; `null`: none does. */
export async function findVoiceNote(dataDir: string): Promise<VoiceNote | null> {
  const text = await readFile(path.join(dataDir, VOICE_NOTE), "utf8").catch(() => null);
  if (text === null) return null;
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return null;
  }
  const note = noteSchema.safeParse(raw);
  if (!note.success || !isAlive(note.data.pid) || !existsSync(note.data.socket)) return null;
  return note.data;
}

export interface VoiceProcessOptions {
  readonly dataDir: string;
  /** The built program; when it is not there, this center has no voice. */
  readonly program: string;
  /** Ours: another one's voice process is asked to end, and ours takes its place. */
  readonly version: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: RuntimeLog;
}

/** How long a voice process that was just started has to say where it listens. */
const STARTING_MS = 10_000;

/**
 * The voice process of one DATA_DIR: a running one is adopted, else one is started in a session of its own, so that
 * it outlives the server and a Ctrl-C in the terminal.
 */
export class VoiceProcess {
  private startedAt = Number.NEGATIVE_INFINITY;
  private ending = false;
  /** What we have started ourselves, while it runs. */
  private child: ChildProcess | null = null;

  constructor(private readonly options: VoiceProcessOptions) {}

  static isThere(program: string): boolean {
    return existsSync(program);
  }

  /** Where it listens; `null`: not yet. Starts one when none runs. */
  async socketPath(): Promise<string | null> {
    const running = await findVoiceNote(this.options.dataDir);
    if (running !== null)
      return running.version === this.options.version ? running.socket : this.replace(running);
    if (this.ending || Date.now() - this.startedAt < STARTING_MS) return null;
    await this.start();
    return null;
  }

  /** From now on none is started any more. */
  end(): void {
    this.ending = true;
  }

  /**
   * Asks the one that we have started to end, after its last call: one that was not attached yet has not heard that the
   * center stops, and would wait for another server. An adopted one was attached, or serves somebody else's calls.
   */
  endChild(): void {
    this.child?.kill("SIGTERM");
  }

  /** A voice process of another version ends itself when nobody calls any more; SIGTERM asks it to. */
  private replace({ pid, version }: VoiceNote): null {
    this.options.log.warn({ pid, version }, "a voice process of another version runs; it is asked to end");
    try {
      process.kill(pid, "SIGTERM");
    } catch {
      // Gone in the meantime.
    }
    return null;
  }

  private async start(): Promise<void> {
    const { dataDir, program, environment, log } = this.options;
    this.startedAt = Date.now();
    const logs = path.join(dataDir, "log");
    await mkdir(logs, { recursive: true, mode: 0o700 });
    if (this.ending) return;
    const output = openSync(path.join(logs, "voice-start.log"), "a", 0o600);
    const child = spawn(process.execPath, ["--enable-source-maps", program], {
      detached: true,
      stdio: ["ignore", output, output],
      env: { ...environment, DATA_DIR: dataDir },
    });
    this.child = child;
    child.on("error", (cause) =>
      log.error({ cause: String(cause) }, "the voice process could not be started"),
    );
    child.on("exit", (code, signal) => {
      // The lock is held by one that listens already: it is found at the next look.
      if (!this.ending) log.warn({ code, signal }, "the voice process ended");
      this.startedAt = Number.NEGATIVE_INFINITY;
      if (this.child === child) this.child = null;
    });
    child.unref();
    log.info({ pid: child.pid }, "the voice process is started");
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "EPERM";
  }
}
