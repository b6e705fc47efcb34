import {
  type ClientFrame,
  DESK_SILENCE_MS,
  type DeskInput,
  type DeskOutput,
  type DeskRequestKey,
  deskRequests,
  type ServerFrame,
} from "@patchbay/protocol";
import { Heartbeat } from "./heartbeat.js";
import { lineOf } from "./order.js";

export type LinkStatus =
  | { readonly status: "connecting" }
  | { readonly status: "live" }
  /** Nothing comes back: as good as lost, though nobody has said so. */
  | { readonly status: "silent" }
  /** Waiting for the next try; `at` is this desk's clock. */
  | { readonly status: "waiting"; readonly at: number };

export type Answer<K extends DeskRequestKey> =
  | { readonly ok: true; readonly output: DeskOutput<K> }
  | {
      readonly ok: false;
      readonly error: {
        readonly code: string;
        readonly facts?: Record<string, unknown> | undefined;
        readonly correlationId: string;
      };
    };

/** A request that has no answer yet. It is sent again, under the same id, after each reconnect. */
export interface OpenRequest {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
  /** Survives a reload: somebody typed it. */
  readonly keep: boolean;
  /** Meant for this instant, as what a call's buttons do: it is given up with the connection, and never done later. */
  readonly moment?: boolean;
}

export interface AskOptions {
  readonly id?: string;
  readonly keep?: boolean;
  readonly moment?: boolean;
}

/** Of a request that was given up: it may have arrived. */
const LOST = { ok: false, error: { code: "connection_lost", correlationId: "" } } as const;

export interface LinkOptions {
  readonly url: (after: number | null) => string;
  /** The place of the last frame that was applied; `null`: nothing is known. */
  readonly after: () => number | null;
  readonly onFrame: (frame: Exclude<ServerFrame, { frame: "result" }>) => void;
  readonly onStatus: (status: LinkStatus) => void;
  /** What must survive a reload has changed. */
  readonly onKept: (requests: readonly OpenRequest[]) => void;
  readonly open?: (url: string) => WebSocket;
}

const BACKOFF_MS_MIN = 250;
const BACKOFF_MS_MAX = 8_000;
/** "Ask again with the same id": how long we wait before we do. */
const AGAIN_MS = 700;
/** For how long an instant lasts: what is not accepted within it is not asked again. */
const MOMENT_MS = 3_000;

/**
 * The desk's one connection. Reconnects by itself with growing, jittered pauses until it is told to stop, and
 * re-sends what has not been answered: the server gives one answer per id, so nothing happens twice. What must keep its
 * order goes out one after the other (order.ts), so that one that has to be asked again is not overtaken. What is meant for
 * this instant is given up instead (`moment`): nobody wants a call to be put on hold half a minute after the press.
 */
export class Link {
  private socket: WebSocket | null = null;
  private stopped = false;
  private tries = 0;
  /** Of a connection that has begun: gives it up when the first frame does not come. */
  private opening: number | undefined;
  private retry: number | undefined;
  private readonly heartbeat = new Heartbeat({
    ping: () => this.transmit({ frame: "ping" }),
    isLookedAt: () => document.visibilityState === "visible",
    onDoubt: () => this.options.onStatus({ status: "silent" }),
    onDead: () => this.socket !== null && this.lost(this.socket),
  });
  /** In the order in which they were asked. */
  private readonly open = new Map<
    string,
    { request: OpenRequest; resolve: (answer: Answer<DeskRequestKey>) => void; at: number }
  >();
  /** Of those that the server asked us to ask again: the timer that does so. */
  private readonly again = new Map<string, number>();

  constructor(private readonly options: LinkOptions) {}

  start(): void {
    this.stopped = false;
    window.addEventListener("online", this.hurry);
    window.addEventListener("offline", this.doubt);
    document.addEventListener("visibilitychange", this.turned);
    this.connect();
  }

  /** For good: after a `bye`, or when the page leaves. Open requests stay unanswered. */
  stop(): void {
    this.stopped = true;
    window.removeEventListener("online", this.hurry);
    window.removeEventListener("offline", this.doubt);
    document.removeEventListener("visibilitychange", this.turned);
    window.clearTimeout(this.retry);
    window.clearTimeout(this.opening);
    this.heartbeat.stop();
    this.forgetTimers();
    this.socket?.close();
    this.socket = null;
  }

  /** Does not wait for the next try any longer. */
  retryNow(): void {
    this.hurry();
  }

  /** Forgets what we know, so that the next connection begins with a snapshot: the frames had a gap. */
  reset(): void {
    this.socket?.close();
  }

  ask<K extends DeskRequestKey>(key: K, input: DeskInput<K>, options: AskOptions = {}): Promise<Answer<K>> {
    const request: OpenRequest = {
      id: options.id ?? crypto.randomUUID(),
      name: deskRequests[key].name,
      input,
      keep: options.keep ?? false,
      moment: options.moment ?? false,
    };
    return this.put(request) as Promise<Answer<K>>;
  }

  /** Takes up requests that an earlier page of this seat left unanswered; `onAnswer` hears how each one ended. */
  resume(
    requests: readonly OpenRequest[],
    onAnswer: (request: OpenRequest, answer: Answer<DeskRequestKey>) => void,
  ): void {
    for (const request of requests) void this.put(request).then((answer) => onAnswer(request, answer));
  }

  private put(request: OpenRequest): Promise<Answer<DeskRequestKey>> {
    if (request.moment === true && this.tries !== -1) return Promise.resolve(LOST);
    return new Promise((resolve) => {
      this.open.set(request.id, { request, resolve, at: performance.now() });
      this.tellKept(request);
      if (this.isItsTurn(request)) this.send(request);
    });
  }

  /** Nothing of its line is open that was asked before it. */
  private isItsTurn(request: OpenRequest): boolean {
    const line = lineOf(request);
    if (line === null) return true;
    for (const { request: earlier } of this.open.values()) {
      if (earlier.id === request.id) return true;
      if (lineOf(earlier) === line) return false;
    }
    return true;
  }

  private send({ id, name, input }: OpenRequest): void {
    this.transmit({ frame: "request", id, name, input });
  }

  private sendNextIn(line: string): void {
    for (const { request } of this.open.values()) {
      if (lineOf(request) !== line) continue;
      this.send(request);
      return;
    }
  }

  lastWordsSaid(): void {
    this.transmit({ frame: "last_words_said" });
  }

  typing(interactionId: string, typing: boolean): void {
    this.transmit({ frame: "typing", interactionId, typing });
  }

  /** Requests that wait for a connection or an answer. */
  get unanswered(): number {
    return this.open.size;
  }

  private connect(): void {
    if (this.stopped) return;
    window.clearTimeout(this.retry);
    this.options.onStatus({ status: "connecting" });
    const socket = (this.options.open ?? ((url) => new WebSocket(url)))(
      this.options.url(this.options.after()),
    );
    this.socket = socket;
    socket.addEventListener("message", (event) => this.heard(socket, String(event.data)));
    socket.addEventListener("close", () => this.lost(socket));
    window.clearTimeout(this.opening);
    this.opening = window.setTimeout(() => this.lost(socket), DESK_SILENCE_MS);
  }

  private heard(socket: WebSocket, text: string): void {
    if (socket !== this.socket) return;
    if (this.heartbeat.heard() && this.tries === -1) this.options.onStatus({ status: "live" });
    const frame = JSON.parse(text) as ServerFrame;
    if (frame.frame === "result") {
      this.answered(frame);
      return;
    }
    const first = frame.frame === "snapshot" || frame.frame === "changes";
    if (first && this.tries >= 0) {
      this.tries = -1;
      window.clearTimeout(this.opening);
      this.heartbeat.start();
      this.options.onStatus({ status: "live" });
      this.options.onFrame(frame);
      this.tellVisible();
      this.forgetTimers();
      for (const { request } of this.open.values()) if (this.isItsTurn(request)) this.send(request);
      return;
    }
    this.options.onFrame(frame);
  }

  private answered(frame: Extract<ServerFrame, { frame: "result" }>): void {
    const open = this.open.get(frame.id);
    if (!open) return;
    const isOver = open.request.moment === true && performance.now() - open.at > MOMENT_MS;
    const isAgain =
      !frame.ok && (frame.error.code === "not_accepted_try_again" || frame.error.code === "rate_limited");
    if (isAgain && !isOver) {
      this.askAgain(open.request);
      return;
    }
    this.open.delete(frame.id);
    window.clearTimeout(this.again.get(frame.id));
    this.again.delete(frame.id);
    this.tellKept(open.request);
    if (frame.ok) open.resolve({ ok: true, output: frame.output as never });
    else open.resolve(isAgain && isOver ? LOST : { ok: false, error: frame.error });
    const line = lineOf(open.request);
    if (line !== null) this.sendNextIn(line);
  }

  private askAgain(request: OpenRequest): void {
    window.clearTimeout(this.again.get(request.id));
    const timer = window.setTimeout(() => {
      this.again.delete(request.id);
      this.send(request);
    }, AGAIN_MS);
    this.again.set(request.id, timer);
  }

  /** A new connection asks everything again by itself. */
  private forgetTimers(): void {
    for (const timer of this.again.values()) window.clearTimeout(timer);
    this.again.clear();
  }

  private lost(socket: WebSocket): void {
    if (socket !== this.socket) return;
    this.socket = null;
    window.clearTimeout(this.opening);
    this.heartbeat.stop();
    socket.close();
    this.giveUpMoments();
    if (this.stopped) return;
    this.tries = Math.max(0, this.tries) + 1;
    const ceiling = Math.min(BACKOFF_MS_MAX, BACKOFF_MS_MIN * 2 ** (this.tries - 1));
    const waitMs = ceiling / 2 + Math.random() * (ceiling / 2);
    this.options.onStatus({ status: "waiting", at: Date.now() + waitMs });
    this.retry = window.setTimeout(() => this.connect(), waitMs);
  }

  /** What they did, if anything, is seen when the connection is back. */
  private giveUpMoments(): void {
    for (const [id, { request, resolve }] of this.open) {
      if (request.moment !== true) continue;
      this.open.delete(id);
      window.clearTimeout(this.again.get(id));
      this.again.delete(id);
      resolve(LOST);
    }
  }

  private readonly hurry = (): void => {
    if (this.socket === null && !this.stopped) this.connect();
  };

  /** The browser may be wrong, or the server on this very machine: it is asked at once, and the answer counts. */
  private readonly doubt = (): void => {
    if (this.tries === -1) this.heartbeat.ask();
  };

  private readonly turned = (): void => {
    this.tellVisible();
    if (document.visibilityState !== "visible") return;
    this.hurry();
    this.doubt();
  };

  private tellVisible(): void {
    this.transmit({ frame: "visible", visible: document.visibilityState === "visible" });
  }

  private transmit(frame: ClientFrame): void {
    // Before the first frame the server does not listen yet; requests go out then.
    if (this.tries === -1 && this.socket?.readyState === WebSocket.OPEN)
      this.socket.send(JSON.stringify(frame));
  }

  private tellKept(changed: OpenRequest): void {
    if (changed.keep)
      this.options.onKept([...this.open.values()].map(({ request }) => request).filter(({ keep }) => keep));
  }
}
