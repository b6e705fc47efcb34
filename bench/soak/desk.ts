import { randomUUID } from "node:crypto";
import WebSocket from "ws";
import { type Dice, sleep } from "./dice.js";
import type { Deed, Ledger, Said } from "./ledger.js";

export interface DeskWorld {
  /** Host and port, without a scheme. */
  readonly host: string;
  readonly password: string;
  readonly ledger: Ledger;
  closing: boolean;
  /** How long an agent waits between two messages in one chat. */
  readonly everyMs: number;
}

interface Message {
  readonly interactionId: string;
  readonly messageId: string;
  readonly seq: number;
  readonly from: { readonly who: "customer" | "agent" };
  readonly body: { readonly kind: string; readonly text?: string };
}
interface Interaction {
  readonly interactionId: string;
  readonly phase: "connected" | "ending" | "wrap_up";
  readonly stage: string;
  readonly serviceId: string;
  readonly disposition: string | null;
  readonly request: unknown;
}
interface Offer {
  readonly offerId: string;
}
interface Self {
  readonly presence: { readonly kind: string };
}
interface Service {
  readonly serviceId: string;
  readonly dispositions: readonly { readonly id: string }[];
}
interface Snapshot {
  readonly seq: number;
  readonly self: Self | null;
  readonly offers: readonly Offer[];
  readonly interactions: readonly Interaction[];
  readonly messages: readonly Message[];
  readonly services: readonly Service[];
}
type Change =
  | { readonly on: "self"; readonly view: Self | null }
  | { readonly on: "offer"; readonly view: Offer }
  | { readonly on: "offer.gone"; readonly offerId: string }
  | { readonly on: "interaction"; readonly view: Interaction }
  | { readonly on: "interaction.gone"; readonly interactionId: string }
  | { readonly on: "message"; readonly view: Message }
  | { readonly on: "service"; readonly view: Service };
type Frame =
  | { readonly frame: "snapshot"; readonly snapshot: Snapshot }
  | {
      readonly frame: "changes";
      readonly after: number;
      readonly seq: number;
      readonly changes: readonly Change[];
    }
  | {
      readonly frame: "result";
      readonly id: string;
      readonly ok: boolean;
      readonly error?: { readonly code: string };
    }
  | { readonly frame: "bye"; readonly reason: string };

interface Request {
  readonly text: string;
  readonly answer: (result: { readonly ok: boolean; readonly code: string }) => void;
}

const FILLING =
  " Thank you, I have that. Please stay where you are, and send a photo of the damage when you can.";
/** Refusals that pass: the same request is sent again under the same id. */
const PASSING: ReadonlySet<string> = new Set(["not_accepted_try_again", "rate_limited"]);
const SILENCE_MS = 12_000;

/**
 * An agent at a desk, over the desk's WebSocket: takes every offer, answers in every chat, transfers now and then,
 * wraps up. Requests that got no answer are sent again with the same id after each reconnect.
 */
export class Desk {
  aliveAt = 0;
  reconnects = 0;
  transfers = 0;
  #cookie = "";
  #socket: WebSocket | undefined;
  #position: number | null = null;
  #stopped = false;
  #self: Self | null = null;
  #heardAt = 0;
  readonly #services = new Map<string, Service>();
  readonly #offers = new Set<string>();
  readonly #interactions = new Map<string, Interaction>();
  readonly #seqSeen = new Map<string, number>();
  readonly #unread = new Map<string, string>();
  readonly #waiting = new Map<string, Request>();
  readonly #busy = new Set<string>();
  /** When the next message in a chat is due. */
  readonly #due = new Map<string, number>();

  constructor(
    readonly name: string,
    private readonly colleagues: readonly string[],
    private readonly world: DeskWorld,
    private readonly dice: Dice,
  ) {}

  async signIn(): Promise<void> {
    const response = await fetch(`http://${this.world.host}/api/session`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-patchbay": "desk",
        origin: `http://${this.world.host}`,
      },
      body: JSON.stringify({ username: this.name, password: this.world.password, seat: 1, force: true }),
    });
    if (response.status !== 200) throw new Error(`${this.name} cannot sign in: ${await response.text()}`);
    this.#cookie = (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  }

  /** Connects and works until `stop`. */
  live(): void {
    void this.#stayConnected();
    void this.#work();
    setInterval(() => this.#send('{"frame":"ping"}'), 4_000).unref();
  }

  stop(): void {
    this.#stopped = true;
    this.#socket?.terminate();
  }

  /** Everything that was asked has its answer. */
  get idle(): boolean {
    return this.#waiting.size === 0 && this.#busy.size === 0;
  }

  get chats(): number {
    return this.#interactions.size;
  }

  async #stayConnected(): Promise<void> {
    while (!this.#stopped) {
      await this.#connectOnce();
      this.reconnects += 1;
      await sleep(this.dice.between(100, 300));
    }
  }

  async #connectOnce(): Promise<void> {
    const after = this.#position === null ? "" : `&after=${this.#position}`;
    const socket = new WebSocket(
      `ws://${this.world.host}/api/desk/stream?seat=1&tab=soak-${this.name}${after}`,
      {
        headers: { origin: `http://${this.world.host}`, cookie: this.#cookie },
        handshakeTimeout: 5_000,
      },
    );
    this.#heardAt = Date.now();
    let greeted = false;
    const watch = setInterval(() => {
      if (Date.now() - this.#heardAt > SILENCE_MS) socket.terminate();
    }, 1_000);
    await new Promise<void>((resolve) => {
      socket.on("message", (data) => {
        this.#heardAt = Date.now();
        const frame = JSON.parse(String(data)) as Frame;
        this.#hear(frame);
        if (greeted || (frame.frame !== "snapshot" && frame.frame !== "changes")) return;
        greeted = true;
        this.#socket = socket;
        // In their order, and all of them: nobody told us what became of them.
        for (const { text } of this.#waiting.values()) this.#send(text);
      });
      socket.on("error", () => undefined);
      socket.once("close", () => resolve());
    });
    clearInterval(watch);
    if (this.#socket === socket) this.#socket = undefined;
  }

  #send(text: string): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(text);
  }

  /** Asks until there is an answer that does not pass. */
  async ask(name: string, input: unknown): Promise<{ readonly ok: boolean; readonly code: string }> {
    const id = randomUUID();
    const text = JSON.stringify({ frame: "request", id, name, input });
    for (;;) {
      const result = await new Promise<{ readonly ok: boolean; readonly code: string }>((answer) => {
        this.#waiting.set(id, { text, answer });
        this.#send(text);
      });
      if (!PASSING.has(result.code)) return result;
      await sleep(200);
    }
  }

  #hear(frame: Frame): void {
    const { ledger } = this.world;
    switch (frame.frame) {
      case "snapshot": {
        const { snapshot } = frame;
        this.aliveAt = Date.now();
        this.#position = snapshot.seq;
        this.#self = snapshot.self;
        this.#offers.clear();
        this.#interactions.clear();
        for (const { offerId } of snapshot.offers) this.#offers.add(offerId);
        for (const one of snapshot.interactions) this.#interactions.set(one.interactionId, one);
        for (const one of snapshot.services) this.#services.set(one.serviceId, one);
        for (const one of snapshot.messages) this.#see(one);
        return;
      }
      case "changes":
        this.aliveAt = Date.now();
        if (frame.after !== this.#position)
          ledger.breaches.push(`${this.name}: a gap in the stream: ${frame.after} after ${this.#position}`);
        this.#position = frame.seq;
        for (const change of frame.changes) this.#change(change);
        return;
      case "result": {
        const request = this.#waiting.get(frame.id);
        this.#waiting.delete(frame.id);
        request?.answer({ ok: frame.ok, code: frame.ok ? "" : (frame.error?.code ?? "?") });
        return;
      }
      case "bye":
        if (frame.reason !== "shutdown") {
          ledger.breaches.push(`${this.name} was sent away: ${frame.reason}`);
          this.#stopped = true;
        }
        return;
    }
  }

  #change(change: Change): void {
    switch (change.on) {
      case "self":
        this.#self = change.view;
        return;
      case "offer":
        this.#offers.add(change.view.offerId);
        return;
      case "offer.gone":
        this.#offers.delete(change.offerId);
        return;
      case "interaction":
        this.#interactions.set(change.view.interactionId, change.view);
        return;
      case "interaction.gone":
        this.#interactions.delete(change.interactionId);
        return;
      case "message":
        this.#see(change.view);
        return;
      case "service":
        this.#services.set(change.view.serviceId, change.view);
        return;
    }
  }

  #see({ interactionId, messageId, seq, from, body }: Message): void {
    const isNew = this.world.ledger.seen(this.name, interactionId, messageId, body.text ?? "");
    if (!isNew) return;
    const last = this.#seqSeen.get(interactionId) ?? 0;
    if (seq <= last)
      this.world.ledger.breaches.push(`${this.name} saw ${body.text?.slice(0, 60)} (${seq}) after ${last}`);
    this.#seqSeen.set(interactionId, Math.max(last, seq));
    if (from.who === "customer") this.#unread.set(interactionId, messageId);
  }

  async #work(): Promise<void> {
    while (!this.#stopped) {
      if (this.#socket !== undefined) this.#lookAround();
      await sleep(20);
    }
  }

  #lookAround(): void {
    const kind = this.#self?.presence.kind;
    if (kind !== undefined && kind !== "ready") this.#once("presence", () => this.#beReady());
    for (const offerId of this.#offers) this.#once(`offer ${offerId}`, () => this.#accept(offerId));
    for (const one of this.#interactions.values()) {
      const { interactionId } = one;
      if (one.phase === "wrap_up") this.#once(interactionId, () => this.#wrapUp(one));
      else if (one.phase === "connected" && !this.world.closing)
        this.#once(interactionId, () => this.#converse(one));
    }
  }

  /** One thing at a time for each chat: what is said first arrives first. */
  #once(key: string, act: () => Promise<void>): void {
    if (this.#busy.has(key)) return;
    this.#busy.add(key);
    act().finally(() => this.#busy.delete(key));
  }

  async #beReady(): Promise<void> {
    await this.ask("desk.presence.set", { presence: { kind: "ready" } });
    await sleep(200);
  }

  async #accept(offerId: string): Promise<void> {
    await this.ask("desk.offer.confirm", { offerId });
    await sleep(this.dice.between(50, 300));
    if (this.#offers.has(offerId)) await this.ask("desk.offer.accept", { offerId });
    await sleep(100);
  }

  async #converse({ interactionId, request }: Interaction): Promise<void> {
    const { dice, world } = this;
    if (dice.chance(0.004) && request === null) await this.#transfer(interactionId);
    else if (dice.chance(0.002)) await this.#end(interactionId);
    else {
      await this.#say(world.ledger.say("agent", this.name, interactionId));
      const unread = this.#unread.get(interactionId);
      if (unread !== undefined && dice.chance(0.2)) {
        this.#unread.delete(interactionId);
        await this.ask("desk.message.read", { interactionId, messageId: unread });
      }
    }
    // What an outage held up is caught up with for two seconds; the rest is left unsaid.
    const due = this.#due.get(interactionId) ?? Date.now();
    const next = Math.max(due + world.everyMs * dice.between(0.8, 1.2), Date.now() - 2_000);
    this.#due.set(interactionId, next);
    await sleep(Math.max(0, next - Date.now()));
  }

  async #say(one: Said): Promise<void> {
    one.tries = 1;
    const { ok, code } = await this.ask("desk.message.send", {
      interactionId: one.chatId,
      clientMessageId: randomUUID(),
      body: { kind: "text", text: one.mark + FILLING },
    });
    if (!ok) return this.world.ledger.refused(one, code);
    one.outcome = "acknowledged";
    one.acknowledgedAt = Date.now();
  }

  async #transfer(chatId: string): Promise<void> {
    const agentId = this.dice.pick(this.colleagues);
    if (agentId === undefined) return;
    const text = `<t:${randomUUID()}>`;
    await this.#deed({ kind: "transfer_note", chatId, by: this.name, text, outcome: "open" }, () =>
      this.ask("desk.interaction.transfer", { interactionId: chatId, to: { agentId }, note: text }),
    );
    this.transfers += 1;
  }

  async #end(chatId: string): Promise<void> {
    await this.#deed({ kind: "end", chatId, by: this.name, text: "", outcome: "open" }, () =>
      this.ask("desk.interaction.end", { interactionId: chatId }),
    );
  }

  async #wrapUp({ interactionId: chatId, serviceId }: Interaction): Promise<void> {
    const by = this.name;
    const dispositionId = this.#services.get(serviceId)?.dispositions[0]?.id ?? "";
    const note = `<n:${randomUUID()}>`;
    await this.#deed({ kind: "note", chatId, by, text: note, outcome: "open" }, () =>
      this.ask("desk.wrap_up.note", { interactionId: chatId, text: note }),
    );
    await this.#deed({ kind: "disposition", chatId, by, text: dispositionId, outcome: "open" }, () =>
      this.ask("desk.wrap_up.disposition", { interactionId: chatId, dispositionId }),
    );
    await this.ask("desk.wrap_up.complete", { interactionId: chatId });
    await sleep(200);
  }

  async #deed(deed: Deed, act: () => Promise<{ readonly ok: boolean }>): Promise<void> {
    this.world.ledger.deeds.push(deed);
    deed.outcome = (await act()).ok ? "acknowledged" : "refused";
  }
}
