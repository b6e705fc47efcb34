import { randomUUID } from "node:crypto";
import WebSocket from "ws";

interface Result {
  readonly ok: boolean;
  readonly output?: Record<string, unknown>;
  readonly error?: { readonly code: string; readonly correlationId: string };
  /** The whole frame as it came. */
  readonly text: string;
}
interface Offer {
  readonly offerId: string;
  readonly interactionId: string;
}
interface Interaction {
  readonly interactionId: string;
  readonly contact: { readonly contactId: string };
}

/** A desk over a real socket, knowing no more than the wire. */
export class Desk {
  /** Every frame, as text. */
  readonly frames: string[] = [];
  readonly interactions = new Map<string, Interaction>();
  readonly #offers: Offer[] = [];
  readonly #waiting = new Map<string, (result: Result) => void>();
  #offerComes: (() => void) | undefined;

  private constructor(
    private readonly socket: WebSocket,
    readonly cookie: string,
  ) {}

  /** @throws the first frame, when it is a `bye` */
  static async open(
    port: number,
    host: string,
    cookie: string,
    seat: number,
    origin = `http://${host}`,
  ): Promise<Desk> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api/desk/stream?seat=${seat}&tab=${randomUUID()}`, {
      headers: { host, origin, ...(cookie === "" ? {} : { cookie }) },
    });
    const desk = new Desk(socket, cookie);
    // Every desk says that it is alive, else its agent is logged out.
    const pulse = setInterval(
      () => socket.readyState === socket.OPEN && socket.send('{"frame":"ping"}'),
      4_000,
    );
    socket.once("close", () => clearInterval(pulse));
    await new Promise<void>((resolve, reject) => {
      socket.on("message", (data) => {
        const text = String(data);
        const frame = JSON.parse(text) as { frame: string; reason?: string };
        desk.#hear(text);
        if (frame.frame === "bye") reject(new Error(`bye ${frame.reason}`));
        else resolve();
      });
      socket.once("error", reject);
      socket.once("close", (code) => reject(new Error(`closed ${code}`)));
    });
    return desk;
  }

  /** Goes on after the server's limit of frames: what it says is to be seen, not that there was too much at once. */
  async ask(name: string, input: unknown): Promise<Result> {
    for (;;) {
      const result = await this.#askOnce(name, input);
      if (result.error?.code !== "rate_limited") return result;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  #askOnce(name: string, input: unknown): Promise<Result> {
    const id = randomUUID();
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.socket.send(JSON.stringify({ frame: "request", id, name, input }));
    });
  }

  async done(name: string, input: unknown): Promise<Record<string, unknown>> {
    const result = await this.ask(name, input);
    if (!result.ok) throw new Error(`${name}: ${result.text}`);
    return result.output ?? {};
  }

  async offer(): Promise<Offer> {
    for (;;) {
      const offer = this.#offers.shift();
      if (offer !== undefined) return offer;
      await new Promise<void>((resolve) => {
        this.#offerComes = resolve;
      });
    }
  }

  close(): void {
    this.socket.terminate();
  }

  #hear(text: string): void {
    this.frames.push(text);
    const frame = JSON.parse(text) as {
      frame: string;
      id: string;
      snapshot: { offers: Offer[]; interactions: Interaction[] };
      changes: { on: string; view: Offer & Interaction }[];
    };
    if (frame.frame === "result") {
      this.#waiting.get(frame.id)?.({ ...JSON.parse(text), text });
      this.#waiting.delete(frame.id);
    }
    if (frame.frame === "snapshot") {
      for (const one of frame.snapshot.interactions) this.interactions.set(one.interactionId, one);
      this.#offers.push(...frame.snapshot.offers);
    }
    if (frame.frame === "changes") {
      for (const { on, view } of frame.changes) {
        if (on === "interaction") this.interactions.set(view.interactionId, view);
        if (on === "offer" && !this.#offers.some((one) => one.offerId === view.offerId))
          this.#offers.push(view);
      }
    }
    this.#offerComes?.();
  }
}
