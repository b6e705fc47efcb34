import {
  networkDoorsDefaults,
  SIP_REALM,
  type TrunkState,
  trunkDefaults,
  type VoiceNetwork,
  type WireAccount,
  type WireTrunk,
} from "@patchbay/protocol";
import { type CallFailure, DigestClient, secretHash, sipUri, systemRandom, userOf } from "@patchbay/sip";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { agent, customer, inbound, outbound } from "../support/calls.js";
import { FakeServer } from "../support/fake-server.js";
import { address, asksFor, SILENT_SDP, SipStation, uri } from "../support/sip-station.js";
import { pause, until } from "../support/until.js";
import { VoiceUnderTest } from "../support/voice-process.js";

let voice: VoiceUnderTest;
let server: FakeServer;
let first: SipStation;
let second: SipStation;
let phone: SipStation;
const stations: SipStation[] = [];
let revision = 0;
let calls = 0;

beforeAll(async () => {
  voice = await VoiceUnderTest.start();
  server = await FakeServer.connect(voice.socketPath);
  await server.said("welcome");
});
afterAll(async () => {
  server?.cut();
  await voice?.stop();
});

async function station(): Promise<SipStation> {
  const opened = await SipStation.open();
  stations.push(opened);
  return opened;
}
async function threeStations(): Promise<void> {
  [first, second, phone] = [await station(), await station(), await station()];
}
afterEach(() => {
  for (const each of stations.splice(0)) each.close();
});

const trunk = (trunkId: string, port: number, over: Partial<WireTrunk> = {}): WireTrunk => ({
  ...trunkDefaults,
  trunkId,
  name: trunkId,
  host: "127.0.0.1",
  port,
  password: null,
  ...over,
});
const account = (user: string, password: string): WireAccount => ({
  user,
  md5: secretHash("MD5", user, SIP_REALM, password),
  sha256: secretHash("SHA-256", user, SIP_REALM, password),
});
const sofia = account("1001", "sofias-long-secret");

function configure(network: Partial<VoiceNetwork>): void {
  revision += 1;
  const none: VoiceNetwork = { trunks: [], accounts: [], doors: networkDoorsDefaults };
  server.say({ t: "configure", revision, network: { ...none, ...network } });
}

/** What was said before is heeded before a request is answered. */
const isConfigured = () => server.request({ name: "network.bans" });

/** The last word about a trunk. */
const stateOf = (trunkId: string): TrunkState | undefined =>
  server.reports
    .flatMap((report) => (report.type === "trunks" && report.revision === revision ? [report] : []))
    .at(-1)
    ?.trunks.find((state) => state.trunkId === trunkId);
const becomes = (trunkId: string, state: TrunkState["state"], within = 8_000) =>
  until(
    () => (stateOf(trunkId)?.state === state ? stateOf(trunkId) : undefined),
    within,
    `${trunkId} ${state}`,
  );

/** The picture of an agent who calls a number. */
function dial(to: string, from = "8000"): { id: string; c: string } {
  calls += 1;
  const id = `net-${calls}`;
  const [a, c] = [`${id}.l2`, `${id}.l1`];
  server.show(id, 1, outbound([agent(a)]));
  server.show(id, 2, outbound([agent(a), customer(c, { want: "dial", dial: { to, from } })]));
  return { id, c };
}
const answer = (at: SipStation): void => {
  at.onCall = (call) => void call.answer(SILENT_SDP);
};

/** Calls as somebody; gives how it ended, or that it was answered. */
async function callAs(
  at: SipStation,
  to: string,
  { from = "sip:+15035550142@elsewhere", auth }: { from?: string; auth?: DigestClient } = {},
): Promise<{ outcome: () => string; cancel: () => void }> {
  let outcome = "";
  const call = at.agent.invite({
    target: uri(`sip:${to}@127.0.0.1:${voice.sipPort}`),
    from: address(`<${from}>`),
    sdp: SILENT_SDP,
    handlers: {
      answered: () => {
        outcome = "answered";
      },
      failed: ({ code, status }: CallFailure) => {
        outcome = `${code} ${status ?? ""}`.trim();
      },
    },
    ...(auth === undefined ? {} : { auth }),
  });
  return { outcome: () => outcome, cancel: () => call.cancel() };
}
const secretOf = (user: string, password: string): DigestClient =>
  new DigestClient({ user, password }, systemRandom);

/** Registers a phone; gives the states it goes through. */
function register(at: SipStation, user: string, password: string) {
  const states: string[] = [];
  const registration = at.agent.register({
    registrar: uri(`sip:127.0.0.1:${voice.sipPort}`),
    address: sipUri({ user, host: "127.0.0.1" }),
    credentials: { user, password },
    onState: ({ state, code, expiresS }) => states.push([state, code ?? expiresS ?? ""].join(" ").trim()),
  });
  return { registration, states };
}
const registeredContacts = (user: string) =>
  server.reports
    .flatMap((report) => (report.type === "registrations" ? report.accounts : []))
    .filter((each) => each.user === user)
    .at(-1)?.contacts.length;

describe("trunks", () => {
  it("one that registers does so with its password, stays while others change, and is taken back", async () => {
    await threeStations();
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
    await threeStations();
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
    await threeStations();
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
    await server.event("leg.connected", ({ legId }) => legId === c);
    expect([second.calls.length, first.calls.length]).toEqual([0, 2]);
    const got = first.calls.at(-1);
    expect([userOf(got?.target), userOf(got?.from.uri)]).toEqual(["0015035550142", "+15035550100"]);
    await until(() => stateOf("world")?.calls === 1, 4_000, "one call on it");
    server.show(id, 3, null);
    await until(() => stateOf("world")?.calls === 0, 4_000, "none any more");
  });

  it("503: the next one; busy is busy", async () => {
    await threeStations();
    first.onCall = (call) => call.refuse(503);
    answer(second);
    const trunks = [trunk("one", first.port, { priority: 1 }), trunk("two", second.port, { priority: 2 })];
    configure({ trunks });
    await becomes("two", "ready");
    const through = dial("+15035550142");
    await server.event("leg.connected", ({ legId }) => legId === through.c);
    expect([first.calls.length, second.calls.length]).toEqual([1, 1]);
    server.show(through.id, 3, null);

    first.onCall = (call) => call.refuse(486);
    const busy = dial("+15035550143");
    expect(await server.event("leg.gone", ({ legId }) => legId === busy.c)).toMatchObject({
      cause: "busy",
      status: 486,
    });
    expect([first.calls.length, second.calls.length]).toEqual([2, 1]);
    server.show(busy.id, 3, null);
  });

  it("one that says nothing is given up after four seconds", async () => {
    await threeStations();
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
    await server.event("leg.connected", ({ legId }) => legId === c);
    expect(performance.now() - begun).toBeLessThan(6_000);
    server.show(id, 3, null);
  });

  it("no trunk takes the number: the call fails, and nobody is asked", async () => {
    await threeStations();
    configure({ trunks: [trunk("germany", first.port, { takes: ["+49*"] })] });
    await becomes("germany", "ready");
    const { id, c } = dial("+15035550142");
    expect(await server.event("leg.gone", ({ legId }) => legId === c)).toMatchObject({ cause: "network" });
    expect(first.calls).toEqual([]);
    server.show(id, 3, null);
  });

  it("a call stands when its trunk is removed", async () => {
    await threeStations();
    answer(first);
    configure({ trunks: [trunk("one", first.port)] });
    await becomes("one", "ready");
    const { id, c } = dial("+15035550142");
    await server.event("leg.connected", ({ legId }) => legId === c);
    configure({ trunks: [] });
    await pause(300);
    expect(server.events.some((event) => event.type === "leg.gone" && event.legId === c)).toBe(false);
    expect(first.agent.sessions.size).toBe(1);
    server.show(id, 3, null);
    await until(() => first.agent.sessions.size === 0, 3_000, "BYE");
  });

  it("their calls in come in our numbers, and say which trunk brought them; too many are refused", async () => {
    await threeStations();
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
    const arrived = await server.event("call.arrived", ({ trunkId }) => trunkId === "carrier");
    expect(arrived).toMatchObject({ to: "8000", from: "+4930123456" });
    expect(arrived.account).toBeUndefined();
    const more = await callAs(first, "+15035558000");
    await until(() => more.outcome() === "refused 503", 3_000, "one too many");
    server.show(arrived.interactionId, 1, inbound([customer("t.l1")]));
    await until(() => call.outcome() === "answered", 3_000, "answered");
    server.show(arrived.interactionId, 2, null);
  });
});

describe("desk phones", () => {
  it("register with their password, are told of, are called, and leave", async () => {
    await threeStations();
    configure({ accounts: [sofia] });
    const { registration, states } = register(phone, "1001", "sofias-long-secret");
    await until(() => states.includes("registered 300"), 3_000, "registered");
    await until(() => registeredContacts("1001") === 1, 2_000, "told");
    phone.onCall = (call) => {
      call.ring();
      setTimeout(() => call.answer(SILENT_SDP), 50);
    };
    const { id, c } = dial("account:1001", "1002");
    await server.event("leg.ringing", ({ legId }) => legId === c);
    await server.event("leg.connected", ({ legId }) => legId === c);
    expect(userOf(phone.calls[0]?.from.uri)).toBe("1002");
    server.show(id, 3, null);
    await until(() => phone.agent.sessions.size === 0, 3_000, "BYE");
    await registration.stop();
    await until(() => registeredContacts("1001") === 0, 2_000, "told that it left");
  });

  it("a server that attaches anew is told who is registered", async () => {
    await threeStations();
    configure({ accounts: [sofia] });
    const { states } = register(phone, "1001", "sofias-long-secret");
    await until(() => states.includes("registered 300"), 3_000, "registered");
    const other = await FakeServer.connect(voice.socketPath);
    await other.said("welcome");
    const whole = await until(
      () => other.reports.find((report) => report.type === "registrations" && report.whole),
      2_000,
      "registrations",
    );
    expect(whole).toMatchObject({ accounts: [{ user: "1001", contacts: [{ transport: "udp" }] }] });
    other.cut();
    server = await FakeServer.connect(voice.socketPath);
    await server.said("welcome");
  });

  it("one that is not registered cannot be reached", async () => {
    await threeStations();
    configure({ accounts: [sofia] });
    const { id, c } = dial("account:1002");
    expect(await server.event("leg.gone", ({ legId }) => legId === c)).toMatchObject({ cause: "network" });
    server.show(id, 3, null);
  });

  it("an account that is removed is not registered any more, and its phone not let in again", async () => {
    await threeStations();
    configure({ accounts: [sofia] });
    const { registration, states } = register(phone, "1001", "sofias-long-secret");
    await until(() => registeredContacts("1001") === 1, 3_000, "registered");
    configure({ accounts: [] });
    await until(() => registeredContacts("1001") === 0, 2_000, "gone");
    registration.refresh();
    await until(() => states.includes("failed credentials"), 3_000, "refused");
  });

  it("call with their password, and the call says which account; the server says what becomes of it", async () => {
    await threeStations();
    configure({ accounts: [sofia] });
    const call = await callAs(phone, "+15035550142", {
      from: "sip:1001@127.0.0.1",
      auth: secretOf("1001", "sofias-long-secret"),
    });
    const arrived = await server.event("call.arrived", ({ account }) => account === "1001");
    expect(arrived).toMatchObject({ to: "+15035550142", from: "1001" });
    server.show(arrived.interactionId, 1, null);
    await until(() => call.outcome() === "refused 404", 3_000, "refused");
  });
});

describe("nobody gets out who has not proved who it is", () => {
  const untilNow = () => server.events.filter(({ type }) => type === "call.arrived").length;

  it("an INVITE in a phone's name, without or with a wrong password, never arrives", async () => {
    await threeStations();
    configure({ accounts: [sofia], trunks: [trunk("carrier", first.port)] });
    await becomes("carrier", "ready");
    const before = untilNow();
    const bare = await callAs(phone, "+15035550142", { from: "sip:1001@127.0.0.1" });
    await until(() => bare.outcome() === "refused 401", 3_000, "401");
    const wrong = await callAs(phone, "+15035550142", {
      from: "sip:1001@127.0.0.1",
      auth: secretOf("1001", "guessed"),
    });
    await until(() => wrong.outcome() === "refused 401", 3_000, "401");
    expect([untilNow(), first.calls.length]).toEqual([before, 0]);
    await server.request({ name: "network.unban", address: "127.0.0.1" });
  });

  it("a stranger's call has no account, whoever it says to be, and when nobody takes it the trunk is not asked", async () => {
    await threeStations();
    configure({ accounts: [sofia], trunks: [trunk("carrier", first.port)] });
    await becomes("carrier", "ready");
    for (const target of ["+15035550142", "account:1001", "0015035550142"]) {
      const before = untilNow();
      const call = await callAs(phone, encodeURIComponent(target));
      await until(() => untilNow() > before, 3_000, "it arrives");
      const arrived = server.events.filter((event) => event.type === "call.arrived").at(-1);
      expect(arrived).toMatchObject({ to: target });
      expect(arrived).not.toHaveProperty("account");
      // The answer of a server for whom it is no access number.
      if (arrived !== undefined) server.show(arrived.interactionId, 1, null);
      await until(() => call.outcome() === "refused 404", 3_000, "404");
    }
    expect(first.calls).toEqual([]);
    await server.request({ name: "network.unban", address: "127.0.0.1" });
  });

  it("with the door closed to strangers there is nothing but a challenge, whatever they dial", async () => {
    await threeStations();
    configure({ accounts: [sofia], doors: { sources: "settings", strangers: false } });
    const before = untilNow();
    const call = await callAs(phone, "8000");
    await until(() => call.outcome() === "refused 401", 3_000, "401");
    expect(untilNow()).toBe(before);
  });

  it("whose address the form does not name is not heard", async () => {
    await threeStations();
    configure({ doors: { sources: ["203.0.113.0/24"], strangers: true } });
    await isConfigured();
    const call = await callAs(phone, "8000");
    await pause(600);
    expect(call.outcome()).toBe("");
    call.cancel();
    configure({});
    await isConfigured();
    const heard = await callAs(phone, "8000");
    const arrived = await server.event("call.arrived", ({ source }) => source.endsWith(`:${phone.port}`));
    server.show(arrived.interactionId, 1, null);
    await until(() => heard.outcome() === "refused 404", 3_000, "404");
  });
});

describe("whoever guesses passwords", () => {
  it("is not heard any more, while the trunk on the same machine is; an administrator sees it and lets it in again", async () => {
    await threeStations();
    configure({ accounts: [sofia], trunks: [trunk("carrier", first.port)] });
    await becomes("carrier", "ready");
    await server.request({ name: "network.unban", address: "127.0.0.1" });
    const attacker = await station();
    for (const guess of ["1234", "password", "sofia", "larkfield", "00000000", "1001"]) {
      const { states } = register(attacker, "1001", guess);
      await until(() => states.includes("failed credentials"), 3_000, `${guess} is refused`);
    }
    const { states: deaf } = register(attacker, "1001", "sofias-long-secret");
    await pause(500);
    expect(deaf).toEqual([]);

    const answered = await server.request({ name: "network.bans" });
    expect(answered).toMatchObject({
      ok: true,
      result: { count: 1, bans: [{ address: "127.0.0.1", times: 1, last: "wrong_password" }] },
    });
    await callAs(first, "8000");
    const arrived = await server.event("call.arrived", ({ source }) => source.endsWith(`:${first.port}`));
    server.show(arrived.interactionId, 1, null);

    expect(await server.request({ name: "network.unban", address: "127.0.0.1" })).toEqual({
      ok: true,
      result: { forgiven: true },
    });
    await until(() => deaf.includes("registered 300"), 8_000, "heard again");
    expect(voice.log).not.toMatch(/sofias-long-secret|carriers-secret/);
    expect(voice.log).not.toContain("+1503555");
  });
});
