import { afterEach, expect, test, vi } from "vitest";
import { openPages } from "../src/client/pages.js";

afterEach(() => vi.unstubAllGlobals());

const changed = (): void => undefined;

test("A browser that denies every lock, as in a frame of a private window, lets a chat work all the same", async () => {
  const request = vi.fn(() => Promise.reject(new DOMException("The request was denied.", "SecurityError")));
  vi.stubGlobal("navigator", { locks: { request, query: request } });
  const pages = openPages("chat", "page-1", changed);
  expect(await pages.alone(async () => "begun")).toBe("begun");
  expect(await pages.living()).toBeNull();
  expect(request).toHaveBeenCalledOnce();
});

test("Where locks are granted, a page lives until it is closed, and works alone", async () => {
  const held: { name: string }[] = [];
  const request = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    held.push({ name });
    return work();
  };
  vi.stubGlobal("navigator", { locks: { request, query: async () => ({ held }) } });
  const pages = openPages("chat", "page-1", changed);
  expect(await pages.living()).toEqual(new Set(["page-1"]));
  expect(await pages.alone(async () => "begun")).toBe("begun");
  expect(held.map(({ name }) => name)).toEqual(["chat:page:page-1", "chat:alone"]);
  pages.close();
});
