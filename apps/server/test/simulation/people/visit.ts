import type { ServerEvent } from "@patchbay/protocol";
import type { PollAnswer, PollWait } from "../../../src/messaging-http/chat-feed.js";
import type { Customer } from "../../../src/messaging-http/customer.js";
import type { Dice } from "../day/dice.js";
import type { World } from "../day/world.js";

/** A poll is held for 10 s, and one that comes too fast waits before that. */
const POLL_WITHIN_MS = 25_000;

/** One answer that arrived. */
export interface Batch {
  readonly events: readonly ServerEvent[];
  /** The app may be told again what it has heard already: the server died, or could not know that it had heard. */
  readonly mayRepeat: boolean;
}

/** One chat as its app lives it: polls until it is told that the chat has ended, and keeps what it was told. */
export class Visit {
  readonly batches: Batch[] = [];
  readonly heard: ServerEvent[] = [];
  /** The app was told that the chat is over. */
  toldEnd = false;
  /** The chat is gone: there is nothing more to ask. */
  gone = false;
  /** The app's human goes. */
  leaving = false;
  private unsure = false;
  private epoch = 0;

  constructor(
    private readonly world: World,
    readonly customer: Customer,
    readonly chatId: string,
    private readonly dice: Dice,
  ) {
    this.epoch = world.store.writer.epoch;
  }

  get isOver(): boolean {
    return this.toldEnd || this.gone;
  }

  async poll(): Promise<void> {
    while (!this.isOver && !this.leaving) {
      await this.world.sleep(this.world.latencyMs());
      const { server } = this.world;
      if (server === null) {
        await this.world.sleep(this.dice.between(500, 2_000));
        continue;
      }
      let wait: PollWait | undefined;
      const hangUp = this.world.chaos && this.dice.chance(0.03);
      if (hangUp) server.clock.after(this.dice.between(1, 9_000), () => wait?.abandon());
      const outcome = await this.world.workOn(
        server,
        "poll",
        async () => {
          wait = server.messaging.openPoll(this.customer, this.chatId);
          return wait.answer;
        },
        POLL_WITHIN_MS,
      );
      if (outcome.came === "answer") await this.receive(outcome.value, hangUp);
      else if (outcome.came === "refusal" && outcome.error.status === 404) this.gone = true;
      else await this.world.sleep(this.dice.between(500, 2_000));
    }
  }

  private async receive(answer: PollAnswer, hungUp: boolean): Promise<void> {
    // As over a wire: what the server changes later is not seen here.
    const events = JSON.parse(JSON.stringify(answer.events)) as ServerEvent[];
    if (events.length === 0) return;
    this.checkCommitted(events);
    if (hungUp || this.world.losesConnection()) {
      answer.failed();
      this.world.ledger.count("poll answers lost");
      return;
    }
    const { server } = this.world;
    // A recovery while the answer travels forgets that it was given.
    const epochNow = this.world.store.writer.epoch;
    await this.world.sleep(this.world.latencyMs());
    this.batches.push({ events, mayRepeat: this.unsure || this.epoch !== epochNow });
    this.heard.push(...events);
    this.unsure = false;
    this.epoch = epochNow;
    if (events.some((event) => event.event === "chat_session_ended")) this.toldEnd = true;
    if (server?.alive !== true) {
      this.unsure = true;
    } else if (this.world.losesConnection()) {
      // It all arrived, and the server does not know.
      this.unsure = true;
      answer.failed();
    } else answer.delivered();
  }

  private checkCommitted(events: readonly ServerEvent[]): void {
    const { store, ledger } = this.world;
    for (const event of events) {
      const text = JSON.stringify(event);
      if (text.includes("whisper")) ledger.breach("no whisper reaches a customer", text);
      if (event.event === "chat_session_message" && !store.messages.has(event.msg_id)) {
        ledger.breach("nothing is shown before its commit", `a customer was told message ${event.msg_id}`);
      }
    }
  }
}
