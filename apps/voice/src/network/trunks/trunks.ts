import {
  type LegDial,
  routesFor,
  type SipCodec,
  type TrunkState,
  type VoiceNetwork,
  type WireTrunk,
} from "@patchbay/protocol";
import type { SipAgent, SipResolver } from "@patchbay/sip";
import type { TrunkSource } from "../callers.js";
import type { Dialling, OfferFor, OutgoingEvents } from "../sip-leg.js";
import { TrunkCall } from "./trunk-call.js";
import { standardTrunkTiming, TrunkLine, type TrunkTiming } from "./trunk-line.js";

/** Changes that come together are told together, ms. */
const TELL_AFTER_MS = 100;
/** How old the number of calls that was told last may be, ms. */
const COUNT_EVERY_MS = 2_000;

export interface TrunksDeps {
  readonly agent: Pick<SipAgent, "register" | "ping" | "invite">;
  readonly resolver: SipResolver;
  readonly ownHost: () => string;
  /** Of trunks that name none. */
  readonly codecs: readonly SipCodec[];
  readonly onStates: (trunks: TrunkState[]) => void;
  readonly log: { info(facts: object, text: string): void; warn(facts: object, text: string): void };
  readonly timing?: TrunkTiming;
}

/** All trunks, as they were set last. */
export class Trunks {
  private lines = new Map<string, TrunkLine>();
  private telling: NodeJS.Timeout | undefined;
  private readonly counting: NodeJS.Timeout;
  private counted = "";
  private readonly timing: TrunkTiming;

  constructor(private readonly deps: TrunksDeps) {
    this.timing = deps.timing ?? standardTrunkTiming;
    this.counting = setInterval(() => {
      if (this.counts() !== this.counted) this.tellSoon();
    }, COUNT_EVERY_MS);
    this.counting.unref();
  }

  /** What is the same as before is not touched: its registration stays, and so does what is known of it. */
  configure(trunks: VoiceNetwork["trunks"]): void {
    const before = this.lines;
    this.lines = new Map(
      trunks.map((trunk) => [trunk.trunkId, this.kept(before, trunk) ?? this.begun(trunk)]),
    );
    for (const [trunkId, line] of before) if (this.lines.get(trunkId) !== line) line.stop();
    this.tellSoon();
  }

  get sources(): readonly TrunkSource[] {
    return [...this.lines.values()];
  }

  of(trunkId: string): TrunkLine | undefined {
    return this.lines.get(trunkId);
  }

  states(): TrunkState[] {
    return [...this.lines.values()].map(({ state }) => state);
  }

  dial(call: LegDial, offer: OfferFor, events: OutgoingEvents): Dialling | undefined {
    const lines = this.linesFor(call.to);
    if (lines.length === 0) {
      this.deps.log.warn({}, "no trunk takes a call out");
      return undefined;
    }
    return new TrunkCall(lines, call, offer, events, this.timing.silenceMs, ({ trunkId }, { code, status }) =>
      this.deps.log.warn({ trunkId, code, status }, "a trunk does not take a call: the next one is tried"),
    );
  }

  stop(): void {
    clearTimeout(this.telling);
    clearInterval(this.counting);
    for (const line of this.lines.values()) line.stop();
  }

  private counts(): string {
    return [...this.lines.values()].map(({ calls }) => calls).join();
  }

  private linesFor(number: string): TrunkLine[] {
    const lines = [...this.lines.values()];
    const down = new Set(lines.filter(({ isDown }) => isDown).map(({ trunkId }) => trunkId));
    return routesFor(
      number,
      lines.map(({ trunk }) => trunk),
      ({ trunkId }) => down.has(trunkId),
    ).flatMap(({ trunkId }) => this.lines.get(trunkId) ?? []);
  }

  private kept(before: ReadonlyMap<string, TrunkLine>, trunk: WireTrunk): TrunkLine | undefined {
    const line = before.get(trunk.trunkId);
    return line !== undefined && JSON.stringify(line.trunk) === JSON.stringify(trunk) ? line : undefined;
  }

  private begun(trunk: WireTrunk): TrunkLine {
    const { agent, resolver, ownHost, codecs } = this.deps;
    const line = new TrunkLine(trunk, {
      agent,
      resolver,
      ownHost,
      codecs,
      timing: this.timing,
      onState: () => this.tellSoon(),
    });
    void line.start();
    return line;
  }

  private tellSoon(): void {
    if (this.telling !== undefined) return;
    this.telling = setTimeout(() => {
      this.telling = undefined;
      this.counted = this.counts();
      this.deps.onStates(this.states());
    }, TELL_AFTER_MS);
    this.telling.unref();
  }
}
