import { LeanEventStream } from "../chat/lean.js";
import type { Customer } from "./customer.js";
import { sleep } from "./dice.js";
import type { Ledger } from "./ledger.js";

/** Streams of one storm, opened within this time. */
const WITHIN_MS = 1_000;
const ANSWERED_MS_MAX = 30_000;

/**
 * Everybody comes back at once: thousands of event streams of chats that go on meanwhile, each from the beginning. Each must
 * be told the whole story, once and in its order.
 */
export class Storm {
  constructor(
    private readonly place: { readonly host: string; readonly port: number },
    private readonly customers: readonly Customer[],
    private readonly ledger: Ledger,
    private readonly streams: number,
  ) {}

  /** @returns milliseconds until the last had its first frame */
  async breakLoose(): Promise<number> {
    const from = performance.now();
    const opening: Promise<void>[] = [];
    for (let n = 0; n < this.streams; n++) {
      const due = (n / this.streams) * WITHIN_MS;
      if (performance.now() - from < due) await sleep(due - (performance.now() - from));
      const customer = this.customers[n % this.customers.length];
      if (customer?.chatId != null) opening.push(this.follow(customer, customer.chatId));
    }
    await Promise.all(opening);
    return performance.now() - from;
  }

  private async follow(customer: Customer, chatId: string): Promise<void> {
    let last = 0;
    let told: () => void = () => {};
    const first = new Promise<void>((resolve) => {
      told = resolve;
    });
    const path = `/api/customer/v1/chats/${chatId}/stream?tenantUrl=localhost&after=0`;
    try {
      const stream = await LeanEventStream.open(
        this.place,
        path,
        `authorization: ${customer.authorization}\r\n`,
        (data) => {
          const { seq } = JSON.parse(data) as { readonly seq: number | null };
          if (seq === null) return;
          if (seq <= last) this.ledger.breaches.push(`a stream of ${chatId} told ${seq} after ${last}`);
          last = Math.max(last, seq);
          told();
        },
      );
      const tooLong = sleep(ANSWERED_MS_MAX).then(() => {
        if (last === 0) this.ledger.breaches.push(`a stream of ${chatId} was told nothing`);
      });
      await Promise.race([first, tooLong]);
      stream.close();
    } catch (cause) {
      // A chat that has ended meanwhile has no stream any more.
      if (!customer.isOver && customer.chatId === chatId)
        this.ledger.breaches.push(`a stream of ${chatId} was refused: ${String(cause).slice(0, 200)}`);
    }
  }
}
