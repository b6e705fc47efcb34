/**
 * The fault run: the real server under load, killed again and again, against an independent ledger.
 *
 *   npm run soak [-- --minutes 4 --rate 200 --kills 10 --database-kills 5 --seed N --planted]
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Customer, type CustomerWorld } from "./customer.js";
import { Desk, type DeskWorld } from "./desk.js";
import { Dice, sleep } from "./dice.js";
import { House } from "./house.js";
import { Ledger } from "./ledger.js";
import { compare } from "./truth.js";

const argument = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  const value = at > 0 ? Number(process.argv[at + 1]) : otherwise;
  if (!Number.isFinite(value) || value < 0) throw new Error(`--${name} takes a number`);
  return value;
};
const text = (name: string): string => {
  const at = process.argv.indexOf(`--${name}`);
  const value = at > 0 ? process.argv[at + 1] : undefined;
  if (value === undefined) throw new Error(`--${name} is missing`);
  return value;
};
const MINUTES = argument("minutes", 4);
const RATE = argument("rate", 200);
const KILLS = argument("kills", 10);
const DATABASE_KILLS = argument("database-kills", 5);
const SEED = argument("seed", Math.floor(Math.random() * 2 ** 31));
const PORT = argument("port", 18_440);
const PLANTED = process.argv.includes("--planted");
const CHATS_PER_SERVICE = 12;
const PASSWORD = "larkfield-demo";

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
say(
  `seed ${SEED}: ${MINUTES} min, ${RATE} messages/s, ${KILLS} x kill -9 of the server, ${DATABASE_KILLS} x of PostgreSQL` +
    (PLANTED ? ", PLANTED: the build acknowledges before it commits" : ""),
);

const folder = mkdtempSync(path.join(tmpdir(), "patchbay-soak-"));
const dataDir = path.join(folder, "data");
mkdirSync(dataDir);
const house = new House({ main: text("main"), dataDir, port: PORT, httpsPort: PORT + 1, password: PASSWORD });
// PostgreSQL outlives a killed server by design, but not us. A terminal tells us and whoever runs us.
let isInterrupted = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    if (isInterrupted) return;
    isInterrupted = true;
    void house.abandon().finally(() => {
      rmSync(folder, { recursive: true, force: true });
      process.exit(signal === "SIGINT" ? 130 : 143);
    });
  });
}
const ledger = new Ledger();
const teams = [
  ["agent1", "agent2", "agent3"],
  ["agent4", "agent5", "agent6"],
] as const;
const everyMs = (2 * teams.length * CHATS_PER_SERVICE * 1_000) / RATE;
const customerWorld: CustomerWorld = { base: house.base, ledger, closing: false, everyMs };
const deskWorld: DeskWorld = {
  host: house.base.replace("http://", ""),
  password: PASSWORD,
  ledger,
  closing: false,
  everyMs,
};
const dice = new Dice(SEED);
const desks = teams.flatMap((team) =>
  team.map(
    (name) =>
      new Desk(
        name,
        team.filter((other) => other !== name),
        deskWorld,
        new Dice(Math.floor(dice.unit() * 2 ** 32)),
      ),
  ),
);
const customers = ["demo-app", "demo-web"].flatMap((entry, service) =>
  Array.from(
    { length: CHATS_PER_SERVICE },
    (_, i) =>
      new Customer(
        service * CHATS_PER_SERVICE + i,
        entry,
        customerWorld,
        new Dice(Math.floor(dice.unit() * 2 ** 32)),
      ),
  ),
);

interface Kill {
  readonly what: "server" | "postmaster" | "postmaster and all its processes";
  readonly atMs: number;
}
/** Each has a part of the time for itself, and comes at a random moment of its first two thirds. */
function schedule(): Kill[] {
  const kinds: Kill["what"][] = [
    ...Array.from({ length: KILLS }, () => "server" as const),
    ...Array.from({ length: DATABASE_KILLS }, (_, i) =>
      i % 2 === 0 ? ("postmaster and all its processes" as const) : ("postmaster" as const),
    ),
  ];
  for (let i = kinds.length - 1; i > 0; i--) {
    const j = Math.floor(dice.unit() * (i + 1));
    [kinds[i], kinds[j]] = [kinds[j] as Kill["what"], kinds[i] as Kill["what"]];
  }
  const part = (MINUTES * 60_000 - 8_000) / Math.max(1, kinds.length);
  return kinds.map((what, i) => ({ what, atMs: 8_000 + part * (i + dice.unit() * 0.66) }));
}

interface Recovery {
  readonly what: string;
  readonly readyMs: number;
  readonly backMs: number;
}
const recoveries: Recovery[] = [];

async function kill({ what }: Kill): Promise<void> {
  const before = house.postmasterPid();
  const from = performance.now();
  const killedAt = Date.now();
  ledger.incident(what);
  if (what === "server") {
    await house.killServer();
    await house.start();
  } else {
    house.killPostgres(what !== "postmaster");
    while (
      house.postmasterPid() === undefined ||
      house.postmasterPid() === before ||
      !(await house.isReady())
    )
      await sleep(10);
  }
  ledger.incident(`${what}: back`);
  const readyMs = performance.now() - from;
  const since = what === "server" ? killedAt : Date.now();
  const everybody = [...desks, ...customers.filter(({ chatId }) => chatId !== null)];
  while (everybody.some(({ aliveAt }) => aliveAt <= since) && performance.now() - from < 30_000)
    await sleep(10);
  const backMs = performance.now() - from;
  recoveries.push({ what, readyMs, backMs });
  say(
    `  kill -9 of ${what}: ready again after ${readyMs.toFixed(0)} ms, all clients after ${backMs.toFixed(0)} ms`,
  );
}

async function until(what: string, withinMs: number, done: () => boolean): Promise<void> {
  const from = Date.now();
  while (!done()) {
    if (Date.now() - from > withinMs) {
      ledger.breaches.push(`after ${withinMs / 1_000} s still waiting for: ${what}`);
      return;
    }
    await sleep(50);
  }
}

const acknowledgedNow = (): number => {
  let count = 0;
  for (const { outcome } of ledger.said.values()) if (outcome === "acknowledged") count++;
  return count;
};

say(`first start, with the demo's data: ready after ${(await house.start()).toFixed(0)} ms`);
for (const desk of desks) await desk.signIn();
for (const desk of desks) desk.live();
const living = customers.map((customer) => customer.live());
const from = Date.now();
const progress = setInterval(() => {
  const seconds = (Date.now() - from) / 1_000;
  const count = acknowledgedNow();
  say(
    `  ${seconds.toFixed(0)} s: ${count} messages acknowledged (${(count / seconds).toFixed(0)}/s), ` +
      `${desks.reduce((sum, { chats }) => sum + chats, 0)} chats at desks, ${ledger.breaches.length} breaches`,
  );
}, 15_000);
for (const one of schedule()) {
  await sleep(Math.max(0, one.atMs - (Date.now() - from)));
  await kill(one);
}
await sleep(Math.max(0, MINUTES * 60_000 - (Date.now() - from)));
clearInterval(progress);
const loadSeconds = (Date.now() - from) / 1_000;
const underLoad = acknowledgedNow();

say("closing: what is under way is finished, chats are ended, their customers poll to the end");
customerWorld.closing = true;
deskWorld.closing = true;
await until("answers", 30_000, () => customers.every(({ idle }) => idle) && desks.every(({ idle }) => idle));
await Promise.all(customers.map((customer) => customer.end()));
await until("the ends of all chats", 30_000, () => customers.every(({ isOver }) => isOver));
await until("the wrap-ups", 30_000, () => desks.every(({ chats }) => chats === 0));
await Promise.race([Promise.all(living), sleep(10_000)]);
await sleep(1_000);
const tables = await house.tables();
const found = await compare(ledger, tables);
await tables.end();
for (const desk of desks) desk.stop();
const stopCode = await house.stop();
if (stopCode !== 0) ledger.breaches.push(`the server stopped with ${stopCode}`);
const verifyCode = await house.verify();
if (verifyCode !== 0) ledger.breaches.push(`verify ended with ${verifyCode}: see ${folder}/server.log`);
house.close();

say("");
say("| kill -9 of | times | serving again, median / worst ms | all clients back, median / worst ms |");
say("| --- | --- | --- | --- |");
for (const what of [...new Set(recoveries.map((one) => one.what))].sort()) {
  const own = recoveries.filter((one) => one.what === what);
  const row = (values: number[]): string => {
    values.sort((a, b) => a - b);
    return `${values[Math.floor(values.length / 2)]?.toFixed(0)} / ${values.at(-1)?.toFixed(0)}`;
  };
  say(
    `| ${what} | ${own.length} | ${row(own.map((one) => one.readyMs))} | ${row(own.map((one) => one.backMs))} |`,
  );
}
say("");
say(
  `${ledger.said.size} messages said in ${ledger.deeds.filter(({ kind }) => kind === "start").length} chats, ` +
    `${found.acknowledged} acknowledged (${(underLoad / loadSeconds).toFixed(0)}/s), ${found.stored} stored, ` +
    `${found.refused} refused, ${desks.reduce((sum, { transfers }) => sum + transfers, 0)} transfers`,
);
say(`refusals: ${JSON.stringify(Object.fromEntries([...ledger.refusals].sort()))}`);
say(
  `never answered and not asked again: ${found.uncertainStored} stored once, ${found.uncertainAbsent} absent; ` +
    `repeated in polls after a crash or a dead socket: ${ledger.repeats}, heard first at most ${ledger.oldestRepeatMs} ms before it`,
);
say(
  `acknowledged and lost: ${found.lost}; doubled: ${found.doubled}; out of order: ${found.outOfOrder}; ` +
    `stored and unheard: ${found.unheard}; verify: ${verifyCode === 0 ? "sound" : "NOT sound"}`,
);
for (const breach of ledger.breaches.slice(0, 30)) say(`  BREACH ${breach}`);
if (ledger.breaches.length > 30) say(`  ... and ${ledger.breaches.length - 30} more`);
const sound = ledger.breaches.length === 0;
const caught = PLANTED ? found.lost > 0 : sound;
if (caught) rmSync(folder, { recursive: true, force: true });
else say(`kept for a look: ${folder}`);
if (PLANTED) say(caught ? "The planted fault was caught." : "The planted fault was NOT caught.");
else
  say(
    sound ? "Sound." : `${ledger.breaches.length} breaches. To do it again: npm run soak -- --seed ${SEED}`,
  );
process.exit(caught ? 0 : 1);
