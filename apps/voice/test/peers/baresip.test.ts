import { networkDoorsDefaults, SIP_REALM, type WireAccount } from "@patchbay/protocol";
import { secretHash } from "@patchbay/sip";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { agent, customer, inbound } from "../support/calls.js";
import { FakeServer } from "../support/fake-server.js";
import { SipPhone } from "../support/sip-phone.js";
import { until } from "../support/until.js";
import { VoiceUnderTest } from "../support/voice-process.js";
import { BARESIP_HZ, Baresip } from "./baresip.js";

const account = (user: string, password: string): WireAccount => ({
  user,
  md5: secretHash("MD5", user, SIP_REALM, password),
  sha256: secretHash("SHA-256", user, SIP_REALM, password),
});
const PASSWORD = "sofias-long-secret";
const CALLER_HZ = 1_000;
const LOUD = 1_500;

let voice: VoiceUnderTest;
let server: FakeServer;
let phone: Baresip;
const callers: SipPhone[] = [];

beforeAll(async () => {
  voice = await VoiceUnderTest.start();
  server = await FakeServer.connect(voice.socketPath);
  await server.said("welcome");
  server.say({
    t: "configure",
    revision: 1,
    network: { trunks: [], accounts: [account("1001", PASSWORD)], doors: networkDoorsDefaults },
  });
  phone = await Baresip.start(voice.sipPort, "1001", PASSWORD);
});
afterEach(() => {
  for (const caller of callers.splice(0)) caller.close();
});
afterAll(async () => {
  await phone?.close();
  server?.cut();
  await voice?.stop();
});

const registered = (): boolean =>
  server.reports.some(
    (report) =>
      report.type === "registrations" &&
      report.accounts.some(({ user, contacts }) => user === "1001" && contacts.length === 1),
  );

/** A caller talks to baresip as the agent's desk phone. */
async function talking(): Promise<{ caller: SipPhone; id: string; a: string }> {
  const caller = await SipPhone.open(voice.sipPort);
  callers.push(caller);
  const before = server.events.length;
  caller.call("8000");
  const arrived = await until(
    () => server.events.slice(before).find((event) => event.type === "call.arrived"),
    5_000,
    "the call",
  );
  const id = arrived.interactionId;
  const [c, a] = [`${id}.l1`, `${id}.l2`];
  const desk = agent(a, { device: "sip", want: "dial", dial: { to: "account:1001", from: "8000" } });
  server.show(id, 1, inbound([customer(c)]));
  await caller.answered();
  caller.acknowledge();
  server.show(id, 2, inbound([customer(c), desk]));
  await server
    .event("leg.connected", (event) => event.legId === a)
    .catch((cause) => {
      throw new Error(`${String(cause)}\n${phone.said}\n${voice.log}`);
    });
  return { caller, id, a };
}

it("baresip registers with its password", async () => {
  await until(registered, 8_000, "the registration").catch((cause) => {
    throw new Error(`${String(cause)}\n${phone.said}`);
  });
});

it("baresip is called as the agent's desk phone: both hear each other, hold is heard, and either side ends it", async () => {
  const { caller, id, a } = await talking();
  caller.rtp.say(CALLER_HZ);
  await until(() => caller.rtp.amplitude(BARESIP_HZ, 200) > LOUD, 5_000, "the agent at the caller's ear");
  await until(() => phone.hears(CALLER_HZ) > LOUD, 5_000, "the caller at the agent's ear");
  await phone.command("hold");
  await until(() => caller.rtp.amplitude(BARESIP_HZ, 200) < 200, 5_000, "silence while the desk phone holds");
  await phone.command("resume");
  await until(() => caller.rtp.amplitude(BARESIP_HZ, 200) > LOUD, 5_000, "the agent again");
  await phone.command("hangup");
  expect(await server.event("leg.gone", (event) => event.legId === a)).toMatchObject({ cause: "hung_up" });
  server.show(id, 3, null);
});
