import { type ChatClient, type ChatEntry, type ChatState, openChat } from "@patchbay/chat-sdk";
import { memoryKeep } from "@patchbay/chat-sdk/parts";
import { asId, type InteractionId, type MessageId } from "@patchbay/core";
import type { StreamFrame } from "@patchbay/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SOFIA, World } from "./world.js";

const DEVICE = "5f0c1e9a-0000-4000-8000-0000000000dd";

let world: World;
const open: ChatClient[] = [];
beforeEach(async () => {
  world = await World.open();
});
afterEach(async () => {
  for (const chat of open.splice(0)) chat.close();
  await world.close();
});

async function client(options: Partial<Parameters<typeof openChat>[0]> = {}): Promise<ChatClient> {
  const chat = await openChat({ server: world.base, appId: "demo-app", keep: memoryKeep(), ...options });
  open.push(chat);
  return chat;
}

/** Waits until the state is as wanted; what it was at the last look is told otherwise. */
function until(chat: ChatClient, wanted: (state: ChatState) => boolean): Promise<ChatState> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (!wanted(chat.state)) return;
      clearTimeout(timer);
      stop();
      resolve(chat.state);
    };
    const stop = chat.subscribe(look);
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`not within 8 s: ${JSON.stringify(chat.state)}`));
    }, 8_000);
    look();
  });
}

const chatIdOf = (): string => {
  const [only] = [...world.runtime.state.interactions.keys()];
  if (only === undefined) throw new Error("no chat");
  return only;
};
const texts = (entries: readonly ChatEntry[]): string[] =>
  entries.flatMap((entry) => (entry.kind === "message" ? [entry.text] : []));
const messages = (entries: readonly ChatEntry[]) => entries.filter((entry) => entry.kind === "message");
const said = async () =>
  (await world.messagesOf(chatIdOf())).flatMap(({ body }) => (body.kind === "text" ? [body.text] : []));
/** What the stream tells of receipts, read from its beginning. */
async function receipts(): Promise<unknown[]> {
  const abort = new AbortController();
  const headers = { authorization: `MOBILE-API-140-327-PLAIN appId=demo-app, clientId=${DEVICE}` };
  const url = `${world.base}/api/customer/v1/chats/${chatIdOf()}/stream?after=0`;
  const answer = await fetch(url, { headers, signal: abort.signal });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = (await reader?.read()) ?? {};
  const more = value.includes("data:") ? "" : ((await reader?.read())?.value ?? "");
  abort.abort();
  return [...(value + more).matchAll(/^data: (.*)$/gm)].flatMap(([, data = ""]) =>
    (JSON.parse(data) as StreamFrame).events.flatMap((event) =>
      event.type === "receipt" ? [{ messageId: event.messageId, by: event.by, receipt: event.receipt }] : [],
    ),
  );
}
/** The first request meanwhile is done, and its answer does not come; it is over when the request was repeated. */
async function losingAnAnswer(work: () => Promise<void>): Promise<void> {
  const real = globalThis.fetch;
  let posts = 0;
  globalThis.fetch = async (input, init) => {
    const answer = await real(input, init);
    if (init?.method === "POST" && String(input).includes("/events") && posts++ === 0)
      throw new TypeError("the answer was lost");
    return answer;
  };
  try {
    await work();
    await expect.poll(() => posts).toBeGreaterThan(1);
  } finally {
    globalThis.fetch = real;
  }
}
const accepted = () =>
  expect
    .poll(() => world.offerOf(SOFIA))
    .toBeDefined()
    .then(() => world.accept(SOFIA));

test("SDK-1 a chat from its start to its end: waiting, an agent, words both ways with their states, and the end", async () => {
  const chat = await client({ clientId: DEVICE });
  expect(chat.state).toMatchObject({ phase: "none", entries: [], durable: false });
  await chat.start({ parameters: { first_name: "Maria" }, message: "Someone hit me from behind." });
  const waiting = await until(chat, ({ phase, link }) => phase === "waiting" && link === "up");
  expect(texts(waiting.entries)).toEqual(["Someone hit me from behind."]);
  await world.ready(SOFIA);
  await accepted();
  const active = await until(chat, ({ phase, agents }) => phase === "active" && agents.length === 1);
  expect(active.agents).toMatchObject([{ name: "Sofia" }]);
  expect(active.wait).toBeNull();

  const chatId = chatIdOf();
  world.ephemeral.agentTyping(chatId, SOFIA, true);
  await until(chat, ({ typing }) => typing[0]?.name === "Sofia");
  const asked = await world.say(SOFIA, chatId, "Are you safe?");
  const heard = await until(chat, ({ entries }) => texts(entries).includes("Are you safe?"));
  expect(heard.typing).toEqual([]);
  expect(heard.entries.at(-1)).toMatchObject({ id: asked, agent: { name: "Sofia" }, state: null });
  chat.seen([asked]);
  await expect.poll(receipts).toContainEqual({ messageId: asked, by: "customer", receipt: "read" });

  const mine = await chat.send("Yes, I am.");
  const first = (await world.messagesOf(chatId)).find(({ from }) => from === "customer")?.messageId ?? "";
  await world.do({
    type: "ReportReceipt",
    interactionId: asId<InteractionId>(chatId),
    messageId: asId<MessageId>(first),
    reader: SOFIA,
    receipt: "read",
  });
  const read = await until(chat, ({ entries }) => messages(entries)[0]?.state === "read");
  expect(read.entries.some(({ id }) => id === mine)).toBe(true);
  await until(chat, ({ entries }) =>
    entries.some((entry) => entry.id === mine && "state" in entry && entry.state === "sent"),
  );

  await chat.end();
  const over = await until(chat, ({ phase, after }) => phase === "ended" && after !== null);
  expect(over.entries.at(-1)).toMatchObject({ kind: "ended" });
  expect(await said()).toEqual(["Someone hit me from behind.", "Are you safe?", "Yes, I am."]);
});

test("SDK-2 what was written while the server was away is there once, in its order, when it is back", async () => {
  const keep = memoryKeep();
  const chat = await client({ keep });
  await chat.start({ message: "one" });
  await until(chat, ({ phase, link }) => phase === "waiting" && link === "up");
  await expect.poll(said).toEqual(["one"]);
  await world.kill();
  await until(chat, ({ link }) => link === "down");
  await chat.send("two");
  const photo = await chat.sendFile(new Blob(["a note"], { type: "text/plain" }), "note.txt");
  await chat.send("three");
  expect(messages(chat.state.entries).at(-1)).toMatchObject({ text: "three", state: "waiting" });
  // The page is closed too, and another one finds all of it.
  chat.close();
  world = await World.open({ after: world, port: Number(new URL(world.base).port) });
  const again = await client({ keep });
  again.wake();
  const back = await until(
    again,
    ({ link, entries }) =>
      link === "up" &&
      entries.length >= 4 &&
      entries.every((entry) => !("state" in entry) || entry.state === "sent"),
  );
  expect(texts(back.entries)).toEqual(["one", "two", "three"]);
  expect(back.entries.find(({ id }) => id === photo)).toMatchObject({ kind: "file", name: "note.txt" });
  await until(again, ({ entries }) => entries.some((entry) => entry.kind === "file" && entry.url !== null));
  expect(await said()).toEqual(["one", "two", "three"]);
});

test("SDK-3 an answer that got lost is asked for again and does nothing twice", async () => {
  const chat = await client();
  await chat.start({ message: "one" });
  await until(chat, ({ phase, link }) => phase === "waiting" && link === "up");
  await expect.poll(said).toEqual(["one"]);
  await losingAnAnswer(async () => {
    await chat.send("two");
    await until(chat, ({ entries }) => messages(entries).at(-1)?.state === "sent");
  });
  expect(await said()).toEqual(["one", "two"]);
  expect(texts(chat.state.entries)).toEqual(["one", "two"]);
});

test("SDK-4 a form is asked, shown and answered, once also when the answer to that gets lost, and declining one says so", async () => {
  const chat = await client();
  await chat.start({ message: "one" });
  await world.ready(SOFIA);
  await accepted();
  const chatId = chatIdOf();
  await until(chat, ({ phase }) => phase === "active");
  const ask = async (formName: string) => {
    const interactionId = asId<InteractionId>(chatId);
    const messageId = asId<MessageId>(world.handle.ids.next());
    const body = {
      kind: "form_request",
      formRequestId: messageId,
      formName,
      timeoutSeconds: 600,
      secure: false,
    } as const;
    const partyId = world.partyOf(SOFIA, chatId);
    const command = {
      type: "SendMessage",
      interactionId,
      agentId: SOFIA,
      messageId,
      kind: "form_request",
      audience: "all",
    } as const;
    const row = {
      messageId,
      interactionId,
      from: SOFIA,
      partyId,
      audience: "all",
      body,
      clientMessageId: null,
    } as const;
    const result = await world.runtime.submit({ command, content: [{ table: "message", row }] });
    if (!result.ok) throw new Error(JSON.stringify(result.rejection));
    await until(chat, ({ entries }) => entries.some((entry) => entry.id === messageId));
    const entry = chat.state.entries.find(({ id }) => id === messageId);
    expect(entry).toMatchObject({ kind: "form", formName, answer: "open" });
    return entry?.kind === "form" ? entry.formRequestId : "";
  };
  const first = await ask("Address");
  await chat.answerForm(first, { street: "Alder Street 4" });
  await until(chat, ({ entries }) =>
    entries.some((entry) => entry.kind === "form_answer" && entry.state === "sent"),
  );
  expect(chat.state.entries.find(({ kind }) => kind === "form")).toMatchObject({ answer: "answered" });
  expect((await world.messagesOf(chatId)).at(-1)?.body).toEqual({
    kind: "form",
    formName: "Address",
    formRequestId: first,
    fields: { street: "Alder Street 4" },
  });
  const repeated = await ask("Car");
  await losingAnAnswer(async () => {
    const id = await chat.answerForm(repeated, { plate: "PB 2026" });
    await until(chat, ({ entries }) =>
      entries.some((entry) => entry.id === id && entry.kind === "form_answer"),
    );
  });
  await until(chat, ({ entries }) =>
    entries.every((entry) => entry.kind !== "form_answer" || entry.state === "sent"),
  );
  const cars = (await world.messagesOf(chatId)).filter(
    ({ body }) => body.kind === "form" && body.formName === "Car",
  );
  expect(cars).toHaveLength(1);
  const second = await ask("Bank");
  await chat.declineForm(second);
  await until(chat, ({ entries }) =>
    entries.some(
      (entry) => entry.kind === "form" && entry.formRequestId === second && entry.answer === "declined",
    ),
  );
  await expect
    .poll(async () => (await world.messagesOf(chatId)).at(-1)?.body)
    .toMatchObject({ kind: "form_declined", formName: "Bank" });
});

test("SDK-5 an entry that does not exist is told with its code, and the start can be taken back", async () => {
  const chat = await client({ appId: "nowhere" });
  await expect(chat.availability()).rejects.toMatchObject({ name: "ChatError", status: 403, code: "3000" });
  await chat.start({ message: "one" });
  const failed = await until(chat, ({ startFailed }) => startFailed !== null);
  expect(failed).toMatchObject({ phase: "starting", startFailed: { status: 403, code: "3000" } });
  await chat.end();
  expect(chat.state).toMatchObject({ phase: "none", startFailed: null, entries: [] });
});

test("SDK-6 a named customer finds the chat that goes on from another device, and an ended one is put away", async () => {
  const clientId = "5f0c1e9a-0000-4000-8000-0000000000aa";
  const phone = await client({ clientId });
  await phone.start({ message: "one" });
  await until(phone, ({ link }) => link === "up");
  const tablet = await client({ clientId });
  await until(tablet, ({ entries }) => texts(entries).includes("one"));
  await tablet.send("two");
  await until(phone, ({ entries }) => texts(entries).includes("two"));
  await phone.end();
  for (const chat of [phone, tablet]) await until(chat, ({ phase }) => phase === "ended");
  await tablet.dismiss();
  expect(tablet.state).toMatchObject({ phase: "none", entries: [] });
});
