import { connect, type Socket } from "node:net";
import {
  type FromVoice,
  fromVoiceSchema,
  type ToVoice,
  VOICE_WIRE_VERSION,
  type VoiceEvent,
  type VoiceReport,
  type VoiceRequest,
} from "@patchbay/protocol";
import { JsonLines } from "@patchbay/protocol/json-lines";
import type { Clock, Ids } from "../center/clock.js";
import type { RuntimeLog } from "../center/runtime-options.js";

/** How long a request to the voice process may take: a browser's media is negotiated within it. */
export const REQUEST_WITHIN_MS = 5_000;
const RETRY_MS = 200;
const RETRY_MS_MAX = 2_000;

export type Welcome = Extract<FromVoice, { readonly t: "welcome" }>;
export type VoiceAnswer =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly code: string };

export interface AttachmentDeps {
  /** Where the voice process listens now; `null`: there is none. Asked before every try. */
  readonly socketPath: () => Promise<string | null>;
  readonly centerId: string;
  readonly epoch: () => number;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: RuntimeLog;
  readonly onWelcome: (welcome: Welcome) => void;
  /** Numbered facts, in order. Acknowledged by `ack` when they are stored. */
  readonly onEvent: (n: number, event: VoiceEvent) => void;
  readonly onReport: (report: VoiceReport) => void;
  readonly onLost: () => void;
}

/** The line to the voice process. It is there, or it is being looked for. */
export interface Attachment {
  readonly attached: boolean;
  start(): void;
  stop(): void;
  /** Dropped when nobody is attached: pictures are drawn anew at the next welcome. */
  send(message: ToVoice): void;
  request(request: VoiceRequest): Promise<VoiceAnswer>;
}

/** By the socket in DATA_DIR. */
export class VoiceAttachment implements Attachment {
  private socket: Socket | null = null;
  private lines: JsonLines | null = null;
  private welcomed = false;
  private stopped = false;
  private retryMs = RETRY_MS;
  private callOffRetry: (() => void) | null = null;
  private readonly asked = new Map<string, (answer: VoiceAnswer) => void>();

  constructor(private readonly deps: AttachmentDeps) {}

  get attached(): boolean {
    return this.welcomed;
  }

  start(): void {
    void this.tryOnce();
  }

  stop(): void {
    this.stopped = true;
    this.callOffRetry?.();
    this.socket?.destroy();
  }

  send(message: ToVoice): void {
    if (this.welcomed) this.lines?.send(message);
  }

  request(request: VoiceRequest): Promise<VoiceAnswer> {
    if (!this.welcomed) return Promise.resolve({ ok: false, code: "voice_unreachable" });
    const requestId = this.deps.ids.next();
    return new Promise((resolve) => {
      const callOff = this.deps.clock.after(REQUEST_WITHIN_MS, () => {
        this.asked.delete(requestId);
        resolve({ ok: false, code: "voice_unreachable" });
      });
      this.asked.set(requestId, (answer) => {
        this.asked.delete(requestId);
        callOff();
        resolve(answer);
      });
      this.send({ t: "request", requestId, request });
    });
  }

  private async tryOnce(): Promise<void> {
    if (this.stopped) return;
    const path = await this.deps.socketPath().catch(() => null);
    if (this.stopped) return;
    if (path === null) {
      this.again();
      return;
    }
    const socket = connect(path);
    this.socket = socket;
    socket.on("error", () => undefined);
    socket.on("close", () => this.closed(socket));
    socket.on("connect", () => {
      this.lines = new JsonLines(
        socket,
        (message) => this.hear(message),
        (problem) => this.deps.log.error({ problem }, "the voice process says what nobody understands"),
      );
      this.lines.send({
        t: "hello",
        version: VOICE_WIRE_VERSION,
        centerId: this.deps.centerId,
        epoch: this.deps.epoch(),
      } satisfies ToVoice);
    });
  }

  private closed(socket: Socket): void {
    if (this.socket !== socket) return;
    this.socket = null;
    this.lines = null;
    const was = this.welcomed;
    this.welcomed = false;
    for (const answer of [...this.asked.values()]) answer({ ok: false, code: "voice_unreachable" });
    if (was && !this.stopped) {
      this.deps.log.warn({}, "the voice process is not attached any more");
      this.deps.onLost();
    }
    this.again();
  }

  private again(): void {
    if (this.stopped) return;
    this.callOffRetry = this.deps.clock.after(this.retryMs, () => void this.tryOnce());
    this.retryMs = Math.min(this.retryMs * 2, RETRY_MS_MAX);
  }

  private hear(raw: unknown): void {
    const parsed = fromVoiceSchema.safeParse(raw);
    if (!parsed.success) {
      // A newer voice process may say more than we know; what it needs an answer to, it says again.
      this.deps.log.warn(
        { problem: parsed.error.issues[0]?.message ?? "" },
        "an unknown word of the voice process",
      );
      return;
    }
    const message = parsed.data;
    switch (message.t) {
      case "welcome":
        if (message.version !== VOICE_WIRE_VERSION) {
          this.deps.log.error({ version: message.version }, "the voice process speaks another version");
          this.socket?.destroy();
          return;
        }
        this.welcomed = true;
        this.retryMs = RETRY_MS;
        this.deps.log.info(
          { bootId: message.bootId, calls: message.calls.length },
          "attached to the voice process",
        );
        this.deps.onWelcome(message);
        return;
      case "refused":
        this.deps.log.error(
          { code: message.code, detail: message.detail },
          "the voice process turned us away",
        );
        this.retryMs = RETRY_MS_MAX;
        return;
      case "event":
        this.deps.onEvent(message.n, message.event);
        return;
      case "report":
        this.deps.onReport(message.report);
        return;
      case "answer": {
        const { outcome } = message;
        this.asked.get(message.requestId)?.(
          outcome.ok ? { ok: true, result: outcome.result } : { ok: false, code: outcome.code },
        );
        return;
      }
    }
  }
}
