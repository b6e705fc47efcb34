import type { SipRequest } from "../message/index.js";
import type { ClientInput } from "./invite-client.js";
import { isFinal, type MachineConditions, type Step } from "./machine.js";

/**
 * Client transaction of every method but INVITE (RFC 3261 section 17.1.2).
 *
 *  trying ──1xx──▶ proceeding ──final──▶ completed (K) ──▶ ended
 *     └──────────────┴──F, transport──▶ ended
 */
export interface Client {
  readonly phase: "trying" | "proceeding" | "completed" | "ended";
  readonly request: SipRequest;
  /** Timer E's present interval, ms. */
  readonly interval: number;
}

export function startClient(request: SipRequest, on: MachineConditions): Step<Client> {
  const { t1 } = on.timing;
  return {
    state: { phase: "trying", request, interval: t1 },
    effects: [
      { do: "send", message: request },
      ...(on.reliable ? [] : [{ do: "set", timer: "E", afterMs: t1 } as const]),
      { do: "set", timer: "F", afterMs: 64 * t1 },
    ],
  };
}

export function stepClient(state: Client, input: ClientInput, on: MachineConditions): Step<Client> {
  const waiting = state.phase === "trying" || state.phase === "proceeding";
  const stop = [
    { do: "clear", timer: "E" },
    { do: "clear", timer: "F" },
  ] as const;
  switch (input.type) {
    case "timer":
      if (waiting && input.timer === "E") {
        const { t2 } = on.timing;
        const interval = state.phase === "trying" ? Math.min(state.interval * 2, t2) : t2;
        return {
          state: { ...state, interval },
          effects: [
            { do: "send", message: state.request },
            { do: "set", timer: "E", afterMs: interval },
          ],
        };
      }
      if (waiting && input.timer === "F") {
        return {
          state: { ...state, phase: "ended" },
          effects: [...stop, { do: "fail", cause: "timeout" }, { do: "end" }],
        };
      }
      if (state.phase === "completed" && input.timer === "K") {
        return { state: { ...state, phase: "ended" }, effects: [{ do: "end" }] };
      }
      return { state, effects: [] };
    case "transport_failed":
      if (!waiting) return { state, effects: [] };
      return {
        state: { ...state, phase: "ended" },
        effects: [...stop, { do: "fail", cause: "transport" }, { do: "end" }],
      };
    case "response": {
      if (!waiting) return { state, effects: [] };
      const deliver = { do: "deliver", response: input.response } as const;
      if (!isFinal(input.response)) return { state: { ...state, phase: "proceeding" }, effects: [deliver] };
      return {
        state: { ...state, phase: "completed" },
        effects: [...stop, { do: "set", timer: "K", afterMs: on.reliable ? 0 : on.timing.t4 }, deliver],
      };
    }
  }
}
