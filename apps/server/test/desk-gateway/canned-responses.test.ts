import { CANNED_OWN_MAX, CANNED_TEXT_MAX, type DeskInput } from "@patchbay/protocol";
import { expect, test } from "vitest";
import type { Desk } from "./support/desk.js";
import { House } from "./support/house.js";
import { settle } from "./support/manual-clock.js";

type Form = DeskInput<"saveCannedResponse">["form"];

const formOf = (more: Partial<Form> = {}): Form => ({
  title: "Greeting",
  keyword: "hello",
  folder: "Greetings",
  text: "Hello {{customer.firstName|there}}!",
  language: null,
  serviceIds: [],
  marks: [],
  ...more,
});
const newOne = (responseId: string, shared: boolean, more: Partial<Form> = {}) => ({
  responseId,
  version: 0,
  shared,
  form: formOf(more),
});
const add = async (desk: Desk, responseId: string, shared: boolean, more: Partial<Form> = {}) =>
  (await desk.done("saveCannedResponse", newOne(responseId, shared, more))).response;
const list = async (desk: Desk) =>
  (await desk.done("cannedResponses", {})).responses.map(({ responseId }) => responseId);
const told = (desk: Desk): number => desk.heard("canned_responses").length;

test("shared ones are made by supervisors and administrators, read by all, and told to all at once", async () => {
  const house = await House.open();
  const sofia = await house.desk("sofia");
  const anna = await house.desk("anna");
  const made = await add(anna, "s1", true, { folder: " Greetings / First  words/" });
  expect(made).toMatchObject({
    version: 1,
    shared: true,
    folder: "Greetings/First words",
    changedBy: { agentId: "anna", name: "Anna Kowalski" },
    uses: 0,
    mayChange: true,
  });
  expect([told(sofia), told(anna)]).toEqual([1, 1]);
  expect(await sofia.done("cannedResponses", {})).toMatchObject({
    responses: [{ responseId: "s1", shared: true, mayChange: false }],
    mayManageShared: false,
  });
  expect((await anna.done("cannedResponses", {})).mayManageShared).toBe(true);
  const refused = [
    await sofia.refused("saveCannedResponse", newOne("s2", true, { keyword: "other" })),
    await sofia.refused("saveCannedResponse", { ...newOne("s1", true, { title: "Mine" }), version: 1 }),
    await sofia.refused("deleteCannedResponse", { responseId: "s1", version: 1, deleted: true }),
  ];
  expect(refused.map(({ code }) => code)).toEqual(Array(3).fill("not_enough_privileges"));
  await anna.done("deleteCannedResponse", { responseId: "s1", version: 1, deleted: true });
  expect(await list(sofia)).toEqual([]);
  await anna.done("deleteCannedResponse", { responseId: "s1", version: 2, deleted: false });
  expect(await list(sofia)).toEqual(["s1"]);
  expect(told(sofia)).toBe(3);
});

test("a personal one is there for nobody else, supervisors neither", async () => {
  const house = await House.open();
  const sofia = await house.desk("sofia");
  const ben = await house.desk("ben");
  const anna = await house.desk("anna");
  await add(sofia, "p1", false);
  expect([sofia, ben, anna].map(told)).toEqual([1, 0, 0]);
  expect(await list(sofia)).toEqual(["p1"]);
  for (const other of [ben, anna]) {
    expect(await list(other)).toEqual([]);
    const refused = [
      await other.refused("saveCannedResponse", { ...newOne("p1", false), version: 1 }),
      await other.refused("deleteCannedResponse", { responseId: "p1", version: 1, deleted: true }),
      await other.refused("cannedResponseUsed", { responseId: "p1" }),
    ];
    expect(refused.map(({ code }) => code)).toEqual(Array(3).fill("object_not_found"));
  }
  // The same keyword is free for everybody else, and for what all share.
  await add(ben, "p2", false);
  await add(anna, "s1", true);
  expect(await list(sofia)).toEqual(["p1", "s1"]);
});

test("two who change the same one do not undo each other, and what was done already is told as done", async () => {
  const house = await House.open();
  const sofia = await house.desk("sofia");
  const first = newOne("p1", false);
  await sofia.done("saveCannedResponse", first);
  expect((await sofia.done("saveCannedResponse", first)).response.version).toBe(1);
  const change = { ...first, version: 1, form: formOf({ title: "Second" }) };
  expect((await sofia.done("saveCannedResponse", change)).response.version).toBe(2);
  expect((await sofia.done("saveCannedResponse", change)).response.version).toBe(2);
  expect(
    await sofia.refused("saveCannedResponse", { ...change, form: formOf({ title: "Third" }) }),
  ).toMatchObject({ code: "version_conflict", facts: { version: 2 } });
  expect(
    (await sofia.refused("deleteCannedResponse", { responseId: "p1", version: 1, deleted: true })).code,
  ).toBe("version_conflict");
  expect((await sofia.refused("saveCannedResponse", newOne("p1", false, { title: "New" }))).code).toBe(
    "id_taken",
  );
});

test("what cannot be is refused with a code for each reason", async () => {
  const house = await House.open();
  const sofia = await house.desk("sofia");
  await add(sofia, "p1", false, { language: "en", serviceIds: ["claims"] });
  const refused = async (more: Partial<Form>) =>
    sofia.refused("saveCannedResponse", newOne("p2", false, more));
  expect(await refused({ language: "EN", keyword: "HELLO" })).toMatchObject({
    code: "canned_keyword_taken",
    facts: { title: "Greeting" },
  });
  expect(await refused({ text: "Hello {{customer.age}}" })).toMatchObject({
    code: "canned_variable_unknown",
    facts: { variable: "{{customer.age}}" },
  });
  expect((await refused({ text: "Hello {{customer.firstName" })).code).toBe("canned_variable_unknown");
  expect((await refused({ serviceIds: ["nothing"] })).code).toBe("no_service");
  for (const more of [
    { title: "  " },
    { text: " \n " },
    { text: "x".repeat(CANNED_TEXT_MAX + 1) },
    { keyword: "two words" },
    { folder: "a/b/c/d/e" },
    { language: "English, of course" },
  ])
    expect((await refused(more)).code, JSON.stringify(more).slice(0, 40)).toBe("invalid_args");
  expect(await list(sofia)).toEqual(["p1"]);
  // In another language it is another one.
  await add(sofia, "p2", false, { language: "de", serviceIds: ["claims"] });
  // One that has taken the keyword meanwhile stands in the way of one that is taken back.
  await sofia.done("deleteCannedResponse", { responseId: "p2", version: 1, deleted: true });
  await add(sofia, "p3", false, { language: "de" });
  expect(
    (await sofia.refused("deleteCannedResponse", { responseId: "p2", version: 2, deleted: false })).code,
  ).toBe("canned_keyword_taken");
});

test("an agent has a limit, which says how many that is", async () => {
  const house = await House.open();
  const sofia = await house.desk("sofia");
  const { canned } = house.handle.records;
  for (let at = 0; at < CANNED_OWN_MAX; at++)
    await canned.put({
      ...formOf({ keyword: "" }),
      folder: "",
      language: null,
      responseId: `p${at}`,
      version: 1,
      ownerId: "sofia",
      changedBy: "sofia",
      changedAt: 1,
      deletedAt: null,
    });
  expect(await sofia.refused("saveCannedResponse", newOne("one-more", false))).toMatchObject({
    code: "canned_full",
    facts: { max: CANNED_OWN_MAX },
  });
});

test("uses are counted for all without a name, for the asker alone, and outlive the server", async () => {
  const house = await House.open();
  const sofia = await house.desk("sofia");
  const anna = await house.desk("anna");
  await add(anna, "s1", true);
  const before = told(sofia);
  await sofia.done("cannedResponseUsed", { responseId: "s1" });
  await sofia.done("cannedResponseUsed", { responseId: "s1" });
  await anna.done("cannedResponseUsed", { responseId: "s1" });
  expect(told(sofia), "a count is no news").toBe(before);
  await house.killAndRestart();
  for (const desk of [sofia, anna]) {
    desk.hub = house.hub;
    desk.connect();
  }
  await settle();
  const at = house.clock.now();
  const counts = async (desk: Desk) => (await desk.done("cannedResponses", {})).responses;
  expect(await counts(sofia)).toMatchObject([{ uses: 3, ownUses: 2 }]);
  const [seen] = await counts(anna);
  expect(seen).toMatchObject({ uses: 3, ownUses: 1 });
  expect(seen?.lastUsedAt).toBeLessThanOrEqual(at);
  expect(JSON.stringify(seen)).not.toContain("sofia");
  await anna.done("deleteCannedResponse", { responseId: "s1", version: 1, deleted: true });
  expect((await sofia.refused("cannedResponseUsed", { responseId: "s1" })).code).toBe("object_not_found");
});

test("an import takes what it can, says of each other row why not, and is told once", async () => {
  const house = await House.open();
  const sofia = await house.desk("sofia");
  const anna = await house.desk("anna");
  await add(anna, "s1", true);
  const row = (responseId: string, version: number, more: Partial<Form>) => ({
    responseId,
    version,
    form: formOf(more),
  });
  const rows = [
    row("s1", 1, { title: "Greeting, changed" }),
    row("s2", 0, { keyword: "HELLO" }),
    row("s3", 0, { keyword: "bye", text: "Goodbye %F" }),
    row("s4", 0, { keyword: "x", text: "{{nobody.knows}}" }),
    row("s5", 0, { keyword: "BYE" }),
  ];
  const before = told(sofia);
  expect(await anna.done("importCannedResponses", { shared: true, rows })).toEqual({
    saved: 2,
    refused: [
      { row: 1, code: "canned_keyword_taken", facts: { title: "Greeting, changed" } },
      { row: 3, code: "canned_variable_unknown", facts: { variable: "{{nobody.knows}}" } },
      { row: 4, code: "canned_keyword_taken", facts: { title: "Greeting" } },
    ],
  });
  expect(told(sofia)).toBe(before + 1);
  expect(await list(sofia)).toEqual(["s3", "s1"]);
  expect((await sofia.refused("importCannedResponses", { shared: true, rows })).code).toBe(
    "not_enough_privileges",
  );
  expect(await sofia.done("importCannedResponses", { shared: false, rows: rows.slice(2, 3) })).toEqual({
    saved: 0,
    refused: [{ row: 0, code: "not_enough_privileges", facts: {} }],
  });
  await add(anna, "p1", false);
  expect(
    await sofia.done("importCannedResponses", { shared: false, rows: [row("p1", 1, { title: "Stolen" })] }),
  ).toEqual({ saved: 0, refused: [{ row: 0, code: "object_not_found", facts: {} }] });
});
