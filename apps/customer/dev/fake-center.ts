/**
 * A scripted center for working on the app alone: it speaks the messaging API's wire and serves the built app.
 * Nothing of it is in the product. `npx tsx apps/customer/dev/fake-center.ts [port]`, then steer it:
 *   POST /dev  {"do":"join","name":"Sofia"} | say | type | file | leave | end | warn | read | down | up | drop | queue
 */
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

type WireEvent = Record<string, unknown> & { event: string };
interface Chat {
  readonly id: string;
  readonly clientId: string;
  readonly history: WireEvent[];
  queue: WireEvent[];
  poll: ServerResponse | null;
  state: string;
  ewt: string | undefined;
  agents: string | undefined;
  over: boolean;
  readonly parameters: unknown;
}

const HERE = fileURLToPath(new URL("..", import.meta.url));
const PORT = Number(process.argv[2] ?? 18220);
const POLL_HOLD_MS = 10_000;
const CSP =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; font-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";
const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
};

const chats = new Map<string, Chat>();
const files = new Map<string, { readonly bytes: Buffer; readonly type: string }>();
let mode: "up" | "down" | "drop" = "up";
let uploadDelayMs = 0;
let serial = 0;

const seconds = () => String(Math.floor(Date.now() / 1000));

function tell(chat: Chat, event: WireEvent, keep = true): void {
  const full = { ...event, timestamp: seconds() };
  if (keep) chat.history.push(full);
  chat.queue.push(full);
  flush(chat);
}

function flush(chat: Chat): void {
  if (chat.poll === null || chat.queue.length === 0) return;
  json(chat.poll, 200, { events: chat.queue });
  chat.queue = [];
  chat.poll = null;
}

function json(response: ServerResponse, status: number, body: unknown): void {
  if (response.writableEnded) return;
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function steer(command: Record<string, string>): unknown {
  const chat = [...chats.values()].findLast((each) => command["all"] === "true" || !each.over);
  switch (command["do"]) {
    case "down":
    case "up":
    case "drop":
      mode = command["do"];
      return { mode };
    case "slow":
      uploadDelayMs = Number(command["ms"]);
      return {};
    case "state":
      return { chats: [...chats.values()].map(({ poll: _poll, ...rest }) => rest) };
  }
  if (chat === undefined) return { error: "no chat" };
  const party = command["party"] ?? "agent-1";
  switch (command["do"]) {
    case "queue":
      chat.ewt = command["ewt"];
      chat.agents = command["agents"];
      tell(chat, {
        event: "chat_session_status",
        state: "queued",
        ewt: chat.ewt ?? "",
        ...(chat.agents === undefined ? {} : { agents_available: chat.agents }),
      });
      break;
    case "join":
      chat.state = "connected";
      tell(chat, {
        event: "chat_session_party_joined",
        party_id: party,
        type: "internal",
        first_name: command["name"] ?? "Sofia",
        last_name: "",
        display_name: command["name"] ?? "Sofia",
      });
      tell(chat, { event: "chat_session_status", state: "connected", ewt: "" });
      break;
    case "leave":
      tell(chat, { event: "chat_session_party_left", party_id: party });
      break;
    case "say":
      tell(chat, { event: "chat_session_typing", party_id: party }, false);
      tell(chat, {
        event: "chat_session_message",
        party_id: party,
        msg_id: `agent-${++serial}`,
        msg: command["text"] ?? "",
        msg_text: command["text"] ?? "",
      });
      break;
    case "type":
      tell(chat, { event: "chat_session_typing", party_id: party }, false);
      break;
    case "warn":
      tell(chat, {
        event: "chat_session_timeout_warning",
        msg: command["text"] ?? "This chat closes in one minute if it stays quiet.",
      });
      break;
    case "read":
      for (const event of chat.history.filter((each) => each["party_id"] === chat.id)) {
        tell(chat, { event: "chat_session_message_read", party_id: party, ref_msg_id: event["msg_id"] });
      }
      break;
    case "end":
      tell(chat, { event: "chat_session_ended" });
      chat.over = true;
      break;
  }
  return { ok: true };
}

async function wire(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
  if (mode === "drop") {
    request.socket.destroy();
    return;
  }
  if (mode === "down") {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return json(response, 503, { error_code: "5001", error_message: "no chat server available" });
  }
  const clientId = /clientId="?([^",]+)"?/.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const file = /^chats\/([^/]+)\/files\/(.+)$/.exec(path);
  if (file) {
    const found = files.get(file[2] ?? "");
    if (found === undefined)
      return json(response, 404, { error_code: "5502", error_message: "no such file" });
    response.writeHead(200, { "content-type": found.type }).end(found.bytes);
    return;
  }
  if (path.includes("/profilephotos/")) {
    response.writeHead(200, { "content-type": "image/svg+xml" });
    response.end(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="#e6c8a4"/><circle cx="32" cy="26" r="12" fill="#8b5a3c"/><path d="M8 64c2-18 12-24 24-24s22 6 24 24" fill="#0b6074"/></svg>',
    );
    return;
  }
  if (clientId === "") return json(response, 403, { error_code: "2000", error_message: "no Authorization" });
  const body = await bodyOf(request);
  const active = [...chats.values()].find((chat) => chat.clientId === clientId && !chat.over);
  const properties = (chat: Chat, isNew: boolean) => ({
    chat_id: chat.id,
    state: chat.state,
    is_new_chat: isNew,
    ...(chat.ewt === undefined ? {} : { ewt: chat.ewt }),
    ...(chat.agents === undefined ? {} : { agents_available: chat.agents }),
  });
  if (path === "availability") return json(response, 200, { chat: "available" });
  if (path === "files") {
    if (uploadDelayMs > 0) await new Promise((resolve) => setTimeout(resolve, uploadDelayMs));
    const head = body.indexOf("\r\n\r\n");
    const header = body.subarray(0, head).toString();
    const boundary = header.split("\r\n")[0] ?? "";
    const id = `file-${++serial}`;
    const end = body.lastIndexOf(`\r\n${boundary}--`);
    files.set(id, {
      bytes: body.subarray(head + 4, end),
      type: /content-type: (.+)/i.exec(header)?.[1] ?? "application/octet-stream",
    });
    return json(response, 200, { file_id: id, file_name: /filename="([^"]*)"/.exec(header)?.[1] ?? "file" });
  }
  if (path === "chats") {
    if (active) return json(response, 200, properties(active, false));
    const chat: Chat = {
      id: `chat-${++serial}`,
      clientId,
      history: [],
      queue: [],
      poll: null,
      state: "queued",
      ewt: "120",
      agents: undefined,
      over: false,
      parameters: JSON.parse(body.toString()),
    };
    chats.set(chat.id, chat);
    return json(response, 200, properties(chat, true));
  }
  if (path === "chats/active") {
    return active
      ? json(response, 200, properties(active, false))
      : json(response, 404, { error_code: "5005", error_message: "no chat" });
  }
  const chat = chats.get(/^chats\/([^/]+)\//.exec(path)?.[1] ?? "");
  if (chat === undefined || (chat.over && chat.queue.length === 0 && !path.endsWith("history"))) {
    return json(response, 404, { error_code: "5005", error_message: "no chat" });
  }
  if (path.endsWith("/history")) return json(response, 200, { events: chat.history });
  if (path.endsWith("/events") && request.method === "POST") {
    for (const event of (JSON.parse(body.toString()) as { events: WireEvent[] }).events) {
      if (/typing/.test(event.event)) continue;
      if (event.event === "chat_session_end") {
        chat.over = true;
        continue;
      }
      chat.history.push({ ...event, party_id: chat.id, timestamp: seconds() });
    }
    return json(response, 200, {});
  }
  if (path.endsWith("/events")) {
    if (chat.poll !== null) json(chat.poll, 200, { events: [] });
    chat.poll = response;
    flush(chat);
    setTimeout(() => {
      if (chat.poll !== response) return;
      chat.poll = null;
      json(response, 200, { events: [] });
    }, POLL_HOLD_MS);
    return;
  }
  json(response, 404, { error_code: "5005", error_message: "unknown path" });
}

createServer((request, response) => {
  const url = new URL(request.url ?? "/", "http://localhost");
  const handle = async () => {
    if (url.pathname === "/dev")
      return json(
        response,
        200,
        steer(JSON.parse((await bodyOf(request)).toString()) as Record<string, string>),
      );
    if (url.pathname.startsWith("/clientweb/api/v2/"))
      return wire(request, response, url.pathname.slice("/clientweb/api/v2/".length));
    if (!url.pathname.startsWith("/app/")) return json(response, 404, {});
    const asked = url.pathname.slice("/app/".length) || "index.html";
    const bytes = readFileSync(join(HERE, "dist", asked.replaceAll("..", "")));
    response.writeHead(200, {
      "content-type": TYPES[extname(asked)] ?? "application/octet-stream",
      "content-security-policy": CSP,
    });
    response.end(bytes);
  };
  handle().catch((error: unknown) => {
    if (!response.headersSent) json(response, 404, { error: String(error) });
  });
}).listen(PORT, "127.0.0.1", () => console.log(`http://127.0.0.1:${PORT}/app/`));
