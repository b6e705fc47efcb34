import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { LeanEventStream, LeanHttp, LeanWebSocket, type Place } from "./lean.js";
import type { SeededWorld } from "./seed.js";
import type { Ears, Session, Target, World } from "./target.js";

/** As our desk does. */
const PING_MS = 4_000;
/** As the published apps do when the server is there. */
const AGAIN_MS = 1_000;

/** How customers listen: our own stream (as our SDK), or the published API's long poll. */
export type Listening = "stream" | "poll";

interface MessageView {
  readonly interactionId: string;
  readonly seq: number;
  readonly from: { readonly who: string };
  readonly body: { readonly text?: string };
}
interface Frame {
  readonly frame: string;
  readonly seq?: number;
  readonly snapshot?: { readonly seq: number; readonly messages: readonly MessageView[] };
  readonly changes?: readonly { readonly on: string; readonly view?: MessageView }[];
  readonly ok?: boolean;
  readonly reason?: string;
  readonly error?: { readonly code: string };
}

/**
 * Our server, by the interfaces that agents and customers use: the desk's WebSocket with a seat's cookie, and the
 * customer's API. `options` names the file of the seeded world, then how customers listen, then `receipts` if their apps
 * report what has arrived, as our SDK does.
 */
export class Ours implements Target {
  private readonly seeded: SeededWorld;
  private readonly listening: Listening;
  private readonly receipts: boolean;
  private readonly place: Place;
  private readonly memory = {
    /** Where each session was when it was last heard of, so that it goes on there. */
    positions: new Map<string, number>(),
    /** The newest message that each desk has of each chat. */
    shown: new Map<string, number>(),
  };

  constructor(world: World) {
    const [file = "", listening = "stream", receipts] = world.options.split(",");
    this.seeded = JSON.parse(readFileSync(file, "utf8")) as SeededWorld;
    this.listening = listening === "poll" ? "poll" : "stream";
    this.receipts = receipts === "receipts";
    this.place = { host: world.host, port: world.port };
  }

  connect(role: "agent" | "customer", index: number, ears: Ears): Promise<Session> {
    if (role === "agent") return this.desk(index, ears);
    return this.listening === "poll" ? this.polling(index, ears) : this.following(index, ears);
  }

  private async desk(index: number, ears: Ears): Promise<Session> {
    const { place } = this;
    // Kept over reconnects, as a page does.
    const { positions, shown } = this.memory;
    const { name, cookie } = this.seeded.agents[index] ?? { name: "", cookie: "" };
    const after = positions.get(name);
    const socket = await LeanWebSocket.open(
      place,
      `/api/desk/stream?seat=1&tab=${name}${after === undefined ? "" : `&after=${after}`}`,
      { origin: `http://${place.host}:${place.port}`, cookie },
    );
    const see = ({ interactionId, seq, from, body }: MessageView): void => {
      // Views come again when a line changes (it was delivered, it was read).
      if (from.who !== "customer" || seq <= (shown.get(interactionId) ?? 0)) return;
      shown.set(interactionId, seq);
      if (body.text !== undefined) ears.heard(body.text);
    };
    await new Promise<void>((resolve, reject) => {
      socket.hear = (text) => {
        const frame = JSON.parse(text) as Frame;
        switch (frame.frame) {
          case "snapshot":
            positions.set(name, frame.snapshot?.seq ?? 0);
            for (const message of frame.snapshot?.messages ?? []) see(message);
            return resolve();
          case "changes":
            positions.set(name, frame.seq ?? 0);
            for (const { on, view } of frame.changes ?? []) if (on === "message" && view) see(view);
            return resolve();
          case "result":
            if (frame.ok === false) ears.refused(frame.error?.code ?? "?");
            else ears.stored?.();
            return;
          case "bye":
            reject(new Error(`${name} was sent away: ${frame.reason}`));
        }
      };
      socket.closed = (why) => reject(new Error(`${name} was cut off: ${why}`));
    });
    socket.closed = (why) => ears.refused(`a desk was cut off: ${why}`);
    const pinging = setInterval(() => socket.send('{"frame":"ping"}'), PING_MS);
    return {
      send: (conversation, text) => {
        const input = {
          interactionId: this.chat(conversation).chatId,
          clientMessageId: randomUUID(),
          body: { kind: "text", text },
        };
        socket.send(JSON.stringify({ frame: "request", id: randomUUID(), name: "desk.message.send", input }));
      },
      close: () => {
        clearInterval(pinging);
        socket.close();
      },
    };
  }

  /** A customer's page or app with our SDK: one stream, one connection for what it says. */
  private async following(index: number, ears: Ears): Promise<Session> {
    const { positions } = this.memory;
    const { chatId, clientId } = this.chat(index);
    const authorization = headersOf(clientId);
    const path = `/api/customer/v1/chats/${chatId}`;
    const http = new LeanHttp(this.place, authorization);
    const post = (body: string, answered: (status: number, body: string) => void): void =>
      http.ask(
        "POST",
        `${path}/events`,
        `content-type: application/json\r\nidempotency-key: ${randomUUID()}\r\n`,
        body,
        answered,
      );
    const stream = await LeanEventStream.open(
      this.place,
      `${path}/stream?after=${positions.get(chatId) ?? 0}`,
      authorization,
      (data) => {
        const frame = JSON.parse(data) as {
          readonly seq: number | null;
          readonly events: readonly { type: string; from?: string; text?: string; messageId?: string }[];
        };
        if (frame.seq !== null) positions.set(chatId, frame.seq);
        for (const { type, from, text, messageId } of frame.events) {
          if (type !== "message" || from !== "agent" || text === undefined) continue;
          ears.heard(text);
          if (this.receipts)
            post(JSON.stringify({ type: "receipt", messageId, receipt: "delivered" }), (status, body) => {
              if (status !== 200) ears.refused(`receipt: ${status} ${body}`);
            });
        }
      },
      () => ears.refused("a stream was cut off"),
    );
    return {
      send: (_conversation, text) =>
        post(JSON.stringify({ type: "message", text, clientMessageId: randomUUID() }), (status, body) =>
          status === 200 ? ears.stored?.() : ears.refused(`${status} ${body}`),
        ),
      close: () => {
        stream.close();
        http.close();
      },
    };
  }

  /** An app of the published API: one long poll after the other. */
  private async polling(index: number, ears: Ears): Promise<Session> {
    const { chatId, clientId } = this.chat(index);
    const path = `/clientweb/api/v2/chats/${chatId}/events?tenantUrl=${this.place.host}`;
    const listening = new LeanHttp(this.place, headersOf(clientId));
    const saying = new LeanHttp(this.place, headersOf(clientId));
    let closed = false;
    const poll = (): void => {
      if (closed) return;
      listening.ask("GET", path, "", "", (status, body) => {
        if (status !== 200) {
          if (!closed) ears.refused(`poll: ${status} ${body}`);
          setTimeout(poll, AGAIN_MS);
          return;
        }
        poll();
        if (body.length < 20) return;
        const { events } = JSON.parse(body) as { events: readonly { event: string; msg?: string }[] };
        for (const { event, msg } of events)
          if (event === "chat_session_message" && msg !== undefined) ears.heard(msg);
      });
    };
    poll();
    return {
      send: (_conversation, text) => {
        const event = { event: "chat_session_message", msg_id: randomUUID(), msg: text, msg_text: text };
        const body = JSON.stringify({ events: [event] });
        saying.ask("POST", path, "content-type: application/json\r\n", body, (status, answer) =>
          status === 200 ? ears.stored?.() : ears.refused(`${status} ${answer}`),
        );
      },
      close: () => {
        closed = true;
        listening.close();
        saying.close();
      },
    };
  }

  private chat(index: number): { readonly chatId: string; readonly clientId: string } {
    return this.seeded.chats[index] ?? { chatId: "", clientId: "" };
  }
}

const headersOf = (clientId: string): string =>
  `authorization: MOBILE-API-140-327-PLAIN appId=demo-app, clientId=${clientId}\r\n`;
