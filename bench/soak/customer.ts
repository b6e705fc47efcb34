import { randomUUID } from "node:crypto";
import { type Dice, sleep } from "./dice.js";
import type { Ledger, Said } from "./ledger.js";

/** What all customers share. */
export interface CustomerWorld {
  readonly base: string;
  readonly ledger: Ledger;
  /** No new messages and chats any more. */
  closing: boolean;
  /** How long one customer waits between two messages. */
  readonly everyMs: number;
}

interface WireEvent {
  readonly event: string;
  readonly msg_id?: string;
  readonly msg_text?: string;
}

const FILLING = " The other car came from the right and hit the front door; both cars stand at the kerb now.";
/** As the published SDKs: they wait for 20 s. */
const POLL_GIVES_UP_MS = 20_000;
/** A try that got no answer is not repeated by this share: what became of it is then unknown to the customer. */
const GIVE_UP = 0.2;

/**
 * A customer's app over the published messaging API: one chat after the other, long polls, messages with a UUID as
 * `msg_id` that are sent again with the same one until somebody says yes or no.
 */
export class Customer {
  readonly name: string;
  /** When this app last had an answer other than "try again". */
  aliveAt = 0;
  chatId: string | null = null;
  idle = true;
  #clientId = randomUUID();
  #over = true;

  constructor(
    number: number,
    private readonly entry: string,
    private readonly world: CustomerWorld,
    private readonly dice: Dice,
  ) {
    this.name = `c${number}`;
  }

  async live(): Promise<void> {
    await sleep(this.dice.between(0, 2_000));
    while (!this.world.closing) {
      const chatId = await this.#start();
      if (chatId === undefined) continue;
      this.chatId = chatId;
      this.#over = false;
      await Promise.all([this.#listen(chatId), this.#talk(chatId)]);
      this.chatId = null;
      await sleep(this.dice.between(200, 2_000));
    }
  }

  async #start(): Promise<string | undefined> {
    const { ledger } = this.world;
    const answer = await this.#call("POST", "chats", {
      phone_number: "",
      parameters: { first_name: this.name },
    });
    if (answer === undefined || answer.status !== 200) {
      await sleep(answer?.status === 429 ? 2_000 : 300);
      return undefined;
    }
    const chatId = String(answer.body["chat_id"]);
    ledger.deeds.push({ kind: "start", chatId, by: this.name, text: "", outcome: "acknowledged" });
    return chatId;
  }

  /** Polls until the chat is over, also after everybody else has gone home. */
  async #listen(chatId: string): Promise<void> {
    const { ledger } = this.world;
    for (;;) {
      const answer = await this.#call("GET", `chats/${chatId}/events`);
      if (answer === undefined) {
        // Whether the server takes the batch for delivered is not ours to know.
        ledger.incident("a poll without an answer", this.name);
        await sleep(200);
        continue;
      }
      if (answer.status === 404) {
        this.#over = true;
        return;
      }
      if (answer.status !== 200) {
        await sleep(200);
        continue;
      }
      for (const event of answer.body["events"] as WireEvent[]) {
        if (event.event === "chat_session_message" && event.msg_id !== undefined)
          ledger.polled(this.name, chatId, event.msg_id, event.msg_text ?? "");
        if (event.event === "chat_session_ended") {
          this.#over = true;
          return;
        }
      }
    }
  }

  async #talk(chatId: string): Promise<void> {
    const { world, dice } = this;
    const until = Date.now() + dice.between(40_000, 110_000);
    let next = Date.now() + dice.between(0, world.everyMs);
    while (!this.#over && !world.closing && Date.now() < until) {
      const wait = next - Date.now();
      if (wait > 0) await sleep(wait);
      // What an outage held up is caught up with for two seconds; the rest is left unsaid.
      next = Math.max(next + world.everyMs * dice.between(0.8, 1.2), Date.now() - 2_000);
      if (this.#over || world.closing) break;
      this.idle = false;
      await this.#say(chatId, world.ledger.say("customer", this.name, chatId));
      this.idle = true;
    }
    if (!world.closing && dice.chance(0.5)) await this.end();
    else while (!this.#over && !world.closing) await sleep(200);
  }

  /** Ends the chat, if there is one, and asks until somebody has said that it is so. */
  async end(): Promise<void> {
    const { chatId } = this;
    if (chatId === null) return;
    while (!this.#over) {
      const answer = await this.#call("POST", `chats/${chatId}/events`, {
        events: [{ event: "chat_session_end" }],
      });
      if (answer?.status === 200) {
        const deed = { kind: "end", chatId, by: this.name, text: "", outcome: "acknowledged" } as const;
        this.world.ledger.deeds.push(deed);
        return;
      }
      if (answer?.status === 404) return;
      await sleep(200);
    }
  }

  get authorization(): string {
    return `MOBILE-API-140-327-PLAIN appId=${this.entry}, clientId=${this.#clientId}`;
  }

  get isOver(): boolean {
    return this.#over;
  }

  async #say(chatId: string, one: Said): Promise<void> {
    const event = {
      event: "chat_session_message",
      msg_id: randomUUID(),
      msg: "",
      msg_text: one.mark + FILLING,
    };
    for (;;) {
      one.tries += 1;
      const from = performance.now();
      const answer = await this.#call("POST", `chats/${chatId}/events`, { events: [event] });
      if (answer !== undefined) this.world.ledger.answeredAfter(performance.now() - from);
      if (answer?.status === 200) {
        one.outcome = "acknowledged";
        one.acknowledgedAt = Date.now();
        return;
      }
      if (answer === undefined) {
        one.uncertain = true;
        if (this.dice.chance(GIVE_UP)) {
          one.outcome = "given_up";
          return;
        }
      } else if (answer.status === 503) {
        // "Try again" says that nobody knows: the commit may have been under way.
        one.uncertain = true;
      } else if (answer.status !== 429) {
        this.world.ledger.refused(one, `${answer.status} ${String(answer.body["error_code"])}`);
        return;
      }
      await sleep(150);
    }
  }

  /** `undefined`: the connection ended without an answer. */
  async #call(
    method: "GET" | "POST",
    path: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly body: Record<string, unknown> } | undefined> {
    try {
      const response = await fetch(`${this.world.base}/clientweb/api/v2/${path}?tenantUrl=localhost`, {
        method,
        headers: {
          authorization: this.authorization,
          "content-type": "application/json; charset=utf-8",
        },
        signal: AbortSignal.timeout(POLL_GIVES_UP_MS),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const answer = (await response.json()) as Record<string, unknown>;
      if (response.status !== 503) this.aliveAt = Date.now();
      return { status: response.status, body: answer };
    } catch {
      return undefined;
    }
  }
}
