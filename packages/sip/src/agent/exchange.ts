import type { DigestClient } from "../auth/index.js";
import {
  parseNameAddress,
  parseUri,
  type ReceivedResponse,
  type SipRequest,
  type Uri,
} from "../message/index.js";
import type { ClientTransaction } from "../transaction/index.js";
import { type Destination, literalTarget, resolveTarget } from "../transport/index.js";
import type { AgentContext } from "./context.js";

/** How a request of ours ended. */
export type ExchangeEnd =
  | { readonly type: "response"; readonly response: ReceivedResponse }
  /** Nobody answered within 64 x T1. */
  | { readonly type: "timeout" }
  /** There was no way to send it: no address, no connection. */
  | { readonly type: "unreachable" };

export interface ExchangeOptions {
  /** The request for the next try, with a CSeq of its own and without Via. */
  readonly compose: (to: Destination) => SipRequest;
  /** Where to, when it is known already; else what the first Route or the Request-URI says. */
  readonly destination?: Destination;
  /** The URI that leads there. */
  readonly target: Uri | undefined;
  readonly auth?: DigestClient;
  readonly onSent?: (transaction: ClientTransaction) => void;
  readonly onProvisional?: (response: ReceivedResponse, transaction: ClientTransaction) => void;
  /** Once; for an INVITE again for each further 2xx (a copy, or another phone that answered). */
  readonly onEnd: (end: ExchangeEnd, transaction?: ClientTransaction) => void;
}

/**
 * Sends a request to its target: the first address that can be reached (RFC 3263 section 4.3), again with credentials
 * when it is challenged (RFC 3261 section 22.2).
 */
export function exchange(context: AgentContext, options: ExchangeOptions): void {
  const known = options.destination ?? literalTarget(options.target);
  if (known !== undefined) {
    attempt(context, options, [known]);
    return;
  }
  if (options.target === undefined) {
    options.onEnd({ type: "unreachable" });
    return;
  }
  resolveTarget(options.target, context.resolver).then(
    (destinations) => attempt(context, options, destinations),
    () => options.onEnd({ type: "unreachable" }),
  );
}

/** Challenges answered for one request at most: a proxy's and a server's, and one stale nonce of each. */
const maxChallenges = 4;

function attempt(
  context: AgentContext,
  options: ExchangeOptions,
  destinations: readonly Destination[],
  challenges = 0,
): void {
  const [to, ...others] = destinations;
  if (to === undefined) {
    options.onEnd({ type: "unreachable" });
    return;
  }
  const composed = options.compose(to);
  const request = options.auth?.authorize(composed) ?? composed;
  let answered = false;
  let ended = false;
  // Some transports fail within the call that sends: there is no transaction to tell of then.
  let transaction: ClientTransaction | undefined;
  transaction = context.layer.request(request, to, {
    response: (response) => {
      if (response.status < 200) {
        answered = true;
        if (transaction !== undefined) options.onProvisional?.(response, transaction);
        return;
      }
      ended = true;
      const challenged = response.status === 401 || response.status === 407;
      if (challenged && challenges < maxChallenges && options.auth?.learn(response, request) === true) {
        attempt(context, options, destinations, challenges + 1);
      } else if (response.status === 503 && others.length > 0) {
        attempt(context, options, others, challenges);
      } else options.onEnd({ type: "response", response }, transaction);
    },
    failed: (cause) => {
      ended = true;
      if (!answered && others.length > 0) attempt(context, options, others, challenges);
      else options.onEnd({ type: cause === "timeout" ? "timeout" : "unreachable" }, transaction);
    },
  });
  if (!ended) options.onSent?.(transaction);
}

/** The URI that a request goes to first: its topmost Route, else its Request-URI (section 8.1.2). */
export function firstHop(request: SipRequest): Uri | undefined {
  const [route] = request.headers.list("route");
  return route === undefined ? parseUri(request.uri) : parseNameAddress(route)?.uri;
}

/** Sends the ACK of a 2xx on its way: at once when the way is known, else as soon as the name is looked up. */
export function sendAck(
  context: AgentContext,
  ack: SipRequest,
  destination: Destination | undefined,
  target: Uri | undefined,
): void {
  const known = destination ?? literalTarget(target);
  if (known !== undefined) context.layer.acknowledge(ack, known);
  else if (target !== undefined) {
    resolveTarget(target, context.resolver).then(
      ([to]) => {
        if (to !== undefined) context.layer.acknowledge(ack, to);
      },
      () => {},
    );
  }
}
