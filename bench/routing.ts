/**
 * P10: how long the core takes for one command at the size it must carry: 10,000 logged-in agents, 500 services over
 * 50 skills, 5,000 waiting customers. No disk, no network: the decision alone.
 *
 *   npx tsx bench/routing.ts [--commands 60000] [--seed 1]
 */
import {
  type AgentId,
  asId,
  type ClientKey,
  type Command,
  type ContactId,
  createCenter,
  type EntryId,
  type InteractionId,
  type MessageId,
  type ServiceId,
  type SessionId,
  type SkillId,
} from "@patchbay/core";

const AGENTS = 10_000;
const SERVICES = 500;
const SKILLS = 50;
const WAITING = 5_000;
const argument = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? Number(process.argv[at + 1]) : otherwise;
};
const COMMANDS = argument("commands", 60_000);

let seed = argument("seed", 1) >>> 0;
const random = (below: number): number => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
};

const center = createCenter();
const spans = new Map<string, number[]>();
let clock = Date.UTC(2026, 10, 2, 9);
let refused = 0;
function run(command: Command, count = true): boolean {
  clock += 1;
  const before = performance.now();
  const decision = center.decide(command, clock);
  const ms = performance.now() - before;
  if (count) {
    const list = spans.get(command.type) ?? [];
    list.push(ms);
    spans.set(command.type, list);
  }
  if (!decision.ok) refused++;
  return decision.ok;
}

for (let s = 0; s < SERVICES; s++) {
  const first = s % SKILLS;
  const second = (s * 7 + 3) % SKILLS;
  run(
    {
      type: "ConfigureService",
      service: {
        id: asId<ServiceId>(`s${s}`),
        requires: [...new Set([first, second])].map((k) => ({
          skillId: asId<SkillId>(`k${k}`),
          levelMin: 1,
        })),
        distribution: s % 2 === 0 ? "longest_idle" : "least_loaded",
        open: true,
        answerTimeoutMs: 20_000,
        wrapUpMs: 0,
        wrapUpEndsItself: true,
        dispositions: [],
        dispositionMandatory: false,
        endUndoMs: 0,
        graceMs: 600_000,
        graceOfferMs: 15_000,
        inactivityWarnMs: 300_000,
        inactivityEndMs: 120_000,
        queueLengthMax: 100_000,
      },
    },
    false,
  );
  run(
    {
      type: "ConfigureEntry",
      entry: {
        id: asId<EntryId>(`e${s}`),
        channel: "chat",
        serviceId: asId<ServiceId>(`s${s}`),
        priority: s % 3,
      },
    },
    false,
  );
}
// Users first, while nobody is logged in: a change of the configuration rebuilds the indexes.
for (let a = 0; a < AGENTS; a++) {
  const skills: Record<SkillId, number> = {};
  for (let k = 0; k < 8; k++) skills[asId<SkillId>(`k${random(SKILLS)}`)] = 1 + random(100);
  center.state.configuration.users.set(asId<AgentId>(`a${a}`), {
    id: asId<AgentId>(`a${a}`),
    roles: ["agent"],
    teamId: null,
    skills,
    capacity: { chat: 5, voice: 1, email: 5 },
    mixedMedia: "any",
    enabled: true,
  });
}
for (let a = 0; a < AGENTS; a++) {
  const agentId = asId<AgentId>(`a${a}`);
  run({ type: "LogIn", agentId, sessionId: asId<SessionId>(`x${a}`), force: false }, false);
}
const live: { id: InteractionId; client: ClientKey }[] = [];
let customers = 0;
const arrive = (count = true): void => {
  const n = customers++;
  const id = asId<InteractionId>(`i${n}`);
  const client = asId<ClientKey>(`c${n}`);
  const started = run(
    {
      type: "StartInteraction",
      interactionId: id,
      entryId: asId<EntryId>(`e${random(SERVICES)}`),
      contactId: asId<ContactId>(`p${n}`),
      clientKey: client,
    },
    count,
  );
  if (started) live.push({ id, client });
};
const waitingNow = (): number => {
  let sum = 0;
  for (let s = 0; s < SERVICES; s++) sum += center.waiting(`s${s}`).count;
  return sum;
};
for (let i = 0; i < WAITING; i++) arrive(false);
console.log(
  `${AGENTS} agents logged in, ${SERVICES} services, ${SKILLS} skills, ${waitingNow()} waiting; nobody ready yet`,
);

// A day's mix, with agents coming and going so that the line stays about as long.
let messages = 0;
for (let n = 0; n < COMMANDS; n++) {
  const what = random(100);
  const agentId = asId<AgentId>(`a${random(AGENTS)}`);
  const some = live[random(live.length)];
  // Who is ready takes who waits; to keep the line long, somebody comes whenever it has become shorter.
  if (n % 50 === 0) while (waitingNow() < WAITING) arrive();
  if (what < 20) arrive();
  else if (what < 28) {
    const ready = center.state.agents.get(agentId)?.presence.kind !== "ready";
    run({
      type: "SetPresence",
      agentId,
      presence: ready ? { kind: "ready" } : { kind: "not_ready", reason: null },
    });
  } else if (what < 48) {
    const offer = center.state.offers.values().next().value;
    if (offer) {
      run({ type: "ConfirmOffer", offerId: offer.id, agentId: offer.agentId });
      run({
        type: random(10) === 0 ? "RejectOffer" : "AcceptOffer",
        offerId: offer.id,
        agentId: offer.agentId,
      });
    }
  } else if (what < 86 && some) {
    run({
      type: "ReceiveMessage",
      interactionId: some.id,
      clientKey: some.client,
      messageId: asId<MessageId>(`m${messages++}`),
      kind: "text",
    });
  } else if (what < 93 && some) {
    run({ type: "CustomerEnd", interactionId: some.id, clientKey: some.client });
    live.splice(live.indexOf(some), 1);
  } else run({ type: "MeetDeadlines" });
}

const quantile = (list: readonly number[], q: number): number =>
  list[Math.min(list.length - 1, Math.floor(q * list.length))] ?? 0;
const all = [...spans.values()].flat().sort((a, b) => a - b);
const row = (name: string, list: readonly number[]): string =>
  `| ${name} | ${list.length} | ${[0.5, 0.99, 0.999, 1].map((q) => quantile(list, q).toFixed(3)).join(" | ")} |`;
console.log("| command | count | p50 ms | p99 ms | p99.9 ms | max ms |\n|---|---|---|---|---|---|");
for (const [type, list] of [...spans].sort())
  console.log(
    row(
      type,
      list.sort((a, b) => a - b),
    ),
  );
console.log(row("all", all));
console.log(`${live.length} live, ${waitingNow()} waiting, ${center.state.seq} events, ${refused} refused`);
