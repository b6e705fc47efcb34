import { clientLogEntrySchema } from "@patchbay/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import {
  forgetNoted,
  framesOf,
  note,
  notedEntries,
  notedQuality,
  noteFault,
  noteQuality,
  plainCode,
  plainId,
  routeOf,
} from "../../src/client-log/client-log.js";
import { isBad, timelineOf } from "../../src/features/setup/desk-logs/timeline.js";

beforeEach(forgetNoted);

/** What must never be in a log: as texts, and as parts of other texts. */
const NAUGHTY = [
  "Maria Weber",
  "+49 170 1234567",
  "4111111111111111",
  "My house is on fire",
  "Bearer eyJhbGciOiJIUzI1NiJ9.abc",
  "pb_seat_1=s3cr3t",
  "maria@example.com",
  "<script>alert(1)</script>",
  "😀",
  "../../etc/passwd",
];

describe("what a desk notes", () => {
  it("has no place for content: an entry with some is not noted at all", () => {
    for (const text of NAUGHTY) {
      note({ t: "error", code: text, correlationId: "" });
      note({ t: "error", code: "no_line", correlationId: text });
      note({ t: "request", name: text, code: null, ms: 1, correlationId: "" });
      note({ t: "http", method: "GET", route: text, status: 200, code: null, ms: 1, correlationId: "" });
      note({ t: "fault", name: text, stack: [] });
      note({ t: "fault", name: "Error", stack: [text] });
    }
    expect(notedEntries()).toEqual([]);
  });

  it("refuses a field that is not in its form, whatever is in it", () => {
    const entry = { t: "page", at: 1, what: "shown" };
    expect(clientLogEntrySchema.safeParse(entry).success).toBe(true);
    expect(clientLogEntrySchema.safeParse({ ...entry, text: "" }).success).toBe(false);
  });

  it("keeps the newest thousand", () => {
    for (let status = 0; status < 3_500; status++)
      note({
        t: "http",
        method: "GET",
        route: "/api/files/*",
        status: status % 600,
        code: null,
        ms: 1,
        correlationId: "",
      });
    expect(notedEntries()).toHaveLength(1_000);
    expect(notedEntries().at(-1)).toMatchObject({ status: 3_499 % 600 });
  });

  it("knows addresses by their words alone", () => {
    expect(routeOf("/api/files/8sXk29?seat=1&size=thumb")).toBe("/api/files/*");
    expect(routeOf("/api/records/search?text=Weber")).toBe("/api/records/search");
    expect(routeOf("/api/calls/c%201/device#x")).toBe("/api/calls/*/device");
    for (const text of NAUGHTY) {
      const route = routeOf(`/api/users/${text}/photo`);
      expect(route.replace(/^\/api\/users|\/photo$|[*/]/g, "")).toBe("");
    }
  });

  it("repeats no code and no number that is not one", () => {
    expect(NAUGHTY.map(plainCode)).toEqual(NAUGHTY.map(() => "unknown_error"));
    expect(NAUGHTY.filter((text) => plainId(text) !== "")).toEqual([]);
    expect(plainCode("no_line")).toBe("no_line");
    expect(plainId(undefined)).toBe("");
  });
});

describe("a fault of the desk", () => {
  it("is told by its places in our files, and never by its message", () => {
    const stack = [
      "TypeError: Cannot read properties of undefined (reading 'Maria Weber')",
      "    at drawName (https://desk.example/desk/assets/index-a1b2c3d4.js:12:345)",
      "    at async https://desk.example/desk/assets/index-a1b2c3d4.js:2:1",
      "    at token=s3cr3t (evil)",
      "draw@https://desk.example/desk/assets/index-a1b2c3d4.js:7:8",
      "at +49 170 1234567",
    ].join("\n");
    expect(framesOf(stack)).toEqual([
      "drawName@index-a1b2c3d4.js:12:345",
      "anonymous@index-a1b2c3d4.js:2:1",
      "draw@index-a1b2c3d4.js:7:8",
    ]);
  });

  it("of any kind is noted without what it says", () => {
    const cause = new TypeError("Maria Weber");
    for (const one of [cause, "Maria Weber", undefined, { message: "Maria Weber" }]) noteFault(one);
    expect(notedEntries().map((entry) => entry.t === "fault" && entry.name)).toEqual([
      "TypeError",
      "Error",
      "Error",
      "Error",
    ]);
    expect(JSON.stringify(notedEntries())).not.toContain("Weber");
  });
});

it("of the sound the last minute is known", () => {
  const sound = { grade: "poor", loss: 0.1, jitterMs: 30, roundTripMs: null } as const;
  noteQuality({ ...sound, at: 0 });
  noteQuality({ ...sound, at: 50_000 });
  expect(notedQuality(100_000)).toEqual([{ ...sound, at: 50_000 }]);
});

it("both sides of one request stand beside each other, the server's first", () => {
  const request = {
    t: "request",
    name: "desk.call.place",
    code: "no_line",
    ms: 9,
    correlationId: "c1",
  } as const;
  const lines = timelineOf({
    log: {
      entries: [
        { t: "socket", at: 100, state: "live" },
        { ...request, at: 200 },
      ],
    } as never,
    server: [
      { at: 900, name: "desk.call.place", code: "no_line", correlationId: "c1" },
      { at: 50, name: "GET /api/quality", code: "not_enough_privileges", correlationId: "c0" },
    ],
  });
  expect(lines.map(({ side, at }) => `${side} ${at}`)).toEqual([
    "server 50",
    "desk 100",
    "server 200",
    "desk 200",
  ]);
  expect(lines.map(isBad)).toEqual([true, false, true, true]);
});
