import type { DeskChange } from "@patchbay/protocol";
import { expect, test, vi } from "vitest";
import { applyChanges, type DeskData, fromSnapshot } from "../../src/state/desk-data.js";
import { interaction, message, offer, snapshot } from "./views.js";

const NOW = 1_000;
const start = (): DeskData =>
  fromSnapshot(
    snapshot(10, {
      interactions: [interaction("i1"), interaction("i2")],
      messages: [message("i1", 3), message("i2", 5), message("i1", 2)],
      offers: [offer("i3")],
    }),
    NOW,
  );
const apply = (data: DeskData, ...changes: DeskChange[]): DeskData => {
  const next = applyChanges(data, { after: data.seq, seq: data.seq + 1, changes });
  if (next === "gap") throw new Error("unexpected gap");
  return next;
};

test("old snapshot and changes give what a fresh snapshot gives", () => {
  const renamed = interaction("i1", { unread: 2 });
  const answered = message("i1", 11);
  const read = message("i1", 3, { state: "read", stateAt: 12 });
  const next = apply(
    start(),
    { on: "interaction", view: renamed },
    { on: "message", view: answered },
    { on: "message", view: read },
    { on: "interaction.gone", interactionId: "i2", departure: null },
    { on: "offer.gone", offerId: "i3.o1", interactionId: "i3", cause: "expired", customerName: "Maria" },
  );
  const fresh = fromSnapshot(
    snapshot(11, { interactions: [renamed], messages: [message("i1", 2), read, answered] }),
    NOW,
  );
  expect(next).toEqual(fresh);
});

test("the same changes twice do no harm", () => {
  const change: DeskChange = { on: "message", view: message("i1", 11) };
  expect(apply(start(), change, change).messages.get("i1")).toHaveLength(3);
});

test("a message that comes late takes its place in the journal's order", () => {
  const next = apply(
    start(),
    { on: "message", view: message("i2", 9) },
    { on: "message", view: message("i2", 7) },
  );
  expect(next.messages.get("i2")?.map(({ seq }) => seq)).toEqual([5, 7, 9]);
});

test.each([{ after: 11 }, { after: 9 }])(
  "a frame that does not follow, after $after, is a gap",
  ({ after }) => {
    expect(applyChanges(start(), { after, seq: 12, changes: [] })).toBe("gap");
  },
);

test("a chat that nothing happened to keeps its very lists, so that its lines are not drawn again", () => {
  const before = start();
  const next = apply(before, { on: "message", view: message("i1", 11) });
  expect(next.messages.get("i2")).toBe(before.messages.get("i2"));
  expect(next.interactions).toBe(before.interactions);
});

test("how an offer ended is told once, and only if it was there", () => {
  const gone = vi.fn();
  const change = {
    on: "offer.gone",
    offerId: "i3.o1",
    interactionId: "i3",
    cause: "expired",
    customerName: "Maria",
  } as const;
  applyChanges(start(), { after: 10, seq: 11, changes: [change, change] }, gone);
  expect(gone).toHaveBeenCalledExactlyOnceWith({
    ...change,
    view: expect.objectContaining({ offerId: "i3.o1" }),
  });
});
