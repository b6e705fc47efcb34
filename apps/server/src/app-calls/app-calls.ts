import {
  type AgentId,
  asId,
  type ClientKey,
  type Event,
  type Interaction,
  type InteractionId,
  type LegReport,
} from "@patchbay/core";
import {
  type AppSignal,
  type CallRejectionReason,
  type CenterSignal,
  callRejectionReasons,
} from "@patchbay/protocol";
import { appCallData } from "../center/app-call-data.js";
import type { Committed, SubmitResult } from "../center/center.js";
import type { CenterHandle } from "../center/edge.js";
import type { RuntimeLog } from "../center/runtime-options.js";
import type { AppCandidate, VoiceDoor } from "../center/voice-door.js";
import { type CustomerSignal, RateLimit, type Signaling, unavailable } from "../messaging-http/index.js";
import { type Line, Lines } from "./lines.js";
import { readSignal } from "./read-signal.js";

/** The voice process may not know the call yet, or may be away for a moment: asked again so often, after so long. */
const OFFER_TRIES_MAX = 20;
const AGAIN_MS = 150;
/** So often may one app ring at its agent: as many at once, then one in ten seconds. */
const CALLS_AT_ONCE_MAX = 6;
const CALLS_PER_SECOND = 0.1;
/** Candidates that are told before the offer that they belong to. */
const EARLY_CANDIDATES_MAX = 200;

export interface AppCallsDeps {
  readonly handle: CenterHandle;
  readonly signaling: Signaling;
  readonly voice: Pick<VoiceDoor, "view" | "apps" | "protect">;
  readonly log: RuntimeLog;
}

/**
 * The server as a party to calls in customers' apps. What an app signals becomes commands; what the core decides about
 * the app's leg is told to the app in the published order: OFFER_CALL or CALL_REJECTED, ICE_CANDIDATE, END_CALL. The
 * sound is the voice process's. Rules of such a call: SPEC APP of the core.
 */
export class AppCalls {
  private readonly lines: Lines;
  private readonly stops: (() => void)[] = [];
  private readonly limit: RateLimit;
  private early: AppCandidate[] = [];
  private stopped = false;

  constructor(private readonly deps: AppCallsDeps) {
    this.lines = new Lines(deps.handle);
    this.limit = new RateLimit(deps.handle.clock, CALLS_PER_SECOND, CALLS_AT_ONCE_MAX);
  }

  /**
   * To be called before the messaging API listens to the center: a chat's last commit also ends its call, and the app is to
   * hear END_CALL before it hears that the chat is over.
   */
  start(): void {
    const { handle, signaling, voice } = this.deps;
    this.stops.push(
      signaling.onFromCustomer((signal) => this.heard(signal)),
      voice.apps.onCandidate((candidate) => this.found(candidate)),
      handle.center.onCommitted((committed) => this.committed(committed)),
      handle.center.onRecovered(() => this.recovered()),
    );
    this.recovered();
  }

  stop(): void {
    this.stopped = true;
    for (const stop of this.stops.splice(0)) stop();
  }

  private async heard({ interactionId: chatId, data }: CustomerSignal): Promise<void> {
    const signal = readSignal(data);
    if (signal === undefined) return;
    switch (signal.type) {
      case "REQUEST_CALL":
        return this.requested(chatId);
      case "ANSWER_CALL":
        return this.answered(chatId, signal.sdp);
      case "ICE_CANDIDATE":
        return this.candidate(chatId, signal);
      case "CALL_REJECTED":
        return this.hungUp(chatId, "declined");
      case "END_CALL":
        return this.hungUp(chatId, "hung_up");
      case "REQUEST_PHONE_CALL":
        // A number that can be called came as a message, and is kept; this one cannot.
        this.reject(chatId, "number_invalid");
        return;
      case "OFFER_CALL":
      case "REQUEST_SMS":
        this.reject(chatId, "not_supported");
        return;
    }
  }

  /** The customer wants to talk; or the app has lost the call that is up, by a reload or a change of networks. */
  private async requested(chatId: string): Promise<void> {
    const chat = this.chat(chatId);
    if (chat === undefined) return;
    const line = this.lines.ofChat(chatId);
    if (line !== undefined) {
      if (this.lines.isWanted(line)) void this.offer(line);
      return;
    }
    const { state } = this.deps.voice.view();
    const isAway = state === "off" || state === "unreachable";
    if (isAway || !this.limit.take(chat.clientKey)) {
      this.reject(chatId, "not_available");
      return;
    }
    const interactionId = asId<InteractionId>(this.deps.handle.ids.next());
    const result = await this.deps.handle.center.submit({
      command: {
        type: "ArriveAppCall",
        interactionId,
        beside: chat.id,
        appKey: chat.clientKey,
        clientKey: asId<ClientKey>(`call-${interactionId}`),
      },
      content: [appCallData(this.deps.handle, interactionId, chat)],
    });
    if (result.ok) return;
    const code = retryable(result);
    // Asked twice at once: the first one has begun it.
    if (code === "already_in_progress") return;
    this.reject(chatId, code === "destination_not_available" ? "no_agent" : "not_available");
  }

  private async answered(chatId: string, sdp: string): Promise<void> {
    const line = this.lines.ofChat(chatId);
    if (line === undefined) return;
    // An answer to an offer of a process before this one: a new one is made.
    if (line.phoneId === null) {
      if (this.lines.isWanted(line)) void this.offer(line);
      return;
    }
    const outcome = await this.deps.voice.apps.answer(line.phoneId, sdp);
    if (outcome.ok || !this.lines.stands(line)) return;
    switch (outcome.code) {
      case "voice_unreachable":
        throw unavailable();
      case "media_failed":
        this.deps.log.warn({ call: line.callId }, "an app's answer cannot be used");
        this.report(line, { kind: "gone", cause: "media" });
        return;
      default:
        // To an offer that a newer one has replaced.
        return;
    }
  }

  private async candidate(
    chatId: string,
    { candidate, sdpMid }: Extract<AppSignal, { type: "ICE_CANDIDATE" }>,
  ): Promise<void> {
    const line = this.lines.ofChat(chatId);
    // An empty one marks the end; there is one section, so its index says nothing.
    if (line?.phoneId == null || candidate == null || candidate === "") return;
    await this.deps.voice.apps.addCandidate(line.phoneId, candidate, String(sdpMid ?? "0"));
  }

  /** Before the call is answered it is declined, or taken back; and so is the wish to be called. */
  private async hungUp(chatId: string, cause: "declined" | "hung_up"): Promise<void> {
    const chat = this.chat(chatId);
    if (chat === undefined) return;
    const line = this.lines.ofChat(chatId);
    if (line !== undefined) {
      const { callId: interactionId, legId } = line;
      const state = this.lines.legOf(line)?.state;
      const isUp = state === "connected" || state === "lost";
      const direction = this.deps.handle.center.state.interactions.get(interactionId)?.call?.direction;
      line.leftByApp = true;
      this.deps.voice.protect({ do: "hang_up", interactionId, legId });
      const declined = !isUp && (direction === "outbound" || cause === "declined");
      await this.reported(line, { kind: "gone", cause: declined ? "declined" : "hung_up" });
      return;
    }
    if (chat.callRequest === null) return;
    const { clientKey, id } = chat;
    const result = await this.deps.handle.center.submit({
      command: { type: "WithdrawCallRequest", interactionId: id, clientKey },
    });
    if (!result.ok) retryable(result);
  }

  private committed({ entries }: Committed): void {
    const touched = new Set<Line>();
    for (const { events } of entries) {
      for (const event of events) {
        if (!("interactionId" in event)) continue;
        this.told(event);
        const line = this.lines.get(event.interactionId);
        if (line !== undefined) touched.add(line);
      }
    }
    for (const line of touched) this.follow(line);
  }

  private told(event: Event): void {
    switch (event.type) {
      case "AppCallArrived":
      case "AppCallPlaced": {
        const call = this.deps.handle.center.state.interactions.get(event.interactionId);
        if (call !== undefined) this.lines.begin(call, event.agentId);
        return;
      }
      case "InteractionEnded": {
        const line = this.lines.get(event.interactionId);
        if (line !== undefined) this.ended(line, event.cause);
        return;
      }
      case "CallRequestClosed":
        if (event.cause === "dismissed") this.reject(event.interactionId, "declined", event.agentId);
        return;
      default:
    }
  }

  private ended(line: Line, cause: Extract<Event, { type: "InteractionEnded" }>["cause"]): void {
    this.lines.delete(line.callId);
    if (line.leftByApp) return;
    if (line.offered) this.tell(line, { type: "END_CALL" });
    // Of a call that an agent has placed the app knows nothing before the offer.
    else if (line.byCustomer) this.tell(line, rejection(reasonOf(cause)));
  }

  /** Offers the call to the app as soon as the core wants it there. */
  private follow(line: Line): void {
    const leg = this.lines.legOf(line);
    const begins = leg?.state === "dialing" && !line.offered && !line.offering;
    if (begins && this.lines.stands(line) && this.lines.isWanted(line)) void this.offer(line);
  }

  private async offer(line: Line): Promise<void> {
    if (line.offering) {
      line.again = true;
      return;
    }
    line.offering = true;
    line.again = false;
    const came = await this.askForOffer(line);
    line.offering = false;
    if (this.stopped || !this.lines.stands(line)) return;
    if (came === undefined) {
      this.deps.log.warn({ call: line.callId }, "a call cannot be offered to the app");
      this.report(line, { kind: "gone", cause: "network" });
      return;
    }
    line.phoneId = came.phoneId;
    line.offered = true;
    this.tell(line, { type: "OFFER_CALL", sdp: came.offer, offerVideo: false });
    const early = this.early.filter(({ phoneId }) => phoneId === came.phoneId);
    this.early = this.early.filter(({ phoneId }) => phoneId !== came.phoneId);
    for (const candidate of early) this.tellCandidate(line, candidate);
    this.report(line, { kind: "ringing" });
    if (line.again) void this.offer(line);
  }

  private async askForOffer(line: Line): Promise<{ phoneId: string; offer: string } | undefined> {
    const leg = { interactionId: line.callId, legId: line.legId };
    for (let tries = 0; tries < OFFER_TRIES_MAX; tries++) {
      const outcome = await this.deps.voice.apps.offer(leg);
      if (outcome.ok) return outcome.result;
      if (this.stopped || !this.lines.stands(line) || !this.lines.isWanted(line)) return undefined;
      await new Promise<void>((resolve) => void this.deps.handle.clock.after(AGAIN_MS, resolve));
    }
    return undefined;
  }

  private found(candidate: AppCandidate): void {
    const line = this.lines.ofPhone(candidate.phoneId);
    if (line !== undefined) this.tellCandidate(line, candidate);
    else if (this.early.length < EARLY_CANDIDATES_MAX) this.early.push(candidate);
    else this.early = [...this.early.slice(1), candidate];
  }

  private tellCandidate(line: Line, { candidate, mid }: AppCandidate): void {
    this.tell(line, { type: "ICE_CANDIDATE", candidate, sdpMid: mid, sdpMLineIndex: 0 });
  }

  /** What this process knew of the apps is gone, or was not true: calls that wait for an app are offered anew. */
  private recovered(): void {
    this.lines.clear();
    for (const call of this.deps.handle.center.state.interactions.values()) {
      if (call.stage !== "open" || call.call === null) continue;
      const agentId = call.parties[0]?.agentId ?? call.request?.agentId ?? null;
      const line = this.lines.begin(call, agentId);
      if (line === undefined) continue;
      const leg = this.lines.legOf(line);
      line.offered = leg !== undefined && leg.state !== "dialing";
      if (leg?.state === "ringing") void this.offer(line);
      else this.follow(line);
    }
  }

  private reject(chatId: string, reason: CallRejectionReason, agentId: AgentId | null = null): void {
    const partyId = this.lines.partyOf(chatId, agentId);
    this.deps.signaling.toCustomer({ interactionId: chatId, partyId, data: rejection(reason) });
  }

  private tell({ chatId, partyId }: Line, data: CenterSignal): void {
    this.deps.signaling.toCustomer({ interactionId: chatId, partyId, data });
  }

  private report(line: Line, report: LegReport): void {
    this.reported(line, report).catch(() =>
      this.deps.log.warn({ call: line.callId }, "what became of a call in the app could not be stored"),
    );
  }

  private async reported({ callId, legId }: Line, report: LegReport): Promise<void> {
    const result = await this.deps.handle.center.submit({
      command: { type: "ReportLeg", interactionId: callId, legId, report },
    });
    if (!result.ok) retryable(result);
  }

  private chat(chatId: string): Interaction | undefined {
    return this.deps.handle.center.state.interactions.get(asId(chatId));
  }
}

const rejection = (reason: CallRejectionReason): CenterSignal => ({
  type: "CALL_REJECTED",
  reason_code: reason,
  reason: callRejectionReasons[reason],
});

function reasonOf(cause: Extract<Event, { type: "InteractionEnded" }>["cause"]): CallRejectionReason {
  return cause === "declined" || cause === "no_answer" ? cause : "failed";
}

/** @throws {MessagingError} 5001 when it is to be asked again. @returns why it was refused for good. */
function retryable(result: Extract<SubmitResult, { ok: false }>): string {
  if (result.rejection.code === "not_accepted_try_again") throw unavailable();
  return result.rejection.code;
}
