import { Headers, noBody, type SipRequest, type SipResponse } from "../message/index.js";

/** ACK of an INVITE that failed: part of its transaction, hop by hop (RFC 3261 section 17.1.1.3). */
export function makeTransactionAck(invite: SipRequest, response: SipResponse): SipRequest {
  return companion(invite, "ACK", response.headers.get("to") ?? invite.headers.get("to") ?? "");
}

/** CANCEL of a request on its way (RFC 3261 section 9.1). */
export function makeCancel(request: SipRequest, reason?: string): SipRequest {
  const cancel = companion(request, "CANCEL", request.headers.get("to") ?? "");
  if (reason !== undefined) cancel.headers.add("reason", reason);
  return cancel;
}

/** Same Request-URI, topmost Via, From, Call-ID, CSeq number and Route. */
function companion(request: SipRequest, method: "ACK" | "CANCEL", to: string): SipRequest {
  const headers = new Headers([["via", request.headers.get("via") ?? ""]]);
  for (const route of request.headers.all("route")) headers.add("route", route);
  headers.add("max-forwards", "70");
  headers.add("from", request.headers.get("from") ?? "");
  headers.add("to", to);
  headers.add("call-id", request.headers.get("call-id") ?? "");
  headers.add("cseq", `${(request.headers.get("cseq") ?? "0").split(/\s/)[0]} ${method}`);
  return { kind: "request", method, uri: request.uri, headers, body: noBody };
}
