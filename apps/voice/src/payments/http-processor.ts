import { z } from "zod";
import type { EnteredDigits } from "../digits/entered-digits.js";
import { failed, type PaymentProcessor, type PaymentRequest, type PaymentResult } from "./processor.js";

/** An answer that takes longer is none: nobody keeps a caller waiting for it. */
const ANSWER_WITHIN_MS = 20_000;
const ANSWER_BYTES_MAX = 10_000;

/** A processor's own words are shown to agents: short, and nothing that could be a card's number. */
const word = z
  .string()
  .regex(/^[A-Za-z0-9_.:-]{1,64}$/)
  .refine((text) => !/\d{12,19}/.test(text.replace(/[.:_-]/g, "")));
const answerSchema = z.object({
  status: z.enum(["approved", "declined"]),
  reference: word.nullable().default(null),
  code: word.nullable().default(null),
});

/**
 * Posts a card's digits to a configured address over TLS; docs/voice.md has the form. One try: with `processor_timeout`
 * it may have been paid, and only the processor knows.
 */
export class HttpProcessor implements PaymentProcessor {
  constructor(
    private readonly url: string,
    private readonly secret: string,
    private readonly answerWithinMs = ANSWER_WITHIN_MS,
  ) {}

  async pay(request: PaymentRequest): Promise<PaymentResult> {
    const body = bodyOf(request);
    const asked = AbortSignal.timeout(this.answerWithinMs);
    try {
      const response = await fetch(this.url, {
        method: "POST",
        // Another address was not configured.
        redirect: "error",
        headers: {
          "content-type": "application/json",
          authorization: `Bearer ${this.secret}`,
          "idempotency-key": request.id,
        },
        body,
        signal: asked,
      });
      const text = await response.text();
      if (!response.ok) return failed("processor_refused");
      return text.length > ANSWER_BYTES_MAX ? failed("processor_answer_invalid") : read(text);
    } catch {
      // What was thrown may hold what was sent; it goes no further.
      return failed(asked.aborted ? "processor_timeout" : "processor_unreachable");
    } finally {
      body.fill(0);
    }
  }
}

/** JSON, written into memory that can be overwritten; digits need no escapes. */
function bodyOf({ amount, card, expiry, code }: PaymentRequest): Buffer<ArrayBuffer> {
  const { minor, currency } = amount;
  const parts = [
    `{"amount":${JSON.stringify(minor)},"currency":${JSON.stringify(currency)},"card":{"number":"`,
    card,
    '","expiry":"',
    expiry,
    '","code":"',
    code,
    '"}}',
  ];
  const lengthOf = (part: string | EnteredDigits): number =>
    typeof part === "string" ? Buffer.byteLength(part) : part.length;
  const body = Buffer.alloc(parts.reduce((sum, part) => sum + lengthOf(part), 0));
  let at = 0;
  for (const part of parts) at = typeof part === "string" ? at + body.write(part, at) : part.copyTo(body, at);
  return body;
}

function read(text: string): PaymentResult {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return failed("processor_answer_invalid");
  }
  const answer = answerSchema.safeParse(raw);
  if (!answer.success) return failed("processor_answer_invalid");
  const { status: outcome, reference, code } = answer.data;
  return { outcome, reference, code };
}
