import { spawnSync } from "node:child_process";
import dgram from "node:dgram";
import { rmSync, statSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { builtForTests } from "../support/build-voice.js";
import { FakeServer } from "../support/fake-server.js";
import { freePorts } from "../support/free-ports.js";
import { SipPhone } from "../support/sip-phone.js";
import { pause, until } from "../support/until.js";
import { VoiceUnderTest } from "../support/voice-process.js";

const open: { close(): void }[] = [];
let voice: VoiceUnderTest | undefined;
afterEach(async () => {
  for (const each of open.splice(0)) each.close();
  await voice?.stop();
});

describe("the door", () => {
  it("a busy port turns voice alone off, says which, and is opened when it is free", async () => {
    const port = await freePorts(2);
    const squatter = dgram.createSocket("udp4");
    await new Promise<void>((resolve) => squatter.bind(port, "127.0.0.1", resolve));
    voice = await VoiceUnderTest.start({ SIP_PORT: String(port), SIP_TLS_PORT: String(port + 1) });
    const server = await FakeServer.connect(voice.socketPath);
    open.push({ close: () => server.cut() });
    const network = (ready: boolean) =>
      until(
        () => server.reports.find((report) => report.type === "network" && report.ready === ready),
        9_000,
        `ready: ${ready}`,
      );
    expect(await network(false)).toEqual({
      type: "network",
      ready: false,
      problem: { code: "port_in_use", variable: "SIP_PORT", port },
    });
    squatter.close();
    expect(await network(true)).toMatchObject({ problem: null });
  });

  it("scanners hear nothing, not even later under another name", async () => {
    voice = await VoiceUnderTest.start();
    const server = await FakeServer.connect(voice.socketPath);
    open.push({ close: () => server.cut() });
    await server.said("welcome");
    const scanner = await SipPhone.open(voice.sipPort);
    open.push(scanner);
    scanner.userAgent = "friendly-scanner";
    scanner.call("100");
    await pause(400);
    scanner.userAgent = "innocent";
    scanner.call("101");
    await pause(400);
    expect(scanner.got).toEqual([]);
    expect(server.events).toEqual([]);
  });

  it("whose address is not named hears nothing", async () => {
    voice = await VoiceUnderTest.start({ SIP_SOURCES: "203.0.113.7", TRUNK: "203.0.113.8:5060" });
    const server = await FakeServer.connect(voice.socketPath);
    open.push({ close: () => server.cut() });
    await server.said("welcome");
    const caller = await SipPhone.open(voice.sipPort);
    open.push(caller);
    caller.call("8000");
    await pause(400);
    expect(caller.got).toEqual([]);
  });
});

describe("the process", () => {
  it("keeps its socket to itself, and is the only one of its folder", async () => {
    voice = await VoiceUnderTest.start();
    const { socketPath, dataDir, child } = voice;
    expect(statSync(socketPath).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(socketPath)).mode & 0o777).toBe(0o700);
    expect(Buffer.byteLength(socketPath)).toBeLessThan(100);
    expect(statSync(path.join(dataDir, "voice.json")).mode & 0o777).toBe(0o600);
    expect(voice.note()).toMatchObject({ pid: child.pid, version: "0.1.0", bootId: expect.any(String) });
    const second = spawnSync(process.execPath, [path.join(builtForTests, "main.js")], {
      env: { DATA_DIR: dataDir },
      encoding: "utf8",
    });
    expect(second.status).toBe(3);
    expect(second.stderr).toContain("already running");
  });

  it("killed, it leaves a note that leads nowhere and that the next start clears away", async () => {
    voice = await VoiceUnderTest.start();
    const before = voice.socketPath;
    voice.child.kill("SIGKILL");
    await until(() => voice?.child.signalCode === "SIGKILL", 2_000, "its end");
    const next = await VoiceUnderTest.start({}, voice.dataDir);
    open.push({ close: () => void next.stop() });
    expect(next.note()?.socket).not.toBe(before);
    expect(() => statSync(path.dirname(before))).toThrow("ENOENT");
    await next.stop();
  });

  it("whose folder was deleted ends when nobody needs it, and not before", async () => {
    voice = await VoiceUnderTest.start();
    const { socketPath, dataDir, child } = voice;
    const server = await FakeServer.connect(socketPath);
    await server.said("welcome");
    rmSync(dataDir, { recursive: true });
    await pause(2_500);
    expect(child.exitCode).toBeNull();
    server.cut();
    await until(() => child.exitCode === 0, 6_000, "its end");
    expect(() => statSync(path.dirname(socketPath))).toThrow("ENOENT");
  });

  it("says in a sentence what is wrong with its settings", () => {
    const started = spawnSync(process.execPath, [path.join(builtForTests, "main.js")], {
      env: { SIP_PORT: "no" },
      encoding: "utf8",
    });
    expect(started.status).toBe(2);
    expect(started.stderr).toContain('SIP_PORT must be a port number from 1 to 65535, not "no".');
  });
});
