import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { htmlOfText, textOfHtml } from "../../src/center/text-and-html.js";
import { parseAuthorization } from "../../src/messaging-http/authorization.js";
import { MessagingError } from "../../src/messaging-http/messaging-error.js";
import { android, androidCrashes, iosDrops } from "./clients.js";
import { World } from "./world.js";

let world: World;
let chatId: string;
let app: ReturnType<typeof android>;
beforeAll(async () => {
  world = await World.open({
    settings: {
      pollHoldMs: 20,
      slowAnswerMs: 5,
      eventsBurst: 1e6,
      eventsPerSecond: 1e6,
      chatsPerMinute: 1e6,
      pollsBurst: 1e6,
      failuresBurst: 1e6,
    },
  });
  app = android(world.base);
  chatId = await app.start();
});
afterAll(() => world.close());

const names = [
  "message",
  "message_read",
  "typing",
  "file",
  "location",
  "form_data",
  "secure_form_data",
  "secure_form_cancel",
  "cobrowsing_rejected",
  "cobrowsing_started",
  "cobrowsing_ended",
  "navigation",
  "signaling",
  "new_thing",
];
const anyEvent = fc.record(
  {
    event: fc.constantFrom(...names).map((name) => `chat_session_${name}`),
    msg_id: fc.jsonValue(),
    msg: fc.oneof(fc.string({ unit: "binary" }), fc.jsonValue()),
    msg_text: fc.option(fc.string({ unit: "binary" })),
    ref_msg_id: fc.jsonValue(),
    latitude: fc.oneof(fc.double(), fc.string()),
    longitude: fc.oneof(fc.double(), fc.string()),
    file_id: fc.string(),
    data: fc.jsonValue(),
    form_request_id: fc.oneof(fc.jsonValue(), fc.nat().map(String)),
    form_name: fc.oneof(fc.string({ unit: "binary" }), fc.jsonValue()),
    provider_type: fc.oneof(fc.string({ unit: "binary" }), fc.jsonValue()),
    cobrowsing_url: fc.oneof(fc.string({ unit: "binary" }), fc.webUrl(), fc.constant("javascript:x")),
    title: fc.string({ unit: "binary" }),
    page: fc.string(),
  },
  { requiredKeys: ["event"] },
);
const anyBody = fc.oneof(
  fc.string(),
  fc.json(),
  fc.record({ events: fc.array(anyEvent, { maxLength: 4 }) }).map((body) => JSON.stringify(body)),
);
const headerText = fc.string({ maxLength: 60 }).map((text) => text.replace(/[^\x20-\x7e]/g, ""));
const documented = new Set([200, 400, 403, 404, 406, 429, 503]);

test("whatever is posted, polled or asked: a documented answer, soon, and the server lives on", {
  timeout: 60_000,
}, async () => {
  const path = fc.oneof(
    fc.constantFrom(
      `chats/${"CHAT"}/events`,
      "chats",
      `chats/${"CHAT"}/notifications`,
      "chats/CHAT/closecase",
      "files",
    ),
    fc.string({ maxLength: 30 }).map((text) => `chats/${encodeURIComponent(text)}/history`),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("GET" as const, "POST" as const),
      path,
      anyBody,
      fc.option(headerText),
      async (method, where, raw, auth) => {
        const answer = await app.call(method, where.replace("CHAT", chatId), {
          ...(method === "POST" ? { raw } : {}),
          ...(auth === null ? {} : { headers: { authorization: auth } }),
          signal: AbortSignal.timeout(5_000),
        });
        expect([where, raw, answer.status, documented.has(answer.status)]).toEqual([
          where,
          raw,
          answer.status,
          true,
        ]);
        if (answer.status !== 200)
          expect([typeof answer.body.error_code, typeof answer.body.error_message]).toEqual([
            "string",
            "string",
          ]);
      },
    ),
    { numRuns: 300 },
  );
  const history = await app.history(chatId);
  expect(androidCrashes(history)).toEqual([]);
  expect(iosDrops(history)).toEqual([]);
  expect((await app.call("GET", "version")).status).toBe(200);
});

test("no text of a customer becomes markup", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc
          .array(
            fc.constantFrom(
              "<",
              ">",
              "&",
              "<script>",
              "</script",
              "<br",
              "&#60;",
              "&lt;",
              "<!--",
              "-->",
              "x",
              "=",
              '"',
            ),
            { maxLength: 30 },
          )
          .map((parts) => parts.join("")),
      ),
      (html) => {
        const text = textOfHtml(html);
        expect(htmlOfText(text).replaceAll("<br/>", "")).not.toMatch(/[<>"']/);
        expect([...text].some((sign) => sign < "\t")).toBe(false);
      },
    ),
    { numRuns: 2_000 },
  );
  const before = Date.now();
  textOfHtml("<".repeat(200_000));
  textOfHtml("<script>".repeat(50_000));
  textOfHtml("<a ".repeat(100_000));
  textOfHtml("<!--".repeat(100_000));
  expect(Date.now() - before).toBeLessThan(1_500);
});

test("any Authorization is read or refused", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((rest) => `MOBILE-API-140-327-PLAIN ${rest}`),
      ),
      (header) => {
        try {
          const { appId, clientId } = parseAuthorization(header);
          expect(appId.length > 0 && clientId.length > 0).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(MessagingError);
        }
      },
    ),
    { numRuns: 1_000 },
  );
});
