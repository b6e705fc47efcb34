import { describe, expect, it } from "vitest";
import { Bans, isScanner, standardBans } from "../src/network/bans.js";
import { isExempt, judgeCaller, type TrunkSource } from "../src/network/callers.js";
import { CallLimits } from "../src/network/limits.js";
import { Sources } from "../src/network/sources.js";
import { readSettings, SettingsError } from "../src/settings/settings.js";

describe("whose SIP is read", () => {
  it.each([
    ["127.0.0.1", true],
    ["::1", true],
    ["::ffff:10.1.2.3", true],
    ["192.168.7.9", true],
    ["fe80::1%eth0", true],
    ["8.8.8.8", false],
    ["172.32.0.1", false],
    ["2001:db8::1", false],
    ["nonsense", false],
  ])("by default %s: %s", (address, admitted) => {
    expect(new Sources(null).admits(address)).toBe(admitted);
  });

  it("is what the setting names, and nothing else then", () => {
    const sources = new Sources(["203.0.113.0/24", "2001:db8::5"]);
    expect(["203.0.113.77", "2001:db8::5", "127.0.0.1"].map((address) => sources.admits(address))).toEqual([
      true,
      true,
      false,
    ]);
    expect(new Sources("any").admits("8.8.8.8")).toBe(true);
    expect(new Sources(null, ["203.0.113.9"]).admits("203.0.113.9")).toBe(true);
  });
});

describe("what one source may do", () => {
  const limits = { callsPerSecond: 2, burst: 3, concurrent: 4 };

  it("has a rate with a burst, and does not touch other sources", () => {
    const calls = new CallLimits(limits);
    expect([0, 0, 0, 0].map((at) => calls.begin("a", at))).toEqual([true, true, true, false]);
    expect(calls.begin("b", 0)).toBe(true);
    expect(calls.begin("a", 400)).toBe(false);
    expect(calls.begin("a", 600)).toBe(true);
  });

  it("has so many calls at once, and one more when one ends", () => {
    const calls = new CallLimits({ ...limits, burst: 100 });
    expect([1, 2, 3, 4, 5].map(() => calls.begin("a", 0))).toEqual([true, true, true, true, false]);
    calls.ended("a");
    expect(calls.begin("a", 0)).toBe(true);
  });
});

describe("bans", () => {
  const minutes = (count: number): number => count * 60_000;

  it("come from many small offences in short time, and not from few over a long one", () => {
    const bans = new Bans();
    const days = Array.from({ length: 100 }, (_, at) => bans.offence("slow", "garbage", minutes(at)));
    expect(days.every((forMs) => forMs === null)).toBe(true);
    const quick = [1, 2, 3, 4, 5].map(() => bans.offence("quick", "wrong_password", 0));
    expect(quick).toEqual([null, null, null, null, minutes(1)]);
    expect([bans.isBanned("quick", minutes(1) - 1), bans.isBanned("other", 0)]).toEqual([true, false]);
    expect(bans.isBanned("quick", minutes(1))).toBe(false);
  });

  it("grow, up to a day, and a day without one forgets how often", () => {
    const bans = new Bans();
    let now = 0;
    const next = (): number | null => {
      let forMs: number | null = null;
      for (let i = 0; i < 5; i += 1) forMs = bans.offence("again", "unknown_account", now) ?? forMs;
      return forMs;
    };
    const times: (number | null)[] = [];
    for (let i = 0; i < 8; i += 1) {
      const forMs = next() ?? 0;
      times.push(forMs / 60_000);
      now += forMs + 1;
    }
    expect(times).toEqual([1, 4, 16, 64, 256, 1_024, 1_440, 1_440]);
    now += standardBans.forgetMs + 1;
    expect(next()).toBe(minutes(1));
  });

  it("a scanner's is long from the first", () => {
    const bans = new Bans();
    expect(bans.offence("scanner", "scanner", 0)).toBe(minutes(16));
  });

  it("a right password makes up for wrong ones, and an administrator for everything", () => {
    const bans = new Bans();
    for (let i = 0; i < 4; i += 1) bans.offence("a", "wrong_password", 0);
    bans.cleared("a");
    expect(bans.offence("a", "wrong_password", 0)).toBeNull();
    bans.offence("b", "scanner", 0);
    expect([bans.forgive("b"), bans.isBanned("b", 1), bans.forgive("b")]).toEqual([true, false, false]);
  });

  it("are listed by the wall clock, the longest first, with those on their way there", () => {
    const bans = new Bans();
    bans.offence("s", "scanner", 1_000);
    for (let i = 0; i < 5; i += 1) bans.offence("w", "wrong_password", 1_000);
    bans.offence("g", "garbage", 1_000);
    const { bans: list, count } = bans.list(2_000, 1_700_000_000_000, 2);
    expect(list).toEqual([
      { address: "s", until: 1_700_000_000_000 + minutes(16) - 1_000, score: 20, times: 3, last: "scanner" },
      {
        address: "w",
        until: 1_700_000_000_000 + minutes(1) - 1_000,
        score: 20,
        times: 1,
        last: "wrong_password",
      },
    ]);
    expect(count).toBe(3);
    // One offence of long ago is not worth a line.
    expect(bans.list(minutes(3), 0, 10).bans.map(({ address }) => address)).toEqual(["s"]);
  });

  it("take no more memory than they may", () => {
    const bans = new Bans({ ...standardBans, sourcesMax: 100 });
    for (let i = 0; i < 1_000; i += 1) {
      bans.offence(`suspect-${i}`, "unknown_number", 0);
      bans.offence(`scanner-${i}`, "scanner", 0);
    }
    expect(bans.list(0, 0, 10_000).count).toBe(200);
    expect(bans.isBanned("scanner-999", 1)).toBe(true);
  });

  it.each([
    ["friendly-scanner", true],
    ["sipcli/v1.8", true],
    ["Asterisk PBX 18", false],
    [undefined, false],
  ])("%s is a scanner: %s", (agent, scanner) => {
    expect(isScanner(agent)).toBe(scanner);
  });
});

describe("who calls", () => {
  const at = (address: string, port = 5060): TrunkSource => ({
    trunkId: `${address}:${port}`,
    sendsFrom: (from) => from === address,
    standsAt: (from, fromPort) => from === address && fromPort === port,
  });
  const now = {
    trunks: [at("203.0.113.1"), at("127.0.0.1", 5070)],
    hasAccount: (user: string) => user === "1001",
    strangers: true,
  };
  const from = (address: string, port: number, protocol: "udp" | "tcp" = "udp") => ({
    protocol,
    address,
    port,
  });
  const nobody = { user: undefined, withPassword: false };
  const sofia = { user: "1001", withPassword: false };
  const proving = { user: "x", withPassword: true };

  it.each([
    ["the place of a trunk, whatever number it shows", from("203.0.113.1", 5060), sofia, "trunk"],
    ["another port of its machine", from("203.0.113.1", 41_000), nobody, "trunk"],
    ["a phone on the machine of a trunk", from("127.0.0.1", 5062), sofia, "phone"],
    ["a phone by another name, which proves itself", from("10.0.0.7", 5062), proving, "phone"],
    ["somebody with a phone's name and no password", from("198.51.100.7", 5060), sofia, "phone"],
    ["by TCP the port says nothing", from("203.0.113.1", 5060, "tcp"), sofia, "phone"],
    ["somebody else", from("198.51.100.7", 5060), nobody, "stranger"],
  ] as const)("%s", (_, source, said, kind) => {
    expect(judgeCaller(source, said, now).kind).toBe(kind);
  });

  it("without strangers nobody is let in who is not known", () => {
    const closed = { ...now, strangers: false };
    expect(judgeCaller(from("198.51.100.7", 5060), nobody, closed).kind).toBe("nobody");
    expect(judgeCaller(from("203.0.113.1", 9), nobody, closed).kind).toBe("trunk");
  });

  it.each([
    ["203.0.113.1", 9, true],
    ["127.0.0.1", 5070, true],
    ["127.0.0.1", 5071, false],
    ["198.51.100.7", 5060, false],
  ])("%s:%i is never banned: %s", (address, port, exempt) => {
    expect(isExempt({ address, port }, now.trunks)).toBe(exempt);
  });
});

describe("settings", () => {
  it("have values for everything: this machine only", () => {
    expect(readSettings({ VOICE_WORKERS: "2" })).toMatchObject({
      host: "127.0.0.1",
      sipPort: 5060,
      sipTlsPort: 5061,
      rtpPorts: { from: 40_000, to: 40_999 },
      trunk: { host: "127.0.0.1", port: 5070 },
      sipSources: null,
      iceServers: [],
    });
  });

  it.each([
    [{ SIP_PORT: "70000" }, "SIP_PORT must be a port number"],
    [{ RTP_PORTS: "500-400" }, "RTP_PORTS must be a range"],
    [{ RTP_PORTS: "40000-40099", VOICE_WORKERS: "40" }, "too few ports for 40 workers"],
    [{ VOICE_WORKERS: "0" }, "VOICE_WORKERS must be a number from 1 to 64"],
    [{ SIP_PORT: "5061" }, "two different ports"],
    [{ TLS_CERT: "a.pem" }, "TLS_CERT and TLS_KEY"],
    [{ TRUNK: "no where" }, "TRUNK must be a host with a port"],
    [{ SIP_SOURCES: "everybody" }, "SIP_SOURCES must be IP addresses"],
    [{ VOICE_SOCKET: `/${"x".repeat(110)}` }, "at most 103 characters"],
    [{ PUBLIC_IP: "example.com" }, "PUBLIC_IP must be an IP address"],
  ])("%o is refused with a sentence", (environment, sentence) => {
    expect(() => readSettings(environment)).toThrow(SettingsError);
    expect(() => readSettings(environment)).toThrow(sentence);
  });

  it("never repeat the password of a TURN server", () => {
    const read = () => readSettings({ ICE_SERVERS: "turn:user:secret@host:3478,nonsense:secret" });
    expect(read).toThrow("ICE_SERVERS must be a list");
    expect(read).not.toThrow("secret");
  });
});
