import type { DigestClient } from "../auth/index.js";
import { type Dialog, keyOf, nextHop, type RequestParts, requestWithin } from "../dialog/index.js";
import { makeResponse, type ReceivedRequest, type ResponseParts } from "../message/index.js";
import type { ServerTransaction } from "../transaction/index.js";
import { type Destination, isReliable, literalTarget } from "../transport/index.js";
import { type AgentContext, capabilities } from "./context.js";
import { type ExchangeEnd, exchange } from "./exchange.js";

/** Why a session is over. */
export type SessionEnd = {
  readonly by: "us" | "them";
  readonly cause:
    | "bye"
    /** Another dialog took its place (RFC 3891). */
    | "replaced"
    /** Our 2xx was never acknowledged (section 13.3.1.4). */
    | "no_ack"
    /** The session timer ran out without a refresh (RFC 4028). */
    | "session_expired"
    /** A request within the dialog was answered 481 or 408, or by nobody (section 12.2.1.2). */
    | "peer_lost";
  /** The peer's Reason header (RFC 3326), when its BYE had one. */
  readonly reason?: string;
};

/** Answer to a request of ours within the dialog. */
export type SessionAnswer =
  | { readonly ok: true; readonly status: number; readonly body: string }
  | {
      readonly ok: false;
      /** `pending`: another offer is under way. `over`: the session has ended. */
      readonly code: "refused" | "timeout" | "unreachable" | "pending" | "over";
      readonly status?: number;
      readonly reason?: string;
    };

export interface SessionSeed {
  readonly dialog: Dialog;
  /** Our Contact in this dialog. */
  readonly contact: string;
  /**
   * A way that is kept to, because the peer's Contact cannot be reached from here: it sits behind an address
   * translation, or its connection is the only way to it.
   */
  readonly way?: Destination;
  readonly auth?: DigestClient;
  /** Methods that the peer allows, as far as it said. */
  readonly peerAllows: readonly string[];
}

/** What all parts of a session share: the dialog, sending within it, and its end. */
export class SessionCore {
  dialog: Dialog;
  ended: SessionEnd | undefined;
  private readonly atEnd: ((end: SessionEnd) => void)[] = [];

  constructor(
    readonly context: AgentContext,
    readonly seed: SessionSeed,
  ) {
    this.dialog = seed.dialog;
  }

  get key(): string {
    return keyOf(this.dialog);
  }

  onEnd(listener: (end: SessionEnd) => void): void {
    this.atEnd.push(listener);
  }

  end(end: SessionEnd): void {
    if (this.ended !== undefined) return;
    this.ended = end;
    for (const listener of this.atEnd) listener(end);
  }

  /**
   * Where a request within the dialog goes; `undefined`: where its URI leads. Over TCP and TLS the connection of the
   * INVITE is used while it stands, and after it a new one to the Contact, which often names no transport.
   */
  destination(): Destination | undefined {
    const { way } = this.seed;
    if (way === undefined || this.dialog.routes.length > 0) return undefined;
    const target = isReliable(way.protocol) ? literalTarget(nextHop(this.dialog)) : undefined;
    return target === undefined ? way : { ...way, address: target.address, port: target.port };
  }

  /**
   * Sends a request within the dialog. That the peer no longer knows the dialog, or does not answer, ends the session
   * (section 12.2.1.2), except for a BYE, which ends it anyway.
   *
   * @param onEnd also gets the CSeq that was used. For an INVITE it is called again for each copy of a 2xx.
   */
  send(method: string, parts: () => RequestParts, onEnd: (end: ExchangeEnd, sequence: number) => void): void {
    let sequence = 0;
    const destination = this.destination();
    exchange(this.context, {
      compose: () => {
        const made = requestWithin(this.dialog, method, parts());
        this.dialog = made.dialog;
        sequence = made.dialog.localSequence;
        return made.request;
      },
      target: nextHop(this.dialog),
      ...(destination === undefined ? {} : { destination }),
      ...(this.seed.auth === undefined ? {} : { auth: this.seed.auth }),
      onEnd: (end) => {
        onEnd(end, sequence);
        const lost = end.type === "response" ? isLost(end.response.status) : true;
        if (lost && method !== "BYE") this.end({ by: "them", cause: "peer_lost" });
      },
    });
  }

  respond(transaction: ServerTransaction, status: number, parts: ResponseParts = {}): void {
    transaction.respond(makeResponse(transaction.request, status, { toTag: this.dialog.localTag, ...parts }));
  }

  /** Contact and what we can: for INVITE, UPDATE and their 2xx. */
  contactHeaders(): [string, string][] {
    return [["contact", this.seed.contact], ...capabilities(this.context)];
  }
}

function isLost(status: number): boolean {
  return status === 481 || status === 408;
}

/** An answer as a session's user sees it. */
export function answerOf(end: ExchangeEnd): SessionAnswer {
  if (end.type !== "response") return { ok: false, code: end.type };
  const { status, reason, body } = end.response;
  if (status < 300) return { ok: true, status, body: body.toString("utf8") };
  return { ok: false, code: "refused", status, reason };
}

/** The Reason header of a request as a session's end tells it. */
export function reasonIn(request: ReceivedRequest): { reason?: string } {
  const reason = request.headers.get("reason");
  return reason === undefined ? {} : { reason };
}
