import type { StreamFrame } from "@patchbay/protocol";
import { createParser } from "eventsource-parser";
import { WireFailure } from "../parts/index.js";
import type { AfterChat, Availability } from "./types.js";

export interface HttpOptions {
  readonly server: string;
  readonly tenant: string;
  readonly appId: string;
  readonly clientId: string;
  readonly language: string | null;
}

/** How long any call but an upload and the stream may take, ms. */
const CALL_TIMEOUT_MS = 15_000;
/** The server says something every 10 s at least: silence for longer is a dead line, ms. */
const STREAM_SILENCE_MS = 25_000;
/** An upload without a byte of progress for so long is given up and tried again, ms. */
const UPLOAD_STALL_MS = 45_000;
/** The same where progress cannot be seen: the whole upload. 25 MB at 700 kbit/s, ms. */
const UPLOAD_TIMEOUT_MS = 5 * 60_000;

/** What a chat asks of its server: {@link ChatHttp}, or in tests one that is as bad as a network can be. */
export type ChatWire = Pick<ChatHttp, keyof ChatHttp>;

/** The server's HTTP, each call for one meaning. Every failure is a {@link WireFailure}. */
export class ChatHttp {
  constructor(private readonly options: HttpOptions) {}

  async availability(): Promise<Availability> {
    const answer = await this.published("GET", "availability");
    return {
      open: answer["chat"] === "available",
      waitSeconds: countOf(answer["ewt"]),
      agentsAvailable: countOf(answer["agents_available"]),
    };
  }

  /** @returns the id of the new chat, or of the one that goes on */
  async start(phone: string, parameters: Readonly<Record<string, string>>): Promise<string> {
    return chatIdOf(await this.published("POST", "chats", { phone_number: phone, parameters }));
  }

  /** @throws WireFailure with `chatGone` when there is none */
  async active(): Promise<string> {
    return chatIdOf(await this.published("GET", "chats/active"));
  }

  /** One request of packages/protocol's stream; the same key does nothing again for 24 hours. */
  async request(chatId: string, key: string, body: object): Promise<void> {
    await this.own("POST", chatId, "events", body, { "idempotency-key": key });
  }

  async after(chatId: string): Promise<AfterChat> {
    const { survey, transcript } = await this.own("GET", chatId, "after");
    return {
      survey: isRecord(survey) ? (survey as unknown as AfterChat["survey"]) : null,
      transcript: transcript === true,
    };
  }

  async answerSurvey(chatId: string, stars: number, text: string): Promise<void> {
    await this.own("POST", chatId, "survey", { stars, text });
  }

  async transcriptLink(chatId: string): Promise<{ readonly url: string; readonly until: number }> {
    const { path, until } = await this.own("POST", chatId, "transcript-link", {});
    if (typeof path !== "string" || !path.startsWith("/") || typeof until !== "number")
      throw WireFailure.refused(500, undefined);
    const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    return { url: `${this.options.server}${path}?tz=${encodeURIComponent(zone)}`, until };
  }

  async pushKey(): Promise<string | null> {
    const url = `${this.options.server}/api/customer/v1/push-key?${this.tenant}`;
    const { publicKey } = await this.call("GET", url);
    return typeof publicKey === "string" ? publicKey : null;
  }

  async subscribePush(chatId: string, subscription: PushSubscriptionJSON | null): Promise<void> {
    const body = subscription === null ? {} : { web_push_subscription: subscription };
    await this.published("POST", `chats/${encodeURIComponent(chatId)}/notifications`, body);
  }

  /** What the server names by a path of its own. */
  absolute(path: string): string {
    return path.startsWith("/") ? `${this.options.server}${path}` : path;
  }

  /**
   * Reads the stream from a sequence number on until it ends or breaks.
   * @param opened the server has answered
   */
  async stream(
    chatId: string,
    after: number,
    signal: AbortSignal,
    handlers: { readonly opened: () => void; readonly frame: (frame: StreamFrame) => void },
  ): Promise<void> {
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    signal.addEventListener("abort", abort);
    let silence = setTimeout(abort, STREAM_SILENCE_MS);
    const heard = (): void => {
      clearTimeout(silence);
      silence = setTimeout(abort, STREAM_SILENCE_MS);
    };
    try {
      if (signal.aborted) throw WireFailure.network();
      const response = await fetch(`${this.ownUrl(chatId, "stream")}&after=${after}`, {
        headers: { authorization: this.authorization, accept: "text/event-stream" },
        cache: "no-store",
        signal: controller.signal,
      });
      if (!response.ok || response.body === null)
        throw WireFailure.refused(response.status, parsed(await response.text()));
      heard();
      handlers.opened();
      const parser = createParser({
        onEvent: ({ data }) => {
          const frame = parsed(data);
          if (isFrame(frame)) handlers.frame(frame);
        },
      });
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await unlessAborted(reader.read(), controller.signal);
        if (done) return;
        heard();
        parser.feed(value);
      }
    } catch (cause) {
      throw WireFailure.from(cause);
    } finally {
      clearTimeout(silence);
      signal.removeEventListener("abort", abort);
      controller.abort();
    }
  }

  /**
   * @param onProgress the part done, 0 to 1
   * @returns the file's id
   */
  upload(
    file: Blob,
    name: string,
    onProgress: (ratio: number) => void,
    signal: AbortSignal,
  ): Promise<string> {
    const form = new FormData();
    form.append("file", file, name);
    const url = this.publishedUrl("files");
    // Only a browser's XMLHttpRequest tells how far an upload is.
    return typeof XMLHttpRequest === "undefined"
      ? this.uploadByFetch(url, form, signal)
      : this.uploadByRequest(url, form, onProgress, signal);
  }

  private async uploadByFetch(url: string, form: FormData, signal: AbortSignal): Promise<string> {
    const response = await fetch(url, {
      method: "POST",
      headers: { authorization: this.authorization },
      body: form,
      signal: AbortSignal.any([signal, AbortSignal.timeout(UPLOAD_TIMEOUT_MS)]),
    }).catch((cause: unknown) => Promise.reject(WireFailure.network(cause)));
    const answer = parsed(await response.text());
    if (!response.ok) throw WireFailure.refused(response.status, answer);
    return fileIdOf(answer);
  }

  private uploadByRequest(
    url: string,
    form: FormData,
    onProgress: (ratio: number) => void,
    signal: AbortSignal,
  ): Promise<string> {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const abort = (): void => request.abort();
      let stall = setTimeout(abort, UPLOAD_STALL_MS);
      const done = (): void => {
        clearTimeout(stall);
        signal.removeEventListener("abort", abort);
      };
      const fail = (): void => {
        done();
        reject(WireFailure.network());
      };
      signal.addEventListener("abort", abort);
      request.upload.addEventListener("progress", (event) => {
        clearTimeout(stall);
        stall = setTimeout(abort, UPLOAD_STALL_MS);
        if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
      });
      request.addEventListener("error", fail);
      request.addEventListener("abort", fail);
      request.addEventListener("load", () => {
        done();
        const answer = parsed(request.responseText);
        if (request.status !== 200) return reject(WireFailure.refused(request.status, answer));
        try {
          resolve(fileIdOf(answer));
        } catch (cause) {
          reject(cause);
        }
      });
      request.open("POST", url);
      request.setRequestHeader("Authorization", this.authorization);
      request.send(form);
    });
  }

  private get authorization(): string {
    const { appId, clientId } = this.options;
    return `MOBILE-API-140-327-PLAIN appId="${appId}", clientId="${clientId}"`;
  }

  private get tenant(): string {
    // Says who calls: a page that shows the forms that agents ask for.
    return `tenantUrl=${encodeURIComponent(this.options.tenant)}&app=sdk`;
  }

  private publishedUrl(path: string): string {
    return `${this.options.server}/clientweb/api/v2/${path}?${this.tenant}`;
  }

  private ownUrl(chatId: string, what: string): string {
    return `${this.options.server}/api/customer/v1/chats/${encodeURIComponent(chatId)}/${what}?${this.tenant}`;
  }

  private published(method: "GET" | "POST", path: string, body?: object): Promise<Answer> {
    return this.call(method, this.publishedUrl(path), body);
  }

  private own(
    method: "GET" | "POST",
    chatId: string,
    what: string,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    return this.call(method, this.ownUrl(chatId, what), body, headers);
  }

  private async call(
    method: "GET" | "POST",
    url: string,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const { language } = this.options;
    let response: Response;
    let text: string;
    try {
      response = await fetch(url, {
        method,
        headers: {
          authorization: this.authorization,
          ...(language !== null && { "accept-language": language }),
          ...(body !== undefined && { "content-type": "application/json; charset=utf-8" }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        cache: "no-store",
        signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
      });
      text = await response.text();
    } catch (cause) {
      throw WireFailure.network(cause);
    }
    const answer = parsed(text);
    if (!response.ok) throw WireFailure.refused(response.status, answer);
    return isRecord(answer) ? answer : {};
  }
}

/** A body that is being decoded does not always end when it is aborted: without this, a reader could wait for ever. */
function unlessAborted<T>(reading: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(WireFailure.network());
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    reading.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

type Answer = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What is on the wire is the server's; only that it is a frame at all is looked at. */
const isFrame = (value: unknown): value is StreamFrame =>
  isRecord(value) && typeof value["at"] === "number" && Array.isArray(value["events"]);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Counts are text on the published wire. */
function countOf(value: unknown): number | null {
  const count = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof count === "number" && Number.isFinite(count) ? count : null;
}

function chatIdOf(answer: Answer): string {
  const id = answer["chat_id"];
  if (typeof id !== "string" || id === "") throw WireFailure.refused(500, answer);
  return id;
}

function fileIdOf(answer: unknown): string {
  const id = isRecord(answer) ? answer["file_id"] : undefined;
  if (typeof id !== "string" || id === "") throw WireFailure.refused(500, answer);
  return id;
}
