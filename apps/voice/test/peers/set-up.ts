import type { Desk } from "../support/desk.js";

/** Where callers choose 7 and say by four keys which claim it is about. */
export const CLAIM = "8010";
/** The front desk, without a menu: agents of whom nobody else of these stories wants anything. */
export const FRONT_DESK = "8011";

interface Network {
  readonly revision: number;
  readonly trunks: readonly { readonly trunkId: string; readonly trunk: object }[];
}

/**
 * What an administrator sets up: Sofia's account, a trunk that is not asked whether it is there (SIPp takes such a question
 * for a call that failed), and the two numbers.
 */
export async function setUp(admin: Desk, password: string): Promise<void> {
  const network = (await admin.request("desk.setup.network.read", {})) as Network;
  let { revision } = network;
  for (const { trunkId, trunk } of network.trunks) {
    const silent = { revision, trunkId, trunk: { ...trunk, ping: false } };
    ({ revision } = (await admin.request("desk.setup.network.trunk.save", silent)) as { revision: number });
  }
  await admin.request("desk.setup.network.account.save", {
    revision,
    user: "1001",
    isNew: true,
    account: { agentId: "agent1", enabled: true, entryId: "demo-8000", note: "baresip" },
    password,
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
  const number = (address: string, serviceId: string, scenario: string) =>
    admin.request("desk.setup.save_number", {
      entryId: null,
      was: null,
      form: { name: address, address, serviceId, priority: 0, scenarioId: scenario },
    });
  await number(CLAIM, "auto_claims", scenarioId);
  const front = (await admin.request("desk.setup.save_scenario", {
    scenarioId: null,
    base: 0,
    form: {
      name: "Front desk",
      start: "find",
      steps: [step("find", { ...find, serviceId: "general" }), step("bye", { type: "hang_up", prompts: [] })],
    },
  })) as { scenarioId: string };
  await number(FRONT_DESK, "general", front.scenarioId);
}
