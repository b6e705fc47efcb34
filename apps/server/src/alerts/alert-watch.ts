import { isDeepStrictEqual } from "node:util";
import { type AgentId, type Event, systemReasons } from "@patchbay/core";
import { ALERT_LEVEL_WINDOW_MS, usualAlertRules } from "@patchbay/protocol";
import type { CenterHandle } from "../center/edge.js";
import { evaluate, type Now } from "./evaluate.js";
import { LevelWindow } from "./level-window.js";
import type { StandingAlert } from "./standing-alert.js";

/** What happens is looked at this much later, and once for all that happens meanwhile. */
const LOOK_MS = 1_000;
/** What could not be stored is tried again after this. */
const AGAIN_MS = 5_000;

/**
 * Watches the committed state of one center by its rules. What is up is stored whenever it changes, so that since when and
 * who has seen it outlast the server; desks see what is stored.
 */
export class AlertWatch {
  private readonly level = new LevelWindow();
  private standing: readonly StandingAlert[] | null = null;
  private timer: { readonly at: number; readonly stop: () => void } | null = null;
  private storing = false;
  private again = false;
  private stopped = false;
  /** What came before this start is read: until then nobody knows whether a level is low or over. */
  private pastRead = false;
  /** The start or recovery whose past is read. */
  private begun = 0;

  constructor(private readonly handle: CenterHandle) {
    if (handle.center.status === "running") this.recovered();
  }

  committed(events: readonly Event[]): void {
    for (const event of events) this.level.follow(event);
    if (events.length > 0) this.lookAt(this.handle.clock.now() + LOOK_MS);
  }

  recovered(): void {
    this.level.begin(this.handle.center.state);
    this.standing = null;
    this.pastRead = false;
    this.begun += 1;
    this.readPast(this.begun, this.handle.center.state.seq);
  }

  /** @param seq what came later is followed */
  private readPast(begun: number, seq: number): void {
    const { records, clock } = this.handle;
    const isOld = (): boolean => this.stopped || begun !== this.begun;
    records.answersSince(clock.now() - ALERT_LEVEL_WINDOW_MS).then(
      (events) => {
        if (isOld()) return;
        this.level.before(events.filter((event) => event.seq <= seq));
        this.pastRead = true;
        this.lookAt(clock.now() + LOOK_MS);
      },
      () =>
        clock.after(AGAIN_MS, () => {
          if (!isOld()) this.readPast(begun, seq);
        }),
    );
  }

  /** The rules are others now. */
  rulesChanged(): void {
    this.lookAt(this.handle.clock.now());
  }

  /** @returns whether it is kept; what is over meanwhile needs nobody */
  async acknowledge(alertId: string, by: AgentId): Promise<boolean> {
    const standing = this.alerts();
    const at = this.handle.clock.now();
    const alert = standing.find((one) => one.alertId === alertId);
    if (alert === undefined || alert.acknowledged !== null) return true;
    return this.store(standing.map((one) => (one === alert ? { ...one, acknowledged: { by, at } } : one)));
  }

  stop(): void {
    this.stopped = true;
    this.timer?.stop();
  }

  private alerts(): readonly StandingAlert[] {
    this.standing ??= this.handle.words().standingAlerts ?? [];
    return this.standing;
  }

  private lookAt(at: number): void {
    if (this.stopped || (this.timer !== null && this.timer.at <= at)) return;
    this.timer?.stop();
    const { clock } = this.handle;
    const stop = clock.after(Math.max(1, at - clock.now()), () => {
      this.timer = null;
      this.look();
    });
    this.timer = { at, stop };
  }

  private look(): void {
    const { center, clock } = this.handle;
    if (!this.pastRead) return;
    const rules = this.handle.words().alertRules?.rules ?? usualAlertRules;
    const before = this.alerts();
    const isOff = Object.values(rules).every(({ on }) => !on);
    // Recovery looks again.
    if (center.status !== "running" || (isOff && before.length === 0)) return;
    const { alerts, nextAt } = evaluate(rules, this.now(rules.serviceLevel.seconds * 1_000), before);
    if (nextAt !== null) this.lookAt(Math.max(nextAt, clock.now() + LOOK_MS));
    if (!isDeepStrictEqual(alerts, before)) void this.store(alerts);
  }

  private now(withinMs: number): Now {
    const { center, clock } = this.handle;
    const { configuration, agents } = center.state;
    const at = clock.now();
    return {
      at,
      services: [...configuration.services.keys()].map((serviceId) => {
        const { count, oldestSince } = center.questions.waiting(serviceId);
        return { serviceId, waiting: count, oldestSince, level: this.level.of(serviceId, withinMs, at) };
      }),
      agents: [...agents.values()].map(({ id, word, wordSince, presence, source }) => ({
        agentId: id,
        word,
        wordSince,
        missedOffer:
          presence.kind === "not_ready" &&
          presence.reason === systemReasons.noAnswer &&
          source.by === "system",
      })),
    };
  }

  private async store(alerts: readonly StandingAlert[]): Promise<boolean> {
    this.standing = alerts;
    if (this.storing) {
      // One after the other: the newest is stored when the one before is.
      this.again = true;
      return true;
    }
    this.storing = true;
    const result = await this.handle.center.submit({
      command: null,
      content: [{ table: "standing_alerts", alerts }],
    });
    this.storing = false;
    if (!result.ok && !this.stopped) this.lookAgain();
    if (this.again) {
      this.again = false;
      return this.store(this.alerts());
    }
    return result.ok;
  }

  /** What is stored is true; what was not is found anew. */
  private lookAgain(): void {
    this.standing = null;
    this.lookAt(this.handle.clock.now() + AGAIN_MS);
  }
}
