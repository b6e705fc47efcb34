import { describe, expect, test } from "vitest";
import {
  type Conversation,
  newConversation,
  openCallRequest,
  ownIds,
  presentAgents,
  theirMessageIds,
  withCall,
  withEnd,
  withEvents,
  withHistory,
  withOwn,
  withoutCallTrouble,
} from "../src/conversation/index.js";
import { readEvents, type ServerEvent } from "../src/wire/index.js";

const now = 1_700_000_000_000;
const time = String(now / 1000);
const joined = {
  event: "chat_session_party_joined",
  party_id: "p1",
  type: "internal",
  display_name: "Sofia",
  timestamp: time,
};
const hello = {
  event: "chat_session_message",
  party_id: "p1",
  msg_id: "a1",
  msg: "Are you safe?",
  msg_text: "Are you safe?",
  timestamp: time,
};
const own = {
  event: "chat_session_message",
  party_id: "chat-1",
  msg_id: "m1",
  msg: "Yes",
  msg_text: "Yes",
  timestamp: time,
};
const wire = (...events: object[]): ServerEvent[] => readEvents({ events });
const begin = newConversation("chat-1");
const keys = (conversation: Conversation) => conversation.entries.map((entry) => entry.key.split("|")[0]);
const ownEntry = (id: string) =>
  ({ key: id, id, at: now, mine: true, partyId: "chat-1", kind: "message", text: id }) as const;

test("an agent who joins is present, until she leaves", () => {
  const with1 = withEvents(begin, wire(joined), now);
  expect(with1.phase).toBe("connected");
  expect(presentAgents(with1).map(({ party }) => party.name)).toEqual(["Sofia"]);
  const without = withEvents(
    with1,
    wire({ event: "chat_session_party_left", party_id: "p1", timestamp: time }),
    now,
  );
  expect(presentAgents(without)).toEqual([]);
  expect(keys(without)).toEqual(["joined", "left"]);
});

test("what a poll brings twice, after a crash, is there once", () => {
  const events = wire(joined, hello);
  expect(withEvents(withEvents(begin, events, now), events, now).entries).toHaveLength(2);
});

test("the history's order holds, and what only this phone knows stays behind the line it followed", () => {
  const known = ["lost", "m1", "fresh"].reduce((state, id) => withOwn(state, ownEntry(id)), begin);
  const merged = withHistory(known, wire(joined, own, hello), now);
  expect(keys(merged)).toEqual(["lost", "joined", "m1", "fresh", "a1"]);
  expect(withHistory(merged, wire(joined, own, hello), now).entries).toEqual(merged.entries);
});

test("own lines of the history are known by the chat's id, and are what the outbox may forget", () => {
  const state = withHistory(begin, wire(joined, own, hello), now);
  expect([...ownIds(state)]).toEqual(["m1"]);
  expect(theirMessageIds(state)).toEqual(["a1"]);
});

test("read outlives a late delivered", () => {
  const mark = (name: string) => ({
    event: `chat_session_message_${name}`,
    ref_msg_id: "m1",
    party_id: "p1",
    timestamp: time,
  });
  const state = withEvents(begin, wire(mark("read"), mark("delivered")), now);
  expect(state.receipts["m1"]?.mark).toBe("read");
});

test("typing ends with the message, and a warning with whoever speaks", () => {
  const typing = { event: "chat_session_typing", party_id: "p1" };
  const warning = { event: "chat_session_timeout_warning", msg: "Still there?", timestamp: time };
  const waiting = withEvents(begin, wire(joined, typing, warning), now);
  expect(waiting).toMatchObject({ typing: ["p1"], warning: "Still there?" });
  expect(withEvents(waiting, wire(hello), now)).toMatchObject({ typing: [], warning: null });
  expect(withOwn(waiting, ownEntry("m9")).warning).toBeNull();
});

test("the end is told once, with its first cause", () => {
  const quiet = { event: "chat_session_inactivity_timeout", msg: "Closed", timestamp: time };
  const state = withEnd(
    withEvents(begin, wire(quiet, { event: "chat_session_ended" }), now),
    "customer",
    now,
  );
  expect(state).toMatchObject({ phase: "ended", ended: { by: "inactivity", at: now } });
});

test("a scenario that joins is no adviser", () => {
  const robot = { ...joined, party_id: "s1", type: "scenario", display_name: "Welcome" };
  const state = withEvents(
    begin,
    wire(robot, { event: "chat_session_status", state: "queued", ewt: "38" }),
    now,
  );
  expect(state).toMatchObject({ phase: "queued", waitSeconds: 38, entries: [] });
});

test("fields may be text or numbers, markup becomes plain text, unknown events are left out", () => {
  const odd = {
    event: "chat_session_message",
    party_id: "p1",
    msg_id: 7,
    msg: "<p>5 &lt; 6<br>ok</p><script>x</script>",
    timestamp: now,
  };
  expect(wire(odd, { event: "chat_session_new_thing" }, { no: "event" })).toEqual([
    { type: "message", id: "7", partyId: "p1", text: "5 < 6\nok\nx", at: now },
  ]);
});

describe("calls beside the chat", () => {
  const asked = (id: string) => ({
    key: id,
    id,
    at: now,
    mine: true,
    kind: "call_request" as const,
    number: "+15035550142",
    outcome: null,
  });
  const call = (state: string, seconds: string, via = "phone") => ({
    event: "chat_session_call",
    call_id: "v1",
    via,
    by: "agent",
    state,
    timestamp: seconds,
  });
  const closed = (id: string, cause: string) => ({
    event: "chat_session_call_request_closed",
    ref_msg_id: id,
    cause,
    timestamp: time,
  });

  test("a wish to be called stays open until it is answered; no is news once", () => {
    const open = withOwn(begin, asked("r1"));
    expect(openCallRequest(open)?.id).toBe("r1");
    const done = withEvents(open, wire(closed("r1", "dismissed")), now);
    expect([openCallRequest(done), done.callTrouble]).toEqual([undefined, "dismissed"]);
    const seen = withoutCallTrouble(done);
    const history = wire(
      { event: "chat_session_call_requested", msg_id: "r1", number: "+15035550142", party_id: "c1" },
      closed("r1", "dismissed"),
    );
    expect(withHistory(seen, history, now), "told again, it is no news").toMatchObject({ callTrouble: null });
    expect(withHistory(open, history, now), "learned from the history").toMatchObject({
      callTrouble: "dismissed",
    });
  });

  test("a call is told how it stands, and leaves a line with its length", () => {
    const up = withEvents(begin, wire(call("calling", "1000"), call("connected", "1010")), now);
    expect(up.call).toMatchObject({ via: "phone", state: "connected", since: 1_010_000 });
    const over = withEvents(up, wire(call("ended", "1144")), now);
    expect(over).toMatchObject({ call: null, callTrouble: null });
    expect(over.entries.at(-1)).toMatchObject({ kind: "called", via: "phone", seconds: 134 });
  });

  test("nobody reached by telephone is said until it was seen; in the app the call itself says it", () => {
    const missed = withEvents(begin, wire(call("calling", "1000"), call("not_reached", "1030")), now);
    expect(missed.callTrouble).toBe("not_reached");
    expect(missed.entries.at(-1)).toMatchObject({ kind: "called", seconds: null });
    const inApp = withEvents(
      begin,
      wire(call("calling", "1000", "app"), call("not_reached", "1030", "app")),
      now,
    );
    expect(inApp).toMatchObject({ call: null, callTrouble: null, entries: [] });
  });

  test("a call that was over when the app came back is over here, too", () => {
    const up = withEvents(begin, wire(call("connected", "1010", "app")), now);
    expect(withCall(up, null, 1_020_000).entries.at(-1)).toMatchObject({ kind: "called", seconds: 10 });
    expect(withCall(begin, null, now)).toBe(begin);
  });
});
