import type { SelfView } from "@patchbay/protocol";
import { describe, expect, it } from "vitest";
import { labelOf, listedPairs, withoutRepeats } from "../../src/features/context/data/pairs.js";
import { whenText } from "../../src/features/context/history/when.js";
import {
  afterText,
  type Disposition,
  groupsOf,
  likelyOf,
} from "../../src/features/context/result/dispositions.js";
import {
  acknowledged,
  noteState,
  shownNote,
  typed,
  written,
} from "../../src/features/context/result/note.js";
import { shownTab, tabAfterKey } from "../../src/features/context/tabs.js";
import { word } from "../../src/words/words.js";

describe("the data panel", () => {
  const data = [
    { name: "first_name", value: "Maria" },
    { name: "latitude", value: "45.5" },
    { name: "accuracy", value: "8" },
    { name: "address", value: "Alder Street " },
    { name: "x:y.z", value: "1" },
  ];
  it("labels the names it knows and no other", () => {
    expect(data.map(({ name }) => labelOf(word, name))).toEqual([
      "First name",
      "Latitude",
      "Accuracy",
      "Address",
      "x:y.z",
    ]);
    expect(labelOf(word, "tow_truck_id")).toBe("tow_truck_id");
  });
  it("leaves to the map card what that shows, in the app's order", () => {
    expect(listedPairs(data, { address: "Alder Street" }).map(({ name }) => name)).toEqual([
      "first_name",
      "x:y.z",
    ]);
    expect(listedPairs(data, { address: null }).map(({ name }) => name)).toEqual([
      "first_name",
      "address",
      "x:y.z",
    ]);
    expect(listedPairs(data, null)).toBe(data);
  });
});

describe("what was sent, beside what the contact panel shows", () => {
  const pair = (name: string, value: string) => ({ name, value });
  const known = { name: "Maria Gutiérrez", phones: [{ raw: "+15035550142" }], account: "LK-2048-7719" };
  const names = (pairs: readonly { name: string }[]): string[] => pairs.map(({ name }) => name);

  it("says each fact once", () => {
    const sent = [
      pair("phone_number", "+15035550142"),
      pair("first_name", "Maria"),
      pair("last_name", "Gutiérrez"),
      pair("phone", "(503) 555-0142"),
      pair("account", "LK-2048-7719"),
      pair("policy", "LK-2048-7719"),
      pair("vehicle", "Škoda Octavia 2021"),
    ];
    expect(names(withoutRepeats(sent, known))).toEqual(["vehicle"]);
    expect(names(withoutRepeats(sent, { name: "Unknown", phones: [], account: null }))).toEqual([
      "phone_number",
      "first_name",
      "last_name",
      "policy",
      "vehicle",
    ]);
  });
  it("shows what differs", () => {
    const sent = [
      pair("phone", "+1 503 555 0187"),
      pair("policy", "LK-1"),
      pair("first_name", "Mary"),
      pair("account", ""),
    ];
    expect(withoutRepeats(sent, known)).toEqual(sent);
  });
  it("is not emptied", () => {
    const sent = [pair("first_name", "Maria"), pair("account", "LK-2048-7719")];
    expect(withoutRepeats(sent, known)).toEqual(sent);
  });
});

describe("notes", () => {
  it("show what was typed here, whatever the server has", () => {
    expect(shownNote(undefined, "server")).toBe("server");
    const local = typed(undefined, "server", "server and more");
    expect(shownNote(local, "another tab")).toBe("server and more");
    expect(noteState(local)).toBe("saving");
  });
  it("are saved when the server has the newest text, not an older one", () => {
    const first = typed(undefined, "", "tow");
    const second = typed(first, "", "tow truck");
    const late = acknowledged(second, "tow", 1);
    expect([late.text, noteState(late)]).toEqual(["tow truck", "saving"]);
    expect(noteState(acknowledged(late, "tow truck", 2))).toBe("saved");
  });
  it("may be emptied", () => {
    const emptied = typed(undefined, "old", "");
    expect([shownNote(emptied, "old"), noteState(emptied)]).toEqual(["", "saving"]);
  });
  it("show what another tab wrote, unless something is being typed here", () => {
    const saved = acknowledged(typed(undefined, "", "tow truck"), "tow truck", 1);
    expect(written(saved, "tow truck ordered")).toEqual({ local: undefined, aside: null });
    const typing = typed(saved, "tow truck", "tow truck and glass");
    expect(written(typing, "tow truck")).toMatchObject({
      local: { text: "tow truck and glass" },
      aside: null,
    });
    expect(written(typing, "tow truck and glass, paid")).toEqual({ local: undefined, aside: null });
    const clash = written(typing, "police came");
    expect(clash).toMatchObject({ local: { text: "tow truck and glass" }, aside: "police came" });
    expect(noteState(clash.local)).toBe("saving");
  });
});

describe("results", () => {
  const of = (id: string, type: Disposition["type"]): Disposition => ({ id, name: id, type });
  const all = [
    of("f1", "FAILURE"),
    of("s1", "SUCCESS"),
    of("s2", "SUCCESS"),
    of("c1", "CONTINUE"),
    of("x", "SPAM"),
  ];
  it("are grouped by type, success first", () => {
    expect(groupsOf(all).map(({ type, dispositions }) => [type, dispositions.map(({ id }) => id)])).toEqual([
      ["SUCCESS", ["s1", "s2"]],
      ["CONTINUE", ["c1"]],
      ["FAILURE", ["f1"]],
      ["SPAM", ["x"]],
    ]);
  });
  it("offer at most three as chips", () => {
    expect(likelyOf(all).map(({ id }) => id)).toEqual(["s1", "s2", "c1"]);
    expect(likelyOf([of("s1", "SUCCESS"), of("s2", "SUCCESS")]).map(({ id }) => id)).toEqual(["s1", "s2"]);
    expect(likelyOf([...all, of("s3", "SUCCESS")]).map(({ id }) => id)).toEqual(["s1", "s2", "c1"]);
    expect(likelyOf(["s1", "s2", "s3", "s4"].map((id) => of(id, "SUCCESS")))).toHaveLength(3);
    expect(likelyOf([])).toEqual([]);
  });

  const self: SelfView = {
    agentId: "a1",
    word: "after_call_work",
    wordSince: 0,
    presence: { kind: "ready" },
    source: { by: "agent" },
    next: null,
    nextSource: null,
    load: 1,
    capacity: 3,
    line: null,
    forwarding: [],
    phone: { device: "browser", health: "ok" },
  };
  const after = (change: Partial<SelfView>, others = 0) =>
    afterText(word, { ...self, ...change }, others, () => "Lunch");
  it("say what happens after Complete", () => {
    expect(after({})).toBe("After this you are ready again.");
    expect(after({ next: { kind: "not_ready", reason: "lunch" } })).toBe(
      "After this you are not ready: Lunch.",
    );
    expect(after({ next: { kind: "logged_out" } })).toBe("After this you are signed out.");
    expect(after({ next: { kind: "logged_out" } }, 2)).toBe("After this 2 more are in hand.");
  });
});

describe("tabs", () => {
  const all = ["accident", "result", "history"] as const;
  it("show the matter while one talks, and the result in wrap-up", () => {
    expect(shownTab(all, "talk", undefined)).toBe("accident");
    expect(shownTab(["result", "history"], "talk", undefined)).toBe("history");
    expect(shownTab(all, "wrap_up", undefined)).toBe("result");
    expect(shownTab(all, "wrap_up", { tab: "history", part: "talk" })).toBe("result");
  });
  it("keep what the agent chose", () => {
    expect(shownTab(all, "wrap_up", { tab: "history", part: "wrap_up" })).toBe("history");
    expect(shownTab(["result", "history"], "talk", { tab: "accident", part: "talk" })).toBe("history");
  });
  it("go round with the arrow keys", () => {
    expect(
      ["ArrowRight", "ArrowLeft", "Home", "End", "a"].map((key) => tabAfterKey(all, "history", key)),
    ).toEqual(["accident", "result", "accident", "history", null]);
  });
});

describe("dates", () => {
  const now = new Date(2026, 2, 2, 0, 30).getTime();
  it("say today and yesterday by the agent's calendar", () => {
    expect(whenText(word, new Date(2026, 2, 2, 0, 5).getTime(), now)).toBe("Today, 00:05");
    expect(whenText(word, new Date(2026, 2, 1, 23, 59).getTime(), now)).toBe("Yesterday, 23:59");
    expect(whenText(word, new Date(2026, 1, 28, 9, 2).getTime(), now)).toBe("28 Feb, 09:02");
    expect(whenText(word, new Date(2025, 9, 14, 16, 20).getTime(), now)).toBe("14 Oct 2025, 16:20");
  });
});
