import type { Command } from "@patchbay/core";
import type { SubmitResult } from "../../../src/center/center.js";
import type { ContentWrite } from "../../../src/center/content.js";
import type { CenterWords } from "../../../src/center/records.js";
import { type AppendFault, MemoryStore } from "../../../src/journal-memory/index.js";
import { MessagingError } from "../../../src/messaging-http/index.js";
import { DayClock } from "./day-clock.js";
import { Dice } from "./dice.js";
import { Ledger } from "./ledger.js";
import { ServerProcess } from "./server-process.js";
import { DayVoice, type Outside } from "./voice-process.js";

/** How likely things go wrong while chaos reigns. */
export interface Troubles {
  /** Of all appends: how many fail, hang or are slow. */
  readonly appendFaultRatio: number;
  /** Of all calls and frames: how many lose their connection. */
  readonly connectionLossRatio: number;
  /** Mean time between two deaths of the process. */
  readonly crashEveryMs: number;
}

/** What came of a call over the network. `broken`: nobody knows whether the server did it. */
export type Outcome<Value> =
  | { readonly came: "answer"; readonly value: Value }
  | { readonly came: "refusal"; readonly error: MessagingError }
  | { readonly came: "broken" };

/** Everybody who is asked gets an answer within this time, whatever the disk does (ARCHITECTURE.md, Invariants). */
export const ANSWER_WITHIN_MS = 2_000;

const broken = { came: "broken" } as const;

/** One day's world: the clock, the dice, the network, the disk, and the server process that lives at the moment. */
export class World {
  readonly clock = new DayClock();
  readonly dice: Dice;
  readonly ledger: Ledger;
  readonly store = new MemoryStore();
  readonly voice: DayVoice;
  /** Everybody outside with a telephone; they come into the world after it. */
  outside: Outside = { called: () => {}, plays: () => {} };
  words: CenterWords;
  /** `null` while no server runs. */
  server: ServerProcess | null = null;
  /** Nothing goes wrong while it is false. */
  chaos = false;
  private readonly network: Dice;
  private readonly disk: Dice;
  private ids = 0;
  private processes = 0;

  constructor(
    readonly seed: number,
    readonly troubles: Troubles,
    words: CenterWords,
  ) {
    this.dice = new Dice(seed);
    this.ledger = new Ledger(this.clock);
    this.words = words;
    this.store.words = words;
    this.network = this.dice.fork("network");
    this.disk = this.dice.fork("disk");
    this.voice = new DayVoice(this.clock, this.ledger, this.dice.fork("voice"), {
      called: (leg) => this.outside.called(leg),
      plays: (...what) => this.outside.plays(...what),
    });
    this.store.faults = () => this.nextAppendFault();
  }

  now(): number {
    return this.clock.now();
  }

  sleep(ms: number): Promise<void> {
    return this.clock.sleep(ms);
  }

  /** One way through the network. */
  latencyMs(): number {
    return this.network.between(1, 25);
  }

  losesConnection(): boolean {
    return this.chaos && this.network.chance(this.troubles.connectionLossRatio);
  }

  /** Starts a server on what is on disk, and again when it cannot start, as a service manager does. */
  async startServer(): Promise<void> {
    for (;;) {
      this.processes += 1;
      const server = new ServerProcess({
        day: this.clock,
        store: this.store,
        dice: this.dice.fork(`process ${this.processes}`),
        ledger: this.ledger,
        words: () => this.words,
        newId: () => {
          this.ids += 1;
          return `id-${this.ids}`;
        },
        isChaos: () => this.chaos,
        voice: this.voice,
      });
      this.server = server;
      const started = await server.runtime.start().then(
        () => true,
        () => false,
      );
      if (started) {
        server.voice.start();
        return;
      }
      this.ledger.count("failed starts");
      this.killServer();
      await this.sleep(500);
    }
  }

  /** As by `kill -9`. */
  killServer(): void {
    const { server } = this;
    if (server === null) return;
    this.server = null;
    this.ledger.count("crashes");
    server.kill();
  }

  /** One call over the network: there, the server's work, and back, each of which may fail. Refusals are answers. */
  async call<Value>(what: string, work: (server: ServerProcess) => Promise<Value>): Promise<Outcome<Value>> {
    await this.sleep(this.latencyMs());
    const { server } = this;
    if (server === null || this.losesConnection()) return broken;
    const outcome = await this.workOn(server, what, work);
    await this.sleep(this.latencyMs());
    return this.losesConnection() ? broken : outcome;
  }

  /** The server's part of a call. It ends at the latest when the server dies. */
  workOn<Value>(
    server: ServerProcess,
    what: string,
    work: (server: ServerProcess) => Promise<Value>,
    answerWithinMs = ANSWER_WITHIN_MS,
  ): Promise<Outcome<Value>> {
    const askedAt = this.now();
    return new Promise((resolve) => {
      let answered = false;
      const settle = (outcome: Outcome<Value>): void => {
        answered = true;
        forget();
        resolve(outcome);
      };
      const forget = server.onKilled(() => settle(broken));
      server.clock.after(answerWithinMs + 1, () => {
        if (!answered) this.ledger.breach("every answer within 2 s", `${what} asked at ${askedAt}`);
      });
      work(server).then(
        (value) => settle({ came: "answer", value }),
        (error: unknown) => {
          if (error instanceof MessagingError) settle({ came: "refusal", error });
          else {
            this.ledger.breach("every refusal has a code", `${what}: ${String(error)}`);
            settle(broken);
          }
        },
      );
    });
  }

  /** Somebody inside the house asks the center itself, as the administration would; tries until it is accepted. */
  async command(command: Command, content: readonly ContentWrite[] = []): Promise<SubmitResult | undefined> {
    for (let tries = 0; tries < 50; tries += 1) {
      const outcome = await this.call(command.type, (server) => server.runtime.submit({ command, content }));
      if (
        outcome.came === "answer" &&
        (outcome.value.ok || outcome.value.rejection.code !== "not_accepted_try_again")
      )
        return outcome.value;
      await this.sleep(300);
    }
    return undefined;
  }

  private nextAppendFault(): AppendFault | null {
    if (!this.chaos || !this.disk.chance(this.troubles.appendFaultRatio)) return null;
    this.ledger.count("append faults");
    const code = this.disk.chance(0.5) ? "outcome_unknown" : "unavailable";
    switch (this.disk.between(1, 8)) {
      case 1:
        return { kind: "before_commit", code };
      case 2:
        return { kind: "after_commit" };
      case 3:
        return { kind: "never_answers", stored: this.disk.chance(0.5) };
      // Just before and just after the deadlines that others have set.
      case 4:
        return { kind: "slow", ms: this.disk.between(1_300, 1_700) };
      default:
        return { kind: "slow", ms: this.disk.between(5, 1_000) };
    }
  }
}
