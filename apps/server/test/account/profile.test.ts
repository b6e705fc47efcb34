import { type Profile, type ProfileView, profileViewSchema } from "@patchbay/protocol";
import type { FastifyInstance } from "fastify";
import sharp from "sharp";
import { afterEach, beforeEach, expect, test } from "vitest";
import { photoForCustomers } from "../../src/center/photo-address.js";
import { type ACenter, aCenter, aDeskWithAccounts, logIn, ourPage } from "../desk-http/a-center.js";
import { untitled } from "./profile-store-contract.js";

let center: ACenter;
let app: FastifyInstance;
let cookie: string;

beforeEach(async () => {
  center = await aCenter();
  for (const name of ["sofia", "ben"]) {
    await center.addUser(name, ["agent"]);
    center.profiles.add(name, { profile: untitled, username: name, extension: "1001", photoFileId: null });
  }
  await center.reloadWords();
  ({ app } = await aDeskWithAccounts(center));
  ({ cookie } = await logIn(app, "sofia"));
});
afterEach(async () => {
  await app.close();
  await center.stop();
});

const send = (method: "GET" | "PUT" | "DELETE", url: string, payload?: object) =>
  app.inject({ method, url, headers: { ...ourPage(), cookie }, ...(payload ? { payload } : {}) });
const put = (change: Partial<Profile> | object) =>
  send("PUT", "/api/account/profile", { ...untitled, ...change });

const photo = (bytes: Buffer) => {
  const head =
    '--edge\r\nContent-Disposition: form-data; name="file"; filename="me"\r\nContent-Type: image/jpeg\r\n\r\n';
  return app.inject({
    method: "PUT",
    url: "/api/account/photo",
    headers: { ...ourPage(), cookie, "content-type": "multipart/form-data; boundary=edge" },
    payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from("\r\n--edge--\r\n")]),
  });
};
/** 300 x 200, red on the left and blue on the right, turned by its EXIF, with a position in it. */
const camera = async (): Promise<Buffer> => {
  const half = (background: string) =>
    sharp({ create: { width: 150, height: 200, channels: 3, background } })
      .png()
      .toBuffer();
  return sharp({ create: { width: 300, height: 200, channels: 3, background: "white" } })
    .composite([
      { input: await half("red"), left: 0, top: 0 },
      { input: await half("blue"), left: 150, top: 0 },
    ])
    .withExif({ IFD3: { GPSLatitudeRef: "N", GPSLatitude: "52/1 30/1 0/1" } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
};

test("a profile is changed as a whole, trimmed, and the center's words follow; the journal holds nothing of it", async () => {
  const before = center.handle.center.state.seq;
  const answer = await put({
    firstName: " Saga ",
    nickname: "Sunny",
    languages: ["sv", "en"],
    about: "Hello",
  });
  expect(answer.statusCode).toBe(200);
  const { profile, extension }: ProfileView = profileViewSchema.parse(answer.json());
  expect(profile).toEqual({
    ...untitled,
    firstName: "Saga",
    nickname: "Sunny",
    languages: ["sv", "en"],
    about: "Hello",
  });
  expect(extension).toBe("1001");
  expect(center.words.users.get("sofia")).toMatchObject({ firstName: "Saga", nickname: "Sunny" });
  expect(center.words.users.get("ben")).toMatchObject({ firstName: "Sofia" });
  expect(center.handle.center.state.seq).toBe(before);
  expect((await send("GET", "/api/account/profile")).json()).toMatchObject({
    profile: { firstName: "Saga" },
  });
});

test("colleagues read what is meant for them, and no more", async () => {
  center.profiles.add("ben", {
    profile: { ...untitled, title: "Front desk", languages: ["de"], about: "Bicycles" },
    username: "ben",
    extension: null,
    photoFileId: null,
  });
  expect((await send("GET", "/api/users/ben/profile")).json()).toEqual({
    title: "Front desk",
    languages: ["de"],
    about: "Bicycles",
  });
  expect((await send("GET", "/api/users/nobody/profile")).statusCode).toBe(404);
});

test.each([
  ["no first name", { firstName: "  " }, "firstName"],
  ["a name that is too long", { lastName: "x".repeat(61) }, "lastName"],
  ["a line break in a name", { nickname: "a\nb" }, "nickname"],
  ["half a letter", { title: "\ud800" }, "title"],
  ["no language", { languages: ["English"] }, "languages.0"],
  ["a language twice", { languages: ["en", "en"] }, "languages"],
  ["an essay", { about: "x".repeat(501) }, "about"],
  ["what others set", { extension: "1" }, ""],
])("%s is refused by its place, and nothing changes", async (_what, change, path) => {
  const answer = await put(change);
  expect(answer.statusCode).toBe(400);
  expect(answer.json()).toMatchObject({ code: "invalid_args", facts: { path } });
  expect((await center.profiles.of("sofia"))?.profile).toEqual(untitled);
});

test("a photo is kept as a square, upright, without its position, and has a new address each time", async () => {
  const first = await photo(await camera());
  expect(first.statusCode).toBe(200);
  const { photoUrl } = profileViewSchema.parse(first.json());
  expect(photoUrl).toMatch(/^\/api\/users\/sofia\/photo\?v=.{6}$/);
  const shown = await send("GET", `${photoUrl}&seat=1`);
  const picture = sharp(shown.rawPayload);
  const facts = await picture.metadata();
  expect(facts).toMatchObject({ format: "webp", width: 512, height: 512 });
  expect(facts.exif).toBeUndefined();
  const { data } = await picture.raw().toBuffer({ resolveWithObject: true });
  expect(
    [data[0], data[2]].map((value) => Number(value) > 200),
    "turned: red is above",
  ).toEqual([true, false]);
  const again = await photo(await camera());
  expect(profileViewSchema.parse(again.json()).photoUrl).not.toBe(photoUrl);
});

test("customers see the photo unless its owner says otherwise", async () => {
  await photo(await camera());
  expect(photoForCustomers(center.words, "sofia")).not.toBeNull();
  await put({ photoForCustomers: false });
  expect(photoForCustomers(center.words, "sofia")).toBeNull();
  const gone = await send("DELETE", "/api/account/photo");
  expect(gone.json()).toMatchObject({ photoUrl: null });
});

test("what is no photo is refused, and the one before stays", async () => {
  const { photoUrl } = profileViewSchema.parse((await photo(await camera())).json());
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
  const half = (await camera()).subarray(0, 400);
  for (const bytes of [svg, half, Buffer.from("hello"), Buffer.alloc(0)]) {
    const answer = await photo(bytes);
    expect(answer.statusCode).toBe(415);
    expect(answer.json()).toMatchObject({ code: "type_blocked" });
  }
  const large = await photo(Buffer.alloc(8 * 1024 * 1024 + 1, 1));
  expect([large.statusCode, large.json<{ code: string }>().code]).toEqual([413, "file_too_large"]);
  expect((await send("GET", "/api/account/profile")).json()).toMatchObject({ photoUrl });
});
