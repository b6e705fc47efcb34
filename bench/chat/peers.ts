import net from "node:net";
import { LeanWebSocket } from "./lean.js";
import type { Ears, Role, Session, Target, World } from "./target.js";

/** The relay (relay.child.ts): the least that a durable chat server in Node can do. */
export class Relay implements Target {
  constructor(private readonly world: World) {}

  async connect(role: Role, index: number, ears: Ears): Promise<Session> {
    const { host, port, agents } = this.world;
    const socket = await LeanWebSocket.open({ host, port }, `/?role=${role}&i=${index}`);
    socket.hear = (text) => (text === "A" ? ears.stored?.() : ears.heard(text));
    return {
      send: (conversation, text) =>
        socket.send(`${role === "agent" ? conversation : conversation % agents} ${conversation} ${text}`),
      close: () => socket.close(),
    };
  }
}

const AGENTS_HOST = "agents.localhost";
const CUSTOMERS_HOST = "customers.localhost";
const LOGIN_TRIES = 5;
const LOGIN_MS_MAX = 60_000;

/**
 * An XMPP server (RFC 6120: stream, SASL PLAIN, bind) over a plain socket. Agents live on one host, which archives, and
 * customers on another, which does not: one chat message is exactly one row of the archive.
 */
export class Xmpp implements Target {
  constructor(private readonly world: World) {}

  /** A server may close a stream while many log in at once: then it is tried again. */
  async connect(role: Role, index: number, ears: Ears): Promise<Session> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.open(role, index, ears);
      } catch (cause) {
        if (attempt === LOGIN_TRIES) throw cause;
        await new Promise((resolve) => setTimeout(resolve, 100 * attempt));
      }
    }
  }

  private open(role: Role, index: number, ears: Ears): Promise<Session> {
    const { host, port, agents } = this.world;
    const user = `${role === "agent" ? "a" : "c"}${index}`;
    const domain = role === "agent" ? AGENTS_HOST : CUSTOMERS_HOST;
    const greeting =
      `<?xml version='1.0'?><stream:stream to='${domain}' xmlns='jabber:client' ` +
      "xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>";
    return new Promise((resolve, reject) => {
      const socket = net.connect({ host, port, noDelay: true });
      let text = "";
      let state: "before" | "auth" | "after" | "bind" | "ready" = "before";
      const timer = setTimeout(() => reject(new Error(`login of ${user} timed out: ${state}`)), LOGIN_MS_MAX);
      socket.setEncoding("utf8");
      socket.on("error", reject);
      socket.write(greeting);
      const say = (next: typeof state, stanza: string): void => {
        text = "";
        state = next;
        socket.write(stanza);
      };
      const session: Session = {
        send: (conversation, body) => {
          const to =
            role === "agent"
              ? `c${conversation}@${CUSTOMERS_HOST}`
              : `a${conversation % agents}@${AGENTS_HOST}`;
          socket.write(`<message type='chat' to='${to}' id='m'><body>${body}</body></message>`);
        },
        close: () => {
          socket.write("</stream:stream>");
          socket.destroySoon();
        },
      };
      socket.on("data", (data: string) => {
        text += data;
        if (state === "ready") {
          text = readBodies(text, ears);
          return;
        }
        if (/<failure|<stream:error|<\/stream:stream>/.test(text)) {
          clearTimeout(timer);
          socket.destroy();
          reject(new Error(`${user}@${domain}: ${text.slice(0, 300)}`));
        } else if (state === "before" && text.includes("</stream:features>")) {
          const credentials = Buffer.from(`\0${user}\0pw`).toString("base64");
          say(
            "auth",
            `<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${credentials}</auth>`,
          );
        } else if (state === "auth" && text.includes("<success")) say("after", greeting);
        else if (state === "after" && text.includes("</stream:features>"))
          say(
            "bind",
            "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>x</resource></bind></iq>",
          );
        else if (state === "bind" && text.includes("</iq>")) {
          say("ready", "<presence/>");
          clearTimeout(timer);
          resolve(session);
        }
      });
    });
  }
}

/** @returns what is not yet a whole message. */
function readBodies(received: string, ears: Ears): string {
  let text = received;
  for (let end = text.indexOf("</message>"); end >= 0; end = text.indexOf("</message>")) {
    const from = text.indexOf("<body>");
    if (from >= 0 && from < end) ears.heard(text.slice(from + 6, text.indexOf("</body>", from)));
    text = text.slice(end + 10);
  }
  return text.length > 65_536 ? text.slice(-32_768) : text;
}
