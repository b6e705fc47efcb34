import { describe, expect, test } from "vitest";
import { type RegistrationState, sipUri } from "../src/index.js";
import { address, Exchange, sdp, the, uri } from "./support/agents.js";

describe("outgoing calls", () => {
  test("[AGT-7] the caller hears of the first answer, 100 included, and of ringing apart", () => {
    const exchange = new Exchange();
    const [a, b] = [exchange.station("10.0.0.1"), exchange.station("10.0.0.2")];
    const told: string[] = [];
    exchange.invite(a, "10.0.0.2", {
      handlers: {
        trying: () => told.push("trying"),
        progress: ({ status }) => told.push(String(status)),
        answered: () => {},
        failed: ({ status }) => told.push(`failed ${status}`),
      },
    });
    exchange.clock.advance(250);
    expect(told).toEqual(["trying"]);
    b.calls[0]?.ring();
    exchange.clock.advance(10);
    b.calls[0]?.refuse(486);
    exchange.clock.advance(10);
    expect(told).toEqual(["trying", "180", "failed 486"]);
    expect(b.calls[0]?.refusedWith).toBe(486);
  });

  test("[AGT-9] taken back before anybody rings: CANCEL waits for the first provisional answer", () => {
    const exchange = new Exchange();
    const [a, b] = [exchange.station("10.0.0.1"), exchange.station("10.0.0.2")];
    const { call, log } = exchange.invite(a, "10.0.0.2");
    call.cancel('SIP;cause=200;text="Call completed elsewhere"');
    exchange.clock.advance(100);
    expect(exchange.network.story).toEqual(["10.0.0.1 INVITE"]);
    exchange.clock.advance(200);
    expect(log).toEqual(["cancelled 487"]);
    expect(exchange.network.story.slice(1, 3)).toEqual(["10.0.0.2 100 INVITE", "10.0.0.1 CANCEL"]);
    expect(b.calls[0]?.decided).toBe(true);
  });

  test("[AGT-9] answered while it is taken back: hung up at once", () => {
    const exchange = new Exchange();
    const [a, b] = [exchange.station("10.0.0.1"), exchange.station("10.0.0.2")];
    const { call, log, sessions } = exchange.invite(a, "10.0.0.2");
    exchange.clock.advance(5);
    b.calls[0]?.ring();
    exchange.clock.advance(5);
    const callee = the(b.calls[0]?.answer(sdp("answer")));
    call.cancel();
    exchange.clock.advance(20);
    expect(log).toEqual(["180", "cancelled"]);
    expect(sessions).toEqual([]);
    expect(callee.end).toMatchObject({ by: "them", cause: "bye" });
  });

  test("[AGT-10] nobody there: timeout after 32 s; no way there: unreachable, or the next address", () => {
    const exchange = new Exchange();
    const a = exchange.station("10.0.0.1", {
      resolver: { srv: async () => [], addresses: async () => [] },
    });
    const silent = exchange.invite(a, "10.0.0.7");
    exchange.clock.advance(32_001);
    expect(silent.log).toEqual(["timeout"]);
    exchange.network.unreachable.add("10.0.0.8");
    expect(exchange.invite(a, "10.0.0.8").log).toEqual(["unreachable"]);
  });

  test("[AGT-10] of several addresses of a name the next is tried when one is not reached or says 503", async () => {
    const exchange = new Exchange();
    const a = exchange.station("10.0.0.1", {
      resolver: { srv: async () => [], addresses: async () => ["10.0.0.8", "10.0.0.2", "10.0.0.3"] },
    });
    const [b, c] = [exchange.station("10.0.0.2"), exchange.station("10.0.0.3")];
    exchange.network.unreachable.add("10.0.0.8");
    b.agent.setOpen({ retryAfterS: 5 });
    const { log } = exchange.invite(a, "10.0.0.2", { target: uri("sip:bob@carrier.example") });
    await new Promise((resolve) => setImmediate(resolve));
    exchange.clock.advance(20);
    c.calls[0]?.ring();
    exchange.clock.advance(20);
    expect(log).toEqual(["180"]);
    expect(b.calls).toHaveLength(0);
  });

  test("[AGT-11] routes, display name, extra headers, hops and a fixed way go out as asked", () => {
    const exchange = new Exchange();
    const a = exchange.station("10.0.0.1");
    exchange.invite(a, "carrier.example", {
      from: address('"Jörg \\"J\\"" <sip:+15550100@10.0.0.1>'),
      destination: { protocol: "udp", address: "10.0.0.4", port: 5_060 },
      routes: ["<sip:proxy;lr>"],
      headers: [["p-asserted-identity", "<sip:+15550100@10.0.0.1>"]],
      maxForwards: 12,
    });
    const sent = the(exchange.network.passages[0]);
    expect(sent.to).toBe("10.0.0.4");
    const text = sent.bytes.toString();
    expect(text).toMatch(
      /^INVITE sip:bob@carrier.example SIP\/2.0\r\nVia: SIP\/2.0\/UDP 10.0.0.1:5060;branch=z9hG4bK\w+;rport\r\nRoute: <sip:proxy;lr>\r\nMax-Forwards: 12\r\nFrom: "Jörg \\"J\\"" <sip:\+15550100@10.0.0.1>;tag=\w+\r\n/,
    );
    expect(text).toContain("Contact: <sip:+15550100@10.0.0.1:5060>\r\n");
    expect(text).toContain("P-Asserted-Identity: <sip:+15550100@10.0.0.1>\r\n");
  });
});

describe("registrations", () => {
  function registrar(answer: (count: number) => [status: number, headers: [string, string][]]) {
    const exchange = new Exchange();
    let count = 0;
    const asked: string[] = [];
    exchange.station("10.0.0.2", {
      requests: {
        REGISTER: ({ request: register, respond }) => {
          count += 1;
          asked.push(register.headers.get("expires") ?? "");
          const [status, headers] = answer(count);
          respond(status, { headers });
        },
      },
    });
    const a = exchange.station("10.0.0.1");
    const states: RegistrationState[] = [];
    const registration = a.agent.register({
      registrar: uri("sip:10.0.0.2"),
      address: sipUri({ user: "trunk", host: "10.0.0.2" }),
      onState: (state) => states.push(state),
    });
    return { exchange, registration, states, asked };
  }

  test("[AGT-12] is refreshed in time, by what the registrar granted to us among others", () => {
    const { exchange, states, asked } = registrar(() => [
      200,
      [
        ["contact", "<sip:other@10.9.9.9>;expires=10, <sip:trunk@10.0.0.1:5060>;expires=300"],
        ["expires", "3600"],
      ],
    ]);
    exchange.clock.advance(900_000);
    expect(states[0]).toEqual({ state: "registered", expiresS: 300 });
    expect(asked).toHaveLength(4);
  });

  test("[AGT-12] 423 is tried again with the least; failures are tried again later and later", () => {
    const brief = registrar((count) => (count === 1 ? [423, [["min-expires", "900"]]] : [200, []]));
    brief.exchange.clock.advance(1_000);
    expect(brief.asked).toEqual(["600", "900"]);
    expect(brief.states).toEqual([{ state: "registered", expiresS: 900 }]);

    const down = registrar((count) => (count < 4 ? [500, []] : [200, []]));
    down.exchange.clock.advance(60_000);
    expect(down.states.map(({ state, status }) => `${state} ${status ?? ""}`.trim())).toEqual([
      "failed 500",
      "failed 500",
      "failed 500",
      "registered",
    ]);
    const asked = registrar(() => [503, [["retry-after", "120 (maintenance)"]]]);
    asked.exchange.clock.advance(119_000);
    expect(asked.asked).toHaveLength(1);
    asked.exchange.clock.advance(3_000);
    expect(asked.asked).toHaveLength(2);
  });

  test("[AGT-12] wrong credentials are said so, and not tried again for minutes", () => {
    const { exchange, states } = registrar(() => [403, []]);
    exchange.clock.advance(140_000);
    expect(states).toEqual([{ state: "failed", code: "credentials", status: 403, reason: "Forbidden" }]);
  });

  test("[AGT-12] stopping takes it back", async () => {
    const { exchange, registration, asked, states } = registrar(() => [200, []]);
    exchange.clock.advance(10);
    const stopped = registration.stop();
    exchange.clock.advance(10);
    await stopped;
    exchange.clock.advance(1_000_000);
    expect(asked).toEqual(["600", "0"]);
    expect(states.at(-1)).toEqual({ state: "unregistered" });
  });
});
