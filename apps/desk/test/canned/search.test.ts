import type { CannedView } from "@patchbay/protocol";
import { describe, expect, test } from "vitest";
import { foldersOf, inFolder, languageOf, searchCanned, usableIn } from "../../src/features/canned/search.js";

const response = (responseId: string, more: Partial<CannedView> = {}): CannedView => ({
  responseId,
  version: 1,
  shared: true,
  title: responseId,
  keyword: "",
  folder: "",
  text: "Words",
  language: null,
  serviceIds: [],
  marks: [],
  changedBy: { agentId: "anna", name: "Anna Kowalski" },
  changedAt: 0,
  uses: 0,
  lastUsedAt: null,
  ownUses: 0,
  ownLastUsedAt: null,
  mayChange: false,
  ...more,
});
const ids = (found: readonly CannedView[]) => found.map(({ responseId }) => responseId);

describe("the search behind the slash", () => {
  const all = [
    response("police", { keyword: "police", title: "Police report", text: "The number of the report" }),
    response("photos", { keyword: "photos", title: "Photos of the damage", folder: "Auto claims/Needed" }),
    response("po", { keyword: "po", title: "Post office box" }),
    response("hello", { keyword: "hello", title: "Saludo", text: "Hola Señora Gutiérrez" }),
  ];

  test("finds the keyword, then its beginning, then beginnings of words in the title, then in the text", () => {
    expect(ids(searchCanned(all, "po", null))).toEqual(["po", "police"]);
    expect(ids(searchCanned(all, "photo dam", null))).toEqual(["photos"]);
    expect(ids(searchCanned(all, "report", null))).toEqual(["police"]);
    expect(ids(searchCanned(all, "claims", null))).toEqual(["photos"]);
    expect(ids(searchCanned(all, "GUTIERREZ senora", null))).toEqual(["hello"]);
    expect(ids(searchCanned(all, "office police", null))).toEqual([]);
    expect(ids(searchCanned(all, "?!", null))).toEqual([]);
  });

  test("offers everything for a bare slash: what this agent uses most, then what all do, then by title", () => {
    const used = [
      response("b"),
      response("a"),
      response("often", { uses: 90 }),
      response("mine", { shared: false }),
      response("own-use", { ownUses: 1, uses: 1 }),
    ];
    expect(ids(searchCanned(used, "", null))).toEqual(["own-use", "mine", "often", "a", "b"]);
  });

  test("puts the customer's language first and hides no other", () => {
    const spoken = [
      response("en", { keyword: "hi", language: "en-GB", ownUses: 5 }),
      response("any", { keyword: "hi" }),
      response("es", { keyword: "hi", language: "es" }),
    ];
    expect(ids(searchCanned(spoken, "hi", "es"))).toEqual(["es", "any", "en"]);
    expect(ids(searchCanned(spoken, "hi", null))).toEqual(["en", "any", "es"]);
    const contact = {
      contactId: "c1",
      name: "Maria",
      firstName: "Maria",
      lastName: "",
      phones: [],
      emails: [],
      account: null,
      since: 0,
    };
    const record = { version: 1, phoneKinds: [], language: "sv-SE", notes: "", fields: [] };
    const said = (value: string) => languageOf({ contact, data: [{ name: "Locale", value }] });
    expect([said("es-MX"), said("EN_us"), said("Spanish please")]).toEqual(["es", "en", null]);
    expect(languageOf({ contact, data: [] })).toBeNull();
    expect(languageOf({ contact: { ...contact, record }, data: [] })).toBe("sv");
    expect(
      languageOf({ contact: { ...contact, record }, data: [{ name: "lang", value: "de" }] }),
      "what the app says now",
    ).toBe("de");
  });
});

test("only what is for this service and this place comes up", () => {
  const all = [
    response("everywhere"),
    response("claims", { serviceIds: ["auto_claims"] }),
    response("general", { serviceIds: ["general"] }),
    response("web", { serviceIds: ["auto_claims", "general"], marks: ["web"] }),
  ];
  expect(ids(usableIn(all, { serviceId: "auto_claims", mark: "mobile" }))).toEqual(["everywhere", "claims"]);
  expect(ids(usableIn(all, { serviceId: "general", mark: "web" }))).toEqual(["everywhere", "general", "web"]);
});

test("folders stand below each other with what is in them and under them", () => {
  const all = ["A/C", "A B", "A", "", "A/C"].map((folder, at) => response(`${at}`, { folder }));
  expect(foldersOf(all).map(({ path, name, depth, count }) => [path, name, depth, count])).toEqual([
    ["A", "A", 0, 3],
    ["A/C", "C", 1, 2],
    ["A B", "A B", 0, 1],
  ]);
  expect(all.filter((one) => inFolder(one, "A")).length).toBe(3);
  expect(all.filter((one) => inFolder(one, null)).length).toBe(5);
});
