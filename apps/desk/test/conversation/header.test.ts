import type { RosterView, ServiceView } from "@patchbay/protocol";
import { describe, expect, it } from "vitest";
import { closedBecause } from "../../src/features/conversation/composer/closed.js";
import { agentTargets, serviceTargets } from "../../src/features/conversation/handover/targets.js";
import { turnOf } from "../../src/features/conversation/header/turn.js";
import { bytesText, dayText, durationText } from "../../src/features/conversation/timeline/wording.js";
import { ME } from "./sample.js";

const LIMITS = { waitAmberMs: 30_000, waitRedMs: 60_000 };

describe("whose turn it is", () => {
  it("turns amber and red exactly at the limits of the settings", () => {
    expect(turnOf(null, 1_000, LIMITS)).toBeNull();
    expect(turnOf(0, 29_999, LIMITS)).toEqual({ ms: 29_999, tone: "quiet" });
    expect(turnOf(0, 30_000, LIMITS)?.tone).toBe("due");
    expect(turnOf(0, 59_999, LIMITS)?.tone).toBe("due");
    expect(turnOf(0, 60_000, LIMITS)?.tone).toBe("breached");
  });

  it("never counts backwards when the clocks differ", () => {
    expect(turnOf(5_000, 4_000, LIMITS)).toEqual({ ms: 0, tone: "quiet" });
  });
});

describe("who can take a chat", () => {
  const agent = (agentId: string, change: Partial<RosterView> = {}): RosterView => ({
    agentId,
    name: agentId,
    username: agentId,
    extension: null,
    photoUrl: null,
    roles: ["agent"],
    serviceIds: [],
    word: "ready",
    wordSince: 0,
    reason: null,
    next: null,
    load: 0,
    capacity: 2,
    calls: 0,
    callCapacity: 1,
    deskAlive: true,
    callsGoOn: false,
    phone: null,
    onCall: false,
    team: null,
    ...change,
  });
  const targets = (roster: RosterView[], search = "") =>
    agentTargets(
      roster,
      { parties: [{ agentId: "here", name: "here", state: "active", joinedAt: 0 }] },
      ME,
      search,
    );
  const whyNot = (change: Partial<RosterView>) => targets([agent("ben", change)])[0]?.whyNot;

  it("tells why somebody cannot, by the rules of the server", () => {
    expect(whyNot({})).toBeNull();
    expect(whyNot({ word: null })).toBe("offline");
    expect(whyNot({ deskAlive: false })).toBe("desk");
    expect(whyNot({ word: "not_ready" })).toBe("not_ready");
    expect(whyNot({ word: "busy", reason: "lunch" })).toBe("not_ready");
    expect(whyNot({ word: "supervising" })).toBe("supervising");
    expect(whyNot({ next: { kind: "logged_out" } })).toBe("leaving");
    expect(whyNot({ next: { kind: "ready" } })).toBeNull();
    expect(whyNot({ word: "busy", load: 1 })).toBeNull();
    expect(whyNot({ word: "busy", load: 2 })).toBe("full");
    expect(targets([agent("here")])[0]?.whyNot).toBe("here");
  });

  it("leaves out oneself and those who take no chats, and puts the one with most room first", () => {
    const list = targets([
      agent("off", { word: null }),
      agent(ME),
      agent("boss", { roles: ["supervisor"] }),
      agent("busy", { word: "busy", load: 1 }),
      agent("newest", { wordSince: 2_000 }),
      agent("longest", { wordSince: 1_000 }),
    ]);
    expect(list.map((target) => target.agent.agentId)).toEqual(["longest", "newest", "busy", "off"]);
  });

  it("finds names without accents", () => {
    expect(
      targets([agent("jose", { name: "José Díaz" }), agent("ann")], "jose D").map(
        (target) => target.agent.agentId,
      ),
    ).toEqual(["jose"]);
  });

  it("puts open services with short lines first", () => {
    const service = (name: string, open: boolean, waiting: number): ServiceView => ({
      serviceId: name,
      name,
      open,
      waiting,
      oldestSince: null,
      ewtSeconds: null,
      wrapUpMs: 0,
      dispositionMandatory: false,
      dispositions: [],
    });
    const list = serviceTargets(
      [service("closed", false, 0), service("long", true, 5), service("short", true, 1)],
      "",
    );
    expect(list.map(({ name }) => name)).toEqual(["short", "long", "closed"]);
  });
});

it("opens the composer only where the server takes messages", () => {
  expect(closedBecause({ phase: "connected", stage: "open" })).toBeNull();
  expect(closedBecause({ phase: "ending", stage: "ending" })).toBe("ending");
  expect(closedBecause({ phase: "connected", stage: "disconnected" })).toBe("disconnected");
  expect(closedBecause({ phase: "wrap_up", stage: "disconnected" })).toBe("disconnected");
  expect(closedBecause({ phase: "wrap_up", stage: "open" })).toBe("wrap_up");
  expect(closedBecause({ phase: "wrap_up", stage: "ended" })).toBe("wrap_up");
});

describe("wording", () => {
  it("says durations, sizes and days as people do", () => {
    expect([0, 48_000, 120_000, 123_000, 3_900_000].map(durationText)).toEqual([
      "0 s",
      "48 s",
      "2 min",
      "2 min 3 s",
      "1 h 5 min",
    ]);
    expect([512, 640_000, 999_499, 999_500, 3_100_000].map(bytesText)).toEqual([
      "512 B",
      "640 kB",
      "999 kB",
      "1.0 MB",
      "3.1 MB",
    ]);
    const now = new Date(2026, 10, 22, 0, 5).getTime();
    expect(dayText(new Date(2026, 10, 22, 23, 59).getTime(), now)).toBe("Today");
    expect(dayText(new Date(2026, 10, 21, 23, 59).getTime(), now)).toBe("Yesterday");
    expect(dayText(new Date(2026, 10, 20, 12).getTime(), now)).toBe("Friday, November 20");
    expect(dayText(new Date(2025, 10, 20, 12).getTime(), now)).toBe("November 20, 2025");
  });
});
