import { type Dice, sleep } from "./dice.js";
import type { House } from "./house.js";
import type { Ledger } from "./ledger.js";
import type { Storm } from "./storm.js";

export type Kind =
  | "kill -9 of server"
  | "kill -9 of postmaster"
  | "kill -9 of postmaster and all its processes"
  | "full disk"
  | "PostgreSQL stopped"
  | "storm";

export interface Wanted {
  readonly kills: number;
  readonly databaseKills: number;
  readonly fullDisks: number;
  readonly stops: number;
  readonly stoppedMs: number;
  readonly storms: number;
}

export interface Fault {
  readonly kind: Kind;
  readonly atMs: number;
}

const BEFORE_THE_FIRST_MS = 8_000;
/** How long a disk stays full: PostgreSQL goes on for a while in what it has allocated. */
const FULL_MS = 10_000;
const BACK_MS_MAX = 30_000;

/** How long a fault itself lasts, beside what follows from it. */
const lastsMs = (kind: Kind, { stoppedMs }: Wanted): number =>
  kind === "full disk" ? FULL_MS : kind === "PostgreSQL stopped" ? stoppedMs : 0;

/** Each has a part of the time for itself, and comes at a random moment of the first two thirds of what it leaves free. */
export function schedule(wanted: Wanted, minutes: number, dice: Dice): Fault[] {
  const of = (count: number, kind: (i: number) => Kind): Kind[] =>
    Array.from({ length: count }, (_, i) => kind(i));
  const kinds = [
    ...of(wanted.kills, () => "kill -9 of server"),
    ...of(wanted.databaseKills, (i) =>
      i % 2 === 0 ? "kill -9 of postmaster and all its processes" : "kill -9 of postmaster",
    ),
    ...of(wanted.fullDisks, () => "full disk"),
    ...of(wanted.stops, () => "PostgreSQL stopped"),
    ...of(wanted.storms, () => "storm"),
  ];
  for (let i = kinds.length - 1; i > 0; i--) {
    const j = Math.floor(dice.unit() * (i + 1));
    [kinds[i], kinds[j]] = [kinds[j] as Kind, kinds[i] as Kind];
  }
  const lasting = kinds.reduce((sum, kind) => sum + lastsMs(kind, wanted), 0);
  const part = (minutes * 60_000 - BEFORE_THE_FIRST_MS - lasting) / Math.max(1, kinds.length);
  if (kinds.length > 0 && part < 4_000)
    throw new Error(`${kinds.length} faults do not fit into ${minutes} minutes: say more --minutes`);
  let from = BEFORE_THE_FIRST_MS;
  return kinds.map((kind) => {
    const atMs = from + part * dice.unit() * 0.66;
    from += part + lastsMs(kind, wanted);
    return { kind, atMs };
  });
}

export interface Recovery {
  readonly kind: Kind;
  /** From the fault, or from its end if it lasts, until the server serves. */
  readonly readyMs: number;
  /** The same, until every client has had an answer. */
  readonly backMs: number;
}

export interface Client {
  /** When this client last had an answer other than "try again". */
  readonly aliveAt: number;
}

/** Brings one fault about and waits until everybody is back. */
export async function bringAbout(
  kind: Kind,
  { stoppedMs }: Wanted,
  world: {
    readonly house: House;
    readonly ledger: Ledger;
    readonly storm: Storm;
    clients(): readonly Client[];
  },
): Promise<Recovery> {
  const { house, ledger, storm } = world;
  if (kind === "storm") {
    const tookMs = await storm.breakLoose();
    return { kind, readyMs: 0, backMs: tookMs };
  }
  const postmaster = house.postmasterPid();
  let from = performance.now();
  let since = Date.now();
  ledger.incident(kind);
  switch (kind) {
    case "kill -9 of server":
      await house.killServer();
      await house.start();
      break;
    case "full disk":
      house.fillDisk();
      await sleep(FULL_MS);
      house.emptyDisk();
      from = performance.now();
      since = Date.now();
      await house.whenReady();
      break;
    case "PostgreSQL stopped": {
      const goOn = house.stopPostgres();
      await sleep(stoppedMs);
      goOn();
      from = performance.now();
      since = Date.now();
      await house.whenReady();
      break;
    }
    default:
      house.killPostgres(kind !== "kill -9 of postmaster");
      while (house.postmasterPid() === undefined || house.postmasterPid() === postmaster) await sleep(10);
      await house.whenReady();
      since = Date.now();
  }
  ledger.incident(`${kind}: back`);
  const readyMs = performance.now() - from;
  while (world.clients().some(({ aliveAt }) => aliveAt <= since) && performance.now() - from < BACK_MS_MAX)
    await sleep(10);
  const backMs = performance.now() - from;
  if (backMs >= BACK_MS_MAX)
    ledger.breaches.push(`${BACK_MS_MAX / 1_000} s after ${kind} somebody still has no answer`);
  return { kind, readyMs, backMs };
}
