/**
 * Which client calls. The published SDKs send no honest User-Agent; this is only for what breaks one of them:
 * unknown events (Android), the word for closed, and whether `msg` is text or HTML.
 */
export type ClientKind = "android" | "ios" | "web" | "generic";

export function clientKindOf(request: {
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}): ClientKind {
  // Both SDKs send a header named "UserAgent", without the hyphen.
  if (request.headers["useragent"] === "MobileClient") return "nonce" in request.query ? "android" : "ios";
  if ("timestamp" in request.query || request.headers.origin !== undefined) return "web";
  return "generic";
}

/** "Closed": the Android SDK crashes on the documented word, every other client fails on Android's. */
export const closedWord = (kind: ClientKind): "unavailable" | "notAvailable" =>
  kind === "android" ? "unavailable" : "notAvailable";
