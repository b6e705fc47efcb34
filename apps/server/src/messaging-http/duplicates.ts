import { createHash } from "node:crypto";
import type { MessageBody } from "../center/content.js";
import type { CenterHandle } from "../center/edge.js";
import type { StoredMessage } from "../center/records.js";
import { stored } from "./feeds.js";

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

interface Seen<Outcome> {
  readonly at: number;
  /** How the first one went; `null` for one found in the tables. */
  outcome: Promise<Outcome> | null;
}

/** What was asked was answered with "try again" while it is still on its way to the disk. */
export class LateError<Outcome> extends Error {
  override readonly name = "LateError";
  constructor(
    /** What the one who asks for the first time is told. */
    readonly answer: Error,
    readonly fate: Promise<Outcome>,
  ) {
    super(answer.message, { cause: answer });
    // Perhaps nobody ever asks for it again: a failure that nobody waits for must not end the process.
    fate.catch(() => undefined);
  }
}

/**
 * Repeats of one message. Only an id that holds a UUID says "the same again": web clients count from 1 with
 * each page load, and Android may send the text "null". Within `keepMs`, in one chat, with an equal body.
 *
 * It holds across a restart, because the chat's recent messages are read from the tables first.
 */
export class Duplicates<Outcome> {
  readonly #chats = new Map<string, Map<string, Seen<Outcome>>>();
  #recoveries = 0;

  constructor(
    private readonly handle: CenterHandle,
    private readonly keepMs: number,
  ) {}

  static applies(clientMessageId: string | null): clientMessageId is string {
    return clientMessageId !== null && UUID.test(clientMessageId);
  }

  /** Whether the chat's recent messages are known. Asked right before `once`, without a wait in between. */
  knows(chatId: string): boolean {
    return this.#chats.has(chatId);
  }

  /** Reads the chat's recent messages. What was read before a recovery may lack what turned out to be stored. */
  async learn(chatId: string): Promise<void> {
    const recoveries = this.#recoveries;
    const since = this.handle.clock.now() - this.keepMs;
    const messages = await stored(this.handle.records.messages(chatId));
    // Somebody else may have been quicker while the tables were read.
    if (recoveries === this.#recoveries && !this.knows(chatId)) this.#take(chatId, messages, since);
  }

  #take(chatId: string, messages: readonly StoredMessage[], since: number): void {
    const seen = new Map<string, Seen<Outcome>>();
    for (const { print, at } of printsOf(messages, since)) seen.set(print, { at, outcome: null });
    this.#chats.set(chatId, seen);
  }

  /** Whether each of these is stored; for a chat that is over, of which nothing is kept in memory. */
  async areStored(
    chatId: string,
    asked: readonly { readonly clientMessageId: string | null; readonly body: MessageBody }[],
  ): Promise<boolean> {
    const since = this.handle.clock.now() - this.keepMs;
    const prints = new Set<string>();
    for (const { print } of printsOf(await stored(this.handle.records.messages(chatId)), since))
      prints.add(print);
    return asked.every(
      ({ clientMessageId, body }) =>
        Duplicates.applies(clientMessageId) && prints.has(fingerprint(clientMessageId, body)),
    );
  }

  /**
   * Does it, or says that it was done: `null` when it was before the last restart. A failure may be tried again. Where
   * `act` throws a LateError, whoever asks again hears what became of the first: doing it anew would do it twice.
   */
  once(
    chatId: string,
    clientMessageId: string,
    body: MessageBody,
    act: () => Promise<Outcome>,
  ): Promise<Outcome | null> {
    const now = this.handle.clock.now();
    const seen = this.#chats.get(chatId) ?? new Map<string, Seen<Outcome>>();
    this.#chats.set(chatId, seen);
    for (const [print, { at }] of seen) {
      if (now - at <= this.keepMs) break; // In order of arrival: the rest is younger.
      seen.delete(print);
    }
    const print = fingerprint(clientMessageId, body);
    const earlier = seen.get(print);
    if (earlier !== undefined && now - earlier.at <= this.keepMs)
      return earlier.outcome ?? Promise.resolve(null);
    const entry: Seen<Outcome> = { at: now, outcome: null };
    const forgetFailed = (): void => {
      if (seen.get(print) === entry) seen.delete(print);
    };
    const outcome = act().catch((cause: unknown) => {
      if (!(cause instanceof LateError)) throw cause;
      entry.outcome = cause.fate as Promise<Outcome>;
      entry.outcome.catch(forgetFailed);
      throw cause.answer;
    });
    entry.outcome = outcome;
    seen.delete(print);
    seen.set(print, entry);
    outcome.catch(() => {
      if (entry.outcome === outcome) forgetFailed();
    });
    return outcome;
  }

  forget(chatId: string): void {
    this.#chats.delete(chatId);
  }

  /** After a recovery only the tables know what was stored. */
  clear(): void {
    this.#recoveries += 1;
    this.#chats.clear();
  }
}

/** What the customer said since then, under ids that tell a repeat. */
function* printsOf(
  messages: readonly StoredMessage[],
  since: number,
): Iterable<{ print: string; at: number }> {
  for (const { from, clientMessageId, body, at } of messages) {
    if (from !== "customer" || at < since || !Duplicates.applies(clientMessageId)) continue;
    yield { print: fingerprint(clientMessageId, body), at };
  }
}

/** Equal for equal bodies, whatever order a database gives their fields back in. */
function fingerprint(clientMessageId: string, body: MessageBody): string {
  return createHash("sha256")
    .update(canonical([clientMessageId, body]))
    .digest("base64url");
}

export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
