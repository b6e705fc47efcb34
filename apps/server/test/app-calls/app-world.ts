import { asId, type ClientKey, type InteractionId, type LegReport } from "@patchbay/core";
import type { VoiceRequest } from "@patchbay/protocol";
import { AppCalls } from "../../src/app-calls/index.js";
import { VoiceEdge } from "../../src/voice/index.js";
import { android, type Client, type WireEvent } from "../messaging-http/clients.js";
import { SOFIA, World } from "../messaging-http/world.js";
import { FakeVoice } from "../voice/fake-voice.js";

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** What our side offers, and what an app answers: the server reads neither. */
export const OFFER = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n";
export const ANSWER = "v=0\r\no=- 2 2 IN IP4 127.0.0.1\r\n";

/** A center with the messaging API, the voice edge and a pretended voice process; Sofia's phone works. */
export class AppWorld {
  readonly voice = new FakeVoice();
  /** What the voice process was asked about apps, in order. */
  readonly asked: VoiceRequest[] = [];
  world!: World;
  app!: Client;
  chatId!: string;
  private edge!: VoiceEdge;
  private calls!: AppCalls;
  private offers = 0;
  /** Every event of the app's polls, each with the poll that brought it. */
  readonly heard: { readonly poll: number; readonly event: WireEvent }[] = [];
  private polls = 0;

  static async open(
    app: (base: string) => Client = android,
    options: Pick<WorldOptions, "http" | "settings"> = {},
  ): Promise<AppWorld> {
    const opened = new AppWorld();
    await opened.voice.listen();
    opened.voice.onRequest = (request) => opened.answer(request);
    opened.world = await World.open({
      ...options,
      beside: (handle, signaling) => opened.begin(handle, signaling),
    });
    await opened.voice.until("attached", () => opened.edge.view().state === "ready");
    await opened.world.ready(SOFIA);
    await opened.phone("ok");
    opened.app = app(opened.world.base);
    opened.chatId = await opened.app.start();
    await opened.world.accept(SOFIA);
    await opened.poll();
    return opened;
  }

  /** Another server on the same records, with the same voice process. */
  async restart(): Promise<void> {
    this.calls.stop();
    this.edge.stop(false);
    const { world } = this;
    await world.kill();
    this.world = await World.open({
      after: world,
      beside: (handle, signaling) => this.begin(handle, signaling),
    });
    this.app = this.app.at(this.world.base);
    await this.voice.until("attached again", () => this.edge.view().state === "ready");
  }

  private async begin(...[handle, signaling]: Parameters<NonNullable<WorldParts>>): Promise<void> {
    this.edge = new VoiceEdge({
      handle,
      socketPath: () => Promise.resolve(this.voice.socketPath),
      epoch: () => 1,
      iceServers: [],
      recordings: { note: () => Promise.resolve() },
      log,
    });
    this.edge.start();
    this.calls = new AppCalls({ handle, signaling, voice: this.edge, log });
    this.calls.start();
  }

  async close(): Promise<void> {
    this.calls.stop();
    this.edge.stop(true);
    this.voice.close();
    await this.world.close();
  }

  get voiceState(): string {
    return this.edge.view().state;
  }

  phone(health: "ok" | "mic_denied"): Promise<unknown> {
    return this.world.do({ type: "SetPhone", agentId: SOFIA, phone: { device: "browser", health } });
  }

  /** The app's signal; gives the answer's status. */
  async signal(data: unknown): Promise<number> {
    const event = { event: "chat_session_signaling", msg_id: "1", destination_party_id: "", data };
    return (await this.app.send(this.chatId, event)).status;
  }

  async poll(): Promise<WireEvent[]> {
    this.polls += 1;
    const events = await this.app.poll(this.chatId);
    this.heard.push(...events.map((event) => ({ poll: this.polls, event })));
    return events;
  }

  /** The next signal of a type, polled for; fails after some polls. */
  async told(type: string): Promise<Record<string, unknown>> {
    for (let tries = 0; tries < 8; tries++) {
      const found = this.signals().find((data) => data.type === type);
      if (found !== undefined) {
        this.heard.splice(0, this.heard.findIndex(({ event }) => event["data"] === found) + 1);
        return found;
      }
      await this.poll();
    }
    throw new Error(`the app was not told ${type}: ${JSON.stringify(this.heard)}`);
  }

  signals(): Record<string, unknown>[] {
    return this.heard.flatMap(({ event }) =>
      event.event === "chat_session_signaling" ? [event["data"] as Record<string, unknown>] : [],
    );
  }

  get chat() {
    const chat = this.world.runtime.state.interactions.get(asId<InteractionId>(this.chatId));
    if (chat === undefined) throw new Error("the chat is over");
    return chat;
  }

  /** The call in the app that is up. */
  get call() {
    const { appCall } = this.chat;
    return appCall === null ? undefined : this.world.runtime.state.interactions.get(appCall);
  }

  async place(): Promise<InteractionId> {
    const interactionId = asId<InteractionId>(`voice-${Date.now()}`);
    await this.world.do({
      type: "PlaceAppCall",
      interactionId,
      agentId: SOFIA,
      beside: asId(this.chatId),
      clientKey: asId<ClientKey>(`call-${interactionId}`),
    });
    return interactionId;
  }

  /** What the voice process says of a leg: 1 is the app's, 2 the agent's. */
  async leg(leg: 1 | 2, report: LegReport): Promise<void> {
    const { call } = this;
    if (call === undefined) throw new Error("no call is up");
    const legId = asId<never>(`${call.id}.l${leg}`);
    await this.world.do({ type: "ReportLeg", interactionId: call.id, legId, report });
  }

  requests(name: VoiceRequest["name"]): VoiceRequest[] {
    return this.asked.filter((request) => request.name === name);
  }

  private answer(request: VoiceRequest): ReturnType<FakeVoice["onRequest"]> {
    this.asked.push(request);
    if (request.name !== "app.offer") return { ok: true, result: null };
    this.offers += 1;
    const phoneId = `phone-${this.offers}`;
    const report = (candidate: string) =>
      this.voice.say({ t: "report", report: { type: "candidate", phoneId, candidate, mid: "0" } });
    // One is known before the offer is, another one after it.
    report("candidate:1 1 UDP 2122 127.0.0.1 29201 typ host");
    setTimeout(() => report("candidate:2 1 UDP 1685 203.0.113.7 29201 typ srflx"), 20);
    return { ok: true, result: { phoneId, offer: OFFER } };
  }
}

type WorldOptions = NonNullable<Parameters<typeof World.open>[0]>;
type WorldParts = WorldOptions["beside"];
