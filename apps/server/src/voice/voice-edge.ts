import {
  agentOfLine,
  asId,
  type CallPicture,
  type Event,
  type Interaction,
  type InteractionId,
  type LegPicture,
  type LegReport,
  pictureOf,
} from "@patchbay/core";
import {
  phoneAnswerSchema,
  type VoiceEvent,
  type VoiceReport,
  type VoiceRequest,
  type VoiceView,
  type WireCallPicture,
} from "@patchbay/protocol";
import type { Committed, SubmitResult } from "../center/center.js";
import type { CenterHandle } from "../center/edge.js";
import type { RuntimeLog } from "../center/runtime-options.js";
import type {
  KeysEntered,
  LegQuality,
  PhoneCheck,
  PhoneOwner,
  VoiceDoor,
  VoiceOutcome,
} from "../center/voice-door.js";
import type { Network } from "../network/index.js";
import type { RecordingEvent } from "../recordings/index.js";
import { Acknowledgements } from "./acknowledgements.js";
import { AgentLines, type LinesToDraw } from "./agent-lines.js";
import { AppPhones } from "./app-phones.js";
import { applicationsOf } from "./applications.js";
import { type Attachment, type AttachmentDeps, VoiceAttachment, type Welcome } from "./attachment.js";
import { DeskPhones } from "./desk-phones.js";
import { forwardedTo } from "./forwarding.js";
import { HeardNetwork } from "./heard-network.js";
import { NumbersToDial } from "./numbers-to-dial.js";
import { outcomeOf, refusalOf } from "./outcomes.js";
import { withOwnSounds } from "./own-sounds.js";
import { type FailedRecording, submissionOf } from "./voice-events.js";

/** Lines to call out, and voice applications. */
const OF_THE_VIEW: ReadonlySet<Event["type"]> = new Set([
  "EntryConfigured",
  "EntryRemoved",
  "ScenarioConfigured",
  "ScenarioRemoved",
]);
/** What could not be stored is tried again after this. */
const AGAIN_MS = 200;
const PAYMENTS_OFF: VoiceView["payments"] = { mode: "off", currency: "USD" };

export interface VoiceEdgeDeps {
  readonly handle: CenterHandle;
  readonly socketPath: () => Promise<string | null>;
  /** The journal's epoch: a server that was replaced is turned away by it. */
  readonly epoch: () => number;
  readonly iceServers: VoiceView["iceServers"];
  /** As the voice process has it; absent: off. */
  readonly payments?: VoiceView["payments"];
  /** What the voice process is told of trunks and desk phones; absent: nothing, so its own settings hold. */
  readonly network?: Pick<
    Network,
    "wire" | "revision" | "onChanged" | "accountOf" | "agentOf" | "lineOf" | "checkCall"
  >;
  readonly log: RuntimeLog;
  /** Another way to the voice process than its socket. */
  readonly attach?: (deps: AttachmentDeps) => Attachment;
  /** Keeps what is told of recordings. Resolves when it is stored. */
  readonly recordings: { note(event: RecordingEvent): Promise<void> };
}

/**
 * Between one center and the voice process. Facts become commands, in order for each call; after each commit the
 * calls that it concerned are drawn anew and sent. Nothing about queues or agents is decided here.
 */
export class VoiceEdge implements VoiceDoor {
  private readonly handle: CenterHandle;
  private readonly attachment: Attachment;
  readonly apps: AppPhones;
  private readonly acknowledgements = new Acknowledgements();
  private readonly turns = new Map<string, Promise<void>>();
  private readonly stops: (() => void)[] = [];
  private readonly viewListeners = new Set<() => void>();
  private readonly qualityListeners = new Set<(quality: LegQuality) => void>();
  private readonly keysListeners = new Set<(keys: KeysEntered) => void>();
  private readonly checkListeners = new Set<(check: PhoneCheck) => void>();
  private readonly numbers = new NumbersToDial(
    () => this.handle.records,
    (agentId) => this.deps.network?.accountOf(agentId),
    (interactionId, legId) => forwardedTo(this.handle, this.deps.network, interactionId, legId),
  );
  readonly network = new HeardNetwork((request) => this.attachment.request(request));
  private readonly deskPhones: DeskPhones | null;
  private readonly lines: AgentLines;
  private readonly phones = new Map<string, PhoneOwner>();
  /** Calls that the voice process was shown, or has shown us, and that are not over. */
  private readonly shown = new Set<string>();
  private bootId: string | null = null;
  private ports: Extract<VoiceReport, { readonly type: "network" }> | null = null;
  private stopped = false;

  constructor(private readonly deps: VoiceEdgeDeps) {
    this.handle = deps.handle;
    const attach = deps.attach ?? ((parts) => new VoiceAttachment(parts));
    this.attachment = attach({
      socketPath: deps.socketPath,
      centerId: deps.handle.center.id,
      epoch: deps.epoch,
      clock: deps.handle.clock,
      ids: deps.handle.ids,
      log: deps.log,
      onWelcome: (welcome) => this.welcomed(welcome),
      onEvent: (n, event) => this.heard(n, event),
      onReport: (report) => this.reported(report),
      onLost: () => this.tellView(),
    });
    this.apps = new AppPhones(this.attachment);
    const { handle, network } = deps;
    this.lines = new AgentLines(handle.center);
    this.deskPhones =
      network === undefined ? null : new DeskPhones({ handle, network, states: this.network });
  }

  start(): void {
    const { center } = this.handle;
    this.stops.push(
      center.onCommitted((committed) => this.committed(committed)),
      // What was decided and not stored is forgotten: every call is drawn from what is true.
      center.onRecovered(() => this.drawAll()),
      this.deps.network?.onChanged(() => this.configure()) ?? (() => undefined),
      this.deskPhones?.start() ?? (() => undefined),
    );
    this.attachment.start();
  }

  /** @param forGood the center stops, and calls with it; otherwise they go on without a server. */
  stop(forGood: boolean): void {
    this.stopped = true;
    for (const stop of this.stops.splice(0)) stop();
    if (forGood) this.attachment.send({ t: "end" });
    this.attachment.stop();
  }

  view(): VoiceView {
    const { configuration } = this.handle.center.state;
    const words = this.handle.words();
    const lines = [...configuration.entries.values()].flatMap((entry) =>
      entry.voice === undefined
        ? []
        : [
            {
              entryId: entry.id,
              name: words.entries.get(entry.id)?.name ?? entry.id,
              address: entry.voice.address,
              serviceId: entry.serviceId,
            },
          ],
    );
    const state = !this.attachment.attached
      ? "unreachable"
      : this.ports?.ready === false
        ? "no_network"
        : "ready";
    const { iceServers, payments = PAYMENTS_OFF } = this.deps;
    const applications = applicationsOf(this.handle);
    return { state, problem: this.ports?.problem ?? null, iceServers, lines, applications, payments };
  }

  onView(listener: () => void): () => void {
    this.viewListeners.add(listener);
    return () => this.viewListeners.delete(listener);
  }
  onQuality(listener: (quality: LegQuality) => void): () => void {
    this.qualityListeners.add(listener);
    return () => this.qualityListeners.delete(listener);
  }
  onKeys(listener: (keys: KeysEntered) => void): () => void {
    this.keysListeners.add(listener);
    return () => this.keysListeners.delete(listener);
  }
  onPhoneCheck(listener: (check: PhoneCheck) => void): () => void {
    this.checkListeners.add(listener);
    return () => this.checkListeners.delete(listener);
  }

  async connectPhone(
    owner: PhoneOwner,
    leg: { readonly interactionId: string; readonly legId: string } | null,
    offer: string,
  ): Promise<VoiceOutcome<{ readonly phoneId: string; readonly answer: string }>> {
    const { agentId, sessionId } = owner;
    const answer = await this.attachment.request({ name: "phone.connect", leg, agentId, sessionId, offer });
    if (!answer.ok) return { ok: false, code: refusalOf(answer.code) };
    const result = phoneAnswerSchema.safeParse(answer.result);
    if (!result.success) return { ok: false, code: "media_failed" };
    this.phones.set(result.data.phoneId, owner);
    return { ok: true, result: result.data };
  }

  addCandidate(
    owner: PhoneOwner,
    phoneId: string,
    candidate: string,
    mid: string,
  ): Promise<VoiceOutcome<null>> {
    return this.ofPhone(owner, phoneId, { name: "phone.candidate", phoneId, candidate, mid });
  }

  async disconnectPhone(owner: PhoneOwner, phoneId: string): Promise<VoiceOutcome<null>> {
    const outcome = await this.ofPhone(owner, phoneId, { name: "phone.disconnect", phoneId });
    this.phones.delete(phoneId);
    return outcome;
  }

  async sendKeys(interactionId: string, legId: string, keys: string): Promise<VoiceOutcome<null>> {
    return outcomeOf(await this.attachment.request({ name: "leg.keys", interactionId, legId, keys }));
  }

  protect(act: Parameters<VoiceDoor["protect"]>[0]): void {
    void this.attachment.request(protectiveRequest(act));
  }

  /** A phone is its own agent's alone: somebody else's id is answered like one that does not exist. */
  private async ofPhone(
    owner: PhoneOwner,
    phoneId: string,
    request: VoiceRequest,
  ): Promise<VoiceOutcome<null>> {
    const known = this.phones.get(phoneId);
    if (known?.agentId !== owner.agentId || known.sessionId !== owner.sessionId)
      return { ok: false, code: "no_interaction" };
    return outcomeOf(await this.attachment.request(request));
  }

  private welcomed({ bootId, calls }: Welcome): void {
    if (this.bootId !== bootId) {
      // Another voice process: what the former one played and connected is gone with it.
      this.acknowledgements.clear();
      this.phones.clear();
      this.ports = null;
      this.network.forget();
    }
    this.bootId = bootId;
    // Before any picture: what is to be dialled goes by these trunks.
    this.configure();
    const known = new Set(calls.map(({ interactionId }) => interactionId));
    const { interactions, seq } = this.handle.center.state;
    const live: InteractionId[] = [];
    for (const interaction of interactions.values()) {
      if (!interaction.call || interaction.call.legs.length === 0) continue;
      if (known.has(interaction.id) || isYetToBegin(interaction)) live.push(interaction.id);
      else this.lost(interaction);
    }
    const over = [...known].filter(
      (id) => agentOfLine(id) === undefined && !interactions.get(asId(id))?.call?.legs.length,
    );
    this.drawInOrder(
      live,
      () => {
        for (const interactionId of over) this.sendPicture(interactionId, seq, null);
      },
      this.lines.welcomed(known),
    );
    this.tellView();
  }

  /**
   * A call that is up here and not there: the voice process was gone in between, and its lines with it. Pages connect
   * anew, so colleagues who are left with each other go on.
   */
  private lost({ id: interactionId, call }: Interaction): void {
    this.deps.log.warn({ interaction: interactionId }, "a call was lost with the voice process");
    for (const { id: legId, device } of call?.legs ?? []) {
      const report: LegReport = device === "browser" ? { kind: "lost" } : { kind: "gone", cause: "lost" };
      void this.handle.center.submit({ command: { type: "ReportLeg", interactionId, legId, report } });
    }
  }

  private configure(): void {
    const { network } = this.deps;
    if (network === undefined) return;
    this.attachment.send({ t: "configure", revision: network.revision, network: network.wire() });
  }

  private heard(n: number, event: VoiceEvent): void {
    this.acknowledgements.begin(n);
    const { interactionId } = event;
    const key = `voice:${this.bootId ?? ""}:${n}`;
    const before = this.turns.get(interactionId) ?? Promise.resolve();
    const turn = before.then(() => this.store(key, event)).then(() => this.stored(n));
    this.turns.set(interactionId, turn);
    void turn.then(() => {
      if (this.turns.get(interactionId) === turn) this.turns.delete(interactionId);
    });
  }

  private stored(n: number): void {
    const upTo = this.acknowledgements.done(n);
    if (upTo !== null) this.attachment.send({ t: "ack", n: upTo });
  }

  /** Until it is stored, or refused for good. Never rejects. */
  private async store(key: string, event: VoiceEvent): Promise<void> {
    for (;;) {
      if (this.stopped) return;
      let result: SubmitResult | null = null;
      try {
        if (isOfRecording(event)) {
          await this.deps.recordings.note(event);
          if (!isFailedRecording(event)) return;
        }
        if (agentOfLine(event.interactionId) !== undefined) {
          const command = this.lines.commandOf(event);
          if (command === undefined) return;
          result = await this.handle.center.submit({ command, key });
          if (result.ok || result.rejection.code !== "not_accepted_try_again") return;
          continue;
        }
        const submission = this.deskPhones?.isOne(event)
          ? await this.deskPhones.submissionOf(event)
          : event.type === "leg.referred"
            ? await this.deskPhones?.referral(event)
            : await submissionOf(this.handle, event);
        // It asks for what cannot be: its call stays as it is.
        if (submission === undefined && event.type === "leg.referred") return;
        if (submission === undefined) {
          this.sendPicture(event.interactionId, this.handle.center.state.seq, null);
          return;
        }
        result = await this.handle.center.submit({ ...submission, key });
      } catch (cause) {
        // Tables that do not answer: asked again, as is what was not accepted.
        this.deps.log.warn({ cause: String(cause), event: event.type }, "a fact of the voice process waits");
      }
      if (result?.ok) return;
      if (result && result.rejection.code !== "not_accepted_try_again") {
        this.refused(event, result.rejection.code);
        return;
      }
      await new Promise<void>((resolve) => this.handle.clock.after(AGAIN_MS, resolve));
    }
  }

  private refused(event: VoiceEvent, code: string): void {
    const { interactionId, type } = event;
    this.deps.log.warn(
      { interaction: interactionId, event: type, code },
      "a fact of the voice process was refused",
    );
    if (type === "call.arrived") this.sendPicture(interactionId, this.handle.center.state.seq, null);
    if (type === "play.paid")
      this.deps.log.error(
        { interaction: interactionId, outcome: event.outcome, reference: event.reference },
        "a payment was told of when its interaction was complete: it stands in this log alone",
      );
  }

  private committed(committed: Committed): void {
    const { entries } = committed;
    this.deskPhones?.committed(committed);
    const concerned = new Set<InteractionId>();
    let configured = false;
    let usersChanged = false;
    for (const { events } of entries) {
      for (const event of events) {
        if (OF_THE_VIEW.has(event.type)) configured = true;
        // A desk phone belongs to somebody, who may be gone.
        if (event.type === "UserConfigured" || event.type === "UserRemoved") usersChanged = true;
        if ("interactionId" in event) concerned.add(event.interactionId);
      }
    }
    this.drawInOrder(concerned, () => this.sendEnds(concerned), this.lines.concerned(committed));
    if (configured) this.tellView();
    if (usersChanged) this.configure();
  }

  private drawAll(): void {
    // Also those ended by what was stored, although nobody could be told at that moment.
    this.drawInOrder(
      this.handle.center.state.interactions.keys(),
      () => this.sendEnds([...this.shown]),
      this.lines.all(this.shown),
    );
  }

  /** Calls of which nothing is left, not even a wrap-up. */
  private sendEnds(concerned: Iterable<string>): void {
    const { interactions, seq } = this.handle.center.state;
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
    const { interactions } = this.handle.center.state;
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
    if (!this.attachment.attached) return;
    const drawn = this.pictureNow(interactionId);
    if (drawn.picture === null) this.numbers.forget(interactionId);
    else if (!this.numbers.has(interactionId, drawn.picture.legs)) {
      try {
        await this.numbers.read(interactionId, drawn.picture.legs);
      } catch (cause) {
        this.deps.log.warn({ cause: String(cause) }, "a number to dial cannot be read now");
        await new Promise<void>((resolve) => this.handle.clock.after(AGAIN_MS, resolve));
        return this.draw(interactionId);
      }
      // Time has passed: the call may be another by now, with one more number to call.
      return this.draw(interactionId);
    }
    this.sendPicture(interactionId, drawn.seq, drawn.picture);
  }

  private pictureNow(interactionId: InteractionId): {
    readonly picture: CallPicture | null;
    readonly seq: number;
  } {
    const { interactions, seq } = this.handle.center.state;
    const interaction = interactions.get(interactionId);
    if (agentOfLine(interactionId) !== undefined)
      return { picture: this.lines.pictureOf(interactionId), seq };
    return { picture: interaction ? pictureOf(interaction) : null, seq };
  }

  private sendPicture(interactionId: string, revision: number, picture: CallPicture | null): void {
    if (picture === null) {
      // Of most agents there is no line to end.
      if (!this.shown.delete(interactionId) && agentOfLine(interactionId) !== undefined) return;
    } else this.shown.add(interactionId);
    const { id: centerId, state } = this.handle.center;
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
    this.attachment.send({ t: "picture", call });
  }

  /** A leg whose number nobody knows comes without one, and the voice process says so. */
  private legOnWire(
    interactionId: string,
    leg: LegPicture,
  ): NonNullable<WireCallPicture["picture"]>["legs"][0] {
    const number = leg.want === "dial" ? this.numbers.of(interactionId, leg.legId) : null;
    if (number === null) return { ...leg };
    const { to, from, diversion } = number;
    const dial = { to, from: from ?? this.callerId(interactionId) };
    return { ...leg, dial: diversion === undefined ? dial : { ...dial, diversion } };
  }

  /** The line's own number; of an internal call, which came over none, that of the first line. */
  private callerId(interactionId: string): string {
    const { interactions, configuration } = this.handle.center.state;
    const entryId = interactions.get(asId(interactionId))?.entryId;
    const own = entryId && configuration.entries.get(entryId)?.voice;
    const first = [...configuration.entries.values()].find((entry) => entry.voice !== undefined);
    return (own ?? first?.voice)?.address ?? "";
  }

  private reported(report: VoiceReport): void {
    switch (report.type) {
      case "quality": {
        const { type: _, ...quality } = report;
        for (const listener of this.qualityListeners) listener(quality);
        return;
      }
      case "phone": {
        const { type: _, ...check } = report;
        for (const listener of this.checkListeners) listener(check);
        if (check.state === "closed") this.phones.delete(check.phoneId);
        return;
      }
      case "keys": {
        const { type: _, ...keys } = report;
        for (const listener of this.keysListeners) listener(keys);
        return;
      }
      case "candidate":
        this.apps.found(report);
        return;
      case "network":
        this.ports = report;
        this.tellView();
        return;
      case "trunks":
      case "registrations":
        this.network.heard(report);
        return;
    }
  }

  private tellView(): void {
    for (const listener of this.viewListeners) listener();
  }
}

/** Placed while no voice process was attached, or yet to be answered by an agent: nothing of it has begun. */
function isYetToBegin({ call }: Interaction): boolean {
  return call?.legs.every((leg) => leg.state === "dialing") === true;
}

const isOfRecording = (event: VoiceEvent): event is RecordingEvent =>
  event.type === "recording.started" || event.type === "recording.ended";

/** The core decides when a recording ends; it hears of those that ended otherwise. */
const isFailedRecording = (event: RecordingEvent): event is FailedRecording =>
  event.type === "recording.ended" && event.cause !== "stopped";

function protectiveRequest(act: Parameters<VoiceDoor["protect"]>[0]): VoiceRequest {
  const { interactionId } = act;
  switch (act.do) {
    case "mute":
      return { name: "leg.mute", interactionId, legId: act.legId, muted: act.muted };
    case "hang_up":
      return { name: "leg.hang_up", interactionId, legId: act.legId };
    case "pause_recording":
      return { name: "recording.pause", interactionId, recordingId: act.recordingId };
  }
}
