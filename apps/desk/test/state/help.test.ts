import type { AssistanceView, DeskChange } from "@patchbay/protocol";
import { expect, it } from "vitest";
import { wantedOf } from "../../src/features/assistance/wanted-requests.js";
import { freshHelp } from "../../src/features/attention/alerts.js";
import { newsOf } from "../../src/state/news.js";
import { colleague, interaction, snapshot } from "./views.js";

const request = (
  interactionId: string,
  agentId: string,
  since: number,
  answered: AssistanceView["answered"] = null,
): AssistanceView => ({
  interactionId,
  channel: "chat",
  mark: "web",
  contactName: "Maria",
  serviceName: "Auto claims",
  agent: { agentId, name: agentId },
  reason: "question",
  text: "",
  since,
  answered,
});
const byAnna = { agentId: "anna", name: "Anna Kowalski", since: 9 };

it("lists requests of others, the oldest that nobody looks after first", () => {
  const all = [
    request("a", "sofia", 3),
    request("b", "ben", 1, byAnna),
    request("c", "ines", 2),
    request("d", "anna", 0),
  ];
  expect(wantedOf(all, "anna").map(({ interactionId }) => interactionId)).toEqual(["c", "a", "b"]);
});

it("tells of a request once: not of one's own, not of its answer, and again when the agent asks again", () => {
  const map = (...all: AssistanceView[]) => new Map(all.map((one) => [one.interactionId, one]));
  const before = map(request("a", "sofia", 3));
  const fresh = (now: ReadonlyMap<string, AssistanceView>) =>
    freshHelp(before, now, "anna").map(({ interactionId }) => interactionId);
  expect(fresh(map(request("a", "sofia", 3, byAnna)))).toEqual([]);
  expect(fresh(map(request("a", "sofia", 3), request("b", "ben", 4), request("c", "anna", 4)))).toEqual([
    "b",
  ]);
  expect(fresh(map(request("a", "sofia", 8)))).toEqual(["a"]);
});

it("says to the agent who asked that somebody has come, and what was said when it was resolved", () => {
  const { agent, reason, text, since } = request("a", "sofia", 3);
  const chat = interaction("a", {
    assistance: { agent, reason, text, since, answered: null },
    contact: { ...interaction("a").contact, name: "Maria Gutierrez" },
  });
  const data = (me: string) => ({
    user: { ...snapshot(1).user, agentId: me },
    interactions: new Map([["a", chat]]),
    services: new Map(),
    roster: new Map([["anna", colleague("anna", "Anna Kowalski")]]),
  });
  const happened = (what: string, facts: Record<string, unknown>): DeskChange[] => [
    { on: "happening", view: { interactionId: "a", seq: 5, at: 5, what, facts } },
  ];
  const told = (me: string, changes: DeskChange[]) => newsOf(data(me), changes).map(({ text: said }) => said);
  expect(told("sofia", happened("AssistanceAnswered", { supervisorId: "anna" }))).toEqual([
    expect.stringContaining("Anna Kowalski"),
  ]);
  expect(told("sofia", happened("AssistanceAnswered", { supervisorId: null }))).toEqual([]);
  const resolved = { cause: "resolved", supervisorId: "anna", agentId: "sofia", text: "Yes, ten days." };
  expect(told("sofia", happened("AssistanceClosed", resolved))[0]).toContain("Yes, ten days.");
  expect(told("sofia", happened("AssistanceClosed", { cause: "withdrawn", agentId: "sofia" }))).toEqual([]);
  expect(told("ben", happened("AssistanceAnswered", { supervisorId: "anna" }))).toEqual([]);
});
