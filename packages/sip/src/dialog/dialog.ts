import {
  formatNameAddress,
  formatUri,
  Headers,
  isSipUri,
  type NameAddress,
  noBody,
  parseNameAddress,
  parseUri,
  type ReceivedRequest,
  type ReceivedResponse,
  readAddresses,
  type SipRequest,
  type SipResponse,
  type Uri,
  withTag,
} from "../message/index.js";

/**
 * A dialog (RFC 3261 section 12) as plain data: it can be kept as JSON and taken up again by another process.
 * `role` says who made it, which decides who backs off how long after a glare.
 */
export interface Dialog {
  readonly role: "caller" | "callee";
  readonly state: "early" | "confirmed";
  readonly callId: string;
  readonly localTag: string;
  /** Empty for a peer of RFC 2543. */
  readonly remoteTag: string;
  /** From and To without tags, as header values. */
  readonly localAddress: string;
  readonly remoteAddress: string;
  /** Where requests go: the peer's Contact. */
  readonly remoteTarget: string;
  /** Route values in the order in which they are written. */
  readonly routes: readonly string[];
  /** CSeq of our last request; of the peer's last one, absent before the first. */
  readonly localSequence: number;
  readonly remoteSequence?: number;
  readonly secure: boolean;
}

/** What identifies a dialog at our side (section 12). */
export function dialogKey(callId: string, localTag: string, remoteTag: string): string {
  return `${callId} ${localTag} ${remoteTag}`;
}

export function keyOf(dialog: Dialog): string {
  return dialogKey(dialog.callId, dialog.localTag, dialog.remoteTag);
}

/** The dialog that a request within one belongs to, seen from us. */
export function keyOfRequest({ envelope }: ReceivedRequest): string {
  return dialogKey(
    envelope.callId,
    envelope.to.params.get("tag") ?? "",
    envelope.from.params.get("tag") ?? "",
  );
}

function untagged(address: NameAddress): string {
  const params = new Map([...address.params].filter(([name]) => name !== "tag"));
  return formatNameAddress({ ...address, params });
}

function contactOf(message: SipRequest | SipResponse): string | undefined {
  const first = readAddresses(message.headers, "contact")?.[0];
  return first === undefined ? undefined : formatUri(first.uri);
}

/**
 * The dialog that a response to our INVITE makes (section 12.1.2). `undefined` when it makes none: 100, no To tag in a
 * provisional one, or no Contact in a 2xx.
 */
export function dialogOfResponse(request: SipRequest, response: ReceivedResponse): Dialog | undefined {
  const { envelope, status } = response;
  const remoteTag = envelope.to.params.get("tag");
  const target = contactOf(response);
  if (status <= 100 || status >= 300 || (remoteTag === undefined && status < 200)) return undefined;
  // A provisional response without Contact can still be told apart from others; requests go where the INVITE went.
  if (target === undefined && status >= 200) return undefined;
  return {
    role: "caller",
    state: status >= 200 ? "confirmed" : "early",
    callId: envelope.callId,
    localTag: envelope.from.params.get("tag") ?? "",
    remoteTag: remoteTag ?? "",
    localAddress: untagged(envelope.from),
    remoteAddress: untagged(envelope.to),
    remoteTarget: target ?? request.uri,
    routes: response.headers.list("record-route").reverse(),
    localSequence: envelope.cseq.number,
    secure: request.uri.toLowerCase().startsWith("sips:"),
  };
}

/** The dialog that an INVITE to us makes once we answer with this tag (section 12.1.1). `undefined` without Contact. */
export function dialogOfRequest(request: ReceivedRequest, localTag: string): Dialog | undefined {
  const { envelope } = request;
  const target = contactOf(request);
  if (target === undefined) return undefined;
  return {
    role: "callee",
    state: "early",
    callId: envelope.callId,
    localTag,
    remoteTag: envelope.from.params.get("tag") ?? "",
    localAddress: untagged(envelope.to),
    remoteAddress: untagged(envelope.from),
    remoteTarget: target,
    routes: request.headers.list("record-route"),
    localSequence: 0,
    remoteSequence: envelope.cseq.number,
    secure: request.uri.toLowerCase().startsWith("sips:"),
  };
}

export interface RequestParts {
  readonly headers?: Iterable<readonly [string, string]>;
  readonly body?: string | Buffer;
  readonly contentType?: string;
}

/** A request within the dialog (section 12.2.1.1) and the dialog with its sequence raised. */
export function requestWithin(
  dialog: Dialog,
  method: string,
  parts: RequestParts = {},
): { request: SipRequest; dialog: Dialog } {
  const localSequence = dialog.localSequence + 1;
  return {
    request: composeWithin(dialog, method, localSequence, parts),
    dialog: { ...dialog, localSequence },
  };
}

/** ACK of a 2xx (section 13.2.2.4): within the dialog, with the sequence of its INVITE. */
export function ackWithin(dialog: Dialog, inviteSequence: number, parts: RequestParts = {}): SipRequest {
  return composeWithin(dialog, "ACK", inviteSequence, parts);
}

function composeWithin(dialog: Dialog, method: string, sequence: number, parts: RequestParts): SipRequest {
  const [first, ...others] = dialog.routes;
  const firstUri = first === undefined ? undefined : parseNameAddress(first)?.uri;
  const strict = isSipUri(firstUri) && !firstUri.params.has("lr");
  // A strict router (RFC 2543) wants itself in the Request-URI and the target last in the route.
  const uri = strict ? formatUri(firstUri) : dialog.remoteTarget;
  const routes = strict ? [...others, `<${dialog.remoteTarget}>`] : dialog.routes;
  const headers = new Headers();
  for (const route of routes) headers.add("route", route);
  headers.add("max-forwards", "70");
  headers.add("from", tagged(dialog.localAddress, dialog.localTag));
  headers.add("to", tagged(dialog.remoteAddress, dialog.remoteTag));
  headers.add("call-id", dialog.callId);
  headers.add("cseq", `${sequence} ${method}`);
  for (const [name, value] of parts.headers ?? []) headers.add(name, value);
  const body = parts.body === undefined ? noBody : Buffer.from(parts.body);
  if (body.length > 0) headers.set("content-type", parts.contentType ?? "application/sdp");
  return { kind: "request", method, uri, headers, body };
}

function tagged(address: string, tag: string): string {
  const read = parseNameAddress(address);
  return tag === "" || read === undefined ? address : formatNameAddress(withTag(read, tag));
}

/** Where a request within the dialog goes first: the first route, else the target. */
export function nextHop(dialog: Dialog): Uri | undefined {
  const [first] = dialog.routes;
  return first === undefined ? parseUri(dialog.remoteTarget) : parseNameAddress(first)?.uri;
}

/**
 * Takes in a request of the peer (section 12.2.2). Its target is taken over only when it is accepted: {@link withTarget}.
 *
 * @returns the dialog with the new sequence, or `out_of_order`: to be answered 500.
 */
export function acceptRequest(dialog: Dialog, request: ReceivedRequest): Dialog | "out_of_order" {
  const { number } = request.envelope.cseq;
  if (dialog.remoteSequence !== undefined && number <= dialog.remoteSequence) return "out_of_order";
  return { ...dialog, remoteSequence: number };
}

/** Re-INVITE and UPDATE, and their 2xx, may move the peer's Contact (section 12.2). */
export function withTarget(dialog: Dialog, message: SipRequest | SipResponse): Dialog {
  const target = contactOf(message);
  return target === undefined ? dialog : { ...dialog, remoteTarget: target };
}

/**
 * A 2xx confirms an early dialog; its Record-Route replaces that of the provisional response, since elements on the way
 * may only have put themselves in later (section 13.2.2.4).
 */
export function confirmed(dialog: Dialog, response?: ReceivedResponse): Dialog {
  const next: Dialog = { ...dialog, state: "confirmed" };
  if (response === undefined) return next;
  return withTarget({ ...next, routes: response.headers.list("record-route").reverse() }, response);
}
