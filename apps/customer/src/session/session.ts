import type { Keep } from "@patchbay/chat-sdk/parts";
import {
  confirmed,
  hurried,
  type Outbox,
  type OutboxBody,
  type OutboxItem,
  put,
  retried,
  Sender,
  stranded,
  TypingFade,
  TypingSignal,
  withdrawn,
} from "@patchbay/chat-sdk/parts";
import {
  type Conversation,
  newConversation,
  ownIds,
  theirMessageIds,
  withCall,
  withEnd,
  withEvents,
  withHistory,
  withOwn,
  withoutTyping,
} from "../conversation/index.js";
import { Link, type LoopClock } from "../link/index.js";
import { clientEvent, type MessagingApi, type ServerEvent, WireFailure } from "../wire/index.js";
import { Acknowledgements } from "./acknowledgements.js";
import { type CallSound, Calls } from "./calls.js";
import { Memory } from "./memory.js";
import { entryOf, wireOf } from "./outgoing.js";
import { fileBodyOf, Pictures } from "./pictures.js";
import { Positions } from "./positions.js";
import { emptyReport, type Report, type ReportPhoto } from "./report.js";
import { emptyState, type SentReport, type SessionState, Store } from "./session-state.js";
import { startChat } from "./starting.js";
import { holdTab } from "./tab-lock.js";

export interface SessionOptions {
  readonly api: MessagingApi;
  readonly keep: Keep;
  readonly clock: LoopClock;
  /** Name of the lock that one tab holds. */
  readonly lockName: string;
  readonly newId: () => string;
  readonly sound: CallSound;
}

/**
 * The customer's chat on this device: joins the wire, the outbox and the conversation, and remembers all of it.
 * Nothing the customer wrote leaves the outbox before the server confirmed it or its history shows it.
 */
export class Session {
  readonly store = new Store<SessionState>(emptyState);
  readonly typing: TypingSignal;
  readonly positions: Positions;
  readonly calls: Calls;
  private readonly acknowledgements: Acknowledgements;
  private link: Link | null = null;
  private sender: Sender | null = null;
  private readonly typingFade: TypingFade;
  private readonly memory: Memory;
  private readonly pictures: Pictures;

  constructor(private readonly options: SessionOptions) {
    this.memory = new Memory(options.keep);
    this.pictures = new Pictures(this.store, this.memory, options.api);
    this.acknowledgements = new Acknowledgements(options.keep, (events) => this.post(events));
    this.positions = new Positions(this.store, this.memory, (place, live) => {
      const { latitude, longitude, accuracy } = place;
      return this.add(options.newId(), { kind: "location", latitude, longitude, accuracy, live });
    });
    this.calls = new Calls({
      sound: options.sound,
      clock: options.clock,
      iceServers: () => options.api.iceServers(),
      post: (events) => this.post(events),
      tell: (appCall) => this.store.set({ appCall }),
      conversation: () => this.state.conversation,
      outbox: () => this.state.outbox,
      fold: (to) => this.fold(to),
      put: (body) => this.add(options.newId(), body),
      withdraw: (id) => this.withdraw(id),
    });
    this.typing = new TypingSignal((typing) => this.tellTyping(typing), options.clock);
    this.typingFade = new TypingFade(options.clock, () => {
      if (this.state.conversation !== null) void this.fold(withoutTyping);
    });
  }

  /** Reads the device's memory and goes on where it was. */
  async open(takeOver = false): Promise<void> {
    const { keep, lockName } = this.options;
    const mine = await holdTab(lockName, takeOver, () => this.leave());
    if (!mine) {
      this.store.set({ ready: true, elsewhere: true });
      return;
    }
    await this.acknowledgements.load();
    const { live, ...remembered } = await this.memory.load();
    this.store.set({ ...remembered, ready: true, elsewhere: false, durable: keep.durable });
    if (remembered.report === null && !(await this.adopted())) return;
    this.begin();
    if (live) this.positions.setLive(true);
  }

  /** Sends a report: the chat, the description as its first message, then the photos. All through the outbox. */
  async report(
    report: Report,
    first: string,
    parameters: Readonly<Record<string, string>>,
    photos: readonly ReportPhoto[],
  ) {
    await this.dismiss();
    // Everything or nothing: a reload in between must not find a report without its photos.
    await this.pictures.keep(photos);
    const sent: SentReport = { report, sentAt: this.now() };
    this.store.set({ report: sent, link: "connecting" });
    const bodies: readonly (readonly [string, OutboxBody])[] = [
      [this.options.newId(), { kind: "start", phone: report.customer.phone, parameters }],
      [this.options.newId(), { kind: "message", text: first }],
      ...photos.map((photo) => [photo.id, fileBodyOf(photo)] as const),
    ];
    const stored = this.memory.write("report", sent);
    await this.change((outbox) =>
      bodies.reduce((list, [id, body]) => put(list, id, body, sent.sentAt), outbox),
    );
    await stored;
    this.begin();
  }

  async say(text: string): Promise<void> {
    this.typing.sent();
    await this.add(this.options.newId(), { kind: "message", text });
  }

  async addPhotos(photos: readonly ReportPhoto[]): Promise<void> {
    for (const photo of photos) {
      await this.pictures.keep([photo]);
      await this.add(photo.id, fileBodyOf(photo));
    }
  }

  async end(): Promise<void> {
    if (this.state.conversation === null) return this.dismiss();
    await this.add(this.options.newId(), { kind: "end" });
  }

  async retry(id: string): Promise<void> {
    await this.change((outbox) => retried(outbox, id));
    this.sender?.nudge();
  }

  async withdraw(id: string): Promise<void> {
    this.sender?.cancel(id);
    await this.change((outbox) => withdrawn(outbox, id));
    await this.pictures.remove(id);
  }

  /** The customer looked at these messages: the screen was visible and they were in it. */
  seen(ids: readonly string[]): void {
    this.acknowledgements.note("read", ids);
    void this.acknowledgements.flush();
  }

  /** Puts the chat away: the device forgets it. What the center has stays in the center. */
  async dismiss(): Promise<void> {
    this.halt();
    await this.memory.forget();
    this.acknowledgements.forget();
    this.pictures.release();
    this.store.set({ ...emptyState, ready: true, durable: this.options.keep.durable });
  }

  /** The network is back, or the customer looks at the app again. */
  wake(): void {
    this.link?.wake();
    this.calls.inApp.wake();
    void this.change(hurried).then(() => this.sender?.nudge());
  }

  /** The device says that the network is gone. */
  offline(): void {
    this.link?.drop();
  }

  /** A browser that keeps nothing has forgotten its chat after a reload; the server has not. */
  private async adopted(): Promise<boolean> {
    if (this.options.keep.durable) return false;
    try {
      const chat = await this.options.api.activeChat();
      const report = emptyReport({ firstName: "", lastName: "", policy: "", vehicle: "", phone: "" });
      this.store.set({ report: { report, sentAt: this.now() }, conversation: newConversation(chat.chatId) });
      return true;
    } catch {
      // 404: there is none. Anything else: the customer can still start one, and gets the living one back.
      return false;
    }
  }

  private get isEnding(): boolean {
    return this.state.outbox.some((item) => item.body.kind === "end");
  }

  private get state(): SessionState {
    return this.store.get();
  }

  private begin(): void {
    this.sender ??= new Sender(
      {
        outbox: () => this.state.outbox,
        change: (to) => this.change(to),
        send: (item, signal) => this.send(item, signal),
        delivered: (item) => this.delivered(item),
        settle: () => this.settle(),
        chatGone: () => void this.over(),
      },
      this.options.clock,
    );
    this.connect();
    this.sender.nudge();
  }

  private connect(): void {
    const { conversation } = this.state;
    if (conversation === null || conversation.phase === "ended" || this.link !== null) return;
    const { chatId } = conversation;
    this.link = new Link(
      {
        resume: async () => {
          const active = await this.options.api.activeChat();
          if (active.chatId !== chatId) throw WireFailure.refused(404, { error_code: "5005" });
          await this.settle();
          const { state, waitSeconds, agentsAvailable } = active;
          await this.fold((now) =>
            withEvents(now, [{ type: "status", state, waitSeconds, agentsAvailable }], this.now()),
          );
          await this.fold((now) => withCall(now, active.call, this.now()));
          void this.calls.inApp.resume(active.call);
          await this.change(hurried);
          this.sender?.nudge();
        },
        poll: (signal) => this.options.api.poll(chatId, signal),
        deliver: (events) => void this.receive(events),
        tell: (link) => {
          if (link === this.state.link) return;
          this.store.set({ link });
          // Whoever typed when the line went may have stopped long ago.
          if (link === "down") void this.fold(withoutTyping);
        },
        over: () => void this.over(),
      },
      this.options.clock,
    );
    void this.link.run();
  }

  private async receive(events: readonly ServerEvent[]): Promise<void> {
    // The poll may tell of the end sooner than the answer to the customer's own "end" arrives.
    if (this.isEnding && events.some((event) => event.type === "ended")) {
      await this.fold((conversation) => withEnd(conversation, "customer", this.now()));
    }
    // In their order, and at once: each signal finds what the one before it began.
    for (const event of events) if (event.type === "signal") void this.calls.inApp.hear(event.signal);
    await this.fold((conversation) => withEvents(conversation, events, this.now()));
    const { conversation } = this.state;
    if (conversation?.phase === "ended") return this.finish();
    if (events.some((event) => event.type === "typing")) this.typingFade.begin();
    this.acknowledge();
  }

  /** The history decides: what it holds is in the conversation and no longer in the outbox. */
  private async settle(): Promise<void> {
    const { conversation } = this.state;
    if (conversation === null) return;
    const history = await this.options.api.history(conversation.chatId);
    await this.fold((now) => withHistory(now, history, this.now()));
    const known = this.state.conversation;
    if (known !== null) await this.change((outbox) => confirmed(outbox, ownIds(known)));
    this.acknowledge();
  }

  /** The server no longer has the chat as a live one. Its last words may be in the history. */
  private async over(): Promise<void> {
    try {
      await this.settle();
    } catch {
      // An ended chat's history may be gone too (404), or the line is down: what we have is what we show.
    }
    const by = this.isEnding ? "customer" : "center";
    await this.fold((conversation) => withEnd(conversation, by, this.now()));
    await this.finish();
  }

  private async finish(): Promise<void> {
    this.halt();
    this.store.set({ live: false });
    await this.memory.write("live", false);
    await this.change(stranded);
  }

  private halt(): void {
    this.link?.stop();
    this.sender?.stop();
    this.positions.stop();
    this.calls.inApp.drop();
    this.link = null;
    this.sender = null;
    this.typing.sent();
  }

  /** Another tab took the chat over. */
  private leave(): void {
    this.store.set({ elsewhere: true });
    this.halt();
  }

  private async send(item: OutboxItem, signal: AbortSignal): Promise<string | undefined> {
    const { api } = this.options;
    const { body, id } = item;
    if (body.kind === "start") {
      try {
        const conversation = await startChat(api, body, signal, () => this.now());
        await this.fold(() => conversation);
        return undefined;
      } catch (error) {
        this.store.set({ link: "down" });
        throw error;
      }
    }
    if (body.kind === "file" && body.fileId === null) return this.pictures.upload(id, body.name, signal);
    await this.post([wireOf(item)]);
    return undefined;
  }

  private async delivered(item: OutboxItem): Promise<void> {
    const { body } = item;
    // The server has answered: the line need not wait for the end of its pause.
    if (this.state.link === "down") this.link?.wake();
    if (body.kind === "end") {
      // Who ended it is settled before the item goes: a poll may tell of the end in between.
      await this.fold((conversation) => withEnd(conversation, "customer", this.now()));
      await this.change((outbox) => confirmed(outbox, new Set([item.id])));
      return this.finish();
    }
    const entry = this.state.conversation === null ? null : entryOf(item, this.state.conversation.chatId);
    if (entry !== null) await this.fold((conversation) => withOwn(conversation, entry));
    await this.change((outbox) => confirmed(outbox, new Set([item.id])));
    if (body.kind === "start") this.connect();
  }

  private acknowledge(): void {
    const { conversation } = this.state;
    if (conversation === null) return;
    this.acknowledgements.note("delivered", theirMessageIds(conversation));
    void this.acknowledgements.flush();
  }

  private tellTyping(typing: boolean): void {
    const event = typing ? clientEvent.typing : clientEvent.notTyping;
    // A typing sign that does not get through is not worth a second try.
    this.post([{ event }]).catch(() => undefined);
  }

  private async post(events: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
    const { conversation } = this.state;
    if (conversation === null || conversation.phase === "ended") throw WireFailure.network();
    await this.options.api.send(conversation.chatId, events);
  }

  private async add(id: string, body: OutboxBody): Promise<void> {
    await this.change((outbox) => put(outbox, id, body, this.now()));
    this.sender?.nudge();
  }

  private change(to: (outbox: Outbox) => Outbox): Promise<void> {
    const outbox = to(this.state.outbox);
    if (outbox === this.state.outbox) return this.memory.settled();
    this.store.set({ outbox });
    return this.remember("outbox", outbox);
  }

  private fold(to: (conversation: Conversation) => Conversation): Promise<void> {
    const before = this.state.conversation;
    const conversation = to(before ?? newConversation(""));
    if (conversation === before) return this.memory.settled();
    this.store.set({ conversation });
    return this.remember("conversation", conversation);
  }

  /** The memory belongs to the tab that has the chat. */
  private remember(key: "outbox" | "conversation", value: unknown): Promise<void> {
    return this.state.elsewhere ? this.memory.settled() : this.memory.write(key, value);
  }

  private now(): number {
    return this.options.clock.now();
  }
}
