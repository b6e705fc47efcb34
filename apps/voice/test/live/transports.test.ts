import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { generateSrtpKeys } from "@patchbay/media";
import { networkDoorsDefaults, trunkDefaults, type WireTrunk } from "@patchbay/protocol";
import { generate } from "selfsigned";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { agent, callIn, customer, inbound, outbound, type PlayPicture } from "../support/calls.js";
import { FakeServer } from "../support/fake-server.js";
import { freePorts } from "../support/free-ports.js";
import type { LineOptions } from "../support/sip-line.js";
import { SipPhone } from "../support/sip-phone.js";
import { pause, standsStill, until } from "../support/until.js";
import { VoiceUnderTest } from "../support/voice-process.js";

let folder: string;
let identity: { cert: string; key: string };
let files: { TLS_CERT: string; TLS_KEY: string };
const open: { close(): void }[] = [];
/** One process for all tests with the same settings, by these. */
const running = new Map<string, { voice: VoiceUnderTest; server: FakeServer }>();
let revision = 0;

beforeAll(async () => {
  const made = await generate([{ name: "commonName", value: "127.0.0.1" }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [{ name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] }],
  });
  identity = { cert: made.cert, key: made.private };
  folder = mkdtempSync(path.join(os.tmpdir(), "patchbay-voice-tls-"));
  files = { TLS_CERT: path.join(folder, "cert.pem"), TLS_KEY: path.join(folder, "key.pem") };
  writeFileSync(files.TLS_CERT, made.cert);
  writeFileSync(files.TLS_KEY, made.private);
});
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});
afterAll(async () => {
  for (const { voice, server } of running.values()) {
    server.cut();
    await voice.stop();
  }
  rmSync(folder, { recursive: true, force: true });
});

async function begin(environment: Record<string, string> = {}) {
  const known = running.get(JSON.stringify(environment));
  if (known !== undefined) return known;
  const voice = await VoiceUnderTest.start(environment);
  const server = await FakeServer.connect(voice.socketPath);
  await server.said("welcome");
  running.set(JSON.stringify(environment), { voice, server });
  return { voice, server };
}
const withTls = () => begin({ ...files, NODE_EXTRA_CA_CERTS: files.TLS_CERT });
async function phoneAt(port: number, options: LineOptions, own = 0): Promise<SipPhone> {
  const phone = await SipPhone.open(port, own, options);
  open.push(phone);
  return phone;
}
const echo = (legId: string): PlayPicture => ({ id: "e1", to: [legId], kind: "echo", prompts: [] });
const hearsItself = ({ rtp }: SipPhone) =>
  until(() => rtp.amplitude(620, 200) > 4_000, 4_000, "it hears itself");

describe("a call over a connection", () => {
  it.each(["tcp", "tls"] as const)("%s: comes in, changes, and is ended by either side", async (over) => {
    const { voice, server } = await withTls();
    const port = over === "tls" ? voice.sipPort + 1 : voice.sipPort;
    const phone = await phoneAt(port, { over });
    phone.rtp.say(620);
    const call = await callIn(server, voice.sipPort, (legId) => [echo(legId)], phone);
    expect(phone.status(200)?.headers.get("contact")).toContain(`:${port};transport=${over}>`);
    await hearsItself(phone);
    phone.reinvite(phone.rtp.sdp("sendonly", 2));
    expect((await phone.answered()).body).toContain("a=recvonly");
    phone.acknowledge();
    call.show(null);
    await until(() => phone.request("BYE"), 2_000, "BYE on the same connection");

    const other = await phoneAt(port, { over });
    const second = await callIn(server, voice.sipPort, () => [], other);
    other.bye();
    await server.event("leg.gone", (event) => event.legId === second.legId);
    second.show(null);
  });

  it("goes on when the connection breaks, and ends all the same", async () => {
    const { voice, server } = await begin();
    const phone = await phoneAt(voice.sipPort, { over: "tcp" });
    phone.rtp.say(620);
    const call = await callIn(server, voice.sipPort, (legId) => [echo(legId)], phone);
    await hearsItself(phone);
    phone.cutLine();
    phone.rtp.forget();
    await until(() => phone.rtp.packets > 20, 3_000, "sound goes on");
    expect(server.events.some((event) => event.type === "leg.gone" && event.legId === call.legId)).toBe(
      false,
    );
    call.show(null);
    await standsStill(() => phone.rtp.packets, 200, "its sound");
  });

  it("without a certificate there is no TLS, and everything else", async () => {
    const { voice, server } = await begin();
    const refused = await new Promise<string | undefined>((resolve) => {
      const socket = net.connect(voice.sipPort + 1, "127.0.0.1", () => resolve(undefined));
      socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    });
    expect(refused).toBe("ECONNREFUSED");
    const call = await callIn(server, voice.sipPort);
    open.push(call.phone);
    call.show(null);
  });
});

describe("encrypted sound", () => {
  it.each(["AES_CM_128_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_32", "AES_256_CM_HMAC_SHA1_80"] as const)(
    "over TLS, with keys of %s that the caller told",
    async (suite) => {
      const { voice, server } = await withTls();
      const phone = await phoneAt(voice.sipPort + 1, { over: "tls" });
      phone.rtp.secure = true;
      phone.rtp.keys = generateSrtpKeys(suite);
      phone.rtp.say(620);
      const call = await callIn(server, voice.sipPort, (legId) => [echo(legId)], phone);
      const { body } = phone.status(200) ?? { body: "" };
      expect(body).toContain("RTP/SAVP");
      expect(body).toContain(`a=crypto:1 ${suite} inline:`);
      await hearsItself(phone);
      call.show(null);
    },
  );

  it("stays encrypted when the phone asks for our offer in mid-call", async () => {
    const { voice, server } = await withTls();
    const phone = await phoneAt(voice.sipPort + 1, { over: "tls" });
    phone.rtp.secure = true;
    const call = await callIn(server, voice.sipPort, (legId) => [echo(legId)], phone);
    phone.reinvite("");
    const { body } = await phone.answered();
    expect(body).toMatch(/m=audio \d+ RTP\/SAVP /);
    phone.acknowledge(phone.rtp.sdp("sendrecv", 2));
    phone.rtp.say(620);
    await hearsItself(phone);
    call.show(null);
  });

  /** A call out by a trunk of these terms to a carrier that picks up. */
  async function callOut(over: "udp" | "tcp" | "tls", terms: Partial<WireTrunk>, secure: boolean) {
    const { voice, server } = await withTls();
    const port = await freePorts(1);
    const carrier = await phoneAt(voice.sipPort, { over, identity }, port);
    carrier.rtp.secure = secure;
    if (terms.codecs) carrier.rtp.speaks({ name: "PCMA", payloadType: 8 });
    carrier.rtp.say(620);
    carrier.onInvite = (phone) => phone.pickUp();
    revision += 1;
    const id = `out-${revision}`;
    server.say({ t: "configure", revision, network: networkOf({ ...terms, port, transport: over }) });
    server.show(id, 1, outbound([agent(`${id}.l2`)]));
    const dialed = customer(`${id}.l1`, { want: "dial", dial: { to: "+15035550142", from: "8000" } });
    server.show(id, 2, outbound([agent(`${id}.l2`), dialed], [echo(`${id}.l1`)]));
    return { server, carrier, id, legId: `${id}.l1` };
  }
  const networkOf = (over: Partial<WireTrunk>) => ({
    trunks: [
      { ...trunkDefaults, trunkId: "t1", name: "carrier", host: "127.0.0.1", password: null, ...over },
    ],
    accounts: [],
    doors: networkDoorsDefaults,
  });

  it.each([
    ["tls", "offered", true, /RTP\/AVP .*\r\n(.*\r\n)*a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:/],
    ["tls", "offered", false, /RTP\/AVP /],
    ["tls", "required", true, /RTP\/SAVP .*\r\n(.*\r\n)*a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:/],
    ["tls", "off", false, /^(?!.*a=crypto)/s],
    ["tcp", "off", false, /^(?!.*a=crypto)/s],
  ] as const)(
    "a trunk over %s, encryption %s, to a carrier that encrypts: %s",
    async (over, encryption, secure, offered) => {
      const { server, carrier, id, legId } = await callOut(over, { encryption }, secure);
      await server.event("leg.connected", (event) => event.legId === legId);
      expect(carrier.request("INVITE")?.body).toMatch(offered);
      await hearsItself(carrier);
      server.show(id, 3, null);
      await until(() => carrier.request("BYE"), 2_000, "BYE");
    },
  );

  it("required, and the carrier answers without keys: it is told 488, and the call ends with that word", async () => {
    const { server, carrier, id, legId } = await callOut("tls", { encryption: "required" }, false);
    const gone = await server.event("leg.gone", (event) => event.legId === legId);
    expect(gone).toMatchObject({ cause: "not_encrypted" });
    const bye = await until(() => carrier.request("BYE"), 2_000, "BYE");
    expect(bye.headers.get("reason")).toContain("cause=488");
    await pause(100);
    expect(carrier.rtp.packets).toBe(0);
    server.show(id, 3, null);
  });

  it("required, and a call comes in without keys: 488", async () => {
    const { voice, server } = await withTls();
    revision += 1;
    const carrier = await phoneAt(voice.sipPort, { over: "udp" });
    const network = networkOf({ port: carrier.port, encryption: "required" });
    server.say({ t: "configure", revision, network });
    // Heeded before a request that came after it is answered.
    await server.request({ name: "network.bans" });
    carrier.call("8000");
    const { interactionId } = await server.event(
      "call.arrived",
      (event) => event.source === `127.0.0.1:${carrier.port}`,
    );
    server.show(interactionId, 1, inbound([customer(`${interactionId}.l1`, { want: "answer" })]));
    await until(() => carrier.status(488), 2_000, "488");
    const gone = await server.event("leg.gone", (event) => event.legId === `${interactionId}.l1`);
    expect(gone).toMatchObject({ cause: "not_encrypted" });
    server.show(interactionId, 2, null);
  });

  it("codecs of a trunk take the place of those of the settings", async () => {
    const { server, carrier, id, legId } = await callOut("udp", { codecs: ["PCMA", "G722"] }, false);
    await server.event("leg.connected", (event) => event.legId === legId);
    expect(carrier.request("INVITE")?.body).toMatch(/m=audio \d+ RTP\/AVP 8 9 101\r/);
    server.show(id, 3, null);
    await until(() => carrier.request("BYE"), 2_000, "BYE");
  });
});

const hasIpv6 = Object.values(os.networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === "::1"),
);

describe.runIf(hasIpv6)("IPv6 on this machine", () => {
  it.each([
    ["::1", "::1", "IN IP6 ::1"],
    ["::", "::1", "IN IP6 ::1"],
    ["::", "127.0.0.1", "IN IP4 127.0.0.1"],
  ])("HOST=%s, a phone at %s: signalling and sound", async (HOST, host, named) => {
    const { voice, server } = await begin({ HOST });
    for (const over of ["udp", "tcp"] as const) {
      const phone = await phoneAt(voice.sipPort, { host, over });
      phone.rtp.say(620);
      const call = await callIn(server, voice.sipPort, (legId) => [echo(legId)], phone);
      expect(phone.status(200)?.body).toContain(`c=${named}\r\n`);
      await hearsItself(phone);
      call.show(null);
      await until(() => phone.request("BYE"), 2_000, "BYE");
    }
  });
});
