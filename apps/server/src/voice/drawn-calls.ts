import {
  agentOfLine,
  asId,
  type CallPicture,
  type InteractionId,
  type LegPicture,
  pictureOf,
} from "@patchbay/core";
import type { WireCallPicture } from "@patchbay/protocol";
import type { Committed } from "../center/center.js";
import type { CenterHandle } from "../center/edge.js";
import type { RuntimeLog } from "../center/runtime-options.js";
import type { AgentLines, LinesToDraw } from "./agent-lines.js";
import type { Attachment } from "./attachment.js";
import type { NumbersToDial } from "./numbers-to-dial.js";
import { withOwnSounds } from "./own-sounds.js";

/** A number that cannot be read now is asked for again after this. */
const AGAIN_MS = 200;

export interface DrawnCallsDeps {
  readonly handle: CenterHandle;
  readonly attachment: Pick<Attachment, "attached" | "send">;
  readonly lines: AgentLines;
  readonly numbers: NumbersToDial;
  readonly log: RuntimeLog;
}

/** Calls as the voice process is to have them: drawn from what is stored, in an order in which no line is lost. */
export class DrawnCalls {
  /** Calls that the voice process was shown, or has shown us, and that are not over. */
  private readonly shown = new Set<string>();
  private readonly reading = new Map<InteractionId, Promise<void>>();

  constructor(private readonly deps: DrawnCallsDeps) {}

  /** @param concerned calls of which something was stored */
  committed(concerned: ReadonlySet<InteractionId>, committed: Committed): void {
    this.drawInOrder(concerned, () => this.sendEnds(concerned), this.deps.lines.concerned(committed));
  }

  /** Also those ended by what was stored, although nobody could be told at that moment. */
  all(): void {
    this.drawInOrder(
      this.deps.handle.center.state.interactions.keys(),
      () => this.sendEnds([...this.shown]),
      this.deps.lines.all(this.shown),
    );
  }

  /**
   * A voice process has said what it has.
   *
   * @param known its calls and lines
   * @param live calls that are up on both sides, or have yet to begin
   */
  welcomed(known: ReadonlySet<string>, live: readonly InteractionId[]): void {
    const { interactions } = this.deps.handle.center.state;
    const over = [...known].filter(
      (id) => agentOfLine(id) === undefined && !interactions.get(asId(id))?.call?.legs.length,
    );
    const then = (): void => {
      for (const interactionId of over) this.end(interactionId);
    };
    this.drawInOrder(live, then, this.deps.lines.welcomed(known));
  }

  /** There is no such call here, or none any more. */
  end(interactionId: string): void {
    this.sendPicture(interactionId, this.deps.handle.center.state.seq, null);
  }

  /** Calls of which nothing is left, not even a wrap-up. */
  private sendEnds(concerned: Iterable<string>): void {
    const { interactions, seq } = this.deps.handle.center.state;
    for (const interactionId of concerned) {
      if (agentOfLine(interactionId) !== undefined || !this.shown.has(interactionId)) continue;
      if (!interactions.get(asId(interactionId))?.call) this.sendPicture(interactionId, seq, null);
    }
  }

  /**
   * Whoever gets a line is drawn before who has had it, and before anything is over: a line that nobody asks for is hung
   * up. First agents' lines that come back, then calls with lines of others, then what has given one away.
   */
  private drawInOrder(
    concerned: Iterable<InteractionId>,
    then: () => void,
    lines: Pick<LinesToDraw, "back" | "lent">,
  ): void {
    const { interactions } = this.deps.handle.center.state;
    const calls = [...concerned].filter((interactionId) => interactions.get(interactionId)?.call);
    const hasOthers = (id: InteractionId): boolean =>
      interactions.get(id)?.call?.legs.some(({ movedFrom }) => movedFrom !== undefined) === true;
    const others = calls.filter((id) => !hasOthers(id));
    const rest = (): void => {
      for (const interactionId of [...lines.lent, ...others]) void this.draw(interactionId);
      then();
    };
    const first = [...lines.back, ...calls.filter(hasOthers)];
    if (first.length === 0) rest();
    else void this.drawEach(first).then(rest);
  }

  private async drawEach(calls: readonly InteractionId[]): Promise<void> {
    for (const interactionId of calls) await this.draw(interactionId);
  }

  /** What a call should be now, with the number that only content knows. */
  private async draw(interactionId: InteractionId): Promise<void> {
    while (this.deps.attachment.attached) {
      const { picture, seq } = this.pictureNow(interactionId);
      if (picture === null) this.deps.numbers.forget(interactionId);
      else if (!this.deps.numbers.has(interactionId, picture.legs)) {
        await this.readNumbers(interactionId);
        // Time has passed: the call may be another by now, with one more number to call.
        continue;
      }
      this.sendPicture(interactionId, seq, picture);
      return;
    }
  }

  /** One question at a time for each call, however often it is drawn while the tables do not answer. */
  private readNumbers(interactionId: InteractionId): Promise<void> {
    const underWay = this.reading.get(interactionId);
    if (underWay !== undefined) return underWay;
    const reading = this.readUntilAnswered(interactionId).finally(() => this.reading.delete(interactionId));
    this.reading.set(interactionId, reading);
    return reading;
  }

  private async readUntilAnswered(interactionId: InteractionId): Promise<void> {
    const { attachment, handle, log, numbers } = this.deps;
    while (attachment.attached) {
      const { picture } = this.pictureNow(interactionId);
      if (picture === null) return;
      try {
        await numbers.read(interactionId, picture.legs);
        return;
      } catch (cause) {
        log.warn({ cause: String(cause) }, "a number to dial cannot be read now");
        await new Promise<void>((resolve) => handle.clock.after(AGAIN_MS, resolve));
      }
    }
  }

  private pictureNow(interactionId: InteractionId): {
    readonly picture: CallPicture | null;
    readonly seq: number;
  } {
    const { interactions, seq } = this.deps.handle.center.state;
    const interaction = interactions.get(interactionId);
    if (agentOfLine(interactionId) !== undefined)
      return { picture: this.deps.lines.pictureOf(interactionId), seq };
    return { picture: interaction ? pictureOf(interaction) : null, seq };
  }

  private sendPicture(interactionId: string, revision: number, picture: CallPicture | null): void {
    if (picture === null) {
      // Of most agents there is no line to end.
      if (!this.shown.delete(interactionId) && agentOfLine(interactionId) !== undefined) return;
    } else this.shown.add(interactionId);
    const { id: centerId, state } = this.deps.handle.center;
    const { prompts } = state.configuration;
    const call: WireCallPicture = {
      interactionId,
      revision,
      picture:
        picture === null
          ? null
          : {
              direction: picture.direction,
              legs: picture.legs.map((leg) => this.legOnWire(interactionId, leg)),
              plays: withOwnSounds(picture.plays, prompts, centerId),
              recordings: picture.recordings,
              secrets: picture.secrets,
            },
    };
    this.deps.attachment.send({ t: "picture", call });
  }

  /** A leg whose number nobody knows comes without one, and the voice process says so. */
  private legOnWire(
    interactionId: string,
    leg: LegPicture,
  ): NonNullable<WireCallPicture["picture"]>["legs"][0] {
    const number = leg.want === "dial" ? this.deps.numbers.of(interactionId, leg.legId) : null;
    if (number === null) return { ...leg };
    const { to, from, diversion } = number;
    const dial = { to, from: from ?? this.callerId(interactionId) };
    return { ...leg, dial: diversion === undefined ? dial : { ...dial, diversion } };
  }

  /** The line's own number; of an internal call, which came over none, that of the first line. */
  private callerId(interactionId: string): string {
    const { interactions, configuration } = this.deps.handle.center.state;
    const entryId = interactions.get(asId(interactionId))?.entryId;
    const own = entryId && configuration.entries.get(entryId)?.voice;
    const first = [...configuration.entries.values()].find((entry) => entry.voice !== undefined);
    return (own ?? first?.voice)?.address ?? "";
  }
}
