import type { ReceivedResponse, SipRequest, SipResponse } from "../message/index.js";

/** The timers of RFC 3261 table 4 and RFC 6026; `100` is the 200 ms after which an INVITE is answered by 100. */
export type TimerName = "A" | "B" | "D" | "E" | "F" | "G" | "H" | "I" | "J" | "K" | "L" | "M" | "100";

/** Round-trip estimate and what follows from it, in ms (RFC 3261 section 17.1.1.1). */
export interface Timing {
  readonly t1: number;
  readonly t2: number;
  readonly t4: number;
}

export const standardTiming: Timing = { t1: 500, t2: 4_000, t4: 5_000 };

export interface MachineConditions {
  readonly timing: Timing;
  /** TCP and TLS deliver, or say that they did not: nothing is sent again, and nothing has to be absorbed. */
  readonly reliable: boolean;
}

/** What a transaction wants done. A machine decides; the layer does. */
export type Effect =
  | { readonly do: "send"; readonly message: SipRequest | SipResponse }
  /** ACK of a failed INVITE, built by the layer from the request and this response (RFC 3261 section 17.1.1.3). */
  | { readonly do: "acknowledge"; readonly response: SipResponse }
  | { readonly do: "set"; readonly timer: TimerName; readonly afterMs: number }
  | { readonly do: "clear"; readonly timer: TimerName }
  /** A response for the user of a client transaction. */
  | { readonly do: "deliver"; readonly response: ReceivedResponse }
  /** The transaction failed on its own: nobody answered in time, or the transport failed. */
  | { readonly do: "fail"; readonly cause: "timeout" | "transport" }
  /** The server layer asks for a 100. */
  | { readonly do: "try" }
  | { readonly do: "end" };

export interface Step<State> {
  readonly state: State;
  readonly effects: readonly Effect[];
}

/** A machine that has its state inside, so that who drives it need not know which it is. */
export interface Machine<Input> {
  readonly first: readonly Effect[];
  input(input: Input): readonly Effect[];
}

export function inMotion<State, Input>(
  start: Step<State>,
  step: (state: State, input: Input) => Step<State>,
): Machine<Input> {
  let { state } = start;
  return {
    first: start.effects,
    input: (input) => {
      const next = step(state, input);
      state = next.state;
      return next.effects;
    },
  };
}

export function isFinal(response: SipResponse): boolean {
  return response.status >= 200;
}

export function isSuccess(response: SipResponse): boolean {
  return response.status >= 200 && response.status < 300;
}
