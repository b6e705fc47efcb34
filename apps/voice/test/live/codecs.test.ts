import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  agent,
  callIn,
  customer,
  inbound,
  outbound,
  type PlayPicture,
  type TestCall,
} from "../support/calls.js";
import { FakeServer } from "../support/fake-server.js";
import { freePorts } from "../support/free-ports.js";
import { RtpPhone } from "../support/rtp-phone.js";
import { SipPhone } from "../support/sip-phone.js";
import { pause, standsStill, until } from "../support/until.js";
import { VoiceUnderTest } from "../support/voice-process.js";

let voice: VoiceUnderTest;
let server: FakeServer;
let carrierPort: number;
const open: { close(): void }[] = [];

beforeAll(async () => {
  carrierPort = await freePorts(1);
  voice = await VoiceUnderTest.start({
    SIP_CODECS: "G722,opus,PCMA,PCMU",
    TRUNK: `127.0.0.1:${carrierPort}`,
  });
  server = await FakeServer.connect(voice.socketPath);
  await server.said("welcome");
});
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});
afterAll(async () => {
  server?.cut();
  await voice?.stop();
});

const SPOKEN = [
  { name: "PCMU", payloadType: 0 },
  { name: "PCMA", payloadType: 8 },
  { name: "G722", payloadType: 9 },
  { name: "opus", payloadType: 96 },
] as const;
const [pcmu, pcma, g722, opus] = SPOKEN;
const echo = (legId: string): PlayPicture => ({ id: "e1", to: [legId], kind: "echo", prompts: [] });
/** A phone hears its own tone come back. */
const hearsItself = (rtp: RtpPhone, hertz: number) => () => rtp.amplitude(hertz, 200) > 4_000;
const mediaLine = (body: string): string => /m=audio \d+ (.*?)\r/.exec(body)?.[1] ?? "";

describe("codecs towards the network", () => {
  it.each(SPOKEN)("a phone with $name alone is answered with it and heard", async (codec) => {
    const phone = await SipPhone.open(voice.sipPort);
    open.push(phone);
    phone.rtp.speaks(codec);
    phone.rtp.say(620);
    const call = await callIn(server, voice.sipPort, (legId) => [echo(legId)], phone);
    expect(mediaLine(phone.status(200)?.body ?? "")).toBe(`RTP/AVP ${codec.payloadType} 101`);
    await until(hearsItself(phone.rtp, 620), 4_000, "the caller hears itself");
    expect(phone.rtp.heardAs).toBe(codec.name);
    call.show(null);
  });

  it("of what a caller offers its favourite is answered", async () => {
    const phone = await SipPhone.open(voice.sipPort);
    open.push(phone);
    phone.rtp.speaks(pcma, opus, g722);
    const call = await callIn(server, voice.sipPort, () => [], phone);
    expect(mediaLine(phone.status(200)?.body ?? "")).toBe("RTP/AVP 8 101");
    call.show(null);
  });

  it("a call out offers all in the order of the setting, and goes on with what was answered", async () => {
    const carrier = await SipPhone.open(voice.sipPort, carrierPort);
    open.push(carrier);
    carrier.rtp.speaks({ name: "opus", payloadType: 111 });
    carrier.rtp.say(620);
    carrier.onInvite = (phone) => phone.pickUp();
    server.show("codecs-out", 1, outbound([agent("codecs-out.l2")]));
    const dialed = customer("codecs-out.l1", { want: "dial", dial: { to: "+15035550142", from: "8000" } });
    server.show("codecs-out", 2, outbound([agent("codecs-out.l2"), dialed], [echo("codecs-out.l1")]));
    await server.event("leg.connected", (event) => event.legId === "codecs-out.l1");
    expect(mediaLine(carrier.request("INVITE")?.body ?? "")).toBe("RTP/AVP 9 111 8 0 101 110");
    await until(hearsItself(carrier.rtp, 620), 4_000, "the called one hears itself");
    server.show("codecs-out", 3, null);
  });
});

describe("a phone changes the session in mid-call", () => {
  async function echoing(): Promise<TestCall> {
    const call = await callIn(server, voice.sipPort, (legId) => [echo(legId)]);
    open.push(call.phone);
    call.phone.rtp.say(620);
    await until(hearsItself(call.phone.rtp, 620), 4_000, "the caller hears itself");
    return call;
  }
  async function change(phone: SipPhone, sdp: string): Promise<string> {
    phone.reinvite(sdp);
    const { body } = await phone.answered();
    phone.acknowledge();
    return body;
  }

  it("another codec, narrow or wide, and back: both sides go over", async () => {
    const { phone, show } = await echoing();
    let version = 1;
    for (const codec of [pcma, g722, opus, pcmu]) {
      phone.rtp.speaks(codec);
      version += 1;
      const body = await change(phone, phone.rtp.sdp("sendrecv", version));
      expect(mediaLine(body)).toBe(`RTP/AVP ${codec.payloadType} 101`);
      await until(hearsItself(phone.rtp, 620), 4_000, `it hears itself with ${codec.name}`);
      expect(phone.rtp.heardAs).toBe(codec.name);
    }
    show(null);
  });

  it("another address: it is heard there, and the old one is left alone", async () => {
    const { phone, show } = await echoing();
    const other = await RtpPhone.open();
    open.push(other);
    other.say(1_000);
    const body = await change(phone, other.sdp("sendrecv", 2));
    other.far(body);
    await until(hearsItself(other, 1_000), 4_000, "it hears itself at the other address");
    const before = phone.rtp.packets;
    await pause(200);
    // It still sends from the old address, and is a stranger now.
    expect(phone.rtp.packets - before).toBe(0);
    expect(other.amplitude(620, 200)).toBeLessThan(200);
    show(null);
  });
});

describe("a phone puts us on hold", () => {
  /** Two on the network talk with each other. */
  async function talk() {
    const one = await callIn(server, voice.sipPort);
    const carrier = await SipPhone.open(voice.sipPort, carrierPort);
    open.push(one.phone, carrier);
    carrier.onInvite = (phone) => phone.pickUp();
    const legId = `${one.interactionId}.l2`;
    const dialed = customer(legId, { want: "dial", dial: { to: "+15035550142", from: "8000" } });
    one.show(inbound([agent(one.legId, { want: "answer" }), dialed]));
    await server.event("leg.connected", (event) => event.legId === legId);
    one.phone.rtp.say(620);
    carrier.rtp.say(1_000);
    const both = () => hearsItself(one.phone.rtp, 1_000)() && hearsItself(carrier.rtp, 620)();
    await until(both, 4_000, "both hear each other");
    return { ...one, carrier, both };
  }
  async function hold({ phone }: TestCall, sdp: string): Promise<string> {
    phone.reinvite(sdp);
    const { body } = await phone.answered();
    phone.acknowledge();
    return body;
  }
  const lostLegs = () => server.events.filter(({ type }) => type === "leg.lost");

  it("a=sendonly: it gets nothing, its music is heard, and its silence is no loss", async () => {
    const call = await talk();
    const { phone, carrier, both } = call;
    expect(await hold(call, phone.rtp.sdp("sendonly", 2))).toContain("a=recvonly");
    await standsStill(() => phone.rtp.packets, 300, "what goes to it");
    await until(() => carrier.rtp.amplitude(620, 200) > 4_000, 4_000, "what it says goes on");
    phone.rtp.hush();
    await pause(2_400);
    expect(lostLegs()).toEqual([]);
    expect(await hold(call, phone.rtp.sdp("sendrecv", 3))).toContain("a=sendrecv");
    await until(both, 4_000, "both hear each other again");
    call.show(null);
  });

  it.each([
    ["a=inactive", (sdp: string) => sdp.replace("a=sendrecv", "a=inactive"), "a=inactive"],
    [
      "an address of zeros, as of old",
      (sdp: string) => sdp.replace(/c=IN IP4 \S+/, "c=IN IP4 0.0.0.0"),
      "a=sendrecv",
    ],
  ])("%s: nothing goes there", async (_, held, answer) => {
    const call = await talk();
    const { phone, carrier, both } = call;
    expect(await hold(call, held(phone.rtp.sdp("sendrecv", 2)))).toContain(answer);
    await standsStill(() => phone.rtp.packets, 300, "what goes to it");
    if (answer === "a=inactive") expect(carrier.rtp.amplitude(620, 200)).toBeLessThan(200);
    expect(await hold(call, phone.rtp.sdp("sendrecv", 3))).toContain("a=sendrecv");
    await until(both, 4_000, "both hear each other again");
    expect(lostLegs()).toEqual([]);
    call.show(null);
  });
});
