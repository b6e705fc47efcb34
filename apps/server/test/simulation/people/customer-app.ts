import { asId, type ClientKey } from "@patchbay/core";
import type { ServerEvent } from "@patchbay/protocol";
import { chatEntries } from "../day/configuration.js";
import type { Dice } from "../day/dice.js";
import type { Written } from "../day/ledger.js";
import type { World } from "../day/world.js";
import { Visit } from "./visit.js";

const KINDS = ["android", "ios", "web", "generic"] as const;
/** How often an app tries again before its user gives up. */
const TRIES_MAX = 30;

/** One installed app and the human who holds it. It visits once or more, and its network is a phone's. */
export class CustomerApp {
  readonly visits: Visit[] = [];
  private readonly customer;
  private texts = 0;
  finishing = false;
  paused = false;
  private done = false;

  constructor(
    private readonly world: World,
    readonly name: string,
    private readonly dice: Dice,
  ) {
    this.customer = {
      clientKey: asId<ClientKey>(`client-${name}`),
      appId: dice.pick(chatEntries),
      kind: dice.pick(KINDS),
      version: 2,
    } as const;
  }

  get isDone(): boolean {
    return this.done;
  }

  async live(): Promise<void> {
    const visits = this.dice.pick([1, 1, 1, 2, 3]);
    for (let i = 0; i < visits && !this.finishing; i += 1) {
      if (i > 0) await this.world.sleep(this.dice.between(2_000, 90_000));
      if (!this.finishing) await this.visit();
    }
    this.done = true;
  }

  private async visit(): Promise<void> {
    const chatId = await this.start();
    if (chatId === undefined) return;
    const known = this.visits.find((one) => one.chatId === chatId);
    const visit = known ?? new Visit(this.world, this.customer, chatId, this.dice.fork(`visit ${chatId}`));
    if (known === undefined) this.visits.push(visit);
    visit.leaving = false;
    const polling = visit.poll();
    await this.talk(visit);
    visit.leaving = true;
    await polling;
  }

  private async start(): Promise<string | undefined> {
    const { dice, world } = this;
    const parameters: Record<string, string> = {
      first_name: this.name,
      phone: `+4670${dice.between(1_000_000, 9_999_999)}`,
    };
    if (dice.chance(0.4)) Object.assign(parameters, { latitude: "59.3293", longitude: "18.0686" });
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const outcome = await world.call("requestChat", (server) =>
        server.messaging.requestChat(this.customer, { parameters }),
      );
      if (outcome.came === "answer") {
        world.ledger.count("chats");
        return outcome.value.chat_id;
      }
      // Closed, or too many are waiting: the app says so, and this one goes home.
      if (
        outcome.came === "refusal" &&
        outcome.error.message !== "The center is not available at the moment: try again."
      ) {
        world.ledger.count(`start refused: ${outcome.error.code}`);
        return undefined;
      }
      await world.sleep(dice.between(300, 3_000));
    }
    return undefined;
  }

  /** Until the chat is over, or the human has had enough of it. */
  private async talk(visit: Visit): Promise<void> {
    const { dice, world } = this;
    for (let silentFor = 0; !visit.isOver; ) {
      await world.sleep(this.finishing ? 1_000 : dice.between(1_000, 12_000));
      if (visit.isOver) return;
      if (this.finishing) {
        await this.post(visit, [{ event: "chat_session_end" }], []);
        continue;
      }
      if (this.paused || silentFor > 0) {
        silentFor = Math.max(0, silentFor - 1);
        continue;
      }
      const kind = dice.next();
      if (kind < 0.55) await this.say(visit);
      else if (kind < 0.65)
        await this.post(visit, [{ event: "chat_session_location", ...this.position() }], []);
      else if (kind < 0.72) await this.post(visit, [{ event: "chat_session_typing" }], []);
      else if (kind < 0.82) await this.post(visit, this.receipts(visit), []);
      else if (kind < 0.86) silentFor = dice.between(5, 20);
      else if (kind < 0.9) await this.post(visit, [{ event: "chat_session_end" }], []);
      else if (kind < 0.94) {
        await this.post(visit, [{ event: "chat_session_disconnect" }], []);
        world.ledger.count("disconnects");
        silentFor = dice.between(0, 12);
      } else if (kind < 0.955) {
        // The phone dies. Whoever comes back later finds the chat as it is by then.
        world.ledger.count("customers who vanished");
        return;
      } else if (kind < 0.965) await this.closeCase(visit);
    }
  }

  private async say(visit: Visit): Promise<void> {
    const { dice, world } = this;
    const lines = dice.chance(0.1) ? 2 : 1;
    const written = Array.from({ length: lines }, (): Written => {
      this.texts += 1;
      const text = `question ${this.name} ${this.texts}`;
      const clientMessageId = dice.uuid();
      return world.ledger.write({
        clientMessageId,
        interactionId: visit.chatId,
        from: "customer",
        text,
        audience: "all",
      });
    });
    const events = written.map(({ clientMessageId, text }) => ({
      event: "chat_session_message",
      msg: text,
      msg_id: clientMessageId,
    }));
    // Impatient apps post again before they have heard.
    if (world.chaos && dice.chance(0.05))
      await Promise.all([this.post(visit, events, written), this.post(visit, events, written)]);
    else await this.post(visit, events, written);
    if (world.chaos && dice.chance(0.08) && !visit.isOver) {
      world.ledger.count("posts repeated");
      await this.post(visit, events, written);
    }
  }

  /** Posts until somebody has taken it, or said that there is nobody to take it. */
  private async post(visit: Visit, events: readonly object[], written: readonly Written[]): Promise<void> {
    const { world, dice } = this;
    let unsure = written.length !== 1;
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const outcome = await world.call("post", (server) =>
        server.messaging.postEvents(this.customer, visit.chatId, { events }),
      );
      if (outcome.came === "answer") {
        for (const one of written) world.ledger.acknowledge(one);
        return;
      }
      if (outcome.came === "refusal" && outcome.error.code === "5005") {
        const [only] = written;
        if (!unsure && only !== undefined && only.acknowledgedAt === null) only.refused = true;
        return;
      }
      if (outcome.came === "refusal" && outcome.error.code === "5500") {
        world.ledger.breach("nothing breaks", `post: ${outcome.error.message}`);
        return;
      }
      unsure = true;
      await world.sleep(dice.between(200, 2_500));
    }
  }

  private async closeCase(visit: Visit): Promise<void> {
    await this.world.call("closeCase", (server) => server.messaging.closeCase(this.customer, visit.chatId));
  }

  private receipts(visit: Visit): object[] {
    const said = visit.heard.filter(
      (event): event is Extract<ServerEvent, { msg_id: string }> => "msg_id" in event,
    );
    const event = this.dice.pick(["chat_session_message_delivered", "chat_session_message_read"]);
    return said.slice(-3).map(({ msg_id }) => ({ event, ref_msg_id: msg_id }));
  }

  private position(): { latitude: string; longitude: string } {
    return {
      latitude: `59.${this.dice.between(1000, 9999)}`,
      longitude: `18.${this.dice.between(1000, 9999)}`,
    };
  }
}
