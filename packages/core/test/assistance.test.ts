import { expect, test } from "vitest";
import { agent, chat, customer, Story } from "./story.js";

const ask = (by = "sofia", name = "maria") =>
  ({
    type: "AskAssistance",
    interactionId: chat(name),
    agentId: agent(by),
    reason: "approval",
  }) as const;
const withdraw = (by = "sofia") =>
  ({ type: "WithdrawAssistance", interactionId: chat("maria"), agentId: agent(by) }) as const;
const answer = (by = "anna") =>
  ({ type: "AnswerAssistance", interactionId: chat("maria"), supervisorId: agent(by) }) as const;
const resolve = (by = "anna") =>
  ({ type: "ResolveAssistance", interactionId: chat("maria"), supervisorId: agent(by) }) as const;
const supervised = () => new Story().logIn("anna", { roles: ["supervisor"] }).talking("sofia", "maria");
const open = (story: Story) => story.state.interactions.get(chat("maria"))?.assistance;

test("[AST-1] an agent asks for a supervisor in a chat in hand, once, and may take it back", () => {
  const story = supervised().do(ask());
  expect(open(story)).toMatchObject({ agentId: "sofia", reason: "approval", answered: null });
  expect(story.state.agents.get(agent("sofia"))?.word, "nothing else changes").toBe("busy");
  expect(story.refuses(ask()).code).toBe("already_in_progress");
  story.logIn("ben");
  expect(story.refuses(ask("ben")).code).toBe("not_your_interaction");
  expect(story.refuses(withdraw("ben")).code).toBe("nothing_to_cancel");
  story.do(withdraw());
  expect(story.lastOf("AssistanceClosed").cause).toBe("withdrawn");
  expect(open(story)).toBeNull();
  story.do(ask()).holds();
});

test("[AST-2] a supervisor answers and resolves it; the last who answers counts", () => {
  const story = supervised()
    .logIn("ines", { roles: ["supervisor"] })
    .logIn("ben")
    .do(ask());
  expect(story.refuses(answer("ben")).code).toBe("not_enough_privileges");
  expect(story.do(answer()).what(), "a chat is read along with it").toEqual([
    "AssistanceAnswered",
    "ChatMonitored",
  ]);
  expect(story.do(answer()).what(), "twice is once").toEqual([]);
  story.do(answer("ines"));
  expect(open(story)?.answered?.supervisorId).toBe("ines");
  story.do(resolve("ines"));
  expect(story.lastOf("AssistanceClosed")).toMatchObject({ cause: "resolved", supervisorId: "ines" });
  expect(story.refuses(resolve()).code).toBe("nothing_to_cancel");
  expect(story.refuses(answer()).code).toBe("nothing_to_cancel");
  story.holds();
});

test("[AST-2] taking the chat over resolves it, and nobody helps herself", () => {
  const story = supervised().do(ask());
  story.do({
    type: "TakeOverChat",
    interactionId: chat("maria"),
    supervisorId: agent("anna"),
    agentId: agent("sofia"),
  });
  expect(story.lastOf("AssistanceClosed")).toMatchObject({ cause: "taken_over", supervisorId: "anna" });
  story.do(ask("anna"));
  expect(story.refuses(answer()).code).toBe("not_suitable_state");
  story.holds();
});

test("[AST-3] it ends with the chat, and when the agent who asked is out of it", () => {
  const story = supervised().do(ask());
  story.do({ type: "CustomerEnd", interactionId: chat("maria"), clientKey: customer("maria") });
  expect(story.lastOf("AssistanceClosed").cause).toBe("gone");
  story.talking("sofia", "jonas").do(ask("sofia", "jonas"));
  story.do({
    type: "ForcePresence",
    agentId: agent("sofia"),
    presence: { kind: "logged_out" },
    supervisorId: agent("anna"),
  });
  expect(story.what()).toContain("AssistanceClosed");
  story.holds();
});

test("[AST-4] a supervisor who is gone, or is none any more, leaves it open again", () => {
  const story = supervised().do(ask()).do(answer());
  story.do({ type: "LogOut", agentId: agent("anna"), sessionId: "anna-1" as never });
  expect(open(story)).toMatchObject({ agentId: "sofia", answered: null });
  expect(story.refuses(answer()).code).toBe("not_logged_in");
  story
    .logIn("anna")
    .do(answer())
    .hire("anna", { roles: ["agent"] });
  expect(open(story)?.answered).toBeNull();
  story.holds();
});
