import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import dgram from "node:dgram";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { AgentPhone, Desk } from "../support/desk.js";
import { freePorts } from "../support/free-ports.js";
import { buildProduct, ProductUnderTest } from "../support/product.js";
import { RtpPhone } from "../support/rtp-phone.js";
import { SipPhone } from "../support/sip-phone.js";
import { pause, until } from "../support/until.js";

/** The whole product without a browser: real server and database, voice process and workers, phones on the wire. */
let product: ProductUnderTest;
let sofia: Desk;
let ben: Desk;
let supervisor: Desk;
let sofiasPhone: AgentPhone;
let bensPhone: AgentPhone;
let trunkPort: number;
const phones: SipPhone[] = [];

beforeAll(async () => {
  await buildProduct();
  trunkPort = await freePorts(2);
  product = await ProductUnderTest.start({ TRUNK: `127.0.0.1:${trunkPort}` });
  sofia = await Desk.open(product.host, "agent1");
  ben = await Desk.open(product.host, "agent2");
  supervisor = await Desk.open(product.host, "supervisor1");
  sofiasPhone = new AgentPhone();
  bensPhone = new AgentPhone();
  for (const agent of [sofia, ben])
    await agent.request("desk.phone.set", { device: "browser", health: "ok" });
  await sofia.request("desk.presence.set", { presence: { kind: "ready" } });
}, 90_000);
afterEach(async () => {
  // A story that failed half-way leaves calls up, and its agent busy: the next one has nothing to do with that.
  for (const phone of phones) phone.bye();
  bensPhone.mend();
  for (const agent of [sofia, ben]) {
    agent.mend();
    for (const interactionId of agent.interactions.keys()) await freed(interactionId, agent);
  }
  for (const phone of phones.splice(0)) phone.close();
}, 30_000);
afterAll(async () => {
  for (const phone of [sofiasPhone, bensPhone]) phone?.close();
  for (const desk of [sofia, ben, supervisor]) desk?.close();
  await product?.stop();
}, 60_000);

const ECHO = 620;
/** As loud as a tone comes back over G.711. */
const LOUD = 4_000;

async function phone(): Promise<SipPhone> {
  const made = await SipPhone.open(product.sipPort);
  phones.push(made);
  return made;
}
/** Calls the echo test, and hears itself. */
async function echoing(): Promise<SipPhone> {
  const caller = await phone();
  caller.rtp.say(ECHO);
  await caller.connect("8001");
  await hearsItself(caller);
  return caller;
}
const hearsItself = ({ rtp }: SipPhone) =>
  until(() => rtp.amplitude(ECHO, 200) > LOUD, 12_000, "a caller hears itself");

/** Calls the insurer, chooses, and is taken by the agent, who is the only one ready; both hear each other. */
async function talking(
  agent = sofia,
  agentPhone = sofiasPhone,
): Promise<{ caller: SipPhone; interactionId: string }> {
  const caller = await phone();
  caller.rtp.say(ECHO);
  await caller.connect("8000");
  await pause(300);
  caller.rtp.press("1");
  const offer = await until(() => [...agent.offers.values()][0], 8_000, "the agent is offered the call");
  await agent.request("desk.offer.confirm", { offerId: offer.offerId });
  await agent.request("desk.offer.accept", { offerId: offer.offerId });
  const { interactionId } = offer;
  await agentPhone.connect(agent, interactionId);
  await until(() => caller.rtp.amplitude(1_000, 200) > LOUD, 8_000, "the caller hears the agent");
  await agentHears(ECHO, agentPhone);
  return { caller, interactionId };
}
async function agentHears(hertz: number, agentPhone = sofiasPhone): Promise<void> {
  for (const begun = performance.now(); performance.now() - begun < 10_000; await pause(50))
    if ((await agentPhone.hears(hertz)) > LOUD) return;
  throw new Error("the agent does not hear the caller");
}

/** The agent has nothing in hand any more but what is to be wrapped up, and takes calls after it. */
async function freed(interactionId: string, agent = sofia): Promise<void> {
  const over = () => {
    const view = agent.interactions.get(interactionId);
    return view === undefined || view.phase === "wrap_up";
  };
  await until(over, 10_000, "the agent is out of the call");
  if (agent.interactions.has(interactionId)) {
    const dispositionId = "information_given";
    await agent.request("desk.wrap_up.disposition", { interactionId, dispositionId }).catch(() => undefined);
    await agent.request("desk.wrap_up.complete", { interactionId });
  }
  await until(() => agent.interactions.size === 0, 5_000, "nothing is in the agent's hands");
}

it("[FWD-1] a colleague's call goes on to the number outside, which is told for whom it was, and both hear each other", async () => {
  const form = { enabled: true, number: "+1 503 555 0188", when: ["always"], ringMs: 15_000 };
  await ben.request("desk.forwarding.save", { form });
  const outside = await SipPhone.open(product.sipPort, trunkPort);
  phones.push(outside);
  outside.rtp.say(ECHO);
  outside.onInvite = (called) => called.pickUp();
  const { interactionId } = (await sofia.request("desk.call.place", { agentId: "agent2" })) as {
    interactionId: string;
  };
  await sofiasPhone.connect(sofia, interactionId);
  await until(() => outside.rtp.amplitude(1_000, 200) > LOUD, 8_000, "the number hears the agent");
  await agentHears(ECHO);
  const invite = outside.request("INVITE");
  expect(invite?.first).toContain("15035550188");
  // RFC 5806; Ben's extension.
  expect(invite?.headers.get("diversion")).toMatch(/^<sip:1002@[^>]+>;reason=unconditional;counter=1$/);
  const external = sofia.interactions
    .get(interactionId)
    ?.call?.parties.find(({ role }) => role === "external");
  expect(external?.name).toBe("Ben Ortega");
  outside.bye();
  await freed(interactionId);
  await ben.request("desk.forwarding.save", { form: { ...form, enabled: false, when: [] } });
});

it("a killed server: 20 calls go on without a gap both ways, and who hung up meanwhile is known after it", async () => {
  const { caller, interactionId } = await talking();
  const callers = await Promise.all(Array.from({ length: 19 }, echoing));
  await until(() => supervisor.liveCalls.size === 20, 5_000, "20 calls are up");
  const [leaving, ...staying] = callers as [SipPhone, ...SipPhone[]];
  for (const { rtp } of [...staying, caller]) rtp.forget();

  await product.killServer();
  await pause(200);
  leaving.bye();
  const confirmed = () => leaving.got.some(({ headers }) => headers.get("cseq")?.endsWith("BYE"));
  await until(confirmed, 2_000, "its BYE is answered without a server");
  await product.startAgain();
  await product.voiceReady();
  await pause(500);

  for (const { rtp } of [...staying, caller]) {
    expect(rtp.packets).toBeGreaterThan(50);
    expect(rtp.longestGap()).toBeLessThan(200);
  }
  // What a caller says comes back: both ways were open all the time.
  for (const { rtp } of staying) expect(rtp.quietest(ECHO, 200)).toBeGreaterThan(LOUD);
  expect(caller.rtp.quietest(1_000, 200)).toBeGreaterThan(LOUD);
  await supervisor.connected();
  await until(
    () => supervisor.liveCalls.size === 19,
    5_000,
    "the one that hung up is gone, the others are known",
  );
  for (const each of staying) expect(each.request("BYE")).toBeUndefined();

  // Who talked still does, and the new server leads the call.
  await agentHears(ECHO);
  expect(sofia.interactions.get(interactionId)).toMatchObject({ phase: "connected" });
  caller.bye();
  for (const each of staying) each.bye();
  await freed(interactionId);
  await until(() => supervisor.liveCalls.size === 0, 5_000, "no call is left");
}, 60_000);

it("a killed media worker: its calls end and their agent is free, the other worker's go on, new calls are taken", async () => {
  const { caller, interactionId } = await talking();
  const callers = await Promise.all(Array.from({ length: 5 }, echoing));
  await until(() => supervisor.liveCalls.size === 6, 5_000, "6 calls are up");
  for (const { rtp } of callers) rtp.forget();
  const slotOf = (each: SipPhone) => product.slotOf(each.status(200)?.body ?? "");
  const slot = slotOf(caller);
  const staying = callers.filter((each) => slotOf(each) !== slot);
  const lost = callers.filter((each) => slotOf(each) === slot);
  // Calls are shared evenly.
  expect([2, 3]).toContain(lost.length);
  const before = product.workers(slot).length;
  process.kill(product.workers(slot).at(-1) ?? 0, "SIGKILL");
  for (const each of [caller, ...lost]) await until(() => each.request("BYE"), 3_000, "BYE to who was in it");
  await freed(interactionId);
  await until(() => supervisor.liveCalls.size === staying.length, 5_000, "the others are left");
  await pause(500);
  for (const { rtp } of staying) {
    expect(rtp.longestGap()).toBeLessThan(200);
    expect(rtp.quietest(ECHO, 200)).toBeGreaterThan(LOUD);
  }
  expect(sofia.self?.presence).toMatchObject({ kind: "ready" });
  // The agent's phone died with the worker: its page connects anew for the next call.
  await until(() => product.workers(slot).length > before, 8_000, "another worker");
  const next = await talking();
  next.caller.bye();
  for (const each of staying) each.bye();
  await freed(next.interactionId);
  await until(() => supervisor.liveCalls.size === 0, 5_000, "no call is left");
}, 60_000);

it("a killed voice process: the center ends its calls, the agent is free, another one takes calls", async () => {
  const { interactionId } = await talking();
  await Promise.all([echoing(), echoing()]);
  await until(() => supervisor.liveCalls.size === 3, 5_000, "3 calls are up");
  const killed = product.voicePid;
  process.kill(killed, "SIGKILL");
  await until(() => supervisor.liveCalls.size === 0, 15_000, "the center knows that its calls are over");
  await freed(interactionId);
  await product.voiceReady();
  expect(product.voicePid).not.toBe(killed);
  const next = await talking();
  next.caller.bye();
  await freed(next.interactionId);
  await until(() => supervisor.liveCalls.size === 0, 5_000, "no call is left");
}, 60_000);

it("the network is cut for 10 s, a carrier's and an agent's: calls go on after it, and what was said is said again", async () => {
  const { caller, interactionId } = await talking();
  await ben.request("desk.presence.set", { presence: { kind: "ready" } });
  const bens = await talking(ben, bensPhone);
  const [other, leaving] = [await echoing(), await echoing()];
  await until(() => supervisor.liveCalls.size === 4, 5_000, "4 calls are up");
  for (const each of [caller, other, leaving, ben, bensPhone]) each.cut();
  // The agent hangs up into the cut; one of the callers does not come back from it.
  await pause(5_000);
  await sofia.request("desk.interaction.end", { interactionId });
  // Ben's caller is not left in silence.
  expect(bens.caller.rtp.amplitude(1_000, 200)).toBeLessThan(LOUD);
  expect(bens.caller.rtp.loudness(400)).toBeGreaterThan(100);
  await pause(5_000);
  for (const each of [caller, other, ben, bensPhone]) each.mend();
  await until(() => bens.caller.rtp.amplitude(1_000, 200) > LOUD, 3_000, "Ben is back");
  await agentHears(ECHO, bensPhone);
  await ben.connected();
  expect(ben.interactions.get(bens.interactionId)).toMatchObject({ phase: "connected" });
  bens.caller.bye();
  await freed(bens.interactionId, ben);
  await until(() => caller.request("BYE"), 6_000, "BYE comes when it can");
  await hearsItself(other);
  other.reinvite(other.rtp.sdp("sendrecv", 2));
  await other.answered();
  other.acknowledge();
  await freed(interactionId);
  expect(supervisor.liveCalls.size).toBe(2);
  other.bye();
  leaving.mend();
  leaving.bye();
  await until(() => supervisor.liveCalls.size === 0, 5_000, "no call is left");
}, 60_000);

it("garbage, a number that nobody has, a codec that nobody knows, a huge description and a stranger's sound: the call that is up hears nothing of them", async () => {
  const { caller, interactionId } = await talking();
  caller.rtp.forget();
  const port = Number(/m=audio (\d+)/.exec(caller.status(200)?.body ?? "")?.[1]);
  const stranger = await RtpPhone.open();
  stranger.far(`c=IN IP4 127.0.0.1\r\nm=audio ${port} RTP/AVP 0\r\n`);
  stranger.say(1_700);
  const refused = async (number: string, sdp?: string): Promise<string> => {
    const bad = await phone();
    bad.call(number, sdp === undefined ? {} : { sdp });
    const final = () => bad.got.find(({ first }) => /^SIP\/2\.0 [2-6]/.test(first));
    return (await until(final, 5_000, `an answer to a call to ${number}`)).first;
  };
  const known = caller.rtp.sdp();
  const lines = Array.from({ length: 3_000 }, (_, at) => `a=x${at}:${"y".repeat(10)}\r\n`).join("");
  expect(await refused("4711")).toBe("SIP/2.0 404 Not Found");
  expect(
    await refused(
      "8000",
      known.replace(/ 0 101|PCMU/g, (was) => (was === "PCMU" ? "SPEEX" : " 97 101")),
    ),
  ).toMatch(/ 488 /);
  expect(await refused("8000", `${known}${lines}`)).toMatch(/ (400|413|488) /);
  expect(await refused("8000", known.replace("v=0", "v=1"))).toMatch(/ (400|488) /);
  const garbage = dgram.createSocket("udp4");
  for (const bytes of [Buffer.alloc(60_000, "INVITE "), Buffer.from("\0\r\n\r\n"), randomBytes(1_400)])
    garbage.send(bytes, product.sipPort, "127.0.0.1");
  await pause(500);
  garbage.close();
  stranger.close();
  expect(caller.rtp.quietest(1_000, 200)).toBeGreaterThan(LOUD);
  expect(caller.rtp.longestGap()).toBeLessThan(200);
  await agentHears(ECHO);
  expect(await sofiasPhone.hears(1_700)).toBeLessThan(200);
  caller.bye();
  await freed(interactionId);
  await until(() => supervisor.liveCalls.size === 0, 5_000, "no call is left");
});

it("a disk that is full in mid-recording ends the recording, says so, and the call goes on", async () => {
  const { caller, interactionId } = await talking();
  const recordings = () => sofia.interactions.get(interactionId)?.call?.recordings ?? [];
  await sofia.request("desk.call.record", { interactionId, do: "start" });
  await until(() => recordings().length === 1, 5_000, "it is recorded");
  await pause(1_200);
  const slot = product.slotOf(caller.status(200)?.body ?? "");
  const worker = String(product.workers(slot).at(-1));
  // Not a byte more may be written to any file, as on a disk without room; the machine's own disk is left alone.
  const limit = (bytes: string) => execFileSync("prlimit", ["--pid", worker, `--fsize=${bytes}:unlimited`]);
  limit("1024");
  try {
    caller.rtp.forget();
    await until(() => recordings().length === 0, 5_000, "it is recorded no more, and the desk knows it");
    await pause(500);
    expect(caller.rtp.quietest(1_000, 200)).toBeGreaterThan(LOUD);
    await agentHears(ECHO);
  } finally {
    limit("unlimited");
  }
  // A press at once would begin another recording of nothing; a little later it is worth a try, and there is room again.
  const again = () => sofia.request("desk.call.record", { interactionId, do: "start" });
  await expect(again()).rejects.toThrow("recording_unavailable");
  await pause(10_000);
  await again();
  await until(() => recordings().length === 1, 5_000, "it is recorded again");
  caller.bye();
  await freed(interactionId);
});
