import { privilegesOfRole } from "@patchbay/protocol";
import { describe, expect, test } from "vitest";
import { fromSnapshot } from "../../src/state/desk-data.js";
import { pretendBrowser } from "../link/fake-socket.js";
import { call } from "../phone/views.js";
import { interaction, offer, snapshot } from "../state/views.js";

const { storage } = pretendBrowser();
const { commandsOf, numberCommand } = await import("../../src/features/palette/commands.js");
const { found } = await import("../../src/features/palette/find.js");
const { whyNotNow } = await import("../../src/features/palette/why-not.js");
const { keepRecent, recentOf } = await import("../../src/features/palette/palette-store.js");

const dataOf = (fields: Parameters<typeof snapshot>[1] = {}) => fromSnapshot(snapshot(10, fields), 0);
const done: string[] = [];
const commands = (desk: { data: ReturnType<typeof dataOf>; selection?: string }) =>
  commandsOf({
    desk: {
      data: desk.data,
      selection: desk.selection === undefined ? null : { kind: "interaction", id: desk.selection },
    },
    perform: (id) => done.push(id),
    signOut: () => done.push("signed out"),
  });
const titles = (list: readonly { readonly title: string }[]) => list.map(({ title }) => title);

test("every command has an id of its own and a name that is no path", () => {
  const data = dataOf({ interactions: [interaction("i1")], offers: [offer("o1")] });
  const all = commands({ data });
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  for (const { title, why } of all) {
    expect(title).toMatch(/[ A-Z]/);
    expect(title).not.toMatch(/^\w+\.\w+/);
    expect(why ?? "").not.toMatch(/^\w+\.\w+/);
  }
});

describe("what cannot be done says why", () => {
  const mute = { id: "do mute" };
  const muteOf = (desk: Parameters<typeof commands>[0]) => commands(desk).find(({ id }) => id === mute.id);
  test("by what is in front", () => {
    const data = dataOf({
      interactions: [interaction("i1"), interaction("c1", { channel: "voice", call: call() })],
    });
    expect(muteOf({ data })?.why).toBe("No call is in front.");
    expect(muteOf({ data, selection: "i1" })?.why).toBe("No call is in front.");
    expect(muteOf({ data, selection: "c1" })?.why).toBeNull();
    expect(whyNotNow("accept", { data, selection: null })).toBe("palette.why.nothingRings");
    expect(whyNotNow("merge", { data, selection: { kind: "interaction", id: "c1" } })).toBe(
      "palette.why.notInThisCall",
    );
  });
  test("and what a role never has is not there", () => {
    const shown = (roles: ("agent" | "administrator")[]) =>
      titles(
        commands({
          data: dataOf({
            user: { ...snapshot(1).user, roles, privileges: roles.flatMap((role) => privilegesOfRole[role]) },
          }),
        }),
      );
    expect(shown(["agent"]).some((title) => title.startsWith("Set-up"))).toBe(false);
    expect(shown(["administrator"])).toContain("Set-up: Recording");
  });
});

test("a name, a part of a word and a slip of the finger are found; what can be done goes first", () => {
  const all = commands({ data: dataOf({ interactions: [interaction("i1")] }) });
  expect(titles(found(all, "maria", []))[0]).toBe("Open Maria Gutiérrez");
  expect(titles(found(all, "gutierrez", []))[0]).toBe("Open Maria Gutiérrez");
  expect(titles(found(all, "hihg contrast", [])).slice(0, 2)).toContain("Colours: High contrast");
  expect(found(all, "xyzzyqqq", [])).toEqual([]);
  const whys = found(all, "call", []).map(({ why }) => why === null);
  expect(whys).toEqual([...whys].sort((a, b) => Number(b) - Number(a)));
});

test("whole words go before slips, and may come in any order", () => {
  const named = (id: string, name: string) =>
    interaction(id, { contact: { ...interaction(id).contact, name } });
  const data = dataOf({ interactions: [named("i1", "Ada Byrd")] });
  const all = commands({ data });
  // "Dark" is a slip of "ada", too.
  expect(titles(found(all, "ada", []))[0]).toBe("Open Ada Byrd");
  expect(titles(found(all, "byrd ada", []))[0]).toBe("Open Ada Byrd");
  const inFront = commands({ data, selection: "i1" });
  expect(found(inFront, "end chat", [])[0]?.id).toBe("do end");
});

test("without words the last chosen ones are first, and are remembered for each agent", () => {
  storage.clear();
  const all = commands({ data: dataOf() });
  keepRecent("sofia", "theme dark");
  keepRecent("sofia", "sign out");
  keepRecent("sofia", "theme dark");
  expect(recentOf("sofia")).toEqual(["theme dark", "sign out"]);
  expect(recentOf("ben")).toEqual([]);
  expect(titles(found(all, "", recentOf("sofia"))).slice(0, 2)).toEqual(["Colours: Dark", "Sign out"]);
  storage.set("patchbay.palette.sofia", "{broken");
  expect(recentOf("sofia")).toEqual([]);
});

test("a number that is typed can be called, and words cannot", () => {
  const { voice } = dataOf();
  const ready = { voice: { ...voice, state: "ready" } } as const;
  expect(numberCommand("+1 (503) 555-0142", ready)?.title).toBe("Call +1 (503) 555-0142");
  for (const words of ["mute", "12", "1001a"]) expect(numberCommand(words, ready), words).toBeNull();
  expect(numberCommand("1001", { voice: { ...voice, state: "off" } })).toBeNull();
});
