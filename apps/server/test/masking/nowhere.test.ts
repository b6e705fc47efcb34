/**
 * The whole server on a real PostgreSQL: what an entry hides is in no table, no file, no log and on no desk, whichever way
 * it was written.
 */
import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { DeskOutput } from "@patchbay/protocol";
import pg from "pg";
import { pino } from "pino";
import { afterAll, expect, test } from "vitest";
import { Desk } from "../composition/support/desk.js";
import { appHeaders, cookieOf, hostOf, ourPage, twoCenters } from "../composition/support/two-centers.js";

const CARD = "4111 1111 1111 1111";
const SECOND_CARD = "5500-0000-0000-0004";
const PERSON = "078-05-1120";
const CLAIM = "CLM-778899";
const SECRETS = [CARD, "4111111111111111", SECOND_CARD, "5500000000000004", PERSON, CLAIM];

const logged: string[] = [];
const log = pino({ level: "trace" }, { write: (line: string) => void logged.push(line) });
const world = await twoCenters(log);
const admin = await Desk.open(
  world.port,
  hostOf("larkfield"),
  await cookieOf(world.app, "larkfield", "administrator", 3),
  3,
);
afterAll(async () => {
  admin.close();
  await world.close();
});

const agent = world.colleague.get("larkfield");
const belongings = world.of.get("larkfield");
if (agent === undefined || belongings === undefined) throw new Error("no chat at Larkfield");
const { chatId } = belongings;

const app = async (url: string, payload: unknown, headers: Record<string, string> = {}) => {
  const answer = await world.app.inject({
    method: "POST",
    url: `/clientweb/api/v2${url}`,
    query: { tenantUrl: hostOf("larkfield") },
    headers: { ...appHeaders("larkfield"), ...headers },
    payload: payload as string | object,
  });
  if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.body}`);
  return answer.json<Record<string, unknown>>();
};
const say = (...events: readonly object[]) => app(`/chats/${chatId}/events`, { events });

const fileNamed = (name: string): string =>
  `--edge\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/plain\r\n\r\nhello\r\n--edge--\r\n`;
const multipart = { "content-type": "multipart/form-data; boundary=edge" };

/** Every row of every table, as text. */
async function everyRow(): Promise<string> {
  const owner = new pg.Client({ connectionString: world.ownerUrl });
  await owner.connect();
  try {
    const tables = await owner.query<{ name: string }>(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'public'",
    );
    const rows: string[] = [];
    for (const { name } of tables.rows) {
      const found = await owner.query<{ row: string }>(`select t::text as row from ${name} t`);
      rows.push(...found.rows.map(({ row }) => row));
    }
    return rows.join("\n");
  } finally {
    await owner.end();
  }
}

/** Names and texts of every file of the data folder; whatever is no text is read as one all the same. */
async function everyFile(): Promise<string> {
  const entries = await readdir(world.dataDir, { recursive: true, withFileTypes: true });
  const texts = entries.map(async (entry) => {
    const place = path.join(entry.parentPath, entry.name);
    return entry.isFile() ? `${place}\n${await readFile(place, "latin1")}` : place;
  });
  return (await Promise.all(texts)).join("\n");
}

test("a card, a social security number and an own expression are kept nowhere", async () => {
  const { entries } = (await admin.done("desk.setup.masking", {})) as DeskOutput<"setupMasking">;
  const was = entries.find(({ entryId }) => entryId === "demo-app")?.form;
  const form = {
    cards: true,
    cardLastFour: true,
    socialSecurity: true,
    expressions: [{ name: "Claims", pattern: "CLM-\\d{6}" }],
  };
  await admin.done("desk.setup.save_masking", { entryId: "demo-app", was, form });

  // The customer, in every way that words come in.
  const messageId = randomUUID();
  const card = { event: "chat_session_message", msg_id: messageId, msg: `Take ${CARD} or ${SECOND_CARD}` };
  await say(card);
  await say(card);
  await say(
    { event: "chat_session_message", msg: `<b>4111</b> 1111&#32;1111 <i>1111</i>`, msg_text: "see above" },
    { event: "chat_session_typing", msg: CARD },
    {
      event: "chat_session_form_data",
      form_request_id: "1",
      form_name: CLAIM,
      data: { card: CARD, ssn: PERSON },
    },
    { event: "chat_session_navigation", title: CARD, page: `https://shop.example/?card=4111111111111111` },
    {
      event: "chat_session_location",
      latitude: "52.52",
      longitude: "13.4",
      address: CLAIM,
      url: `https://x/${CLAIM}`,
    },
  );
  const { file_id, file_name } = await app("/files", fileNamed(`${CARD}.txt`), multipart);
  expect(file_name).toBe("•••• •••• •••• 1111.txt");
  await say({ event: "chat_session_file", file_id, file_name: `${CARD}.txt`, file_type: "attachment" });
  await app(
    "/chats",
    { from: PERSON, parameters: { first_name: CARD, account: CLAIM, note: PERSON, [CLAIM]: "x" } },
    {
      authorization: "MOBILE-API-140-327-PLAIN appId=demo-app, clientId=5f0c1e9a-0000-4000-8000-00000000abcd",
    },
  );
  // Our own API, whose keys are kept with a digest of what was asked.
  const own = await world.app.inject({
    method: "POST",
    url: `/api/customer/v1/chats/${chatId}/events`,
    query: { tenantUrl: hostOf("larkfield") },
    headers: { ...appHeaders("larkfield"), "idempotency-key": randomUUID() },
    payload: { type: "message", text: `Again ${SECOND_CARD}`, clientMessageId: randomUUID() },
  });
  expect(own.statusCode, own.body).toBe(200);

  // The agent.
  const line = (audience: "all" | "team", text: string) =>
    agent.done("desk.message.send", {
      interactionId: chatId,
      audience,
      clientMessageId: randomUUID(),
      body: { kind: "text", text },
    });
  await line("all", `You said ${CARD}`);
  await line("team", `Look at ${PERSON}`);
  await agent.done("desk.wrap_up.note", {
    interactionId: chatId,
    text: `Paid with ${SECOND_CARD}, ${CLAIM}`,
  });
  await agent.done("desk.draft.save", { interactionId: chatId, audience: "all", version: 9, text: CARD });
  const upload = await world.app.inject({
    method: "POST",
    url: "/api/files?seat=9",
    headers: { ...ourPage("larkfield"), cookie: agent.cookie, ...multipart },
    payload: fileNamed(`${SECOND_CARD}.txt`),
  });
  expect(upload.json<{ name: string }>().name).toBe("••••-••••-••••-0004.txt");

  const rows = await everyRow();
  expect(rows).toContain("•••• •••• •••• 1111");
  const places = { rows, files: await everyFile(), log: logged.join(""), desk: agent.frames.join("\n") };
  for (const [place, text] of Object.entries(places)) {
    for (const secret of SECRETS) expect(text.includes(secret), `${secret} in ${place}`).toBe(false);
  }

  // Sent twice, stored once; and what the app is told is what was stored.
  const history = await world.app.inject({
    method: "GET",
    url: `/clientweb/api/v2/chats/${chatId}/history`,
    query: { tenantUrl: hostOf("larkfield") },
    headers: appHeaders("larkfield"),
  });
  const told = history.json<{ events: { event: string; msg_text?: string; msg?: string }[] }>().events;
  const masked = "Take •••• •••• •••• 1111 or ••••-••••-••••-0004";
  expect(told.filter(({ msg_text }) => msg_text === masked)).toHaveLength(1);
  // Digits between tags are not cut out of them: the plain words stay.
  expect(told.filter(({ msg_text }) => msg_text === "see above")).toMatchObject([{ msg: "see above" }]);
  expect(agent.frames.filter((frame) => frame.includes('"masked":true')).length).toBeGreaterThan(0);
});

test("what another entry hides is another's affair: nothing is hidden where no rule stands", async () => {
  const other = world.colleague.get("harrow");
  const chat = world.of.get("harrow")?.chatId;
  await other?.done("desk.message.send", {
    interactionId: chat,
    clientMessageId: randomUUID(),
    body: { kind: "text", text: "4242 4242 4242 4242" },
  });
  expect(await everyRow()).toContain("4242 4242 4242 4242");
});

test("expressions that cannot be used are refused, and shown while they are typed", async () => {
  // As after a restart: the rule comes from the tables.
  await world.open.get("larkfield")?.reloadWords();
  const { entries } = (await admin.done("desk.setup.masking", {})) as DeskOutput<"setupMasking">;
  const was = entries.find(({ entryId }) => entryId === "demo-app")?.form;
  const form = { ...was, expressions: [{ name: "Broken", pattern: "(" }] };
  expect(was?.expressions).toEqual([{ name: "Claims", pattern: "CLM-\\d{6}" }]);
  const refused = await admin.ask("desk.setup.save_masking", { entryId: "demo-app", was, form });
  expect(refused.error?.code).toBe("invalid_args");
  const tried = await admin.done("desk.setup.try_masking", { form, text: "4111 1111 1111 1111" });
  expect(tried).toEqual({
    text: "•••• •••• •••• 1111",
    masked: true,
    problems: [{ index: 0, code: "not_understood" }],
  });
});
