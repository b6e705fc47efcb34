import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DataDirInUseError, DataDirUnusableError, lockDataDir } from "../../src/platform/data-dir-lock.js";
import { openLog } from "../../src/platform/log.js";
import { openSecrets, SECRET_NAMES, SecretLostError } from "../../src/platform/secrets.js";
import { openTls, ownHosts, TlsError } from "../../src/platform/tls.js";

let base: string;
beforeEach(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), "patchbay test "));
});
afterEach(() => rm(base, { recursive: true, force: true }));

test("a locked folder tells a second start who has it, also by another way to write its name", async () => {
  const lock = await lockDataDir(path.join(base, "data"));
  lock.announce("http://127.0.0.1:18100");
  await symlink(lock.dataDir, path.join(base, "alias"));
  const refused = await lockDataDir(path.join(base, "alias")).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(DataDirInUseError);
  expect((refused as Error).message).toContain(
    `Already running (pid ${process.pid}, http://127.0.0.1:18100)`,
  );
  await lock.release();
  const again = await lockDataDir(path.join(base, "data"));
  await again.release();
});

test("two folders have two locks", async () => {
  const locks = await Promise.all([lockDataDir(path.join(base, "a")), lockDataDir(path.join(base, "b"))]);
  await Promise.all(locks.map((lock) => lock.release()));
  expect(new Set(locks.map((lock) => lock.dataDir)).size).toBe(2);
});

test("a folder that can't be made is told in a sentence", async () => {
  await writeFile(path.join(base, "file"), "");
  await symlink(path.join(base, "nowhere/at/all"), path.join(base, "link"));
  const whyNot = (name: string) =>
    lockDataDir(path.join(base, name)).catch((error: unknown) => {
      expect(error).toBeInstanceOf(DataDirUnusableError);
      return String((error as Error).message);
    });
  expect(await whyNot("file")).toBe(`DATA_DIR ${base}/file can't be used: a file has this name.`);
  expect(await whyNot("file/data")).toContain("a part of its path is a file, not a folder.");
  expect(await whyNot("link")).toMatch(/can't be used: [a-z ,']+\.$/);
});

test("keys are made once, private, and are the same at the next start", async () => {
  const first = await openSecrets(base);
  expect(first.created).toBe(true);
  expect((await stat(path.join(base, "secrets"))).mode & 0o777).toBe(0o700);
  for (const name of SECRET_NAMES) {
    expect((await stat(path.join(base, "secrets", name))).mode & 0o777).toBe(0o600);
    expect(first.bytes(name)).toHaveLength(32);
  }
  const second = await openSecrets(base);
  expect(second.created).toBe(false);
  expect(SECRET_NAMES.map(second.hex)).toEqual(SECRET_NAMES.map(first.hex));
  expect(new Set(SECRET_NAMES.map(second.hex)).size).toBe(SECRET_NAMES.length);
});

test.each([
  ["a lost key", () => rm(path.join(base, "secrets/session"))],
  ["a changed key", () => writeFile(path.join(base, "secrets/session"), `${"0".repeat(64)}\n`)],
  ["a damaged key", () => writeFile(path.join(base, "secrets/session"), "")],
  ["a lost folder", () => rm(path.join(base, "secrets"), { recursive: true })],
])("%s stops the start, and no new key is made", async (_, damage) => {
  await openSecrets(base);
  await damage();
  await expect(openSecrets(base)).rejects.toThrow(SecretLostError);
  await expect(openSecrets(base)).rejects.toThrow(/session.*backup/s);
});

test("a lost register beside a database stops the start; in a young folder it does not", async () => {
  const first = await openSecrets(base);
  await rm(path.join(base, "secrets.json"));
  expect((await openSecrets(base)).hex("session")).toBe(first.hex("session"));
  await rm(path.join(base, "secrets.json"));
  await mkdir(path.join(base, "postgres"));
  await expect(openSecrets(base)).rejects.toThrow(SecretLostError);
});

test("a key that a newer version added is made, the others stay", async () => {
  const first = await openSecrets(base);
  const register = path.join(base, "secrets.json");
  const known = JSON.parse(await readFile(register, "utf8")) as { fingerprints: Record<string, string> };
  delete known.fingerprints["web-push"];
  await writeFile(register, JSON.stringify({ ...known, version: 1 }));
  await rm(path.join(base, "secrets/web-push"));
  const second = await openSecrets(base);
  expect(second.hex("web-push")).not.toBe(first.hex("web-push"));
  expect(second.hex("session")).toBe(first.hex("session"));
});

const own = { tls: null, publicUrl: "https://contact.example.com" };

test("our own certificate covers this machine and is kept; it is made anew when a host is missing", async () => {
  const first = await openTls({ ...own, dataDir: base });
  const parsed = new X509Certificate(first.cert);
  expect(parsed.checkPrivateKey(createPrivateKey(first.key))).toBe(true);
  expect(parsed.checkHost("localhost")).toBeDefined();
  expect(parsed.checkIP("127.0.0.1")).toBeDefined();
  expect(parsed.checkHost("contact.example.com")).toBeDefined();
  expect(ownHosts(null)).toContain(os.hostname().toLowerCase());
  expect((await stat(path.join(base, "tls-key.pem"))).mode & 0o777).toBe(0o600);
  expect((await openTls({ ...own, dataDir: base })).cert).toBe(first.cert);
  const other = await openTls({ ...own, publicUrl: "https://other.example.com", dataDir: base });
  expect(new X509Certificate(other.cert).checkHost("other.example.com")).toBeDefined();
  await writeFile(path.join(base, "tls-key.pem"), "damaged");
  expect((await openTls({ ...own, dataDir: base })).source).toBe("self_signed");
});

test("a given certificate is used, and each way to get it wrong names its variable", async () => {
  const made = await openTls({ ...own, dataDir: base });
  const certFile = path.join(base, "tls-cert.pem");
  const keyFile = path.join(base, "tls-key.pem");
  const open = (files: { certFile: string; keyFile: string }) =>
    openTls({ ...own, tls: files, dataDir: base });
  expect(await open({ certFile, keyFile })).toMatchObject({ source: "given", cert: made.cert });
  await expect(open({ certFile: "/nowhere", keyFile })).rejects.toThrow(/TLS_CERT: .*can't be read/);
  await expect(open({ certFile: keyFile, keyFile })).rejects.toThrow(/TLS_CERT: .*not a certificate/);
  await expect(open({ certFile, keyFile: certFile })).rejects.toThrow(TlsError);
  await mkdir(path.join(base, "other"));
  await openTls({ ...own, dataDir: path.join(base, "other") });
  await expect(open({ certFile, keyFile: path.join(base, "other/tls-key.pem") })).rejects.toThrow(
    /not the key of/,
  );
});

test("the log is private, and known secrets are cut out of it", async () => {
  const log = openLog({ dataDir: base, logLevel: "info" });
  log.info({ password: "pw-4711-x", headers: { cookie: "seat=abc" } }, "a line");
  log.flush();
  const file = path.join(base, "log/server.log");
  const text = await readFile(file, "utf8");
  expect(text).toContain("a line");
  expect(text).not.toMatch(/pw-4711-x|seat=abc/);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(path.join(base, "log"))).toEqual(["server.log"]);
});
