import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pretendBrowser } from "../link/fake-socket.js";

const { storage } = pretendBrowser();
type Place = typeof import("../../src/features/setup/place.js") & typeof import("../../src/state/store.js");

/** A page as it is after (re)loading: all modules new, what the browser stored still there. */
async function load(): Promise<Place> {
  vi.resetModules();
  return {
    ...(await import("../../src/features/setup/place.js")),
    ...(await import("../../src/state/store.js")),
  };
}
const isSection = (id: string): id is "numbers" | "scenarios" | "prompts" =>
  ["numbers", "scenarios", "prompts"].includes(id);

let page: Place;
let stop: () => void;
beforeEach(async () => {
  storage.clear();
  page = await load();
  page.useDesk.setState({ room: "setup", data: {} as never });
  stop = page.watchRoom();
});
afterEach(() => stop());

const room = () => page.useDesk.getState().room;
const leaving = () => page.useSetup.getState().leaving;
const section = () => page.useSetup.getState().place.section;

test("without unsaved changes nobody is asked", () => {
  page.goTo({ section: "prompts", item: null });
  page.useDesk.setState({ room: "supervise" });
  expect([section(), room(), leaving()]).toEqual(["prompts", "supervise", null]);
});

test("with unsaved changes, going elsewhere asks first: stay, keep, or discard", () => {
  const discard = vi.fn();
  page.tellUnsaved({ name: "Menu", kept: true, discard });
  page.goTo({ section: "prompts", item: null });
  expect([section(), leaving()?.unsaved.name]).toEqual(["numbers", "Menu"]);
  page.leave("stay");
  expect([section(), leaving()]).toEqual(["numbers", null]);
  page.useDesk.setState({ room: "conversations" });
  expect(room(), "not before the answer").toBe("setup");
  page.leave("keep");
  expect([room(), discard.mock.calls.length]).toEqual(["conversations", 0]);
});

test("discarding throws away and goes", () => {
  const discard = vi.fn();
  page.tellUnsaved({ name: "Menu", kept: true, discard });
  page.goTo({ section: "scenarios", item: "menu" });
  page.leave("discard");
  expect([section(), discard.mock.calls.length]).toEqual(["scenarios", 1]);
});

test("a chat or call that is gone to is never held up, nor is the end of the session", () => {
  page.tellUnsaved({ name: "Menu", kept: true, discard: vi.fn() });
  page.useDesk.setState({ room: "conversations", selection: { kind: "interaction", id: "c1" } });
  expect([room(), leaving()]).toEqual(["conversations", null]);
  page.useDesk.setState({ room: "setup" });
  page.useDesk.setState({ room: "conversations", data: null });
  expect([room(), leaving()]).toEqual(["conversations", null]);
});

test("a reload comes back to its place; another administrator, and what is no place, do not", async () => {
  const end = page.keepPlace("olga");
  page.goTo({ section: "scenarios", item: "menu" });
  end();
  page = await load();
  page.restorePlace("paul", isSection);
  expect(room()).toBe("conversations");
  page.restorePlace("olga", isSection);
  expect([room(), page.useSetup.getState().place]).toEqual(["setup", { section: "scenarios", item: "menu" }]);
  storage.set("patchbay.setup.2.olga", '{"section":"nowhere"}');
  page = await load();
  page.restorePlace("olga", isSection);
  expect(room()).toBe("conversations");
  const again = page.keepPlace("olga");
  page.useDesk.setState({ room: "setup" });
  page.useDesk.setState({ room: "supervise" });
  expect(storage.has("patchbay.setup.2.olga")).toBe(false);
  again();
});
