import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { agent, callIn, customer, outbound, tone } from "../support/calls.js";
import { FakeServer } from "../support/fake-server.js";
import { freePorts } from "../support/free-ports.js";
import { SipPhone } from "../support/sip-phone.js";
import { pause, until } from "../support/until.js";
import { VoiceUnderTest } from "../support/voice-process.js";

let carrierPort: number;
let voice: VoiceUnderTest;
let server: FakeServer;
let carrier: SipPhone;
let calls = 0;

beforeAll(async () => {
  carrierPort = await freePorts(1);
  voice = await VoiceUnderTest.start({ TRUNK: `127.0.0.1:${carrierPort}` });
  server = await FakeServer.connect(voice.socketPath);
  await server.said("welcome");
});
const callers: SipPhone[] = [];
afterEach(() => {
  carrier?.close();
  for (const phone of callers.splice(0)) phone.close();
});
afterAll(async () => {
  server?.cut();
  await voice?.stop();
});

/** The picture of an agent who calls: first the agent's phone, then the customer's number. */
async function dial(onInvite: (phone: SipPhone) => void): Promise<{ id: string; a: string; c: string }> {
  carrier = await SipPhone.open(voice.sipPort, carrierPort);
  carrier.onInvite = onInvite;
  calls += 1;
  const id = `out-${calls}`;
  const [a, c] = [`${id}.l2`, `${id}.l1`];
  server.show(id, 1, outbound([agent(a)]));
  server.show(id, 2, both(a, c));
  return { id, a, c };
}
const both = (a: string, c: string, plays: Parameters<typeof outbound>[1] = []) =>
  outbound([agent(a), customer(c, { want: "dial", dial: { to: "+15035550142", from: "8000" } })], plays);

describe("a call goes out", () => {
  it("rings, is answered, carries sound and keys, and is ended by either side", async () => {
    const { id, a, c } = await dial((phone) => phone.reply(180, "Ringing"));
    await server.event("leg.ringing", (event) => event.legId === c);
    const invite = carrier.request("INVITE");
    expect(invite?.first).toBe(`INVITE sip:+15035550142@127.0.0.1:${carrierPort} SIP/2.0`);
    expect(invite?.headers.get("from")).toContain("sip:8000@127.0.0.1");
    carrier.pickUp();
    await server.event("leg.connected", (event) => event.legId === c);
    await until(() => carrier.request("ACK"), 2_000, "ACK");
    server.show(id, 3, both(a, c, [tone(c)]));
    await until(() => carrier.rtp.amplitude(1_000, 200) > 2_000, 4_000, "sound");
    const outcome = await server.request({ name: "leg.keys", interactionId: id, legId: c, keys: "12,#" });
    expect(outcome).toEqual({ ok: true, result: null });
    await until(() => carrier.rtp.digits.join("") === "12#", 5_000, "keys");
    server.show(id, 4, null);
    await until(() => carrier.request("BYE"), 2_000, "BYE");
  });

  it("the called one hangs up", async () => {
    const { id, c } = await dial((phone) => phone.pickUp());
    await server.event("leg.connected", (event) => event.legId === c);
    carrier.bye();
    expect(await server.event("leg.gone", (event) => event.legId === c)).toMatchObject({ cause: "hung_up" });
    server.show(id, 3, null);
  });

  it.each([
    [486, "Busy Here", "busy"],
    [603, "Decline", "declined"],
    [404, "Not Found", "number_unknown"],
    [480, "Temporarily Unavailable", "no_answer"],
    [503, "Service Unavailable", "network"],
  ] as const)("%i %s is %s, with the network's own words", async (status, reason, cause) => {
    const { id, c } = await dial((phone) => phone.reply(status, reason));
    expect(await server.event("leg.gone", (event) => event.legId === c)).toMatchObject({
      cause,
      status,
      reason,
    });
    server.show(id, 3, null);
  });

  it("is taken back while it rings", async () => {
    const { id, c } = await dial((phone) => phone.reply(180, "Ringing"));
    await server.event("leg.ringing", (event) => event.legId === c);
    server.show(id, 3, null);
    await until(() => carrier.request("CANCEL"), 3_000, "CANCEL");
  });

  it("is not made a second time by the same picture", async () => {
    const { id, a, c } = await dial((phone) => phone.reply(180, "Ringing"));
    await server.event("leg.ringing", (event) => event.legId === c);
    server.show(id, 3, both(a, c));
    server.show(id, 4, both(a, c));
    await pause(200);
    expect(carrier.got.filter(({ first }) => first.startsWith("INVITE"))).toHaveLength(1);
    server.show(id, 5, null);
  });

  it("of a former voice process is not made again: the customer would be called twice", async () => {
    carrier = await SipPhone.open(voice.sipPort, carrierPort);
    server.show("former", 17, both("former.l2", "former.l1"));
    expect(await server.event("leg.gone", (event) => event.legId === "former.l1")).toMatchObject({
      cause: "lost",
    });
    await pause(200);
    expect(carrier.request("INVITE")).toBeUndefined();
    server.show("former", 18, null);
  });

  it("a carrier without telephone events gets keys by INFO", async () => {
    const { id, c } = await dial((phone) => {
      phone.rtp.withoutEvents = true;
      phone.pickUp();
    });
    await server.event("leg.connected", (event) => event.legId === c);
    expect(await server.request({ name: "leg.keys", interactionId: id, legId: c, keys: "5" })).toMatchObject({
      ok: true,
    });
    const info = await until(() => carrier.request("INFO"), 2_000, "INFO");
    expect(info.body).toContain("Signal=5");
    server.show(id, 3, null);
  });
});

describe("what the network plays before the answer", () => {
  const RINGBACK_HERTZ = 440;
  const NETWORK_HERTZ = 620;

  /** Who calls is on the network, too, so that it can be heard what it hears; it is rung for as the core does it. */
  async function ringing(onInvite: (phone: SipPhone) => void) {
    carrier = await SipPhone.open(voice.sipPort, carrierPort);
    carrier.onInvite = (phone) => {
      phone.rtp.far(phone.request("INVITE")?.body ?? "");
      onInvite(phone);
    };
    const caller = await callIn(server, voice.sipPort);
    callers.push(caller.phone);
    const legId = `${caller.interactionId}.l2`;
    const dialed = customer(legId, { want: "dial", dial: { to: "+15035550142", from: "8000" } });
    const legs = [agent(caller.legId, { want: "answer" }), dialed];
    caller.show(outbound(legs, [{ id: "r1", to: [caller.legId], kind: "ringback" }]));
    const { rtp } = caller.phone;
    return {
      caller,
      legId,
      answered: () => caller.show(outbound(legs)),
      hears: (hertz: number) => rtp.amplitude(hertz, 200) > 1_500,
    };
  }

  it.each([
    [183, "Session Progress", "sendrecv"],
    [183, "Session Progress", "sendonly"],
    [180, "Ringing", "sendrecv"],
  ])(
    "%i %s with a description (%s) is heard by who calls, and nothing of theirs is heard there",
    async (status, reason, direction) => {
      const { caller, legId, answered, hears } = await ringing((phone) => {
        phone.rtp.say(NETWORK_HERTZ);
        phone.reply(status, reason, phone.rtp.sdp(direction));
      });
      caller.phone.rtp.say(1_000);
      await server.event("leg.ringing", (event) => event.legId === legId);
      const alone = () => hears(NETWORK_HERTZ) && !hears(RINGBACK_HERTZ);
      await until(alone, 4_000, "the network's own ringing in place of ours");
      expect(carrier.rtp.amplitude(1_000, 200)).toBeLessThan(100);
      expect(server.events.some((event) => event.type === "leg.connected" && event.legId === legId)).toBe(
        false,
      );
      if (direction === "sendrecv") {
        // A menu that speaks before it answers takes keys as well.
        const { interactionId } = caller;
        const press = { name: "leg.keys", interactionId, legId, keys: "5" } as const;
        expect(await server.request(press)).toMatchObject({ ok: true });
        await until(() => carrier.rtp.digits.join("") === "5", 3_000, "the key");
      }
      carrier.pickUp();
      await server.event("leg.connected", (event) => event.legId === legId);
      answered();
      await until(() => carrier.rtp.amplitude(1_000, 200) > 1_500, 3_000, "both talk");
      expect(hears(NETWORK_HERTZ)).toBe(true);
      caller.show(null);
    },
  );

  it("a description without sound leaves our ringing, and an answer may leave it out", async () => {
    const { caller, legId, answered, hears } = await ringing((phone) => {
      phone.rtp.hush();
      phone.reply(183, "Session Progress", phone.rtp.sdp());
    });
    await until(() => hears(RINGBACK_HERTZ), 4_000, "our ringing");
    expect(hears(NETWORK_HERTZ)).toBe(false);
    carrier.rtp.far(carrier.request("INVITE")?.body ?? "");
    carrier.rtp.say(NETWORK_HERTZ);
    carrier.reply(200, "OK");
    await server.event("leg.connected", (event) => event.legId === legId);
    answered();
    await until(() => hears(NETWORK_HERTZ), 3_000, "the called one");
    caller.show(null);
  });

  it("one that cannot be used is passed over, and a refusal after it is one", async () => {
    const { caller, legId, hears } = await ringing((phone) => {
      phone.reply(
        183,
        "Session Progress",
        phone.rtp.sdp().replaceAll("PCMU", "G729").replace("AVP 0 101", "AVP 18 101"),
      );
    });
    await until(() => hears(RINGBACK_HERTZ), 4_000, "our ringing");
    const { interactionId } = caller;
    expect(await server.request({ name: "leg.keys", interactionId, legId, keys: "5" })).toMatchObject({
      ok: false,
      code: "not_suitable_state",
    });
    carrier.reply(486, "Busy Here");
    expect(await server.event("leg.gone", (event) => event.legId === legId)).toMatchObject({ cause: "busy" });
    caller.show(null);
  });
});

describe("the protective lane", () => {
  it("hangs up at once; told as an end only if no picture agrees", async () => {
    const { id, c } = await dial((phone) => phone.pickUp());
    await server.event("leg.connected", (event) => event.legId === c);
    const request = { name: "leg.hang_up", interactionId: id, legId: c } as const;
    expect(await server.request(request)).toMatchObject({ ok: true });
    await until(() => carrier.request("BYE"), 2_000, "BYE");
    expect(await server.request(request)).toMatchObject({ ok: true });
    expect(server.events.some((event) => event.type === "leg.gone" && event.legId === c)).toBe(false);
    expect(await server.event("leg.gone", (event) => event.legId === c)).toMatchObject({ cause: "hung_up" });
    server.show(id, 3, null);
  });

  it("says no for a call or a leg that is not there", async () => {
    const nowhere = { interactionId: "nowhere", legId: "x" };
    expect(await server.request({ name: "leg.mute", ...nowhere, muted: true })).toMatchObject({
      code: "no_interaction",
    });
    const { id } = await dial((phone) => phone.pickUp());
    const wrong = { interactionId: id, legId: "x" };
    expect(await server.request({ name: "leg.hang_up", ...wrong })).toMatchObject({
      code: "not_suitable_state",
    });
    expect(await server.request({ name: "leg.keys", ...wrong, keys: "1" })).toMatchObject({ ok: false });
    server.show(id, 3, null);
  });
});
