import { LINE } from "../day/configuration.js";
import type { Dice } from "../day/dice.js";
import type { DayVoice, Outside, OutsideLeg, OutsideLine } from "../day/voice-process.js";
import type { World } from "../day/world.js";

/** Everybody outside with a telephone: who is called, and who calls. */
export class Telephones implements Outside {
  /** Nobody talks for long any more. */
  finishing = false;

  constructor(
    private readonly world: World,
    private readonly dice: Dice,
  ) {}

  called(leg: OutsideLeg): void {
    const { dice } = this;
    const { clock } = this.world;
    const kind = dice.next();
    clock.after(dice.between(200, 1_500), () => {
      if (kind < 0.12) leg.end(dice.pick(["busy", "declined"]));
      else leg.ring();
    });
    if (kind < 0.12) return;
    clock.after(dice.between(2_000, this.finishing ? 4_000 : 12_000), () => {
      if (kind < 0.24) leg.end("no_answer");
      else leg.answer();
    });
    clock.after(14_000 + this.talkMs(), () => leg.end("hung_up"));
  }

  plays(_interactionId: string, play: Parameters<Outside["plays"]>[1], line: OutsideLine): void {
    const { dice } = this;
    const { clock } = this.world;
    if (play.kind === "pay") {
      const outcome = dice.pick(["approved", "approved", "declined", "failed"] as const);
      clock.after(dice.between(300, 6_000), () => line.paid(outcome));
    }
    if (play.kind !== "prompts") return;
    clock.after(dice.between(300, 3_000), () => {
      if (play.keys === null) line.ended();
      else if (play.keys.kind === "collect") this.enter(line);
      else if (dice.chance(0.75)) line.press(dice.pick(["1", "1", "2", "9"]));
      else line.silence();
    });
  }

  private enter(line: OutsideLine): void {
    const { dice } = this;
    const kind = dice.next();
    if (kind < 0.7) line.entered(dice.between(1, 16));
    else if (kind < 0.8) line.invalid();
    else if (kind < 0.9) line.cancels();
    else line.silence();
  }

  /** One caller, from the first ring until either side has hung up. */
  async callIn(voice: DayVoice): Promise<void> {
    const { dice } = this;
    const world = this.world;
    const call = voice.arrive(dice.chance(0.97) ? LINE : "9999", `+1503555${dice.between(1_000, 9_999)}`);
    world.ledger.count(call === null ? "calls at a closed door" : "calls in");
    if (call === null) return;
    // Some give up before anybody could have answered.
    await world.sleep(dice.chance(0.08) ? dice.between(1, 400) : 4_000 + this.talkMs());
    for (; call.isUp; await world.sleep(500)) call.hangUp();
  }

  private talkMs(): number {
    return this.finishing ? this.dice.between(1_000, 8_000) : this.dice.exponential(45_000);
  }
}
