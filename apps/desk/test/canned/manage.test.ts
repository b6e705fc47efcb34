import type { CannedView } from "@patchbay/protocol";
import { describe, expect, test } from "vitest";
import { problemsOf } from "../../src/features/canned/manage/edit.js";
import { readTable, sameAs, tableOf } from "../../src/features/canned/manage/table.js";
import { csvOf } from "../../src/parts/csv.js";

const view: CannedView = {
  responseId: "r1",
  version: 3,
  shared: true,
  title: "Greeting",
  keyword: "hello",
  folder: "General/First words",
  text: "Hello {{customer.firstName|there}},\n- how are you?",
  language: "en",
  serviceIds: ["auto_claims", "general"],
  marks: ["web"],
  changedBy: { agentId: "anna", name: "Anna Kowalski" },
  changedAt: 0,
  uses: 9,
  lastUsedAt: null,
  ownUses: 0,
  ownLastUsedAt: null,
  mayChange: true,
};
const names = new Map([
  ["auto_claims", "Auto claims"],
  ["general", "General"],
]);
const idOf = (name: string) => [...names].find(([id, own]) => own === name || id === name)?.[0];

describe("responses as a table", () => {
  test("come back from a file as they went into it, and are known again", () => {
    const text = csvOf(tableOf([view], (id) => names.get(id) ?? id));
    expect(text).not.toContain("Anna");
    const table = readTable(text, idOf);
    if ("problem" in table) throw new Error(table.problem);
    const { title, keyword, folder, language, serviceIds, marks } = view;
    expect(table).toEqual({
      rows: [{ row: 2, form: { title, keyword, folder, text: view.text, language, serviceIds, marks } }],
      wrong: [],
    });
    const form = table.rows[0]?.form;
    if (form === undefined) throw new Error("no row");
    expect(sameAs(form, [view])?.responseId).toBe("r1");
    expect(sameAs({ ...form, language: "es" }, [view])).toBeUndefined();
  });

  test("say of each row that cannot be what is wrong with it", () => {
    const table = readTable(
      "Title;Text;Keyword;Services;From\nA;Hi;/hi;general;Web\nB;{{x}};;;\nC;;;;\nD;Hi;two words;;\nE;Hi;;Nobody;\nF;Hi;;;fax\n",
      idOf,
    );
    if ("problem" in table) throw new Error(table.problem);
    expect(table.rows).toMatchObject([{ row: 2, form: { title: "A", keyword: "hi", marks: ["web"] } }]);
    expect(table.wrong.map(({ row, why }) => [row, why])).toEqual([
      [3, "canned.form.variableUnknown"],
      [4, "canned.manage.wrong.text"],
      [5, "canned.manage.wrong.keyword"],
      [6, "canned.manage.unknownService"],
      [7, "canned.manage.wrong.marks"],
    ]);
    expect(readTable("name,words\na,b\n", idOf)).toEqual({ problem: "noColumns" });
    expect(readTable(`title,text\n${"a,b\n".repeat(501)}`, idOf)).toEqual({ problem: "tooMany" });
  });
});

test("the form says what is wrong as it is typed", () => {
  const draft = {
    title: "Another",
    keyword: "HELLO",
    folder: "",
    text: "Hi",
    language: "en",
    serviceIds: ["general"],
    marks: [],
  };
  const wrong = (change: Partial<typeof draft>) =>
    Object.fromEntries(
      Object.entries(problemsOf({ ...draft, ...change }, [view])).map(([field, { why }]) => [field, why]),
    );
  expect(wrong({})).toEqual({ keyword: "canned.form.keywordTaken" });
  expect(wrong({ language: "de" })).toEqual({});
  expect(wrong({ serviceIds: ["billing"] })).toEqual({});
  expect(wrong({ keyword: "a b", title: " ", folder: "1/2/3/4/5", text: " " })).toEqual({
    keyword: "canned.form.keywordWrong",
    title: "canned.form.titleMissing",
    folder: "canned.form.folderDeep",
    text: "canned.form.textMissing",
  });
  expect(wrong({ keyword: "", text: "Hi {{who}}" })).toEqual({ text: "canned.form.variableUnknown" });
});
