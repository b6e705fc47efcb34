import type { ServerFrame, VoicemailView } from "@patchbay/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeSocket, pretendBrowser } from "../link/fake-socket.js";
import { snapshot } from "../state/views.js";

pretendBrowser();
type Page = typeof import("../../src/features/voicemail/voicemail-store.js") &
  Pick<typeof import("../../src/state/actions.js"), "connect" | "disconnect"> &
  Pick<typeof import("../../src/state/store.js"), "useDesk">;

const message = (recordingId: string, at: number, isNew = true): VoicemailView => ({
  recordingId,
  interactionId: "c1",
  at,
  durationMs: 4_000,
  serviceName: "Auto claims",
  contact: { contactId: "maria", name: "Maria" },
  agentId: null,
  number: null,
  isNew,
  heardBy: isNew ? null : "Ben Ortega",
  mayDownload: false,
});

let page: Page;
let stop: () => void;
const hears = (frame: ServerFrame) => FakeSocket.last.hears(frame);
/** Requests of this name that were sent so far. */
const asked = (name: string) =>
  FakeSocket.last.sent.flatMap((frame) => (frame.frame === "request" && frame.name === name ? [frame] : []));
/** Answers the newest request of this name. */
async function answers(name: string, output: object): Promise<void> {
  const id = asked(name).at(-1)?.id;
  if (id === undefined) throw new Error(`${name} was not asked`);
  hears({ frame: "result", id, ok: true, output });
  await vi.advanceTimersByTimeAsync(0);
}
const listed = (...messages: VoicemailView[]) =>
  answers("desk.voicemail.list", {
    messages,
    more: false,
    fresh: messages.filter(({ isNew }) => isNew).length,
  });
const later = () => vi.advanceTimersByTimeAsync(500);
const shown = () => page.useVoicemail.getState();

beforeEach(async () => {
  vi.useFakeTimers();
  vi.resetModules();
  FakeSocket.opened.length = 0;
  const { useDesk } = await import("../../src/state/store.js");
  const { connect, disconnect } = await import("../../src/state/actions.js");
  page = {
    ...(await import("../../src/features/voicemail/voicemail-store.js")),
    connect,
    disconnect,
    useDesk,
  };
  stop = page.followVoicemail();
  page.connect("sofia");
  hears({ frame: "snapshot", snapshot: snapshot(10) });
  await later();
});
afterEach(() => {
  stop();
  page.disconnect();
  vi.useRealTimers();
});

test("the badge is there from the beginning, and follows what the server says", async () => {
  await listed(message("a", 1));
  expect(shown()).toMatchObject({ fresh: 1, state: "there" });
  const before = asked("desk.voicemail.list").length;
  hears({ frame: "voicemail" });
  hears({ frame: "voicemail" });
  await later();
  expect(asked("desk.voicemail.list").length, "asked for once").toBe(before + 1);
  await listed(message("b", 2), message("a", 1));
  expect(shown().fresh).toBe(2);
});

test("what is listened to is heard at once, told once, and stays in the list of new ones while it is open", async () => {
  await listed(message("a", 1));
  page.filterVoicemail("new");
  await listed(message("a", 1));
  page.openMessage("a");
  void page.markMessage("a", true);
  void page.markMessage("a", true);
  expect(shown().fresh).toBe(0);
  expect(asked("desk.voicemail.mark").map(({ input }) => input)).toEqual([{ recordingId: "a", heard: true }]);
  await answers("desk.voicemail.mark", {});
  await listed();
  expect(shown().messages).toMatchObject([{ recordingId: "a", isNew: false }]);
  page.openMessage(null);
  void page.refreshVoicemail();
  await listed();
  expect(shown().messages).toEqual([]);
});

test("what is deleted is gone at once, with a way back", async () => {
  await listed(message("b", 2), message("a", 1));
  page.openMessage("a");
  void page.deleteMessage("a", "Maria");
  expect(shown()).toMatchObject({ messages: [{ recordingId: "b" }], openId: null });
  await answers("desk.voicemail.delete", {});
  await listed(message("b", 2));
  const [toast] = page.useDesk.getState().toasts;
  expect(toast?.text).toBe("The message of Maria is deleted.");
  toast?.undo?.();
  expect(asked("desk.voicemail.delete").at(-1)?.input).toEqual({ recordingId: "a", deleted: false });
  await answers("desk.voicemail.delete", {});
  await listed(message("b", 2), message("a", 1));
  expect(shown().messages.map(({ recordingId }) => recordingId)).toEqual(["b", "a"]);
});
