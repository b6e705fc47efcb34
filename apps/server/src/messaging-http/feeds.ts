import { asId, type Event, type InteractionId } from "@patchbay/core";
import type { CustomerEvent } from "@patchbay/protocol";
import type { Committed } from "../center/center.js";
import type { CenterHandle } from "../center/edge.js";
import type { JournalEntry } from "../center/journal.js";
import { ChatFeed, type FeedItem } from "./chat-feed.js";
import { ChatFold, type FoldedEvents, type FoldedMessage, type FoldWords } from "./chat-fold.js";
import { unavailable } from "./messaging-error.js";
import type { MessagingSettings } from "./settings.js";
import type { WireReader } from "./wire-events.js";

interface Committing {
  readonly event: Event;
  readonly message: FoldedMessage | undefined;
}

/** A chat being read from the tables; what is committed meanwhile waits here. */
interface Loading {
  readonly feed: Promise<ChatFeed>;
  readonly meanwhile: Committing[];
}

/** A read of the tables: a store that does not answer is "try again", not an error of the app. */
export const stored = <T>(read: Promise<T>): Promise<T> =>
  read.catch((cause: unknown) => {
    throw unavailable(cause);
  });

/**
 * The queues of one center's chats. A chat comes to life with its start or with its app's first poll, when it is
 * read from the journal; a recovered center begins with none, since whatever was in memory may not be true.
 */
export class Feeds {
  readonly #feeds = new Map<string, ChatFeed>();
  readonly #loading = new Map<string, Loading>();
  #positions = new Map<string, number>();
  readonly #unsaved = new Set<string>();
  #saving: Promise<void> | null = null;
  #cancelSave: (() => void) | null = null;
  /** What each chat was last told of its wait. */
  readonly #waitsTold = new WeakMap<ChatFold, string>();
  #generation = 0;
  #ready: Promise<void> | null = null;

  constructor(
    private readonly handle: CenterHandle,
    private readonly settings: MessagingSettings,
    private readonly afterDelivery: (id: string, items: readonly FeedItem[], reader: WireReader) => void,
  ) {}

  /** The stored poll positions, read once. Tried again by the next caller when the store did not answer. */
  ready(): Promise<void> {
    this.#ready ??= this.handle.records.pollPositions().then(
      (positions) => {
        this.#positions = new Map([...positions, ...this.#positions]);
      },
      (cause: unknown) => {
        this.#ready = null;
        throw unavailable(cause);
      },
    );
    return this.#ready;
  }

  known(interactionId: string): ChatFeed | undefined {
    return this.#feeds.get(interactionId);
  }

  /** How far the app of a chat has been told. */
  positionOf(interactionId: string): number {
    const feed = this.#feeds.get(interactionId);
    if (feed?.isFollowed === true) return Number.POSITIVE_INFINITY;
    return feed?.position ?? this.#positions.get(interactionId) ?? 0;
  }

  /** The chat's queue, read from the tables when it is not at hand. The chat must exist. */
  async of(interactionId: string): Promise<ChatFeed> {
    const known = this.#feeds.get(interactionId);
    if (known !== undefined) return known;
    await this.ready();
    const loading = this.#loading.get(interactionId);
    if (loading !== undefined) return loading.feed;
    const again = this.#feeds.get(interactionId);
    if (again !== undefined) return again;
    const meanwhile: Committing[] = [];
    const feed = this.#load(interactionId, meanwhile).finally(() => this.#loading.delete(interactionId));
    this.#loading.set(interactionId, { feed, meanwhile });
    return feed;
  }

  /** The whole story of a chat from the tables, with the fold that told it. */
  async story(
    interactionId: string,
  ): Promise<{ readonly fold: ChatFold; readonly frames: readonly FoldedEvents[] }> {
    const { records } = this.handle;
    // Events first: a message committed in between has no event yet, and an event never lacks its message.
    const events = await stored(records.events(interactionId));
    const messages = await stored(records.messages(interactionId));
    const byId = new Map(messages.map((message) => [message.messageId as string, message]));
    const fold = new ChatFold(interactionId);
    const view = this.#view(interactionId);
    const frames = events.map((event) => {
      const message = "messageId" in event ? byId.get(event.messageId) : undefined;
      return fold.fold(event, message?.erasedAt == null ? message : undefined, view);
    });
    return { fold, frames };
  }

  committed({ entries }: Committed): void {
    for (const entry of entries) {
      for (const event of entry.events) {
        if (!("interactionId" in event)) continue;
        const id: string = event.interactionId;
        let feed = this.#feeds.get(id);
        if (feed === undefined && event.type === "InteractionStarted" && event.channel === "chat") {
          feed = this.#make(new ChatFold(id));
        }
        const message = messageOf(event, entry);
        if (feed !== undefined) this.#append(feed, event, message);
        else this.#loading.get(id)?.meanwhile.push({ event, message });
        if (event.type === "InteractionEnded") this.#forgetLater(id);
      }
    }
  }

  /** Everything in memory may be wrong now: waiting polls are let go and ask again. */
  recovered(): void {
    this.#generation += 1;
    const feeds = [...this.#feeds.values()];
    this.#feeds.clear();
    for (const feed of feeds) feed.release();
  }

  releaseAll(): void {
    for (const feed of this.#feeds.values()) feed.release();
  }

  /** Stores what has been delivered, at once; for the stop. */
  async flush(): Promise<void> {
    this.#cancelSave?.();
    this.#cancelSave = null;
    await this.#saving;
    await this.#save();
  }

  async #load(interactionId: string, meanwhile: readonly Committing[]): Promise<ChatFeed> {
    const generation = this.#generation;
    const { fold, frames } = await this.story(interactionId);
    if (generation !== this.#generation) throw unavailable();
    const feed = this.#make(fold);
    const position = this.#positions.get(interactionId) ?? 0;
    for (const frame of frames) feed.remember(frame);
    for (const frame of frames) if (frame.seq > position) feed.push(frame);
    if (fold.ended) this.#forgetLater(interactionId);
    for (const { event, message } of meanwhile)
      if (event.seq > fold.lastSeq) this.#append(feed, event, message);
    return feed;
  }

  #make(fold: ChatFold): ChatFeed {
    const id = fold.interactionId;
    const feed = new ChatFeed(fold, this.handle.clock, this.settings, {
      delivered: (told, items, reader) => {
        this.#positions.set(id, told.position);
        this.#unsaved.add(id);
        this.#saveSoon();
        this.afterDelivery(id, items, reader);
      },
      waitNews: () => this.#waitNews(fold),
    });
    this.#feeds.set(id, feed);
    return feed;
  }

  #append(feed: ChatFeed, event: Event, message: FoldedMessage | undefined): void {
    // Read from the tables a moment before its commit was told: it is in there already.
    if (event.seq <= feed.fold.lastSeq) return;
    const frame = feed.fold.fold(event, message, this.#view(feed.fold.interactionId));
    feed.remember(frame);
    feed.push({
      ...frame,
      events: frame.events.map((told) => this.#withWait(feed.fold, told)),
    });
    const id = feed.fold.interactionId;
    // Nobody has listened for very long. It is all in the tables: read it from there when somebody asks.
    if (feed.isTooLong && !feed.isWatched) this.#forget(id, feed);
  }

  #forget(id: string, feed: ChatFeed): void {
    this.#positions.set(id, feed.position);
    this.#feeds.delete(id);
  }

  #forgetLater(id: string): void {
    // A call, or a chat of which nobody has asked since we started: there is nothing to forget.
    if (!this.#feeds.has(id) && !this.#loading.has(id) && !this.#positions.has(id)) return;
    this.handle.clock.after(this.settings.endedKeptMs, () => {
      this.#feeds.get(id)?.release();
      this.#feeds.delete(id);
      this.#positions.delete(id);
    });
  }

  /**
   * The estimated wait is a thing of the moment: told live, absent from a history. It changes when others come
   * and go, which is no event of this chat; so a poll that would have ended with nothing tells it.
   */
  #waitNews(fold: ChatFold): CustomerEvent | undefined {
    if (fold.ended || fold.state !== "queued") return undefined;
    const told = this.#waitsTold.get(fold);
    const now = this.#withWait(fold, {
      type: "state",
      state: "queued",
      ewtSeconds: null,
      position: null,
      agentsAvailable: null,
    });
    return told === this.#waitsTold.get(fold) ? undefined : now;
  }

  #withWait(fold: ChatFold, event: CustomerEvent): CustomerEvent {
    if (event.type !== "state" || event.state !== "queued") return event;
    const { state, questions } = this.handle.center;
    const id = asId<InteractionId>(fold.interactionId);
    const interaction = state.interactions.get(id);
    const ahead = questions.ahead(id);
    if (interaction === undefined || ahead === undefined) return event;
    const ewtSeconds = questions.estimatedWaitSeconds(interaction.serviceId, ahead) ?? null;
    const agentsAvailable = questions.qualified(interaction.serviceId);
    this.#waitsTold.set(fold, `${ewtSeconds} ${ahead} ${agentsAvailable}`);
    return { ...event, ewtSeconds, position: ahead + 1, agentsAvailable };
  }

  #view(interactionId: string): FoldWords {
    const chat = `/clientweb/api/v2/chats/${encodeURIComponent(interactionId)}`;
    return {
      words: this.handle.words(),
      photoUrl: (partyId) => `${chat}/profilephotos/${encodeURIComponent(partyId)}`,
      fileUrl: (fileId) => `${chat}/files/${encodeURIComponent(fileId)}`,
      thumbnailUrl: (fileId) => `${chat}/files/${encodeURIComponent(fileId)}?size=thumb`,
    };
  }

  #saveSoon(): void {
    if (this.#cancelSave !== null) return;
    this.#cancelSave = this.handle.clock.after(this.settings.positionSaveMs, () => {
      this.#cancelSave = null;
      this.#saving = this.#save().finally(() => {
        this.#saving = null;
      });
    });
  }

  async #save(): Promise<void> {
    if (this.#unsaved.size === 0) return;
    const ids = [...this.#unsaved];
    this.#unsaved.clear();
    const positions = new Map<string, number>();
    for (const id of ids) {
      const position = this.#positions.get(id);
      if (position !== undefined) positions.set(id, position);
    }
    try {
      await this.handle.records.savePollPositions(positions);
    } catch {
      // The worst that follows is that something is told twice after a crash. Tried again with the next one.
      for (const id of ids) this.#unsaved.add(id);
      this.#saveSoon();
    }
  }
}

function messageOf(event: Event, entry: JournalEntry): FoldedMessage | undefined {
  if (event.type !== "MessageReceived" && event.type !== "MessageSent") return undefined;
  for (const write of entry.content) {
    if (write.table === "message" && write.row.messageId === event.messageId) return write.row;
  }
  return undefined;
}
