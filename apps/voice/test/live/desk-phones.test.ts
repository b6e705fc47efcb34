import { userOf } from "@patchbay/sip";
import { describe, expect, it } from "vitest";
import { FakeServer } from "../support/fake-server.js";
import { networkStand, secretOf, sofia, trunk } from "../support/network-stand.js";
import { SILENT_SDP } from "../support/sip-station.js";
import { pause, until } from "../support/until.js";

const net = networkStand();
const {
  attachAnew,
  station,
  threeStations,
  configure,
  isConfigured,
  becomes,
  dial,
  callAs,
  register,
  registeredContacts,
} = net;

describe("desk phones", () => {
  it("register with their password, are told of, are called, and leave", async () => {
    const { phone } = await threeStations();
    configure({ accounts: [sofia] });
    const { registration, states } = register(phone, "1001", "sofias-long-secret");
    await until(() => states.includes("registered 300"), 3_000, "registered");
    await until(() => registeredContacts("1001") === 1, 2_000, "told");
    phone.onCall = (call) => {
      call.ring();
      setTimeout(() => call.answer(SILENT_SDP), 50);
    };
    const { id, c } = dial("account:1001", "1002");
    await net.server.event("leg.ringing", ({ legId }) => legId === c);
    await net.server.event("leg.connected", ({ legId }) => legId === c);
    expect(userOf(phone.calls[0]?.from.uri)).toBe("1002");
    net.server.show(id, 3, null);
    await until(() => phone.agent.sessions.size === 0, 3_000, "BYE");
    await registration.stop();
    await until(() => registeredContacts("1001") === 0, 2_000, "told that it left");
  });

  it("a server that attaches anew is told who is registered", async () => {
    const { phone } = await threeStations();
    configure({ accounts: [sofia] });
    const { states } = register(phone, "1001", "sofias-long-secret");
    await until(() => states.includes("registered 300"), 3_000, "registered");
    const other = await FakeServer.connect(net.voice.socketPath);
    await other.said("welcome");
    const whole = await until(
      () => other.reports.find((report) => report.type === "registrations" && report.whole),
      2_000,
      "registrations",
    );
    expect(whole).toMatchObject({ accounts: [{ user: "1001", contacts: [{ transport: "udp" }] }] });
    other.cut();
    await attachAnew();
  });

  it("one that is not registered cannot be reached", async () => {
    await threeStations();
    configure({ accounts: [sofia] });
    const { id, c } = dial("account:1002");
    expect(await net.server.event("leg.gone", ({ legId }) => legId === c)).toMatchObject({
      cause: "network",
    });
    net.server.show(id, 3, null);
  });

  it("an account that is removed is not registered any more, and its phone not let in again", async () => {
    const { phone } = await threeStations();
    configure({ accounts: [sofia] });
    const { registration, states } = register(phone, "1001", "sofias-long-secret");
    await until(() => registeredContacts("1001") === 1, 3_000, "registered");
    configure({ accounts: [] });
    await until(() => registeredContacts("1001") === 0, 2_000, "gone");
    registration.refresh();
    await until(() => states.includes("failed credentials"), 3_000, "refused");
  });

  it("call with their password, and the call says which account; the server says what becomes of it", async () => {
    const { phone } = await threeStations();
    configure({ accounts: [sofia] });
    const call = await callAs(phone, "+15035550142", {
      from: "sip:1001@127.0.0.1",
      auth: secretOf("1001", "sofias-long-secret"),
    });
    const arrived = await net.server.event("call.arrived", ({ account }) => account === "1001");
    expect(arrived).toMatchObject({ to: "+15035550142", from: "1001" });
    net.server.show(arrived.interactionId, 1, null);
    await until(() => call.outcome() === "refused 404", 3_000, "refused");
  });
});

describe("nobody gets out who has not proved who it is", () => {
  const untilNow = () => net.server.events.filter(({ type }) => type === "call.arrived").length;

  it("an INVITE in a phone's name, without or with a wrong password, never arrives", async () => {
    const { first, phone } = await threeStations();
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
    await net.server.request({ name: "network.unban", address: "127.0.0.1" });
  });

  it("a stranger's call has no account, whoever it says to be, and when nobody takes it the trunk is not asked", async () => {
    const { first, phone } = await threeStations();
    configure({ accounts: [sofia], trunks: [trunk("carrier", first.port)] });
    await becomes("carrier", "ready");
    for (const target of ["+15035550142", "account:1001", "0015035550142"]) {
      const before = untilNow();
      const call = await callAs(phone, encodeURIComponent(target));
      await until(() => untilNow() > before, 3_000, "it arrives");
      const arrived = net.server.events.filter((event) => event.type === "call.arrived").at(-1);
      expect(arrived).toMatchObject({ to: target });
      expect(arrived).not.toHaveProperty("account");
      // The answer of a server for whom it is no access number.
      if (arrived !== undefined) net.server.show(arrived.interactionId, 1, null);
      await until(() => call.outcome() === "refused 404", 3_000, "404");
    }
    expect(first.calls).toEqual([]);
    await net.server.request({ name: "network.unban", address: "127.0.0.1" });
  });

  it("with the door closed to strangers there is nothing but a challenge, whatever they dial", async () => {
    const { phone } = await threeStations();
    configure({ accounts: [sofia], doors: { sources: "settings", strangers: false } });
    const before = untilNow();
    const call = await callAs(phone, "8000");
    await until(() => call.outcome() === "refused 401", 3_000, "401");
    expect(untilNow()).toBe(before);
  });

  it("whose address the form does not name is not heard", async () => {
    const { phone } = await threeStations();
    configure({ doors: { sources: ["203.0.113.0/24"], strangers: true } });
    await isConfigured();
    const call = await callAs(phone, "8000");
    await pause(600);
    expect(call.outcome()).toBe("");
    call.cancel();
    configure({});
    await isConfigured();
    const heard = await callAs(phone, "8000");
    const arrived = await net.server.event("call.arrived", ({ source }) => source.endsWith(`:${phone.port}`));
    net.server.show(arrived.interactionId, 1, null);
    await until(() => heard.outcome() === "refused 404", 3_000, "404");
  });
});

describe("whoever guesses passwords", () => {
  it("is not heard any more, while the trunk on the same machine is; an administrator sees it and lets it in again", async () => {
    const { first } = await threeStations();
    configure({ accounts: [sofia], trunks: [trunk("carrier", first.port)] });
    await becomes("carrier", "ready");
    await net.server.request({ name: "network.unban", address: "127.0.0.1" });
    const attacker = await station();
    for (const guess of ["1234", "password", "sofia", "larkfield", "00000000", "1001"]) {
      const { states } = register(attacker, "1001", guess);
      await until(() => states.includes("failed credentials"), 3_000, `${guess} is refused`);
    }
    const { states: deaf } = register(attacker, "1001", "sofias-long-secret");
    await pause(500);
    expect(deaf).toEqual([]);

    const answered = await net.server.request({ name: "network.bans" });
    expect(answered).toMatchObject({
      ok: true,
      result: { count: 1, bans: [{ address: "127.0.0.1", times: 1, last: "wrong_password" }] },
    });
    await callAs(first, "8000");
    const arrived = await net.server.event("call.arrived", ({ source }) => source.endsWith(`:${first.port}`));
    net.server.show(arrived.interactionId, 1, null);

    expect(await net.server.request({ name: "network.unban", address: "127.0.0.1" })).toEqual({
      ok: true,
      result: { forgiven: true },
    });
    await until(() => deaf.includes("registered 300"), 8_000, "heard again");
    expect(net.voice.log).not.toMatch(/sofias-long-secret|carriers-secret/);
    expect(net.voice.log).not.toContain("+1503555");
  });
});
