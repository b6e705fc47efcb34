import type { ReceivedResponse, SipRequest } from "../message/index.js";
import { isFinal, isSuccess, type MachineConditions, type Step, type TimerName } from "./machine.js";

/**
 * INVITE client transaction (RFC 3261 section 17.1.1, RFC 6026 section 7.2).
 *
 *  calling ──1xx──▶ proceeding ──2xx──▶ accepted   (M) ──▶ ended    every 2xx goes to the user, who acknowledges
 *     │                 └──3xx-6xx──▶ completed  (D) ──▶ ended    ACK by the transaction, also for copies
 *     └──B, transport──▶ ended
 */
export interface InviteClient {
  readonly phase: "calling" | "proceeding" | "completed" | "accepted" | "ended";
  readonly request: SipRequest;
  /** Timer A's present interval, ms. */
  readonly interval: number;
}

export type ClientInput =
  | { readonly type: "response"; readonly response: ReceivedResponse }
  | { readonly type: "timer"; readonly timer: TimerName }
  | { readonly type: "transport_failed" };

export function startInviteClient(request: SipRequest, on: MachineConditions): Step<InviteClient> {
  const { t1 } = on.timing;
  return {
    state: { phase: "calling", request, interval: t1 },
    effects: [
      { do: "send", message: request },
      ...(on.reliable ? [] : [{ do: "set", timer: "A", afterMs: t1 } as const]),
      { do: "set", timer: "B", afterMs: 64 * t1 },
    ],
  };
}

export function stepInviteClient(
  state: InviteClient,
  input: ClientInput,
  on: MachineConditions,
): Step<InviteClient> {
  const stay: Step<InviteClient> = { state, effects: [] };
  const end = { ...state, phase: "ended" } as const;
  switch (input.type) {
    case "timer":
      if (state.phase === "calling" && input.timer === "A") {
        const interval = state.interval * 2;
        return {
          state: { ...state, interval },
          effects: [
            { do: "send", message: state.request },
            { do: "set", timer: "A", afterMs: interval },
          ],
        };
      }
      if (state.phase === "calling" && input.timer === "B") {
        return {
          state: end,
          effects: [{ do: "clear", timer: "A" }, { do: "fail", cause: "timeout" }, { do: "end" }],
        };
      }
      if (
        (state.phase === "completed" && input.timer === "D") ||
        (state.phase === "accepted" && input.timer === "M")
      ) {
        return { state: end, effects: [{ do: "end" }] };
      }
      return stay;
    case "transport_failed":
      // An INVITE that is answered already lives on: only what was still to be sent is lost.
      if (state.phase === "accepted" || state.phase === "ended") return stay;
      return {
        state: end,
        effects: [
          ...clearAll,
          ...(state.phase === "completed" ? [] : [{ do: "fail", cause: "transport" } as const]),
          { do: "end" },
        ],
      };
    case "response":
      return onResponse(state, input.response, on);
  }
}

const clearAll = [
  { do: "clear", timer: "A" },
  { do: "clear", timer: "B" },
  { do: "clear", timer: "D" },
] as const;

function onResponse(
  state: InviteClient,
  response: ReceivedResponse,
  on: MachineConditions,
): Step<InviteClient> {
  const deliver = { do: "deliver", response } as const;
  const quiet = [
    { do: "clear", timer: "A" },
    { do: "clear", timer: "B" },
  ] as const;
  switch (state.phase) {
    case "calling":
    case "proceeding":
      if (!isFinal(response)) {
        return { state: { ...state, phase: "proceeding" }, effects: [...quiet, deliver] };
      }
      if (isSuccess(response)) {
        return {
          state: { ...state, phase: "accepted" },
          effects: [...quiet, { do: "set", timer: "M", afterMs: 64 * on.timing.t1 }, deliver],
        };
      }
      return {
        state: { ...state, phase: "completed" },
        effects: [
          ...quiet,
          { do: "acknowledge", response },
          // As long as the server may repeat its answer; none where nothing comes twice.
          { do: "set", timer: "D", afterMs: on.reliable ? 0 : 64 * on.timing.t1 },
          deliver,
        ],
      };
    case "completed":
      return {
        state,
        effects: isFinal(response) && !isSuccess(response) ? [{ do: "acknowledge", response }] : [],
      };
    case "accepted":
      return { state, effects: isSuccess(response) ? [deliver] : [] };
    case "ended":
      return { state, effects: [] };
  }
}
