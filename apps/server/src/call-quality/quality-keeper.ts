import { asId, type Leg } from "@patchbay/core";
import type { Committed } from "../center/center.js";
import type { CenterHandle } from "../center/edge.js";
import type { RuntimeLog } from "../center/runtime-options.js";
import type { LegQuality, VoiceDoor } from "../center/voice-door.js";
import type { DeskPlace, MeasuredLeg, QualityRows, QualitySample } from "./quality-rows.js";

/** What is kept is the worst of so many ms: one bad second is heard, and seen. */
const SAMPLE_MS = 5_000;
/** Rows are written so often while a call goes on. */
const SAVE_EVERY_MS = 60_000;
/** Of a leg that nothing was heard of for so long, the samples are written and forgotten. */
const SILENT_MS = 120_000;

interface Measuring {
  readonly leg: MeasuredLeg;
  /** Of the sample that is being taken. */
  worst: QualitySample | null;
  sampleEndsAt: number;
  heardAt: number;
  unsaved: QualitySample[];
}

export interface QualityKeeperDeps {
  readonly handle: CenterHandle;
  readonly rows: Pick<QualityRows, "add" | "startOf" | "place">;
  readonly voice: Pick<VoiceDoor, "onQuality">;
  readonly log: RuntimeLog;
}

/**
 * Keeps how each leg of a call sounds: a sample every five seconds, in rows. What the tables do not take is tried again
 * with the next; a server that dies loses a minute of figures, and no call.
 */
export class QualityKeeper {
  private readonly legs = new Map<string, Measuring>();
  private readonly stops: (() => void)[] = [];
  private saving: Promise<void> = Promise.resolve();
  private callOff: (() => void) | null = null;
  private stopped = false;

  constructor(private readonly deps: QualityKeeperDeps) {}

  start(): void {
    this.stops.push(
      this.deps.voice.onQuality((quality) => this.heard(quality)),
      this.deps.handle.center.onCommitted((committed) => this.committed(committed)),
    );
    this.again();
  }

  /** Resolves when everything is written, or could not be. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.callOff?.();
    for (const stop of this.stops.splice(0)) stop();
    await this.saveAll();
  }

  /** The desk says with what its agent talks. @returns `false`: the agent has no leg in such a call */
  async place(interactionId: string, agentId: string, place: DeskPlace): Promise<boolean> {
    const leg = this.legOfAgent(interactionId, agentId);
    if (leg === undefined) return false;
    const known = this.legs.get(leg.id)?.leg;
    await this.deps.rows.place(known ?? this.measured(interactionId, leg, this.now()), place);
    return true;
  }

  private heard(quality: LegQuality): void {
    const now = this.now();
    const measuring = this.legs.get(quality.legId) ?? this.begin(quality, now);
    if (measuring === undefined) return;
    measuring.heardAt = now;
    if (now >= measuring.sampleEndsAt) this.endSample(measuring, now);
    measuring.worst = worse(measuring.worst, { ...quality, atMs: now - measuring.leg.startedAt });
  }

  private begin({ interactionId, legId }: LegQuality, now: number): Measuring | undefined {
    const leg = this.deps.handle.center.state.interactions
      .get(asId(interactionId))
      ?.call?.legs.find(({ id }) => id === legId);
    if (leg === undefined) return undefined;
    const measuring: Measuring = {
      leg: this.measured(interactionId, leg, now),
      worst: null,
      sampleEndsAt: now + SAMPLE_MS,
      heardAt: now,
      unsaved: [],
    };
    this.legs.set(legId, measuring);
    return measuring;
  }

  private measured(interactionId: string, { id, role, agentId, device }: Leg, now: number): MeasuredLeg {
    return { legId: id, interactionId, role, agentId, device, startedAt: now };
  }

  private endSample(measuring: Measuring, now: number): void {
    if (measuring.worst !== null) measuring.unsaved.push(measuring.worst);
    measuring.worst = null;
    measuring.sampleEndsAt = now + SAMPLE_MS;
  }

  private committed({ entries }: Committed): void {
    for (const { events } of entries)
      for (const event of events) {
        if (event.type === "LegRemoved") void this.end(event.legId);
        else if (event.type === "InteractionEnded")
          for (const [legId, { leg }] of this.legs)
            if (leg.interactionId === event.interactionId) void this.end(legId);
      }
  }

  private end(legId: string): Promise<void> {
    const measuring = this.legs.get(legId);
    if (measuring === undefined) return Promise.resolve();
    this.endSample(measuring, this.now());
    return this.save(measuring).then((saved) => {
      if (saved) this.legs.delete(legId);
    });
  }

  private async saveAll(): Promise<void> {
    const now = this.now();
    for (const [legId, measuring] of [...this.legs]) {
      if (this.stopped || now - measuring.heardAt > SILENT_MS) await this.end(legId);
      else await this.save(measuring);
    }
  }

  /** One after the other: samples are added in their order. */
  private save(measuring: Measuring): Promise<boolean> {
    const turn = this.saving.then(() => this.write(measuring));
    this.saving = turn.then(() => undefined);
    return turn;
  }

  private async write(measuring: Measuring): Promise<boolean> {
    const samples = measuring.unsaved;
    if (samples.length === 0) return true;
    try {
      // A server before this one may have begun the row: its moments go on from there.
      const start = (await this.deps.rows.startOf(measuring.leg.legId)) ?? measuring.leg.startedAt;
      const later = measuring.leg.startedAt - start;
      await this.deps.rows.add(
        { ...measuring.leg, startedAt: start },
        samples.map((sample) => ({ ...sample, atMs: sample.atMs + later })),
      );
      measuring.unsaved = measuring.unsaved.slice(samples.length);
      return true;
    } catch (cause) {
      this.deps.log.warn({ cause: String(cause) }, "figures of a call could not be stored now");
      return false;
    }
  }

  private again(): void {
    this.callOff = this.deps.handle.clock.after(SAVE_EVERY_MS, () => {
      void this.saveAll().finally(() => {
        if (!this.stopped) this.again();
      });
    });
  }

  private legOfAgent(interactionId: string, agentId: string): Leg | undefined {
    const { interactions } = this.deps.handle.center.state;
    return interactions
      .get(asId(interactionId))
      ?.call?.legs.find((leg) => leg.agentId === agentId && leg.role === "agent");
  }

  private now(): number {
    return this.deps.handle.clock.now();
  }
}

function worse(before: QualitySample | null, now: LegQuality & { readonly atMs: number }): QualitySample {
  const { atMs, mos, loss, jitterMs, roundTripMs, level } = now;
  if (before === null) return { atMs, mos, loss, jitterMs, roundTripMs, level };
  const trips = [before.roundTripMs, roundTripMs].filter((trip) => trip !== null);
  return {
    atMs,
    mos: Math.min(before.mos, mos),
    loss: Math.max(before.loss, loss),
    jitterMs: Math.max(before.jitterMs, jitterMs),
    roundTripMs: trips.length === 0 ? null : Math.max(...trips),
    level: Math.max(before.level, level),
  };
}
