import type { SipMessage } from "../message/index.js";

/** Content-Type without its parameters, in lower case; empty when there is none. */
export function contentTypeOf(message: SipMessage): string {
  return (message.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

/** The session description in a message, if its body is one. */
export function sdpOf(message: SipMessage): string | undefined {
  return message.body.length > 0 && contentTypeOf(message) === "application/sdp"
    ? message.body.toString("utf8")
    : undefined;
}

/** What the peer allows, as far as it said. */
export function allowsOf(message: SipMessage): string[] {
  return message.headers.list("allow").map((method) => method.toUpperCase());
}
