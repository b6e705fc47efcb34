/**
 * Every text field of every request of the desk, taken from the protocol's own schemas, with every naughty text that the
 * schema lets through, over real sockets into a real PostgreSQL. A request that is added tomorrow is covered by being there.
 */
import { randomUUID } from "node:crypto";
import { deskErrorCodes, deskRequests } from "@patchbay/protocol";
import { pino } from "pino";
import { afterAll, expect, test } from "vitest";
import type { z } from "zod";
import { cleanText } from "../../src/center/plain-text.js";
import { Desk } from "../composition/support/desk.js";
import { cookieOf, hostOf, twoCenters } from "../composition/support/two-centers.js";
import { naughtyStrings } from "./naughty-strings.js";
import { type Sample, samplesOf, withText } from "./text-fields.js";

/** What the server tells of itself at level error and above: nothing that anybody types may cause a line. */
const errors: string[] = [];
const world = await twoCenters(pino({ level: "error" }, { write: (line: string) => void errors.push(line) }));
const mine = world.of.get("larkfield") ?? expect.fail("no center");
const port = world.port;
afterAll(() => world.close());

/** Names that want something in particular; anything else is the first of the usual texts that fits. */
const known: Readonly<Record<string, string>> = {
  interactionId: mine.chatId,
  beside: mine.chatId,
  contactId: mine.contactId,
  messageId: mine.messageId,
  recordingId: mine.recordingId,
  agentId: "nobody",
  userId: "nobody",
  assigneeId: mine.colleagueId,
  serviceId: "claims",
  responseId: randomUUID(),
  followUpId: randomUUID(),
};
const usual = [
  "some text",
  "some-text",
  "plain",
  "15035550142",
  "12",
  "UTC",
  "US",
  "#336699",
  "https://www.example.com",
  "en",
  "10:00",
  "2026-12-01",
  "https://example.com/",
  "10.0.0.1",
  "a@example.com",
  "0a".repeat(32),
  randomUUID(),
];
const plain = (name: string, schema: z.ZodType): string =>
  [known[name], ...usual].find((text) => text !== undefined && schema.safeParse(text).success) ?? "some text";

/** A desk sends 60 frames in a row, so a new tab of the same seat takes over before that. */
class Sender {
  #desk: Desk | undefined;
  #left = 0;
  constructor(
    private readonly cookie: string,
    private readonly seat: number,
  ) {}

  async ask(name: string, input: unknown) {
    if (this.#left === 0) {
      this.#desk?.close();
      this.#desk = await Desk.open(port, hostOf("larkfield"), this.cookie, this.seat);
      this.#left = 50;
    }
    this.#left -= 1;
    return (this.#desk ?? expect.fail("no desk")).ask(name, input);
  }

  close(): void {
    this.#desk?.close();
  }
}

const colleague = new Sender(world.colleague.get("larkfield")?.cookie ?? "", 9);
const administrator = new Sender(await cookieOf(world.app, "larkfield", "administrator", 3), 3);
afterAll(() => {
  colleague.close();
  administrator.close();
});

/** What fits the schema with this text: in all fields that take it at once, which reaches the most of what is behind. */
function inputWith(
  { value, texts }: Sample,
  text: string,
): { readonly input: unknown; readonly fields: number } {
  const fitting = texts.filter(({ schema }) => schema.safeParse(text).success);
  return { input: fitting.reduce((so, { path }) => withText(so, path, text), value), fields: fitting.length };
}

const requests = Object.entries(deskRequests)
  .map(([key, { name, input }]) => ({ key, name, input, samples: samplesOf(input, plain) }))
  .filter(({ samples }) => samples.some(({ texts }) => texts.length > 0));

/** The worst of them, tried in each field by itself as well. */
const worst = naughtyStrings.filter((text) => /[\0\ud800\udc00]|__proto__|^%_|^\(a\+\)/u.test(text));

/** What has no place among the answers to a text: that the center could not, or did not know what it was. */
const FAILED: ReadonlySet<string> = new Set(["unknown_error", "not_accepted_try_again", "invalid_request"]);

test("of every request with texts a sample reaches what is behind its schema", () => {
  const reached = requests.filter(({ input, samples }) =>
    samples.some(({ value }) => input.safeParse(value).success),
  );
  const missed = requests.filter((one) => !reached.includes(one)).map(({ key }) => key);
  expect([requests.length > 100, missed]).toEqual([true, []]);
});

test.each(requests)(
  "$key: any text is taken, or refused with a code",
  { timeout: 60_000 },
  async (request) => {
    const { key, name, samples } = request;
    const sender = /^desk\.(setup|audit|alerts)\b/.test(name) ? administrator : colleague;
    const before = errors.length;
    const wrong: unknown[] = [];
    const tried = new Set<string>();
    const send = async (input: unknown, text: string): Promise<void> => {
      const frame = JSON.stringify(input);
      if (tried.has(frame) || frame.length > 60_000) return;
      tried.add(frame);
      const result = await sender.ask(name, input);
      const code = result.error?.code ?? "";
      const isKnown = result.ok || (deskErrorCodes as readonly string[]).includes(code);
      if (!isKnown || FAILED.has(code)) wrong.push({ key, text: text.slice(0, 60), code });
    };
    for (const sample of samples) {
      for (const text of naughtyStrings) {
        const { input, fields } = inputWith(sample, text);
        if (fields > 0) await send(input, text);
      }
      for (const { path } of sample.texts) {
        for (const text of worst) await send(withText(sample.value, path, text), text);
      }
    }
    expect(wrong).toEqual([]);
    expect(errors.slice(before)).toEqual([]);
  },
);

test("what was sent is in the transcript as it was written", async () => {
  const said = naughtyStrings.filter((text) => cleanText(text).trim() !== "" && text.length <= 10_000);
  for (const text of said) {
    const sent = await colleague.ask("desk.message.send", {
      interactionId: mine.chatId,
      clientMessageId: randomUUID(),
      body: { kind: "text", text },
    });
    expect([text, sent.error?.code]).toEqual([text, undefined]);
  }
  const { text: transcript } = await colleague.ask("desk.interaction.transcript", {
    interactionId: mine.chatId,
  });
  for (const text of said) expect(transcript).toContain(JSON.stringify(cleanText(text)).slice(1, -1));
});
