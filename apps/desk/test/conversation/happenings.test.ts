import { describe, expect, it } from "vitest";
import { sentenceOf } from "../../src/features/conversation/timeline/happenings.js";
import { CONTEXT, happening, ME, NOON } from "./sample.js";

const said = (what: string, facts: Record<string, unknown>, context = CONTEXT) =>
  sentenceOf(happening(1, what, facts), context);
const text = (...args: Parameters<typeof said>) => said(...args)?.text;

describe("what happened, in words", () => {
  it("tells who came and went, and why", () => {
    expect(text("AgentJoined", { agentId: ME, kind: "first" })).toBe("You took the chat");
    expect(text("AgentJoined", { agentId: "ben", kind: "invite" })).toBe("Ben joined the chat");
    expect(text("AgentLeft", { agentId: "ben", cause: "transferred" })).toBe("Ben handed the chat over");
    expect(text("AgentLeft", { agentId: "ben", cause: "logged_out" })).toBe(
      "Ben was signed out and left the chat",
    );
  });

  it("begins with what the app sent", () => {
    const context = { ...CONTEXT, attached: ["position", "policy", "vehicle"] };
    expect(text("InteractionStarted", {}, context)).toBe(
      "Reported from the app at 12:00. Position, policy, and vehicle attached.",
    );
    expect(text("InteractionStarted", {}, { ...CONTEXT, mark: "web" })).toBe(
      "Started on the website at 12:00.",
    );
  });

  it("names to whom a chat goes, with the words that go with it", () => {
    const facts = { kind: "transfer", by: "ben", agentId: ME, serviceId: "s1" };
    const context = { ...CONTEXT, transferNote: { by: "ben", text: "She needs a rental car." } };
    expect(said("AgentRequested", facts, context)).toMatchObject({
      text: "Ben wants to hand the chat to you",
      quote: "She needs a rental car.",
    });
    expect(said("AgentRequested", { ...facts, by: "mei" }, context)?.quote).toBeUndefined();
    expect(text("AgentRequested", { kind: "invite", by: ME, agentId: null, serviceId: "s1" })).toBe(
      "You asked Auto claims in",
    );
    expect(said("AgentRequested", { kind: "first", by: null, agentId: null, serviceId: "s1" })).toBeNull();
  });

  it("says that nobody took a transfer, and where the chat is", () => {
    expect(said("AgentRequestClosed", { kind: "transfer", cause: "failed" })).toMatchObject({
      text: "Nobody took the transfer. The chat is still with you.",
      tone: "warn",
    });
    expect(said("AgentRequestClosed", { kind: "transfer", cause: "accepted" })).toBeNull();
  });

  it("tells the end, and each way it is taken back", () => {
    expect(text("EndRequested", { agentId: ME })).toBe("You ended the chat");
    expect(text("EndTakenBack", { cause: "customer_message" })).toBe(
      "Maria wrote, so the end was taken back",
    );
    expect(text("EndTakenBack", { cause: "agent" })).toBe("The end was taken back. The chat goes on.");
    expect(text("InteractionEnded", { cause: "inactivity", agentId: null })).toBe(
      "The chat ended because Maria did not answer",
    );
    expect(text("InteractionEnded", { cause: "customer", agentId: null })).toBe("Maria ended the chat");
  });

  it("counts the warning's time from the warning, not from now", () => {
    expect(text("InactivityWarned", { endsAt: NOON + 1_000 + 120_000 })).toBe(
      "Maria has been silent and was told that the chat ends in 2 min",
    );
  });

  it("explains an offer: the rule, the count, and what set each other aside", () => {
    const why = {
      rule: "ROU-3",
      eligible: 3,
      value: { idleMs: 123_000, load: 1, level: 2 },
      others: [
        { agentId: "ben", rule: "ELI-1" },
        { agentId: "mei", rule: "ROU-8" },
      ],
    };
    expect(said("OfferMade", { agentId: ME, why })).toMatchObject({
      text: "Offered to you: longest idle (2 min 3 s), out of 3 available",
      details: ["Ben: not ready", "Mei: could have taken it, came after"],
    });
    expect(text("OfferMade", { agentId: "ben", why: { ...why, rule: "ROU-4", eligible: 1 } })).toBe(
      "Offered to Ben: the only one available",
    );
    expect(text("OfferMade", { agentId: "ben", why: { ...why, rule: "ROU-5", eligible: 1 } })).toBe(
      "Offered to Ben: asked for by name",
    );
  });

  it("has words for each rule and each cause: no path of the catalogue reaches the screen", () => {
    const lines = [
      ...["ELI-1", "ELI-2", "ELI-3", "ELI-4", "ELI-5", "ELI-6", "ELI-7", "ROU-8"].map((rule) =>
        said("OfferMade", {
          agentId: ME,
          why: {
            rule: "ROU-3",
            eligible: 1,
            value: { idleMs: 0, load: 0, level: 0 },
            others: [{ agentId: "ben", rule }],
          },
        }),
      ),
      ...["ROU-3", "ROU-4", "ROU-5", "ROU-6", "ROU-7"].map((rule) =>
        said("OfferMade", {
          agentId: "ben",
          why: { rule, eligible: 2, value: { idleMs: 0, load: 0, level: 0 }, others: [] },
        }),
      ),
      ...["customer_left", "desk_lost", "not_shown", "cancelled", "agent_away"].flatMap((cause) =>
        [ME, "ben"].map((agentId) => said("OfferWithdrawn", { agentId, cause })),
      ),
      ...["left", "transferred", "logged_out"].flatMap((cause) =>
        [ME, "ben"].map((agentId) => said("AgentLeft", { agentId, cause })),
      ),
      ...["agent", "customer", "inactivity", "abandoned", "supervisor"].map((cause) =>
        said("InteractionEnded", { cause, agentId: "ben" }),
      ),
      ...["transfer", "invite"].flatMap((kind) =>
        ["cancelled", "failed"].map((cause) => said("AgentRequestClosed", { kind, cause })),
      ),
      ...["OfferRejected", "OfferExpired", "EndRequested", "WrapUpExtended"].map((what) =>
        said(what, { agentId: "ben" }),
      ),
      said("CaseClosed", { caseNumber: 14402 }),
      said("DispositionSet", { dispositionId: "d1" }),
      said("CustomerDisconnected", {}),
      said("CustomerReturned", {}),
      said("ContactChanged", {}),
    ];
    for (const line of lines) {
      expect(line).not.toBeNull();
      for (const shown of [line?.text ?? "", ...(line?.details ?? [])])
        expect(shown).not.toMatch(/conversation\.|\{\{|happening/);
    }
  });
});
