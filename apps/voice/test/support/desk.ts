import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import {
  type DeskChange,
  type InteractionView,
  type LiveCallView,
  type OfferView,
  type SelfView,
  serverFrameSchema,
} from "@patchbay/protocol";
import WebSocket from "ws";
import { PASSWORD } from "./product.js";
import { pause, until } from "./until.js";

/** A desk without a page: over its WebSocket, which it makes anew when it breaks, with what it was told last. */
export class Desk {
  self: SelfView | null = null;
  readonly offers = new Map<string, OfferView>();
  readonly interactions = new Map<string, InteractionView>();
  readonly liveCalls = new Map<string, LiveCallView>();
  private socket: WebSocket | undefined;
  private cookie = "";
  private closed = false;
  private isCut = false;
  private readonly asked = new Map<
    string,
    (frame: { ok: boolean; output?: unknown; code: string }) => void
  >();

  private constructor(
    private readonly host: string,
    private readonly name: string,
  ) {}

  static async open(host: string, name: string): Promise<Desk> {
    const desk = new Desk(host, name);
    const response = await fetch(`http://${host}/api/session`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-patchbay": "desk", origin: `http://${host}` },
      body: JSON.stringify({ username: name, password: PASSWORD, seat: 1, force: true }),
    });
    if (response.status !== 200) throw new Error(`${name} cannot sign in: ${await response.text()}`);
    desk.cookie = (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    void desk.stayConnected();
    await desk.connected();
    return desk;
  }

  /** There is a snapshot. */
  connected(): Promise<true> {
    return until(
      () => (this.socket === undefined ? undefined : true),
      15_000,
      `${this.name}'s desk is connected`,
    );
  }

  async request(name: string, input: unknown): Promise<unknown> {
    await this.connected();
    const id = randomUUID();
    const result = await new Promise<{ ok: boolean; output?: unknown; code: string }>((resolve) => {
      this.asked.set(id, resolve);
      this.socket?.send(JSON.stringify({ frame: "request", id, name, input }));
    });
    if (!result.ok) throw new Error(`${name} was refused: ${result.code}`);
    return result.output;
  }

  close(): void {
    this.closed = true;
    this.socket?.terminate();
  }

  /** Its network is away until `mend`. */
  cut(): void {
    this.isCut = true;
    this.socket?.terminate();
  }

  mend(): void {
    this.isCut = false;
  }

  private async stayConnected(): Promise<void> {
    while (!this.closed) {
      if (!this.isCut) await this.connectOnce();
      this.socket = undefined;
      await pause(100);
    }
  }

  private connectOnce(): Promise<void> {
    const socket = new WebSocket(`ws://${this.host}/api/desk/stream?seat=1&tab=${this.name}`, {
      headers: { origin: `http://${this.host}`, cookie: this.cookie },
    });
    const alive = setInterval(() => {
      if (socket.readyState === WebSocket.OPEN) socket.send('{"frame":"ping"}');
    }, 2_000);
    return new Promise((resolve) => {
      socket.on("message", (data) => this.hear(socket, JSON.parse(String(data))));
      socket.on("error", () => undefined);
      socket.on("close", () => {
        clearInterval(alive);
        resolve();
      });
    });
  }

  private hear(socket: WebSocket, raw: unknown): void {
    const frame = serverFrameSchema.parse(raw);
    if (frame.frame === "snapshot") {
      const { self, offers, interactions, liveCalls } = frame.snapshot;
      this.self = self;
      fill(this.offers, offers, ({ offerId }) => offerId);
      fill(this.interactions, interactions, ({ interactionId }) => interactionId);
      fill(this.liveCalls, liveCalls, ({ interactionId }) => interactionId);
      this.socket = socket;
    } else if (frame.frame === "changes") for (const change of frame.changes) this.change(change);
    else if (frame.frame === "result") {
      this.asked.get(frame.id)?.(
        frame.ok ? { ok: true, output: frame.output, code: "" } : { ok: false, code: frame.error.code },
      );
      this.asked.delete(frame.id);
    }
  }

  private change(change: DeskChange): void {
    switch (change.on) {
      case "self":
        this.self = change.view;
        return;
      case "offer":
        this.offers.set(change.view.offerId, change.view);
        return;
      case "offer.gone":
        this.offers.delete(change.offerId);
        return;
      case "interaction":
        this.interactions.set(change.view.interactionId, change.view);
        return;
      case "interaction.gone":
        this.interactions.delete(change.interactionId);
        return;
      case "live_call":
        this.liveCalls.set(change.view.interactionId, change.view);
        return;
      case "live_call.gone":
        this.liveCalls.delete(change.interactionId);
        return;
      default:
    }
  }
}

function fill<View>(map: Map<string, View>, views: readonly View[], idOf: (view: View) => string): void {
  map.clear();
  for (const view of views) map.set(idOf(view), view);
}

/** An agent's browser as far as calls go: real WebRTC, a voice of 1,000 Hz, in a process of its own. */
export class AgentPhone {
  private readonly child: ChildProcess;

  constructor() {
    const file = "../../../../packages/media/test/support/browser-leg.child.ts";
    this.child = fork(fileURLToPath(new URL(file, import.meta.url)), { execArgv: ["--import", "tsx"] });
  }

  /** Offers its audio for the agent's leg of a call, and takes the answer. */
  async connect(desk: Desk, interactionId: string): Promise<void> {
    const { sdp } = await this.ask<{ sdp: string }>({ type: "invite", preference: ["PCMU"] }, "offer");
    const connected = await desk.request("desk.phone.connect", { interactionId, offer: sdp });
    await this.ask({ type: "accept", sdp: (connected as { answer: string }).answer }, "accepted");
  }

  /** How loud a tone is in what the agent heard last. */
  async hears(hertz: number): Promise<number> {
    return (await this.ask<{ amplitude: number }>({ type: "report", hertz }, "report")).amplitude;
  }

  /** Not a packet comes or goes until `mend`: the process stands still. */
  cut(): void {
    this.child.kill("SIGSTOP");
  }

  mend(): void {
    this.child.kill("SIGCONT");
  }

  /** As a browser that is closed with its window: no goodbye. */
  kill(): void {
    this.child.kill("SIGKILL");
  }

  close(): void {
    if (this.child.connected) this.child.disconnect();
  }

  private ask<Answer>(message: object, type: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const take = (answer: { type: string; reason?: string }): void => {
        if (answer.type === "failed") reject(new Error(answer.reason));
        else if (answer.type === type) resolve(answer as Answer);
        else return;
        this.child.off("message", take);
      };
      this.child.on("message", take);
      this.child.send(message);
    });
  }
}
