import { readFile } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import type { FastifyInstance } from "fastify";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { initialsPortrait } from "../../src/desk-http/initials-portrait.js";
import { disposition } from "../../src/desk-http/send-untrusted.js";
import { type ACenter, aCenter, aDesk, logIn, ourPage } from "./a-center.js";

let center: ACenter;
let other: ACenter;
let app: FastifyInstance;
let cookie: string;
let otherCookie: string;
const photo = await readFile(new URL("../../../customer/public/samples/damage.jpg", import.meta.url));

beforeAll(async () => {
  center = await aCenter("larkfield");
  other = await aCenter("other");
  await center.addUser("sofia", ["agent"]);
  await other.addUser("eve", ["agent", "supervisor", "administrator"]);
  ({ app } = await aDesk(center, other));
  ({ cookie } = await logIn(app, "sofia"));
  ({ cookie: otherCookie } = await logIn(app, "eve", { host: "other" }));
});
afterAll(async () => {
  await app.close();
  await center.stop();
  await other.stop();
});

function upload(name: string, bytes: Buffer | string, options: { field?: string } = {}) {
  const boundary = "----patchbay-test";
  const payload = Buffer.concat([
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${options.field ?? "file"}"; filename="${name}"\r\n`,
    ),
    Buffer.from("Content-Type: text/html\r\n\r\n"),
    Buffer.from(bytes),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const headers = { ...ourPage(), cookie, "content-type": `multipart/form-data; boundary=${boundary}` };
  return app.inject({ method: "POST", url: "/api/files?seat=1", headers, payload });
}
const get = (url: string, more: Record<string, string> = {}) =>
  app.inject({ url, headers: { ...ourPage(), cookie, ...more } });

test("a photo goes up, comes down without its position, and has a small one beside it", async () => {
  const answer = (await upload("bumper.jpg", photo)).json();
  expect(answer).toMatchObject({
    name: "bumper.jpg",
    mediaType: "image/jpeg",
    image: { width: 1280, height: 960 },
  });
  const down = await get(`/api/files/${answer.fileId}?seat=1`);
  expect(down.statusCode).toBe(200);
  expect(down.rawPayload.length).toBe(answer.bytes);
  expect((await sharp(down.rawPayload).metadata()).exif).toBeUndefined();
  expect(down.headers).toMatchObject({
    "content-type": "image/jpeg",
    "content-disposition": `inline; filename="bumper.jpg"; filename*=UTF-8''bumper.jpg`,
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
    "cache-control": "private, max-age=604800, immutable",
  });
  const again = await get(`/api/files/${answer.fileId}`, { "if-none-match": String(down.headers["etag"]) });
  expect([again.statusCode, again.rawPayload.length]).toEqual([304, 0]);
  const thumb = await get(`/api/files/${answer.fileId}?size=thumb`);
  expect([thumb.headers["content-type"], (await sharp(thumb.rawPayload).metadata()).width]).toEqual([
    "image/webp",
    480,
  ]);
});

test("anything but a picture is saved and never shown", async () => {
  const { fileId } = (await upload("notes.txt", "<b>hello</b>")).json();
  const down = await get(`/api/files/${fileId}`);
  expect(down.headers["content-type"]).toBe("text/plain; charset=utf-8");
  expect(down.headers["content-disposition"]).toMatch(/^attachment; /);
  expect((await get(`/api/files/${fileId}?size=thumb`)).json()).toMatchObject({ code: "file_not_found" });
});

test("a page, an empty file and an upload that is too large are refused with their code", async () => {
  const page = await upload("page.jpg", "<html><script>alert(1)</script></html>");
  expect([page.statusCode, page.json().code]).toEqual([415, "type_blocked"]);
  const empty = await upload("empty.jpg", "");
  expect([empty.statusCode, empty.json().code]).toEqual([400, "file_empty"]);
  const large = await upload("large.txt", Buffer.alloc(25 * 1024 * 1024 + 1, "x"));
  expect([large.statusCode, large.json().code]).toEqual([413, "file_too_large"]);
});

test("a request without a file is told so", async () => {
  const headers = { ...ourPage(), cookie };
  const plain = await app.inject({ method: "POST", url: "/api/files", headers, payload: { a: 1 } });
  expect([plain.statusCode, plain.json().code]).toEqual([415, "invalid_args"]);
  const empty = await app.inject({
    method: "POST",
    url: "/api/files",
    headers: { ...headers, "content-type": "multipart/form-data; boundary=x" },
    payload: "--x--\r\n",
  });
  expect([empty.statusCode, empty.json().code]).toEqual([400, "invalid_args"]);
});

test("a too large upload over a real connection gets its answer, and the server goes on", async () => {
  const address = await app.listen({ host: "127.0.0.1", port: 0 });
  const status = await new Promise<number>((resolve, reject) => {
    const sent = httpRequest(
      `${address}/api/files`,
      {
        method: "POST",
        headers: { ...ourPage(), cookie, "content-type": "multipart/form-data; boundary=x" },
      },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    sent.on("error", reject);
    sent.write('--x\r\nContent-Disposition: form-data; name="file"; filename="big.txt"\r\n\r\n');
    for (let i = 0; i < 28; i++) sent.write(Buffer.alloc(1024 * 1024, "x"));
    sent.end("\r\n--x--\r\n");
  });
  expect(status).toBe(413);
  expect((await get("/api/session")).statusCode).toBe(200);
});

test("nobody outside the center reads its files, however good the id", async () => {
  const { fileId } = (await upload("a.txt", "private")).json();
  expect((await app.inject({ url: `/api/files/${fileId}`, headers: ourPage() })).statusCode).toBe(401);
  const foreign = await app.inject({
    url: `/api/files/${fileId}`,
    headers: { ...ourPage("other"), cookie: otherCookie },
  });
  expect([foreign.statusCode, foreign.json().code]).toEqual([404, "file_not_found"]);
  expect((await get("/api/files/..%2f..%2fetc%2fpasswd")).statusCode).toBe(404);
});

test("a user without a photo has their initials, one with a photo has the photo", async () => {
  center.words = {
    ...center.words,
    users: new Map([
      [
        "sofia",
        {
          username: "sofia",
          firstName: "Sofia",
          lastName: "Lindqvist",
          nickname: "Sofia",
          extension: null,
          photoFileId: null,
        },
      ],
    ]),
  };
  const letters = await get("/api/users/sofia/photo?seat=1");
  expect(letters.headers["content-type"]).toContain("image/svg+xml");
  expect(letters.headers["content-security-policy"]).toBe("sandbox; default-src 'none'");
  expect(letters.body).toContain(">SL</text>");
  const { fileId } = (await upload("me.jpg", photo)).json();
  const sofia = center.words.users.get("sofia");
  if (sofia)
    center.words = { ...center.words, users: new Map([["sofia", { ...sofia, photoFileId: fileId }]]) };
  const drawn = await get("/api/users/sofia/photo");
  expect([drawn.headers["content-type"], drawn.headers["cache-control"]]).toEqual([
    "image/jpeg",
    "private, no-cache",
  ]);
  expect((await get("/api/users/nobody/photo")).statusCode).toBe(404);
});

test("a name is shown as it was: what a browser's form escapes in it is written out again, and nothing else", async () => {
  const named = async (name: string) => (await upload(name, "notes")).json().name;
  expect(await named("ev%22il.txt")).toBe('ev"il.txt');
  expect(await named("two%0D%0Alines.txt"), "a name has one line").toBe("twolines.txt");
  expect(await named("100%25 %0d.txt")).toBe("100%25 %0d.txt");
});

test("a name cannot break out of the initials or of a header", () => {
  expect(initialsPortrait("a", "<script>", '"&')).toContain(">&#60;&#34;</text>");
  expect(disposition("attachment", 'a"b\\c\r\n%é€.txt')).toBe(
    `attachment; filename="a_b_c_____.txt"; filename*=UTF-8''a%22b%5Cc%0D%0A%25%C3%A9%E2%82%AC.txt`,
  );
});
