import type { ContactForm } from "@patchbay/protocol";
import { expect, test } from "vitest";
import {
  bothHelp,
  differing,
  firstChoices,
  mergedForm,
} from "../../src/features/context/contact/merge-form.js";

const form = (more: Partial<ContactForm>): ContactForm => ({
  firstName: "",
  lastName: "",
  phones: [],
  emails: [],
  account: null,
  language: null,
  notes: "",
  fields: [],
  ...more,
});
const one = form({
  firstName: "Mary",
  phones: [{ number: "+1 503 555 0142", kind: "mobile" }],
  emails: ["mary@example.com"],
  notes: "Speaks fast.",
});
const other = form({
  firstName: "Maria",
  lastName: "Gutiérrez",
  phones: [{ number: "+15035550142", kind: "home" }],
  emails: ["MARY@example.com", "m@example.com"],
  account: "P-1",
  notes: "Deaf in one ear.",
});

test("nothing is lost by what is chosen first, and a name is not made of two", () => {
  const choices = firstChoices(one, other);
  expect(differing(one, other)).toEqual(["firstName", "lastName", "phones", "emails", "account", "notes"]);
  expect(choices).toMatchObject({
    firstName: "one",
    lastName: "one",
    phones: "one",
    account: "other",
    notes: "both",
  });
  expect(mergedForm(one, other, choices)).toEqual({
    ...one,
    account: "P-1",
    notes: "Speaks fast.\n\nDeaf in one ear.",
    emails: ["MARY@example.com", "m@example.com"],
  });
  expect(mergedForm(one, other, { ...choices, firstName: "other", lastName: "other" })).toMatchObject({
    firstName: "Maria",
    lastName: "Gutiérrez",
  });
});

test("a name comes from the other one where there is none", () => {
  expect(mergedForm(form({}), other, firstChoices(form({}), other))).toMatchObject({ firstName: "Maria" });
});

test("both are offered only where they are more than each, and where they fit", () => {
  expect(bothHelp(one, other, "phones")).toBe(false);
  expect(bothHelp(one, other, "notes")).toBe(true);
  expect(bothHelp(one, other, "account")).toBe(false);
  const many = (name: string) =>
    form({ emails: Array.from({ length: 6 }, (_, at) => `${name}${at}@example.com`) });
  expect(bothHelp(many("a"), many("b"), "emails")).toBe(false);
});
