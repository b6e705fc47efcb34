import { expect, test } from "vitest";
import type { AgentMessageKind, CustomerMessageKind } from "../src/index.js";
import { agent, chat, customer, message, Story } from "./story.js";

let ids = 0;
const asks = (kind: AgentMessageKind, by = "sofia", audience: "all" | "team" = "all") =>
  ({
    type: "SendMessage",
    interactionId: chat("maria"),
    agentId: agent(by),
    messageId: message(`a${++ids}`),
    kind,
    audience,
  }) as const;
const answers = (kind: CustomerMessageKind) =>
  ({
    type: "ReceiveMessage",
    interactionId: chat("maria"),
    clientKey: customer("maria"),
    messageId: message(`c${++ids}`),
    kind,
  }) as const;
const chatOf = (story: Story) => {
  const found = story.state.interactions.get(chat("maria"));
  if (!found) throw new Error("the chat is gone");
  return found;
};
const asking = ["form_request", "form_withdrawal", "cobrowsing_request"] as const;

test("[ASK-1] only an active party asks, and never in a whisper", () => {
  const story = new Story().talking("sofia", "maria");
  for (const kind of asking) {
    expect(story.refuses(asks(kind, "ben")).code).toBe("not_your_interaction");
    expect(story.refuses(asks(kind, "sofia", "team")).code).toBe("not_suitable_state");
    story.do(asks(kind));
    expect(story.lastOf("MessageSent")).toMatchObject({ kind, audience: "all", agentId: agent("sofia") });
  }
  story.do({ type: "EndInteraction", interactionId: chat("maria"), agentId: agent("sofia") });
  for (const kind of asking) expect(story.refuses(asks(kind)).code).toBe("not_suitable_state");
  story.holds();
});

test("[ASK-2] to ask ends your turn and starts the silence, without a receipt to wait for; a withdrawal changes no timer", () => {
  const story = new Story().at("09:00:00").talking("sofia", "maria").writes("maria", "m1");
  const since = chatOf(story).unansweredSince;
  const receipts = chatOf(story).receipts.length;
  story.at("09:00:10").do(asks("form_withdrawal"));
  expect(chatOf(story)).toMatchObject({ unansweredSince: since, inactivity: null });
  expect(since).not.toBeNull();
  for (const kind of ["form_request", "cobrowsing_request"] as const) {
    story.at("09:00:20").do(asks(kind));
    expect(chatOf(story).unansweredSince).toBeNull();
    expect(chatOf(story).inactivity).toEqual({ step: "warn", at: story.state.at + 300_000 });
    story.do(answers("text"));
  }
  // The customer's own words are all that is waited for.
  expect(chatOf(story).receipts).toHaveLength(receipts + 2);
  expect(chatOf(story).receipts.every(({ from }) => from === "customer")).toBe(true);
  story.do(asks("form_request")).at("09:00:30").do(asks("form_withdrawal"));
  expect(chatOf(story).inactivity?.at).toBe(story.state.at - 10_000 + 300_000);
  story.at("09:05:20").do({ type: "MeetDeadlines" });
  expect(story.what()).toEqual(["InactivityWarned"]);
  story.holds();
});

test("[ASK-3] a form filled in or declined is the customer's answer; cobrowsing news asks nothing", () => {
  for (const kind of ["form", "secure_form", "form_declined"] as const) {
    const story = new Story().at("09:00:00").talking("sofia", "maria").do(asks("form_request"));
    story.at("09:00:40").do(answers(kind));
    expect([kind, chatOf(story).unansweredSince]).toEqual([kind, story.state.at]);
    expect(chatOf(story).inactivity).toBeNull();
    story.holds();
  }
  const story = new Story().talking("sofia", "maria").do(asks("cobrowsing_request"));
  story.do(answers("cobrowsing"));
  expect(chatOf(story)).toMatchObject({ unansweredSince: null, inactivity: null });
  story.holds();
});

test("[ASK-4] what an app reports by itself takes back no end and brings back nobody", () => {
  for (const kind of ["form_declined", "cobrowsing"] as const) {
    const story = new Story().at("09:00:00").talking("sofia", "maria").do(asks("form_request"));
    story.do({ type: "EndInteraction", interactionId: chat("maria"), agentId: agent("sofia") });
    story.do(answers(kind));
    expect([kind, story.what()]).toEqual([kind, ["MessageReceived"]]);
    expect(chatOf(story)).toMatchObject({ stage: "ending", unansweredSince: null });
    story.do({ type: "UndoEnd", interactionId: chat("maria"), agentId: agent("sofia") });
    story.do({
      type: "CustomerDisconnect",
      interactionId: chat("maria"),
      clientKey: customer("maria"),
    });
    story.do(answers(kind));
    expect(story.what()).toEqual(["MessageReceived"]);
    expect(chatOf(story)).toMatchObject({ stage: "disconnected", unansweredSince: null });
    // A filled form is a word like any other.
    story.do(answers("secure_form"));
    expect(story.what()).toEqual(["CustomerReturned", "MessageReceived"]);
    story.holds();
  }
});
