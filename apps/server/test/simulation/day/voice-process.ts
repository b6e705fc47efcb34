import {
  type ToVoice,
  VOICE_WIRE_VERSION,
  type VoiceEvent,
  type VoiceRequest,
  type WireCallPicture,
} from "@patchbay/protocol";
import type { Attachment, AttachmentDeps, VoiceAnswer } from "../../../src/voice/attachment.js";
import type { DayClock } from "./day-clock.js";
import type { Dice } from "./dice.js";
import type { Ledger } from "./ledger.js";

type Picture = NonNullable<WireCallPicture["picture"]>;
type LegPicture = Picture["legs"][number];

interface Leg {
  /** `expected`: a desk's phone may connect. `gone`: told, and never begun again. */
  stage: "dialing" | "up" | "expected" | "gone";
  readonly role: LegPicture["role"];
  readonly agentId: string | null;
  /** Of a desk's phone: whether its sound flows now, and which connection it is. */
  flows: boolean;
  connection: number;
}

interface Call {
  /** Of the last picture; `null`: none has come. */
  revision: number | null;
  /** Somebody waits at the door, has left it, or came through it. */
  door: "none" | "waiting" | "left";
  readonly legs: Map<string, Leg>;
  readonly plays: Set<string>;
}

/** What people outside do with their telephones. */
export interface Outside {
  /** Answers, or not. */
  called(leg: OutsideLeg): void;
  /** A play has begun that wants a key or only its end. */
  plays(interactionId: string, play: Picture["plays"][number], line: OutsideLine): void;
}

export interface OutsideLeg {
  readonly interactionId: string;
  readonly legId: string;
  ring(): void;
  answer(): void;
  /** Refuses, or hangs up. */
  end(cause: "busy" | "no_answer" | "declined" | "hung_up"): void;
  readonly isUp: boolean;
}

export interface OutsideLine {
  press(key: string): void;
  ended(): void;
  silence(): void;
  /** So many digits. */
  entered(length: number): void;
  invalid(): void;
  /** Wants no more of it. */
  cancels(): void;
  /** What came of a payment, whatever has become of the call. */
  paid(outcome: Extract<VoiceEvent, { type: "play.paid" }>["outcome"]): void;
}

const LATENCY_MS = 3;
/** How long a socket is looked for. */
const ATTACH_MS = 50;
const ATTACH_AGAIN_MS = 500;
/** A desk's phone negotiates its media. */
const MEDIA_MS = 150;
/** Silence that is taken for a loss. */
const LOST_AFTER_MS = 2_000;

/**
 * The voice process of a day, without sound: it makes of calls what the newest picture says, tells facts until they are
 * acknowledged, and outlives the servers. Written from the wire's words alone, as the other end would be.
 */
export class DayVoice {
  private boot = 1;
  private told = 0;
  private readonly unacknowledged = new Map<number, VoiceEvent>();
  private readonly calls = new Map<string, Call>();
  private attached: { readonly deps: AttachmentDeps; readonly line: object } | null = null;
  private up = true;
  private phones = 0;
  private arrivals = 0;

  constructor(
    private readonly clock: DayClock,
    private readonly ledger: Ledger,
    private readonly dice: Dice,
    private readonly outside: Outside,
  ) {}

  /** Calls in which somebody still is. */
  get open(): string[] {
    return [...this.calls].flatMap(([id, { legs, door }]) =>
      door === "waiting" || [...legs.values()].some(({ stage }) => stage !== "gone") ? [id] : [],
    );
  }

  /** For a server that has just started. */
  attachmentFor(deps: AttachmentDeps): Attachment {
    const line = {};
    let attached = false;
    let stopped = false;
    const isOurs = (): boolean => !stopped && this.attached?.line === line;
    const connect = (): void => {
      if (stopped) return;
      if (!this.up) {
        deps.clock.after(ATTACH_AGAIN_MS, connect);
        return;
      }
      attached = true;
      this.attached = { deps, line };
      const calls = this.open.map((interactionId) => ({
        interactionId,
        revision: this.calls.get(interactionId)?.revision ?? 0,
      }));
      deps.onWelcome({
        t: "welcome",
        version: VOICE_WIRE_VERSION,
        bootId: `boot-${this.boot}`,
        pid: 1,
        calls,
      });
      for (const [n, event] of this.unacknowledged) this.deliver(n, event);
    };
    this.losses.set(line, () => {
      attached = false;
      deps.onLost();
      deps.clock.after(ATTACH_AGAIN_MS, connect);
    });
    return {
      get attached() {
        return attached && isOurs();
      },
      start: () => void deps.clock.after(ATTACH_MS, connect),
      stop: () => {
        stopped = true;
      },
      send: (message) => {
        // As over a wire: what the server changes later is not seen here.
        const sent = JSON.parse(JSON.stringify(message)) as ToVoice;
        const { boot } = this;
        if (attached && isOurs())
          this.clock.after(LATENCY_MS, () => {
            if (this.boot === boot) this.hear(sent);
          });
      },
      request: (request) =>
        new Promise((resolve) => {
          if (!attached || !isOurs()) return resolve({ ok: false, code: "voice_unreachable" });
          deps.clock.after(LATENCY_MS, () => {
            const answer: VoiceAnswer = isOurs()
              ? this.answer(request)
              : { ok: false, code: "voice_unreachable" };
            deps.clock.after(LATENCY_MS, () => resolve(answer));
          });
        }),
    };
  }
  private readonly losses = new Map<object, () => void>();

  /** It dies, and its calls with it; another one is there some seconds later. */
  crash(): void {
    this.ledger.count("voice processes lost");
    this.boot += 1;
    this.told = 0;
    this.unacknowledged.clear();
    this.calls.clear();
    this.up = false;
    this.clock.after(1_500, () => {
      this.up = true;
    });
    const was = this.attached;
    this.attached = null;
    if (was) this.losses.get(was.line)?.();
  }

  /** Somebody calls. @returns how to hang up, and whether the call is still there. */
  arrive(to: string, from: string): { hangUp(): void; readonly isUp: boolean } | null {
    if (!this.up || this.attached === null) return null;
    this.arrivals += 1;
    const { boot } = this;
    const interactionId = `call-${boot}-${this.arrivals}`;
    const call: Call = { revision: null, door: "waiting", legs: new Map(), plays: new Set() };
    this.calls.set(interactionId, call);
    this.tell({ type: "call.arrived", interactionId, to, from, fromName: null, source: "127.0.0.1:5080" });
    const legOf = (): [string, Leg] | undefined =>
      [...call.legs].find(([, { role, stage }]) => role === "customer" && stage !== "gone");
    return {
      get isUp() {
        return call.door === "waiting" || legOf() !== undefined;
      },
      hangUp: () => {
        const leg = legOf();
        if (call.door === "waiting") call.door = "left";
        else if (leg) this.gone(interactionId, leg[0], leg[1], "hung_up");
      },
    };
  }

  /** An agent's page is gone, and its connections with it. */
  pageGone(agentId: string): void {
    for (const [interactionId, { legs }] of this.calls) {
      for (const [legId, leg] of legs) {
        if (leg.agentId !== agentId || !leg.flows) continue;
        const { connection } = leg;
        this.clock.after(LOST_AFTER_MS, () => {
          if (leg.connection !== connection || !leg.flows || leg.stage === "gone") return;
          leg.flows = false;
          this.tell({ type: "leg.lost", interactionId, legId });
        });
      }
    }
  }

  private hear(message: ToVoice): void {
    if (message.t === "ack") {
      for (const n of this.unacknowledged.keys()) if (n <= message.n) this.unacknowledged.delete(n);
    } else if (message.t === "picture") this.show(message.call);
  }

  private answer(request: VoiceRequest): VoiceAnswer {
    switch (request.name) {
      case "phone.connect":
        return this.connect(request);
      case "leg.keys": {
        const leg = this.calls.get(request.interactionId)?.legs.get(request.legId);
        return leg?.stage === "up" ? { ok: true, result: null } : { ok: false, code: "not_suitable_state" };
      }
      default:
        return { ok: true, result: null };
    }
  }

  private connect({ leg: asked }: Extract<VoiceRequest, { name: "phone.connect" }>): VoiceAnswer {
    if (asked === null) return { ok: false, code: "not_suitable_state" };
    const { interactionId, legId } = asked;
    const leg = this.calls.get(interactionId)?.legs.get(legId);
    if (leg?.stage !== "expected") return { ok: false, code: "not_suitable_state" };
    this.phones += 1;
    const connection = this.phones;
    leg.connection = connection;
    leg.flows = false;
    this.ledger.count("phones connected");
    // Now and then a network lets nothing through.
    if (!this.dice.chance(0.03))
      this.clock.after(MEDIA_MS, () => {
        if (leg.connection !== connection || leg.stage !== "expected") return;
        leg.flows = true;
        this.tell({ type: "leg.connected", interactionId, legId });
      });
    return { ok: true, result: { phoneId: `phone-${connection}`, answer: "v=0" } };
  }

  private show({ interactionId, revision, picture }: WireCallPicture): void {
    const known = this.calls.get(interactionId);
    if (picture === null) {
      this.calls.delete(interactionId);
      for (const leg of known?.legs.values() ?? []) leg.stage = "gone";
      return;
    }
    const call = known ?? {
      revision: null,
      door: "none" as const,
      legs: new Map(),
      plays: new Set<string>(),
    };
    if (call.revision !== null && revision < call.revision) return;
    const shownBefore = call.revision !== null;
    this.calls.set(interactionId, call);
    call.revision = revision;
    const wanted = new Set(picture.legs.map(({ legId }) => legId));
    for (const [legId, leg] of call.legs) if (!wanted.has(legId)) leg.stage = "gone";
    for (const leg of picture.legs)
      if (!call.legs.has(leg.legId)) this.begin(interactionId, call, leg, shownBefore);
    if (call.door === "waiting") call.door = "left";
    this.play(interactionId, call, picture);
  }

  private begin(
    interactionId: string,
    call: Call,
    { legId, role, agentId, want, dial }: LegPicture,
    shownBefore: boolean,
  ): void {
    const leg: Leg = { stage: "expected", role, agentId, flows: false, connection: 0 };
    call.legs.set(legId, leg);
    if (want === "attach") return;
    leg.stage = "dialing";
    if (want === "answer") {
      const { door } = call;
      call.door = "none";
      if (door !== "waiting") this.gone(interactionId, legId, leg, door === "left" ? "hung_up" : "lost");
      else this.clock.after(40, () => this.connected(interactionId, legId, leg));
      return;
    }
    if (!shownBefore && (role === "customer" || role === "external")) {
      this.gone(interactionId, legId, leg, "lost");
      return;
    }
    if (dial === undefined || dial.to === "") {
      this.ledger.breach("whoever is to be called has a number", `${interactionId} ${legId}`);
      this.gone(interactionId, legId, leg, "number_unknown");
      return;
    }
    this.ledger.count("numbers dialled");
    this.outside.called({
      interactionId,
      legId,
      ring: () => {
        if (leg.stage === "dialing") this.tell({ type: "leg.ringing", interactionId, legId });
      },
      answer: () => this.connected(interactionId, legId, leg),
      end: (cause) => this.gone(interactionId, legId, leg, cause),
      get isUp() {
        return leg.stage === "up";
      },
    });
  }

  private play(interactionId: string, call: Call, { plays }: Picture): void {
    const { boot } = this;
    const shown = new Set(plays.map(({ id }) => id));
    for (const id of call.plays) if (!shown.has(id)) call.plays.delete(id);
    for (const play of plays) {
      if (call.plays.has(play.id)) continue;
      call.plays.add(play.id);
      const playId = play.id;
      const tellIf = (event: VoiceEvent): void => {
        if (call.plays.has(playId) && this.calls.get(interactionId) === call) this.tell(event);
      };
      this.outside.plays(interactionId, play, {
        press: (key) => tellIf({ type: "play.key", interactionId, playId, key }),
        ended: () => tellIf({ type: "play.ended", interactionId, playId }),
        silence: () => tellIf({ type: "play.no_input", interactionId, playId }),
        invalid: () => tellIf({ type: "play.invalid", interactionId, playId }),
        cancels: () => tellIf({ type: "play.cancelled", interactionId, playId }),
        entered: (length) => {
          const secure = play.kind === "prompts" && play.keys?.kind === "collect" && play.keys.secure;
          const said = secure ? { token: `token-${playId}` } : { token: null, digits: "1".repeat(length) };
          tellIf({ type: "play.collected", interactionId, playId, length, ...said });
        },
        paid: (outcome) => {
          if (play.kind !== "pay" || this.boot !== boot) return;
          const { amount } = play.payment;
          const rest = { code: null, reference: null, lastDigits: null };
          this.tell({ type: "play.paid", interactionId, playId, amount, outcome, ...rest });
        },
      });
    }
  }

  private connected(interactionId: string, legId: string, leg: Leg): void {
    if (leg.stage !== "dialing") return;
    leg.stage = "up";
    this.tell({ type: "leg.connected", interactionId, legId });
  }

  private gone(
    interactionId: string,
    legId: string,
    leg: Leg,
    cause: Extract<VoiceEvent, { type: "leg.gone" }>["cause"],
  ): void {
    if (leg.stage === "gone") return;
    leg.stage = "gone";
    this.tell({ type: "leg.gone", interactionId, legId, cause, status: null, reason: null });
  }

  private tell(event: VoiceEvent): void {
    this.told += 1;
    this.unacknowledged.set(this.told, event);
    this.ledger.count(`voice ${event.type}`);
    this.deliver(this.told, event);
  }

  /** In their order: every fact takes as long as the other. */
  private deliver(n: number, event: VoiceEvent): void {
    const to = this.attached;
    if (to === null) return;
    const { boot } = this;
    to.deps.clock.after(LATENCY_MS, () => {
      if (this.attached === to && this.boot === boot) to.deps.onEvent(n, event);
    });
  }
}
