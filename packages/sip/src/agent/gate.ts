import { isSipUri, parseUri, type ReceivedRequest } from "../message/index.js";
import { supportedExtensions } from "./context.js";

/** What a request outside of any dialog is measured by. */
export interface GateConditions {
  /** Methods that somebody here answers. */
  readonly methods: ReadonlySet<string>;
  /** Calls are taken; else when to try again, in seconds. */
  readonly open: true | { readonly retryAfterS: number };
  /** A copy of this request came by another way and is being dealt with (section 8.2.2.2). */
  readonly merged: boolean;
  /** It carries a Via of ours: it came back to us. */
  readonly looped: boolean;
}

export interface Refusal {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
}

/** Methods that are known, so that a refusal is 405 (not allowed here) and not 501 (never heard of). */
const knownMethods = new Set([
  "INVITE",
  "ACK",
  "BYE",
  "CANCEL",
  "OPTIONS",
  "REGISTER",
  "INFO",
  "UPDATE",
  "REFER",
  "NOTIFY",
  "SUBSCRIBE",
  "MESSAGE",
  "PRACK",
  "PUBLISH",
]);

/** Whether a request may come in, in the order of RFC 3261 section 8.2. `undefined`: it may. */
export function refusalOf(request: ReceivedRequest, on: GateConditions): Refusal | undefined {
  const { method, headers } = request;
  if (!on.methods.has(method)) {
    const allow = ["allow", [...on.methods].join(", ")] as const;
    return knownMethods.has(method) ? { status: 405, headers: [allow] } : { status: 501, headers: [allow] };
  }
  const uri = parseUri(request.uri);
  if (!isSipUri(uri) && uri?.scheme !== "tel") return { status: 416, headers: [] };
  if (on.merged || on.looped) return { status: 482, headers: [] };
  const unsupported = unsupportedExtensions(request);
  if (unsupported.length > 0) return { status: 420, headers: [["unsupported", unsupported.join(", ")]] };
  // A call that comes in may go out again elsewhere, so an INVITE is counted as a proxy would (RFC 7332).
  if (method === "INVITE" && Number(headers.get("max-forwards") ?? "70") === 0)
    return { status: 483, headers: [] };
  if (on.open !== true && (method === "INVITE" || method === "OPTIONS")) {
    return { status: 503, headers: [["retry-after", String(on.open.retryAfterS)]] };
  }
  return method === "INVITE" ? (contentRefusal(request) ?? inviteRefusal(request)) : undefined;
}

/** Extensions that the peer insists on and that are not built here (section 8.2.2.3). */
export function unsupportedExtensions(request: ReceivedRequest): string[] {
  return request.headers.list("require").filter((tag) => !supportedExtensions.includes(tag.toLowerCase()));
}

/** Whether the body is one that we read (section 8.2.3), and ours one that the peer does. */
export function contentRefusal(request: ReceivedRequest): Refusal | undefined {
  const { headers, body } = request;
  const encoding = headers.get("content-encoding")?.toLowerCase() ?? "identity";
  if (body.length > 0 && encoding !== "identity") {
    return { status: 415, headers: [["accept-encoding", "identity"]] };
  }
  const type = (headers.get("content-type") ?? "application/sdp").split(";")[0]?.trim().toLowerCase();
  if (body.length > 0 && type !== "application/sdp") {
    return { status: 415, headers: [["accept", "application/sdp"]] };
  }
  const accepted = headers.list("accept").map((value) => value.split(";")[0]?.trim().toLowerCase());
  const takesSdp = accepted.some((value) =>
    ["application/sdp", "application/*", "*/*"].includes(value ?? ""),
  );
  return accepted.length > 0 && !takesSdp ? { status: 406, headers: [] } : undefined;
}

function inviteRefusal(request: ReceivedRequest): Refusal | undefined {
  const contact = request.headers.get("contact");
  return contact === undefined || contact.trim() === "*" ? { status: 400, headers: [] } : undefined;
}
