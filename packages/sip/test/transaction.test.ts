import { describe, expect, test } from "vitest";
import { Headers, noBody, parseMessage, type ReceivedResponse, type SipRequest } from "../src/index.js";
import { type Client, startClient, stepClient } from "../src/transaction/client.js";
import { startInviteClient, stepInviteClient } from "../src/transaction/invite-client.js";
import { startInviteServer, stepInviteServer } from "../src/transaction/invite-server.js";
import type { Effect, MachineConditions, Step } from "../src/transaction/machine.js";
import { startServer, stepServer } from "../src/transaction/server.js";
import { HandClock } from "./support/clock.js";

const timing = { t1: 500, t2: 4_000, t4: 5_000 };
const udp: MachineConditions = { timing, reliable: false };
const tcp: MachineConditions = { timing, reliable: true };

function request(method: string): SipRequest {
  return { kind: "request", method, uri: "sip:b@b", headers: new Headers(), body: noBody };
}

function response(status: number, method = "INVITE"): ReceivedResponse {
  const text = `SIP/2.0 ${status} x\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nFrom: <sip:a@a>;tag=1\r\nTo: <sip:b@b>;tag=2\r\nCall-ID: 1\r\nCSeq: 1 ${method}\r\n\r\n`;
  const read = parseMessage(Buffer.from(text));
  if (!read.ok || read.message.kind !== "response") throw new Error("not a response");
  return read.message;
}

type AnyInput<Input> = Input | { type: "timer"; timer: never };

/** Drives a machine by the hand clock and writes down when it does what. */
class Bench<State, Input> {
  readonly clock = new HandClock();
  readonly log: string[] = [];
  private readonly timers = new Map<string, () => void>();
  private state: State;

  constructor(
    first: Step<State>,
    private readonly step: (state: State, input: AnyInput<Input>) => Step<State>,
  ) {
    this.state = first.state;
    this.carryOut(first.effects);
  }

  input(input: Input): void {
    const next = this.step(this.state, input);
    this.state = next.state;
    this.carryOut(next.effects);
  }

  get timersLeft(): number {
    return this.timers.size;
  }

  private carryOut(effects: readonly Effect[]): void {
    const at = this.clock.now();
    for (const effect of effects) {
      if (effect.do === "set") {
        const { timer } = effect;
        this.timers.get(timer)?.();
        const fire = (): void => {
          this.timers.delete(timer);
          const next = this.step(this.state, { type: "timer", timer: timer as never });
          this.state = next.state;
          this.carryOut(next.effects);
        };
        this.timers.set(timer, this.clock.after(effect.afterMs, fire));
      } else if (effect.do === "clear") {
        this.timers.get(effect.timer)?.();
        this.timers.delete(effect.timer);
      } else if (effect.do === "send") {
        const { message } = effect;
        this.log.push(`${at} send ${message.kind === "request" ? message.method : message.status}`);
      } else if (effect.do === "deliver") this.log.push(`${at} deliver ${effect.response.status}`);
      else if (effect.do === "fail") this.log.push(`${at} fail ${effect.cause}`);
      else if (effect.do === "acknowledge") this.log.push(`${at} ack`);
      else this.log.push(`${at} ${effect.do}`);
    }
  }
}

function inviteClient(on: MachineConditions) {
  return new Bench(
    startInviteClient(request("INVITE"), on),
    (state, input: Parameters<typeof stepInviteClient>[1]) => stepInviteClient(state, input, on),
  );
}

function client(on: MachineConditions) {
  return new Bench<Client, Parameters<typeof stepClient>[1]>(
    startClient(request("OPTIONS"), on),
    (state, input) => stepClient(state, input, on),
  );
}

function inviteServer(on: MachineConditions) {
  return new Bench(startInviteServer(on), (state, input: Parameters<typeof stepInviteServer>[1]) =>
    stepInviteServer(state, input, on),
  );
}

function server(on: MachineConditions) {
  return new Bench(startServer(), (state, input: Parameters<typeof stepServer>[1]) =>
    stepServer(state, input, on),
  );
}

describe("INVITE, who asks", () => {
  test("[TXN-1] sends again at 0.5, 1.5, 3.5 ... s (timer A) and gives up after 32 s (timer B)", () => {
    const bench = inviteClient(udp);
    bench.clock.advance(60_000);
    expect(bench.log).toEqual([
      ...[0, 500, 1_500, 3_500, 7_500, 15_500, 31_500].map((at) => `${at} send INVITE`),
      "32000 fail timeout",
      "32000 end",
    ]);
    expect(bench.timersLeft).toBe(0);
  });

  test("[TXN-1] a provisional answer stops A and B: it may ring for minutes", () => {
    const bench = inviteClient(udp);
    bench.clock.advance(100);
    bench.input({ type: "response", response: response(180) });
    bench.clock.advance(300_000);
    expect(bench.log).toEqual(["0 send INVITE", "100 deliver 180"]);
  });

  test("[TXN-1] a refusal is acknowledged, as is each copy, for 32 s (timer D)", () => {
    const bench = inviteClient(udp);
    bench.input({ type: "response", response: response(486) });
    bench.clock.advance(1_000);
    bench.input({ type: "response", response: response(486) });
    bench.clock.advance(40_000);
    bench.input({ type: "response", response: response(486) });
    expect(bench.log).toEqual(["0 send INVITE", "0 ack", "0 deliver 486", "1000 ack", "32000 end"]);
  });

  test("[TXN-1] every 2xx goes to the user for 32 s (timer M), and never to timer D", () => {
    const bench = inviteClient(udp);
    bench.input({ type: "response", response: response(200) });
    bench.clock.advance(1_000);
    bench.input({ type: "response", response: response(200) });
    bench.input({ type: "response", response: response(486) });
    bench.input({ type: "transport_failed" });
    bench.clock.advance(40_000);
    expect(bench.log).toEqual(["0 send INVITE", "0 deliver 200", "1000 deliver 200", "32000 end"]);
  });

  test("[TXN-1] over TCP nothing is sent again, and a refusal ends it at once", () => {
    const bench = inviteClient(tcp);
    bench.clock.advance(20_000);
    bench.input({ type: "response", response: response(500) });
    bench.clock.advance(0);
    expect(bench.log).toEqual(["0 send INVITE", "20000 ack", "20000 deliver 500", "20000 end"]);
    const failed = inviteClient(tcp);
    failed.input({ type: "transport_failed" });
    failed.clock.advance(60_000);
    expect(failed.log).toEqual(["0 send INVITE", "0 fail transport", "0 end"]);
  });
});

describe("other requests, who asks", () => {
  test("[TXN-2] sends again, at most every 4 s (timer E), and gives up after 32 s (timer F)", () => {
    const bench = client(udp);
    bench.clock.advance(60_000);
    expect(bench.log).toEqual([
      ...[0, 500, 1_500, 3_500, 7_500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500].map(
        (at) => `${at} send OPTIONS`,
      ),
      "32000 fail timeout",
      "32000 end",
    ]);
  });

  test("[TXN-2] after a provisional answer it goes on, every 4 s, and F still holds", () => {
    const bench = client(udp);
    bench.clock.advance(100);
    bench.input({ type: "response", response: response(100, "OPTIONS") });
    bench.clock.advance(60_000);
    expect(bench.log.slice(0, 4)).toEqual([
      "0 send OPTIONS",
      "100 deliver 100",
      "500 send OPTIONS",
      "4500 send OPTIONS",
    ]);
    expect(bench.log.at(-1)).toBe("32000 end");
  });

  test("[TXN-2] copies of the answer are absorbed for 5 s (timer K); none over TCP", () => {
    const bench = client(udp);
    bench.input({ type: "response", response: response(200, "OPTIONS") });
    bench.input({ type: "response", response: response(200, "OPTIONS") });
    bench.clock.advance(60_000);
    expect(bench.log).toEqual(["0 send OPTIONS", "0 deliver 200", "5000 end"]);
    const reliable = client(tcp);
    reliable.input({ type: "response", response: response(200, "OPTIONS") });
    reliable.clock.advance(0);
    expect(reliable.log.at(-1)).toBe("0 end");
  });
});

describe("INVITE, who answers", () => {
  test("[TXN-3] after 200 ms without a word a 100 is asked for, and only then", () => {
    const silent = inviteServer(udp);
    silent.clock.advance(1_000);
    expect(silent.log).toEqual(["200 try"]);
    const quick = inviteServer(udp);
    quick.input({ type: "respond", response: response(180) });
    quick.clock.advance(1_000);
    expect(quick.log).toEqual(["0 send 180"]);
  });

  test("[TXN-3] a copy of the INVITE gets the last provisional answer", () => {
    const bench = inviteServer(udp);
    bench.input({ type: "request" });
    bench.input({ type: "respond", response: response(180) });
    bench.input({ type: "request" });
    expect(bench.log).toEqual(["0 send 180", "0 send 180"]);
  });

  test("[TXN-3] a refusal is repeated (timer G, at most every 4 s) until ACK; H gives up after 32 s", () => {
    const bench = inviteServer(udp);
    bench.input({ type: "respond", response: response(486) });
    bench.clock.advance(60_000);
    expect(bench.log).toEqual([
      ...[0, 500, 1_500, 3_500, 7_500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500].map(
        (at) => `${at} send 486`,
      ),
      "32000 fail timeout",
      "32000 end",
    ]);
    const acknowledged = inviteServer(udp);
    acknowledged.input({ type: "respond", response: response(486) });
    acknowledged.clock.advance(600);
    acknowledged.input({ type: "ack" });
    acknowledged.input({ type: "request" });
    acknowledged.clock.advance(60_000);
    expect(acknowledged.log).toEqual(["0 send 486", "500 send 486", "5600 end"]);
  });

  test("[TXN-3] after a 2xx copies of the INVITE are absorbed for 32 s (timer L); the user repeats the 2xx", () => {
    const bench = inviteServer(udp);
    bench.input({ type: "respond", response: response(200) });
    bench.input({ type: "request" });
    bench.clock.advance(500);
    bench.input({ type: "respond", response: response(200) });
    bench.input({ type: "respond", response: response(486) });
    bench.clock.advance(60_000);
    expect(bench.log).toEqual(["0 send 200", "500 send 200", "32000 end"]);
  });

  test("[TXN-3] over TCP a refusal is not repeated, but its ACK is waited for", () => {
    const bench = inviteServer(tcp);
    bench.input({ type: "respond", response: response(486) });
    bench.clock.advance(10_000);
    bench.input({ type: "ack" });
    bench.clock.advance(0);
    expect(bench.log).toEqual(["0 send 486", "10000 end"]);
  });
});

describe("other requests, who answers", () => {
  test("[TXN-4] copies get the answer again for 32 s (timer J); a second answer is ignored", () => {
    const bench = server(udp);
    bench.input({ type: "request" });
    bench.input({ type: "respond", response: response(100, "OPTIONS") });
    bench.input({ type: "request" });
    bench.input({ type: "respond", response: response(200, "OPTIONS") });
    bench.input({ type: "respond", response: response(404, "OPTIONS") });
    bench.input({ type: "request" });
    bench.clock.advance(60_000);
    expect(bench.log).toEqual(["0 send 100", "0 send 100", "0 send 200", "0 send 200", "32000 end"]);
  });
});
