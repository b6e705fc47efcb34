import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import os from "node:os";
import path from "node:path";
import {
  type FromVoice,
  type ToVoice,
  toVoiceSchema,
  VOICE_WIRE_VERSION,
  type VoiceEvent,
  type VoiceRequest,
} from "@patchbay/protocol";
import { JsonLines } from "@patchbay/protocol/json-lines";

export type Outcome = Extract<FromVoice, { readonly t: "answer" }>["outcome"];

/** The other end of the line as the contract has it: events until they are acknowledged, pictures as they come. */
export class FakeVoice {
  readonly heard: ToVoice[] = [];
  bootId = "boot-1";
  /** What it answers to requests; without an outcome it says nothing. */
  onRequest: (request: VoiceRequest) => Outcome | undefined = () => undefined;
  calls: { interactionId: string; revision: number }[] = [];
  private readonly folder = mkdtempSync(path.join(os.tmpdir(), "patchbay-voice-"));
  readonly socketPath = path.join(this.folder, "v.sock");
  private readonly server: Server;
  private lines: JsonLines | null = null;
  private socket: Socket | null = null;
  private told = 0;
  private readonly unacknowledged = new Map<number, VoiceEvent>();
  private waiting: (() => void)[] = [];

  constructor() {
    this.server = createServer((socket) => {
      this.socket = socket;
      socket.on("error", () => undefined);
      this.lines = new JsonLines(
        socket,
        (message) => this.hear(toVoiceSchema.parse(message)),
        (problem) => {
          throw new Error(problem);
        },
      );
    });
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.server.listen(this.socketPath, resolve));
  }

  close(): void {
    this.socket?.destroy();
    this.server.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The line breaks; both sides live on. */
  cut(): void {
    this.socket?.destroy();
  }

  tell(event: VoiceEvent): number {
    this.told += 1;
    this.unacknowledged.set(this.told, event);
    this.say({ t: "event", n: this.told, at: 0, event });
    return this.told;
  }

  say(message: FromVoice | { t: "nonsense" }): void {
    this.lines?.send(message);
  }

  /** Started anew: nothing of before is known. */
  restart(): void {
    this.bootId = `${this.bootId}+`;
    this.told = 0;
    this.unacknowledged.clear();
    this.calls = [];
    this.cut();
  }

  /** The server has closed its line, and everything that it said before was heard. */
  get isLeft(): boolean {
    return this.socket?.closed === true;
  }

  get open(): number[] {
    return [...this.unacknowledged.keys()];
  }

  /** The last picture of a call; `undefined`: none came. */
  pictureOf(interactionId: string) {
    const pictures = this.heard.filter(
      (message) => message.t === "picture" && message.call.interactionId === interactionId,
    );
    const last = pictures.at(-1);
    return last?.t === "picture" ? last.call : undefined;
  }

  /** Waits until something holds; fails after two seconds. */
  async until(what: string, holds: () => boolean): Promise<void> {
    const deadline = Date.now() + 2_000;
    while (!holds()) {
      if (Date.now() > deadline) throw new Error(`it did not come to this: ${what}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 20);
        this.waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  private hear(message: ToVoice): void {
    this.heard.push(message);
    if (message.t === "hello") {
      this.say({
        t: "welcome",
        version: VOICE_WIRE_VERSION,
        bootId: this.bootId,
        pid: process.pid,
        calls: this.calls,
      });
      for (const [n, event] of this.unacknowledged) this.say({ t: "event", n, at: 0, event });
    }
    if (message.t === "request") {
      const outcome = this.onRequest(message.request);
      if (outcome !== undefined) this.say({ t: "answer", requestId: message.requestId, outcome });
    }
    if (message.t === "ack") {
      for (const n of this.unacknowledged.keys()) if (n <= message.n) this.unacknowledged.delete(n);
    }
    for (const go of this.waiting.splice(0)) go();
  }
}
