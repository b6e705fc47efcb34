import {
  type DeskChange,
  type DeskInput,
  type DeskOutput,
  type DeskRequestKey,
  type DeskSnapshot,
  deskRequests,
  type ServerFrame,
  serverFrameSchema,
} from "@patchbay/protocol";
import type { DeskConnection, DeskHub, DeskIdentity } from "../../../src/desk-gateway/index.js";
import { settle } from "./manual-clock.js";

type Result = Extract<ServerFrame, { frame: "result" }>;
export type Refused = Extract<Result, { ok: false }>["error"];

let requests = 0;

/**
 * A desk as a browser would be one: keeps a view by applying what it is sent, and notices a gap. Every frame is
 * checked against the protocol.
 */
export class Desk {
  view: DeskSnapshot | null = null;
  position: number | null = null;
  readonly frames: ServerFrame[] = [];
  readonly closedWith: string[] = [];
  leader: boolean | null = null;
  private connection: DeskConnection | null = null;
  private readonly waiting = new Map<string, (result: Result) => void>();

  constructor(
    /** The server it talks to; another one after a restart. */
    public hub: DeskHub,
    readonly identity: DeskIdentity,
    private readonly tab = "tab-1",
  ) {}

  connect(options: { readonly resume?: boolean } = {}): this {
    const after = options.resume === true ? (this.position ?? undefined) : undefined;
    this.position = after ?? null;
    this.leader = null;
    this.connection = this.hub.connect(
      { session: this.identity, tab: this.tab, after },
      { send: (frame) => this.hear(frame), close: (reason) => this.closedWith.push(reason) },
    );
    return this;
  }

  /** The line breaks. */
  drop(): void {
    this.connection?.closed();
    this.connection = null;
  }

  get connected(): boolean {
    return this.connection !== null && this.closedWith.length === 0;
  }

  say(frame: unknown): void {
    this.connection?.receive(frame);
  }

  async ask<K extends DeskRequestKey>(key: K, input: DeskInput<K>, id?: string): Promise<Result> {
    requests += 1;
    const request = id ?? `request-${requests}`;
    const answer = new Promise<Result>((resolve) => this.waiting.set(request, resolve));
    this.say({ frame: "request", id: request, name: deskRequests[key].name, input });
    // Nothing here takes time: an answer that has not come by then never will.
    const never = settle(50).then(() => Promise.reject(new Error(`${key} (${request}) was never answered`)));
    return Promise.race([answer, never]);
  }

  /** Asks and expects that it is done. */
  async done<K extends DeskRequestKey>(key: K, input: DeskInput<K>, id?: string): Promise<DeskOutput<K>> {
    const result = await this.ask(key, input, id);
    if (!result.ok) throw new Error(`${key} was refused: ${JSON.stringify(result.error)}`);
    return deskRequests[key].output.parse(result.output) as DeskOutput<K>;
  }

  /** Asks and expects that it is refused. */
  async refused<K extends DeskRequestKey>(key: K, input: DeskInput<K>, id?: string): Promise<Refused> {
    const result = await this.ask(key, input, id);
    if (result.ok) throw new Error(`${key} was done`);
    return result.error;
  }

  get shown(): DeskSnapshot {
    if (this.view === null) throw new Error(`${this.identity.agentId} has no view yet`);
    return this.view;
  }

  /** Frames of one kind, as they came. */
  heard<F extends ServerFrame["frame"]>(frame: F): Extract<ServerFrame, { frame: F }>[] {
    return this.frames.filter((one): one is Extract<ServerFrame, { frame: F }> => one.frame === frame);
  }

  private hear(frame: ServerFrame): void {
    // As over a wire: what the server changes later is not seen here.
    const received = serverFrameSchema.parse(JSON.parse(JSON.stringify(frame)));
    this.frames.push(received);
    switch (received.frame) {
      case "snapshot":
        this.view = received.snapshot;
        this.position = received.snapshot.seq;
        return;
      case "changes": {
        if (received.after !== this.position)
          throw new Error(`gap: ${received.after} after ${this.position}`);
        this.position = received.seq;
        let view = this.shown;
        for (const change of received.changes) view = withChange(view, change);
        this.view = { ...view, seq: received.seq };
        return;
      }
      case "leader":
        this.leader = received.leader;
        return;
      case "result": {
        const answer = this.waiting.get(received.id);
        if (answer === undefined) throw new Error(`nobody asked ${received.id}`);
        this.waiting.delete(received.id);
        answer(received);
        return;
      }
      default:
    }
  }
}

export function withChange(view: DeskSnapshot, change: DeskChange): DeskSnapshot {
  switch (change.on) {
    case "user":
      return { ...view, user: change.view };
    case "self":
      return { ...view, self: change.view };
    case "offer":
      return { ...view, offers: upsert(view.offers, change.view, (one) => one.offerId) };
    case "offer.gone":
      return { ...view, offers: view.offers.filter((one) => one.offerId !== change.offerId) };
    case "interaction":
      return { ...view, interactions: upsert(view.interactions, change.view, (one) => one.interactionId) };
    case "interaction.gone": {
      const others = (one: { interactionId: string }) => one.interactionId !== change.interactionId;
      return {
        ...view,
        interactions: view.interactions.filter(others),
        messages: view.messages.filter(others),
        happenings: view.happenings.filter(others),
      };
    }
    // News, and no part of the view.
    case "handover":
      return view;
    case "message":
      return { ...view, messages: upsert(view.messages, change.view, (one) => one.messageId) };
    case "happening":
      return { ...view, happenings: upsert(view.happenings, change.view, (one) => String(one.seq)) };
    case "roster":
      return { ...view, roster: upsert(view.roster, change.view, (one) => one.agentId) };
    case "roster.gone":
      return { ...view, roster: view.roster.filter((one) => one.agentId !== change.agentId) };
    case "service":
      return { ...view, services: upsert(view.services, change.view, (one) => one.serviceId) };
    case "service.gone":
      return { ...view, services: view.services.filter((one) => one.serviceId !== change.serviceId) };
    case "reasons":
      return { ...view, reasons: change.view };
    case "voice":
      return { ...view, voice: change.view };
    case "live_call":
      return { ...view, liveCalls: upsert(view.liveCalls, change.view, (one) => one.interactionId) };
    case "live_call.gone":
      return {
        ...view,
        liveCalls: view.liveCalls.filter((one) => one.interactionId !== change.interactionId),
      };
    case "live_chat":
      return { ...view, liveChats: upsert(view.liveChats, change.view, (one) => one.interactionId) };
    case "live_chat.gone":
      return {
        ...view,
        liveChats: view.liveChats.filter((one) => one.interactionId !== change.interactionId),
      };
    case "alerts":
      return { ...view, alerts: change.view };
    case "assistance":
      return { ...view, assistance: upsert(view.assistance, change.view, (one) => one.interactionId) };
    case "assistance.gone":
      return {
        ...view,
        assistance: view.assistance.filter((one) => one.interactionId !== change.interactionId),
      };
    case "queue":
      return { ...view, queues: upsert(view.queues, change.view, (one) => one.serviceId) };
    case "queue.gone":
      return { ...view, queues: view.queues.filter((one) => one.serviceId !== change.serviceId) };
  }
}

function upsert<One>(ones: readonly One[], one: One, idOf: (one: One) => string): One[] {
  return [...ones.filter((other) => idOf(other) !== idOf(one)), one];
}

/** The same whatever order things came in, and whenever it was taken. */
export function inOrder(view: DeskSnapshot): Omit<DeskSnapshot, "serverTime" | "seq"> {
  const by = <One>(ones: readonly One[], keyOf: (one: One) => string | number): One[] =>
    [...ones].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const { serverTime: _, seq: __, ...rest } = view;
  return {
    ...rest,
    offers: by(rest.offers, (one) => one.offerId),
    interactions: by(rest.interactions, (one) => one.interactionId),
    messages: by(rest.messages, (one) => one.seq),
    happenings: by(rest.happenings, (one) => one.seq),
    roster: by(rest.roster, (one) => one.agentId),
    services: by(rest.services, (one) => one.serviceId),
    reasons: by(rest.reasons, (one) => one.reasonId),
    liveCalls: by(rest.liveCalls, (one) => one.interactionId),
    liveChats: by(rest.liveChats, (one) => one.interactionId),
    queues: by(rest.queues, (one) => one.serviceId),
  };
}
