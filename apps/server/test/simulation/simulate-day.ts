import { type CenterState, hashState, serializeState } from "@patchbay/core";
import { configurationCommands, drawConfiguration, wordsOf } from "./day/configuration.js";
import { Dice } from "./day/dice.js";
import { BREACHES_MAX, type Breach } from "./day/ledger.js";
import { type Troubles, World } from "./day/world.js";
import { AgentPerson } from "./people/agent-person.js";
import { CustomerApp } from "./people/customer-app.js";
import { changeConfiguration, openEverything, otherChannels } from "./people/office.js";
import { Telephones } from "./people/telephones.js";
import { checkAtRest } from "./rules/at-rest.js";
import { checkCalls } from "./rules/calls.js";
import { checkDesks, checkHistories, checkLines, checkMessages } from "./rules/end-of-day.js";
import { Witness } from "./rules/witness.js";

export interface DayOptions extends Partial<Troubles> {
  readonly seed: number;
  /** How long customers come; the house then closes and everything is brought to its end. */
  readonly minutes?: number;
  readonly agents?: number;
  readonly supervisors?: number;
  readonly customersPerHour?: number;
  readonly callsPerHour?: number;
  /** The day is over when this many rules were broken. */
  readonly breachesMax?: number;
  /** For looking at a day by hand: called before it begins. */
  readonly onWorld?: (world: World) => void;
}

/** How a day went. */
export interface Day {
  readonly seed: number;
  /** Rules that were broken; empty on a good day. */
  readonly breaches: readonly Breach[];
  /** How often what happened. */
  readonly counts: Readonly<Record<string, number>>;
  readonly events: number;
  /** A fingerprint of the last state: two days of one seed have the same. */
  readonly hash: string;
}

const MINUTE_MS = 60_000;
/** From closing time on: how long the house may take to help everybody who is still there. */
const CLOSING_MS = 8 * MINUTE_MS;
const CHECK_EVERY_MS = 4 * MINUTE_MS;
/** Longer than any answer or collected change takes. */
const QUIET_MS = 400;
const QUIET_TRIES = 60;
const COMMITS_COMPARED = 25;

/**
 * One day of a center: the whole server without its sockets, its desks and its customers, in one thread, on a
 * clock, a network and dice of our own. The same seed gives the same day.
 */
export async function simulateDay(options: DayOptions): Promise<Day> {
  return new Simulation(options).run();
}

/** The day is bad enough: there is nothing to be learned from the rest of it. */
class BadDay extends Error {}

class Simulation {
  private readonly world: World;
  private readonly witness: Witness;
  private readonly configuration;
  private readonly people: AgentPerson[];
  private readonly apps: CustomerApp[] = [];
  private readonly telephones: Telephones;
  private readonly minutes: number;
  private readonly customersPerHour: number;
  private closed = false;
  private over = false;

  constructor(private readonly options: DayOptions) {
    const { seed, agents = 10, supervisors = 1, minutes = 16, customersPerHour = 420 } = options;
    const { appendFaultRatio = 0.01, connectionLossRatio = 0.006, crashEveryMs = 5 * MINUTE_MS } = options;
    this.minutes = minutes;
    this.customersPerHour = customersPerHour;
    this.configuration = drawConfiguration(new Dice(seed).fork("configuration"), agents, supervisors);
    const troubles = { appendFaultRatio, connectionLossRatio, crashEveryMs };
    this.world = new World(seed, troubles, wordsOf(this.configuration));
    this.witness = new Witness(this.world);
    this.telephones = new Telephones(this.world, this.world.dice.fork("telephones"));
    this.world.outside = this.telephones;
    const { users } = this.configuration;
    this.people = [...users.keys()].map((id) => new AgentPerson(this.world, id, this.world.dice.fork(id)));
  }

  async run(): Promise<Day> {
    try {
      await this.live();
    } catch (cause) {
      if (!(cause instanceof BadDay)) throw cause;
    }
    const { ledger, store } = this.world;
    return {
      seed: this.options.seed,
      breaches: ledger.breaches,
      counts: Object.fromEntries([...ledger.counts].sort(([a], [b]) => (a < b ? -1 : 1))),
      events: store.writer.lastSeq,
      hash: hashState(this.witness.core.state),
    };
  }

  private async live(): Promise<void> {
    const { world } = this;
    const { clock } = world;
    this.options.onWorld?.(world);
    void this.serve();
    await this.pass(100);
    void this.configure();
    await this.pass(15_000);
    world.chaos = true;
    this.begin();
    const closingTime = clock.now() + this.minutes * MINUTE_MS;
    while (clock.now() < closingTime) {
      await this.pass(Math.min(CHECK_EVERY_MS, closingTime - clock.now()));
      await this.compareDesks();
    }
    await this.close();
    await this.finalChecks();
  }

  private begin(): void {
    const { world, configuration } = this;
    const isClosed = () => this.closed;
    for (const person of this.people) void person.live(() => this.over);
    void this.customersCome();
    void this.peopleCall();
    void this.voiceDies();
    void changeConfiguration(world, configuration, world.dice.fork("administrator"), isClosed);
    void otherChannels(world, world.dice.fork("switchboard"), 20_000, isClosed);
    void this.crashes();
    void this.takeSnapshots();
  }

  private async pass(ms: number): Promise<void> {
    const { world, witness } = this;
    await world.clock.runUntil(world.clock.now() + ms, () => {
      witness.follow();
      witness.checkDeadlines();
      if (world.ledger.breaches.length >= (this.options.breachesMax ?? BREACHES_MAX)) throw new BadDay();
    });
  }

  /** Keeps a server running, and looks at whatever it says is so. */
  private async serve(): Promise<void> {
    await this.world.startServer();
    const { ledger } = this.world;
    const running = this.world.server;
    if (running === null) return;
    let commits = 0;
    const look = (when: string): void => {
      this.witness.compare(running.runtime.state, when);
      checkAtRest(running.runtime.state, ledger);
      checkCalls(running.runtime.state, ledger);
    };
    look("after the start");
    this.witness.checkResumed();
    running.runtime.onRecovered(() => {
      look("after a recovery");
      this.witness.checkResumed();
    });
    running.runtime.onCommitted(({ lastSeq }) => {
      if (lastSeq > this.world.store.writer.lastSeq) {
        ledger.breach(
          "nothing is told before its commit",
          `${lastSeq} of ${this.world.store.writer.lastSeq}`,
        );
        return;
      }
      commits += 1;
      // A fingerprint of everything takes its time.
      if (commits % COMMITS_COMPARED === 0) look("after a commit");
      else {
        checkAtRest(running.runtime.state, ledger);
        checkCalls(running.runtime.state, ledger);
      }
    });
  }

  private async configure(): Promise<void> {
    for (const command of configurationCommands(this.configuration)) await this.world.command(command);
  }

  private async customersCome(): Promise<void> {
    const dice = this.world.dice.fork("customers");
    for (let number = 1; ; number += 1) {
      await this.world.sleep(dice.exponential((60 * MINUTE_MS) / this.customersPerHour));
      if (this.closed) return;
      const app = new CustomerApp(this.world, `customer-${number}`, dice.fork(`customer ${number}`));
      this.apps.push(app);
      void app.live();
    }
  }

  private async peopleCall(): Promise<void> {
    const dice = this.world.dice.fork("callers");
    for (;;) {
      await this.world.sleep(dice.exponential((60 * MINUTE_MS) / (this.options.callsPerHour ?? 150)));
      if (this.closed) return;
      void this.telephones.callIn(this.world.voice);
    }
  }

  private async voiceDies(): Promise<void> {
    const dice = this.world.dice.fork("voice crashes");
    while (!this.closed) {
      await this.world.sleep(dice.exponential(2 * this.world.troubles.crashEveryMs));
      if (this.world.chaos) this.world.voice.crash();
    }
  }

  private async crashes(): Promise<void> {
    const dice = this.world.dice.fork("crashes");
    for (;;) {
      await this.world.sleep(dice.exponential(this.world.troubles.crashEveryMs));
      if (this.closed) return;
      if (!this.world.chaos) continue;
      this.world.killServer();
      await this.world.sleep(dice.pick([200, 2_000, 12_000, 45_000]));
      await this.serve();
    }
  }

  /** As the snapshot worker does: of what is on disk, now and then. */
  private async takeSnapshots(): Promise<void> {
    const dice = this.world.dice.fork("snapshots");
    while (!this.closed) {
      await this.world.sleep(dice.exponential(90_000));
      this.witness.follow();
      this.witness.checkSnapshot();
      const { state } = this.witness.core;
      this.world.store.putSnapshot(state.seq, serializeState(state));
    }
  }

  /** Lets everything come to rest for a moment and looks at every desk. */
  private async compareDesks(): Promise<void> {
    const { world, people, apps } = this;
    world.chaos = false;
    for (const one of [...people, ...apps]) one.paused = true;
    let seq = -1;
    for (let tries = 0; tries < QUIET_TRIES; tries += 1) {
      await this.pass(QUIET_MS);
      const isQuiet = people.every(({ seat }) => seat.isQuiet) && world.store.writer.lastSeq === seq;
      seq = world.store.writer.lastSeq;
      if (!isQuiet || world.server?.runtime.status !== "running") continue;
      await checkDesks(world, people);
      const head = Reflect.get(world.server.runtime, "head") as { readonly state: CenterState };
      // What has been decided and what is on disk are the same when nothing is on its way.
      if (head.state.seq === seq) this.witness.compare(head.state, "what was decided");
      world.ledger.count("moments of quiet");
      break;
    }
    for (const one of [...people, ...apps]) one.paused = false;
    world.chaos = !this.closed;
  }

  /** Nothing goes wrong any more, and everybody does their best: then nobody may be left over. */
  private async close(): Promise<void> {
    const { world } = this;
    this.closed = true;
    world.chaos = false;
    await this.pass(60_000);
    for (const one of [...this.people, ...this.apps, this.telephones]) one.finishing = true;
    void openEverything(world, this.configuration);
    await this.pass(CLOSING_MS);
    await this.compareDesks();
    this.over = true;
    await this.pass(30_000);
  }

  private async finalChecks(): Promise<void> {
    const { world, witness } = this;
    const { ledger } = world;
    for (const interaction of witness.core.state.interactions.values()) {
      ledger.breach("nobody is lost", JSON.stringify(interaction));
    }
    for (const app of this.apps) if (!app.isDone) ledger.breach("everybody gets home", app.name);
    witness.checkSnapshot();
    witness.checkReplay();
    checkMessages(world);
    checkLines(world);
    await checkHistories(world, this.apps);
    if (world.server !== null) witness.compare(world.server.runtime.state, "at the end of the day");
  }
}
