import type { Event, Interaction, InteractionId, LegReport } from "@patchbay/core";
import { phoneAnswerSchema, type VoiceReport, type VoiceRequest, type VoiceView } from "@patchbay/protocol";
import type { Committed } from "../center/center.js";
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
import { AgentLines } from "./agent-lines.js";
import { AppPhones } from "./app-phones.js";
import { applicationsOf } from "./applications.js";
import { type Attachment, type AttachmentDeps, VoiceAttachment, type Welcome } from "./attachment.js";
import { DeskPhones } from "./desk-phones.js";
import { DrawnCalls } from "./drawn-calls.js";
import { forwardedTo } from "./forwarding.js";
import { HeardNetwork } from "./heard-network.js";
import { NumbersToDial } from "./numbers-to-dial.js";
import { outcomeOf, refusalOf } from "./outcomes.js";
import { ToldFacts } from "./told-facts.js";

/** Lines to call out, and voice applications. */
const OF_THE_VIEW: ReadonlySet<Event["type"]> = new Set([
  "EntryConfigured",
  "EntryRemoved",
  "ScenarioConfigured",
  "ScenarioRemoved",
]);
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
  private readonly stops: (() => void)[] = [];
  private readonly viewListeners = new Set<() => void>();
  private readonly qualityListeners = new Set<(quality: LegQuality) => void>();
  private readonly keysListeners = new Set<(keys: KeysEntered) => void>();
  private readonly checkListeners = new Set<(check: PhoneCheck) => void>();
  readonly network = new HeardNetwork((request) => this.attachment.request(request));
  private readonly deskPhones: DeskPhones | null;
  private readonly facts: ToldFacts;
  private readonly drawn: DrawnCalls;
  private readonly phones = new Map<string, PhoneOwner>();
  private bootId: string | null = null;
  private ports: Extract<VoiceReport, { readonly type: "network" }> | null = null;

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
      onEvent: (n, event) => this.facts.heard(this.bootId ?? "", n, event),
      onReport: (report) => this.reported(report),
      onLost: () => this.tellView(),
    });
    this.apps = new AppPhones(this.attachment);
    const { handle, network } = deps;
    this.deskPhones =
      network === undefined ? null : new DeskPhones({ handle, network, states: this.network });
    const { attachment, deskPhones } = this;
    const { log, recordings } = deps;
    const lines = new AgentLines(handle.center);
    const numbers = new NumbersToDial(
      () => handle.records,
      (agentId) => network?.accountOf(agentId),
      (interactionId, legId) => forwardedTo(handle, network, interactionId, legId),
    );
    this.drawn = new DrawnCalls({ handle, attachment, lines, numbers, log });
    this.facts = new ToldFacts({
      handle,
      deskPhones,
      lines,
      recordings,
      acknowledge: (n) => attachment.send({ t: "ack", n }),
      refuseReferral: (interactionId, legId) =>
        void attachment.request({ name: "leg.refuse_referral", interactionId, legId }),
      end: (interactionId) => this.drawn.end(interactionId),
      log,
    });
  }

  start(): void {
    const { center } = this.handle;
    this.stops.push(
      center.onCommitted((committed) => this.committed(committed)),
      // What was decided and not stored is forgotten: every call is drawn from what is true.
      center.onRecovered(() => this.drawn.all()),
      this.deps.network?.onChanged(() => this.configure()) ?? (() => undefined),
      this.deskPhones?.start() ?? (() => undefined),
    );
    this.attachment.start();
  }

  /** @param forGood the center stops, and calls with it; otherwise they go on without a server. */
  stop(forGood: boolean): void {
    this.facts.stop();
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
      this.facts.forget();
      this.phones.clear();
      this.ports = null;
      this.network.forget();
    }
    this.bootId = bootId;
    // Before any picture: what is to be dialled goes by these trunks.
    this.configure();
    const known = new Set(calls.map(({ interactionId }) => interactionId));
    const { interactions } = this.handle.center.state;
    const live: InteractionId[] = [];
    for (const interaction of interactions.values()) {
      if (!interaction.call || interaction.call.legs.length === 0) continue;
      if (known.has(interaction.id) || isYetToBegin(interaction)) live.push(interaction.id);
      else this.lost(interaction);
    }
    this.drawn.welcomed(known, live);
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

  private committed(committed: Committed): void {
    this.deskPhones?.committed(committed);
    const concerned = new Set<InteractionId>();
    let configured = false;
    let usersChanged = false;
    for (const { events } of committed.entries) {
      for (const event of events) {
        if (OF_THE_VIEW.has(event.type)) configured = true;
        // A desk phone belongs to somebody, who may be gone.
        if (event.type === "UserConfigured" || event.type === "UserRemoved") usersChanged = true;
        if ("interactionId" in event) concerned.add(event.interactionId);
      }
    }
    this.drawn.committed(concerned, committed);
    if (configured) this.tellView();
    if (usersChanged) this.configure();
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
