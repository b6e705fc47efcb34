import { describe, expect, it } from "vitest";
import { mayCancel, refusalOf, wayOut } from "../../src/features/conversation/header/way-out.js";
import { interaction } from "../state/views.js";

const ME = "sofia";
const party = (agentId: string, state: "active" | "wrap_up" = "active") => ({
  agentId,
  name: agentId,
  state,
  joinedAt: 0,
});
const request = (by: string, agentId: string | null = null) => ({
  kind: "transfer" as const,
  serviceId: "s2",
  agentId,
  by,
  since: 0,
  offered: false,
});

describe("the way out of a chat", () => {
  it("is End for whoever is alone, and Leave with a colleague in it or asked for", () => {
    expect(wayOut(interaction("i1", { parties: [party(ME)] }), ME)).toBe("end");
    expect(wayOut(interaction("i1", { parties: [party(ME), party("ben")] }), ME)).toBe("leave");
    expect(wayOut(interaction("i1", { parties: [party(ME), party("ben", "wrap_up")] }), ME)).toBe("end");
    expect(wayOut(interaction("i1", { parties: [party(ME)], request: request(ME) }), ME)).toBe("leave");
  });

  it("is none where the chat has ended for the agent already", () => {
    expect(wayOut(interaction("i1", { phase: "ending", stage: "ending" }), ME)).toBeNull();
    expect(wayOut(interaction("i1", { phase: "wrap_up", stage: "ended" }), ME)).toBeNull();
  });

  it("lets a request be taken back by whoever asked, and by those who stay when that one has left", () => {
    const both = [party(ME), party("ben")];
    expect(mayCancel(interaction("i1", { parties: both, request: request(ME) }), ME)).toBe(true);
    expect(mayCancel(interaction("i1", { parties: both, request: request("ben") }), ME)).toBe(false);
    expect(mayCancel(interaction("i1", { parties: [party(ME)], request: request("ben") }), ME)).toBe(true);
  });

  it("says what to do when it is refused", () => {
    const alone = { code: "not_suitable_state", facts: { alone: true }, correlationId: "c" };
    expect(refusalOf("leave", alone)).toBe("You are the only one left in this chat. Hand it over or end it.");
    const asked = { code: "already_in_progress", correlationId: "c" };
    expect(refusalOf("end", asked)).toContain("cancel that first");
    expect(refusalOf("end", { code: "no_interaction", correlationId: "c" })).toBe("This has already ended.");
  });
});
