import { userOf } from "@patchbay/sip";
import { describe, expect, it } from "vitest";
import { customer, inbound } from "../support/calls.js";
import { answer, networkStand, trunk } from "../support/network-stand.js";
import { asksFor, SILENT_SDP } from "../support/sip-station.js";
import { pause, until } from "../support/until.js";

const net = networkStand();
const { station, threeStations, configure, stateOf, becomes, dial, callAs } = net;

describe("trunks", () => {
  it("one that registers does so with its password, stays while others change, and is taken back", async () => {
    const { first, second } = await threeStations();
    const known = asksFor("larkfield", "carriers-secret");
    first.onRegister = (request) => {
      if (!known(request)) return;
      const contact = request.request.headers.get("contact") ?? "";
      request.respond(200, { headers: [["contact", `${contact};expires=120`]] });
    };
    const registering = trunk("carrier", first.port, {
      mode: "register",
      user: "larkfield",
      password: "carriers-secret",
    });
    configure({ trunks: [registering] });
    const state = await becomes("carrier", "registered");
    expect(state?.registeredUntil).toBeGreaterThan(Date.now() + 60_000);
    expect(state?.problem).toBeNull();
    const before = first.registers.length;
    expect(before).toBe(2);
    configure({ trunks: [registering, trunk("another", second.port)] });
    await becomes("another", "ready");
    expect([stateOf("carrier")?.state, first.registers.length]).toEqual(["registered", before]);
    configure({ trunks: [] });
    await until(
      () => first.registers.some(({ headers }) => headers.get("expires") === "0"),
      3_000,
      "it is taken back",
    );
  });

  it("a wrong password is said to be one, and a carrier that is not there as well", async () => {
    const { first, second } = await threeStations();
    const known = asksFor("larkfield", "carriers-secret");
    first.onRegister = (request) => {
      if (known(request)) request.respond(200);
    };
    const wrong = { mode: "register", user: "larkfield", password: "not-it" } as const;
    configure({
      trunks: [
        trunk("wrong", first.port, wrong),
        trunk("nowhere", 5060, { host: "no-such-host.invalid" }),
        trunk("off", second.port, { enabled: false }),
      ],
    });
    expect((await becomes("wrong", "failed"))?.problem).toMatchObject({ code: "credentials", status: 401 });
    expect((await becomes("nowhere", "failed"))?.problem).toMatchObject({ code: "unknown_host" });
    expect(stateOf("off")?.state).toBe("off");
  });

  it("a call goes by the first that takes it, in its numbers, with an answer to its challenge", async () => {
    const { first, second } = await threeStations();
    const known = asksFor("larkfield", "carriers-secret");
    first.onCall = (call) => {
      const respond = (status: number, { headers }: { headers?: Iterable<readonly [string, string]> } = {}) =>
        call.refuse(status, { headers: [...(headers ?? [])] });
      if (known({ request: call.request, source: call.source, respond })) call.answer(SILENT_SDP);
    };
    configure({
      trunks: [
        trunk("germany", second.port, { takes: ["+49*"], priority: 1 }),
        trunk("world", first.port, {
          user: "larkfield",
          password: "carriers-secret",
          calledOut: [{ begins: "+", becomes: "00" }],
          callerId: { kind: "fixed", number: "+15035550100" },
        }),
      ],
    });
    await becomes("world", "ready");
    const { id, c } = dial("+15035550142");
    await net.server.event("leg.connected", ({ legId }) => legId === c);
    expect([second.calls.length, first.calls.length]).toEqual([0, 2]);
    const got = first.calls.at(-1);
    expect([userOf(got?.target), userOf(got?.from.uri)]).toEqual(["0015035550142", "+15035550100"]);
    await until(() => stateOf("world")?.calls === 1, 4_000, "one call on it");
    net.server.show(id, 3, null);
    await until(() => stateOf("world")?.calls === 0, 4_000, "none any more");
  });

  it("503: the next one; busy is busy", async () => {
    const { first, second } = await threeStations();
    first.onCall = (call) => call.refuse(503);
    answer(second);
    const trunks = [trunk("one", first.port, { priority: 1 }), trunk("two", second.port, { priority: 2 })];
    configure({ trunks });
    await becomes("two", "ready");
    const through = dial("+15035550142");
    await net.server.event("leg.connected", ({ legId }) => legId === through.c);
    expect([first.calls.length, second.calls.length]).toEqual([1, 1]);
    net.server.show(through.id, 3, null);

    first.onCall = (call) => call.refuse(486);
    const busy = dial("+15035550143");
    expect(await net.server.event("leg.gone", ({ legId }) => legId === busy.c)).toMatchObject({
      cause: "busy",
      status: 486,
    });
    expect([first.calls.length, second.calls.length]).toEqual([2, 1]);
    net.server.show(busy.id, 3, null);
  });

  it("one that says nothing is given up after four seconds", async () => {
    const { second } = await threeStations();
    answer(second);
    // Nobody is at this port any more: what is sent there is heard by nobody.
    const deaf = await station();
    deaf.close();
    configure({
      trunks: [
        trunk("deaf", deaf.port, { priority: 1, ping: false }),
        trunk("two", second.port, { priority: 2 }),
      ],
    });
    await becomes("two", "ready");
    const begun = performance.now();
    const { id, c } = dial("+15035550142");
    await net.server.event("leg.connected", ({ legId }) => legId === c);
    expect(performance.now() - begun).toBeLessThan(6_000);
    net.server.show(id, 3, null);
  });

  it("no trunk takes the number: the call fails, and nobody is asked", async () => {
    const { first } = await threeStations();
    configure({ trunks: [trunk("germany", first.port, { takes: ["+49*"] })] });
    await becomes("germany", "ready");
    const { id, c } = dial("+15035550142");
    expect(await net.server.event("leg.gone", ({ legId }) => legId === c)).toMatchObject({
      cause: "network",
    });
    expect(first.calls).toEqual([]);
    net.server.show(id, 3, null);
  });

  it("a call stands when its trunk is removed", async () => {
    const { first } = await threeStations();
    answer(first);
    configure({ trunks: [trunk("one", first.port)] });
    await becomes("one", "ready");
    const { id, c } = dial("+15035550142");
    await net.server.event("leg.connected", ({ legId }) => legId === c);
    configure({ trunks: [] });
    await pause(300);
    expect(net.server.events.some((event) => event.type === "leg.gone" && event.legId === c)).toBe(false);
    expect(first.agent.sessions.size).toBe(1);
    net.server.show(id, 3, null);
    await until(() => first.agent.sessions.size === 0, 3_000, "BYE");
  });

  it("their calls in come in our numbers, and say which trunk brought them; too many are refused", async () => {
    const { first } = await threeStations();
    configure({
      trunks: [
        trunk("carrier", first.port, {
          callsMax: 1,
          calledIn: [{ begins: "+1503555", becomes: "" }],
          callerIn: [{ begins: "00", becomes: "+" }],
        }),
      ],
    });
    await becomes("carrier", "ready");
    const call = await callAs(first, "+15035558000", { from: "sip:004930123456@carrier" });
    const arrived = await net.server.event("call.arrived", ({ trunkId }) => trunkId === "carrier");
    expect(arrived).toMatchObject({ to: "8000", from: "+4930123456" });
    expect(arrived.account).toBeUndefined();
    const more = await callAs(first, "+15035558000");
    await until(() => more.outcome() === "refused 503", 3_000, "one too many");
    net.server.show(arrived.interactionId, 1, inbound([customer("t.l1")]));
    await until(() => call.outcome() === "answered", 3_000, "answered");
    net.server.show(arrived.interactionId, 2, null);
  });
});
