import type { ContactForm } from "@patchbay/protocol";
import { expect, test } from "vitest";
import {
  type ContactDraft,
  isChanged,
  problemsOf,
  rebased,
  sentForm,
  settled,
} from "../../src/features/context/contact/contact-form.js";

const base: ContactForm = {
  firstName: "Ada",
  lastName: "Byrd",
  phones: [{ number: "+1 503 555 0142", kind: "mobile" }],
  emails: ["ada@example.com"],
  account: null,
  language: null,
  notes: "",
  fields: [],
};
const draft = (change: Partial<ContactForm>, more: Partial<ContactDraft> = {}): ContactDraft => ({
  contactId: "ada",
  customer: "Ada Byrd",
  version: 1,
  base,
  form: { ...base, ...change },
  conflicts: [],
  changeId: "c1",
  ...more,
});

test("empty rows and blanks are no change", () => {
  const blank = {
    phones: [...base.phones, { number: " ", kind: "home" as const }],
    emails: ["ada@example.com ", ""],
  };
  expect(isChanged(draft(blank))).toBe(false);
  expect(isChanged(draft({ account: "P-1" }))).toBe(true);
  expect(sentForm(draft({ account: " ", fields: [{ name: "", value: "" }] }).form)).toEqual(base);
});

test("what a colleague changed comes in where nothing was typed, and stands beside it where both did", () => {
  const mine = draft({ notes: "Call after four.", account: "P-1" });
  const theirs = { ...base, notes: "Deaf in one ear.", lastName: "Lovelace" };
  const next = rebased(mine, theirs, 2);
  expect(next).toMatchObject({ version: 2, base: theirs, conflicts: ["notes"] });
  expect(next.form).toMatchObject({ notes: "Call after four.", lastName: "Lovelace", account: "P-1" });
  expect(settled(next, "notes", "theirs")).toMatchObject({
    form: { notes: "Deaf in one ear." },
    conflicts: [],
  });
  expect(settled(next, "notes", "mine")).toMatchObject({
    form: { notes: "Call after four." },
    conflicts: [],
  });
  // A third change of something else does not settle it.
  expect(rebased(next, { ...theirs, language: "sv" }, 3).conflicts).toEqual(["notes"]);
  expect(rebased(next, { ...theirs, notes: "Call after four." }, 3).conflicts).toEqual([]);
});

test("a number that comes back in its international form is the one that was typed", () => {
  const typed = draft({ phones: [{ number: "503 555 0199", kind: "home" }] });
  const saved = { ...base, phones: [{ number: "+1 503 555 0199", kind: "home" as const }] };
  const next = rebased(typed, saved, 2);
  expect(next.conflicts).toEqual([]);
  expect(isChanged(next)).toBe(false);
});

test("what stands in the way is told by its row", () => {
  expect(
    problemsOf({
      ...base,
      emails: ["ada@example.com", "ada@work", ""],
      fields: [
        { name: "Car", value: "" },
        { name: "car ", value: "Volvo" },
        { name: "", value: "Blue" },
      ],
    }),
  ).toEqual({ emails: [1], fieldsTwice: [1], fieldsNameless: [2] });
});
