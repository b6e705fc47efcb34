import {
  formatUri,
  isSipUri,
  parseNameAddress,
  parseNumber,
  parseValueWithParams,
  percentDecode,
  percentEncode,
  type SipRequest,
  type SipUri,
  type Uri,
} from "../message/index.js";
import { type Dialog, dialogKey } from "./dialog.js";

/** Which dialog a new INVITE takes the place of (RFC 3891), seen from who receives it. */
export interface Replaces {
  readonly callId: string;
  /** The tag of who receives the INVITE. */
  readonly toTag: string;
  readonly fromTag: string;
  readonly earlyOnly: boolean;
}

/** @returns `undefined` for one that cannot be read: to be refused with 400. */
export function parseReplaces(text: string): Replaces | undefined {
  const read = parseValueWithParams(text);
  const toTag = read?.params.get("to-tag");
  const fromTag = read?.params.get("from-tag");
  if (read === undefined || toTag === undefined || fromTag === undefined) return undefined;
  return { callId: read.value, toTag, fromTag, earlyOnly: read.params.has("early-only") };
}

export function formatReplaces(replaces: Replaces): string {
  const { callId, toTag, fromTag, earlyOnly } = replaces;
  return `${callId};to-tag=${toTag};from-tag=${fromTag}${earlyOnly ? ";early-only" : ""}`;
}

/** The key of the dialog that is replaced, at our side. RFC 2543 peers have the tag `0` for none (section 3). */
export function replacedKey(replaces: Replaces): string {
  return dialogKey(replaces.callId, replaces.toTag, replaces.fromTag === "0" ? "" : replaces.fromTag);
}

/** For an attended transfer: the Refer-To that lets somebody replace us in this dialog (RFC 3891 section 4). */
export function referToReplacing(dialog: Dialog): string {
  const target = dialog.remoteTarget;
  const replaces = formatReplaces({
    callId: dialog.callId,
    toTag: dialog.remoteTag,
    fromTag: dialog.localTag,
    earlyOnly: false,
  });
  return `<${target}${target.includes("?") ? "&" : "?"}Replaces=${percentEncode(replaces)}>`;
}

export interface ReferTarget {
  /** Without the headers that were in it. */
  readonly uri: Uri;
  readonly displayName?: string;
  readonly replaces?: Replaces;
}

/** Reads Refer-To (RFC 3515 section 2.1) with an embedded Replaces. `undefined`: refuse with 400. */
export function readReferTo(request: SipRequest): ReferTarget | undefined {
  const lines = request.headers.all("refer-to");
  const address = parseNameAddress(lines[0] ?? "");
  if (address === undefined || lines.length !== 1) return undefined;
  const { uri, displayName } = address;
  const name = displayName === undefined ? {} : { displayName };
  if (!isSipUri(uri)) return { uri, ...name };
  const embedded = uri.headers.get("replaces");
  const replaces = embedded === undefined ? undefined : parseReplaces(percentDecode(embedded));
  if (embedded !== undefined && replaces === undefined) return undefined;
  // `method=` other than INVITE would make us send what nobody here means to send.
  if ((uri.params.get("method") ?? "INVITE").toUpperCase() !== "INVITE") return undefined;
  const plain: SipUri = { ...uri, headers: new Map() };
  return { uri: plain, ...name, ...(replaces === undefined ? {} : { replaces }) };
}

/** Refer-To for a plain (blind) transfer. */
export function referTo(uri: Uri): string {
  return `<${formatUri(uri)}>`;
}

/** The body of a NOTIFY about a REFER: a status line (RFC 3515 section 2.4.5). */
export function sipfrag(status: number, reason: string): string {
  return `SIP/2.0 ${status} ${reason}\r\n`;
}

/** Status out of a sipfrag body; `undefined` when there is none. */
export function readSipfrag(body: Buffer): { status: number; reason: string } | undefined {
  const match = /^SIP\/2\.0 ([1-6]\d\d)(?: ([^\r\n]*))?/i.exec(body.toString("utf8").trimStart());
  return match === null ? undefined : { status: Number(match[1]), reason: match[2] ?? "" };
}

/** Whether a subscription is over and when it ends, from Subscription-State (RFC 6665). */
export function readSubscriptionState(request: SipRequest): { terminated: boolean; expiresS?: number } {
  const read = parseValueWithParams(request.headers.get("subscription-state") ?? "");
  const expiresS = parseNumber(read?.params.get("expires") ?? "", 0xffffffff);
  const terminated = read === undefined || read.value.toLowerCase() === "terminated";
  return { terminated, ...(expiresS === undefined ? {} : { expiresS }) };
}
