import {
  confirmed,
  hurried,
  type Outbox,
  type OutboxBody,
  type OutboxItem,
  put,
  reopened,
  retried,
  Sender,
  stranded,
  TypingSignal,
  uploadAgain,
  WireFailure,
  withdrawn,
} from "../parts/index.js";
import { Acknowledgements } from "./acknowledgements.js";
import { Aftermath } from "./aftermath.js";
import { asChatError, ChatError } from "./chat-error.js";
import type { ChatParts } from "./chat-parts.js";
import { emptyView, type View, withFrame, withoutTyping } from "./fold.js";
import { Listeners } from "./listeners.js";
import { outboxToStart, requestOf } from "./requests.js";
import { StreamLink } from "./stream-link.js";
import type {
  Availability,
  ChatClient,
  ChatFailure,
  ChatState,
  LinkState,
  Place,
  StartRequest,
} from "./types.js";
import { Undoing } from "./undoing.js";
import { entriesOf, formNameOf, partiesOf, phaseOf, untold } from "./view.js";

/** Joins stream, outbox and memory to one chat. */
export class Chat implements ChatClient {
  private view: View = emptyView;
  private outbox: Outbox = [];
  /** What the server has confirmed, but its stream has not told yet. */
  private had: Outbox = [];
  private chatId: string | null = null;
  private link: LinkState = "connecting";
  private startFailed: ChatFailure | null = null;
  private readonly progress = new Map<string, number>();
  private readonly listeners = new Listeners();
  private stream: StreamLink | null = null;
  private sender: Sender | null = null;
  private closed = false;
  private readonly signal: TypingSignal;
  private readonly aftermath: Aftermath;
  private readonly undoing: Undoing;
  private readonly acknowledgements: Acknowledgements;
  state: ChatState;

  constructor(private readonly parts: ChatParts) {
    this.signal = new TypingSignal((typing) => this.tellTyping(typing), parts.clock);
    this.undoing = new Undoing(parts.http, parts.newId);
    this.aftermath = new Aftermath(parts.http, parts.clock, () => this.tell());
    this.acknowledgements = new Acknowledgements((messageId, receipt) =>
      this.post(`${receipt}:${messageId}`, { type: "receipt", messageId, receipt }),
    );
    this.state = this.drawn();
  }

  /** Reads what the device remembers, and goes on. */
  async open(): Promise<void> {
    const { memory } = this.parts;
    this.chatId = (await memory.chatId()) ?? null;
    this.outbox = await memory.adopt();
    // Why a start was refused is not kept: it is asked for again and told again.
    for (const { id, body, state } of this.outbox)
      if (body.kind === "start" && state === "failed") await this.setOutbox(retried(this.outbox, id));
    if (this.chatId === null && this.parts.isNamed && this.outbox.length === 0) await this.findActive();
    this.begin();
    this.tell();
  }

  /** Another page of this browser began a chat, or put it away. */
  async changedElsewhere(): Promise<void> {
    const chatId = (await this.parts.memory.chatId()) ?? null;
    if (this.closed || chatId === this.chatId) return;
    this.halt();
    // What was written to a chat that the customer has put away goes nowhere; before a first one, it goes there.
    const left = this.chatId === null ? reopened(this.outbox) : [];
    this.showChat(chatId);
    await this.setOutbox(chatId === null ? left : left.filter(({ body }) => body.kind !== "start"));
    this.startFailed = null;
    this.begin();
    this.tell();
  }

  subscribe(listener: (state: ChatState) => void): () => void {
    return this.listeners.add(listener);
  }

  availability(): Promise<Availability> {
    return asChatError(this.parts.http.availability());
  }

  async start(request: StartRequest = {}): Promise<void> {
    if (this.state.phase === "ended") await this.dismiss();
    if (this.state.phase !== "none" && this.startFailed === null) return;
    // Else the new chat could be the one that is being ended.
    await this.undoing.done();
    this.startFailed = null;
    const { newId, clock } = this.parts;
    await this.setOutbox(outboxToStart(this.outbox, request, newId, clock.now()));
    this.begin();
  }

  async send(text: string): Promise<string> {
    this.signal.sent();
    return this.add({ kind: "message", text });
  }

  async sendFile(file: Blob, name: string): Promise<string> {
    const id = this.parts.newId();
    await this.parts.memory.setFile(id, file);
    return this.add({ kind: "file", name, mediaType: file.type, bytes: file.size, fileId: null }, id);
  }

  sendLocation({ latitude, longitude, accuracy = null }: Place): Promise<string> {
    return this.add({ kind: "location", latitude, longitude, accuracy, live: false });
  }

  typing(empty: boolean): void {
    this.signal.pressed(empty);
  }

  seen(ids: readonly string[]): void {
    this.acknowledgements.read(this.view, ids);
    if (this.acknowledgements.unread(this.view) !== this.state.unread) this.tell();
  }

  answerForm(formRequestId: string, fields: Readonly<Record<string, string>>): Promise<string> {
    return this.add({ kind: "form", formRequestId, formName: formNameOf(this.view, formRequestId), fields });
  }

  async declineForm(formRequestId: string): Promise<void> {
    await this.add({ kind: "form_declined", formRequestId, formName: formNameOf(this.view, formRequestId) });
  }

  async retry(id: string): Promise<void> {
    if (this.view.phase === "ended") return;
    await this.setOutbox(uploadAgain(retried(this.outbox, id), id));
    this.sender?.nudge();
  }

  async withdraw(id: string): Promise<void> {
    this.sender?.cancel(id);
    this.progress.delete(id);
    await this.setOutbox(withdrawn(this.outbox, id));
    await this.parts.memory.removeFile(id);
  }

  async end(): Promise<void> {
    if (this.chatId === null) return this.takeBack();
    if (this.view.phase === "ended" || this.outbox.some(({ body }) => body.kind === "end")) return;
    await this.add({ kind: "end" });
  }

  async answerSurvey(stars: number, text: string): Promise<void> {
    await asChatError(this.aftermath.answer(this.needChat(), stars, text));
  }

  transcriptLink(): Promise<{ readonly url: string; readonly until: number }> {
    return asChatError(this.parts.http.transcriptLink(this.needChat()));
  }

  pushKey(): Promise<string | null> {
    return asChatError(this.parts.http.pushKey());
  }

  subscribePush(subscription: PushSubscriptionJSON | null): Promise<void> {
    return asChatError(this.parts.http.subscribePush(this.needChat(), subscription));
  }

  wake(): void {
    if (this.closed) return;
    this.stream?.wake();
    void this.setOutbox(hurried(this.outbox)).then(() => this.sender?.nudge());
  }

  /** The device says that the network is gone. */
  offline(): void {
    this.stream?.drop();
  }

  async dismiss(): Promise<void> {
    const { chatId } = this;
    if (chatId !== null && this.view.phase !== "ended") {
      // Agents must not wait for a customer who has gone; without a line the center notices by itself.
      await this.post(this.parts.newId(), { type: "end" }).catch(() => undefined);
    }
    await this.forget();
  }

  close(): void {
    this.closed = true;
    this.halt();
    this.parts.pages.close();
    this.aftermath.forget();
    this.parts.closed?.();
    this.listeners.clear();
  }

  private async forget(): Promise<void> {
    this.halt();
    this.startFailed = null;
    this.outbox = [];
    await this.parts.memory.forget();
    this.showChat(null);
    this.parts.pages.tell();
    this.tell();
  }

  private async takeBack(): Promise<void> {
    const left = this.outbox.some(
      ({ body, state, attempts }) => body.kind === "start" && state !== "failed" && attempts > 0,
    );
    await this.forget();
    if (left) this.undoing.endActive();
  }

  private async findActive(): Promise<void> {
    try {
      this.chatId = await this.parts.http.active();
      await this.parts.memory.setChatId(this.chatId);
    } catch {
      // 404: there is none. Anything else: whoever starts one gets the one that goes on.
    }
  }

  private showChat(chatId: string | null): void {
    this.chatId = chatId;
    this.view = emptyView;
    this.had = [];
    this.aftermath.forget();
    this.link = "connecting";
    this.progress.clear();
    this.acknowledgements.forget();
  }

  private begin(): void {
    if (this.closed) return;
    // What is written before a chat is begun waits for it.
    if (this.chatId === null && !this.outbox.some(({ body }) => body.kind === "start")) return;
    const sender: Sender =
      this.sender ??
      new Sender(
        {
          outbox: () => this.outbox,
          change: (to) => this.setOutbox(to(this.outbox)),
          send: (item, signal) => this.carryOut(item, signal),
          delivered: (item) => this.delivered(item),
          // Each request has its key: what the server has already done it does not do again.
          settle: async () => undefined,
          // One that was stopped speaks of a chat that this is not any more.
          chatGone: () => void (this.sender === sender && this.over()),
        },
        this.parts.clock,
      );
    this.sender = sender;
    this.connect();
    sender.nudge();
  }

  private connect(): void {
    const { chatId } = this;
    if (chatId === null || this.stream !== null) return;
    const stream = new StreamLink(
      {
        read: (signal, opened) =>
          this.parts.http.stream(chatId, this.view.seq, signal, {
            opened: () => {
              opened();
              void this.setOutbox(hurried(this.outbox)).then(() => this.sender?.nudge());
            },
            frame: (frame) => {
              if (this.stream !== stream) return;
              this.view = withFrame(this.view, frame, (path) => this.parts.http.absolute(path));
              if (this.had.length > 0) this.had = untold(this.view, this.had);
              this.acknowledgements.arrived(this.view);
              this.tell();
              if (this.view.phase === "ended" && this.stream === stream) void this.over();
            },
          }),
        tell: (link) => {
          if (this.link === link || this.stream !== stream) return;
          this.link = link;
          if (link === "down") this.view = withoutTyping(this.view);
          this.tell();
        },
        isOver: () => this.view.phase === "ended",
        gone: () => void this.over(),
      },
      this.parts.clock,
    );
    this.stream = stream;
    void stream.run();
  }

  /** Nothing more will be said in it. */
  private async over(): Promise<void> {
    const { chatId } = this;
    this.halt();
    this.view = { ...this.view, phase: "ended", typing: [], present: [], wait: null, endsAt: null };
    await this.setOutbox(stranded(this.outbox));
    if (chatId !== null) this.aftermath.learn(chatId);
  }

  private async carryOut(item: OutboxItem, signal: AbortSignal): Promise<string | undefined> {
    const { http, memory } = this.parts;
    const { body, id } = item;
    if (body.kind === "start") {
      await this.carryOutStart(id, body);
      return undefined;
    }
    if (body.kind === "file" && body.fileId === null) {
      const file = await memory.file(id);
      // A browser may clear what it keeps; the customer is told that this one is lost.
      if (file === undefined) throw WireFailure.refused(410, undefined);
      return http.upload(file, body.name, (ratio) => this.tellProgress(id, ratio), signal);
    }
    await this.post(id, requestOf(item));
    return undefined;
  }

  private async carryOutStart(
    id: string,
    { phone, parameters }: Extract<OutboxBody, { kind: "start" }>,
  ): Promise<void> {
    try {
      const chatId = await this.parts.http.start(phone, parameters);
      if (!this.outbox.some((item) => item.id === id)) {
        // It was taken back, unless there is a newer one, or another page's chat: then it is that.
        if (this.state.phase === "none") this.undoing.end(chatId);
        return;
      }
      this.chatId = chatId;
      await this.parts.memory.setChatId(chatId);
    } catch (cause) {
      const failure = WireFailure.from(cause);
      if (failure.retryable) this.link = "down";
      else this.startFailed = { status: failure.status, code: failure.code };
      this.tell();
      throw cause;
    }
  }

  private async delivered(item: OutboxItem): Promise<void> {
    const { kind } = item.body;
    // The server has answered: the stream need not wait for the end of its pause.
    if (this.link === "down") this.stream?.wake();
    // The chat was put away meanwhile, here or on another page.
    if (this.closed || !this.outbox.some(({ id }) => id === item.id)) return;
    // Shown until the stream comes to it, behind all that it told: after a reload that may be what was said long before.
    this.had = [...this.had, item];
    this.progress.delete(item.id);
    await this.setOutbox(confirmed(this.outbox, new Set([item.id])));
    if (kind === "file") await this.parts.memory.removeFile(item.id);
    if (kind !== "start") return;
    this.startFailed = null;
    this.parts.pages.tell();
    this.connect();
  }

  private halt(): void {
    this.stream?.stop();
    this.sender?.stop();
    this.stream = null;
    this.sender = null;
    this.signal.sent();
  }

  private async add(body: OutboxBody, id = this.parts.newId()): Promise<string> {
    const outbox = put(this.outbox, id, body, this.parts.clock.now());
    await this.setOutbox(this.chatId !== null && this.view.phase === "ended" ? stranded(outbox) : outbox);
    this.sender?.nudge();
    return id;
  }

  private async setOutbox(outbox: Outbox): Promise<void> {
    if (outbox === this.outbox) return;
    this.outbox = outbox;
    this.tell();
    await this.parts.memory.setOutbox(outbox);
  }

  private tellProgress(id: string, ratio: number): void {
    this.progress.set(id, ratio);
    this.tell();
  }

  private tellTyping(typing: boolean): void {
    // A sign that does not get through is not worth a second try.
    this.post(this.parts.newId(), { type: "typing", typing }).catch(() => undefined);
  }

  private async post(key: string, body: object): Promise<void> {
    if (this.chatId === null) throw WireFailure.network();
    await this.parts.http.request(this.chatId, key, body);
  }

  private needChat(): string {
    if (this.chatId === null) throw new ChatError({ status: null, code: null });
    return this.chatId;
  }

  private tell(): void {
    this.state = this.drawn();
    this.listeners.tell(this.state);
  }

  private drawn(): ChatState {
    const { chatId, view, had, outbox, progress, link, startFailed } = this;
    return {
      phase: phaseOf(chatId, view, outbox),
      link,
      entries: entriesOf(view, had, outbox, progress),
      ...partiesOf(view),
      unread: this.acknowledgements.unread(view),
      after: this.aftermath.value,
      startFailed,
      durable: this.parts.durable,
    };
  }
}
