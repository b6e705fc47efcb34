import type { SessionTimerPolicy } from "../dialog/index.js";
import { formatUri, type ParseFailure, type ReceivedRequest, sipUri } from "../message/index.js";
import { randomText, type SipClock, type SipRandom } from "../time/clock.js";
import type { ServerTransaction, Timing, TransactionLayer } from "../transaction/index.js";
import type { Destination, SipResolver, Source, Transports } from "../transport/index.js";
import type { Session } from "./session.js";

/** What the stack has to say about itself: for the log and for who bans scanners. */
export type SipNotice =
  | { readonly what: "unreadable"; readonly source: Source; readonly failure: ParseFailure }
  /** A request that was refused before anybody saw it. */
  | {
      readonly what: "refused";
      readonly source: Source;
      readonly status: number;
      readonly request: ReceivedRequest;
    }
  | { readonly what: "trouble"; readonly detail: string };

/** What a call in any state answers to within its dialog. */
export interface DialogOwner {
  readonly dialogKey: string;
  onRequest(transaction: ServerTransaction): void;
  onAck(request: ReceivedRequest): void;
}

/** What all parts of an agent share. */
export interface AgentContext {
  readonly layer: TransactionLayer;
  readonly transports: Transports;
  readonly clock: SipClock;
  readonly random: SipRandom;
  readonly timing: Timing;
  readonly resolver: SipResolver;
  readonly userAgent: string;
  readonly allow: string;
  readonly sessionTimer: SessionTimerPolicy | undefined;
  readonly notice: (notice: SipNotice) => void;
  /** Dialogs by key. */
  readonly owners: Map<string, DialogOwner>;
  readonly sessions: Map<string, Session>;
}

export function newTag(context: AgentContext): string {
  return randomText(context.random, 6);
}

/** Our Contact towards somebody. */
export function contactTowards(context: AgentContext, to: Destination, user: string | undefined): string {
  const { host, port } = context.transports.sentBy(to);
  const params: [string, string][] = to.protocol === "udp" ? [] : [["transport", to.protocol]];
  const plainHost = host.startsWith("[") ? host.slice(1, -1) : host;
  return `<${formatUri(sipUri({ ...(user === undefined ? {} : { user }), host: plainHost, port, params }))}>`;
}

/** Calls something that belongs to the user of the stack: what it throws is told and goes no further. */
export function tell(context: AgentContext, call: () => void): void {
  try {
    call();
  } catch (error) {
    context.notice({ what: "trouble", detail: `a handler threw: ${String(error)}` });
  }
}

/** What every response and request of ours says about what we can. */
export function capabilities(context: AgentContext): [string, string][] {
  return [
    ["allow", context.allow],
    ["supported", supportedExtensions.join(", ")],
    ["user-agent", context.userAgent],
  ];
}

/** Option tags that we know (section 20.32, 20.37). */
export const supportedExtensions: readonly string[] = ["replaces", "timer"];
