/**
 * What every client said, was told and heard, written down by itself while it happens. It knows nothing of the
 * project's code: only texts, ids that came over the wire, and the time on this machine's clock.
 */

/** What became of one thing that a client asked for, as far as that client was told. */
export type Outcome =
  /** Nobody has answered yet. */
  | "open"
  /** Told: done. It must be there, once, for ever. */
  | "acknowledged"
  /** Told: not done. It must not be there, unless an earlier try of the same request was never answered. */
  | "refused"
  /** A try ended without an answer, and the client did not ask again. It may be there once, or not at all. */
  | "given_up";

export interface Said {
  /** In the text of the message, and nowhere else in the world. */
  readonly mark: string;
  readonly chatId: string;
  readonly speaker: string;
  readonly by: "customer" | "agent";
  /** Counts what this speaker said in this chat. */
  readonly number: number;
  outcome: Outcome;
  /** A try was sent and never answered. */
  uncertain: boolean;
  tries: number;
  acknowledgedAt: number | null;
  refusal: string | null;
}

/** Something else that was asked for and can be found again in the tables by its own text. */
export interface Deed {
  readonly kind: "transfer_note" | "note" | "disposition" | "end" | "start";
  readonly chatId: string;
  readonly by: string;
  readonly text: string;
  outcome: Outcome;
}

export interface Heard {
  readonly messageId: string;
  readonly mark: string;
  readonly at: number;
}

export interface Incident {
  readonly what: string;
  readonly at: number;
}

/** An id for a text: `<m:speaker:number>`. The rest of the text is filling. */
const MARK = /<m:[^>]+>/;
export const markOf = (text: string): string | undefined => MARK.exec(text)?.[0];

export class Ledger {
  readonly said = new Map<string, Said>();
  readonly deeds: Deed[] = [];
  /** Listener and chat -> what was heard there for the first time, in that order. */
  readonly heard = new Map<string, Heard[]>();
  /** Kills, and polls that ended without an answer, by listener; `*` concerns everybody. */
  readonly incidents = new Map<string, Incident[]>();
  /** Everything that must never happen, in words. */
  readonly breaches: string[] = [];
  /** Repeats that the stated bounds allow. */
  repeats = 0;
  /** How long before the incident the oldest allowed repeat had been heard first. */
  oldestRepeatMs = 0;
  readonly refusals = new Map<string, number>();
  readonly #first = new Map<string, Heard>();
  readonly #idOf = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** A new message of a speaker in a chat. Its text is `mark` and some filling. */
  say(by: Said["by"], speaker: string, chatId: string): Said {
    const key = `${speaker} ${chatId}`;
    const number = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, number);
    const one: Said = {
      mark: `<m:${speaker}:${chatId}:${number}>`,
      chatId,
      speaker,
      by,
      number,
      outcome: "open",
      uncertain: false,
      tries: 0,
      acknowledgedAt: null,
      refusal: null,
    };
    this.said.set(one.mark, one);
    return one;
  }

  /** The longest that a message waited for its answer, were it "try again". */
  slowestAnswerMs = 0;
  answeredAfter(ms: number): void {
    this.slowestAnswerMs = Math.max(this.slowestAnswerMs, ms);
  }

  refused(one: Said, code: string): void {
    one.outcome = "refused";
    one.refusal = code;
    const key = `${one.by}: ${code}`;
    this.refusals.set(key, (this.refusals.get(key) ?? 0) + 1);
  }

  incident(what: string, listener = "*"): void {
    const list = this.incidents.get(listener) ?? [];
    list.push({ what, at: Date.now() });
    this.incidents.set(listener, list);
  }

  /** A customer's app was given this message by a poll. */
  polled(listener: string, chatId: string, messageId: string, text: string): void {
    const earlier = this.#hear(listener, chatId, messageId, text);
    if (earlier === undefined) return;
    const now = Date.now();
    const between = [...(this.incidents.get("*") ?? []), ...(this.incidents.get(listener) ?? [])].filter(
      ({ at }) => at >= earlier.at && at <= now,
    );
    if (between.length === 0) {
      this.breaches.push(`${listener} heard ${earlier.mark} again, and nothing had gone wrong in between`);
      return;
    }
    this.repeats += 1;
    const first = Math.min(...between.map(({ at }) => at));
    this.oldestRepeatMs = Math.max(this.oldestRepeatMs, first - earlier.at);
  }

  /** A desk has this line in a view; views come again and again and replace each other. */
  seen(listener: string, chatId: string, messageId: string, text: string): boolean {
    return this.#hear(listener, chatId, messageId, text) === undefined;
  }

  #hear(listener: string, chatId: string, messageId: string, text: string): Heard | undefined {
    const mark = markOf(text);
    if (mark === undefined) return undefined;
    const one = this.said.get(mark);
    if (one === undefined) this.breaches.push(`${listener} heard ${mark}, which nobody said`);
    else if (one.chatId !== chatId) this.breaches.push(`${listener} heard ${mark} in chat ${chatId}`);
    const known = this.#idOf.get(mark);
    if (known === undefined) this.#idOf.set(mark, messageId);
    else if (known !== messageId)
      this.breaches.push(`${mark} is two messages: ${known} and ${messageId} (heard by ${listener})`);
    const key = `${listener} ${messageId}`;
    const earlier = this.#first.get(key);
    if (earlier !== undefined) {
      if (earlier.mark !== mark) this.breaches.push(`${messageId} was ${earlier.mark} and is now ${mark}`);
      return earlier;
    }
    const heard: Heard = { messageId, mark, at: Date.now() };
    this.#first.set(key, heard);
    const list = this.heard.get(`${listener} ${chatId}`) ?? [];
    list.push(heard);
    this.heard.set(`${listener} ${chatId}`, list);
    return undefined;
  }
}
