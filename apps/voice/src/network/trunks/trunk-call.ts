import { type LegDial, sentBy } from "@patchbay/protocol";
import type { CallFailure, OutgoingCall } from "@patchbay/sip";
import type { Dialling, OfferFor, OutgoingEvents } from "../sip-leg.js";
import type { TrunkLine } from "./trunk-line.js";

/**
 * Refusals that speak of the trunk and not of the person: the next one may do better. Decision 0137. 488 speaks of our offer, and
 * the next one gets another (0201).
 */
const OF_THE_TRUNK: ReadonlySet<number> = new Set([401, 407, 408, 488, 500, 502, 503, 504]);

const NEVER_MS = 2 ** 31 - 1;

export function triesNext({ code, status }: Pick<CallFailure, "code" | "status">, rung: boolean): boolean {
  if (rung || code === "cancelled") return false;
  if (code === "timeout" || code === "unreachable") return true;
  return code === "refused" && status !== undefined && OF_THE_TRUNK.has(status);
}

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
    private readonly call: LegDial,
    private readonly offer: OfferFor,
    private readonly events: OutgoingEvents,
    private readonly silenceMs: number,
    private readonly onNext: (from: TrunkLine, failure: CallFailure) => void,
  ) {
    void this.attempt(0);
  }

  cancel(reason?: string): void {
    this.over = true;
    this.current?.cancel(reason);
  }

  /** Each trunk is offered what was set for it. */
  private async attempt(at: number): Promise<void> {
    const line = this.lines[at];
    if (line === undefined) {
      this.fail(this.last);
      return;
    }
    const made = line.isFull ? undefined : await this.offer(line.way);
    if (this.over) return;
    // Others may have taken its last line meanwhile.
    if (made === undefined || line.isFull) {
      this.last = { code: "refused", reason: "All lines of the trunk are busy" };
      await this.attempt(at + 1);
    } else if ("failed" in made) {
      this.over = true;
      this.events.unoffered(made.failed);
    } else this.send(at, line, made.sdp);
  }

  private send(at: number, line: TrunkLine, sdp: string): void {
    let rung = false;
    let left = false;
    const next = (failure: CallFailure): void => {
      left = true;
      clearTimeout(silent);
      this.last = failure;
      if (at + 1 < this.lines.length) this.onNext(line, failure);
      this.current = undefined;
      void this.attempt(at + 1);
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
      sdp,
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
