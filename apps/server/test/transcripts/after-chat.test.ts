/** What follows a chat, over real sockets and a real PostgreSQL: the survey, and the transcript behind a link. */
import { createHmac, randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { TranscriptLinks } from "../../src/transcripts/index.js";
import { Desk } from "../composition/support/desk.js";
import {
  appHeaders,
  type CenterName,
  cookieOf,
  hostOf,
  ourPage,
  twoCenters,
} from "../composition/support/two-centers.js";

const world = await twoCenters();
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
const chatId = world.of.get("larkfield")?.chatId ?? "";
if (agent === undefined) throw new Error("no colleague at Larkfield");

const form = {
  survey: true,
  questions: [
    { language: "en", text: "How was it?" },
    { language: "de", text: "Wie war es?" },
  ],
  comment: true,
  transcriptDays: 30,
};

const app = (method: "GET" | "POST", url: string, payload?: object, headers: Record<string, string> = {}) =>
  world.app.inject({
    method,
    url,
    query: { tenantUrl: hostOf("larkfield") },
    headers: { ...appHeaders("larkfield"), ...headers },
    ...(payload === undefined ? {} : { payload }),
  });
const after = async (headers: Record<string, string> = {}) =>
  (await app("GET", `/api/customer/v1/chats/${chatId}/after`, undefined, headers)).json();
const answer = (stars: unknown, text = "") =>
  app("POST", `/api/customer/v1/chats/${chatId}/survey`, { stars, text } as object);
const page = (path: string, center: CenterName = "larkfield", languages = "en") =>
  world.app.inject({
    method: "GET",
    url: path,
    headers: { host: hostOf(center), "accept-language": languages },
    remoteAddress: "192.0.2.1",
  });
const agentsLink = (cookie: string, seat: number) =>
  world.app.inject({
    method: "POST",
    url: `/api/interactions/${chatId}/transcript-link?seat=${seat}`,
    headers: { ...ourPage("larkfield"), cookie },
  });

const makeVoid = (center: CenterName, cookie: string, seat: number, id = chatId) =>
  world.app.inject({
    method: "DELETE",
    url: `/api/interactions/${id}/transcript-link?seat=${seat}`,
    headers: { ...ourPage(center), ...(cookie === "" ? {} : { cookie }) },
  });

/** What breaks pages that put words together without thinking. */
const NAUGHTY = [
  `<script>alert("x")</script>`,
  `"><img src=x onerror=alert(1)>`,
  `</li></ol></main><iframe src="https://evil.example">`,
  `' onmouseover='alert(1)`,
  `&lt;b&gt; &#x3c;script&#x3e;`,
  "</style><style>*{display:none}</style>",
  "<!-- --> ]]> {{7*7}} ${7*7}",
  "\u202egnp.exe \u0000 \ud83d\ude00 ﷽",
];

test("an agent gives a link while the chat goes on; the page shows what customers may read, and nothing runs in it", async () => {
  const none = await agentsLink(agent.cookie, 9);
  expect(none.statusCode, "the service gives none yet").toBe(404);
  const { afterChats } = (await admin.done("desk.setup.after_chat", {})) as {
    afterChats: { serviceId: string; form: object }[];
  };
  const was = afterChats.find(({ serviceId }) => serviceId === "claims")?.form;
  await admin.done("desk.setup.save_after_chat", { serviceId: "claims", was, form });
  for (const text of NAUGHTY) {
    await app("POST", `/clientweb/api/v2/chats/${chatId}/events`, {
      events: [{ event: "chat_session_message", msg_text: text }],
    });
  }
  await agent.done("desk.message.send", {
    interactionId: chatId,
    audience: "team",
    clientMessageId: randomUUID(),
    body: { kind: "text", text: "a whisper about the customer" },
  });
  await agent.done("desk.wrap_up.note", { interactionId: chatId, text: "a note about the customer" });

  const stranger = await agentsLink(admin.cookie, 3);
  expect(stranger.statusCode, "nobody else's").toBe(404);
  const { path } = (await agentsLink(agent.cookie, 9)).json<{ path: string }>();
  const shown = await page(`${path}?tz=Europe/Berlin`);
  expect(shown.statusCode).toBe(200);
  expect(shown.body).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;");
  expect(shown.body).toContain("colleague-at-larkfield");
  expect(shown.body).toContain("note.txt");
  expect(shown.body).toContain("Europe/Berlin");
  expect(shown.body).not.toContain("whisper");
  expect(shown.body).not.toContain("a note about");
  // Every tag of the page is one of ours, without an attribute that could run anything.
  const tags = [...shown.body.matchAll(/<(\/?[a-z!][^\s>]*)([^>]*)>/gi)];
  const ours =
    /^\/?(!doctype|html|head|meta|title|style|body|main|header|h1|p|ol|li|div|b|time|br\/|dl|dt|dd|bdi)$/i;
  expect(tags.map(([, name]) => name).filter((name) => !ours.test(name ?? ""))).toEqual([]);
  expect(tags.filter(([, , rest]) => /\bon\w+=|javascript:|src=/i.test(rest ?? ""))).toEqual([]);
  const { headers } = shown;
  expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src 'sha256-[^']+';/);
  expect(headers["content-security-policy"]).not.toContain("unsafe");
  expect(headers).toMatchObject({
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  });
});

test("the page speaks the first of the reader's languages that customers are spoken to in, also where there is none", async () => {
  const { path } = (await agentsLink(agent.cookie, 9)).json<{ path: string }>();
  const missing = `${path.slice(0, -4)}AAAA`;
  for (const [languages, lang, head, you, none] of [
    ["en-GB", "en", "Your chat with ", "You", "There is no transcript here"],
    ["de-AT,de;q=0.9,en;q=0.8", "de", "Ihr Chat mit ", "Sie", "Hier ist keine Mitschrift"],
    ["pt-BR,es;q=0.9", "es", "Su chat con ", "Usted", "Aquí no hay ninguna transcripción"],
    ["FR", "fr", "Votre conversation avec ", "Vous", "Il n&#39;y a pas de transcription ici"],
    ["deu,constructor,__proto__", "en", "Your chat with ", "You", "There is no transcript here"],
  ] as const) {
    const shown = await page(path, "larkfield", languages);
    expect(shown.headers.vary, languages).toContain("accept-language");
    expect(shown.body, languages).toContain(`<html lang="${lang}">`);
    expect(shown.body, languages).toContain(`<h1>${head}`);
    expect(shown.body, languages).toContain(`<b dir="auto">${you}</b>`);
    const refused = await page(missing, "larkfield", languages);
    expect(refused.statusCode).toBe(404);
    expect(refused.body, languages).toContain(`<html lang="${lang}">`);
    expect(refused.body, languages).toContain(none);
  }
});

test("a link is one center's, cannot be changed, and ends", async () => {
  const { path } = (await agentsLink(agent.cookie, 9)).json<{ path: string }>();
  expect((await page(path, "harrow")).statusCode, "another center").toBe(404);
  const token = path.slice("/transcript/".length);
  const [id = "", until = "", given = "", seal = ""] = token.split(".");
  const others = world.of.get("harrow")?.chatId ?? "";
  for (const bad of [
    `${others}.${until}.${given}.${seal}`,
    `${id}.zzzzzzzz.${given}.${seal}`,
    `${id}.${until}.zzzzzzzz.${seal}`,
    `${id}.${until}.${seal}`,
    `${id}.${until}.${given}.${"A".repeat(43)}`,
    `${id}.${until}`,
    id,
    "..%2f..%2fetc%2fpasswd",
  ]) {
    const refused = await page(`/transcript/${bad}`);
    expect(refused.statusCode, bad).toBe(404);
    expect(refused.body, bad).not.toContain("says hello");
  }
  const links = new TranscriptLinks(Buffer.alloc(32, 1));
  const made = links.make("larkfield", "chat-1", 30, 1_000);
  const said = made.path.slice("/transcript/".length);
  expect(links.read("larkfield", said, made.until - 1)).toEqual({
    interactionId: "chat-1",
    until: made.until,
    given: 1_000,
  });
  // As links were before they said when they were given: sealed, and void as soon as any of the chat is.
  const former = `chat-1.${(9_000).toString(36)}`;
  const formerSeal = createHmac("sha256", Buffer.alloc(32, 1)).update(`transcript\nlarkfield\n${former}`);
  expect(links.read("larkfield", `${former}.${formerSeal.digest("base64url")}`, 8_999)).toEqual({
    interactionId: "chat-1",
    until: 9_000,
    given: 0,
  });
  expect(links.read("larkfield", said, made.until)).toBeUndefined();
  expect(links.read("harrow", said, 2_000)).toBeUndefined();
  expect(new TranscriptLinks(Buffer.alloc(32, 2)).read("larkfield", said, 2_000)).toBeUndefined();
});

test("links that were given are made void by the chat's agent and by whoever may look it up, and new ones can be had", async () => {
  const give = async (): Promise<string> => (await agentsLink(agent.cookie, 9)).json<{ path: string }>().path;
  const first = await give();
  const other = await give();
  expect((await makeVoid("larkfield", agent.cookie, 9)).statusCode).toBe(200);
  for (const path of [first, other]) {
    const refused = await page(path, "larkfield", "de");
    expect(refused.statusCode).toBe(404);
    expect(refused.body).toContain("ungültig gemacht");
    expect(refused.body).not.toContain("says hello");
  }
  const again = await give();
  expect((await page(again)).statusCode, "a new one").toBe(200);
  expect((await makeVoid("larkfield", admin.cookie, 3)).statusCode, "an administrator").toBe(200);
  expect((await page(again)).statusCode).toBe(404);

  const last = await give();
  expect((await makeVoid("larkfield", "", 9)).statusCode, "nobody").toBe(401);
  const strange = await cookieOf(world.app, "harrow", "administrator", 4);
  expect((await makeVoid("harrow", strange, 4)).statusCode, "another center's administrator").toBe(404);
  expect((await makeVoid("larkfield", agent.cookie, 9, "no-such-chat")).statusCode).toBe(404);
  expect((await page(last)).statusCode, "still").toBe(200);
});

test("before the end nothing is asked; after it the survey is in the customer's language, answered once, and changed", async () => {
  expect(await after()).toEqual({ survey: null, transcript: false });
  expect((await answer(5)).statusCode).toBe(404);
  const ended = await app("POST", `/clientweb/api/v2/chats/${chatId}/events`, {
    events: [{ event: "chat_session_end" }],
  });
  expect(ended.statusCode).toBe(200);
  expect(await after({ "accept-language": "de-AT,de;q=0.9" })).toMatchObject({
    survey: { question: "Wie war es?", language: "de", comment: true, stars: null, text: "", open: true },
    transcript: true,
  });
  expect(await after({ "accept-language": "fr" })).toMatchObject({ survey: { question: "How was it?" } });
  for (const bad of [0, 6, 2.5, "5", null]) expect((await answer(bad)).statusCode, String(bad)).toBe(400);
  expect((await answer(2, "slow")).statusCode).toBe(200);
  expect((await answer(4, "slow, but kind")).statusCode).toBe(200);
  expect(await after()).toMatchObject({ survey: { stars: 4, text: "slow, but kind", open: true } });
  const foreign = await app(
    "POST",
    `/api/customer/v1/chats/${chatId}/survey`,
    { stars: 1 },
    {
      authorization: "MOBILE-API-140-327-PLAIN appId=demo-app, clientId=5f0c1e9a-0000-4000-8000-00000000abcd",
    },
  );
  expect(foreign.statusCode, "somebody else's chat").toBe(404);
  // The agent who wraps it up sees both answers in their order, the words beside the last.
  const told = () => agent.frames.filter((frame) => frame.includes('"SurveyAnswered"')).join("\n");
  await expect.poll(told).toContain("slow, but kind");
  const link = await app("POST", `/api/customer/v1/chats/${chatId}/transcript-link`);
  expect((await page(link.json<{ path: string }>().path)).statusCode).toBe(200);
});

test("a chat that was abandoned is not followed by a survey, and a service that gives no links any more breaks those it gave", async () => {
  const { path } = (await app("POST", `/api/customer/v1/chats/${chatId}/transcript-link`)).json<{
    path: string;
  }>();
  await admin.done("desk.setup.save_after_chat", {
    serviceId: "claims",
    was: form,
    form: { ...form, transcriptDays: null },
  });
  expect((await page(path)).statusCode).toBe(404);
  await world.open.get("larkfield")?.reloadWords();
  const authorization =
    "MOBILE-API-140-327-PLAIN appId=demo-app, clientId=5f0c1e9a-0000-4000-8000-00000000beef";
  const started = await app("POST", "/clientweb/api/v2/chats", { parameters: {} }, { authorization });
  const abandoned = started.json<{ chat_id: string }>().chat_id;
  await app(
    "POST",
    `/clientweb/api/v2/chats/${abandoned}/events`,
    { events: [{ event: "chat_session_end" }] },
    { authorization },
  );
  const asked = await app("GET", `/api/customer/v1/chats/${abandoned}/after`, undefined, { authorization });
  expect(asked.json()).toEqual({ survey: null, transcript: false });
});
