import type { ServerFrame } from "@patchbay/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeSocket, pretendBrowser } from "../link/fake-socket.js";
import { interaction, offer, snapshot } from "../state/views.js";

pretendBrowser();
const { connect, disconnect, select } = await import("../../src/state/actions.js");
const { useDesk } = await import("../../src/state/store.js");
const { answerOffer } = await import("../../src/features/offer/answer.js");

const hears = (frame: ServerFrame) => FakeSocket.last.hears(frame);
const selection = () => useDesk.getState().selection;
const accepted: ServerFrame = {
  frame: "changes",
  after: 10,
  seq: 11,
  changes: [
    { on: "offer.gone", offerId: "i2.o1", interactionId: "i2", cause: "accepted", customerName: "Maria" },
    { on: "interaction", view: interaction("i2") },
  ],
};
const answer = async () => {
  const [asked] = FakeSocket.last.requests("desk.offer.accept");
  hears({ frame: "result", id: String(asked?.id), ok: true, output: { interactionId: "i2" } });
  await vi.advanceTimersByTimeAsync(0);
};

beforeEach(() => {
  vi.useFakeTimers();
  connect("sofia");
  hears({
    frame: "snapshot",
    snapshot: snapshot(10, { interactions: [interaction("i1")], offers: [offer("i2")] }),
  });
  select({ kind: "interaction", id: "i1" });
});
afterEach(() => {
  disconnect();
  vi.useRealTimers();
});

test("accepting leaves the chat on the screen at the press, and the offer becomes its chat when the answer comes", async () => {
  void answerOffer("acceptOffer", offer("i2"));
  expect(selection()).toEqual({ kind: "offer", id: "i2.o1" });
  hears(accepted);
  await answer();
  expect(selection()).toEqual({ kind: "interaction", id: "i2" });
});

test("whoever has gone on to another chat by then is left there", async () => {
  void answerOffer("acceptOffer", offer("i2"));
  select({ kind: "interaction", id: "i1" });
  hears(accepted);
  await answer();
  expect(selection()).toEqual({ kind: "interaction", id: "i1" });
});

test("rejecting moves nothing", () => {
  void answerOffer("rejectOffer", offer("i2"));
  expect(selection()).toEqual({ kind: "interaction", id: "i1" });
});
