import { describe, expect, test } from "vitest";
import { combinationOf, keysOf, whyNoShortcut } from "../../src/keys/combination.js";
import { deskActions } from "../../src/keys/desk-actions.js";
import { pretendBrowser } from "../link/fake-socket.js";

pretendBrowser();
const { actionOf, combinationsOf, withCombination, withUsual } = await import("../../src/keys/keymap.js");

const pressed = (key: string, code: string, held: string = "", altGr = false) => ({
  key,
  code,
  ctrlKey: held.includes("c"),
  altKey: held.includes("a"),
  shiftKey: held.includes("s"),
  metaKey: held.includes("m"),
  getModifierState: (name: string) => altGr && name === "AltGraph",
});

test("every usual combination does one thing, can be pressed, and is nobody else's", () => {
  const all = deskActions.flatMap(({ usual }): readonly string[] => usual);
  expect(new Set(all).size).toBe(all.length);
  for (const combination of all.filter((one) => one !== "?" && !one.endsWith("+K")))
    expect(whyNoShortcut(combination), combination).toBeNull();
});

describe("what is pressed", () => {
  test.each([
    ["F2", pressed("F2", "F2")],
    ["Alt+S", pressed("ß", "KeyS", "a")],
    ["Alt+Shift+E", pressed("É", "KeyE", "as")],
    ["Alt+1", pressed("1", "Digit1", "a")],
    ["Alt+ArrowDown", pressed("ArrowDown", "ArrowDown", "a")],
    ["Ctrl+K", pressed("k", "KeyK", "c")],
    ["Meta+K", pressed("k", "KeyK", "m")],
    ["?", pressed("?", "Slash", "s")],
    ["Shift+A", pressed("A", "KeyA", "s")],
    ["Ctrl+Alt+Space", pressed(" ", "Space", "ca")],
  ])("is written %s", (combination, event) => {
    expect(combinationOf(event)).toBe(combination);
  });
  test("is nothing while only a modifier is held, and a sign typed by AltGr is typed", () => {
    expect(combinationOf(pressed("Alt", "AltLeft", "a"))).toBeNull();
    expect(combinationOf(pressed("@", "KeyQ", "ca", true))).toBeNull();
  });
  test("is read by people as keys", () => {
    expect(keysOf("Alt+Shift+ArrowUp")).toEqual(["Alt", "⇧", "↑"]);
  });
});

test("what would be typed, or is the browser's, is no shortcut", () => {
  expect(["A", "Shift+A", "?", "1"].map(whyNoShortcut)).toEqual(Array(4).fill("typing"));
  const browsers = [
    "Ctrl+T",
    "Ctrl+C",
    "Meta+W",
    "F5",
    "Alt+F4",
    "Alt+ArrowLeft",
    "Tab",
    "Enter",
    "Ctrl+Tab",
  ];
  expect(browsers.map(whyNoShortcut)).toEqual(browsers.map(() => "browser"));
  expect(["Alt+Q", "F8", "Ctrl+Shift+M", "Ctrl+Alt+X"].map(whyNoShortcut)).toEqual(Array(4).fill(null));
});

test("a key goes to whoever it is given to, and back; what is as usual needs no choice", () => {
  let keys = withCombination("mute", "Alt+Q", {});
  expect(keys).toEqual({ mute: ["Alt+Q"] });
  expect([actionOf("Alt+Q", keys), actionOf("Alt+M", keys)]).toEqual(["mute", undefined]);
  // Taken from another action, which has none left.
  keys = withCombination("mute", "Alt+H", keys);
  expect(keys).toEqual({ mute: ["Alt+H"], hold: [] });
  expect(combinationsOf("hold", keys)).toEqual([]);
  // Its usual key is another's now: it gets none back until that one gives it away.
  expect(withUsual("hold", keys)).toEqual({ mute: ["Alt+H"], hold: [] });
  expect(withUsual("hold", withUsual("mute", keys))).toEqual({});
  expect(withCombination("mute", "Alt+M", { mute: ["Alt+Q"] })).toEqual({});
  expect(withCombination("mute", null, {})).toEqual({ mute: [] });
});
