import { parseNumber, parseValueWithParams, type SipRequest, type SipResponse } from "../message/index.js";

/** What both sides agreed on (RFC 4028): a refresh must come within `intervalS`, else the session is over. */
export interface SessionTimer {
  readonly intervalS: number;
  /** Who sends the refreshes. */
  readonly refresher: "us" | "them";
}

/** What we want. */
export interface SessionTimerPolicy {
  /** Seconds between refreshes at most; we ask for this. */
  readonly intervalS: number;
  /** Seconds that we accept at least. 90 is the least that the RFC allows. */
  readonly minS: number;
}

export const standardSessionTimer: SessionTimerPolicy = { intervalS: 1_800, minS: 90 };

interface Asked {
  readonly intervalS: number;
  readonly refresher?: "uac" | "uas";
}

function readSessionExpires(message: SipRequest | SipResponse): Asked | undefined {
  const read = parseValueWithParams(message.headers.get("session-expires") ?? "");
  const intervalS = read === undefined ? undefined : parseNumber(read.value, 0xffffffff);
  if (read === undefined || intervalS === undefined) return undefined;
  const refresher = read.params.get("refresher")?.toLowerCase();
  return { intervalS, ...(refresher === "uac" || refresher === "uas" ? { refresher } : {}) };
}

export function readMinSe(message: SipRequest | SipResponse): number | undefined {
  return parseNumber(parseValueWithParams(message.headers.get("min-se") ?? "")?.value ?? "", 0xffffffff);
}

function supportsTimer(message: SipRequest | SipResponse): boolean {
  return message.headers.list("supported").some((tag) => tag.toLowerCase() === "timer");
}

/** Headers for an INVITE or a refresh that we send. */
export function timerRequestHeaders(policy: SessionTimerPolicy, current?: SessionTimer): [string, string][] {
  const refresher = current === undefined ? "" : `;refresher=${current.refresher === "us" ? "uac" : "uas"}`;
  return [
    ["session-expires", `${current?.intervalS ?? policy.intervalS}${refresher}`],
    ["min-se", String(policy.minS)],
  ];
}

export type TimerAnswer =
  | {
      readonly ok: true;
      readonly timer?: SessionTimer;
      readonly headers: readonly (readonly [string, string])[];
    }
  /** To be refused with 422 and this Min-SE. */
  | { readonly ok: false; readonly status: 422; readonly headers: readonly (readonly [string, string])[] };

/** Answers the timer part of an INVITE or UPDATE to us (RFC 4028 section 9, table 2). */
export function answerTimer(request: SipRequest, policy: SessionTimerPolicy): TimerAnswer {
  const asked = readSessionExpires(request);
  const supported = supportsTimer(request);
  if (asked !== undefined && asked.intervalS < policy.minS) {
    if (supported) return { ok: false, status: 422, headers: [["min-se", String(policy.minS)]] };
    // A peer that does not know of 422 had its header from a proxy: no timer is safer than one that is too short.
    return { ok: true, headers: [] };
  }
  const floor = Math.max(policy.minS, readMinSe(request) ?? 0);
  const intervalS = Math.max(floor, Math.min(asked?.intervalS ?? policy.intervalS, policy.intervalS));
  const refresher = supported ? (asked?.refresher ?? "uac") : "uas";
  if (asked === undefined && !supported) return { ok: true, headers: [] };
  return {
    ok: true,
    timer: { intervalS, refresher: refresher === "uac" ? "them" : "us" },
    headers: [
      ["session-expires", `${intervalS};refresher=${refresher}`],
      ...(refresher === "uac" ? [["require", "timer"] as const] : []),
    ],
  };
}

/** What a 2xx to our request agreed on; without Session-Expires there is no timer (RFC 4028 section 7.2). */
export function timerOfResponse(response: SipResponse): SessionTimer | undefined {
  const agreed = readSessionExpires(response);
  if (agreed === undefined) return undefined;
  return { intervalS: Math.max(agreed.intervalS, 90), refresher: agreed.refresher === "uas" ? "them" : "us" };
}

/** When the refresh is sent, ms after the last one: half of the interval (section 7.2). */
export function refreshAfterMs(timer: SessionTimer): number {
  return timer.intervalS * 500;
}

/** When a session without a refresh is given up, ms after the last one (section 10). */
export function giveUpAfterMs(timer: SessionTimer): number {
  return (timer.intervalS - Math.min(32, timer.intervalS / 3)) * 1_000;
}
