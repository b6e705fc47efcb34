import type { FromPage, ToPage } from "../wire/page-wire.js";

/** Where the page stands with its phone. The last three are for good, until the page is told to try again. */
export type LinkState = "connecting" | "open" | "away" | "not_here" | "elsewhere" | "too_many";

const AGAIN_MS = 1_000;
const final: Readonly<Record<number, LinkState>> = { 4403: "not_here", 4409: "elsewhere", 4429: "too_many" };

/** The page's WebSocket to its phone; it comes back by itself. */
export class Link {
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly phone: string,
    private readonly own: () => string,
    private readonly take: (message: ToPage) => void,
    private readonly changed: (state: LinkState) => void,
  ) {}

  open(): void {
    clearTimeout(this.#timer);
    const address = new URL("/phone/stream", location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.onopen = () => this.say({ say: "hello", phone: this.phone, own: this.own() });
    socket.onmessage = ({ data }) => {
      this.changed("open");
      // Our own process wrote it.
      this.take(JSON.parse(String(data)) as ToPage);
    };
    socket.onclose = ({ code }) => {
      if (this.#socket !== socket) return;
      const state = final[code];
      this.changed(state ?? "away");
      if (state === undefined) this.#timer = setTimeout(() => this.open(), AGAIN_MS);
    };
  }

  say(message: FromPage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}
