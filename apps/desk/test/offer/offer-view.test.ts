import type { OfferView } from "@patchbay/protocol";
import { describe, expect, it } from "vitest";
import { goneSaid, offerSaid, rejectedSaid } from "../../src/features/offer/offer-view.js";
import { word } from "../../src/words/words.js";
import { offer } from "../state/views.js";

const sofia = { agentId: "sofia", name: "Sofia Lindqvist" };
const said = (fields: Partial<OfferView>, gaveAway = false) => {
  const { title, about, label, announce, agentId } = offerSaid(
    offer("i1", { channel: "voice", customerName: "Maria Santos", ...fields }),
    { gaveAway, extension: "1001" },
  );
  const text = (of: typeof about): string => word(of.words, of.values);
  return { title, agentId, about: text(about), label: text(label), announce: text(announce) };
};

describe("what rings says who it is and what for", () => {
  it("a call of the line", () => {
    expect(said({})).toEqual({
      title: "Maria Santos",
      agentId: null,
      about: "Call for Auto claims",
      label: "Incoming call from Maria Santos",
      announce: "New call from Maria Santos for Auto claims. F2 accepts, F4 rejects.",
    });
    expect(said({ channel: "chat" }).about).toBe("Chat for Auto claims");
  });
  it("a colleague who calls, with extension and face", () => {
    expect(said({ kind: "call", from: sofia })).toMatchObject({
      title: "Sofia Lindqvist",
      agentId: "sofia",
      about: "Internal call, ext. 1001",
      label: "Incoming call from Sofia Lindqvist",
    });
  });
  it("a colleague who asks about a customer", () => {
    expect(said({ kind: "consult", from: sofia })).toMatchObject({
      title: "Sofia Lindqvist",
      about: "Asks you about Maria Santos",
      label: "Consultation from Sofia Lindqvist",
      announce: "Sofia Lindqvist asks you about Maria Santos. F2 accepts, F4 rejects.",
    });
  });
  it("a transfer, an invitation, and a call that comes back", () => {
    expect(said({ kind: "transfer", from: sofia }).about).toBe("Transfer from Sofia Lindqvist");
    expect(said({ kind: "invite", from: sofia }).about).toBe("Invitation from Sofia Lindqvist");
    expect(said({ kind: "return" }).about).toBe("Back again: Auto claims");
    expect(said({ kind: "return" }, true).about).toBe("Nobody took it: Maria Santos is back with you");
  });
});

describe("what is said when it is over", () => {
  const gone = (cause: string, kind: OfferView["kind"]): string | null => {
    const of = goneSaid(cause, "Maria Santos", offer("i1", { kind, from: sofia }));
    return of === null ? null : word(of.words, of.values);
  };
  it("whoever misses a colleague is told so, and has missed no work", () => {
    expect(gone("expired", "call")).toBe("You did not answer Sofia Lindqvist.");
    expect(gone("expired", "first")).toBe("You did not answer Maria Santos in time. You are not ready now.");
  });
  it("who left, and nothing of what this agent did itself", () => {
    expect(gone("customer_left", "call")).toBe("Sofia Lindqvist hung up before you answered.");
    expect(gone("cancelled", "consult")).toBe("Sofia Lindqvist hung up before you answered.");
    expect(gone("cancelled", "transfer")).toBe("The offer of Maria Santos was taken back.");
    expect(gone("accepted", "first")).toBeNull();
    expect(gone("rejected", "consult")).toBeNull();
  });
  it("who rejects a colleague knows that the colleague hears of it", () => {
    expect(rejectedSaid(offer("i1", { kind: "consult", from: sofia }))?.values).toEqual({
      name: "Sofia Lindqvist",
    });
    expect(rejectedSaid(offer("i1", { kind: "first" }))).toBeNull();
  });
});
