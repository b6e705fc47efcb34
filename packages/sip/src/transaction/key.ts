import {
  formatNameAddress,
  formatVia,
  type ReceivedRequest,
  type ReceivedResponse,
} from "../message/index.js";

const cookie = "z9hG4bK";

/**
 * What identifies a server transaction (RFC 3261 section 17.2.3): branch, sender and method, ACK counting as INVITE.
 * Without a usable branch, as RFC 2543 had it: everything that a copy has in common with its original.
 *
 * @param method of the transaction that is looked for: a CANCEL looks for `INVITE`.
 */
export function serverKey(request: ReceivedRequest, method: string = request.method): string {
  const { via, from, to, callId, cseq } = request.envelope;
  const of = method === "ACK" ? "INVITE" : method;
  const branch = via.params.get("branch") ?? "";
  const sender = `${via.host}:${via.port ?? ""}`;
  if (branch.toLowerCase().startsWith(cookie.toLowerCase()) && branch.length > cookie.length) {
    return `${of} ${sender} ${branch}`;
  }
  // An ACK has the tag of the answer in To, which the INVITE had not: only the URI is compared.
  const addressee = formatNameAddress({ ...to, displayName: "", params: new Map() });
  const plainVia = formatVia({ ...via, params: new Map([["branch", branch]]) });
  return `${of} ${sender} 2543 ${callId} ${cseq.number} ${from.params.get("tag") ?? ""} ${addressee} ${request.uri} ${plainVia}`;
}

/** What identifies a client transaction: our branch, which nobody else has, and the method (17.1.3). */
export function clientKey(branch: string, method: string): string {
  return `${method} ${branch}`;
}

export function responseKey(response: ReceivedResponse): string {
  return clientKey(response.envelope.via.params.get("branch") ?? "", response.envelope.cseq.method);
}

/** A branch that begins as RFC 3261 wants it, then our own mark, by which a request that comes back is known. */
export function branchWith(mark: string, unique: string): string {
  return `${cookie}${mark}${unique}`;
}

export function carriesMark(branch: string, mark: string): boolean {
  return branch.startsWith(`${cookie}${mark}`);
}
