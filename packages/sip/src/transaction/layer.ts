import {
  formatVia,
  makeResponse,
  type ParseFailure,
  type ReceivedRequest,
  type ReceivedResponse,
  type SipMessage,
  type SipRequest,
  type SipResponse,
  serializeMessage,
} from "../message/index.js";
import { randomText, type SipClock, type SipRandom } from "../time/clock.js";
import {
  type Destination,
  isReliable,
  responseDestination,
  type Source,
  stampVia,
  type TransportFailure,
  type Transports,
} from "../transport/index.js";
import { startClient, stepClient } from "./client.js";
import { type ClientInput, startInviteClient, stepInviteClient } from "./invite-client.js";
import { type ServerInput, startInviteServer, stepInviteServer } from "./invite-server.js";
import { branchWith, clientKey, responseKey, serverKey } from "./key.js";
import { inMotion, type MachineConditions, standardTiming, type Timing } from "./machine.js";
import { makeCancel, makeTransactionAck } from "./requests.js";
import { ClientRun, ServerRun } from "./run.js";
import { startServer, stepServer } from "./server.js";

/** A request that came in and waits for its answer. */
export interface ServerTransaction {
  readonly request: ReceivedRequest;
  readonly source: Source;
  /** Sends a response and, when it is final, repeats it as long as needed. A second final response is ignored. */
  respond(response: SipResponse): void;
}

/** A request that went out. */
export interface ClientTransaction {
  /** As sent, with its Via. */
  readonly request: SipRequest;
  readonly to: Destination;
}

export interface ClientHandlers {
  /** Every response; of an INVITE also each copy of a 2xx, which wants another ACK. */
  response(response: ReceivedResponse): void;
  /** Nobody answered (`timeout`: 64 x T1), or it could not be sent. */
  failed(cause: "timeout" | "transport"): void;
}

/** Who uses the layer: the agent. */
export interface TransactionUser {
  /** A new request, neither ACK nor CANCEL. */
  request(transaction: ServerTransaction): void;
  /** An ACK of a 2xx: it belongs to a dialog. */
  ack(request: ReceivedRequest, source: Source): void;
  /** A CANCEL, already answered, for an INVITE that had no final answer when it came. */
  cancelled(invite: ServerTransaction, cancel: ReceivedRequest): void;
  /** What could not be read; it has been answered if it could be. */
  unreadable(failure: ParseFailure, source: Source): void;
  /** A listener threw, or something could not be sent. */
  trouble(detail: string): void;
}

export interface LayerOptions {
  readonly transports: Transports;
  readonly clock: SipClock;
  readonly random: SipRandom;
  readonly user: TransactionUser;
  readonly timing?: Timing;
  /** In our branches, so that a request that comes back to us is known. */
  readonly mark: string;
  /** Server transactions at most; what comes above is answered 503 without one. Default 20,000. */
  readonly maxTransactions?: number;
}

export class TransactionLayer {
  private readonly servers = new Map<string, ServerRun>();
  private readonly clients = new Map<string, ClientRun>();
  /** How many server transactions there are for what seems to be one request. */
  private readonly copies = new Map<string, number>();
  private readonly timing: Timing;

  constructor(private readonly options: LayerOptions) {
    this.timing = options.timing ?? standardTiming;
    options.transports.receive((result, source) => {
      if (!result.ok) this.onUnreadable(result, source);
      else if (result.message.kind === "request") this.onRequest(stampVia(result.message, source), source);
      else this.onResponse(result.message);
    });
  }

  /** Sends a request with a Via of ours before its others. */
  request(request: SipRequest, to: Destination, handlers: ClientHandlers): ClientTransaction {
    const { mark, random } = this.options;
    return this.start(this.withVia(request, to, branchWith(mark, randomText(random))), to, handlers);
  }

  /** CANCEL of an INVITE that has had a provisional answer (RFC 3261 section 9.1 forbids it before). */
  cancel(invite: ClientTransaction, reason?: string): void {
    this.start(makeCancel(invite.request, reason), invite.to, { response: () => {}, failed: () => {} });
  }

  /** ACK of a 2xx: no transaction, sent as often as the 2xx comes. */
  acknowledge(ack: SipRequest, to: Destination): void {
    const { mark, random } = this.options;
    this.transmit(this.withVia(ack, to, branchWith(mark, randomText(random))), to, () => {});
  }

  /** How many transactions there are: for health pages and tests. */
  get size(): { readonly servers: number; readonly clients: number } {
    return { servers: this.servers.size, clients: this.clients.size };
  }

  /** Whether the same request also came by another way (RFC 3261 section 8.2.2.2). */
  isMerged(request: ReceivedRequest): boolean {
    return (this.copies.get(copyKey(request)) ?? 0) > 1;
  }

  close(): void {
    for (const run of [...this.servers.values(), ...this.clients.values()]) run.abandon();
    this.servers.clear();
    this.clients.clear();
    this.copies.clear();
  }

  private start(request: SipRequest, to: Destination, handlers: ClientHandlers): ClientTransaction {
    const { clock, user } = this.options;
    const on = this.conditions(to);
    const branch = /;branch=([^;,]*)/i.exec(request.headers.get("via") ?? "")?.[1] ?? "";
    const key = clientKey(branch, request.method);
    const invite = request.method === "INVITE";
    const run = new ClientRun({
      clock,
      machine: invite
        ? inMotion(startInviteClient(request, on), (state, input: ClientInput) =>
            stepInviteClient(state, input, on),
          )
        : inMotion(startClient(request, on), (state, input: ClientInput) => stepClient(state, input, on)),
      send: (message, failed) => this.transmit(message, to, failed),
      acknowledge: (response) => makeTransactionAck(request, response),
      handlers,
      ended: () => this.clients.delete(key),
      trouble: (detail) => user.trouble(detail),
    });
    this.clients.set(key, run);
    run.begin();
    return { request, to };
  }

  private withVia(request: SipRequest, to: Destination, branch: string): SipRequest {
    const { host, port } = this.options.transports.sentBy(to);
    const params = new Map([
      ["branch", branch],
      ...(to.protocol === "udp" ? ([["rport", ""]] as const) : []),
    ]);
    const headers = request.headers.clone();
    headers.prepend("via", formatVia({ transport: to.protocol.toUpperCase(), host, port, params }));
    return { ...request, headers };
  }

  private conditions(to: Destination): MachineConditions {
    return { timing: this.timing, reliable: isReliable(to.protocol) };
  }

  private transmit(message: SipMessage, to: Destination, failed: (failure: TransportFailure) => void): void {
    const { transports, user } = this.options;
    transports.send(serializeMessage(message), to, (failure) => {
      user.trouble(`${failure.code} to ${to.protocol} ${to.address}:${to.port}: ${failure.detail}`);
      failed(failure);
    });
  }

  private onUnreadable(failure: ParseFailure, source: Source): void {
    if (failure.answer !== undefined) {
      const { status, request, via } = failure.answer;
      const response = makeResponse(request, status, {
        toTag: randomText(this.options.random, 4),
        headers: [["warning", `399 ${this.options.transports.sentBy(source).host} "${failure.detail}"`]],
      });
      // Statelessly, and only to the address it came from: nobody's word is taken for where else it should go.
      const port = via.params.has("rport") ? source.port : (via.port ?? source.port);
      this.transmit(response, { ...source, port }, () => {});
    }
    this.options.user.unreadable(failure, source);
  }

  private onResponse(response: ReceivedResponse): void {
    // With more than one Via it was meant for somebody else (RFC 3261 section 8.1.3.3).
    if (response.headers.list("via").length !== 1) return;
    this.clients.get(responseKey(response))?.input({ type: "response", response });
  }

  private onRequest(request: ReceivedRequest, source: Source): void {
    const { user } = this.options;
    const known = this.servers.get(serverKey(request));
    if (request.method === "ACK") {
      if (known?.failedInvite === true) known.input({ type: "ack" });
      else this.guard(() => user.ack(request, source));
    } else if (known !== undefined) known.input({ type: "request" });
    else if (request.method === "CANCEL") this.onCancel(request, source);
    else {
      const run = this.serve(request, source);
      if (run !== undefined) this.guard(() => user.request(run), run);
    }
  }

  private onCancel(cancel: ReceivedRequest, source: Source): void {
    const invite = this.servers.get(serverKey(cancel, "INVITE"));
    const run = this.serve(cancel, source);
    if (run === undefined) return;
    const toTag = invite?.lastToTag ?? randomText(this.options.random, 4);
    run.respond(makeResponse(run.request, invite === undefined ? 481 : 200, { toTag }));
    if (invite?.undecided === true) this.guard(() => this.options.user.cancelled(invite, cancel));
  }

  private serve(request: ReceivedRequest, source: Source): ServerRun | undefined {
    const { clock, user, maxTransactions = 20_000 } = this.options;
    const to = responseDestination(request.envelope.via, source);
    const send = (message: SipMessage, failed: (failure: TransportFailure) => void): void =>
      this.transmit(message, to, failed);
    if (this.servers.size >= maxTransactions) {
      send(makeResponse(request, 503, { headers: [["retry-after", "5"]] }), () => {});
      return undefined;
    }
    const on = this.conditions(source);
    const key = serverKey(request);
    const run = new ServerRun({
      clock,
      request,
      source,
      machine:
        request.method === "INVITE"
          ? inMotion(startInviteServer(on), (state, input: ServerInput) => stepInviteServer(state, input, on))
          : inMotion(startServer(), (state, input: ServerInput) => stepServer(state, input, on)),
      send,
      ended: () => {
        this.servers.delete(key);
        this.count(request, -1);
      },
      trouble: (detail) => user.trouble(detail),
    });
    this.servers.set(key, run);
    this.count(request, 1);
    run.begin();
    return run;
  }

  private count(request: ReceivedRequest, change: 1 | -1): void {
    const key = copyKey(request);
    const count = (this.copies.get(key) ?? 0) + change;
    if (count > 0) this.copies.set(key, count);
    else this.copies.delete(key);
  }

  /** A listener that throws costs its own request a 500, never the process. */
  private guard(call: () => void, run?: ServerRun): void {
    try {
      call();
    } catch (error) {
      this.options.user.trouble(`a listener threw: ${String(error)}`);
      run?.respond(makeResponse(run.request, 500, { toTag: randomText(this.options.random, 4) }));
    }
  }
}

function copyKey({ method, envelope }: ReceivedRequest): string {
  return `${method} ${envelope.callId} ${envelope.cseq.number} ${envelope.from.params.get("tag") ?? ""}`;
}
