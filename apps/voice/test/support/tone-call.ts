import { asId, type Command, type InteractionId, type LegId } from "@patchbay/core";
import { SipPhone } from "./sip-phone.js";
import { LINE, type SmallCenter } from "./small-center.js";
import { pause, until } from "./until.js";
import type { VoiceUnderTest } from "./voice-process.js";
import type { WebRtcEnds } from "./webrtc-ends.js";

export const TONES = {
  customer: 1_700,
  sofia: 1_930,
  ben: 2_210,
  anna: 2_530,
  number: 2_890,
  prompt: 1_000,
} as const;
type Who = Exclude<keyof typeof TONES, "prompt">;
/** `music`: none of the tones, and not silence. `ringback`: the two tones of it. */
type Heard = keyof typeof TONES | `${Who} quietly` | "music" | "ringback";
/** Who is listened to, and what they hear: all of it, and nothing else. */
export type Matrix = Partial<Record<Who, readonly Heard[]>>;

const LOUD = 3_000;
export const FAINT = 400;
const SILENT = 60;
const WINDOW_MS = 240;
const RINGBACK = [440, 480] as const;
/** Ringback is silent for four seconds between two rings. */
const WITHIN_MS = 7_000;

export interface ToneStage {
  readonly voice: VoiceUnderTest;
  readonly center: SmallCenter;
  readonly ends: WebRtcEnds;
  /** Where the trunk's carrier is. */
  readonly carrierPort: number;
}

/**
 * One call with whoever is in it. Everybody says a tone of their own; it is listened for by its energy. The tones are above
 * those of the music and no sums or differences of each other.
 */
export class ToneCall {
  private readonly phones = new Map<Who, SipPhone>();
  private readonly browsers = new Set<Who>();

  private constructor(
    private readonly stage: ToneStage,
    readonly id: string,
  ) {}

  /** The customer calls, and Sofia takes it. */
  static async begin(stage: ToneStage, onMade: (made: ToneCall) => void): Promise<ToneCall> {
    const agentId = asId<never>("sofia");
    stage.center.do({ type: "SetPresence", agentId, presence: { kind: "ready" } });
    const phone = await SipPhone.open(stage.voice.sipPort);
    phone.rtp.say(TONES.customer);
    const known = new Set(stage.center.core.state.interactions.keys());
    phone.call(LINE);
    const id = await until(
      () => [...stage.center.core.state.interactions.keys()].find((one) => !known.has(one)),
      3_000,
      "the call is there",
    );
    const made = new ToneCall(stage, id);
    onMade(made);
    made.phones.set("customer", phone);
    await phone.answered();
    phone.acknowledge();
    await until(() => stage.center.core.state.offers.size > 0, 3_000, "it rings");
    stage.center.accept("sofia");
    await made.connects("sofia");
    // Nobody else's call is to ring here while this one is up.
    stage.center.do({ type: "SetPresence", agentId, presence: { kind: "not_ready", reason: null } });
    return made;
  }

  /** What somebody does in this call. */
  does(name: string, command: Partial<Command> & { readonly type: Command["type"] }): void {
    this.stage.center.do({
      interactionId: asId<InteractionId>(this.id),
      agentId: asId(name),
      ...command,
    } as Command);
  }

  supervises(command: Partial<Command> & { readonly type: Command["type"] }): void {
    this.does("sofia", { supervisorId: asId("anna"), ...command } as never);
  }

  /** A desk's phone connects; one that comes to nothing is tried again, as a desk does. */
  async connects(name: Who): Promise<void> {
    const legId = await until(() => this.stage.center.legOf(this.id, name)?.id, 2_000, `${name} has a leg`);
    await this.negotiates(name, legId)
      .catch(() => this.negotiates(name, legId))
      .catch(() => this.negotiates(name, legId));
    this.browsers.add(name);
    await until(
      () => this.stage.center.legOf(this.id, name)?.state === "connected",
      5_000,
      `${name} is connected`,
    );
  }

  private async negotiates(name: Who, legId: LegId): Promise<void> {
    const end = `${this.id}.${name}`;
    const offer = await this.stage.ends.ask<string>({ do: "offer", end, hertz: TONES[name] });
    const outcome = await this.stage.center.server.request({
      name: "phone.connect",
      leg: { interactionId: this.id, legId },
      agentId: name,
      sessionId: `session-${name}`,
      offer,
    });
    if (!outcome.ok) throw new Error(`${name}: ${outcome.code} ${outcome.detail}`);
    await this.stage.ends.ask({ do: "accept", end, sdp: (outcome.result as { answer: string }).answer });
  }

  /** A carrier that takes the next call, with what it does then. */
  async carrier(onInvite: (phone: SipPhone) => void): Promise<SipPhone> {
    this.phones.get("number")?.close();
    const phone = await SipPhone.open(this.stage.voice.sipPort, this.stage.carrierPort);
    phone.rtp.say(TONES.number);
    phone.onInvite = onInvite;
    this.phones.set("number", phone);
    return phone;
  }

  /** The id under which a number is called in. */
  number(name: string): LegId {
    const legId = asId<LegId>(`${this.id}.x${name}`);
    this.stage.center.numbers.set(legId, "+15035550177");
    return legId;
  }

  isConnected(role: string): Promise<unknown> {
    return until(
      () => this.stage.center.legOf(this.id, role)?.state === "connected",
      5_000,
      `${role} is connected`,
    );
  }

  /** Each of them hears this and nothing else, now and still a moment later. */
  async hears(what: string, expected: Matrix): Promise<void> {
    const deadline = performance.now() + WITHIN_MS;
    let right = 0;
    for (let wrong = ""; right < 2; ) {
      await pause(WINDOW_MS / 2);
      wrong = await this.differences(expected);
      right = wrong === "" ? right + 1 : 0;
      if (wrong !== "" && performance.now() > deadline) throw new Error(`${what}: ${wrong}`);
      // What is heard now was said after this: two windows that do not overlap.
      if (right === 1) await pause(WINDOW_MS / 2);
    }
  }

  /** Whoever is outside hangs up, and then whoever is inside. */
  async close(): Promise<void> {
    const { interactions } = this.stage.center.core.state;
    const interaction = () => interactions.get(asId<InteractionId>(this.id));
    for (const [who, role] of [
      ["customer", "customer"],
      ["number", "external"],
    ] as const) {
      if (this.stage.center.legOf(this.id, role) === undefined) continue;
      this.phones.get(who)?.bye();
      await until(() => this.stage.center.legOf(this.id, role) === undefined, 3_000, `${who} has hung up`);
    }
    const host = interaction()?.parties[0]?.agentId;
    if (host !== undefined) this.does(host, { type: "EndCallForAll" });
    for (const phone of this.phones.values()) phone.close();
    for (const name of this.browsers) void this.stage.ends.ask({ do: "close", end: `${this.id}.${name}` });
  }

  private async differences(expected: Matrix): Promise<string> {
    const found = await Promise.all(
      (Object.entries(expected) as [Who, readonly Heard[]][]).map(async ([who, sounds]) => {
        const heard = await this.heardBy(who);
        return heard === [...sounds].sort().join(" ") ? "" : `${who} hears [${heard}]`;
      }),
    );
    return found.filter((one) => one !== "").join(", ");
  }

  private async heardBy(who: Who): Promise<string> {
    const hertz = [...Object.values(TONES), ...RINGBACK];
    const { tones, loudness } = await this.measure(who, hertz);
    const names = Object.keys(TONES) as Heard[];
    const heard = names.flatMap((name, at) => {
      const loud = tones[at] ?? 0;
      return loud > LOUD ? [name] : loud > FAINT ? [`${name} quietly`] : [];
    });
    const [low = 0, high = 0] = tones.slice(names.length);
    if (heard.length > 0 || loudness < SILENT) return heard.sort().join(" ");
    return low > 2_000 && high > 2_000 ? "ringback" : "music";
  }

  private measure(who: Who, hertz: readonly number[]): Promise<{ tones: number[]; loudness: number }> {
    const phone = this.phones.get(who);
    if (phone === undefined)
      return this.stage.ends.ask({ do: "measure", end: `${this.id}.${who}`, hertz, lastMs: WINDOW_MS });
    const tones = hertz.map((one) => phone.rtp.amplitude(one, WINDOW_MS));
    return Promise.resolve({ tones, loudness: phone.rtp.loudness(WINDOW_MS) });
  }
}
