import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { EnteredDigits } from "../src/digits/entered-digits.js";
import { HttpProcessor, openProcessor, type PaymentResult, TestProcessor } from "../src/payments/index.js";
import { readSettings } from "../src/settings/settings.js";

const request = {
  id: "i1.s9",
  amount: { minor: 12_900, currency: "EUR" },
  card: EnteredDigits.of("4242424242424242"),
  expiry: EnteredDigits.of("1230"),
  code: EnteredDigits.of("987"),
};
let server: Server | undefined;
/** What the processor was told last. */
let posted = "";
afterEach(() => server?.closeAllConnections());

/** A processor that answers so. */
async function answering(
  answer: (response: ServerResponse) => void,
  withinMs = 2_000,
): Promise<PaymentResult> {
  const listening = createServer((asked, response) => {
    let text = "";
    asked.on("data", (part: Buffer) => {
      text += part.toString();
    });
    asked.on("end", () => {
      posted = text;
    });
    answer(response);
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const { port } = listening.address() as AddressInfo;
  return new HttpProcessor(`http://127.0.0.1:${port}/`, "a secret", withinMs).pay(request);
}
const json =
  (status: number, body: unknown) =>
  (response: ServerResponse): void => {
    response.statusCode = status;
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };

describe("a processor over HTTP", () => {
  it("says whether it was paid", async () => {
    expect(await answering(json(200, { status: "approved", reference: "ch_1" }))).toEqual({
      outcome: "approved",
      reference: "ch_1",
      code: null,
    });
    expect(JSON.parse(posted)).toEqual({
      ...{ amount: 12_900, currency: "EUR" },
      card: { number: "4242424242424242", expiry: "1230", code: "987" },
    });
    expect(await answering(json(200, { status: "declined", code: "insufficient_funds" }))).toEqual({
      outcome: "declined",
      reference: null,
      code: "insufficient_funds",
    });
  });

  it.each([
    ["refuses", json(402, { status: "approved" }), "processor_refused"],
    ["says what nobody understands", json(200, "paid!"), "processor_answer_invalid"],
    ["knows another outcome", json(200, { status: "maybe" }), "processor_answer_invalid"],
    // What is shown to agents must not be a way for a number to come back.
    [
      "echoes a card",
      json(200, { status: "declined", code: request.card.text() }),
      "processor_answer_invalid",
    ],
    [
      "sends it elsewhere",
      (response: ServerResponse): void =>
        void response.writeHead(307, { location: "http://127.0.0.1:9/" }).end(),
      "processor_unreachable",
    ],
    ["hangs up", (response: ServerResponse): void => void response.destroy(), "processor_unreachable"],
  ] as const)("that %s: a code, and no word of what was sent", async (_, answer, code) => {
    const result = await answering(answer);
    expect(result).toEqual({ outcome: "failed", code, reference: null });
    expect(JSON.stringify(result)).not.toContain(request.card.text());
  });

  it("that does not answer may have been paid, and that is what is said", async () => {
    expect(await answering(() => undefined, 80)).toEqual({
      outcome: "failed",
      code: "processor_timeout",
      reference: null,
    });
  });
});

describe("other processors", () => {
  it("the demo's says that it is one", async () => {
    const processor = new TestProcessor(0);
    expect(await processor.pay(request)).toMatchObject({
      outcome: "approved",
      reference: expect.stringMatching(/^TEST-/),
    });
    expect(await processor.pay({ ...request, card: EnteredDigits.of("4000000000000002") })).toMatchObject({
      outcome: "declined",
    });
    expect(await processor.pay({ ...request, card: EnteredDigits.of("4000000000000119") })).toMatchObject({
      code: "processor_timeout",
    });
  });

  it("without one nothing is paid", async () => {
    expect(await openProcessor({ mode: "off" }).pay(request)).toMatchObject({ code: "not_configured" });
  });

  it("an address needs its secret, which is in no sentence", () => {
    const address = { PAYMENT_URL: "https://pay.example.com/" };
    expect(() => readSettings(address)).toThrow(/PAYMENT_URL needs PAYMENT_SECRET_FILE/);
    expect(() => readSettings({ ...address, PAYMENT_SECRET: "short" })).toThrow(/^(?!.*short).*$/s);
    expect(() => readSettings({ ...address, PAYMENT_SECRET_FILE: "/nowhere/at/all" })).toThrow(
      /cannot be read/,
    );
    expect(readSettings({ ...address, PAYMENT_SECRET: "long-enough" }).payments).toMatchObject({
      mode: "http",
    });
    expect(readSettings({}).payments).toEqual({ mode: "test" });
  });
});
