import { asId, type InteractionId } from "@patchbay/core";
import { type StreamFrame, streamFrameSchema } from "@patchbay/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import { android, answerOf } from "./clients.js";
import { BEN, SOFIA, World } from "./world.js";

let world: World;
beforeEach(async () => {
  world = await World.open();
});
afterEach(() => world.close());

const clientId = "5f0c1e9a-0000-4000-8000-00000000bbbb";
const authorization = `MOBILE-API-140-327-PLAIN appId=demo-app, clientId=${clientId}`;

/** Reads server-sent events until `enough`, then hangs up. */
async function read(
  chatId: string,
  query: string,
  enough: (frames: StreamFrame[]) => boolean,
  meanwhile?: () => Promise<unknown>,
) {
  const abort = new AbortController();
  const response = await fetch(`${world.base}/api/customer/v1/chats/${chatId}/stream${query}`, {
    headers: { authorization },
    signal: abort.signal,
  });
  expect([response.status, response.headers.get("content-type")]).toEqual([
    200,
    "text/event-stream; charset=utf-8",
  ]);
  const frames: StreamFrame[] = [];
  let rest = "";
  await meanwhile?.();
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  while (reader !== undefined && !enough(frames)) {
    const { done, value } = await reader.read();
    if (done) break;
    rest += value;
    const blocks = rest.split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (data === undefined) continue;
      const frame = streamFrameSchema.parse(JSON.parse(data));
      expect(/^id: (\d+)$/m.exec(block)?.[1]).toBe(frame.seq === null ? undefined : String(frame.seq));
      frames.push(frame);
    }
  }
  abort.abort();
  return frames;
}

const post = async (chatId: string, key: string, body: unknown) =>
  answerOf(
    await fetch(`${world.base}/api/customer/v1/chats/${chatId}/events`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json", "idempotency-key": key },
      body: JSON.stringify(body),
    }),
  );

const types = (frames: readonly StreamFrame[]) =>
  frames.flatMap(({ events }) => events.map(({ type }) => type));

test("the stream: everything once with rising numbers, resumed after any of them, live, and ended", async () => {
  const chatId = await android(world.base, clientId).start();
  await world.ready(SOFIA);
  await world.accept(SOFIA);
  await post(chatId, "key-00000001", { type: "message", text: "help", clientMessageId: "c-1" });
  const past = await read(chatId, "?after=0", (frames) => types(frames).includes("message"));
  expect(types(past)).toEqual(["state", "case", "service", "state", "state", "party.joined", "message"]);
  const seqs = past.map(({ seq }) => Number(seq));
  expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
  const lastSeq = seqs.at(-1);
  const live = await read(
    chatId,
    `?after=${lastSeq}`,
    (frames) => types(frames).includes("ended"),
    async () => {
      world.ephemeral.agentTyping(chatId, SOFIA, true);
      await world.say(SOFIA, chatId, "coming");
      await world.do({ type: "EndInteraction", interactionId: chatId as never, agentId: SOFIA });
    },
  );
  expect(types(live)).toEqual(["typing", "message", "party.left", "state", "ended"]);
  const after = await fetch(
    `${world.base}/api/customer/v1/chats/${chatId}/stream?after=${live.at(-1)?.seq}`,
    { headers: { authorization } },
  );
  expect(after.status).toBe(404);
});

test("a supervisor beside the chat leaves no trace in the stream, live or read again", async () => {
  const chatId = await android(world.base, clientId).start();
  const interactionId = asId<InteractionId>(chatId);
  await world.ready(SOFIA);
  await world.accept(SOFIA);
  const said = (frames: StreamFrame[]) => JSON.stringify(frames).includes("a hire car comes");
  const live = await read(chatId, "?after=0", said, async () => {
    await world.supervise(BEN);
    await world.do({ type: "MonitorChat", interactionId, supervisorId: BEN });
    await world.say(BEN, chatId, "between the two of us", "team");
    await world.say(SOFIA, chatId, "understood", "team");
    world.ephemeral.agentTyping(chatId, BEN, true);
    await world.do({ type: "StopMonitoringChat", interactionId, supervisorId: BEN });
    await world.say(SOFIA, chatId, "a hire car comes");
  });
  const again = await read(chatId, "?after=0", said);
  expect(again, "not even a frame without events").toEqual(live);
  expect(types(live).slice(-2)).toEqual(["party.joined", "message"]);
  for (const secret of ["between the two", "understood", BEN, "Ben"])
    expect(JSON.stringify(live)).not.toContain(secret);
});

test("the same Idempotency-Key does nothing again, also after a restart; another request under it is refused", async () => {
  const chatId = await android(world.base, clientId).start();
  const message = { type: "message", text: "help" };
  const [first, twin] = await Promise.all([
    post(chatId, "key-00000002", message),
    post(chatId, "key-00000002", message),
  ]);
  expect(first.body.messageId).toBe(twin.body.messageId);
  expect([first.body.repeated, twin.body.repeated].sort()).toEqual([false, true]);
  await world.kill();
  world = await World.open({ after: world });
  const again = await post(chatId, "key-00000002", message);
  expect(again.body).toEqual({ messageId: first.body.messageId, repeated: true });
  expect((await world.messagesOf(chatId)).length).toBe(1);
  const other = await post(chatId, "key-00000002", { type: "message", text: "something else" });
  expect([other.status, other.body.error_code]).toEqual([422, "5003"]);
});

test("requests are read strictly", async () => {
  const chatId = await android(world.base, clientId).start();
  for (const body of [
    { type: "message" },
    { type: "message", text: "" },
    { type: "location", latitude: "1", longitude: 2 },
    { type: "dance" },
    null,
  ]) {
    const answer = await post(chatId, "key-00000003", body);
    expect([answer.status, answer.body.error_code]).toEqual([400, "5003"]);
  }
  expect((await post(chatId, "short", { type: "end" })).status).toBe(400);
  expect((await post("nobody", "key-00000004", { type: "end" })).status).toBe(404);
  expect((await post(chatId, "key-00000005", { type: "location", latitude: 1, longitude: 2 })).status).toBe(
    200,
  );
  expect((await post(chatId, "key-00000006", { type: "end" })).status).toBe(200);
  expect((await post(chatId, "key-00000006", { type: "end" })).body.repeated).toBe(true);
});

test("the documentation: OpenAPI 3.1 of every call, and a page without script", async () => {
  const { body } = await answerOf(await fetch(`${world.base}/docs/openapi.json`));
  expect(body.openapi).toBe("3.1.0");
  const paths = Object.keys(body.paths as object);
  for (const path of [
    "/clientweb/api/v1/chats/{chatId}/events",
    "/clientweb/api/v2/chats/{chatId}/events",
    "/clientweb/api/v2/chats/{chatId}/closecase",
    "/clientweb/api/v2/version",
    "/clientweb/file/{fileId}",
    "/api/customer/v1/chats/{chatId}/stream",
  ]) {
    expect(paths).toContain(path);
  }
  expect(JSON.stringify(body)).toContain("chat_session_party_joined");
  const page = await fetch(`${world.base}/docs/`);
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  const html = await page.text();
  expect(html).not.toContain("<script");
  expect(html).toContain("/clientweb/api/v2/chats/{chatId}/events");
});
