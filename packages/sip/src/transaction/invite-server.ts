import type { SipResponse } from "../message/index.js";
import { isFinal, isSuccess, type MachineConditions, type Step, type TimerName } from "./machine.js";

/**
 * INVITE server transaction (RFC 3261 section 17.2.1, RFC 6026 section 7.1).
 *
 *  proceeding ──2xx──▶ accepted (L) ──▶ ended            copies of the INVITE are absorbed; the user repeats the 2xx
 *      └──3xx-6xx──▶ completed (G, H) ──ACK──▶ confirmed (I) ──▶ ended
 */
export interface InviteServer {
  readonly phase: "proceeding" | "completed" | "confirmed" | "accepted" | "ended";
  readonly last?: SipResponse;
  /** Timer G's present interval, ms. */
  readonly interval: number;
}

export type ServerInput =
  /** The same request came again. */
  | { readonly type: "request" }
  | { readonly type: "ack" }
  | { readonly type: "respond"; readonly response: SipResponse }
  | { readonly type: "timer"; readonly timer: TimerName }
  | { readonly type: "transport_failed" };

export function startInviteServer(on: MachineConditions): Step<InviteServer> {
  return {
    state: { phase: "proceeding", interval: on.timing.t1 },
    effects: [{ do: "set", timer: "100", afterMs: 200 }],
  };
}

export function stepInviteServer(
  state: InviteServer,
  input: ServerInput,
  on: MachineConditions,
): Step<InviteServer> {
  const stay: Step<InviteServer> = { state, effects: [] };
  const { t2, t4 } = on.timing;
  switch (input.type) {
    case "request":
      if ((state.phase !== "proceeding" && state.phase !== "completed") || state.last === undefined)
        return stay;
      return { state, effects: [{ do: "send", message: state.last }] };
    case "ack":
      if (state.phase !== "completed") return stay;
      return {
        state: { ...state, phase: "confirmed" },
        effects: [
          { do: "clear", timer: "G" },
          { do: "clear", timer: "H" },
          { do: "set", timer: "I", afterMs: on.reliable ? 0 : t4 },
        ],
      };
    case "respond":
      return onRespond(state, input.response, on);
    case "timer":
      if (state.phase === "proceeding" && input.timer === "100") {
        return { state, effects: state.last === undefined ? [{ do: "try" }] : [] };
      }
      if (state.phase === "completed" && input.timer === "G" && state.last !== undefined) {
        const interval = Math.min(state.interval * 2, t2);
        return {
          state: { ...state, interval },
          effects: [
            { do: "send", message: state.last },
            { do: "set", timer: "G", afterMs: interval },
          ],
        };
      }
      if (state.phase === "completed" && input.timer === "H") {
        return {
          state: { ...state, phase: "ended" },
          effects: [{ do: "clear", timer: "G" }, { do: "fail", cause: "timeout" }, { do: "end" }],
        };
      }
      if (
        (state.phase === "confirmed" && input.timer === "I") ||
        (state.phase === "accepted" && input.timer === "L")
      ) {
        return { state: { ...state, phase: "ended" }, effects: [{ do: "end" }] };
      }
      return stay;
    case "transport_failed":
      // The answer may still get through: copies of the INVITE fetch it again, and timers H and L clean up.
      return stay;
  }
}

function onRespond(state: InviteServer, response: SipResponse, on: MachineConditions): Step<InviteServer> {
  const send = { do: "send", message: response } as const;
  const { t1 } = on.timing;
  // The user of an accepted transaction repeats its 2xx through it.
  if (state.phase === "accepted") return { state, effects: isSuccess(response) ? [send] : [] };
  if (state.phase !== "proceeding") return { state, effects: [] };
  const known = { ...state, last: response };
  if (!isFinal(response)) return { state: known, effects: [{ do: "clear", timer: "100" }, send] };
  if (isSuccess(response)) {
    return {
      state: { ...known, phase: "accepted" },
      effects: [{ do: "clear", timer: "100" }, send, { do: "set", timer: "L", afterMs: 64 * t1 }],
    };
  }
  return {
    state: { ...known, phase: "completed", interval: t1 },
    effects: [
      { do: "clear", timer: "100" },
      send,
      ...(on.reliable ? [] : [{ do: "set", timer: "G", afterMs: t1 } as const]),
      { do: "set", timer: "H", afterMs: 64 * t1 },
    ],
  };
}
