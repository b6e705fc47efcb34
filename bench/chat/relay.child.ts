/**
 * The least that a durable chat server in Node can do: WebSocket in, one committed row, WebSocket out, a sign to the
 * sender. No sign-in, no JSON, no rules. What ours costs beside it is what these cost.
 *
 *   relay.child.ts --port 8090 --db postgres://...
 *
 * Rows that come while a commit is under way share the next one, and one commit is under way at a time: two at once let
 * messages of one conversation overtake each other.
 */
import pg from "pg";
import { type WebSocket, WebSocketServer } from "ws";

const option = (name: string): string => process.argv[process.argv.indexOf(`--${name}`) + 1] ?? "";
interface Message {
  readonly from: WebSocket;
  readonly to: WebSocket | undefined;
  readonly conversation: number;
  readonly text: string;
}
const sockets = new Map<string, WebSocket>();
const pool = new pg.Pool({ connectionString: option("db"), max: 2 });
await pool.query(
  "create table if not exists relay_message(id bigserial primary key, conversation int not null, at timestamptz not null default now(), body text not null)",
);
await pool.query("create index if not exists relay_message_conversation on relay_message(conversation, id)");
let waiting: Message[] = [];
let isCommitting = false;

async function commit(): Promise<void> {
  if (isCommitting) return;
  isCommitting = true;
  while (waiting.length > 0) {
    const batch = waiting;
    waiting = [];
    await pool.query({
      name: "insert",
      text: "insert into relay_message(conversation, body) select * from unnest($1::int[], $2::text[])",
      values: [batch.map(({ conversation }) => conversation), batch.map(({ text }) => text)],
    });
    for (const { from, to, text } of batch) {
      from.send("A");
      to?.send(text);
    }
  }
  isCommitting = false;
}

const server = new WebSocketServer({
  host: "127.0.0.1",
  port: Number(option("port")),
  perMessageDeflate: false,
});
server.on("connection", (socket, request) => {
  const query = new URL(request.url ?? "", "http://relay").searchParams;
  const role = query.get("role");
  sockets.set(`${role} ${query.get("i")}`, socket);
  const others = role === "agent" ? "customer" : "agent";
  socket.on("message", (data) => {
    const text = String(data);
    const first = text.indexOf(" ");
    const second = text.indexOf(" ", first + 1);
    waiting.push({
      from: socket,
      to: sockets.get(`${others} ${text.slice(0, first)}`),
      conversation: Number(text.slice(first + 1, second)),
      text: text.slice(second + 1),
    });
    void commit();
  });
});
process.on("SIGTERM", () => process.exit(0));
