/**
 * The fault run: the real server under load, killed again and again, against an independent ledger.
 *
 *   npm run soak [-- --minutes 4 --rate 200 --kills 10 --database-kills 5 --full-disks 0 --database-stops 0
 *     --stopped-seconds 60 --storms 0 --streams 2000 --seed N --planted]
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Customer, type CustomerWorld } from "./customer.js";
import { Desk, type DeskWorld } from "./desk.js";
import { Dice, sleep } from "./dice.js";
import { bringAbout, type Recovery, schedule, type Wanted } from "./faults.js";
import { House } from "./house.js";
import { Ledger } from "./ledger.js";
import { OwnDisk } from "./own-disk.js";
import { Storm } from "./storm.js";
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
const wanted: Wanted = {
  kills: KILLS,
  databaseKills: DATABASE_KILLS,
  fullDisks: argument("full-disks", 0),
  stops: argument("database-stops", 0),
  stoppedMs: argument("stopped-seconds", 60) * 1_000,
  storms: argument("storms", 0),
};
const STREAMS = argument("streams", 2_000);
const SEED = argument("seed", Math.floor(Math.random() * 2 ** 31));
const PORT = argument("port", 18_440);
const PLANTED = process.argv.includes("--planted");
const CHATS_PER_SERVICE = 12;
const PASSWORD = "larkfield-demo";

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
say(
  `seed ${SEED}: ${MINUTES} min, ${RATE} messages/s, ${KILLS} x kill -9 of the server, ${DATABASE_KILLS} x of PostgreSQL, ` +
    `${wanted.fullDisks} x disk full, ${wanted.stops} x database stopped for ${wanted.stoppedMs / 1_000} s, ${wanted.storms} x ${STREAMS} streams at once` +
    (PLANTED ? ", PLANTED: the build acknowledges before it commits" : ""),
);

const folder = mkdtempSync(path.join(tmpdir(), "patchbay-soak-"));
const dataDir = path.join(folder, "data");
mkdirSync(dataDir);
const ownDisk = wanted.fullDisks > 0 ? new OwnDisk(dataDir) : null;
const house = new House({ main: text("main"), dataDir, port: PORT, httpsPort: PORT + 1, password: PASSWORD });
// PostgreSQL outlives a killed server by design, but not us. A terminal tells us and whoever runs us.
let isInterrupted = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    if (isInterrupted) return;
    isInterrupted = true;
    void house.abandon().finally(() => {
      ownDisk?.takeAway();
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

const recoveries: Recovery[] = [];

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

const storm = new Storm({ host: "127.0.0.1", port: PORT }, customers, ledger, STREAMS);
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
for (const { kind, atMs } of schedule(wanted, MINUTES, dice)) {
  await sleep(Math.max(0, atMs - (Date.now() - from)));
  const recovery = await bringAbout(kind, wanted, {
    house,
    ledger,
    storm,
    clients: () => [...desks, ...customers.filter(({ chatId }) => chatId !== null)],
  });
  recoveries.push(recovery);
  say(
    `  ${kind}: ready again after ${recovery.readyMs.toFixed(0)} ms, all clients after ${recovery.backMs.toFixed(0)} ms`,
  );
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
say("| fault | times | serving again, median / worst ms | all clients back, median / worst ms |");
say("| --- | --- | --- | --- |");
for (const what of [...new Set(recoveries.map(({ kind }) => kind))].sort()) {
  const own = recoveries.filter(({ kind }) => kind === what);
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
say(`the longest wait for an answer, "try again" included: ${ledger.slowestAnswerMs.toFixed(0)} ms`);
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
if (caught) {
  ownDisk?.takeAway();
  rmSync(folder, { recursive: true, force: true });
} else say(`kept for a look: ${folder}`);
if (PLANTED) say(caught ? "The planted fault was caught." : "The planted fault was NOT caught.");
else
  say(
    sound ? "Sound." : `${ledger.breaches.length} breaches. To do it again: npm run soak -- --seed ${SEED}`,
  );
process.exit(caught ? 0 : 1);
