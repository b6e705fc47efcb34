import type { ContactView, Favourite, RecentView, RosterView, ServiceView } from "@patchbay/protocol";
import { describe, expect, it } from "vitest";
import { type DirectoryQuestion, directoryRows } from "../../src/features/directory/directory-rows.js";
import { byFolder, favouriteOf, moved, withOne, without } from "../../src/features/directory/favourites.js";
import { word } from "../../src/words/words.js";
import { pretendBrowser } from "../link/fake-socket.js";
import { colleague } from "../state/views.js";

pretendBrowser();
const { recentAbout, recentName } = await import("../../src/features/directory/recent-words.js");

const agent = (name: string, team: string | null, extension: string): RosterView => ({
  ...colleague(name, name),
  extension,
  team: team === null ? null : { teamId: team, name: team },
});
const roster = [
  agent("Yusuf Demir", "Front desk", "1006"),
  agent("Larkfield Admin", null, "1000"),
  agent("Sofia Lindqvist", "Claims team", "1001"),
  agent("Ben Ortega", "Claims team", "1002"),
];
const claims = { serviceId: "claims", name: "Auto claims" } as ServiceView;
const maria = { contactId: "maria", name: "Maria Gutiérrez" } as ContactView;

const listed = (change: Partial<DirectoryQuestion>): string[] =>
  directoryRows({
    roster,
    services: [claims],
    contacts: null,
    moreContacts: false,
    looking: false,
    me: "Sofia Lindqvist",
    sought: "",
    titles: { noTeam: "Others", services: "Services", contacts: "Contacts" },
    ...change,
  }).map((row) => (row.kind === "hint" ? row.words : row.key));

describe("the directory", () => {
  it("has colleagues by team and name, without oneself, then services, then contacts", () => {
    expect(listed({})).toEqual([
      "team Claims team",
      "agent Ben Ortega",
      "team Front desk",
      "agent Yusuf Demir",
      "team Others",
      "agent Larkfield Admin",
      "services",
      "service claims",
      "contacts",
      "typeToFind",
    ]);
  });
  it("hides what does not fit, and empty teams with it", () => {
    expect(listed({ sought: "yus", contacts: [] })).toEqual([
      "team Front desk",
      "agent Yusuf Demir",
      "contacts",
      "noContact",
    ]);
    expect(listed({ sought: "mar", contacts: [maria], moreContacts: true })).toEqual([
      "contacts",
      "contact maria",
      "moreContacts",
    ]);
    expect(listed({ sought: "ma", looking: true })).toEqual(["contacts", "looking"]);
  });
  it("finds an extension, and keeps a number callable as it was typed", () => {
    expect(listed({ sought: "1006", contacts: [] })).toEqual([
      "number",
      "team Front desk",
      "agent Yusuf Demir",
      "contacts",
      "noContact",
    ]);
    expect(listed({ sought: "10" })[0]).toBe("team Claims team");
  });
});

describe("favourites", () => {
  const one = (favouriteId: string, folder = ""): Favourite => ({
    favouriteId,
    name: favouriteId,
    folder,
    target: { number: `+1 503 555 01${favouriteId.length}` },
  });
  const list = [one("a"), one("b", "Workshops"), one("c"), one("d", "Workshops")];
  const ids = (favourites: readonly Favourite[]) => favourites.map(({ favouriteId }) => favouriteId).join("");

  it("are added at the end, changed in their place, and taken away", () => {
    expect(ids(withOne(list, one("e")))).toBe("abcde");
    expect(withOne(list, one("b", "Towing"))[1]?.folder).toBe("Towing");
    expect(ids(without(list, "c"))).toBe("abd");
  });
  it("move past their neighbour in the folder, and stay at its ends", () => {
    expect(ids(moved(list, "a", 1))).toBe("bca".concat("d"));
    expect(ids(moved(list, "d", -1))).toBe("adbc");
    expect(ids(moved(list, "a", -1))).toBe("abcd");
    expect(ids(moved(list, "d", 1))).toBe("abcd");
    expect(ids(moved(list, "nobody", 1))).toBe("abcd");
  });
  it("stand in their folders, those in none first", () => {
    expect(byFolder([one("b", "Workshops"), one("a")]).map(({ folder }) => folder)).toEqual([
      "",
      "Workshops",
    ]);
  });
  it("are known by whom they call, however the number is written", () => {
    const number = { favouriteId: "n", name: "Shop", folder: "", target: { number: "+1 503 555-0100" } };
    const ben = { favouriteId: "b", name: "", folder: "", target: { agentId: "ben" } };
    expect(favouriteOf([number, ben], { number: "+15035550100" })).toBe(number);
    expect(favouriteOf([number, ben], { agentId: "ben" })).toBe(ben);
    expect(favouriteOf([number, ben], { number: "ben" })).toBeNull();
  });
});

describe("recent calls, in words", () => {
  const nameOf = (agentId: string) => ({ ben: "Ben Ortega" })[agentId] ?? null;
  const entry = (change: Partial<RecentView>): RecentView => ({
    interactionId: "i1",
    seq: 1,
    at: 0,
    kind: "made",
    cause: null,
    contact: { contactId: "maria", name: "Maria Gutiérrez" },
    agentId: null,
    number: { raw: "+15035550142", display: "+1 503 555 0142" },
    serviceName: "Auto claims",
    mark: "web",
    durationMs: 65_000,
    live: false,
    open: false,
    takenBy: null,
    ...change,
  });
  const told = (change: Partial<RecentView>): string => {
    const view = entry(change);
    const name = recentName(word, view, nameOf);
    return `${name}: ${recentAbout(word, view, name, nameOf)}`;
  };
  it("say with whom, how, for which service and how long", () => {
    expect(told({})).toBe("Maria Gutiérrez: Outgoing · +1 503 555 0142 · Auto claims · 1:05");
    expect(told({ durationMs: null })).toContain("not reached");
    expect(told({ durationMs: null, live: true })).toContain("· now");
    expect(told({ kind: "chat", mark: "mobile", number: null })).toBe(
      "Maria Gutiérrez: Mobile chat · Auto claims · 1:05",
    );
    const inside = { contact: null, number: null, serviceName: null, agentId: "ben" };
    expect(told({ ...inside, kind: "received" })).toBe("Ben Ortega: Incoming · 1:05");
    expect(told({ ...inside, agentId: "gone" })).toContain("A colleague:");
  });
  it("say why a call was missed, and who has answered it", () => {
    const missed = { kind: "missed", durationMs: null, open: true } as const;
    expect(told({ ...missed, cause: "no_answer" })).toContain("Not answered");
    expect(told({ ...missed, cause: "caller_left" })).toContain("Hung up while it rang");
    expect(told({ ...missed, cause: "no_answer", takenBy: "ben" })).toContain("Answered by Ben Ortega");
  });
  it("call a number by itself when nobody is known by it", () => {
    expect(told({ contact: null })).toBe("+1 503 555 0142: Outgoing · Auto claims · 1:05");
    expect(told({ contact: null, number: null })).toContain("Number withheld");
  });
});
