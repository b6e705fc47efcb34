import {
  makeResponse,
  parseNameAddress,
  type ReceivedRequest,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from "../message/index.js";
import type { SipClock } from "../time/clock.js";
import type { Source, TransportFailure } from "../transport/index.js";
import type { ClientInput } from "./invite-client.js";
import type { ServerInput } from "./invite-server.js";
import type { ClientHandlers, ServerTransaction } from "./layer.js";
import { type Effect, isFinal, type Machine, type TimerName } from "./machine.js";

type Send = (message: SipMessage, failed: (failure: TransportFailure) => void) => void;

/** The timers of one transaction by name. */
class Timers {
  private readonly running = new Map<TimerName, () => void>();

  constructor(
    private readonly clock: SipClock,
    private readonly fired: (timer: TimerName) => void,
  ) {}

  set(timer: TimerName, afterMs: number): void {
    this.clear(timer);
    const forget = this.clock.after(afterMs, () => {
      this.running.delete(timer);
      this.fired(timer);
    });
    this.running.set(timer, forget);
  }

  clear(timer: TimerName): void {
    this.running.get(timer)?.();
    this.running.delete(timer);
  }

  clearAll(): void {
    for (const forget of this.running.values()) forget();
    this.running.clear();
  }
}

export interface ClientRunOptions {
  readonly clock: SipClock;
  readonly machine: Machine<ClientInput>;
  readonly send: Send;
  readonly acknowledge: (response: SipResponse) => SipRequest;
  readonly handlers: ClientHandlers;
  readonly ended: () => void;
  readonly trouble: (detail: string) => void;
}

/** Carries out what a client machine decides. */
export class ClientRun {
  private readonly timers: Timers;

  constructor(private readonly options: ClientRunOptions) {
    this.timers = new Timers(options.clock, (timer) => this.input({ type: "timer", timer }));
  }

  begin(): void {
    this.carryOut(this.options.machine.first);
  }

  input(input: ClientInput): void {
    this.carryOut(this.options.machine.input(input));
  }

  abandon(): void {
    this.timers.clearAll();
  }

  private carryOut(effects: readonly Effect[]): void {
    const { send, acknowledge, handlers, ended, trouble } = this.options;
    const failed = (): void => this.input({ type: "transport_failed" });
    for (const effect of effects) {
      switch (effect.do) {
        case "send":
          send(effect.message, failed);
          break;
        case "acknowledge":
          send(acknowledge(effect.response), failed);
          break;
        case "set":
          this.timers.set(effect.timer, effect.afterMs);
          break;
        case "clear":
          this.timers.clear(effect.timer);
          break;
        case "deliver":
        case "fail":
          try {
            if (effect.do === "deliver") handlers.response(effect.response);
            else handlers.failed(effect.cause);
          } catch (error) {
            trouble(`a listener threw: ${String(error)}`);
          }
          break;
        case "end":
          this.timers.clearAll();
          ended();
          break;
        case "try":
          break;
      }
    }
  }
}

export interface ServerRunOptions {
  readonly clock: SipClock;
  readonly request: ReceivedRequest;
  readonly source: Source;
  readonly machine: Machine<ServerInput>;
  readonly send: Send;
  readonly ended: () => void;
  readonly trouble: (detail: string) => void;
}

/** Carries out what a server machine decides. */
export class ServerRun implements ServerTransaction {
  readonly request: ReceivedRequest;
  readonly source: Source;
  private readonly timers: Timers;
  private last: SipResponse | undefined;

  constructor(private readonly options: ServerRunOptions) {
    this.request = options.request;
    this.source = options.source;
    this.timers = new Timers(options.clock, (timer) => this.input({ type: "timer", timer }));
  }

  begin(): void {
    this.carryOut(this.options.machine.first);
  }

  input(input: ServerInput): void {
    this.carryOut(this.options.machine.input(input));
  }

  respond(response: SipResponse): void {
    this.last = response;
    this.input({ type: "respond", response });
  }

  abandon(): void {
    this.timers.clearAll();
  }

  /** No final answer was given yet. */
  get undecided(): boolean {
    return this.last === undefined || !isFinal(this.last);
  }

  /** An INVITE that was refused: its ACK ends here. */
  get failedInvite(): boolean {
    return this.last !== undefined && this.last.status >= 300;
  }

  /** The tag that our responses have, once there is one: the answer to a CANCEL should have the same. */
  get lastToTag(): string | undefined {
    return parseNameAddress(this.last?.headers.get("to") ?? "")?.params.get("tag");
  }

  private carryOut(effects: readonly Effect[]): void {
    const { send, ended, trouble } = this.options;
    for (const effect of effects) {
      switch (effect.do) {
        case "send":
          send(effect.message, () => this.input({ type: "transport_failed" }));
          break;
        case "set":
          this.timers.set(effect.timer, effect.afterMs);
          break;
        case "clear":
          this.timers.clear(effect.timer);
          break;
        case "try":
          this.respond(makeResponse(this.request, 100));
          break;
        case "fail":
          trouble(`no ACK for ${this.last?.status ?? 0} to ${this.request.envelope.callId}`);
          break;
        case "end":
          this.timers.clearAll();
          ended();
          break;
        case "acknowledge":
        case "deliver":
          break;
      }
    }
  }
}
