import { WireFailure } from "@patchbay/chat-sdk/parts";
import { type AfterChat, nothingAfter, readAfterChat } from "./after-chat.js";
import { type CallProgress, numberOf, readEvents, readProgress, type ServerEvent, textOf } from "./events.js";

export interface ChatProperties {
  readonly chatId: string;
  readonly state: string;
  readonly waitSeconds: number | null;
  /** Additive field of our server: how many agents of the service are logged in. `null` = not told. */
  readonly agentsAvailable: number | null;
  readonly isNewChat: boolean;
  /** Additive field of our server: the call that is up beside the chat. */
  readonly call: CallProgress | null;
}

export interface Availability {
  readonly open: boolean;
  readonly waitSeconds: number | null;
  readonly agentsAvailable: number | null;
}

export interface MessagingApiOptions {
  /** "" for the page's own origin. */
  readonly origin: string;
  readonly tenant: string;
  readonly appId: string;
  readonly clientId: string;
}

/** How long any call but an upload may take. A long poll is answered in 13 s at most, so 15 s means a dead line. */
export const CALL_TIMEOUT_MS = 15_000;
/** An upload without a byte of progress for this long is given up and tried again. */
const UPLOAD_STALL_MS = 45_000;

/** The published messaging API, version 2, as a vendor's app calls it. Every failure is a {@link WireFailure}. */
export class MessagingApi {
  constructor(private readonly options: MessagingApiOptions) {}

  async availability(): Promise<Availability> {
    const answer = recordOf(await this.call("GET", "availability"));
    return {
      open: textOf(answer["chat"]) === "available",
      waitSeconds: numberOf(answer["ewt"]),
      agentsAvailable: numberOf(answer["agents_available"]),
    };
  }

  async startChat(
    phoneNumber: string,
    parameters: Readonly<Record<string, string>>,
  ): Promise<ChatProperties> {
    return propertiesOf(await this.call("POST", "chats", { phone_number: phoneNumber, parameters }));
  }

  async activeChat(): Promise<ChatProperties> {
    return propertiesOf(await this.call("GET", "chats/active"));
  }

  async send(chatId: string, events: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
    await this.call("POST", `chats/${encodeURIComponent(chatId)}/events`, { events });
  }

  async poll(chatId: string, signal: AbortSignal): Promise<ServerEvent[]> {
    return readEvents(
      await this.call("GET", `chats/${encodeURIComponent(chatId)}/events`, undefined, signal),
    );
  }

  async history(chatId: string): Promise<ServerEvent[]> {
    return readEvents(await this.call("GET", `chats/${encodeURIComponent(chatId)}/history`));
  }

  /** For calls in the app: where to find a way through the networks. */
  async iceServers(): Promise<RTCIceServer[]> {
    const { servers } = recordOf(await this.call("GET", "iceservers"));
    return Array.isArray(servers)
      ? servers.flatMap((server: unknown) => {
          const { url, username, credential } = recordOf(server);
          const urls = textOf(url);
          if (urls === undefined) return [];
          const known = textOf(username);
          return [
            known === undefined ? { urls } : { urls, username: known, credential: textOf(credential) ?? "" },
          ];
        })
      : [];
  }

  /** Additive: the server's Web Push key, `undefined` when it does not push. */
  async pushKey(): Promise<string | undefined> {
    const response = await fetch(
      `${this.options.origin}/api/customer/v1/push-key?tenantUrl=${encodeURIComponent(this.options.tenant)}`,
      {
        headers: { authorization: this.authorization },
        signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
      },
    );
    if (!response.ok) return undefined;
    const answer = recordOf(await response.json());
    return textOf(answer["publicKey"]);
  }

  async subscribePush(chatId: string, subscription: PushSubscriptionJSON | null): Promise<void> {
    const body = subscription === null ? {} : { web_push_subscription: subscription };
    await this.call("POST", `chats/${encodeURIComponent(chatId)}/notifications`, body);
  }

  /** Additive: what our server asks and offers when the chat is over; the browser tells its languages. */
  async afterChat(chatId: string): Promise<AfterChat> {
    const answer = await this.own("GET", chatId, "after");
    return answer === undefined ? nothingAfter : readAfterChat(recordOf(answer));
  }

  async answerSurvey(chatId: string, stars: number, text: string): Promise<void> {
    await this.own("POST", chatId, "survey", { stars, text });
  }

  /** @returns an address that whoever has it can open, and until when, in milliseconds since 1970 */
  async transcriptLink(chatId: string): Promise<{ readonly url: string; readonly until: number }> {
    const { path, until } = recordOf(await this.own("POST", chatId, "transcript-link", {}));
    const place = textOf(path);
    if (place === undefined || !place.startsWith("/") || typeof until !== "number")
      throw WireFailure.refused(500, undefined);
    const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    return { url: `${this.options.origin}${place}?tz=${encodeURIComponent(zone)}`, until };
  }

  fileUrl(chatId: string, fileId: string): string {
    return this.url(`chats/${encodeURIComponent(chatId)}/files/${encodeURIComponent(fileId)}`, false);
  }

  /** Our server makes small pictures; another one sends the whole picture and ignores the question. */
  thumbnailUrl(chatId: string, fileId: string): string {
    return `${this.fileUrl(chatId, fileId)}?size=thumb`;
  }

  photoUrl(chatId: string, partyId: string): string {
    return this.url(
      `chats/${encodeURIComponent(chatId)}/profilephotos/${encodeURIComponent(partyId)}`,
      false,
    );
  }

  /**
   * Uploads one file. By XMLHttpRequest, as fetch tells no upload progress.
   * @param onProgress the part done, 0 to 1
   */
  upload(
    file: Blob,
    name: string,
    onProgress: (ratio: number) => void,
    signal: AbortSignal,
  ): Promise<string> {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const form = new FormData();
      form.append("file", file, name);
      let stall = setTimeout(() => request.abort(), UPLOAD_STALL_MS);
      const moved = () => {
        clearTimeout(stall);
        stall = setTimeout(() => request.abort(), UPLOAD_STALL_MS);
      };
      const fail = (failure: WireFailure) => {
        clearTimeout(stall);
        signal.removeEventListener("abort", abort);
        reject(failure);
      };
      const abort = () => request.abort();
      signal.addEventListener("abort", abort);
      request.upload.addEventListener("progress", (event) => {
        moved();
        if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
      });
      request.addEventListener("error", () => fail(WireFailure.network()));
      request.addEventListener("abort", () => fail(WireFailure.network()));
      request.addEventListener("load", () => {
        clearTimeout(stall);
        signal.removeEventListener("abort", abort);
        const answer = parsed(request.responseText);
        if (request.status !== 200) return reject(WireFailure.refused(request.status, answer));
        const fileId = textOf(recordOf(answer)["file_id"]);
        if (fileId === undefined) return reject(WireFailure.refused(500, answer));
        resolve(fileId);
      });
      request.open("POST", this.url("files"));
      request.setRequestHeader("Authorization", this.authorization);
      request.send(form);
    });
  }

  private get authorization(): string {
    return `MOBILE-API-140-327-PLAIN appId="${this.options.appId}", clientId="${this.options.clientId}"`;
  }

  private url(path: string, withTenant = true): string {
    const base = `${this.options.origin}/clientweb/api/v2/${path}`;
    // Says who we are: an app that shows no forms and no cobrowsing, so that no agent asks for them in vain.
    return withTenant ? `${base}?tenantUrl=${encodeURIComponent(this.options.tenant)}&app=patchbay` : base;
  }

  /** A route of our own server beside the published ones. */
  private own(method: "GET" | "POST", chatId: string, what: string, body?: unknown): Promise<unknown> {
    const { origin, tenant } = this.options;
    const path = `/api/customer/v1/chats/${encodeURIComponent(chatId)}/${what}`;
    return this.request(method, `${origin}${path}?tenantUrl=${encodeURIComponent(tenant)}`, body);
  }

  private call(method: "GET" | "POST", path: string, body?: unknown, signal?: AbortSignal): Promise<unknown> {
    return this.request(method, this.url(path), body, signal);
  }

  private async request(
    method: "GET" | "POST",
    url: string,
    body?: unknown,
    signal?: AbortSignal,
  ): Promise<unknown> {
    const deadline = AbortSignal.timeout(CALL_TIMEOUT_MS);
    let response: Response;
    let text: string;
    try {
      response = await fetch(url, {
        method,
        cache: "no-store",
        headers: { authorization: this.authorization, "content-type": "application/json; charset=utf-8" },
        signal: signal === undefined ? deadline : AbortSignal.any([deadline, signal]),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      text = await response.text();
    } catch (cause) {
      throw WireFailure.network(cause);
    }
    const answer = parsed(text);
    if (response.status !== 200) throw WireFailure.refused(response.status, answer);
    return answer;
  }
}

function propertiesOf(value: unknown): ChatProperties {
  const answer = recordOf(value);
  const chatId = textOf(answer["chat_id"]);
  if (chatId === undefined) throw WireFailure.refused(500, value);
  return {
    chatId,
    state: textOf(answer["state"]) ?? "queued",
    waitSeconds: numberOf(answer["ewt"]),
    agentsAvailable: numberOf(answer["agents_available"]),
    isNewChat: answer["is_new_chat"] === true || answer["is_new_chat"] === "true",
    call: readProgress(recordOf(answer["call"])) ?? null,
  };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's error page or an empty body is no JSON; the status alone decides then.
    return undefined;
  }
}
