import { expect, test } from "vitest";
import { shelfFor } from "../../src/state/shelf.js";

function browser(full = () => false): {
  readonly stored: Map<string, string>;
  readonly storage: () => Storage;
} {
  const stored = new Map<string, string>();
  const storage = {
    get length() {
      return stored.size;
    },
    // No browser promises the order in which things were put there.
    key: (index: number) => [...stored.keys()].sort()[index] ?? null,
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (full()) throw new Error("QuotaExceededError");
      stored.set(key, value);
    },
    removeItem: (key: string) => void stored.delete(key),
    clear: () => stored.clear(),
  };
  return { stored, storage: () => storage };
}

test("what one page kept the next one reads, in the order in which it was put there", () => {
  const { storage } = browser();
  const page = shelfFor<string>("a/", storage);
  page.keep(new Map([["z", "first"]]));
  page.keep(
    new Map([
      ["z", "first, changed"],
      ["b", "second"],
    ]),
  );
  expect([...shelfFor<string>("a/", storage).read()]).toEqual([
    ["z", "first, changed"],
    ["b", "second"],
  ]);
  expect(shelfFor<string>("b/", storage).read().size).toBe(0);
});

test("tabs do not undo each other: a page takes away only what it knows, as it knows it", () => {
  const { storage } = browser();
  const first = shelfFor<string>("a/", storage);
  first.keep(new Map([["x", "of the first"]]));
  const second = shelfFor<string>("a/", storage);
  second.keep(new Map([["y", "of the second"]]));
  expect([...second.read().keys()].sort()).toEqual(["x", "y"]);
  first.keep(new Map([["x", "of the first, typed on"]]));
  second.keep(new Map());
  expect([...shelfFor<string>("a/", storage).read()]).toEqual([["x", "of the first, typed on"]]);
  first.keep(new Map());
  expect(shelfFor<string>("a/", storage).read().size).toBe(0);
});

test("a full storage is known, until everything is in it or nothing is left to keep", () => {
  let full = true;
  const { storage } = browser(() => full);
  const page = shelfFor<string>("a/", storage);
  page.keep(new Map([["x", "words"]]));
  expect(page.safe()).toBe(false);
  page.keep(new Map());
  expect(page.safe()).toBe(true);
  page.keep(new Map([["x", "words"]]));
  full = false;
  page.keep(new Map([["x", "words"]]));
  expect(page.safe()).toBe(true);
});

test("what is not ours to read is nothing, and the rest is still read", () => {
  const { stored, storage } = browser();
  shelfFor<string>("a/", storage).keep(new Map([["x", "words"]]));
  for (const [index, bad] of ["{", "3", "null", '{"entry":4}'].entries()) stored.set(`a/bad${index}`, bad);
  expect([...shelfFor<string>("a/", storage).read()]).toEqual([["x", "words"]]);
});
