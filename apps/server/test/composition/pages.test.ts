import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildApp } from "../../src/composition/build-app.js";
import { OpenCenters } from "../../src/composition/centers.js";
import { noPush, subscriptionsInMemory } from "../../src/push/index.js";

const apps = fileURLToPath(new URL("../../..", import.meta.url));
let appsDir: string;
let app: FastifyInstance;

const built = async (
  mapTilesUrl: string | null,
  publicUrl: string | null = null,
): Promise<FastifyInstance> => {
  const { app: made } = await buildApp({
    settings: { trustProxy: false, publicUrl, mapTilesUrl },
    centers: new OpenCenters(),
    isReady: () => true,
    whenReady: new Promise<void>(() => undefined),
    log: pino({ level: "silent" }),
    appsDir,
    version: "0.0.0",
    push: noPush,
    subscriptionsFor: () => subscriptionsInMemory(),
  });
  await made.ready();
  return made;
};

beforeAll(async () => {
  appsDir = path.join(await mkdtemp(path.join(tmpdir(), "pb-pages-")), "apps");
  const chat = path.join(appsDir, "../packages/chat-sdk/dist");
  await mkdir(path.join(chat, "panel/assets"), { recursive: true });
  await writeFile(path.join(chat, "widget.js"), "2;");
  await writeFile(path.join(chat, "panel/index.html"), "<!doctype html><title>chat</title>");
  await writeFile(path.join(chat, "panel/assets/main-abcdef12.js"), "3;");
  for (const name of ["desk", "customer"]) {
    await mkdir(path.join(appsDir, name, "dist", "assets"), { recursive: true });
    await writeFile(path.join(appsDir, name, "dist", "index.html"), `<!doctype html><title>${name}</title>`);
    await writeFile(path.join(appsDir, name, "dist", "assets", "main-abcdef12.js"), "1;");
  }
  app = await built(null);
});
afterAll(async () => {
  await app.close();
  await rm(path.dirname(appsDir), { recursive: true, force: true });
});

const directives = (csp: unknown): Map<string, string[]> =>
  new Map(
    String(csp)
      .split(";")
      .map((one) => one.trim().split(/\s+/))
      .map(([name = "", ...sources]) => [name, sources]),
  );

describe("what every answer tells a browser", () => {
  test.each([
    "/",
    "/desk/",
    "/desk/2",
    "/desk/2/",
    "/desk/nothing.js",
    "/desk/assets/main-abcdef12.js",
    "/app/",
    "/app/chat",
    "/app/assets/main-abcdef12.js",
    "/docs/",
    "/docs/openapi.json",
    "/healthz",
    "/readyz",
    "/api/session",
    "/clientweb/api/v2/availability",
    "/clientweb/file/none",
    "/nowhere",
  ])("%s runs no inline script, is framed by nobody and guessed by nobody", async (url) => {
    const { headers } = await app.inject({ url });
    const csp = directives(headers["content-security-policy"]);
    const scripts = csp.get("script-src") ?? csp.get("default-src");
    // Exactly these: neither unsafe-inline nor unsafe-eval, no nonce that a page could leak, no foreign host.
    expect([["'self'"], ["'none'"]]).toContainEqual(scripts);
    expect(csp.get("frame-ancestors")).toEqual(["'none'"]);
    expect(csp.get("base-uri")).toEqual(["'none'"]);
    expect(csp.get("object-src") ?? csp.get("default-src")).toEqual(["'none'"]);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(["same-origin", "no-referrer"]).toContain(headers["referrer-policy"]);
    expect(headers["strict-transport-security"]).toBeUndefined(); // On plain http it would lock people out.
  });

  test("the web chat's script is for every page; its panel is framed by our own, and by those that its entry allows", async () => {
    const script = await app.inject("/widget.js");
    expect([script.statusCode, script.body, script.headers["cross-origin-resource-policy"]]).toEqual([
      200,
      "2;",
      "cross-origin",
    ]);
    expect(script.headers["access-control-allow-origin"]).toBe("*");
    const again = await app.inject({ url: "/widget.js", headers: { "if-none-match": script.headers.etag } });
    expect([again.statusCode, again.body]).toEqual([304, ""]);
    // No such entry here, and none at all with the preview of Set-up: nobody else may frame it.
    for (const url of [
      "/widget/",
      "/widget/?preview",
      "/widget/?entry=nobody",
      "/widget/assets/main-abcdef12.js",
    ]) {
      const { statusCode, headers } = await app.inject(url);
      expect([statusCode, headers["x-frame-options"]]).toEqual([200, undefined]);
      const csp = directives(headers["content-security-policy"]);
      expect(csp.get("frame-ancestors")).toEqual(["'self'"]);
      expect(csp.get("script-src")).toEqual(["'self'"]);
    }
  });

  test("behind an https PUBLIC_URL browsers are told to stay with https", async () => {
    const behind = await built(null, "https://claims.example");
    const { headers } = await behind.inject("/desk/");
    expect(headers["strict-transport-security"]).toMatch(/^max-age=\d{7,}/);
    await behind.close();
  });

  test.each([
    ["https://tiles.example/{z}/{x}/{y}.png", ["https://tiles.example"]],
    [
      "https://{s}.tiles.example:8443/{z}/{x}/{y}.png",
      ["https://a.tiles.example:8443", "https://b.tiles.example:8443", "https://c.tiles.example:8443"],
    ],
  ])("map tiles from %s may be shown, and nothing else from outside", async (mapTilesUrl, origins) => {
    const withTiles = await built(mapTilesUrl);
    const csp = directives((await withTiles.inject("/desk/")).headers["content-security-policy"]);
    expect(csp.get("img-src")).toEqual(["'self'", "data:", "blob:", ...origins]);
    expect(csp.get("connect-src")).toEqual(["'self'"]);
    await withTiles.close();
  });
});

describe("an address that leads nowhere", () => {
  test.each([
    "/desk/..%2f",
    "/desk/..%2f..%2fpackage.json",
    "/desk/%2e%2e/%2e%2e/package.json",
    "/desk/%00",
    "/app/%00x.js",
    "/app/..%5c",
    "/desk//etc/passwd",
    `/desk/${"a".repeat(3_000)}`,
    "/desk/assets/",
    "/nowhere/%00",
    `/docs/${"a".repeat(3_000)}`,
  ])("%.40s is no page, in our own words", async (url) => {
    const answer = await app.inject({ url });
    expect([answer.statusCode, Object.keys(answer.json()).sort(), answer.json().code]).toEqual([
      404,
      ["code", "correlationId", "message"],
      "not_found",
    ]);
  });

  test.each([
    ["an address of 20 kB", `GET /desk/${"a".repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, 431],
    ["what is no HTTP", "EHLO there\r\n\r\n", 400],
  ])("%s gets an answer in our own words too, and the connection ends", async (_what, bytes, status) => {
    const listening = await built(null);
    await listening.listen({ port: 0, host: "127.0.0.1" });
    const { port } = listening.server.address() as AddressInfo;
    const socket = connect(port, "127.0.0.1");
    socket.write(bytes);
    let answer = "";
    for await (const chunk of socket) answer += String(chunk);
    const [head = "", body = ""] = answer.split("\r\n\r\n");
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(JSON.parse(body)).toEqual({ code: "invalid_args", message: expect.any(String) });
    await listening.close();
  });
});

describe("our pages live with that", () => {
  const pages = ["desk", "customer"].flatMap((name) =>
    [path.join(apps, name, "index.html"), path.join(apps, name, "dist", "index.html")].filter(existsSync),
  );

  test("there are pages to look at", () => {
    expect(pages.length).toBeGreaterThanOrEqual(2);
    expect(readdirSync(apps)).toEqual(expect.arrayContaining(["desk", "customer"]));
  });

  test.each(pages.map((page) => [path.relative(apps, page), page] as const))(
    "%s holds no inline script, no handler attribute and no javascript: address",
    (_name, page) => {
      const html = readFileSync(page, "utf8");
      const inline = [...html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/gi)].filter(
        ([, attributes = "", body = ""]) => !/\bsrc=/.test(attributes) || body.trim() !== "",
      );
      expect(inline.map(([whole]) => whole)).toEqual([]);
      expect(html).not.toMatch(/\son[a-z]+\s*=/i);
      expect(html).not.toMatch(/javascript:/i);
    },
  );
});
