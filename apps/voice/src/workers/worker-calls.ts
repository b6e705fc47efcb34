import { RtpPorts, RtpPortsExhaustedError, runTicker, steadyNow } from "@patchbay/media";
import { openProcessor, type PaymentProcessor } from "../payments/index.js";
import { addressTowards } from "./address-towards.js";
import { CallRoom } from "./call-room.js";
import { EchoTest } from "./echo-test.js";
import type {
  Ask,
  AskMessage,
  CallShown,
  FromWorker,
  LegOf,
  WorkerOutcome,
  WorkerStart,
} from "./messages.js";
import { type OfferedPhone, PhoneMedia } from "./phone-media.js";
import { RecordingStore } from "./recording-store.js";
import { MediaRefusedError, SipMedia } from "./sip-media.js";
import type { Sounds } from "./sounds.js";

const WATCH_EVERY_MS = 100;
const REPORT_EVERY_MS = 1_000;
/** A key with its end and the silence behind it, and what a comma stands for. */
const KEY_MS = 240;
const PAUSE_MS = 1_000;

/** An app that has not answered by then is not going to. */
const OFFER_KEPT_MS = 90_000;

interface WorkerCall {
  readonly room: CallRoom;
  readonly sip: Map<string, SipMedia>;
  /** By leg. */
  readonly phones: Map<string, PhoneMedia>;
}

/** Everything of one worker process: its calls, its phones, its clock. */
export class WorkerCalls {
  private readonly calls = new Map<string, WorkerCall>();
  private readonly tests = new Map<string, EchoTest>();
  /** Offers that apps have not answered yet, by phone. */
  private readonly offers = new Map<string, { readonly of: LegOf; readonly offered: OfferedPhone }>();
  private readonly ports: RtpPorts;
  private readonly recordings: RecordingStore;
  private readonly payments: PaymentProcessor;
  /** Calls that are over and whose recordings are still being written. */
  private readonly closing = new Set<Promise<void>>();
  private readonly stops: (() => void)[] = [];
  private attached = false;
  private ticker: ReturnType<typeof runTicker>;

  constructor(
    private readonly settings: WorkerStart,
    private readonly sounds: Sounds,
    private readonly send: (message: FromWorker) => void,
  ) {
    const { first, last } = settings.rtpPorts;
    this.ports = new RtpPorts(settings.host, first, last);
    this.payments = openProcessor(settings.payments);
    this.recordings = new RecordingStore(settings.recordings, steadyNow);
    this.ticker = runTicker(
      (dueMs) => this.tick(dueMs),
      (cause) => send({ t: "trouble", detail: String(cause) }),
    );
    const watch = setInterval(() => this.watch(), WATCH_EVERY_MS);
    const report = setInterval(() => this.reportAll(), REPORT_EVERY_MS);
    this.stops.push(
      () => this.ticker.stop(),
      () => clearInterval(watch),
      () => clearInterval(report),
    );
  }

  async ask(message: AskMessage): Promise<WorkerOutcome<unknown>> {
    try {
      switch (message.name) {
        case "sip.answer": {
          const media = await this.sipMedia(message.ask, message.ask.peer);
          return { ok: true, result: { sdp: media.answer(message.ask.sdp, message.ask.terms) } };
        }
        case "sip.offer": {
          const media = await this.sipMedia(message.ask, message.ask.peer);
          return { ok: true, result: { sdp: media.offer(message.ask) } };
        }
        case "sip.accept": {
          const media = this.calls.get(message.ask.interactionId)?.sip.get(message.ask.legId);
          if (media === undefined) return { ok: false, code: "no_leg", detail: "its media is gone" };
          media.accept(message.ask.sdp);
          return { ok: true, result: null };
        }
        case "phone.connect":
          return { ok: true, result: { sdp: await this.connectPhone(message.ask) } };
        case "app.offer":
          return { ok: true, result: { sdp: await this.offerApp(message.ask) } };
        case "app.accept":
          return this.acceptApp(message.ask);
        case "leg.keys":
          return this.sendKeys(message.ask);
      }
    } catch (cause) {
      if (cause instanceof RtpPortsExhaustedError)
        return { ok: false, code: "no_ports", detail: cause.message };
      if (cause instanceof MediaRefusedError) {
        const code = cause.message === "encryption_required" ? "not_encrypted" : "media";
        return { ok: false, code, detail: cause.message };
      }
      const detail = cause instanceof Error ? cause.message : String(cause);
      const byFarEnd = message.name === "phone.connect" || message.name === "app.accept";
      return { ok: false, code: byFarEnd ? "media" : "failed", detail };
    }
  }

  show(shown: CallShown): void {
    const call = this.callOf(shown.interactionId);
    const wanted = new Set(shown.legs.map(({ legId }) => legId));
    for (const legId of [...call.sip.keys(), ...call.phones.keys(), ...this.offeredIn(shown.interactionId)])
      if (!wanted.has(legId)) this.closeLeg(call, legId);
    call.room.show(shown);
  }

  close(interactionId: string): void {
    const call = this.calls.get(interactionId);
    if (call === undefined) return;
    this.calls.delete(interactionId);
    for (const legId of [...call.sip.keys(), ...call.phones.keys(), ...this.offeredIn(interactionId)])
      this.closeLeg(call, legId);
    const closed = call.room.close().then(() => void this.closing.delete(closed));
    this.closing.add(closed);
  }

  key({ interactionId, legId }: LegOf, key: string): void {
    this.calls.get(interactionId)?.room.press(legId, key);
  }

  candidate(phoneId: string, candidate: string, mid: string): void {
    (this.offers.get(phoneId)?.offered ?? this.phoneOf(phoneId))?.addCandidate(candidate, mid);
  }

  disconnect(phoneId: string): void {
    this.dropOffer(phoneId);
    const test = this.tests.get(phoneId);
    if (test !== undefined) {
      test.phone.close();
      this.endTest(test);
      return;
    }
    for (const call of this.calls.values()) {
      for (const [legId, phone] of call.phones) {
        if (phone.phoneId !== phoneId) continue;
        call.room.lost(legId);
        this.closeLeg(call, legId);
      }
    }
  }

  setAttached(attached: boolean): void {
    this.attached = attached;
    for (const { room } of this.calls.values()) room.setAttached(attached);
  }

  say(interactionId: string, prompt: string): void {
    const call = this.calls.get(interactionId);
    const said = (): void => this.send({ t: "said", interactionId });
    if (call === undefined) said();
    else call.room.say(prompt, said);
  }

  beat(): void {
    this.send({ t: "beat", latenessMs: this.ticker.takeLateness().p99Ms, calls: this.calls.size });
  }

  /** Resolves when what was recorded is on the disk. */
  async stop(): Promise<void> {
    for (const stop of this.stops) stop();
    for (const interactionId of [...this.calls.keys()]) this.close(interactionId);
    for (const phoneId of [...this.offers.keys()]) this.dropOffer(phoneId);
    for (const test of this.tests.values()) test.phone.close();
    await Promise.all(this.closing);
  }

  private callOf(interactionId: string): WorkerCall {
    const known = this.calls.get(interactionId);
    if (known !== undefined) return known;
    const room = new CallRoom(
      interactionId,
      {
        sounds: this.sounds,
        tell: (event) => this.send({ t: "event", event }),
        report: (report) => this.send({ t: "report", report }),
        recordings: this.recordings,
        payments: this.payments,
        trouble: (detail) => this.send({ t: "trouble", detail }),
      },
      this.attached,
    );
    const call = { room, sip: new Map<string, SipMedia>(), phones: new Map<string, PhoneMedia>() };
    this.calls.set(interactionId, call);
    return call;
  }

  private async sipMedia({ interactionId, legId }: LegOf, peer: string): Promise<SipMedia> {
    const call = this.callOf(interactionId);
    const known = call.sip.get(legId);
    // A trunk that did not take the call has the next one, elsewhere, offered other sockets.
    if (known !== undefined && (known.peer === peer || known.leg !== undefined)) return known;
    known?.close();
    const address = addressTowards(peer, this.settings);
    const media = await SipMedia.open(legId, this.ports, address, peer, (leg) =>
      call.room.setLeg(legId, leg, "network"),
    );
    if (this.calls.get(interactionId) !== call) {
      media.close();
      throw new Error("the call ended meanwhile");
    }
    call.sip.set(legId, media);
    return media;
  }

  private async connectPhone(ask: Ask<"phone.connect">): Promise<string> {
    const { phoneId, agentId, offer, leg } = ask;
    // One test an agent: the page that asks now is the one that somebody looks at.
    if (leg === null)
      for (const test of this.tests.values())
        if (test.agentId === agentId) this.disconnect(test.phone.phoneId);
    const legId = leg?.legId ?? phoneId;
    const { phone, sdp } = await PhoneMedia.connect({ phoneId, agentId, legId, offer }, this.settings);
    if (leg === null) {
      this.tests.set(phoneId, new EchoTest(phone, agentId));
      return sdp;
    }
    this.attach(leg, phone);
    return sdp;
  }

  private async offerApp({ phoneId, leg }: Ask<"app.offer">): Promise<string> {
    // A newer offer for the same leg makes an older one worthless: its page is gone.
    for (const [other, { of }] of this.offers)
      if (of.interactionId === leg.interactionId && of.legId === leg.legId) this.dropOffer(other);
    const offered = await PhoneMedia.offer({ phoneId, legId: leg.legId }, this.settings, (candidate, mid) =>
      this.send({ t: "report", report: { type: "candidate", phoneId, candidate, mid } }),
    );
    this.offers.set(phoneId, { of: leg, offered });
    setTimeout(() => this.dropOffer(phoneId), OFFER_KEPT_MS).unref();
    return offered.sdp;
  }

  private acceptApp({ phoneId, sdp }: Ask<"app.accept">): WorkerOutcome<null> {
    const offer = this.offers.get(phoneId);
    if (offer === undefined) return { ok: false, code: "no_leg", detail: "no offer waits for an answer" };
    const phone = offer.offered.accept(sdp);
    this.offers.delete(phoneId);
    this.attach(offer.of, phone);
    return { ok: true, result: null };
  }

  private dropOffer(phoneId: string): void {
    this.offers.get(phoneId)?.offered.close();
    this.offers.delete(phoneId);
  }

  /** A phone is a leg's sound from now on, in place of a former one. */
  private attach({ interactionId, legId }: LegOf, phone: PhoneMedia): void {
    const call = this.calls.get(interactionId);
    if (call === undefined) {
      phone.close();
      throw new Error("the call ended meanwhile");
    }
    const former = call.phones.get(legId);
    call.phones.set(legId, phone);
    call.room.setLeg(legId, phone.leg, "phone");
    former?.close();
  }

  private sendKeys({ interactionId, legId, keys }: Ask<"leg.keys">): WorkerOutcome<null> {
    const leg = this.calls.get(interactionId)?.room.legOf(legId);
    if (leg === undefined) return { ok: false, code: "no_leg", detail: "its media is gone" };
    const [first = "", ...others] = keys.split(",");
    if (!leg.sendDigits(first)) return { ok: false, code: "media", detail: "the far end takes no keys" };
    let waitMs = first.length * KEY_MS;
    for (const part of others) {
      waitMs += PAUSE_MS;
      setTimeout(() => leg.sendDigits(part), waitMs);
      waitMs += part.length * KEY_MS;
    }
    return { ok: true, result: null };
  }

  private closeLeg(call: WorkerCall, legId: string): void {
    call.room.removeLeg(legId);
    call.sip.get(legId)?.close();
    call.sip.delete(legId);
    call.phones.get(legId)?.close();
    call.phones.delete(legId);
    for (const [phoneId, { of }] of this.offers) if (of.legId === legId) this.dropOffer(phoneId);
  }

  private offeredIn(interactionId: string): string[] {
    return [...this.offers.values()].flatMap(({ of }) =>
      of.interactionId === interactionId ? [of.legId] : [],
    );
  }

  private phoneOf(phoneId: string): PhoneMedia | undefined {
    const test = this.tests.get(phoneId);
    if (test !== undefined) return test.phone;
    for (const { phones } of this.calls.values())
      for (const phone of phones.values()) if (phone.phoneId === phoneId) return phone;
    return undefined;
  }

  private tick(dueMs: number): void {
    for (const { room } of this.calls.values()) room.tick(dueMs);
    for (const test of this.tests.values()) test.tick(dueMs);
  }

  private watch(): void {
    const now = steadyNow();
    for (const { room } of this.calls.values()) room.watch(now);
    for (const test of [...this.tests.values()]) {
      if (!test.over) continue;
      test.phone.close();
      this.endTest(test);
    }
  }

  private endTest(test: EchoTest): void {
    this.tests.delete(test.phone.phoneId);
    this.send({ t: "report", report: test.report("closed") });
  }

  private reportAll(): void {
    if (!this.attached) return;
    for (const { room } of this.calls.values()) room.reportQuality(steadyNow());
    for (const test of this.tests.values()) this.send({ t: "report", report: test.report() });
  }
}
