import { randomUUID } from "node:crypto";
import { connect, type Socket } from "node:net";
import {
  type FromVoice,
  fromVoiceSchema,
  type ToVoice,
  VOICE_WIRE_VERSION,
  type VoiceEvent,
  type VoiceReport,
  type VoiceRequest,
  type WireCallPicture,
} from "@patchbay/protocol";
import { JsonLines } from "@patchbay/protocol/json-lines";
import { until } from "./until.js";

type Said<T extends FromVoice["t"]> = Extract<FromVoice, { readonly t: T }>;
type EventOf<T extends VoiceEvent["type"]> = Extract<VoiceEvent, { readonly type: T }>;

/** The other end of the wire, as a test leads it: it says hello, keeps what it hears, and acknowledges when told to. */
export class FakeServer {
  readonly heard: FromVoice[] = [];
  private closed = false;

  private constructor(
    private readonly socket: Socket,
    private readonly lines: JsonLines,
  ) {}

  static async connect(
    socketPath: string,
    hello: { version?: number; centerId?: string; epoch?: number } | null = {},
  ): Promise<FakeServer> {
    const socket = connect(socketPath);
    const parts: { server?: FakeServer } = {};
    const lines = new JsonLines(
      socket,
      (message) => parts.server?.heard.push(fromVoiceSchema.parse(message)),
      (problem) => {
        throw new Error(problem);
      },
    );
    const server = new FakeServer(socket, lines);
    parts.server = server;
    socket.on("error", () => undefined);
    socket.on("close", () => {
      server.closed = true;
    });
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", reject);
    });
    if (hello !== null)
      server.say({ t: "hello", version: VOICE_WIRE_VERSION, centerId: "center", epoch: 1, ...hello });
    return server;
  }

  get isClosed(): boolean {
    return this.closed;
  }

  say(message: ToVoice): void {
    this.lines.send(message);
  }

  sayRaw(text: string | Uint8Array): void {
    this.socket.write(text);
  }

  show(interactionId: string, revision: number, picture: WireCallPicture["picture"]): void {
    this.say({ t: "picture", call: { interactionId, revision, picture } });
  }

  /** Cuts the line; both sides live on. */
  cut(): void {
    this.socket.destroy();
  }

  all<T extends FromVoice["t"]>(t: T): Said<T>[] {
    return this.heard.filter((message): message is Said<T> => message.t === t);
  }

  get events(): VoiceEvent[] {
    return this.all("event").map(({ event }) => event);
  }

  get reports(): VoiceReport[] {
    return this.all("report").map(({ report }) => report);
  }

  said<T extends FromVoice["t"]>(t: T, within = 5_000): Promise<Said<T>> {
    return until(() => this.all(t)[0], within, `the voice process says ${t}`);
  }

  /** The first event of a type that a test accepts, once it has come. */
  event<T extends VoiceEvent["type"]>(
    type: T,
    fits: (event: EventOf<T>) => boolean = () => true,
    within = 8_000,
  ): Promise<EventOf<T>> {
    const find = (): EventOf<T> | undefined =>
      this.events.find((event): event is EventOf<T> => event.type === type && fits(event as EventOf<T>));
    return until(find, within, `event ${type}`);
  }

  async request(request: VoiceRequest, within = 8_000): Promise<Said<"answer">["outcome"]> {
    const requestId = randomUUID();
    this.say({ t: "request", requestId, request });
    const find = () => this.all("answer").find((answer) => answer.requestId === requestId);
    return (await until(find, within, `an answer to ${request.name}`)).outcome;
  }
}
