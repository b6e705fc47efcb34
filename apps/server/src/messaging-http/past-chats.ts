import type { ServerEvent, StreamFrame } from "@patchbay/protocol";
import type { CenterHandle } from "../center/edge.js";
import { photoForCustomers } from "../center/photo-address.js";
import { isPossibleId } from "../center/plain-text.js";
import type { FoldedEvents } from "./chat-fold.js";
import type { ChatOwnership } from "./chat-ownership.js";
import type { Customer } from "./customer.js";
import { type Feeds, stored } from "./feeds.js";
import { MessagingError } from "./messaging-error.js";
import type { MessagingSettings } from "./settings.js";
import { secondsText, toWire, type WireReader } from "./wire-events.js";

/** What was said, for whom it concerns: read again from the journal, also when its chat is over. */
export class PastChats {
  readonly #handle: CenterHandle;
  readonly #chats: ChatOwnership;
  readonly #feeds: Feeds;
  readonly #words: MessagingSettings["words"];
  readonly #ensureRunning: () => void;

  /** @param ensureRunning throws while the center answers nobody */
  constructor(
    handle: CenterHandle,
    chats: ChatOwnership,
    feeds: Feeds,
    words: MessagingSettings["words"],
    ensureRunning: () => void,
  ) {
    this.#handle = handle;
    this.#chats = chats;
    this.#feeds = feeds;
    this.#words = words;
    this.#ensureRunning = ensureRunning;
  }

  /** Everything that was said in a chat, in order, the customer's own messages too. */
  async history(customer: Customer, chatId: string): Promise<ServerEvent[]> {
    this.#ensureRunning();
    await this.#chats.owned(customer, chatId);
    return this.#historyOf(customer, chatId);
  }

  /** The same with real types, for our own stream: everything after a sequence number. */
  async framesAfter(customer: Customer, chatId: string, after: number): Promise<StreamFrame[]> {
    this.#ensureRunning();
    await this.#chats.owned(customer, chatId);
    const recent = this.#feeds.known(chatId)?.since(after);
    if (recent !== undefined) return recent.map(toFrame);
    const { frames } = await this.#feeds.story(chatId);
    return frames.filter(({ seq, events }) => seq > after && events.length > 0).map(toFrame);
  }

  /** @param chatId `null`: the app's latest chat, as the description has it. */
  async caseHistory(customer: Customer, chatId: string | null) {
    this.#ensureRunning();
    const row = await this.#chats.caseOf(customer, chatId);
    const chats = await stored(this.#handle.records.interactionsOfCase(row.caseNumber));
    const sessions = [];
    for (const chat of chats) {
      // A case belongs to one app; never show another's chat, whatever the tables say.
      if (chat.clientKey !== customer.clientKey) continue;
      const events = await this.#historyOf(customer, chat.interactionId);
      sessions.push({ chat_id: chat.interactionId, created_time: secondsText(chat.startedAt), events });
    }
    return { sessions };
  }

  /** The file behind a party's picture. Whoever knows both ids may see it, as in an image tag. */
  async profilePhotoOf(chatId: string, partyId: string): Promise<string> {
    this.#ensureRunning();
    if (!isPossibleId(chatId)) throw new MessagingError("5502");
    const known = this.#feeds.known(chatId)?.fold ?? (await this.#feeds.story(chatId)).fold;
    const agentId = known.agentOf(partyId);
    const photo = photoForCustomers(this.#handle.words(), agentId);
    if (photo === null) throw new MessagingError("5502");
    return photo;
  }

  async #historyOf(customer: Customer, chatId: string): Promise<ServerEvent[]> {
    const reader = readerOf(customer, chatId, true, this.#words);
    const { frames } = await this.#feeds.story(chatId);
    return frames.flatMap(({ at, events }) =>
      events.map((event) => toWire(event, at, reader)).filter((wire) => wire !== undefined),
    );
  }
}

/** For whom events are written. */
export const readerOf = (
  { kind, version }: Customer,
  chatId: string,
  history: boolean,
  words: MessagingSettings["words"],
): WireReader => ({ chatId, kind, version, history, words });

/** Ephemeral frames have sequence 0 inside, and none outside. */
export const toFrame = ({ seq, at, events }: FoldedEvents): StreamFrame => ({
  seq: seq === 0 ? null : seq,
  at,
  events: [...events],
});
