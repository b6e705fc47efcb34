import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { AgentPhone, Desk } from "../support/desk.js";
import { freePorts } from "../support/free-ports.js";
import { buildProduct, ProductUnderTest } from "../support/product.js";
import { SipPhone } from "../support/sip-phone.js";
import { until } from "../support/until.js";
import { BARESIP_HZ, Baresip } from "./baresip.js";
import { CLAIM, FRONT_DESK, setUp } from "./set-up.js";
import { Sipp } from "./sipp.js";

/**
 * Telephones that are not ours and the whole product: real server, database and voice process. SIPp's calls are up while
 * baresip is an agent's desk phone: its agent hears nothing of them.
 */
const PASSWORD = "sofias-long-secret";
const CALLER_HZ = 620;
const BROWSER_HZ = 1_000;
const LOUD = 1_500;

let product: ProductUnderTest;
let admin: Desk;
let sofia: Desk;
let ben: Desk;
let bensPhone: AgentPhone;
let phone: Baresip;
/** Beyond the trunk. */
let outside: SipPhone;
let trunkPort: number;
let supervisor: Desk;
/** A hundred calls at once, and calls with loss. */
let many: Sipp;
let lossy: Sipp;
let mostAtOnce = 0;
/** How the story of a closed browser ended; `null`: as it should. */
let forsaken: Promise<unknown>;
const phones: SipPhone[] = [];

beforeAll(async () => {
  await buildProduct();
  trunkPort = await freePorts(2);
  const rtp = await freePorts(600);
  product = await ProductUnderTest.start({
    TRUNK: `127.0.0.1:${trunkPort}`,
    RTP_PORTS: `${rtp}-${rtp + 599}`,
  });
  const open = (name: string) => Desk.open(product.host, name);
  [admin, supervisor] = await Promise.all([open("admin"), open("supervisor1")]);
  [sofia, ben] = await Promise.all([open("agent1"), open("agent2")]);
  bensPhone = new AgentPhone();
  await setUp(admin, PASSWORD);
  phone = await Baresip.start(product.sipPort, "1001", PASSWORD);
  await ben.request("desk.phone.set", { device: "browser", health: "ok" });
  forsaken = closedInMidCall().then(
    () => null,
    (cause: unknown) => cause,
  );
  const counting = setInterval(() => {
    mostAtOnce = Math.max(mostAtOnce, supervisor.liveCalls.size);
  }, 50);
  counting.unref();
  const call = async (...args: string[]) =>
    Sipp.run(
      "caller",
      `127.0.0.1:${product.sipPort}`,
      "-s",
      "8000",
      "-p",
      String(await freePorts(1)),
      ...args,
    );
  many = await call("-r", "10", "-l", "110", "-m", "110", "-d", "10500");
  lossy = await call("-r", "4", "-l", "40", "-m", "40", "-d", "1000", "-lost", "10");
}, 90_000);
afterEach(async () => {
  // A story that failed half-way leaves calls up: the next one has nothing to do with that.
  await phone.command("hangup");
  await phone.repeats(false);
  for (const each of phones) each.bye();
  for (const desk of [sofia, ben]) {
    await desk.request("desk.presence.set", { presence: { kind: "not_ready", reason: "break" } });
    for (const interactionId of desk.interactions.keys()) await freed(desk, interactionId);
  }
  for (const each of phones.splice(0)) each.close();
}, 30_000);
afterAll(async () => {
  bensPhone?.close();
  for (const desk of [admin, supervisor, sofia, ben]) desk?.close();
  for (const peer of [many, lossy]) await peer?.close();
  await phone?.close();
  await product?.stop();
}, 60_000);

/**
 * A call is taken by Marcus; his window and browser are closed without a goodbye. Ends when Mei and the caller hear each
 * other: half a minute, in which the other stories run.
 */
async function closedInMidCall(): Promise<void> {
  const [marcus, mei] = [await Desk.open(product.host, "agent4"), await Desk.open(product.host, "agent5")];
  const [marcusPhone, meisPhone] = [new AgentPhone(), new AgentPhone()];
  const caller = await SipPhone.open(product.sipPort);
  try {
    for (const desk of [marcus, mei])
      await desk.request("desk.phone.set", { device: "browser", health: "ok" });
    await ready(marcus);
    caller.rtp.say(CALLER_HZ);
    await caller.connect(FRONT_DESK);
    const interactionId = await accepted(marcus);
    await marcusPhone.connect(marcus, interactionId);
    await hears(caller, BROWSER_HZ);
    await ready(mei);
    marcusPhone.kill();
    marcus.close();
    await until(
      () => caller.rtp.amplitude(BROWSER_HZ, 200) < LOUD / 4,
      5_000,
      "Marcus is not heard any more",
    );
    await until(() => caller.rtp.loudness(500) > 100, 5_000, "music");
    expect(await accepted(mei, 45_000)).toBe(interactionId);
    await meisPhone.connect(mei, interactionId);
    await hears(caller, BROWSER_HZ);
    await browserHears(meisPhone, CALLER_HZ);
    expect(caller.request("BYE")).toBeUndefined();
    caller.bye();
    await freed(mei, interactionId);
  } finally {
    for (const each of [marcus, mei, marcusPhone, meisPhone, caller]) each.close();
  }
}

const ready = (desk: Desk) => desk.request("desk.presence.set", { presence: { kind: "ready" } });

async function freed(desk: Desk, interactionId: string): Promise<void> {
  await desk.request("desk.interaction.end", { interactionId }).catch(() => undefined);
  const view = () => desk.interactions.get(interactionId);
  await until(() => view()?.phase === "wrap_up" || view() === undefined, 10_000, "the agent is out");
  if (view() === undefined) return;
  const dispositionId = "information_given";
  await desk.request("desk.wrap_up.disposition", { interactionId, dispositionId }).catch(() => undefined);
  await desk.request("desk.wrap_up.complete", { interactionId });
  await until(() => view() === undefined, 5_000, "nothing is in the agent's hands");
}

async function accepted(desk: Desk, within = 8_000): Promise<string> {
  const offer = await until(() => [...desk.offers.values()][0], within, "the call rings at the desk").catch(
    said,
  );
  await desk.request("desk.offer.confirm", { offerId: offer.offerId });
  await desk.request("desk.offer.accept", { offerId: offer.offerId });
  return offer.interactionId;
}
const said = (cause: unknown): never => {
  throw new Error(`${String(cause)}\n${phone?.said ?? ""}`);
};

async function phoneHears(hertz: number): Promise<void> {
  for (const begun = performance.now(); performance.now() - begun < 5_000; )
    if ((await phone.hears(hertz, 200)) > LOUD) return;
  said(`no ${hertz} Hz at the desk phone`);
}
const hears = ({ rtp }: SipPhone, hertz: number) =>
  until(() => rtp.amplitude(hertz, 200) > LOUD, 5_000, `${hertz} Hz at the other end`).catch(said);
async function browserHears(browser: AgentPhone, hertz: number): Promise<void> {
  for (const begun = performance.now(); performance.now() - begun < 5_000; )
    if ((await browser.hears(hertz)) > LOUD) return;
  throw new Error(`the agent's browser does not hear ${hertz} Hz`);
}
const benHears = (hertz: number) => browserHears(bensPhone, hertz);

/** A number beyond the trunk that takes every call and says its tone. */
async function calledOutside(): Promise<SipPhone> {
  outside = await SipPhone.open(product.sipPort, trunkPort);
  phones.push(outside);
  outside.rtp.say(CALLER_HZ);
  outside.onInvite = (called) => {
    called.reply(180, "Ringing");
    called.pickUp();
  };
  return outside;
}

it("baresip registers with the account that an administrator made, and its agent chooses it at the desk", async () => {
  const registered = async () =>
    ((await sofia.request("desk.phone.options", {})) as { desk: { registered: boolean } | null }).desk
      ?.registered;
  for (const begun = performance.now(); (await registered()) !== true; )
    if (performance.now() - begun > 8_000) said("not registered");
  await sofia.request("desk.phone.choose", { device: "sip" });
  await until(() => sofia.self?.phone.health === "ok", 3_000, "the desk phone is there");
  expect(sofia.self?.phone).toMatchObject({ device: "sip", health: "ok" });
});

it("a caller chooses in the menu and rings at the desk; baresip is called, both hear each other, hold, retrieve, end", async () => {
  await ready(sofia);
  const caller = await SipPhone.open(product.sipPort);
  phones.push(caller);
  caller.rtp.say(CALLER_HZ);
  await caller.connect("8000");
  caller.rtp.press("1");
  const interactionId = await accepted(sofia);
  await hears(caller, BARESIP_HZ);
  await phoneHears(CALLER_HZ);
  // The desk's own hold: the caller has music, and the desk phone nothing of the caller.
  await sofia.request("desk.call.hold", { interactionId, held: true });
  await until(
    () => caller.rtp.amplitude(BARESIP_HZ, 200) < 200,
    5_000,
    "the agent is gone from the caller's ear",
  );
  await until(() => caller.rtp.loudness(300) > 100, 5_000, "music");
  expect(await phone.hears(CALLER_HZ)).toBeLessThan(200);
  await sofia.request("desk.call.hold", { interactionId, held: false });
  await phoneHears(CALLER_HZ);
  await phone.command("hold");
  await until(() => caller.rtp.amplitude(BARESIP_HZ, 200) < 200, 5_000, "silence while the desk phone holds");
  await phone.command("resume");
  await hears(caller, BARESIP_HZ);
  await phone.repeats(true);
  await hears(caller, CALLER_HZ);
  await phone.command("hangup");
  await until(() => caller.request("BYE"), 5_000, "the caller is let go");
  await until(() => sofia.interactions.get(interactionId)?.phase === "wrap_up", 5_000, "wrap-up");
});

it("baresip calls a colleague: it rings at that desk, and both hear each other", async () => {
  await phone.dial("1002");
  const interactionId = await accepted(ben);
  await bensPhone.connect(ben, interactionId);
  await phoneHears(BROWSER_HZ);
  await benHears(BARESIP_HZ);
  await phone.command("hangup");
  await until(() => ben.interactions.size === 0, 5_000, "it is over, without wrap-up");
});

it("baresip calls out by the trunk and hands the call on (REFER): the colleague has it, and the desk phone is free", async () => {
  await ready(ben);
  const called = await calledOutside();
  await phone.dial("5035550142");
  await hears(called, BARESIP_HZ);
  await phoneHears(CALLER_HZ);
  expect(called.request("INVITE")?.first).toContain("+15035550142");
  const [interactionId = ""] = sofia.interactions.keys();
  expect(sofia.interactions.get(interactionId)).toMatchObject({ phase: "connected" });
  await phone.transfer("1002");
  expect(await accepted(ben)).toBe(interactionId);
  await bensPhone.connect(ben, interactionId);
  await hears(called, BROWSER_HZ);
  await benHears(CALLER_HZ);
  await until(() => sofia.interactions.get(interactionId)?.phase !== "connected", 5_000, "Sofia is out");
  expect(called.rtp.amplitude(BARESIP_HZ, 200)).toBeLessThan(200);
});

it("baresip hands a call on to nobody (REFER, 603) and hangs up: the customer is not lost, and the next agent has the call", async () => {
  await ready(ben);
  const called = await calledOutside();
  await phone.dial("5035550142");
  await hears(called, BARESIP_HZ);
  const [interactionId = ""] = sofia.interactions.keys();
  await phone.transfer("1999");
  await until(() => phone.said.includes("transfer failed: 603"), 3_000, "it is refused").catch(said);
  expect(await accepted(ben)).toBe(interactionId);
  await bensPhone.connect(ben, interactionId);
  await hears(called, BROWSER_HZ);
  expect(called.request("BYE")).toBeUndefined();
});

it("baresip asks a colleague while the customer waits, and leaves the two to each other (REFER with Replaces)", async () => {
  const called = await calledOutside();
  await phone.dial("5035550142");
  await hears(called, BARESIP_HZ);
  const [interactionId = ""] = sofia.interactions.keys();
  await phone.dial("1002");
  const consultation = await accepted(ben);
  expect(consultation).not.toBe(interactionId);
  await bensPhone.connect(ben, consultation);
  await phoneHears(BROWSER_HZ);
  // The customer hears neither of the two meanwhile.
  expect(called.rtp.amplitude(BARESIP_HZ, 200)).toBeLessThan(200);
  expect(called.rtp.amplitude(BROWSER_HZ, 200)).toBeLessThan(200);
  await phone.transferToSecond("1002");
  // The customer's call is the one that stays; a browser connects anew to a call that it has come into.
  const bens = () => ben.interactions.get(interactionId)?.call?.own;
  await until(() => bens() !== undefined && bens() !== null, 5_000, "Ben is in the customer's call").catch(
    said,
  );
  await bensPhone.connect(ben, interactionId);
  await hears(called, BROWSER_HZ);
  await benHears(CALLER_HZ);
  const inHand = () => [...sofia.interactions.values()].filter(({ phase }) => phase === "connected");
  await until(() => inHand().length === 0, 5_000, "Sofia is out of both");
});

it("what is pressed at baresip (RFC 4733) reaches a menu and is collected", async () => {
  await ready(ben);
  await phone.dial(CLAIM);
  await until(() => phone.said.includes("Call established"), 5_000, "answered").catch(said);
  await phone.press("7");
  await phone.press("4711");
  const interactionId = await accepted(ben);
  await bensPhone.connect(ben, interactionId);
  await phoneHears(BROWSER_HZ);
  expect(ben.interactions.get(interactionId)?.data).toContainEqual({ name: "claim", value: "4711" });
});

it("SIPp is called beyond the trunk by an agent, rings, answers, and is hung up on", async () => {
  const calls = 3;
  const callee = await Sipp.run("callee", "-p", String(trunkPort));
  try {
    for (let nth = 0; nth < calls; nth++) {
      const placed = await ben.request("desk.call.place", { entryId: "demo-8000", number: "5035550142" });
      const { interactionId } = placed as { interactionId: string };
      await bensPhone.connect(ben, interactionId);
      const customer = () => ben.interactions.get(interactionId)?.call?.customer?.state;
      await until(() => customer() === "connected", 8_000, "it is answered");
      await freed(ben, interactionId);
    }
    callee.finish();
    const { said, ...figures } = await callee.figures();
    expect(figures, said).toMatchObject({ code: 0, hungUpOn: calls, failed: 0 });
  } finally {
    await callee.close();
  }
});

it("an agent's browser is closed in mid-call: the caller hears music, waits again, and the next agent has the call", async () => {
  expect(await forsaken).toBeNull();
}, 90_000);

it("one packet in ten is lost both ways: SIPp and we repeat, and every call comes about and ends", async () => {
  const { said, ...figures } = await lossy.figures();
  expect(figures, said).toMatchObject({ code: 0, successful: 40, failed: 0 });
  expect(figures.repeated, said).toBeGreaterThan(5);
});

it("SIPp calls ten times a second, a hundred are up at once, and they ring at once, by its own clock", async () => {
  const { said, ringingMs, ...figures } = await many.figures();
  expect(figures, said).toMatchObject({ code: 0, successful: 110, failed: 0 });
  expect(mostAtOnce).toBeGreaterThanOrEqual(100);
  expect(ringingMs.length).toBe(110);
  // What is promised is 300 ms for 19 of 20, on a machine that does nothing else (bench/call-setup.ts); here other stories run.
  const [half, most] = [ringingMs[55], ringingMs[104]];
  expect(half).toBeLessThanOrEqual(300);
  expect(most).toBeLessThanOrEqual(2_000);
  await until(() => supervisor.liveCalls.size === 0, 8_000, "no call is left");
});
