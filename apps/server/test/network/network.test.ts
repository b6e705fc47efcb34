import { createHash, randomBytes } from "node:crypto";
import { asId, type EntryId, type ScenarioId, type StepId } from "@patchbay/core";
import {
  type DialPlan,
  dialPlanDefaults,
  planOfCountry,
  type Trunk,
  trunkDefaults,
} from "@patchbay/protocol";
import { beforeEach, describe, expect, test } from "vitest";
import { countries } from "../../src/dial-plan/index.js";
import { MemoryNetworkStore, Network, type SettingsTrunk, sealerWith } from "../../src/network/index.js";
import { claims, House } from "../desk-gateway/support/house.js";

const line = asId<EntryId>("claims-line");
let house: House;
let store: MemoryNetworkStore;
let network: Network;
const errors: string[] = [];
const key = randomBytes(32);

const open = (settingsTrunk: SettingsTrunk | null = null, sealer = sealerWith(key)): Promise<Network> =>
  Network.open({
    handle: house.handle,
    store,
    sealer,
    settingsTrunk,
    sipPorts: { sipPort: 5060, sipTlsPort: 5061 },
    log: { info: () => {}, warn: () => {}, error: (_facts, text) => void errors.push(text) },
  });

beforeEach(async () => {
  errors.length = 0;
  house = await House.open();
  const hangUp = asId<StepId>("bye");
  await house.command({
    type: "ConfigureScenario",
    scenario: {
      id: asId<ScenarioId>("s"),
      version: 1,
      start: hangUp,
      steps: { [hangUp]: { type: "hang_up", prompts: [] } },
    },
  });
  await house.command({
    type: "ConfigureEntry",
    entry: {
      id: line,
      channel: "voice",
      serviceId: claims,
      priority: 0,
      voice: { address: "8000", scenarioId: asId<ScenarioId>("s") },
    },
  });
  store = new MemoryNetworkStore();
  network = await open();
});

const trunk = (name: string, over: Partial<Trunk> = {}): Trunk => ({
  ...trunkDefaults,
  name,
  host: "192.0.2.1",
  ...over,
});
const save = async (given: Trunk, password?: string | null): Promise<string> => {
  const outcome = await network.saveTrunk(network.revision, null, given, password, "anna");
  if (!outcome.ok || outcome.trunkId === undefined) throw new Error(JSON.stringify(outcome));
  return outcome.trunkId;
};
const sofia = { agentId: "sofia", enabled: true, entryId: null, note: "Desk 12" };

describe("trunks", () => {
  test("the voice process is told the password, and nobody else; what is stored cannot be read", async () => {
    const trunkId = await save(trunk("Carrier", { user: "larkfield" }), "carriers-secret");
    expect(network.wire().trunks).toEqual([
      { ...trunk("Carrier", { user: "larkfield" }), trunkId, password: "carriers-secret" },
    ]);
    expect(network.trunks).toMatchObject([{ trunkId, hasPassword: true, changedBy: "anna" }]);
    expect(JSON.stringify(network.trunks)).not.toContain("carriers-secret");
    const [stored] = (await store.read()).trunks;
    expect(stored?.password?.includes("carriers-secret")).toBe(false);
    expect((await open()).wire().trunks[0]?.password).toBe("carriers-secret");
  });

  test("a password of another key is none, and that is said", async () => {
    await save(trunk("Carrier"), "carriers-secret");
    expect((await open(null, sealerWith(randomBytes(32)))).wire().trunks).toMatchObject([{ password: null }]);
    expect(errors).toEqual(["a password of the network cannot be opened: set it anew"]);
  });

  test("changed from an older revision nothing is changed, and what is true is known", async () => {
    const trunkId = await save(trunk("Carrier"));
    const other = await open();
    await other.saveTrunk(1, trunkId, trunk("Carrier", { priority: 3 }), undefined, "anna");
    let told = 0;
    network.onChanged(() => {
      told += 1;
    });
    expect(await network.saveTrunk(1, trunkId, trunk("Mine"), undefined, "ben")).toEqual({
      ok: false,
      code: "version_conflict",
    });
    expect([network.revision, network.trunks[0]?.trunk.priority, told]).toEqual([2, 3, 1]);
  });

  test("two have two names; one that is not there is not changed; removed twice is removed", async () => {
    const trunkId = await save(trunk("Carrier"));
    expect(await network.saveTrunk(1, null, trunk("carrier"), undefined, "anna")).toMatchObject({
      code: "invalid_args",
      facts: { path: "trunk.name" },
    });
    expect(await network.saveTrunk(1, "gone", trunk("New"), undefined, "anna")).toMatchObject({
      code: "object_not_found",
    });
    expect(await network.removeTrunk(1, trunkId, "anna")).toEqual({ ok: true, revision: 2 });
    expect(await network.removeTrunk(1, trunkId, "anna")).toEqual({ ok: true, revision: 2 });
  });

  test("that of the settings goes first when TRUNK is set, and last when it is the test phone", async () => {
    const given = await open({ host: "sip.example.com", port: 5080, isGiven: true });
    expect(given.trunks).toMatchObject([
      {
        trunkId: "settings",
        ofSettings: true,
        trunk: { host: "sip.example.com", port: 5080, priority: 1, ping: true },
      },
    ]);
    network = await open({ host: "127.0.0.1", port: 5070, isGiven: false });
    expect(network.trunks[0]?.trunk).toMatchObject({ name: "Test phone", priority: 1_000, ping: false });
    // Everything but its address is set like any other's.
    await network.saveTrunk(
      0,
      "settings",
      trunk("Test", { host: "203.0.113.9", port: 1, mode: "register", takes: ["+1*"] }),
      undefined,
      "anna",
    );
    expect(network.trunks).toMatchObject([
      {
        trunkId: "settings",
        trunk: { name: "Test", host: "127.0.0.1", port: 5070, mode: "address", takes: ["+1*"] },
      },
    ]);
    expect(await network.removeTrunk(1, "settings", "anna")).toMatchObject({ code: "object_not_found" });
    expect((await open()).trunks).toEqual([]);
  });
});

describe("desk phones", () => {
  test("the voice process is told H(user:realm:password), for both algorithms; the password is nowhere", async () => {
    await network.saveAccount(0, "1001", true, sofia, "sofias-long-secret", "anna");
    const hash = (algorithm: string) =>
      createHash(algorithm).update("1001:patchbay:sofias-long-secret").digest("hex");
    expect(network.wire().accounts).toEqual([{ user: "1001", md5: hash("md5"), sha256: hash("sha256") }]);
    const stored = JSON.stringify(await store.read());
    for (const secret of ["sofias-long-secret", hash("md5"), hash("sha256")])
      expect(stored).not.toContain(secret);
    expect([network.accountOf("sofia"), network.agentOf("1001"), network.accountOf("ben")]).toEqual([
      "1001",
      "sofia",
      undefined,
    ]);
  });

  test("is one person's, who is there; a person has one account", async () => {
    expect(
      await network.saveAccount(0, "1001", true, { ...sofia, agentId: "nobody" }, "x".repeat(12), "anna"),
    ).toMatchObject({
      code: "object_not_found",
    });
    expect(await network.saveAccount(0, "1001", true, sofia, undefined, "anna")).toMatchObject({
      code: "invalid_args",
      facts: { path: "password" },
    });
    await network.saveAccount(0, "sofia", true, sofia, "x".repeat(12), "anna");
    expect(await network.saveAccount(1, "SOFIA", true, sofia, "x".repeat(12), "anna")).toMatchObject({
      facts: { path: "user" },
    });
    expect(await network.saveAccount(1, "1001", true, sofia, "x".repeat(12), "anna")).toMatchObject({
      facts: { path: "account.agentId", user: "sofia" },
    });
    expect(await network.saveAccount(1, "1009", false, sofia, undefined, "anna")).toMatchObject({
      code: "object_not_found",
    });
  });

  test("switched off, or its person gone, it is not let in", async () => {
    await network.saveAccount(0, "1001", true, sofia, "x".repeat(12), "anna");
    await network.saveAccount(1, "1001", false, { ...sofia, enabled: false }, undefined, "anna");
    expect([network.wire().accounts, network.accountOf("sofia"), network.agentOf("1001")]).toEqual([
      [],
      undefined,
      undefined,
    ]);
    await network.saveAccount(2, "1001", false, sofia, undefined, "anna");
    expect(network.wire().accounts).toHaveLength(1);
    await house.command({ type: "RemoveUser", agentId: asId("sofia") });
    expect(network.wire().accounts).toEqual([]);
  });
});

describe("a call out", () => {
  const check = (typed: string, entryId: string | null = line) =>
    network.checkCall({ agentId: "sofia", entryId, typed });
  beforeEach(() => save(trunk("World", { takes: ["+*", "911"] })));

  test("goes out as the plan makes it", async () => {
    expect(await check("503-555-0142")).toEqual({
      ok: true,
      leads: "out",
      number: "+15035550142",
      kind: "national",
      entryId: line,
    });
    expect(await check("1002")).toEqual({ ok: true, leads: "inside", number: "1002" });
  });

  test("that no trunk takes cannot be reached", async () => {
    await network.saveTrunk(
      1,
      network.trunks[0]?.trunkId ?? "",
      trunk("World", { takes: ["+49*"] }),
      undefined,
      "anna",
    );
    expect(await check("503-555-0142")).toMatchObject({ ok: false, code: "phone_not_in_dial_plan" });
    expect(await check("+4930123456")).toMatchObject({ ok: true });
  });

  test("to a number of the do-not-call list is refused with its reason, however it is written", async () => {
    await store.addDoNotCall([{ number: "+15035550142", reason: "asked us", addedBy: "anna", since: 1 }]);
    for (const way of ["+1 503 555 0142", "5035550142", "1 (503) 555-0142"])
      expect(await check(way)).toMatchObject({
        ok: false,
        code: "on_do_not_call_list",
        facts: { reason: "asked us" },
      });
    expect((await check("+15035550143")).ok).toBe(true);
  });

  test("in another country is read as people dial there, and the do-not-call list with it", async () => {
    const germany = countries.find(({ country }) => country === "DE");
    if (germany === undefined) throw new Error("no Germany");
    const plan = { ...dialPlanDefaults, country: "DE", ...planOfCountry(germany, dialPlanDefaults) };
    expect(await network.savePlan(1, { ...plan, country: "XX" }, "anna")).toMatchObject({
      code: "invalid_args",
      facts: { path: "plan.country" },
    });
    expect(await network.savePlan(1, plan, "anna")).toMatchObject({ ok: true });
    expect(network.country).toBe("DE");
    expect(await check("030 123456")).toMatchObject({ ok: true, leads: "out", number: "+4930123456" });
    expect(await check("001 503 555 0142")).toMatchObject({ ok: true, number: "+15035550142" });
    await store.addDoNotCall([{ number: "+4930123456", reason: "asked us", addedBy: "anna", since: 1 }]);
    expect(await check("030/123 456")).toMatchObject({ ok: false, code: "on_do_not_call_list" });
  });

  test("for help is never refused: not by the list, not by restrictions, not without a line", async () => {
    await store.addDoNotCall([{ number: "911", reason: "no", addedBy: "anna", since: 1 }]);
    const [everybody] = dialPlanDefaults.restrictions;
    if (everybody === undefined) throw new Error("no restriction");
    await network.savePlan(
      1,
      { ...dialPlanDefaults, restrictions: [{ ...everybody, blocked: ["*"] }] },
      "anna",
    );
    expect(await check("911", null)).toMatchObject({
      ok: true,
      leads: "out",
      number: "911",
      kind: "emergency",
    });
    expect(await check("+15035550142")).toMatchObject({
      code: "blocked_by_restriction",
      facts: { restriction: "Everybody", numberClass: "National" },
    });
  });

  test("[LIN-1] without a chosen line goes by that of the rule that fitted, or not at all", async () => {
    expect(await check("503-555-0142", null)).toMatchObject({ ok: false, code: "no_line" });
    const rules = dialPlanDefaults.rules.map((rule) =>
      rule.ruleId === "ten" ? { ...rule, entryId: line } : rule,
    );
    await network.savePlan(1, { ...dialPlanDefaults, rules }, "anna");
    expect(await check("503-555-0142", null)).toMatchObject({ ok: true, entryId: line });
    expect(await check("+15035550142", null)).toMatchObject({ code: "no_line" });
    expect(await check("503-555-0142", "no-such-line")).toMatchObject({ code: "no_line" });
  });

  test("a plan that cannot be read lets nobody out but to emergency numbers", async () => {
    const broken = Network.of(
      {
        handle: house.handle,
        store,
        sealer: sealerWith(key),
        settingsTrunk: { host: "127.0.0.1", port: 5070, isGiven: true },
        sipPorts: { sipPort: 5060, sipTlsPort: 5061 },
        log: { info: () => {}, warn: () => {}, error: (_facts, text) => void errors.push(text) },
      },
      { ...(await store.read()), unreadable: ["network_setup plan", "network_setup doors"] },
    );
    const ask = (typed: string) => broken.checkCall({ agentId: "sofia", entryId: line, typed });
    expect(await ask("+15035550142")).toMatchObject({ code: "phone_not_in_dial_plan" });
    expect(await ask("911")).toMatchObject({ ok: true });
    expect(broken.wire().doors.strangers).toBe(false);
    expect(errors).toHaveLength(2);
  });

  test("tried: rule, class, line and trunks in order, with what each is sent", async () => {
    await network.saveTrunk(
      1,
      null,
      trunk("First", {
        priority: 1,
        calledOut: [{ begins: "+", becomes: "00" }],
        callerId: { kind: "fixed", number: "5550100" },
      }),
      undefined,
      "anna",
    );
    const tried = await network.tryCall({ agentId: "sofia", entryId: line, typed: "503 555 0142" });
    expect(tried).toMatchObject({
      refused: null,
      number: "+15035550142",
      rule: "National, ten digits",
      numberClass: { kind: "national" },
      callerId: "8000",
    });
    expect(tried.routes.map(({ trunk: { name }, to, from }) => [name, to, from])).toEqual([
      ["First", "0015035550142", "5550100"],
      ["World", "+15035550142", "8000"],
    ]);
  });

  test("a plan is the plan from the next call on", async () => {
    const plan: DialPlan = {
      ...dialPlanDefaults,
      classes: dialPlanDefaults.classes.filter(({ kind }) => kind !== "international"),
    };
    expect((await check("+4930123456")).ok).toBe(true);
    await network.savePlan(1, plan, "anna");
    expect(await check("+4930123456")).toMatchObject({ code: "phone_not_in_dial_plan" });
  });
});
