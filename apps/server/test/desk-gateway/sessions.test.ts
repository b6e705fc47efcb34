import { deskRequests, LAST_WORDS_MS } from "@patchbay/protocol";
import { describe, expect, test } from "vitest";
import { answeredRequestNames } from "../../src/desk-gateway/requests/answer-requests.js";
import type { Desk } from "./support/desk.js";
import { agent, type Customer, House } from "./support/house.js";
import { settle } from "./support/manual-clock.js";

async function accepted(house: House, desk: Desk, name = "Maria"): Promise<Customer> {
  const customer = await house.startChat(name);
  const offerId = desk.shown.offers[0]?.offerId ?? "";
  await desk.done("confirmOffer", { offerId });
  await desk.done("acceptOffer", { offerId });
  await settle();
  return customer;
}

const agentState = (house: House, name: string) => house.runtime.state.agents.get(agent(name));

describe("tabs of one seat", () => {
  test("are one session and agree who rings: a visible tab first", async () => {
    const house = await House.open();
    const first = await house.desk("sofia", { tab: "a" });
    const second = await house.desk("sofia", { tab: "b" });
    expect([first.leader, second.leader]).toEqual([true, false]);
    second.say({ frame: "visible", visible: true });
    expect([first.leader, second.leader]).toEqual([false, true]);
    first.say({ frame: "visible", visible: true });
    expect([first.leader, second.leader]).toEqual([false, true]);
    second.drop();
    expect(first.leader).toBe(true);
    expect(agentState(house, "sofia")?.deskLost).toBeNull();
  });

  test("each see what another one does, and the answer goes to the one that asked", async () => {
    const house = await House.open();
    const first = await house.desk("sofia", { tab: "a" });
    const second = await house.desk("sofia", { tab: "b" });
    await first.done("setPresence", { presence: { kind: "ready" } });
    expect(second.shown.self?.word).toBe("ready");
    expect(second.heard("result")).toEqual([]);
  });
});

describe("a desk that is gone", () => {
  test("is lost at once, and back within 30 s with the work in hand", async () => {
    const house = await House.open();
    const sofia = await house.readyDesk("sofia");
    await accepted(house, sofia);
    sofia.drop();
    await settle();
    expect(agentState(house, "sofia")?.deskLost).not.toBeNull();
    await house.clock.advance(29_000);
    sofia.connect({ resume: true });
    await settle();
    expect(agentState(house, "sofia")?.deskLost).toBeNull();
    expect(sofia.shown.interactions.map((one) => one.interactionId)).toEqual(["Maria"]);
  });

  test("for more than 30 s is logged out, its chat waits again, and coming back signs in anew", async () => {
    const house = await House.open();
    const sofia = await house.readyDesk("sofia");
    await accepted(house, sofia);
    sofia.drop();
    await house.clock.advance(31_000);
    expect(agentState(house, "sofia")).toBeUndefined();
    sofia.connect({ resume: true });
    await settle();
    expect(sofia.shown.self?.word).toBe("not_ready");
    expect(sofia.shown.interactions).toEqual([]);
  });

  test("for so long is told how long it was and whose chats went on; a blink is not worth a word", async () => {
    const house = await House.open();
    const sofia = await house.readyDesk("sofia");
    await accepted(house, sofia);
    const lostAt = house.clock.now();
    sofia.drop();
    await house.clock.advance(61_000);
    sofia.connect({ resume: true });
    await settle();
    const away = { frame: "away", since: lostAt, until: lostAt + 61_000, customers: ["Maria Miller"] };
    expect(sofia.heard("away")).toEqual([away]);
    // A reload hears it again, and knows by its time what was said already.
    sofia.drop();
    await house.clock.advance(5_000);
    sofia.connect();
    await settle();
    expect(sofia.heard("away")).toEqual([away, away]);
    await sofia.done("logOut", {});
    expect((await house.desk("sofia", { session: "session-2" })).heard("away")).toEqual([]);

    const ben = await house.desk("ben");
    ben.drop();
    await house.clock.advance(5_000);
    ben.connect({ resume: true });
    await settle();
    expect(ben.heard("away")).toEqual([]);
  });

  test("that goes silent for 12 s without closing is taken for gone; one that pings is not", async () => {
    const house = await House.open();
    const sofia = await house.desk("sofia");
    await house.pass(60_000);
    expect(sofia.closedWith).toEqual([]);
    await house.clock.advance(12_001);
    expect(sofia.closedWith).toEqual(["silent"]);
    expect(agentState(house, "sofia")?.deskLost).not.toBeNull();
  });

  test("never came: who signed in over HTTP and opens no desk is lost too", async () => {
    const house = await House.open();
    const { agentId, sessionId } = house.identity("ben");
    await house.command({ type: "LogIn", agentId, sessionId, force: false });
    await house.clock.advance(12_000);
    expect(agentState(house, "ben")?.deskLost).not.toBeNull();
  });
});

describe("somebody else's hand", () => {
  test("a forced take-over ends the old desk and moves the work", async () => {
    const house = await House.open();
    const old = await house.readyDesk("sofia");
    await accepted(house, old);
    const now = house.identity("sofia", "session-2");
    await house.command({ type: "LogIn", ...now, force: true });
    await house.clock.advance(LAST_WORDS_MS);
    expect(old.heard("bye")).toEqual([{ frame: "bye", reason: "forced_logout_by_other_client", by: null }]);
    expect(old.closedWith).toEqual(["session_ended"]);
    const desk = await house.desk("sofia", { session: "session-2" });
    expect(desk.shown.interactions.map((one) => one.interactionId)).toEqual(["Maria"]);
    // The old window tries once more.
    const again = await house.desk("sofia");
    expect(again.heard("bye")[0]?.reason).toBe("forced_logout_by_other_client");
    expect(again.view).toBeNull();
    expect(agentState(house, "sofia")?.deskLost).toBeNull();
  });

  test("a desk that is taken over may save what was typed at it, and nothing else, before its last word", async () => {
    const house = await House.open();
    const old = await house.readyDesk("sofia");
    await accepted(house, old);
    const now = house.identity("sofia", "session-2");
    await house.command({ type: "LogIn", ...now, force: true });
    const desk = await house.desk("sofia", { session: "session-2" });
    expect(old.heard("last_words")).toHaveLength(1);
    // It still shows the chat: nobody takes the field away from under what is typed into it.
    expect(old.shown.interactions).toHaveLength(1);
    expect(old.heard("bye")).toEqual([]);
    await old.done("saveDraft", {
      interactionId: "Maria",
      text: "half a sentence",
      audience: "team",
      version: 7,
    });
    await old.done("saveNote", { interactionId: "Maria", text: "half a note" });
    const said = {
      interactionId: "Maria",
      body: { kind: "text" as const, text: "No" },
      clientMessageId: "m-00000001",
    };
    await expect(old.ask("sendMessage", said)).rejects.toThrow("was never answered");
    old.say({ frame: "last_words_said" });
    await settle();
    expect(old.heard("bye")).toEqual([{ frame: "bye", reason: "forced_logout_by_other_client", by: null }]);
    expect(desk.shown.interactions).toMatchObject([
      { draft: { text: "half a sentence", audience: "team", version: 7 }, note: "half a note" },
    ]);
    expect(desk.shown.messages).toEqual([]);
    expect(agentState(house, "sofia")?.deskLost).toBeNull();
  });

  test("a supervisor logs an agent out, who is told by whom; an agent may not do that", async () => {
    const house = await House.open();
    const sofia = await house.readyDesk("sofia");
    const ben = await house.desk("ben");
    const anna = await house.desk("anna");
    const force = { agentId: "sofia", presence: { kind: "logged_out" as const } };
    expect((await ben.refused("forcePresence", force)).code).toBe("not_enough_privileges");
    await anna.done("forcePresence", { agentId: "sofia", presence: { kind: "not_ready", reason: "lunch" } });
    expect(sofia.shown.self).toMatchObject({
      word: "not_ready",
      source: { by: "supervisor", supervisorId: "anna" },
    });
    await anna.done("forcePresence", force);
    expect(sofia.heard("bye")).toEqual([{ frame: "bye", reason: "forced_logout_by_supervisor", by: "anna" }]);
  });

  test("logging out is answered before the last word", async () => {
    const house = await House.open();
    const sofia = await house.desk("sofia");
    await sofia.done("logOut", {});
    const last = sofia.frames.slice(-2).map((frame) => frame.frame);
    expect(last).toEqual(["result", "bye"]);
  });

  test("a removed user is sent away", async () => {
    const house = await House.open();
    const ben = await house.desk("ben");
    await house.command({ type: "RemoveUser", agentId: agent("ben") });
    expect(ben.heard("bye")[0]?.reason).toBe("user_disabled_or_deleted");
    expect((await house.desk("ben")).heard("bye")[0]?.reason).toBe("user_disabled_or_deleted");
  });
});

describe("the server's own trouble", () => {
  test("a killed server: desks come back to a snapshot, and a repeated request is not done twice", async () => {
    const house = await House.open();
    const sofia = await house.readyDesk("sofia");
    const maria = await accepted(house, sofia);
    await house.says(maria, "Hello?");
    const message = {
      interactionId: "Maria",
      body: { kind: "text" as const, text: "Once" },
      clientMessageId: "client-1234",
    };
    const first = await sofia.done("sendMessage", message, "the-request");
    await sofia.done("saveDraft", { interactionId: "Maria", text: "half a", audience: "team", version: 1 });
    sofia.drop();
    await house.killAndRestart();
    sofia.hub = house.hub;
    const before = sofia.frames.length;
    sofia.connect({ resume: true });
    await settle();
    expect(sofia.frames[before]?.frame).toBe("snapshot");
    expect(await sofia.done("sendMessage", message, "the-request")).toEqual(first);
    expect(sofia.shown.messages.map((one) => one.body)).toEqual([
      { kind: "text", text: "Hello?" },
      { kind: "text", text: "Once" },
    ]);
    expect(sofia.shown.interactions[0]?.draft).toEqual({ text: "half a", audience: "team", version: 1 });
    expect(agentState(house, "sofia")?.deskLost).toBeNull();
  });

  test("an append whose outcome is unknown: desks hear of it, and then see what is true", async () => {
    const house = await House.open();
    const sofia = await house.readyDesk("sofia");
    const maria = await accepted(house, sofia);
    const next = house.store.attempts + 1;
    house.store.faults = (attempt) => (attempt === next ? { kind: "after_commit" } : null);
    await house.says(maria, "Stored and never told");
    await house.pass(3_000);
    expect(house.runtime.status).toBe("running");
    expect(sofia.heard("health").at(-1)?.center).toBe("running");
    expect(sofia.shown.messages.map((one) => one.body)).toEqual([
      { kind: "text", text: "Stored and never told" },
    ]);
    expect(agentState(house, "sofia")?.deskLost).toBeNull();
  });

  test("a desk that comes while the center is suspended waits for it", async () => {
    const house = await House.open();
    await house.desk("ben");
    // The database goes away in the middle of an append, and for a while nobody gets a session with it.
    house.store.faults = () => {
      house.store.lock = { holder: house, owner: "nobody" };
      return { kind: "before_commit" };
    };
    await house.startChat("Maria");
    const sofia = await house.desk("sofia");
    expect(sofia.view).toBeNull();
    expect(sofia.heard("health")[0]?.center).toBe("suspended");
    house.store.faults = () => null;
    await house.pass(5_000);
    expect(sofia.view).toBeNull();
    house.store.lock = null;
    await house.pass(5_000);
    expect(sofia.heard("health").at(-1)?.center).toBe("running");
    expect(sofia.shown.self?.word).toBe("not_ready");
  });
});

describe("requests", () => {
  test("every request of the protocol has an answer here, and no other has", () => {
    const names = Object.values(deskRequests).map((request) => request.name);
    expect([...answeredRequestNames].sort()).toEqual([...names].sort());
  });

  test("what does not fit its schema names the path", async () => {
    const house = await House.open();
    const sofia = await house.desk("sofia");
    const error = await sofia.refused("setDisposition", { interactionId: 7 as never, dispositionId: null });
    expect(error).toMatchObject({ code: "invalid_args", facts: { path: "interactionId" } });
    expect(error.correlationId).not.toBe("");
  });

  test("an unknown request and a broken frame are answered with their id", async () => {
    const house = await House.open();
    const answers: unknown[] = [];
    const transport = { send: (frame: unknown) => answers.push(frame), close: () => {} };
    const connection = house.hub.connect({ session: house.identity("sofia"), tab: "a" }, transport);
    await settle();
    connection.receive({ frame: "request", id: "request-a", name: "desk.fly", input: {} });
    connection.receive({ frame: "request", id: "request-b", name: 5 });
    connection.receive("nonsense");
    await settle();
    expect(answers).toContainEqual(
      expect.objectContaining({
        id: "request-a",
        error: expect.objectContaining({ code: "invalid_request" }),
      }),
    );
    expect(answers).toContainEqual(
      expect.objectContaining({
        id: "request-b",
        error: expect.objectContaining({ code: "invalid_request" }),
      }),
    );
  });

  test("the same id gets the same answer, whatever is asked", async () => {
    const house = await House.open();
    const sofia = await house.readyDesk("sofia");
    await accepted(house, sofia);
    const text = (words: string) => ({
      interactionId: "Maria",
      body: { kind: "text" as const, text: words },
      clientMessageId: "client-1234",
    });
    const first = await sofia.done("sendMessage", text("one"), "same-request");
    expect(await sofia.done("sendMessage", text("two"), "same-request")).toEqual(first);
    expect(sofia.shown.messages).toHaveLength(1);
  });

  test("a desk that asks without end is told to slow down, and is served again a little later", async () => {
    const house = await House.open();
    const sofia = await house.desk("sofia");
    for (let count = 0; count < 60; count += 1) sofia.say({ frame: "ping" });
    expect((await sofia.refused("clearNext", {})).code).toBe("rate_limited");
    await house.clock.advance(1_000);
    await sofia.done("clearNext", {});
    for (let count = 0; count < 700; count += 1) sofia.say({ frame: "ping" });
    expect(sofia.closedWith).toEqual(["too_many_frames"]);
  });
});
