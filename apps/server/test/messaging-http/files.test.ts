import { connect } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { android, answerOf, type Client, ios } from "./clients.js";
import { SOFIA, World } from "./world.js";

let world: World;
beforeEach(async () => {
  world = await World.open();
});
afterEach(() => world.close());

const SCHEME = "MOBILE-API-140-327-PLAIN";
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

async function upload(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  options: { clientId?: string; field?: string; type?: string } = {},
) {
  const form = new FormData();
  form.set("comment", "a field before the file");
  form.set(
    options.field ?? "file",
    new Blob([bytes], { type: options.type ?? "application/octet-stream" }),
    name,
  );
  return answerOf(
    await fetch(`${world.base}/clientweb/api/v2/files?tenantUrl=localhost`, {
      method: "POST",
      headers: { authorization: `${SCHEME} appId=demo-app, clientId=${options.clientId ?? "uploader"}` },
      body: form,
    }),
  );
}

const png = (): Uint8Array<ArrayBuffer> => new Uint8Array(PNG);
const text = (content: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(content));

test.each(["file", "File", "file-upload-input"])(
  "[5] the first file part is taken when it is called %s",
  async (field) => {
    const answer = await upload("crash.png", png(), { field });
    expect([answer.status, answer.body.file_name, typeof answer.body.file_id]).toEqual([
      200,
      "crash.png",
      "string",
    ]);
  },
);

test("[5] a quotation mark in a name, which forms write as %22, is one again; other percent signs stay", async () => {
  const answer = await upload('the "big" dent 100%25.png', png());
  expect([answer.status, answer.body.file_name]).toEqual([200, 'the "big" dent 100%25.png']);
});

test("[5] Android's multipart: CRLF before the first boundary, no space after the semicolon", async () => {
  const boundary = "----b0undary";
  const body = Buffer.concat([
    Buffer.from(
      `\r\n--${boundary}\r\nContent-Disposition: form-data;name="file-upload-input";filename="photo.png"\r\nContent-Type: image/png\r\n\r\n`,
    ),
    PNG,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const answer = await raw(
    [
      "POST /clientweb/api/v2/files?tenantUrl=localhost&nonce=1 HTTP/1.1",
      "Host: localhost",
      "Connection: close",
      `Authorization: ${SCHEME} appId=demo-app, clientId=droid`,
      `Content-Type: multipart/form-data; boundary=${boundary}`,
      `Content-Length: ${body.length}`,
    ],
    body,
  );
  expect(answer).toContain("HTTP/1.1 200");
  expect(answer).toContain('"file_name":"photo.png"');
});

test("[5] sent, told, downloaded under both addresses without authorization, with headers that keep it harmless", async () => {
  const clientId = "5f0c1e9a-0000-4000-8000-00000000aaaa";
  const app = android(world.base, clientId);
  const chatId = await app.start();
  const { body } = await upload("crash.png", png(), { clientId });
  const fileId = String(body.file_id);
  const sent = await app.send(chatId, {
    event: "chat_session_file",
    file_name: "x",
    file_id: fileId,
    file_type: "image",
    party_id: "r",
  });
  expect(sent.status).toBe(200);
  const [message] = await world.messagesOf(chatId);
  expect(message?.body).toMatchObject({
    kind: "file",
    fileId,
    name: "crash.png",
    mediaType: "image/png",
    image: { width: 1, height: 1 },
  });
  const told = (await app.history(chatId)).find(({ event }) => event === "chat_session_file");
  expect(told).toMatchObject({
    file_id: fileId,
    file_name: "crash.png",
    file_type: "image",
    party_id: chatId,
  });
  for (const path of [
    `/clientweb/file/${fileId}`,
    `/clientweb/api/v2/chats/${chatId}/files/${fileId}`,
    `/clientweb/api/v1/chats/${chatId}/files/${fileId}?size=thumb`,
  ]) {
    const response = await fetch(world.base + path);
    expect([path, response.status]).toEqual([path, 200]);
    expect(response.headers.get("content-type")).toMatch(/^image\//);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("content-security-policy")).toContain("sandbox");
    expect(response.headers.get("content-disposition")).toMatch(/^inline; filename="crash.png"/);
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(30);
  }
});

test("[5] what could run is only ever saved", async () => {
  const page = await upload('"><script>.html', text("<html><script>alert(1)</script></html>"), {
    type: "text/html",
  });
  if (page.status === 200) {
    const response = await fetch(`${world.base}/clientweb/file/${String(page.body.file_id)}`);
    expect(response.headers.get("content-disposition")).toMatch(
      /^attachment; filename="[^"<>]*"; filename\*=UTF-8''[\w.%-]*$/,
    );
    expect(response.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
    await response.arrayBuffer();
  } else {
    expect([page.status, page.body.error_code]).toEqual([400, "5558"]);
  }
});

test.each(["photo.jpg", "notes.txt"])("[5] a file of no bytes is told so: %s", async (name) => {
  const answer = await upload(name, new Uint8Array(0));
  expect([answer.status, answer.body.error_code, answer.body.error_message]).toEqual([
    400,
    "5558",
    "The file is empty: it holds no bytes.",
  ]);
});

test("[5, 1.2] unknown files 5502, others' files are nobody's, no form 5558", async () => {
  for (const path of [
    "/clientweb/file/nothing",
    "/clientweb/api/v2/chats/x/files/nothing",
    "/clientweb/file/..%2f..%2fetc%2fpasswd",
  ]) {
    const answer = await answerOf(await fetch(world.base + path));
    expect([path, answer.status, answer.body.error_code]).toEqual([path, 404, "5502"]);
  }
  const app = ios(world.base);
  const chatId = await app.start();
  const theirs = await upload("theirs.png", png(), { clientId: "somebody" });
  const answer = await app.send(chatId, { event: "chat_session_file", file_id: theirs.body.file_id });
  expect([answer.status, answer.body.error_code]).toEqual([400, "5502"]);
  expect(await world.messagesOf(chatId)).toEqual([]);
  const form = await app.call("POST", "files", { raw: "{}" });
  expect([form.status, form.body.error_code]).toEqual([400, "5558"]);
});

test("[5, 1.2] more than 25 MB is 5501", async () => {
  const answer = await upload("big.bin", new Uint8Array(25 * 1024 * 1024 + 1));
  expect([answer.status, answer.body.error_code]).toEqual([400, "5501"]);
});

test("[5] a file from the agent: name, type and party for Android, session_id for version 1", async () => {
  const app = android(world.base);
  const chatId = await app.start();
  await world.ready(SOFIA);
  await world.accept(SOFIA);
  await sendFile(app, chatId);
  const told = (await app.poll(chatId)).find(({ event }) => event === "chat_session_file");
  expect(told).toMatchObject({
    file_name: "form.pdf",
    file_type: "attachment",
    file_id: "f-1",
    party_id: world.partyOf(SOFIA, chatId),
  });
  const old = (await app.call("GET", `../v1/chats/${chatId}/history`)).body.events as Record<
    string,
    unknown
  >[];
  expect(old.find(({ event }) => event === "chat_session_file")).toMatchObject({
    session_id: world.partyOf(SOFIA, chatId),
  });
});

test("[10] five uploads at once", async () => {
  const held = await Promise.all(Array.from({ length: 5 }, () => open("busy")));
  await new Promise((resolve) => setTimeout(resolve, 100));
  const refused = await upload("sixth.png", png(), { clientId: "busy" });
  expect(refused.status).toBe(429);
  expect((await upload("other.png", png(), { clientId: "idle" })).status).toBe(200);
  for (const socket of held) socket.destroy();
  await expect.poll(async () => (await upload("again.png", png(), { clientId: "busy" })).status).toBe(200);
});

async function sendFile(_app: Client, chatId: string): Promise<void> {
  const partyId = world.partyOf(SOFIA, chatId);
  const result = await world.runtime.submit({
    command: {
      type: "SendMessage",
      interactionId: chatId as never,
      agentId: SOFIA,
      messageId: "m-file" as never,
      kind: "file",
      audience: "all",
    },
    content: [
      {
        table: "message",
        row: {
          messageId: "m-file",
          interactionId: chatId,
          from: SOFIA,
          partyId,
          audience: "all",
          clientMessageId: null,
          body: {
            kind: "file",
            fileId: "f-1",
            name: "form.pdf",
            mediaType: "application/pdf",
            bytes: 10,
            image: null,
          },
        },
      },
    ],
  });
  expect(result.ok).toBe(true);
}

/** An upload that never ends. */
function open(clientId: string) {
  const url = new URL(world.base);
  const socket = connect(Number(url.port), url.hostname);
  socket.on("error", () => undefined);
  socket.write(
    `POST /clientweb/api/v2/files?tenantUrl=localhost HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${SCHEME} appId=demo-app, clientId=${clientId}\r\n` +
      `Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nabc`,
  );
  return socket;
}

function raw(head: readonly string[], body: Buffer): Promise<string> {
  const url = new URL(world.base);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(url.port), url.hostname);
    let answer = "";
    socket.on("data", (chunk) => {
      answer += String(chunk);
    });
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
    socket.write(`${head.join("\r\n")}\r\n\r\n`);
    socket.write(body);
  });
}

test("[5] an upload that ends in the middle is the sender's 5558, and no failure of ours", async () => {
  const answer = await answerOf(
    await fetch(`${world.base}/clientweb/api/v2/files?tenantUrl=localhost`, {
      method: "POST",
      headers: {
        authorization: `${SCHEME} appId=demo-app, clientId=uploader`,
        "content-type": "multipart/form-data; boundary=b",
      },
      body: '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhalf of it',
    }),
  );
  expect([answer.status, answer.body.error_code]).toEqual([400, "5558"]);
});
