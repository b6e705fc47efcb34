import { HttpProcessor } from "./http-processor.js";
import { failed, type PaymentProcessor } from "./processor.js";
import { TestProcessor } from "./test-processor.js";

export { HttpProcessor } from "./http-processor.js";
export type { Amount, PaymentProcessor, PaymentRequest, PaymentResult } from "./processor.js";
export { paymentFailures } from "./processor.js";
export { TestProcessor } from "./test-processor.js";

/** As a worker is told it. */
export type PaymentSettings =
  | { readonly mode: "off" | "test" }
  | { readonly mode: "http"; readonly url: string; readonly secret: string };

export function openProcessor(settings: PaymentSettings): PaymentProcessor {
  switch (settings.mode) {
    case "off":
      return { pay: () => Promise.resolve(failed("not_configured")) };
    case "test":
      return new TestProcessor();
    case "http":
      return new HttpProcessor(settings.url, settings.secret);
  }
}
