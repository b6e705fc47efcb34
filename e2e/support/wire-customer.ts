/** What an app posts; the wire's own names. */
export type WireEvent = Readonly<Record<string, unknown>> & { readonly event: string };

/** A customer by plain HTTP, as any client of the published API. While a chat lives it polls, as apps do. */
export class WireCustomer {
  readonly #closed = new AbortController();
  readonly heard: WireEvent[] = [];
  chatId = "";
  /** As the app tells it. */
  phoneNumber: string | null = null;

  constructor(
    private readonly origin: string,
    private readonly clientId: string,
    private readonly appId = "demo-app",
  ) {}

  async start(parameters: Readonly<Record<string, unknown>>, ...first: readonly WireEvent[]): Promise<void> {
    const started = await this.#call("POST", "chats", {
      parameters,
      ...(this.phoneNumber !== null && { phone_number: this.phoneNumber }),
    });
    this.chatId = String(started["chat_id"]);
    if (first.length > 0) await this.post(...first);
    void this.#poll();
  }

  say(text: string): Promise<void> {
    return this.post({
      event: "chat_session_message",
      msg_id: crypto.randomUUID(),
      msg: text,
      msg_text: text,
    });
  }

  async post(...events: readonly WireEvent[]): Promise<void> {
    await this.#call("POST", `chats/${this.chatId}/events`, { events });
  }

  /** @returns the id under which a `chat_session_file` event names it */
  async upload(name: string, bytes: Uint8Array<ArrayBuffer>, type: string): Promise<string> {
    const form = new FormData();
    form.append("file", new Blob([bytes], { type }), name);
    const answer = await fetch(this.#url("files"), {
      method: "POST",
      headers: { authorization: this.#authorization },
      body: form,
    });
    const body = (await answer.json()) as Record<string, unknown>;
    if (answer.status !== 200) throw new Error(`files: ${answer.status} ${JSON.stringify(body)}`);
    return String(body["file_id"]);
  }

  close(): void {
    this.#closed.abort();
  }

  async #poll(): Promise<void> {
    while (!this.#closed.signal.aborted) {
      try {
        const { events } = await this.#call("GET", `chats/${this.chatId}/events`);
        this.heard.push(...((events ?? []) as WireEvent[]));
      } catch (error) {
        if (error instanceof Error && error.message.includes(" 404 ")) return;
        // The server is away or starting: it answers such a poll late by itself, and a refused one is asked again.
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
  }

  get #authorization(): string {
    return `MOBILE-API-140-327-PLAIN appId="${this.appId}", clientId="${this.clientId}"`;
  }

  #url(path: string): string {
    return `${this.origin}/clientweb/api/v2/${path}?tenantUrl=127.0.0.1`;
  }

  async #call(method: "GET" | "POST", path: string, body?: unknown): Promise<Record<string, unknown>> {
    const answer = await fetch(this.#url(path), {
      method,
      signal: this.#closed.signal,
      headers: { authorization: this.#authorization, "content-type": "application/json; charset=utf-8" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (answer.status === 429) {
      // Refused whole, for talking too fast: nothing of it was taken.
      await new Promise((resolve) =>
        setTimeout(resolve, Number(answer.headers.get("retry-after") ?? 1) * 1_000),
      );
      return this.#call(method, path, body);
    }
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  }
}
