/** Customers' apps as they really call: each with the habits of one published client. Our own code throughout. */

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
  readonly text: string;
}

export type WireEvent = Record<string, unknown> & { readonly event: string };

export interface Habits {
  readonly authorization: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: () => Readonly<Record<string, string>>;
  readonly version: 1 | 2;
}

export class Client {
  readonly #habits: Habits;

  constructor(
    readonly base: string,
    habits: Habits,
  ) {
    this.#habits = habits;
  }

  /** The same app when the center has moved. */
  at(base: string): Client {
    return new Client(base, this.#habits);
  }

  async call(
    method: "GET" | "POST" | "OPTIONS",
    path: string,
    options: {
      body?: unknown;
      raw?: string;
      headers?: Record<string, string>;
      query?: Record<string, string>;
      signal?: AbortSignal;
    } = {},
  ): Promise<Answer> {
    const url = new URL(`${this.base}/clientweb/api/v${this.#habits.version}/${path}`);
    for (const [name, value] of Object.entries({
      tenantUrl: "claims.example",
      ...this.#habits.query(),
      ...options.query,
    })) {
      url.searchParams.set(name, value);
    }
    const body = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
    const response = await fetch(url, {
      method,
      headers: {
        authorization: this.#habits.authorization,
        "content-type": "application/json; charset=utf-8",
        ...this.#habits.headers,
        ...options.headers,
      },
      ...(body === undefined ? {} : { body }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    return answerOf(response);
  }

  requestChat(body: unknown = { parameters: {} }): Promise<Answer> {
    return this.call("POST", "chats", { body });
  }

  /** A new chat's id. */
  async start(body?: unknown): Promise<string> {
    const answer = await this.requestChat(body);
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
    return String(answer.body.chat_id);
  }

  async poll(chatId: string, signal?: AbortSignal): Promise<WireEvent[]> {
    const answer = await this.call("GET", `chats/${chatId}/events`, signal === undefined ? {} : { signal });
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
    return eventsOf(answer);
  }

  send(chatId: string, ...events: unknown[]): Promise<Answer> {
    return this.call("POST", `chats/${chatId}/events`, { body: { events } });
  }

  async history(chatId: string): Promise<WireEvent[]> {
    return eventsOf(await this.call("GET", `chats/${chatId}/history`));
  }
}

export const eventsOf = (answer: Answer): WireEvent[] => answer.body.events as WireEvent[];

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  let body: Record<string, unknown> = {};
  try {
    body = JSON.parse(text) as Record<string, unknown>;
  } catch {
    // Not JSON: a file, a page, or nothing.
  }
  return { status: response.status, body, headers: response.headers, text };
}

const SCHEME = "MOBILE-API-140-327-PLAIN";
let installs = 0;
const installId = (): string => `5f0c1e9a-0000-4000-8000-${String(++installs).padStart(12, "0")}`;

/** Bare values, nonce on each call, a header named UserAgent. */
export const android = (base: string, clientId = installId()): Client =>
  new Client(base, {
    authorization: `${SCHEME} appId=demo-app, clientId=${clientId}`,
    headers: { UserAgent: "MobileClient", "cache-control": "no-cache", "user-agent": "okhttp/4.9.0" },
    query: () => ({ nonce: String(Date.now()) }),
    version: 2,
  });

/** Bare values, no nonce. */
export const ios = (base: string, clientId = installId()): Client =>
  new Client(base, {
    authorization: `${SCHEME} appId=demo-app, clientId=${clientId}`,
    headers: { UserAgent: "MobileClient", "cache-control": "no-cache" },
    query: () => ({}),
    version: 2,
  });

/** Quoted values, timestamp on each call, an Origin, version 1. */
export const web = (base: string, clientId = installId(), version: 1 | 2 = 1): Client =>
  new Client(base, {
    authorization: `${SCHEME} appId="demo-app", clientId="${clientId}"`,
    headers: { origin: "https://www.larkfield.example", "user-agent": "WebChat" },
    query: () => ({ timestamp: String(Date.now()) }),
    version,
  });

/** Our own app. */
export const own = (base: string, clientId = installId()): Client =>
  new Client(base, {
    authorization: `${SCHEME} appId="demo-app", clientId="${clientId}"`,
    headers: {},
    query: () => ({ app: "patchbay" }),
    version: 2,
  });

/** Whatever the iOS SDK would drop: it reads every scalar as text, but `is_new_chat`. */
export function numbersIn(value: unknown, path = ""): string[] {
  if (typeof value === "number") return [path];
  if (typeof value === "boolean") return path.endsWith("is_new_chat") ? [] : [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => numbersIn(inner, `${path}.${name}`));
}

/** Fields that the Android SDK cannot do without, by event; a missing one or an unknown event crashes the app. */
const ANDROID_NEEDS: Readonly<Record<string, readonly string[]>> = {
  chat_session_status: ["ewt"],
  chat_session_party_joined: ["type", "first_name", "last_name", "display_name"],
  chat_session_party_left: ["party_id"],
  chat_session_message: ["msg", "party_id"],
  chat_session_message_delivered: ["ref_msg_id", "party_id"],
  chat_session_message_read: ["ref_msg_id", "party_id"],
  chat_session_typing: ["party_id"],
  chat_session_not_typing: ["party_id"],
  chat_session_timeout_warning: ["msg"],
  chat_session_inactivity_timeout: ["msg"],
  chat_session_ended: [],
  chat_session_file: ["file_name", "file_id", "file_type", "party_id"],
  chat_session_location: ["party_id", "url", "latitude", "longitude"],
  chat_session_signaling: ["data"],
  chat_session_case_set: ["case_id"],
  chat_session_form_show: ["channel", "form_name", "form_request_id", "form_timeout", "timestamp"],
};

/** Why the Android app would crash on these events; empty when it would not. */
export const androidCrashes = (events: readonly WireEvent[]): string[] =>
  events.flatMap((event) => {
    const needs = ANDROID_NEEDS[event.event];
    if (needs === undefined) return [`unknown event ${event.event}`];
    return needs.filter((field) => !(field in event)).map((field) => `${event.event} without ${field}`);
  });

/** Fields without which the iOS SDK drops the event. */
const IOS_NEEDS: Readonly<Record<string, readonly string[]>> = {
  chat_session_status: ["state", "ewt"],
  chat_session_party_joined: ["party_id", "type", "timestamp"],
  chat_session_party_left: ["party_id", "timestamp"],
  chat_session_message: ["msg"],
  chat_session_timeout_warning: ["msg", "timestamp"],
  chat_session_inactivity_timeout: ["msg", "timestamp"],
  chat_session_location: ["latitude", "longitude"],
  chat_session_case_set: ["timestamp"],
};

export const iosDrops = (events: readonly WireEvent[]): string[] =>
  events.flatMap((event) => [
    ...numbersIn(event).map((path) => `${event.event}${path} is no text`),
    ...(IOS_NEEDS[event.event] ?? [])
      .filter((field) => typeof event[field] !== "string")
      .map((field) => `${event.event} without ${field}`),
  ]);
