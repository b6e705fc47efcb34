import { chmodSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import {
  type FromVoice,
  type ToVoice,
  toVoiceSchema,
  VOICE_WIRE_VERSION,
  type VoiceErrorCode,
  type VoiceEvent,
  type VoiceNetwork,
  type VoiceReport,
  type VoiceRequest,
  type WireCallPicture,
} from "@patchbay/protocol";
import { JsonLines } from "@patchbay/protocol/json-lines";
import { EventLog } from "./event-log.js";

/** Whoever connects says who it is within this. */
const HELLO_WITHIN_MS = 5_000;
/** Answers kept for a request that is asked again with the same id. */
const ANSWERS_KEPT_MAX = 500;

export type RequestOutcome =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly code: VoiceErrorCode; readonly detail: string };

export interface AttachmentDeps {
  readonly socketPath: string;
  readonly bootId: string;
  /** Calls that are up, for the welcome. */
  readonly calls: () => readonly { readonly interactionId: string; readonly revision: number }[];
  /** What is true now and would otherwise be told at its next change only. */
  readonly standingReports: () => readonly VoiceReport[];
  readonly onConfigure: (revision: number, network: VoiceNetwork) => void;
  readonly onPicture: (call: WireCallPicture) => void;
  readonly onRequest: (request: VoiceRequest) => Promise<RequestOutcome>;
  readonly onAttached: (attached: boolean) => void;
  /** The center stops for good. */
  readonly onEnd: () => void;
  readonly log: {
    info(facts: object, text: string): void;
    warn(facts: object, text: string): void;
  };
  readonly now: () => number;
}

interface Attached {
  readonly socket: Socket;
  readonly lines: JsonLines;
}

/**
 * Where the server attaches: one at a time, the one with the highest epoch. Events are kept until it has stored them;
 * reports are for who listens now.
 */
export class Attachment {
  private readonly server: Server;
  private readonly events = new EventLog();
  private readonly sockets = new Set<Socket>();
  private readonly answers = new Map<string, Promise<RequestOutcome>>();
  private attached: Attached | null = null;
  private center: { readonly centerId: string; readonly epoch: number } | null = null;

  constructor(private readonly deps: AttachmentDeps) {
    this.server = createServer((socket) => this.greet(socket));
  }

  /** @throws when the path cannot be listened on. */
  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(this.deps.socketPath, () => {
        this.server.off("error", reject);
        chmodSync(this.deps.socketPath, 0o600);
        resolve();
      });
    });
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  get isAttached(): boolean {
    return this.attached !== null;
  }

  /** Told now, and at each attaching until it is acknowledged. */
  tell(event: VoiceEvent): void {
    const numbered = this.events.add(event, this.deps.now());
    this.send({ t: "event", ...numbered });
  }

  report(report: VoiceReport): void {
    this.send({ t: "report", report });
  }

  private send(message: FromVoice): void {
    this.attached?.lines.send(message);
  }

  private greet(socket: Socket): void {
    this.sockets.add(socket);
    const late = setTimeout(() => socket.destroy(), HELLO_WITHIN_MS);
    let greeted = false;
    const lines = new JsonLines(
      socket,
      (raw) => {
        const parsed = toVoiceSchema.safeParse(raw);
        if (!parsed.success) {
          const problem = parsed.error.issues[0]?.message ?? "";
          this.deps.log.warn({ problem }, "a server says what nobody understands");
          // One message that is wrong must not cost all calls their server; whoever begins with one is no server.
          if (greeted) refuseUnreadable(raw, lines);
          else socket.destroy();
          return;
        }
        if (greeted) {
          if (this.attached?.socket === socket) this.hear(parsed.data);
          return;
        }
        clearTimeout(late);
        greeted = true;
        this.hello(parsed.data, { socket, lines });
      },
      (problem) => this.deps.log.warn({ problem }, "a server says what nobody understands"),
    );
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearTimeout(late);
      this.sockets.delete(socket);
      if (this.attached?.socket !== socket) return;
      this.attached = null;
      this.deps.log.warn({}, "the server has gone");
      this.deps.onAttached(false);
    });
  }

  private hello(message: ToVoice, who: Attached): void {
    if (message.t !== "hello") {
      who.socket.destroy();
      return;
    }
    const { version, centerId, epoch } = message;
    const refuse = (code: "version" | "replaced" | "center", detail: string): void => {
      this.deps.log.warn({ code }, "a server was turned away");
      this.turnAway(who, code, detail);
    };
    if (version !== VOICE_WIRE_VERSION) {
      refuse("version", `this one speaks version ${VOICE_WIRE_VERSION}`);
      return;
    }
    if (this.center !== null && this.center.centerId !== centerId) {
      refuse("center", "this voice process serves another center");
      return;
    }
    if (this.center !== null && epoch < this.center.epoch) {
      refuse("replaced", "a server with a higher epoch has attached");
      return;
    }
    this.center = { centerId, epoch };
    const former = this.attached;
    this.attached = who;
    if (former !== null) this.turnAway(former, "replaced", "another server has attached");
    // A call without a picture, whose arrival is told only now, is not one that a server could know.
    const untold = new Set(
      this.events.unacknowledged.flatMap(({ event }) =>
        event.type === "call.arrived" ? [event.interactionId] : [],
      ),
    );
    this.send({
      t: "welcome",
      version: VOICE_WIRE_VERSION,
      bootId: this.deps.bootId,
      pid: process.pid,
      calls: this.deps
        .calls()
        .filter(({ interactionId, revision }) => revision > 0 || !untold.has(interactionId)),
    });
    for (const event of this.events.unacknowledged) this.send({ t: "event", ...event });
    for (const report of this.deps.standingReports()) this.report(report);
    this.deps.log.info({ epoch, unacknowledged: this.events.unacknowledged.length }, "a server has attached");
    this.deps.onAttached(true);
  }

  private turnAway(
    { socket, lines }: Attached,
    code: "version" | "replaced" | "center",
    detail: string,
  ): void {
    lines.send({ t: "refused", code, detail } satisfies FromVoice);
    socket.end();
    // Whoever does not close its side is not waited for.
    setTimeout(() => socket.destroy(), 1_000).unref();
  }

  private hear(message: ToVoice): void {
    switch (message.t) {
      case "hello":
        return;
      case "configure":
        this.deps.onConfigure(message.revision, message.network);
        return;
      case "picture":
        this.deps.onPicture(message.call);
        return;
      case "request":
        void this.answer(message.requestId, message.request);
        return;
      case "ack":
        this.events.acknowledge(message.n);
        return;
      case "end":
        this.deps.onEnd();
        return;
    }
  }

  /** The same request again gets the same answer and is not done twice. */
  private async answer(requestId: string, request: VoiceRequest): Promise<void> {
    const known = this.answers.get(requestId);
    const asked = known ?? this.deps.onRequest(request);
    if (known === undefined) {
      this.answers.set(requestId, asked);
      const [oldest] = this.answers.keys();
      if (this.answers.size > ANSWERS_KEPT_MAX && oldest !== undefined) this.answers.delete(oldest);
    }
    this.send({ t: "answer", requestId, outcome: await asked });
  }
}

/** A request that cannot be read is answered all the same, so that nobody waits for it. */
function refuseUnreadable(raw: unknown, lines: JsonLines): void {
  if (typeof raw !== "object" || raw === null || !("requestId" in raw)) return;
  if (typeof raw.requestId !== "string") return;
  const outcome = { ok: false, code: "invalid_request", detail: "not a request of this version" } as const;
  lines.send({ t: "answer", requestId: raw.requestId, outcome } satisfies FromVoice);
}
