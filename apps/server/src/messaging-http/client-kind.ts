import type { AppShows } from "../center/edge.js";

/**
 * Which client calls. The published SDKs send no honest User-Agent; this is only for what breaks one of them:
 * unknown events (Android), the word for closed, whether `msg` is text or HTML, and what agents may ask for. Our own
 * app says `app=patchbay`, and pages with our SDK `app=sdk`.
 */
export type ClientKind = "android" | "ios" | "web" | "own" | "sdk" | "generic";

export function clientKindOf(request: {
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}): ClientKind {
  if (request.query.app === "patchbay") return "own";
  if (request.query.app === "sdk") return "sdk";
  // Both SDKs send a header named "UserAgent", without the hyphen.
  if (request.headers["useragent"] === "MobileClient") return "nonce" in request.query ? "android" : "ios";
  if ("timestamp" in request.query || request.headers.origin !== undefined) return "web";
  return "generic";
}

/** "Closed": the Android SDK crashes on the documented word, every other client fails on Android's. */
export const closedWord = (kind: ClientKind): "unavailable" | "notAvailable" =>
  kind === "android" ? "unavailable" : "notAvailable";

const nothing: AppShows = {
  form: false,
  namelessForm: false,
  secureForm: false,
  cobrowsing: false,
  call: false,
};
const everything: AppShows = {
  form: true,
  namelessForm: true,
  secureForm: true,
  cobrowsing: true,
  call: true,
};
const shows: Readonly<Record<ClientKind, AppShows>> = {
  // Knows forms by their names only, and crashes on the rest.
  android: { ...nothing, form: true, call: true },
  // Leaves all of it out without a word: the agent would wait for an answer that cannot come.
  ios: nothing,
  own: { ...nothing, call: true },
  web: everything,
  sdk: { ...nothing, form: true, namelessForm: true },
  // Written from the published description, which has all of it.
  generic: everything,
};

/** What of an agent's asking this client can put before its customer. */
export const showsOfKind = (kind: ClientKind): AppShows => shows[kind];
