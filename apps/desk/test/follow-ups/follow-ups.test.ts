import type { FollowUpView } from "@patchbay/protocol";
import { describe, expect, it } from "vitest";
import { draftOf, formOf, newDraft, problemsOf } from "../../src/features/follow-ups/draft.js";
import {
  differs,
  dueText,
  groupOf,
  instantOf,
  localTimeIn,
  shortcutTime,
  snoozedUntil,
} from "../../src/features/follow-ups/due.js";
import { word } from "../../src/words/words.js";
import { pretendBrowser } from "../link/fake-socket.js";

pretendBrowser();
const { rowsOf } = await import("../../src/features/follow-ups/FollowUpsTab.js");
const { customersTime, peopleOf } = await import("../../src/features/follow-ups/about.js");

const BERLIN = "Europe/Berlin";
const PORTLAND = "America/Los_Angeles";
const HOUR = 3_600_000;
const at = (iso: string): number => Date.parse(iso);
/** A Monday: 15:30 in Berlin, 06:30 in Portland. */
const now = at("2026-11-23T14:30:20Z");

const view = (followUpId: string, more: Partial<FollowUpView> = {}): FollowUpView => ({
  followUpId,
  version: 3,
  kind: "call",
  dueAt: now + HOUR,
  timeZone: PORTLAND,
  note: "Ask for the estimate.",
  interactionId: "chat-1",
  channel: "chat",
  contact: { contactId: "maria", name: "Maria Gutiérrez" },
  caseNumber: 10_007,
  number: { raw: "+15035550142", display: "+1 503 555 0142", timeZones: [PORTLAND] },
  assignee: { agentId: "sofia", name: "Sofia Lindqvist" },
  createdBy: { agentId: "sofia", name: "Sofia Lindqvist" },
  createdAt: 1,
  changedBy: { agentId: "sofia", name: "Sofia Lindqvist" },
  changedAt: 1,
  doneAt: null,
  doneBy: null,
  reminds: true,
  mayChange: true,
  ...more,
});

describe("a time of a zone", () => {
  it("is what clocks show there, and back", () => {
    expect(localTimeIn(PORTLAND, now)).toEqual({ date: "2026-11-23", time: "06:30" });
    expect(instantOf(PORTLAND, { date: "2026-11-24", time: "09:00" })).toBe(at("2026-11-24T17:00:00Z"));
    expect(instantOf("Asia/Kolkata", { date: "2026-11-24", time: "09:00" })).toBe(at("2026-11-24T03:30:00Z"));
    expect(instantOf(BERLIN, { date: "2026-07-01", time: "00:00" })).toBe(at("2026-06-30T22:00:00Z"));
  });

  it("is the time after the gap when clocks are put forward over it, and the first when they show it twice", () => {
    expect(instantOf(BERLIN, { date: "2026-03-29", time: "02:30" })).toBe(at("2026-03-29T01:30:00Z"));
    expect(instantOf(BERLIN, { date: "2026-03-29", time: "03:30" })).toBe(at("2026-03-29T01:30:00Z"));
    expect(instantOf(BERLIN, { date: "2026-10-25", time: "02:30" })).toBe(at("2026-10-25T00:30:00Z"));
    expect(instantOf(BERLIN, { date: "2026-10-25", time: "03:30" })).toBe(at("2026-10-25T02:30:00Z"));
  });

  it("is none while the form is half filled in", () => {
    for (const half of [
      { date: "", time: "09:00" },
      { date: "2026-11-24", time: "" },
      { date: "2026-13-45", time: "09:00" },
    ])
      expect(instantOf(BERLIN, half)).toBeNull();
  });

  it("is said by day", () => {
    expect(dueText(word, now, now, BERLIN)).toBe("Today, 15:30");
    expect(dueText(word, now + 10 * HOUR, now, BERLIN)).toBe("Tomorrow, 01:30");
    expect(dueText(word, now + 10 * HOUR, now, PORTLAND)).toBe("Today, 16:30");
    expect(dueText(word, now - 24 * HOUR, now, BERLIN)).toBe("Yesterday, 15:30");
    expect(dueText(word, at("2026-11-27T08:00:00Z"), now, BERLIN)).toBe("Fri 27 Nov, 09:00");
    expect(dueText(word, at("2027-01-04T08:00:00Z"), now, BERLIN)).toContain("4 Jan 2027, 09:00");
  });

  it("is put in and put off by a click", () => {
    expect(shortcutTime("hour", BERLIN, now)).toEqual({ date: "2026-11-23", time: "16:31" });
    expect(shortcutTime("tomorrow", PORTLAND, now)).toEqual({ date: "2026-11-24", time: "09:00" });
    expect(shortcutTime("week", BERLIN, at("2026-12-28T12:00:00Z"))).toEqual({
      date: "2027-01-04",
      time: "09:00",
    });
    expect(snoozedUntil("minutes", now, BERLIN)).toBe(now + HOUR / 6);
    expect(snoozedUntil("tomorrow", now, BERLIN)).toBe(at("2026-11-24T08:00:00Z"));
    // The clocks change in between: it is 09:00 all the same.
    expect(snoozedUntil("tomorrow", at("2026-10-24T12:00:00Z"), BERLIN)).toBe(at("2026-10-25T08:00:00Z"));
  });

  it("is overdue, today's or later", () => {
    expect(groupOf(now, now, BERLIN)).toBe("overdue");
    expect(groupOf(now + HOUR, now, BERLIN)).toBe("today");
    expect(groupOf(now + 9 * HOUR, now, BERLIN)).toBe("later");
    expect(groupOf(now + 9 * HOUR, now, PORTLAND)).toBe("today");
    expect(differs(PORTLAND, now, BERLIN)).toBe(true);
    expect(differs("Europe/Paris", now, BERLIN)).toBe(false);
  });
});

describe("the form", () => {
  const given = { followUpId: "f1", interactionId: "chat-1", customer: "Maria", me: "sofia" };
  const fresh = newDraft({ ...given, numbers: ["+15035550142"], timeZone: BERLIN, now });

  it("begins with a call tomorrow morning by oneself, or a task when no number is known", () => {
    expect(fresh).toMatchObject({ kind: "call", date: "2026-11-24", time: "09:00", assigneeId: "sofia" });
    expect(newDraft({ ...given, numbers: [], timeZone: BERLIN, now }).kind).toBe("task");
    expect(formOf({ ...fresh, note: " call back \n" })).toEqual({
      kind: "call",
      dueAt: at("2026-11-24T08:00:00Z"),
      timeZone: BERLIN,
      note: "call back",
      number: "+15035550142",
      assigneeId: "sofia",
    });
    expect(formOf({ ...fresh, kind: "task" })?.number).toBeNull();
    expect(formOf({ ...fresh, time: "" })).toBeNull();
  });

  it("says which field is in the way", () => {
    expect(problemsOf(fresh, now)).toEqual({ time: null, number: null });
    expect(problemsOf({ ...fresh, date: "" }, now).time).toBe("noTime");
    expect(problemsOf({ ...fresh, date: "2026-11-22" }, now).time).toBe("follow_up_in_past");
    expect(problemsOf({ ...fresh, date: "2036-11-22" }, now).time).toBe("follow_up_too_far");
    expect(problemsOf({ ...fresh, number: "the workshop" }, now).number).toBe("empty_number");
    expect(problemsOf({ ...fresh, kind: "task", number: "" }, now).number).toBeNull();
  });

  it("changes one from its version, in the zone in which it was meant, also when its time is over", () => {
    const draft = draftOf(view("f1", { dueAt: at("2026-11-20T17:00:00Z") }));
    expect(draft).toMatchObject({ version: 3, date: "2026-11-20", time: "09:00", timeZone: PORTLAND });
    expect(problemsOf(draft, now).time).toBeNull();
    expect(formOf(draft)?.dueAt).toBe(at("2026-11-20T17:00:00Z"));
  });
});

describe("the list", () => {
  const keys = (filter: "mine" | "done", sought = "", ...views: FollowUpView[]) =>
    rowsOf(views, filter, sought, now).map((row) => row.key);

  it("has headings for what is overdue, today's and later, and none for what is done", () => {
    const late = view("late", { dueAt: now - 1 });
    const far = view("far", { dueAt: now + 90 * HOUR });
    expect(keys("mine", "", late, far)).toEqual(["group overdue", "late", "group later", "far"]);
    expect(keys("done", "", late, far)).toEqual(["late", "far"]);
    expect(keys("mine")).toEqual([]);
  });

  it("is searched by name, number, note, colleague and case, without accents", () => {
    const one = view("one", { dueAt: now - 1 });
    for (const sought of ["gutierrez", "555 0142", "estimate", "lindqvist", "#10007"])
      expect(keys("done", sought, one), sought).toEqual(["one"]);
    expect(keys("done", "ben", one)).toEqual([]);
  });

  it("says what the time is for the customer only where it differs, and who it is from and for", () => {
    const elsewhere = { raw: "1", display: "1", timeZones: ["Asia/Kolkata", "Pacific/Auckland"] };
    expect(customersTime(word, view("f", { number: elsewhere }))).toBe("21:00 – 04:30 for the customer");
    expect(customersTime(word, view("f", { number: null }))).toBeNull();
    const anna = { agentId: "anna", name: "Anna Kowalski" };
    expect(peopleOf(word, view("f"), "sofia")).toEqual([]);
    expect(peopleOf(word, view("f", { createdBy: anna }), "sofia")).toEqual(["from Anna Kowalski"]);
    expect(peopleOf(word, view("f"), "anna")).toEqual(["for Sofia Lindqvist"]);
    expect(peopleOf(word, view("f", { changedBy: anna }), "sofia")).toEqual(["changed by Anna Kowalski"]);
  });
});
