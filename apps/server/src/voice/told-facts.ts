import { agentOfLine } from "@patchbay/core";
import type { VoiceEvent } from "@patchbay/protocol";
import pLimit from "p-limit";
import type { SubmitResult } from "../center/center.js";
import type { CenterHandle } from "../center/edge.js";
import type { RuntimeLog } from "../center/runtime-options.js";
import type { RecordingEvent } from "../recordings/index.js";
import { Acknowledgements } from "./acknowledgements.js";
import type { AgentLines } from "./agent-lines.js";
import type { DeskPhones } from "./desk-phones.js";
import { type FailedRecording, submissionOf } from "./voice-events.js";

/**
 * So many facts are being stored at a time; the others wait in the order in which they came. Each may ask the tables for
 * something first, and tables that are behind fall back further with every question that is asked before they answer.
 */
const AT_ONCE = 32;
/** What could not be stored is tried again after this, and after twice as long each further time. */
const AGAIN_MS = 200;
const AGAIN_MS_MAX = 1_000;
/** Facts that wait are told of in the log no more often than this. */
const TOLD_EVERY_MS = 1_000;

export interface ToldFactsDeps {
  readonly handle: CenterHandle;
  readonly deskPhones: Pick<DeskPhones, "isOne" | "submissionOf" | "referral"> | null;
  readonly lines: Pick<AgentLines, "commandOf">;
  /** Keeps what is told of recordings. Resolves when it is stored. */
  readonly recordings: { note(event: RecordingEvent): Promise<void> };
  /** Everything up to `n` is stored, or refused for good. */
  readonly acknowledge: (n: number) => void;
  /** A desk phone asked for a transfer that cannot be. */
  readonly refuseReferral: (interactionId: string, legId: string) => void;
  /** A call that leads nowhere. */
  readonly end: (interactionId: string) => void;
  readonly log: RuntimeLog;
}

/** What the voice process tells, until it is stored: each call's facts in order, no more than `AT_ONCE` at a time. */
export class ToldFacts {
  private readonly acknowledgements = new Acknowledgements();
  private readonly turns = new Map<string, Promise<void>>();
  private readonly slot = pLimit(AT_ONCE);
  private waitingTold = { at: Number.NEGATIVE_INFINITY, since: 0 };
  private stopped = false;

  constructor(private readonly deps: ToldFactsDeps) {}

  /** Another voice process: its numbers begin again. */
  forget(): void {
    this.acknowledgements.clear();
  }

  stop(): void {
    this.stopped = true;
  }

  /** @param bootId of the voice process that tells it: a fact that is told again is stored once */
  heard(bootId: string, n: number, event: VoiceEvent): void {
    this.acknowledgements.begin(n);
    const { interactionId } = event;
    const key = `voice:${bootId}:${n}`;
    const before = this.turns.get(interactionId) ?? Promise.resolve();
    const turn = before
      .then(() => this.store(key, event))
      .then(() => {
        if (!this.stopped) this.stored(n);
      });
    this.turns.set(interactionId, turn);
    void turn.then(() => {
      if (this.turns.get(interactionId) === turn) this.turns.delete(interactionId);
    });
  }

  private stored(n: number): void {
    const upTo = this.acknowledgements.done(n);
    if (upTo !== null) this.deps.acknowledge(upTo);
  }

  /** Until it is stored, or refused for good. Never rejects. Whoever waits to ask again leaves its place to others. */
  private async store(key: string, event: VoiceEvent): Promise<void> {
    for (let againMs = AGAIN_MS; !this.stopped; againMs = Math.min(againMs * 2, AGAIN_MS_MAX)) {
      if (await this.slot(() => this.isDone(key, event))) return;
      await new Promise<void>((resolve) => this.deps.handle.clock.after(againMs, resolve));
    }
  }

  /** Once. @returns whether there is nothing more to be done */
  private async isDone(key: string, event: VoiceEvent): Promise<boolean> {
    if (this.stopped) return true;
    let result: SubmitResult | null;
    try {
      result = await this.submit(key, event);
    } catch (cause) {
      // Tables that do not answer: asked again, as is what was not accepted.
      this.tellWaiting(event, cause);
      return false;
    }
    if (result === null || result.ok) return true;
    if (result.rejection.code === "not_accepted_try_again") return false;
    if (agentOfLine(event.interactionId) === undefined) this.refused(event, result.rejection.code);
    return true;
  }

  /** @returns `null`: it means nothing to the core */
  private async submit(key: string, event: VoiceEvent): Promise<SubmitResult | null> {
    const { handle, deskPhones, lines, recordings } = this.deps;
    if (isOfRecording(event)) {
      await recordings.note(event);
      if (!isFailedRecording(event)) return null;
    }
    if (agentOfLine(event.interactionId) !== undefined) {
      const command = lines.commandOf(event);
      return command === undefined ? null : handle.center.submit({ command, key });
    }
    if (event.type === "leg.referred") {
      const submission = await deskPhones?.referral(event);
      if (submission !== undefined) return handle.center.submit({ ...submission, key });
      // It asks for what cannot be: its call stays as it is.
      this.deps.refuseReferral(event.interactionId, event.legId);
      return null;
    }
    const submission = deskPhones?.isOne(event)
      ? await deskPhones.submissionOf(event)
      : await submissionOf(handle, event);
    if (submission !== undefined) {
      const result = await handle.center.submit({ ...submission, key });
      if (event.type !== "play.paid" || !isRefused(result)) return result;
      // The interaction was completed in this very moment, or its call has forgotten the play: what was paid is kept.
      return handle.center.submit({ ...submission, command: null, key });
    }
    this.deps.end(event.interactionId);
    return null;
  }

  /** Once a second at most: tables that are away would be told of by every fact, and that is work as well. */
  private tellWaiting({ type }: VoiceEvent, cause: unknown): void {
    const now = this.deps.handle.clock.now();
    this.waitingTold.since += 1;
    if (now - this.waitingTold.at < TOLD_EVERY_MS) return;
    this.deps.log.warn(
      { cause: String(cause), event: type, times: this.waitingTold.since },
      "a fact of the voice process waits",
    );
    this.waitingTold = { at: now, since: 0 };
  }

  private refused(event: VoiceEvent, code: string): void {
    const { interactionId, type } = event;
    this.deps.log.warn(
      { interaction: interactionId, event: type, code },
      "a fact of the voice process was refused",
    );
    if (type === "call.arrived") this.deps.end(interactionId);
    if (type === "leg.referred") this.deps.refuseReferral(interactionId, event.legId);
  }
}

const isRefused = (result: SubmitResult): boolean =>
  !result.ok && result.rejection.code !== "not_accepted_try_again";

const isOfRecording = (event: VoiceEvent): event is RecordingEvent =>
  event.type === "recording.started" || event.type === "recording.ended";

/** The core decides when a recording ends; it hears of those that ended otherwise. */
const isFailedRecording = (event: RecordingEvent): event is FailedRecording =>
  event.type === "recording.ended" && event.cause !== "stopped";
