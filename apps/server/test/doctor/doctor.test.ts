import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import os from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { generate } from "selfsigned";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { publicIpFinding } from "../../src/doctor/addresses.js";
import { doctorCommand } from "../../src/doctor/command.js";
import { examine, nodeFinding } from "../../src/doctor/doctor.js";
import type { Finding } from "../../src/doctor/finding.js";
import { lockDataDir } from "../../src/platform/data-dir-lock.js";
import { readSettings } from "../../src/platform/settings.js";
import { freePorts, freeRange, listening, takenElsewhere } from "./support/ports.js";
import { StunServer } from "./support/stun-server.js";

let folder: string;
let environment: Record<string, string>;
/** The first of a hundred ports that nobody has. */
let rtp: number;
const closing: (() => unknown)[] = [];

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "patchbay-doctor-"));
  const ports = await freePorts(5);
  rtp = await freeRange();
  environment = {
    DATA_DIR: path.join(folder, "data"),
    PORT: String(ports[0]),
    HTTPS_PORT: String(ports[1]),
    SIP_PORT: String(ports[2]),
    SIP_TLS_PORT: String(ports[3]),
    TEST_PHONE_SIP_PORT: String(ports[4]),
    RTP_PORTS: `${rtp}-${rtp + 99}`,
  };
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  rmSync(folder, { recursive: true, force: true });
});

async function told(more: Record<string, string> = {}): Promise<Finding[]> {
  return examine({ ...environment, ...more });
}
const wrongOf = (findings: readonly Finding[]) =>
  findings.filter(({ state }) => state === "wrong").map(({ setting, sentence }) => `${setting}: ${sentence}`);
const about = (findings: readonly Finding[], check: string) =>
  findings.filter((finding) => finding.check === check);

test("on a machine where all is well nothing is wrong, and nothing was made", async () => {
  const findings = await told();
  expect(findings.filter(({ state }) => state !== "ok")).toEqual([]);
  expect(findings.map(({ check }) => check)).toEqual([
    "node",
    "data-dir",
    "disk",
    "certificate",
    ...Array.from({ length: 7 }, () => "port"),
    "public-address",
    "server",
    "voice-process",
  ]);
  expect(findings.find(({ check }) => check === "data-dir")?.sentence).toContain("can be made");
});

describe("settings", () => {
  test("each wrong one is told by its name, and the others are examined all the same", async () => {
    const findings = await told({ SIP_PORT: "no", ICE_SERVERS: "turn:without-a-password.example.com" });
    expect(wrongOf(findings)).toEqual([
      'SIP_PORT: SIP_PORT must be a port number from 1 to 65535, not "no".',
      expect.stringMatching(/^ICE_SERVERS: ICE_SERVERS must be a list such as/),
    ]);
    expect(findings.some(({ setting, state }) => setting === "PORT" && state === "ok")).toBe(true);
  });

  test("two that want the same port are told, though it is free", async () => {
    const findings = await told({
      TEST_PHONE_SIP_PORT: environment["SIP_PORT"] ?? "",
      HTTPS_PORT: environment["SIP_TLS_PORT"] ?? "",
    });
    expect(wrongOf(findings)).toEqual([
      expect.stringContaining("HTTPS_PORT and SIP_TLS_PORT both want port"),
      expect.stringContaining("SIP_PORT and TEST_PHONE_SIP_PORT both want port"),
    ]);
    expect(wrongOf(await told({ SIP_PORT: String(rtp + 20) }))).toEqual([
      `SIP_PORT: SIP_PORT ${rtp + 20} lies within RTP_PORTS ${rtp}-${rtp + 99}: set one of them to another.`,
    ]);
  });

  test("an old Node is told", () => {
    expect(nodeFinding("20.18.3").state).toBe("wrong");
    expect(nodeFinding("18.20.0").state).toBe("wrong");
    expect(nodeFinding("20.19.0").state).toBe("ok");
    expect(nodeFinding("22.1.0").state).toBe("ok");
  });
});

describe("ports", () => {
  test.each([
    ["udp", "SIP_PORT", "UDP"],
    ["tcp", "SIP_PORT", "TCP"],
    ["tcp", "SIP_TLS_PORT", "TCP"],
    ["udp", "TEST_PHONE_SIP_PORT", "UDP"],
    ["tcp", "PORT", "TCP"],
    ["tcp", "HTTPS_PORT", "TCP"],
  ] as const)("%s: another program's %s is told with its name", async (what, setting, protocol) => {
    const port = Number(environment[setting]);
    const pid = await takenElsewhere(what, port, closing);
    const [wrong, ...others] = wrongOf(await told());
    expect(others).toEqual([]);
    expect(wrong).toContain(`${setting}: ${setting} ${port} (${protocol}) is taken by `);
    expect(wrong).toContain(`set ${setting} to a free port`);
    if (process.platform === "linux") expect(wrong).toContain(`pid ${pid}`);
  });

  test("one taken port of RTP_PORTS is to look at, a range without room is wrong", async () => {
    await takenElsewhere("udp", rtp + 31, closing);
    const [one] = (await told()).filter(({ setting }) => setting === "RTP_PORTS");
    expect(one).toMatchObject({ state: "look" });
    expect(one?.sentence).toContain(`99 of 100 ports are free; port ${rtp + 31} is taken by`);
    const sockets = Array.from({ length: 90 }, (_, at) => ({
      at: rtp + at,
      socket: createSocket("udp4"),
    }));
    for (const { at, socket } of sockets.filter(({ at }) => at !== rtp + 31)) {
      closing.push(() => socket.close());
      await new Promise<void>((resolve) => socket.bind(at, "127.0.0.1", resolve));
    }
    expect(wrongOf(await told())).toEqual([expect.stringContaining("10 of 100 ports are free")]);
  });

  test("an address that this machine does not have is told as HOST", async () => {
    const findings = about(await told({ HOST: "203.0.113.77" }), "port");
    expect(findings[0]).toMatchObject({ setting: "HOST", state: "wrong" });
    expect(findings[0]?.sentence).toContain("this machine has no address 203.0.113.77");
  });
});

describe("what runs", () => {
  /** Plays server and voice process of the DATA_DIR: this process has their ports. */
  async function running(voice: object | null, note: object | null): Promise<void> {
    const dataDir = environment["DATA_DIR"] ?? "";
    const lock = await lockDataDir(dataDir);
    closing.push(() => lock.release());
    const web = createHttpServer((_request, response) =>
      response.end(JSON.stringify({ ready: true, centers: [{ voice }] })),
    ).listen(Number(environment["PORT"]), "127.0.0.1");
    await once(web, "listening");
    closing.push(() => web.close());
    lock.announce(`http://127.0.0.1:${environment["PORT"]}`);
    if (note === null) return;
    const socket = path.join(folder, "v.sock");
    writeFileSync(socket, "");
    writeFileSync(
      path.join(dataDir, "voice.json"),
      JSON.stringify({ pid: process.pid, socket, version: "0.1.0", ...note }),
    );
  }
  const ready = { state: "ready", problem: null };

  test("our own server and voice process may have their ports, and talk", async () => {
    await running(ready, {});
    for (const setting of ["HTTPS_PORT", "SIP_PORT", "SIP_TLS_PORT"]) {
      const server = await listening(Number(environment[setting]));
      closing.push(() => server.close());
    }
    const sip = createSocket("udp4");
    closing.push(() => sip.close());
    await new Promise<void>((resolve) => sip.bind(Number(environment["SIP_PORT"]), "127.0.0.1", resolve));
    const findings = await told();
    expect(findings.filter(({ state }) => state !== "ok")).toEqual([]);
    expect(findings.find(({ setting }) => setting === "PORT")?.sentence).toContain(
      "of this DATA_DIR, as it should be",
    );
    expect(about(findings, "server")[0]?.sentence).toContain(`pid ${process.pid}, http://127.0.0.1:`);
    expect(about(findings, "voice-process")[0]?.sentence).toContain("it and the server talk");
  });

  test.each([
    ["no voice process beside a server", ready, null, "The server runs and its voice process does not."],
    ["the two do not talk", { state: "unreachable", problem: null }, {}, "do not talk"],
    [
      "a port that the voice process could not open",
      { state: "no_network", problem: { code: "port_in_use", variable: "SIP_TLS_PORT", port: 5061 } },
      {},
      "SIP_TLS_PORT: The voice process could not open port 5061",
    ],
  ])("%s is wrong", async (_, voice, note, sentence) => {
    await running(voice, note);
    expect(wrongOf(await told())).toEqual([expect.stringContaining(sentence)]);
  });

  test("a port that should be taken and is not: they run with other settings", async () => {
    await running(ready, {});
    const looks = (await told()).filter(({ state }) => state === "look");
    expect(looks.map(({ setting }) => setting)).toEqual([
      "HTTPS_PORT",
      "SIP_PORT",
      "SIP_PORT",
      "SIP_TLS_PORT",
    ]);
    expect(looks[1]?.sentence).toContain("is free, though the voice process of this DATA_DIR runs");
  });

  test("a voice process that could not start is told with its last words", async () => {
    await running(ready, null);
    const log = path.join(environment["DATA_DIR"] ?? "", "log");
    mkdirSync(log);
    writeFileSync(
      path.join(log, "voice-start.log"),
      "earlier\nRTP_PORTS has too few ports for 64 workers.\n",
    );
    expect(wrongOf(await told())[0]).toContain("Its last words: RTP_PORTS has too few ports for 64 workers.");
  });

  test("a voice process of another version is to look at", async () => {
    await running(ready, { version: "0.0.9" });
    expect(about(await told(), "voice-process")[0]).toMatchObject({ state: "look" });
  });
});

describe("files", () => {
  async function certificate(notBeforeDate: Date, notAfterDate: Date): Promise<Record<string, string>> {
    const made = await generate([{ name: "commonName", value: "contact.example.com" }], {
      keyType: "ec",
      algorithm: "sha256",
      notBeforeDate,
      notAfterDate,
      extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: "contact.example.com" }] }],
    });
    const files = { TLS_CERT: path.join(folder, "cert.pem"), TLS_KEY: path.join(folder, "key.pem") };
    writeFileSync(files.TLS_CERT, made.cert);
    writeFileSync(files.TLS_KEY, made.private);
    return files;
  }
  const inDays = (days: number) => new Date(Date.now() + days * 24 * 3_600_000);

  test("a certificate that is valid, ends soon, has ended, is for another host", async () => {
    const files = await certificate(inDays(-30), inDays(60));
    expect(about(await told(files), "certificate")[0]).toMatchObject({ state: "ok" });
    const elsewhere = { ...files, PUBLIC_URL: "https://other.example.com", TEST_PHONE: "on" };
    expect(wrongOf(await told(elsewhere))).toEqual([
      expect.stringContaining("is not for other.example.com, the host of PUBLIC_URL"),
    ]);
    await certificate(inDays(-30), inDays(3));
    expect(about(await told(files), "certificate")[0]).toMatchObject({ state: "look" });
    await certificate(inDays(-30), inDays(-2));
    expect(wrongOf(await told(files))).toEqual([expect.stringMatching(/^TLS_CERT: .* expired on /)]);
  });

  test("a certificate that cannot be read, and a key of another one", async () => {
    const files = await certificate(inDays(-1), inDays(60));
    expect(wrongOf(await told({ ...files, TLS_CERT: "/nowhere/cert.pem" }))).toEqual([
      "TLS_CERT: TLS_CERT: /nowhere/cert.pem can't be read (ENOENT).",
    ]);
    writeFileSync(files["TLS_KEY"] ?? "", "no key");
    expect(wrongOf(await told(files))).toEqual([expect.stringMatching(/^TLS_KEY: .*is not a private key/)]);
  });

  test("a DATA_DIR below a file, and one that is a file", async () => {
    const file = path.join(folder, "file");
    writeFileSync(file, "");
    expect(wrongOf(await told({ DATA_DIR: path.join(file, "data") }))).toEqual([
      expect.stringMatching(/^DATA_DIR: .*cannot be used: a part of its path is a file, not a folder\.$/),
    ]);
    expect(wrongOf(await told({ DATA_DIR: file }))).toEqual([
      expect.stringMatching(/^DATA_DIR: .*a file, not a folder/),
    ]);
  });

  test("a DATABASE_URL where nobody listens", async () => {
    const [port] = await freePorts(1);
    expect(wrongOf(await told({ DATABASE_URL: `postgresql://u:secret@127.0.0.1:${port}/d` }))).toEqual([
      `DATABASE_URL: DATABASE_URL: 127.0.0.1:${port} cannot be connected to: ECONNREFUSED.`,
    ]);
  });
});

describe("ICE_SERVERS and PUBLIC_IP", () => {
  async function stun(sees = "203.0.113.9"): Promise<StunServer> {
    const server = await StunServer.open(sees);
    closing.push(() => server.close());
    return server;
  }

  test("a STUN server answers, one that is not there does not", async () => {
    const server = await stun();
    const well = await told({ ICE_SERVERS: `stun:127.0.0.1:${server.port}` });
    expect(about(well, "ice-server")[0]).toMatchObject({ state: "ok" });
    expect(about(well, "ice-server")[0]?.sentence).toContain("sees this machine as 203.0.113.9");
    const silent = createSocket("udp4");
    closing.push(() => silent.close());
    await new Promise<void>((resolve) => silent.bind(0, "127.0.0.1", resolve));
    expect(wrongOf(await told({ ICE_SERVERS: `stun:127.0.0.1:${silent.address().port}` }))).toEqual([
      expect.stringContaining("does not answer by UDP"),
    ]);
    expect(wrongOf(await told({ ICE_SERVERS: "stun:no-such-host.invalid" }))).toEqual([
      expect.stringContaining("there is no host no-such-host.invalid"),
    ]);
  });

  test("a TURN server relays with its password, and says so of a wrong one, which stays unsaid", async () => {
    const server = await stun();
    const right = await told({ ICE_SERVERS: `turn:patchbay:secret@127.0.0.1:${server.port}` });
    expect(about(right, "ice-server")[0]?.sentence).toContain("relays with this user and password");
    // What was taken is given back.
    expect(server.asked.at(-1)).toBe(0x0004);
    const wrong = wrongOf(await told({ ICE_SERVERS: `turn:patchbay:guessed@127.0.0.1:${server.port}` }));
    expect(wrong).toEqual([expect.stringContaining("does not take this user and password")]);
    expect(wrong.join()).not.toContain("guessed");
  });

  test("one with TLS that cannot be connected to", async () => {
    const [port] = await freePorts(1);
    expect(wrongOf(await told({ ICE_SERVERS: `turns:u:p@127.0.0.1:${port}` }))).toEqual([
      expect.stringContaining("cannot be connected to: ECONNREFUSED"),
    ]);
  });

  test.each([
    ["not set, and nothing speaks against it", {}, null, "ok"],
    [
      "not set, with the outside asked in and no door open",
      { PUBLIC_URL: "https://x.example.com" },
      null,
      "look",
    ],
    ["not set, behind a router", { HOST: "0.0.0.0" }, "203.0.113.9", "look"],
    ["set, with the door closed", { PUBLIC_IP: "203.0.113.9" }, null, "wrong"],
    ["this machine's own", { PUBLIC_IP: "203.0.113.1", HOST: "0.0.0.0" }, "203.0.113.1", "ok"],
    ["the router's, as STUN sees it", { PUBLIC_IP: "203.0.113.9", HOST: "0.0.0.0" }, "203.0.113.9", "ok"],
    ["another one than STUN sees", { PUBLIC_IP: "203.0.113.8", HOST: "0.0.0.0" }, "203.0.113.9", "wrong"],
    [
      "a private one, seen from outside as another",
      { PUBLIC_IP: "10.0.0.5", HOST: "0.0.0.0" },
      "203.0.113.9",
      "wrong",
    ],
    ["nobody's that could be asked", { PUBLIC_IP: "203.0.113.9", HOST: "0.0.0.0" }, null, "look"],
  ] as const)("PUBLIC_IP: %s", (_, given, seenAs, state) => {
    const settings = readSettings({ ...environment, ...given });
    expect(publicIpFinding(settings, seenAs, ["127.0.0.1", "203.0.113.1"])).toMatchObject({
      state,
      setting: "PUBLIC_IP",
    });
  });
});

describe("the command", () => {
  async function run(args: string[], more: Record<string, string> = {}) {
    let output = "";
    const code = await doctorCommand(args, { ...environment, ...more }, (text) => {
      output += text;
    });
    return { code, output };
  }

  test("ends with 0 when nothing is wrong, and with 1 when something is, in words", async () => {
    expect(await run([])).toMatchObject({ code: 0, output: expect.stringMatching(/Nothing is wrong\.\n$/) });
    const wrong = await run([], { SIP_PORT: "no" });
    expect(wrong.code).toBe(1);
    expect(wrong.output).toContain('WRONG  SIP_PORT must be a port number from 1 to 65535, not "no".');
    expect(wrong.output).toMatch(/\n1 wrong\.\n$/);
  });

  test("--json says the same for programs", async () => {
    const { code, output } = await run(["--json"], { VOICE: "perhaps" });
    expect(code).toBe(1);
    const read = JSON.parse(output) as { ok: boolean; findings: Finding[] };
    expect(read.ok).toBe(false);
    expect(wrongOf(read.findings)).toEqual(['VOICE: VOICE must be on or off, not "perhaps".']);
  });

  test("an option that is not there is refused", async () => {
    expect(await run(["--jsn"])).toMatchObject({
      code: 1,
      output: expect.stringContaining('no option "--jsn"'),
    });
    expect((await run(["--help"])).code).toBe(0);
  });

  test("npm run doctor is that command", async () => {
    const script = fileURLToPath(new URL("../../../../scripts/doctor.mjs", import.meta.url));
    const child = spawn(process.execPath, [script, "--json"], {
      env: { PATH: process.env["PATH"], ...environment, SIP_PORT: "no" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [output, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
    expect(code).toBe(1);
    expect(wrongOf((JSON.parse(output) as { findings: Finding[] }).findings)).toEqual([
      'SIP_PORT: SIP_PORT must be a port number from 1 to 65535, not "no".',
    ]);
  });
});
