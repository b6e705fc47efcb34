import type { SipResponse } from "../message/index.js";
import type { ServerInput } from "./invite-server.js";
import { isFinal, type MachineConditions, type Step } from "./machine.js";

/**
 * Server transaction of every method but INVITE (RFC 3261 section 17.2.2).
 *
 *  trying ──1xx──▶ proceeding ──final──▶ completed (J) ──▶ ended
 */
export interface Server {
  readonly phase: "trying" | "proceeding" | "completed" | "ended";
  readonly last?: SipResponse;
}

export function startServer(): Step<Server> {
  return { state: { phase: "trying" }, effects: [] };
}

export function stepServer(state: Server, input: ServerInput, on: MachineConditions): Step<Server> {
  switch (input.type) {
    case "request":
      return { state, effects: state.last === undefined ? [] : [{ do: "send", message: state.last }] };
    case "respond": {
      if (state.phase === "completed" || state.phase === "ended") return { state, effects: [] };
      const send = { do: "send", message: input.response } as const;
      if (!isFinal(input.response)) {
        return { state: { phase: "proceeding", last: input.response }, effects: [send] };
      }
      return {
        state: { phase: "completed", last: input.response },
        effects: [send, { do: "set", timer: "J", afterMs: on.reliable ? 0 : 64 * on.timing.t1 }],
      };
    }
    case "timer":
      if (state.phase !== "completed" || input.timer !== "J") return { state, effects: [] };
      return { state: { ...state, phase: "ended" }, effects: [{ do: "end" }] };
    case "ack":
    case "transport_failed":
      return { state, effects: [] };
  }
}
