/**
 * P11: how well the core gives out work. A million customers and more on a virtual clock, every one through the real core
 * (StartInteraction, offer, answer, end), against the theory's least waiting, and against an ideal line (first come, first
 * served, whoever is free) with the same customers, minute for minute: what chance does to a million customers it does to both.
 *
 *   npx tsx bench/routing-quality.ts [--contacts 1000000] [--seed 1] [--quick]
 *
 * Goals: the mean wait within 3 % of Erlang's with one skill, within 10 % of one pool when each agent has two of six
 * skills. The same seed gives the same figures.
 */
import {
  type AgentId,
  asId,
  type ClientKey,
  type Command,
  type ContactId,
  createCenter,
  type Event,
  type InteractionId,
  type ServiceId,
  type SessionId,
  type SkillId,
} from "@patchbay/core";
import { erlangA, erlangC, type Staffing } from "./routing-quality/erlang.js";
import { idealLine } from "./routing-quality/ideal-line.js";
import { Timeline } from "./routing-quality/timeline.js";

const argument = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? Number(process.argv[at + 1]) : otherwise;
};
const QUICK = process.argv.includes("--quick");
const CONTACTS = argument("contacts", QUICK ? 20_000 : 1_000_000);
const SEED = argument("seed", 1);

/** mulberry32: 32 bits of state are enough for a few million draws. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Customer {
  readonly at: number;
  readonly handlingMs: number;
  readonly patienceMs: number;
  readonly service: number;
}

interface Trial {
  readonly name: string;
  readonly staffing: Staffing;
  readonly services: number;
  /** Mean; `null`: nobody gives up. */
  readonly patienceSeconds: number | null;
  readonly goalPercent: number;
}

const trials: readonly Trial[] = [
  {
    name: "one skill, nobody gives up: 28 agents, 360 an hour, 240 s",
    staffing: { perSecond: 0.1, handlingSeconds: 240, agents: 28 },
    services: 1,
    patienceSeconds: null,
    goalPercent: 3,
  },
  {
    name: "one skill, they give up after 120 s: 26 agents, 360 an hour, 240 s",
    staffing: { perSecond: 0.1, handlingSeconds: 240, agents: 26 },
    services: 1,
    patienceSeconds: 120,
    goalPercent: 3,
  },
  {
    name: "two of six skills each: 90 agents, 1,000 an hour, 300 s",
    staffing: { perSecond: 1_000 / 3_600, handlingSeconds: 300, agents: 90 },
    services: 6,
    patienceSeconds: null,
    goalPercent: 10,
  },
];

function customersOf(trial: Trial): Customer[] {
  const random = randomOf(SEED);
  const exponential = (mean: number): number => -mean * Math.log(1 - random());
  const customers: Customer[] = [];
  for (let at = 0, n = 0; n < CONTACTS; n++) {
    at += exponential(1_000 / trial.staffing.perSecond);
    customers.push({
      at,
      handlingMs: exponential(trial.staffing.handlingSeconds * 1_000),
      patienceMs:
        trial.patienceSeconds === null
          ? Number.POSITIVE_INFINITY
          : exponential(trial.patienceSeconds * 1_000),
      service: Math.floor(random() * trial.services),
    });
  }
  return customers;
}

interface Outcome {
  readonly meanMs: number;
  readonly abandoned: number;
  readonly commands: number;
}

/** All of them through the real core. Whole milliseconds are its clock. */
function throughTheCore(trial: Trial, customers: readonly Customer[]): Outcome {
  const center = createCenter();
  const beginning = Date.UTC(2026, 0, 1);
  const timeline = new Timeline();
  let now = 0;
  let commands = 0;
  const run = (command: Command): readonly Event[] => {
    commands += 1;
    const decision = center.decide(command, beginning + Math.floor(now));
    if (!decision.ok) throw new Error(`${command.type}: ${JSON.stringify(decision.rejection)}`);
    return decision.events;
  };
  configure(trial, run);
  let waitedMs = 0;
  let abandoned = 0;
  const isWaiting = new Uint8Array(customers.length);
  const follow = (events: readonly Event[]): void => {
    for (const event of events) {
      if (event.type !== "OfferMade") continue;
      const { offerId, agentId, interactionId } = event;
      const number = Number(interactionId);
      const customer = customers[number] as Customer;
      isWaiting[number] = 0;
      waitedMs += now - customer.at;
      run({ type: "ConfirmOffer", offerId, agentId });
      run({ type: "AcceptOffer", offerId, agentId });
      timeline.add(now + customer.handlingMs, () => end(number));
    }
  };
  const end = (number: number): void =>
    follow(run({ type: "CustomerEnd", interactionId: asId(`${number}`), clientKey: asId(`c${number}`) }));
  const giveUp = (number: number, { at }: Customer): void => {
    if (isWaiting[number] === 0) return;
    isWaiting[number] = 0;
    abandoned += 1;
    waitedMs += now - at;
    end(number);
  };
  for (let number = 0; number < customers.length || timeline.nextAt < Number.POSITIVE_INFINITY; ) {
    const next = customers[number];
    if (next !== undefined && next.at <= timeline.nextAt) {
      now = next.at;
      isWaiting[number] = 1;
      const arrived = number;
      if (next.patienceMs < Number.POSITIVE_INFINITY)
        timeline.add(now + next.patienceMs, () => giveUp(arrived, next));
      follow(
        run({
          type: "StartInteraction",
          interactionId: asId<InteractionId>(`${number}`),
          entryId: asId(`e${next.service}`),
          contactId: asId<ContactId>(`p${number}`),
          clientKey: asId<ClientKey>(`c${number}`),
        }),
      );
      number += 1;
      continue;
    }
    now = timeline.nextAt;
    timeline.takeNext()();
  }
  if (center.state.interactions.size > 0)
    throw new Error(`${center.state.interactions.size} are still there`);
  return { meanMs: waitedMs / customers.length, abandoned, commands };
}

function configure({ staffing, services }: Trial, run: (command: Command) => unknown): void {
  for (let s = 0; s < services; s++) {
    run({
      type: "ConfigureService",
      service: {
        id: asId<ServiceId>(`s${s}`),
        requires: services === 1 ? [] : [{ skillId: asId<SkillId>(`k${s}`), levelMin: 1 }],
        distribution: "longest_idle",
        open: true,
        answerTimeoutMs: 20_000,
        wrapUpMs: 0,
        wrapUpEndsItself: true,
        dispositions: [],
        dispositionMandatory: false,
        endUndoMs: 0,
        graceMs: 0,
        graceOfferMs: 0,
        inactivityWarnMs: null,
        inactivityEndMs: 120_000,
        queueLengthMax: 100_000,
      },
    });
    run({
      type: "ConfigureEntry",
      entry: { id: asId(`e${s}`), channel: "chat", serviceId: asId(`s${s}`), priority: 0 },
    });
  }
  const pairs: [number, number][] = [];
  for (let a = 0; a < services; a++) for (let b = a + 1; b < services; b++) pairs.push([a, b]);
  for (let n = 0; n < staffing.agents; n++) {
    const agentId = asId<AgentId>(`a${n}`);
    const [first, second] = pairs[n % Math.max(1, pairs.length)] ?? [0, 0];
    const skills: Record<SkillId, number> = {};
    if (services > 1) for (const k of [first, second]) skills[asId<SkillId>(`k${k}`)] = 100;
    run({
      type: "ConfigureUser",
      user: {
        id: agentId,
        roles: ["agent"],
        teamId: null,
        skills,
        capacity: { chat: 1, voice: 1, email: 1 },
        mixedMedia: "any",
        enabled: true,
      },
    });
    run({ type: "LogIn", agentId, sessionId: asId<SessionId>(`x${n}`), force: false });
    run({ type: "SetPresence", agentId, presence: { kind: "ready" } });
  }
}

const seconds = (ms: number): string => (ms / 1_000).toFixed(2);
const percent = (one: number, other: number): string => `${(100 * (one / other - 1)).toFixed(1)} %`;
let met = true;
console.log(`seed ${SEED}, ${CONTACTS} customers each`);
console.log(
  "| | mean wait, s | Erlang, s | ideal line, same customers, s | beside Erlang | beside the ideal line | goal | gave up, Erlang's |",
);
console.log("| --- | --- | --- | --- | --- | --- | --- | --- |");
for (const trial of trials) {
  const customers = customersOf(trial);
  const from = performance.now();
  const ours = throughTheCore(trial, customers);
  const took = performance.now() - from;
  const ideal = idealLine(trial.staffing.agents, customers);
  const { patienceSeconds, staffing } = trial;
  const theory = patienceSeconds === null ? erlangC(staffing) : erlangA(staffing, patienceSeconds);
  const theoryMs = theory.meanSeconds * 1_000;
  const beside = trial.services === 1 ? theoryMs : ideal.meanMs;
  if (Math.abs(ours.meanMs / beside - 1) > trial.goalPercent / 100) met = false;
  const share = ((100 * ours.abandoned) / CONTACTS).toFixed(2);
  console.log(
    `| ${trial.name} | ${seconds(ours.meanMs)} | ${seconds(theoryMs)} | ${seconds(ideal.meanMs)} | ${percent(ours.meanMs, theoryMs)} | ${percent(ours.meanMs, ideal.meanMs)} | ${trial.goalPercent} % | ${share} %, ${(100 * theory.abandonedShare).toFixed(2)} % |`,
  );
  console.error(`  ${ours.commands} commands in ${(took / 1_000).toFixed(0)} s`);
}
console.log(met ? "Met." : "NOT met.");
process.exit(met || QUICK ? 0 : 1);
