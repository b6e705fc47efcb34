import { type LegDial, sentBy } from "@patchbay/protocol";
import type { CallFailure, OutgoingCall } from "@patchbay/sip";
import type { Dialling, OutgoingEvents } from "../sip-leg.js";
import type { TrunkLine } from "./trunk-line.js";

/** Refusals that speak of the trunk and not of the person: the next one may do better. Decision 0137. */
const OF_THE_TRUNK: ReadonlySet<number> = new Set([401, 407, 408, 500, 502, 503, 504]);

const NEVER_MS = 2 ** 31 - 1;

export function triesNext({ code, status }: Pick<CallFailure, "code" | "status">, rung: boolean): boolean {
  if (rung || code === "cancelled") return false;
  if (code === "timeout" || code === "unreachable") return true;
  return code === "refused" && status !== undefined && OF_THE_TRUNK.has(status);
}

/** What is sent to a trunk. */
export type TrunkCallOut = LegDial & { readonly sdp: string };

/** A call out: one trunk after the other, until one of them has it. */
export class TrunkCall implements Dialling {
  private current: OutgoingCall | undefined;
  private over = false;
  private last: CallFailure = { code: "unreachable" };

  /**
   * @param lines that take the number, in order
   * @param silenceMs how long a trunk may say nothing at all
   */
  constructor(
    private readonly lines: readonly TrunkLine[],
    private readonly call: TrunkCallOut,
    private readonly events: OutgoingEvents,
    private readonly silenceMs: number,
    private readonly onNext: (from: TrunkLine, failure: CallFailure) => void,
  ) {
    this.attempt(0);
  }

  cancel(reason?: string): void {
    this.over = true;
    this.current?.cancel(reason);
  }

  private attempt(at: number): void {
    if (this.over) return;
    const line = this.lines[at];
    if (line === undefined) {
      this.fail(this.last);
      return;
    }
    if (line.isFull) {
      this.last = { code: "refused", reason: "All lines of the trunk are busy" };
      this.attempt(at + 1);
      return;
    }
    let rung = false;
    let left = false;
    const next = (failure: CallFailure): void => {
      left = true;
      clearTimeout(silent);
      this.last = failure;
      if (at + 1 < this.lines.length) this.onNext(line, failure);
      this.attempt(at + 1);
    };
    // Who has nowhere else to go waits as long as SIP does (64 x T1).
    const silent = setTimeout(
      () => {
        const forsaken = this.current;
        next({ code: "timeout" });
        forsaken?.cancel();
      },
      at + 1 < this.lines.length ? this.silenceMs : NEVER_MS,
    );
    // What is begun here may fail before it returns.
    const { to, from } = sentBy(line.trunk, this.call);
    const begun = line.invite({
      to,
      from,
      sdp: this.call.sdp,
      diversion: this.call.diversion,
      handlers: {
        trying: () => clearTimeout(silent),
        progress: ({ sdp }) => {
          if (left) return;
          rung = true;
          this.events.ringing();
          if (sdp !== undefined) this.events.early(sdp);
        },
        answered: (session, sdp) => {
          clearTimeout(silent);
          if (left || this.over) {
            session.hangUp();
            return;
          }
          this.over = true;
          this.events.answered(session, sdp);
        },
        failed: (failure) => {
          clearTimeout(silent);
          if (left) return;
          if (!this.over && triesNext(failure, rung)) next(failure);
          else this.fail(failure);
        },
      },
    });
    if (!left) this.current = begun;
  }

  private fail({ code, status, reason }: CallFailure): void {
    if (this.over) return;
    this.over = true;
    this.events.failed(status ?? null, reason?.slice(0, 200) ?? null, code);
  }
}
