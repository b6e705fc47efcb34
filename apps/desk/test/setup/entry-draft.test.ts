import { type ChatEntryForm, usualWidget } from "@patchbay/protocol";
import { expect, test } from "vitest";
import {
  draftOf,
  drawable,
  type EntryDraft,
  formOf,
  newEntry,
  nextKey,
  problemsOf,
  proposedFieldName,
  proposedId,
  withLanguages,
} from "../../src/features/setup/entries/entry-draft.js";

const shop: ChatEntryForm = {
  ...newEntry,
  name: "Web shop",
  serviceId: "claims",
  parameters: [{ name: "order", type: "TEXT" }],
  widget: {
    ...usualWidget,
    languages: ["de", "en"],
    privacyUrl: "https://shop.example/privacy",
    allowedOrigins: ["https://shop.example", "http://localhost:8080"],
    fields: [
      {
        name: "size",
        kind: "choice",
        required: true,
        label: { de: "Größe" },
        choices: [
          { value: "Groß", label: { de: "Groß", en: "Large" } },
          { value: "S", label: { de: "Klein" } },
        ],
      },
    ],
  },
};
const others = { names: ["App"], taken: ["demo-app", "8000"] };
const problems = (change: Partial<EntryDraft>, isNew = false) =>
  Object.keys(problemsOf({ ...draftOf("web-shop", shop), ...change }, others, isNew));

test("a form is typed into and sent as it was read: nothing is lost, and nothing seems changed", () => {
  expect(formOf(draftOf("web-shop", shop))).toEqual(shop);
  expect(formOf(draftOf("new", newEntry))).toEqual(newEntry);
  expect(problems({})).toEqual([]);
});

test("a choice that gets another name is called so to agents, unless it reached them as something else", () => {
  const draft = draftOf("web-shop", shop);
  const fields = draft.fields.map((field) => ({
    ...field,
    choices: field.choices.map((choice) => ({ ...choice, label: { de: `${choice.label.de}!` } })),
  }));
  expect(formOf({ ...draft, fields }).widget.fields[0]?.choices.map(({ value }) => value)).toEqual([
    "Groß!",
    "S",
  ]);
});

test("an id is proposed from the name and unlike the others", () => {
  expect(proposedId("Web Shop (Köln)", [])).toBe("web-shop-koln");
  expect(proposedId("Demo App", others.taken)).toBe("demo-app-2");
  expect(proposedId("聊天", [])).toBe("");
  expect(proposedFieldName("1. Straße & Nr.")).toBe("strasse_nr");
});

test("what is missing or cannot be is told at its field", () => {
  expect(problems({ name: " app " })).toEqual(["name"]);
  expect(problems({ entryId: "demo-app" }, true)).toEqual(["entryId"]);
  expect(problems({ entryId: "Web Shop" }, true)).toEqual(["entryId"]);
  expect(problems({ serviceId: "", priority: null })).toEqual(["serviceId", "priority"]);
  expect(problems({ title: { en: "Only English" } })).toEqual(["title"]);
  expect(problems({ phoneNumberRequired: true })).toEqual(["phoneNumberRequired"]);
  expect(problems({ phoneNumberRequired: true, kind: "mobile" })).toEqual([]);
  expect(problems({ privacyUrl: "javascript:alert(1)" })).toEqual(["privacyUrl"]);
  expect(problems({ origins: "https://shop.example\n\n https://shop.example/path" })).toEqual(["origins"]);
  const parameter = { name: "order", type: "TEXT" } as const;
  expect(problems({ parameters: [1, 2].map((key) => ({ ...parameter, key })) })).toEqual(["parameter.2"]);
  const field = {
    key: nextKey(),
    name: "page",
    kind: "text",
    required: false,
    label: {},
    choices: [],
  } as const;
  expect(problems({ fields: [field, { ...field, key: 99, kind: "choice", name: "a" }] })).toEqual([
    `field.${field.key}.label`,
    `field.${field.key}.name`,
    "field.99.label",
    "field.99.choices",
  ]);
});

test("only what a page could be drawn with is shown", () => {
  const draft = draftOf("web-shop", shop);
  expect(drawable(draft)).toEqual(shop.widget);
  expect(drawable({ ...draft, privacyUrl: "shop" })).toBeNull();
  expect(drawable({ ...draft, title: { en: "Only English" } })).toBeNull();
});

test("the language that stands in for the others comes first", () => {
  expect(withLanguages(new Set(["en", "fr", "de"]), "fr")).toEqual(["fr", "en", "de"]);
  expect(withLanguages(new Set(["en"]), "fr")).toEqual(["en"]);
});
