import { failed, type PaymentProcessor, type PaymentResult } from "./processor.js";

/** A real one takes a moment, too. */
const TAKES_MS = 1_500;

/**
 * The demo's processor: no money moves, nothing leaves this machine, and its references say so. Numbers that end with
 * 0002 are declined, with 0119 the processor does not answer; every other one is approved.
 */
export class TestProcessor implements PaymentProcessor {
  private count = 0;

  constructor(private readonly takesMs = TAKES_MS) {}

  async pay({ card }: { readonly card: string }): Promise<PaymentResult> {
    await new Promise((resolve) => setTimeout(resolve, this.takesMs));
    if (card.endsWith("0119")) return failed("processor_timeout");
    if (card.endsWith("0002")) return { outcome: "declined", code: "card_declined", reference: null };
    this.count += 1;
    return { outcome: "approved", code: null, reference: `TEST-${Date.now()}-${this.count}` };
  }
}
