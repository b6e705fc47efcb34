import { randomBytes } from "node:crypto";
import { asId, type InteractionId } from "@patchbay/core";
import type {
  AfterChat,
  ChatProperties,
  CustomerEvent,
  CustomerRequest,
  CustomerResult,
  StreamFrame,
  SurveyAnswer,
  TranscriptLink,
} from "@patchbay/protocol";
import type { CenterHandle, Ephemeral } from "../center/edge.js";
import { noPush, type PushSender, type PushSubscriptions, subscriptionsInMemory } from "../push/index.js";
import { TranscriptLinks } from "../transcripts/index.js";
import { AfterChats } from "./after-chat.js";
import { BesideCalls } from "./beside-calls.js";
import { EMPTY_ANSWER, type FeedItem, type PollAnswer, type PollWait } from "./chat-feed.js";
import { ChatOwnership } from "./chat-ownership.js";
import { chatProperties } from "./chat-properties.js";
import { showsOfKind } from "./client-kind.js";
import type { Customer } from "./customer.js";
import { CustomerPresence } from "./customer-presence.js";
import {
  type Availability,
  availabilityOf,
  checkEntry,
  entryParameters,
  widgetConfiguration,
} from "./entry-facts.js";
import { Feeds } from "./feeds.js";
import { answersForm, matchForms } from "./form-answers.js";
import { answerOf } from "./form-requests.js";
import { readIncoming } from "./incoming.js";
import { RateLimit } from "./limits.js";
import { chatNotFound, MessagingError, tooMany, unavailable } from "./messaging-error.js";
import { PastChats, readerOf, toFrame } from "./past-chats.js";
import { Posting } from "./posting.js";
import { PushAfterSilence } from "./push-after-silence.js";
import { type MessagingSettings, messagingDefaults } from "./settings.js";
import { createSignaling, type Signaling } from "./signaling.js";
import { type ChatRequest, refusalOf, startChat } from "./start-chat.js";
import type { WireReader } from "./wire-events.js";

export interface MessagingParts {
  readonly handle: CenterHandle;
  readonly ephemeral: Ephemeral;
  readonly settings?: Partial<MessagingSettings>;
  readonly signaling?: Signaling;
  readonly transcriptLinks?: TranscriptLinks;
  readonly push?: PushSender;
  readonly subscriptions?: PushSubscriptions;
}

/**
 * The customer's side of one center's chats, without a transport: the HTTP plugin and the simulated day both
 * drive it. Refusals are thrown as MessagingError.
 */
export class MessagingService {
  readonly settings: MessagingSettings;
  readonly signaling: Signaling;
  readonly pushes: PushAfterSilence;
  readonly past: PastChats;
  readonly #handle: CenterHandle;
  readonly #ephemeral: Ephemeral;
  readonly #chats: ChatOwnership;
  readonly #feeds: Feeds;
  readonly #posting: Posting;
  readonly #presence: CustomerPresence;
  readonly #afterChats: AfterChats;
  readonly #besideCalls = new BesideCalls();
  readonly #eventLimit: RateLimit;
  readonly #chatLimit: RateLimit;
  readonly #pollLimit: RateLimit;
  readonly #starting = new Map<string, Promise<unknown>>();
  readonly #unsubscribe: (() => void)[];
  #signalCount = 0;
  #closing = false;
  readonly #closeListeners = new Set<() => void>();

  get #readingLimits() {
    const { textLengthMax } = this.settings;
    return { textLengthMax, phoneCountry: this.#handle.words().phoneCountry };
  }

  constructor(parts: MessagingParts) {
    const { handle, ephemeral } = parts;
    this.settings = { ...messagingDefaults, ...parts.settings };
    this.signaling = parts.signaling ?? createSignaling();
    this.#handle = handle;
    this.#ephemeral = ephemeral;
    const { clock, center } = handle;
    const { settings } = this;
    this.#chats = new ChatOwnership(handle, settings.endedKeptMs);
    // A service of its own, as in tests, makes links that nobody else reads.
    const links = parts.transcriptLinks ?? new TranscriptLinks(randomBytes(32));
    this.#afterChats = new AfterChats(handle, this.#chats, links);
    this.#feeds = new Feeds(handle, settings, (id, items, reader) => this.#told(id, items, reader));
    this.past = new PastChats(handle, this.#chats, this.#feeds, settings.words, () => this.#ensureRunning());
    this.#posting = new Posting(handle, ephemeral, this.signaling, settings.duplicateMs);
    this.#presence = new CustomerPresence(clock, ephemeral, settings);
    this.#eventLimit = new RateLimit(clock, settings.eventsPerSecond, settings.eventsBurst);
    this.#chatLimit = new RateLimit(clock, settings.chatsPerMinute / 60, settings.chatsPerMinute);
    this.#pollLimit = new RateLimit(clock, settings.pollsPerSecond, settings.pollsBurst);
    this.pushes = new PushAfterSilence(handle, {
      sender: parts.push ?? noPush,
      subscriptions: parts.subscriptions ?? subscriptionsInMemory(),
      pushAfterMs: settings.pushAfterMs,
      isHere: (id) => this.#presence.isHere(id),
      positionOf: (id) => this.#feeds.positionOf(id),
    });
    this.#unsubscribe = [
      center.onCommitted((committed) => {
        this.#feeds.committed(committed);
        this.pushes.committed(committed);
        for (const { events } of committed.entries) {
          for (const event of events) {
            if (event.type === "InteractionEnded") this.#ended(event.interactionId);
            const followed = this.#besideCalls.fold(event);
            if (followed !== undefined) this.#tell(followed.chatId, { type: "call", ...followed.progress });
          }
        }
      }),
      center.onRecovered(() => {
        this.#feeds.recovered();
        this.#besideCalls.begin(center.state);
        this.#posting.duplicates.clear();
        for (const listener of this.#closeListeners) listener();
      }),
      ephemeral.onAgentTyping((id, agentId, typing) => {
        const feed = this.#feeds.known(id);
        const partyId = feed?.fold.partyOf(agentId);
        if (feed === undefined || partyId === undefined || !feed.fold.isPresent(partyId)) return;
        feed.pushEphemeral({ type: "typing", partyId, typing }, clock.now());
      }),
      this.signaling.onToCustomer(({ interactionId, partyId, data }) => {
        // Android turns the id into an int: decimal text.
        this.#signalCount += 1;
        const event = {
          type: "signaling",
          messageId: String(this.#signalCount),
          partyId,
          data: { ...data },
        } as const;
        this.#tell(interactionId, event);
      }),
    ];
    this.#besideCalls.begin(center.state);
  }

  checkEntry(appId: string): void {
    this.#ensureRunning();
    checkEntry(this.#handle, appId);
  }

  availability(customer: Customer): Availability {
    this.#ensureRunning();
    return availabilityOf(this.#handle, customer);
  }

  parameters(customer: Customer): ReturnType<typeof entryParameters> {
    return entryParameters(this.#handle, customer);
  }

  configuration(customer: Customer): ReturnType<typeof widgetConfiguration> {
    return widgetConfiguration(this.#handle, customer);
  }

  /** One active chat per app: asking again returns that chat. */
  async requestChat(customer: Customer, request: ChatRequest): Promise<ChatProperties> {
    // Two requests of one app at once would both find no chat and the slower be refused: one after the other.
    const before = this.#starting.get(customer.clientKey) ?? Promise.resolve();
    const mine = before.then(() => this.#requestChat(customer, request));
    const quiet = mine.catch(() => undefined);
    this.#starting.set(customer.clientKey, quiet);
    try {
      return await mine;
    } finally {
      if (this.#starting.get(customer.clientKey) === quiet) this.#starting.delete(customer.clientKey);
    }
  }

  async activeChat(customer: Customer): Promise<ChatProperties> {
    this.#ensureRunning();
    const live = this.#chats.liveOf(customer);
    if (live === undefined) throw chatNotFound();
    return chatProperties(this.#handle, live, false, this.#callOf(customer, live.id));
  }

  #callOf({ kind }: Customer, chatId: string) {
    return kind === "own" ? this.#besideCalls.of(chatId) : null;
  }

  /**
   * Waits for what the app has not been told. Delayed rather than refused when it polls too fast; 404 only when
   * the chat is not its own, or has ended and been told so.
   */
  openPoll(customer: Customer, chatId: string): PollWait {
    let gone = false;
    let abandon = (): void => undefined;
    const wait = async (): Promise<PollAnswer> => {
      const delayMs = this.#pollLimit.delay(customer.clientKey);
      if (delayMs > 0) await this.pause(delayMs);
      if (gone || this.#closing) return EMPTY_ANSWER;
      this.#ensureRunning();
      await this.#chats.ownedFresh(customer, chatId);
      const feed = await this.#feeds.of(chatId);
      if (feed.isOver) throw chatNotFound();
      if (gone || this.#closing) return EMPTY_ANSWER;
      if (!feed.fold.ended) {
        this.#ephemeral.customerShows(chatId, showsOfKind(customer.kind));
        this.#presence.here(chatId);
      }
      // Delayed and held together no longer than held alone: the web client gives up at 13 s.
      const poll = feed.poll(this.#reader(customer, chatId), delayMs);
      abandon = poll.abandon;
      const answer = await poll.answer;
      if (!gone && !feed.fold.ended) this.#presence.here(chatId);
      return answer;
    };
    return {
      answer: wait(),
      abandon: () => {
        gone = true;
        abandon();
      },
    };
  }

  /** @param body the post as JSON value. */
  async postEvents(customer: Customer, chatId: string, body: unknown): Promise<void> {
    this.#ensureRunning();
    if (this.isOver(chatId)) return this.#postAgain(customer, chatId, body);
    const live = this.#chats.live(customer, chatId);
    const asked = readIncoming(body, customer.kind, this.#readingLimits);
    if (asked.length > 0 && !this.#eventLimit.take(customer.clientKey, asked.length)) {
      throw tooMany("Too many events: wait a moment.");
    }
    this.#ephemeral.customerShows(chatId, showsOfKind(customer.kind));
    this.#presence.here(chatId);
    // Only what was asked for tells whether an answer is one to a secure form, whose values must go no further.
    const matched = asked.some(answersForm)
      ? matchForms(asked, (await this.#feeds.of(chatId)).fold.forms)
      : asked;
    await this.#posting.post(customer, live, matched);
  }

  /** What was done before the chat was over is answered as it was then; anything new is for no chat. */
  async #postAgain(customer: Customer, chatId: string, body: unknown): Promise<void> {
    if (!this.#eventLimit.take(customer.clientKey)) throw tooMany("Too many events: wait a moment.");
    await this.#chats.ownedFresh(customer, chatId);
    const asked = readIncoming(body, customer.kind, this.#readingLimits);
    const wasDone = await this.#posting.wasDone(customer, asId<InteractionId>(chatId), asked);
    if (!wasDone) throw chatNotFound();
  }

  /** One request of our own API, with a key that makes it safe to repeat. */
  async postRequest(
    customer: Customer,
    chatId: string,
    key: string,
    request: CustomerRequest,
  ): Promise<CustomerResult> {
    this.#ensureRunning();
    await this.#chats.owned(customer, chatId);
    if (!this.#eventLimit.take(customer.clientKey)) throw tooMany("Too many events: wait a moment.");
    if (!this.isOver(chatId)) {
      this.#ephemeral.customerShows(chatId, showsOfKind(customer.kind));
      this.#presence.here(chatId);
    }
    const id = asId<InteractionId>(chatId);
    if (request.type !== "form" && request.type !== "form_declined")
      return this.#posting.request(customer, id, key, request);
    const answer = answerOf(request, (await this.#feeds.of(chatId)).fold.forms);
    return this.#posting.request(customer, id, key, request, answer);
  }

  /** Every frame from now on, and a call when the listener has to begin anew. Signs of life are the caller's. */
  async follow(
    customer: Customer,
    chatId: string,
    listener: { readonly frame: (frame: StreamFrame) => void; readonly closed: () => void },
  ): Promise<() => void> {
    this.#ensureRunning();
    await this.#chats.owned(customer, chatId);
    const feed = await this.#feeds.of(chatId);
    const stop = feed.listen((frame) => {
      if (frame.events.length > 0) listener.frame(toFrame(frame));
    });
    this.#closeListeners.add(listener.closed);
    return () => {
      stop();
      this.#closeListeners.delete(listener.closed);
    };
  }

  isOver(chatId: string): boolean {
    return this.#chats.isOver(chatId);
  }

  signOfLife(chatId: string): void {
    if (!this.isOver(chatId)) this.#presence.here(chatId);
  }

  /** What is asked and offered when the chat is over. */
  async afterChat(customer: Customer, chatId: string, languages: readonly string[]): Promise<AfterChat> {
    this.#ensureRunning();
    return this.#afterChats.of(customer, chatId, languages);
  }

  async answerSurvey(customer: Customer, chatId: string, answer: SurveyAnswer): Promise<void> {
    this.#ensureRunning();
    if (!this.#eventLimit.take(customer.clientKey)) throw tooMany("Too many events: wait a moment.");
    await this.#afterChats.answer(customer, chatId, answer);
  }

  async transcriptLink(customer: Customer, chatId: string): Promise<TranscriptLink> {
    this.#ensureRunning();
    if (!this.#eventLimit.take(customer.clientKey)) throw tooMany("Too many events: wait a moment.");
    return this.#afterChats.transcriptLink(customer, chatId);
  }

  async closeCase(customer: Customer, chatId: string | null): Promise<void> {
    this.#ensureRunning();
    const { interactionId } = await this.#chats.caseOf(customer, chatId);
    const result = await this.#handle.center.submit({
      command: { type: "CloseCase", interactionId: asId(interactionId), clientKey: customer.clientKey },
    });
    if (result.ok) return;
    const refusal = refusalOf(result);
    throw refusal.status === 404 ? new MessagingError("5601") : refusal;
  }

  /** Stores where the app can be reached while it does not poll. */
  async notifications(customer: Customer, chatId: string, body: unknown): Promise<void> {
    this.#ensureRunning();
    await this.#chats.owned(customer, chatId);
    await this.pushes.subscribe(customer.clientKey, body);
  }

  /** The chat an upload is probably meant for. */
  liveChatOf(customer: Customer): string | null {
    return this.#chats.liveOf(customer)?.id ?? null;
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve) => void this.#handle.clock.after(ms, resolve));
  }

  /** Waiting polls get an empty list, streams end, positions are stored. Nothing is taken any more. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#feeds.releaseAll();
    for (const listener of this.#closeListeners) listener();
    for (const stop of this.#unsubscribe) stop();
    this.#presence.stop();
    this.pushes.stop();
    await this.#feeds.flush();
  }

  async #requestChat(customer: Customer, request: ChatRequest): Promise<ChatProperties> {
    this.#ensureRunning();
    const live = this.#chats.liveOf(customer);
    if (live !== undefined) return chatProperties(this.#handle, live, false, this.#callOf(customer, live.id));
    if (!this.#chatLimit.take(customer.clientKey)) throw tooMany("Too many new chats: wait a minute.");
    let id: InteractionId;
    try {
      id = await startChat(this.#handle, customer, request);
    } catch (cause) {
      // A request that was told to try again and is stored after all is what the next one meets.
      const meanwhile = this.#chats.liveOf(customer);
      if (meanwhile === undefined) throw cause;
      return chatProperties(this.#handle, meanwhile, false);
    }
    const started = this.#handle.center.state.interactions.get(id);
    // Started and already over is possible only when the center moved on meanwhile.
    if (started === undefined) throw unavailable();
    this.#presence.here(id);
    return chatProperties(this.#handle, started, true);
  }

  /** What is not stored; a chat that this process has not met yet is read first, if it is still up. */
  #tell(chatId: string, event: CustomerEvent): void {
    const { clock, center } = this.#handle;
    const at = clock.now();
    const known = this.#feeds.known(chatId);
    if (known !== undefined) known.pushEphemeral(event, at);
    else if (center.state.interactions.get(asId(chatId))?.channel === "chat")
      this.#feeds.of(chatId).then(
        (feed) => feed.pushEphemeral(event, at),
        // Tables that do not answer: missed is missed, as everything that is not stored.
        () => undefined,
      );
  }

  #reader(customer: Customer, chatId: string): WireReader {
    return readerOf(customer, chatId, false, this.settings.words);
  }

  #ensureRunning(): void {
    if (this.#closing || this.#handle.center.status !== "running") throw unavailable();
  }

  #ended(chatId: string): void {
    this.#ephemeral.customerShows(chatId, null);
    this.#presence.forget(chatId);
    this.#posting.duplicates.forget(chatId);
  }

  /** Version 1 has no receipts: that the app fetched a message is all that can be known of its delivery. */
  #told(chatId: string, items: readonly FeedItem[], reader: WireReader): void {
    if (reader.version !== 1) return;
    for (const { event } of items) {
      if (!("from" in event)) continue;
      const { messageId } = event;
      void this.#handle.center.submit({
        command: {
          type: "ReportReceipt",
          interactionId: asId(chatId),
          messageId: asId(messageId),
          reader: "customer",
          receipt: "delivered",
        },
      });
    }
  }
}
