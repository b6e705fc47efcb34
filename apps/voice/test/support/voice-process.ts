import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { builtForTests } from "./build-voice.js";
import { freePorts } from "./free-ports.js";
import { until } from "./until.js";

const media = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../../packages/media");

/** The real voice process, as it was built, on ports of 127.0.0.1 and in a folder of its own. */
export class VoiceUnderTest {
  private constructor(
    readonly child: ChildProcess,
    readonly dataDir: string,
    readonly sipPort: number,
    private readonly errors: string[],
  ) {}

  /** Prompts: those that come along, and `tone-1000`, a tone of 1,000 Hz that can be measured. */
  static async start(
    environment: Record<string, string> = {},
    dataDir = mkdtempSync(path.join(os.tmpdir(), "patchbay-voice-test-")),
  ): Promise<VoiceUnderTest> {
    const prompts = path.join(dataDir, "prompts");
    mkdirSync(prompts, { recursive: true });
    for (const file of readdirSync(path.join(media, "prompts/en")))
      if (file.endsWith(".opus"))
        copyFileSync(path.join(media, "prompts/en", file), path.join(prompts, file));
    copyFileSync(path.join(media, "test/fixtures/tone-1000.opus"), path.join(prompts, "tone-1000.opus"));
    const sipPort = await freePorts(2);
    const rtp = await freePorts(100);
    const errors: string[] = [];
    const child = spawn(process.execPath, ["--enable-source-maps", path.join(builtForTests, "main.js")], {
      env: {
        PATH: process.env["PATH"],
        TMPDIR: os.tmpdir(),
        HOST: "127.0.0.1",
        DATA_DIR: dataDir,
        SIP_PORT: String(sipPort),
        SIP_TLS_PORT: String(sipPort + 1),
        RTP_PORTS: `${rtp}-${rtp + 99}`,
        VOICE_WORKERS: "1",
        PROMPTS_DIR: prompts,
        LOG_LEVEL: "debug",
        ...environment,
      },
      stdio: ["ignore", "ignore", "pipe"],
    });
    child.stderr?.on("data", (chunk: Buffer) => errors.push(chunk.toString()));
    const voice = new VoiceUnderTest(child, dataDir, sipPort, errors);
    await until(() => voice.note()?.pid === child.pid || child.exitCode !== null, 15_000, "voice.json").catch(
      (cause) => {
        throw new Error(`${String(cause)}\n${voice.log}`);
      },
    );
    return voice;
  }

  note(): { pid: number; socket: string; bootId: string; version: string } | undefined {
    try {
      return JSON.parse(readFileSync(path.join(this.dataDir, "voice.json"), "utf8"));
    } catch {
      return undefined;
    }
  }

  get socketPath(): string {
    const note = this.note();
    if (note === undefined) throw new Error(`the voice process did not start: ${this.errors.join("")}`);
    return note.socket;
  }

  get log(): string {
    try {
      return readFileSync(path.join(this.dataDir, "log/voice.log"), "utf8") + this.errors.join("");
    } catch {
      return this.errors.join("");
    }
  }

  /** Process ids of its workers, from its log. */
  get workers(): number[] {
    return [...this.log.matchAll(/"workerPid":(\d+)/g)].map((match) => Number(match[1]));
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill("SIGKILL");
      await new Promise((resolve) => this.child.once("exit", resolve));
    }
    const note = this.note();
    if (note !== undefined) rmSync(path.dirname(note.socket), { recursive: true, force: true });
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
