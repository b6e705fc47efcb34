import { type CallFailure, type OutgoingCall, type SipAgent, sipUri } from "@patchbay/sip";
import type { Dialling, MadeMedia, OutgoingEvents } from "../sip-leg.js";
import type { Binding } from "./bindings.js";

/** Refusals by the person, who has several phones: the others need not ring on. */
const OF_THE_PERSON: ReadonlySet<number> = new Set([600, 603]);
const ELSEWHERE = 'SIP;cause=200;text="Call completed elsewhere"';

/** A call to all desk phones of one account at once: the first that answers has it. */
export class PhoneCall implements Dialling {
  private readonly calls = new Set<OutgoingCall>();
  private failures: CallFailure[] = [];
  private over = false;

  constructor(
    private readonly agent: Pick<SipAgent, "invite">,
    private readonly bindings: readonly Binding[],
    private readonly call: {
      readonly from: string;
      readonly host: string;
      readonly offer: () => Promise<MadeMedia>;
    },
    private readonly events: OutgoingEvents,
  ) {
    void this.begin();
  }

  cancel(reason?: string): void {
    this.over = true;
    for (const call of this.calls) call.cancel(reason);
  }

  private async begin(): Promise<void> {
    const made = await this.call.offer();
    if (this.over) return;
    if ("failed" in made) {
      this.over = true;
      this.events.unoffered(made.failed);
      return;
    }
    for (const binding of this.bindings) this.ring(binding, made.sdp);
  }

  private ring({ contact, way }: Binding, sdp: string): void {
    const { from, host } = this.call;
    const call: { begun?: OutgoingCall } = {};
    call.begun = this.agent.invite({
      target: contact,
      from: { uri: sipUri({ user: from === "" ? "anonymous" : from, host }), params: new Map() },
      sdp,
      ...(way === undefined ? {} : { destination: way }),
      handlers: {
        progress: () => {
          if (!this.over) this.events.ringing();
        },
        answered: (session, answer) => {
          if (this.over) {
            session.hangUp();
            return;
          }
          this.over = true;
          this.others(call.begun, ELSEWHERE);
          this.events.answered(session, answer);
        },
        failed: (failure) => {
          if (call.begun !== undefined) this.calls.delete(call.begun);
          this.failures.push(failure);
          if (this.over) return;
          const everywhere = failure.status !== undefined && OF_THE_PERSON.has(failure.status);
          if (!everywhere && this.failures.length < this.bindings.length) return;
          this.over = true;
          this.others(call.begun);
          const { code, status, reason } = everywhere ? failure : best(this.failures);
          this.events.failed(status ?? null, reason?.slice(0, 200) ?? null, code);
        },
      },
    });
    this.calls.add(call.begun);
  }

  private others(answered: OutgoingCall | undefined, reason?: string): void {
    for (const call of this.calls) if (call !== answered) call.cancel(reason);
  }
}

/** What tells the caller most: somebody is busy, somebody did not want, somebody was there. */
function best(failures: readonly CallFailure[]): CallFailure {
  const worth = ({ status }: CallFailure): number =>
    status === undefined
      ? 0
      : status === 486
        ? 4
        : status === 480 || status === 487
          ? 3
          : status < 500
            ? 2
            : 1;
  return [...failures].sort((a, b) => worth(b) - worth(a))[0] ?? { code: "unreachable" };
}
