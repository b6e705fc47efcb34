import { seat, serverNow } from "../state/store.js";
import type { ConnectionOptions, Fault } from "./connection.js";
import { type Devices, HeldCall, lockOf } from "./held-call.js";
import { usePhone } from "./phone-store.js";
import { attachmentOf, type OwnLeg } from "./wanted-calls.js";

const without = <Value>(map: ReadonlyMap<string, Value>, key: string): ReadonlyMap<string, Value> => {
  const next = new Map(map);
  next.delete(key);
  return next;
};

interface Held {
  readonly leg: OwnLeg;
  readonly call: HeldCall;
  readonly release: () => void;
}

/** The calls whose audio is at this tab. */
export class CallsAudio {
  /** By leg. */
  private readonly held = new Map<string, Held>();
  private readonly asking = new Set<string>();
  private wanted = new Map<string, OwnLeg>();
  private leader = false;

  constructor(
    private readonly connection: () => Pick<
      ConnectionOptions,
      "iceServers" | "microphone" | "speaker" | "volume" | "wire"
    >,
    private readonly onConnected: () => void,
    private readonly onFault: (fault: Fault) => void,
  ) {}

  get busy(): boolean {
    return this.wanted.size > 0;
  }

  /** Makes what is here like what there should be. Safe to repeat. */
  look(legs: readonly OwnLeg[], leader: boolean): void {
    this.wanted = new Map(legs.map((leg) => [leg.legId, leg]));
    this.leader = leader;
    for (const legId of this.held.keys()) if (!this.wanted.has(legId)) this.letGo(legId);
    for (const leg of legs) {
      this.followMute(leg);
      const what = attachmentOf(leg, { leader, mine: this.held.has(leg.legId), now: serverNow() });
      if (what !== "leave" && !this.asking.has(leg.legId)) this.askFor(leg, what === "take");
    }
  }

  setMuted(legId: string, muted: boolean): void {
    this.held.get(legId)?.call.setMuted(muted);
  }

  setDevices(devices: Devices): void {
    for (const { call } of this.held.values()) call.setDevices(devices);
  }

  retryNow(): void {
    for (const { call } of this.held.values()) call.retryNow();
  }

  stop(): void {
    this.wanted = new Map();
    for (const legId of [...this.held.keys()]) this.letGo(legId);
  }

  /** What another tab, or the server, has decided; what is under way from here goes first. */
  private followMute(leg: OwnLeg): void {
    const { muting } = usePhone.getState();
    const here = muting.get(leg.interactionId);
    if (here === leg.muted) usePhone.setState({ muting: without(muting, leg.interactionId) });
    this.setMuted(leg.legId, here ?? leg.muted);
  }

  private askFor(leg: OwnLeg, steal: boolean): void {
    const { legId } = leg;
    this.asking.add(legId);
    const hold = (lock: Lock | null): Promise<void> | undefined => {
      this.asking.delete(legId);
      const now = this.wanted.get(legId);
      if (lock === null || now === undefined || !this.leader || this.held.has(legId)) return undefined;
      return new Promise((release) => this.attach(now, release));
    };
    void navigator.locks
      .request(lockOf(seat, legId), steal ? { steal: true } : { ifAvailable: true }, hold)
      .catch(() => {
        // Another tab has taken it: its connection replaces ours, so ours ends without a word.
        this.asking.delete(legId);
        this.letGo(legId);
      });
  }

  private attach(leg: OwnLeg, release: () => void): void {
    const { interactionId, legId } = leg;
    const call = new HeldCall(
      {
        leg,
        connection: this.connection,
        onState: (state) => {
          const { calls } = usePhone.getState();
          usePhone.setState({ calls: new Map(calls).set(interactionId, state) });
          if (state === "connected") this.onConnected();
        },
        onFault: this.onFault,
        onTalksMuted: (talks) => usePhone.setState({ talksMuted: talks ? interactionId : null }),
        onWaitingForTouch: (waitsForTouch) => usePhone.setState({ waitsForTouch }),
      },
      usePhone.getState().muting.get(interactionId) ?? leg.muted,
    );
    this.held.set(legId, { leg, call, release });
  }

  private letGo(legId: string): void {
    const held = this.held.get(legId);
    if (held === undefined) return;
    this.held.delete(legId);
    held.call.end();
    held.release();
    const { calls, muting, quality } = usePhone.getState();
    const { interactionId } = held.leg;
    usePhone.setState({
      calls: without(calls, interactionId),
      muting: without(muting, interactionId),
      quality: new Map([...quality].filter(([, one]) => one.interactionId !== interactionId)),
    });
  }
}
