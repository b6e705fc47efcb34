import { failed, type PaymentProcessor, type PaymentRequest, type PaymentResult } from "./processor.js";

/** A real one takes a moment, too. */
const TAKES_MS = 1_500;

/**
 * The demo's processor: no money moves, nothing leaves this machine, and its references say so. Numbers that end with
 * 0002 are declined, with 0119 the processor does not answer; every other one is approved.
 */
export class TestProcessor implements PaymentProcessor {
  private count = 0;

  constructor(private readonly takesMs = TAKES_MS) {}

  async pay({ card }: Pick<PaymentRequest, "card">): Promise<PaymentResult> {
    const [unanswered, declined] = [card.endsWith("0119"), card.endsWith("0002")];
    await new Promise((resolve) => setTimeout(resolve, this.takesMs));
    if (unanswered) return failed("processor_timeout");
    if (declined) return { outcome: "declined", code: "card_declined", reference: null };
    this.count += 1;
    return { outcome: "approved", code: null, reference: `TEST-${Date.now()}-${this.count}` };
  }
}
