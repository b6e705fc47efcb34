import {
  CLIENT_LOG_ENTRIES_MAX,
  type ClientLogEntry,
  type ClientQuality,
  clientLogEntrySchema,
  correlationIdPattern,
} from "@patchbay/protocol";

/**
 * What this page has noted of itself: the newest entries, in memory alone. An entry has only fields of a closed form
 * (packages/protocol/src/desk/client-log.ts); what does not fit is not noted at all, so nothing is here that would have to be
 * taken out later.
 */
const QUALITY_MS = 60_000;
const QUALITY_MAX = 500;

let entries: ClientLogEntry[] = [];
let heard: ClientQuality[] = [];
export const startedAt = Date.now();

type Noted<Entry> = Entry extends ClientLogEntry ? Omit<Entry, "at"> : never;

/** Notes it, unless a field has another form than is allowed. */
export function note(entry: Noted<ClientLogEntry>): void {
  const checked = clientLogEntrySchema.safeParse({ ...entry, at: Date.now() });
  if (!checked.success) return;
  entries.push(checked.data);
  if (entries.length > 2 * CLIENT_LOG_ENTRIES_MAX) entries = entries.slice(-CLIENT_LOG_ENTRIES_MAX);
}

export function noteQuality(quality: ClientQuality): void {
  heard.push(quality);
  if (heard.length > 2 * QUALITY_MAX) heard = heard.slice(-QUALITY_MAX);
}

export const notedEntries = (): ClientLogEntry[] => entries.slice(-CLIENT_LOG_ENTRIES_MAX);
export const notedQuality = (now = Date.now()): ClientQuality[] =>
  heard.filter(({ at }) => now - at <= QUALITY_MS).slice(-QUALITY_MAX);

export function forgetNoted(): void {
  entries = [];
  heard = [];
}

/** Codes and numbers come from the server; what has another form is not repeated. */
export const plainCode = (code: string): string =>
  /^[a-z][a-z0-9_]{0,59}$/.test(code) ? code : "unknown_error";
export const plainId = (id: string | undefined): string =>
  id !== undefined && correlationIdPattern.test(id) ? id : "";

/** Words of our own addresses; every other part may be an id, or what somebody looked for. */
const ROUTE_WORDS: ReadonlySet<string> = new Set([
  "api",
  "session",
  "files",
  "users",
  "photo",
  "supervise",
  "agents",
  "presence",
  "records",
  "search",
  "recordings",
  "audio",
  "waveform",
  "hold",
  "accesses",
  "calls",
  "device",
  "quality",
  "quality-report",
  "legs",
  "signatures",
  "scripts",
  "judgement",
  "package",
  "setup",
  "prompts",
  "messages",
  "greeting",
  "client-logs",
  "errors",
  "counts",
]);

/** "/api/files/*": the address without what is looked for, and with a star for each part that is no word of ours. */
export const routeOf = (url: string): string =>
  (url.split(/[?#]/)[0] ?? "")
    .split("/")
    .map((part) => (part === "" || ROUTE_WORDS.has(part) ? part : "*"))
    .join("/");

/**
 * Where an error came from: functions and places in our own files. Its message is left out, and so is every line of the stack
 * that does not look like a place.
 */
export function framesOf(stack: string): string[] {
  return stack
    .split("\n")
    .flatMap((line): string[] => {
      // Chromium: "    at name (https://host/desk/assets/file.js:1:2)"; Firefox and Safari: "name@https://host/…/file.js:1:2".
      const found =
        /^\s*at (?:async )?(?:(?:new )?([\w$.]+) )?\(?https?:\/\/[^\s)]*\/([\w.-]+):(\d+):(\d+)\)?$/.exec(
          line,
        ) ?? /^([\w$.]*)@https?:\/\/\S*\/([\w.-]+):(\d+):(\d+)$/.exec(line);
      if (found === null) return [];
      const [, name, file, at, column] = found;
      return [`${name === undefined || name === "" ? "anonymous" : name}@${file}:${at}:${column}`];
    })
    .slice(0, 12);
}

/** An error nobody expected. */
export function noteFault(cause: unknown): void {
  const isError = cause instanceof Error;
  const name = isError && /^[A-Z][A-Za-z]{0,39}$/.test(cause.name) ? cause.name : "Error";
  note({ t: "fault", name, stack: isError ? framesOf(cause.stack ?? "") : [] });
}
