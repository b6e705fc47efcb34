import { networkDoorsDefaults, SIP_REALM } from "@patchbay/protocol";
import { DigestClient, type Session, secretHash, systemRandom } from "@patchbay/sip";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { agent, callIn, customer, inbound, type LegPicture, type PlayPicture } from "../support/calls.js";
import { FakeServer } from "../support/fake-server.js";
import { freePorts } from "../support/free-ports.js";
import { SipPhone } from "../support/sip-phone.js";
import { address, SILENT_SDP, SipStation, uri } from "../support/sip-station.js";
import { pause, until } from "../support/until.js";
import { VoiceUnderTest } from "../support/voice-process.js";

/** Two media workers: two calls are in two of them, and what becomes one call has to change. */
let voice: VoiceUnderTest;
let server: FakeServer;
let carrierPort: number;
const opened: { close(): void }[] = [];

beforeAll(async () => {
  carrierPort = await freePorts(1);
  voice = await VoiceUnderTest.start({ VOICE_WORKERS: "2", TRUNK: `127.0.0.1:${carrierPort}` });
  server = await FakeServer.connect(voice.socketPath);
  await server.said("welcome");
});
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});
afterAll(async () => {
  server?.cut();
  await voice?.stop();
});

async function twoCalls() {
  const [first, second] = [await SipPhone.open(voice.sipPort), await SipPhone.open(voice.sipPort)];
  opened.push(first, second);
  first.rtp.say(1_700);
  second.rtp.say(2_210);
  const one = await callIn(server, voice.sipPort, () => [], first);
  return { one, two: await callIn(server, voice.sipPort, () => [], second), first, second };
}
const hears = (phone: SipPhone, hertz: number) =>
  until(() => phone.rtp.amplitude(hertz, 240) > 4_000, 5_000, `${hertz} Hz is heard`);
/** The line of the second call is one of the first from now on. */
const moved = (legId: string, interactionId: string) =>
  customer(legId, { role: "external", want: "move", from: { interactionId, legId } });

describe("a line that changes its call", () => {
  it("is asked for new sockets, hears and is heard in the other worker, and survives the end of its call", async () => {
    const { one, two, first, second } = await twoCalls();
    second.onInvite = (phone) => phone.pickUp();
    one.show(inbound([customer(one.legId), moved(two.legId, two.interactionId)]));
    two.show(null);
    await hears(first, 2_210);
    await hears(second, 1_700);
    expect(second.request("BYE"), "it was never hung up").toBeUndefined();
    const told = server.events.filter((event) => "legId" in event && event.legId === two.legId);
    expect(told.map(({ type, interactionId }) => `${type} ${interactionId}`)).toEqual([
      `leg.connected ${two.interactionId}`,
      `leg.connected ${one.interactionId}`,
    ]);
    one.show(null);
    await until(() => second.request("BYE"), 3_000, "BYE");
  });

  it("whose far end will not have it is hung up, and told", async () => {
    const { one, two, second } = await twoCalls();
    second.onInvite = (phone) => phone.reply(488, "Not Acceptable Here");
    one.show(inbound([customer(one.legId), moved(two.legId, two.interactionId)]));
    const gone = await server.event("leg.gone", ({ legId }) => legId === two.legId);
    expect(gone).toMatchObject({ interactionId: one.interactionId, cause: "media" });
    await until(() => second.request("BYE"), 3_000, "BYE");
    two.show(null);
    one.show(null);
  });

  it("and that was hung up in the same moment is told as gone; a later picture of its call brings nothing back", async () => {
    const { one, two, second } = await twoCalls();
    second.bye();
    await server.event("leg.gone", ({ legId }) => legId === two.legId);
    one.show(inbound([customer(one.legId), moved(two.legId, two.interactionId)]));
    await server.event(
      "leg.gone",
      ({ legId, interactionId }) => legId === two.legId && interactionId === one.interactionId,
    );
    two.show(null);
    one.show(null);
  });
});

describe("an agent's line that stays up", () => {
  it("is lent to a call and comes back, again and again, with a tone when a call is over", async () => {
    const { one, first, two, second } = await twoCalls();
    two.show(null);
    second.rtp.hush();
    const phone = await SipPhone.open(voice.sipPort, carrierPort);
    opened.push(phone);
    phone.rtp.say(2_890);
    phone.onInvite = (called) => called.pickUp();
    phone.onChange = (called) => called.pickUp();
    let revision = 1;
    const line = (picture: Partial<LegPicture> | null, plays: PlayPicture[] = []) =>
      server.show("line.u1", revision++, {
        ...inbound(
          picture === null ? [] : [agent("", { device: "external", circle: null, ...picture })],
          plays,
        ),
        direction: "internal",
      });
    line({ legId: "line.u1.1", want: "dial", dial: { to: "15035550199", from: "8000" } });
    await server.event("leg.connected", ({ legId }) => legId === "line.u1.1");
    for (const turn of [1, 2]) {
      const leg = `${one.interactionId}.a${turn}`;
      const from = { interactionId: "line.u1", legId: `line.u1.${turn}` };
      one.show(inbound([customer(one.legId), agent(leg, { device: "external", want: "move", from })]));
      line(null);
      await server.event("leg.connected", ({ legId }) => legId === leg);
      await hears(first, 2_890);
      await hears(phone, 1_700);
      const back = `line.u1.${turn + 1}`;
      line({ legId: back, want: "move", from: { interactionId: one.interactionId, legId: leg } }, [
        { id: `${back}.over`, to: [back], kind: "tone" },
      ]);
      one.show(inbound([customer(one.legId)]));
      await until(() => phone.rtp.amplitude(620, 120) > 3_000, 4_000, "the tone at a call's end");
    }
    expect(phone.request("BYE"), "it has never been hung up").toBeUndefined();
    one.show(null);
    server.show("line.u1", revision, null);
    await until(() => phone.request("BYE"), 3_000, "BYE");
  });
});

describe("a desk phone's attended transfer (REFER with Replaces)", () => {
  const account = {
    user: "1001",
    md5: secretHash("MD5", "1001", SIP_REALM, "sofias-long-secret"),
    sha256: secretHash("SHA-256", "1001", SIP_REALM, "sofias-long-secret"),
  };

  /** The phone calls; its call stands. */
  async function calls(
    phone: SipStation,
    to: string,
  ): Promise<{ session: Session; id: string; legId: string }> {
    const known = server.events.length;
    let session: Session | undefined;
    phone.agent.invite({
      target: uri(`sip:${to}@127.0.0.1:${voice.sipPort}`),
      from: address("<sip:1001@127.0.0.1>"),
      sdp: SILENT_SDP,
      auth: new DigestClient({ user: "1001", password: "sofias-long-secret" }, systemRandom),
      handlers: {
        answered: (answered) => {
          session = answered;
        },
        failed: ({ code }) => {
          throw new Error(code);
        },
      },
    });
    const arrived = await until(
      () => server.events.slice(known).find((event) => event.type === "call.arrived"),
      3_000,
      "it arrives",
    );
    const { interactionId: id } = arrived;
    const legId = `${id}.l1`;
    server.show(id, 1, inbound([agent(legId, { want: "answer", device: "sip" })]));
    return { session: await until(() => session, 3_000, "answered"), id, legId };
  }

  it("names the other call of the same phone, is told how it went, and refuses what is no call here", async () => {
    const phone = await SipStation.open();
    opened.push(phone);
    server.say({
      t: "configure",
      revision: 1,
      network: { trunks: [], accounts: [account], doors: networkDoorsDefaults },
    });
    await pause(50);
    const [first, second] = [await calls(phone, "8001"), await calls(phone, "8002")];
    const heard: number[] = [];
    const answered = first.session.referReplacing(second.session, {
      onProgress: (status) => heard.push(status),
    });
    const referred = await server.event("leg.referred", ({ interactionId }) => interactionId === first.id);
    expect(referred).toMatchObject({
      legId: first.legId,
      other: { interactionId: second.id, legId: second.legId },
    });
    // The server has joined the two: neither has the phone any more.
    server.show(first.id, 2, null);
    server.show(second.id, 2, null);
    expect(await answered).toMatchObject({ ok: true, status: 202 });
    await until(() => heard.includes(200), 3_000, "NOTIFY of 200");
    await until(() => phone.agent.sessions.size === 0, 3_000, "both are hung up");

    const third = await calls(phone, "8003");
    const elsewhere = uri("sip:2002@127.0.0.1?Replaces=nobody%3Bto-tag%3Da%3Bfrom-tag%3Db");
    expect(await third.session.refer(elsewhere)).toMatchObject({ ok: false, status: 603 });
    expect(third.session.end, "its call stays").toBeUndefined();

    const nobody = third.session.refer(uri("sip:1999@127.0.0.1"));
    const refused = await server.event("leg.referred", ({ interactionId }) => interactionId === third.id);
    const { interactionId, legId } = refused as { interactionId: string; legId: string };
    const refusal = { name: "leg.refuse_referral", interactionId, legId } as const;
    expect(await server.request(refusal)).toMatchObject({ ok: true });
    expect(await nobody).toMatchObject({ ok: false, status: 603 });
    expect(await server.request(refusal), "once").toMatchObject({ ok: false, code: "not_suitable_state" });
    third.session.hangUp();
    expect(await server.event("leg.gone", (gone) => gone.legId === legId)).toMatchObject({
      cause: "transfer_refused",
    });
  });
});
