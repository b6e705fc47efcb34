import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { AgentPhone, Desk } from "../support/desk.js";
import { freePorts } from "../support/free-ports.js";
import { buildProduct, ProductUnderTest } from "../support/product.js";
import { SipPhone } from "../support/sip-phone.js";
import { until } from "../support/until.js";
import { BARESIP_HZ, Baresip } from "./baresip.js";

/** baresip as an agent's desk phone in the whole product: real server, database and voice process. */
const PASSWORD = "sofias-long-secret";
const CALLER_HZ = 620;
const BEN_HZ = 1_000;
const LOUD = 1_500;
const CLAIM = "8010";

let product: ProductUnderTest;
let admin: Desk;
let sofia: Desk;
let ben: Desk;
let bensPhone: AgentPhone;
let phone: Baresip;
/** Beyond the trunk. */
let outside: SipPhone;
let trunkPort: number;
const phones: SipPhone[] = [];

beforeAll(async () => {
  await buildProduct();
  trunkPort = await freePorts(2);
  product = await ProductUnderTest.start({ TRUNK: `127.0.0.1:${trunkPort}` });
  [admin, sofia, ben] = await Promise.all(
    ["admin", "agent1", "agent2"].map((name) => Desk.open(product.host, name)) as [
      Promise<Desk>,
      Promise<Desk>,
      Promise<Desk>,
    ],
  );
  bensPhone = new AgentPhone();
  await setUp();
  phone = await Baresip.start(product.sipPort, "1001", PASSWORD);
  await ben.request("desk.phone.set", { device: "browser", health: "ok" });
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
  for (const desk of [admin, sofia, ben]) desk?.close();
  await phone?.close();
  await product?.stop();
}, 60_000);

/** What an administrator sets up: Sofia's account, and a number whose callers say which claim it is about. */
async function setUp(): Promise<void> {
  const { revision } = (await admin.request("desk.setup.network.read", {})) as { revision: number };
  await admin.request("desk.setup.network.account.save", {
    revision,
    user: "1001",
    isNew: true,
    account: { agentId: "agent1", enabled: true, entryId: "demo-8000", note: "baresip" },
    password: PASSWORD,
  });
  const collect = {
    ...{ type: "collect", prompts: ["welcome-menu"], name: "claim", lengthMin: 4, lengthMax: 4 },
    ...{ secure: false, timeoutMs: 10_000, attemptsMax: 1, next: "find", otherwise: "bye" },
  };
  const find = {
    ...{ type: "find_agent", serviceId: "auto_claims", music: "music", announceEveryMs: null },
    ...{ overflowAfterMs: null, overflow: "bye", unavailable: "bye" },
  };
  const menu = {
    ...{ type: "menu", prompts: ["welcome-menu"], choices: { "7": "claim" }, invalidPrompts: [] },
    ...{ timeoutMs: 10_000, attemptsMax: 1, otherwise: "bye" },
  };
  const step = (stepId: string, step: object) => ({ stepId, name: stepId, step });
  const { scenarioId } = (await admin.request("desk.setup.save_scenario", {
    scenarioId: null,
    base: 0,
    form: {
      name: "Which claim",
      start: "menu",
      steps: [
        step("menu", menu),
        step("claim", collect),
        step("find", find),
        step("bye", { type: "hang_up", prompts: [] }),
      ],
    },
  })) as { scenarioId: string };
  await admin.request("desk.setup.save_number", {
    entryId: null,
    was: null,
    form: { name: "Which claim", address: CLAIM, serviceId: "auto_claims", priority: 0, scenarioId },
  });
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

async function accepted(desk: Desk): Promise<string> {
  const offer = await until(() => [...desk.offers.values()][0], 8_000, "the call rings at the desk").catch(
    said,
  );
  await desk.request("desk.offer.confirm", { offerId: offer.offerId });
  await desk.request("desk.offer.accept", { offerId: offer.offerId });
  return offer.interactionId;
}
const said = (cause: unknown): never => {
  throw new Error(`${String(cause)}\n${phone.said}`);
};

async function phoneHears(hertz: number): Promise<void> {
  for (const begun = performance.now(); performance.now() - begun < 5_000; )
    if ((await phone.hearsNow(hertz, 200)) > LOUD) return;
  said(`no ${hertz} Hz at the desk phone`);
}
const hears = ({ rtp }: SipPhone, hertz: number) =>
  until(() => rtp.amplitude(hertz, 200) > LOUD, 5_000, `${hertz} Hz at the other end`).catch(said);
async function benHears(hertz: number): Promise<void> {
  for (const begun = performance.now(); performance.now() - begun < 5_000; )
    if ((await bensPhone.hears(hertz)) > LOUD) return;
  throw new Error(`Ben does not hear ${hertz} Hz`);
}

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
  expect(await phone.hearsNow(CALLER_HZ)).toBeLessThan(200);
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
  await phoneHears(BEN_HZ);
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
  await hears(called, BEN_HZ);
  await benHears(CALLER_HZ);
  await until(() => sofia.interactions.get(interactionId)?.phase !== "connected", 5_000, "Sofia is out");
  expect(called.rtp.amplitude(BARESIP_HZ, 200)).toBeLessThan(200);
});

it("what is pressed at baresip (RFC 4733) reaches a menu and is collected", async () => {
  await ready(ben);
  await phone.dial(CLAIM);
  await until(() => phone.said.includes("Call established"), 5_000, "answered").catch(said);
  await phone.press("7");
  await phone.press("4711");
  const interactionId = await accepted(ben);
  await bensPhone.connect(ben, interactionId);
  await phoneHears(BEN_HZ);
  expect(ben.interactions.get(interactionId)?.data).toContainEqual({ name: "claim", value: "4711" });
});
