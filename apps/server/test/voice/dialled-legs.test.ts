import {
  asId,
  type ClientKey,
  type ContactId,
  type EntryId,
  type InteractionId,
  type LegId,
} from "@patchbay/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type CallAsk, type CallVerdict, unsetNetwork } from "../../src/network/index.js";
import { ben, EdgeWorld, line, sofia } from "./support/edge-world.js";

let world: EdgeWorld;
beforeEach(async () => {
  world = await EdgeWorld.open();
});
afterEach(() => world.close());

/** Sofia has called the number and talks with it, and has asked a second one. */
async function asksANumber(interactionId: InteractionId): Promise<void> {
  const data = { phoneNumber: "+15035550142", from: null, parameters: {}, channelMark: "web" } as const;
  const contactId = asId<ContactId>("contact-1");
  const clientKey = asId<ClientKey>(`call-${interactionId}`);
  await world.does(
    { type: "PlaceCall", interactionId, agentId: sofia, entryId: line, contactId, clientKey, beside: null },
    [{ table: "interaction_data", interactionId, data }],
  );
  for (const leg of ["l2", "l1"]) {
    world.voice.tell({ type: "leg.connected", interactionId, legId: `${interactionId}.${leg}` });
    await world.voice.until(
      "connected",
      () =>
        world
          .callOf(interactionId)
          ?.legs.some(({ id, state }) => id.endsWith(leg) && state === "connected") === true,
    );
  }
  const legId = asId<LegId>(`${interactionId}.x1`);
  await world.does({ type: "Consult", interactionId, agentId: sofia, to: { legId } }, [
    { table: "called_party", interactionId, legId, number: "+15035550177", name: "Larkfield Towing" },
  ]);
}

test("an agent's call is dialled when the phone is there, with the number that only content knows", async () => {
  const interactionId = asId<InteractionId>("out-1");
  const result = await world.runtime.submit({
    command: {
      type: "PlaceCall",
      interactionId,
      agentId: sofia,
      entryId: line,
      contactId: asId("contact-1"),
      clientKey: asId("call-out-1"),
      beside: null,
    },
    content: [
      {
        table: "interaction_data",
        interactionId,
        data: { phoneNumber: "+15035550142", from: null, parameters: {}, channelMark: "web" },
      },
    ],
  });
  expect(result.ok).toBe(true);
  await world.voice.until(
    "the agent's leg",
    () => world.voice.pictureOf("out-1")?.picture?.legs.length === 1,
  );
  world.voice.tell({ type: "leg.connected", interactionId, legId: "out-1.l2" });
  await world.voice.until("dialled", () => world.voice.pictureOf("out-1")?.picture?.legs.length === 2);
  expect(world.voice.pictureOf("out-1")?.picture?.legs[0]).toMatchObject({
    want: "dial",
    dial: { to: "+15035550142", from: "8000" },
  });
});

test("a number that is called into a call is dialled for its own leg", async () => {
  const interactionId = asId<InteractionId>("out-1");
  await asksANumber(interactionId);
  const legs = () => world.voice.pictureOf("out-1")?.picture?.legs ?? [];
  await world.voice.until("dialled", () => legs().length === 3);
  expect(legs().map(({ legId, role, circle, dial }) => [legId, role, circle, dial?.to, dial?.from])).toEqual([
    ["out-1.l1", "customer", "main", "+15035550142", "8000"],
    ["out-1.l2", "agent", "consult", undefined, undefined],
    ["out-1.x1", "external", "consult", "+15035550177", "8000"],
  ]);
});

test("a new server knows whom each leg of a consultation calls, and draws it as it was", async () => {
  const interactionId = asId<InteractionId>("out-1");
  await asksANumber(interactionId);
  await world.voice.until("dialled", () => world.voice.pictureOf("out-1")?.picture?.legs.length === 3);
  const before = world.voice.pictureOf("out-1")?.picture;
  world.edge.stop(false);
  await world.runtime.stop();
  world.voice.heard.length = 0;
  world.voice.calls = [{ interactionId, revision: 1 }];
  world.voice.tell({ type: "leg.ringing", interactionId, legId: "out-1.x1" });
  await world.startCenter();
  world.edge = world.openEdge();
  await world.voice.until(
    "what it missed",
    () => world.callOf(interactionId)?.legs.at(-1)?.state === "ringing",
  );
  await world.voice.until(
    "drawn",
    () => world.voice.pictureOf("out-1")?.revision === world.runtime.state.seq,
  );
  expect(world.voice.pictureOf("out-1")?.picture?.legs).toEqual(before?.legs);
});

test("with the voice process go the lines outside; colleagues who are left with each other connect anew", async () => {
  await world.signsIn(ben, "s2");
  const interactionId = asId<InteractionId>("among-us");
  const contactId = asId<ContactId>("user-ben");
  const clientKey = asId<ClientKey>("internal-1");
  await world.does({
    type: "PlaceInternalCall",
    interactionId,
    agentId: sofia,
    to: ben,
    contactId,
    clientKey,
  });
  const offerId = [...world.runtime.state.offers.keys()][0];
  if (offerId === undefined) throw new Error("it rings nowhere");
  await world.does({ type: "ConfirmOffer", offerId, agentId: ben });
  await world.does({ type: "AcceptOffer", offerId, agentId: ben });
  for (const legId of ["among-us.l1", "among-us.l2"])
    world.voice.tell({ type: "leg.connected", interactionId, legId });
  const states = () => world.callOf(interactionId)?.legs.map(({ state }) => state);
  await world.voice.until("they talk", () => states()?.every((state) => state === "connected") === true);
  world.voice.restart();
  await world.voice.until("known as lost", () => states()?.every((state) => state === "lost") === true);
  await world.voice.until(
    "drawn again",
    () => world.voice.pictureOf(interactionId)?.picture?.legs.length === 2,
  );
  world.voice.tell({ type: "leg.connected", interactionId, legId: "among-us.l1" });
  world.voice.tell({ type: "leg.connected", interactionId, legId: "among-us.l2" });
  await world.voice.until(
    "they talk again",
    () => states()?.every((state) => state === "connected") === true,
  );
});

test("a line that changes its call is asked for there before its former call is over, also by a new server", async () => {
  world.arrives("c1");
  await world.voice.until("drawn", () => world.voice.pictureOf("c1") !== undefined);
  world.voice.tell({ type: "leg.connected", interactionId: "c1", legId: "c1.l1" });
  const playId = world.callOf("c1")?.run?.playId ?? "";
  world.voice.tell({
    type: "play.collected",
    interactionId: "c1",
    playId,
    length: 4,
    digits: "4711",
    token: null,
  });
  await world.does({ type: "SetPresence", agentId: sofia, presence: { kind: "ready" } });
  await world.voice.until("offered", () => world.runtime.state.offers.size > 0);
  const [offer] = [...world.runtime.state.offers.values()];
  if (!offer) throw new Error("no offer");
  await world.does({ type: "ConfirmOffer", offerId: offer.id, agentId: sofia });
  await world.does({ type: "AcceptOffer", offerId: offer.id, agentId: sofia });
  const [c1, c2] = [asId<InteractionId>("c1"), asId<InteractionId>("c2")];
  await world.does({
    type: "PlaceCall",
    interactionId: c2,
    agentId: sofia,
    entryId: line,
    contactId: asId<ContactId>("contact-1"),
    clientKey: asId<ClientKey>("call-c2"),
    beside: null,
  });
  for (const legId of ["c1.l2", "c2.l2", "c2.l1"])
    world.voice.tell({ type: "leg.connected", interactionId: legId.slice(0, 2), legId });
  const isThere = (id: string) => world.callOf(id)?.legs.every(({ state }) => state === "connected") === true;
  await world.voice.until(
    "all are there",
    () => isThere("c1") && isThere("c2") && world.voice.open.length === 0,
  );
  const pictures = () =>
    world.voice.heard.flatMap((one) =>
      one.t === "picture" ? [`${one.call.interactionId} ${one.call.picture?.legs.length}`] : [],
    );
  const before = pictures().length;
  await world.does({ type: "JoinCalls", interactionId: c2, agentId: sofia, other: c1, stay: true });
  await world.voice.until("both", () => pictures().length >= before + 2);
  expect(pictures().slice(before)).toEqual(["c1 3", "c2 undefined"]);
  expect(world.voice.pictureOf("c1")?.picture?.legs[2]).toMatchObject({
    want: "move",
    from: { interactionId: "c2", legId: "c2.l1" },
  });
  // The former call was never told that it is over.
  world.voice.calls = [
    { interactionId: "c1", revision: 1 },
    { interactionId: "c2", revision: 1 },
  ];
  const then = pictures().length;
  world.voice.cut();
  await world.voice.until("drawn anew", () => pictures().length >= then + 2);
  expect(pictures().slice(then)).toEqual(["c1 3", "c2 undefined"]);
});

test("[FWD-1] where a call goes on to is asked of the dial plan at that moment, and kept under the colleague's name", async () => {
  world.edge.stop(false);
  const asked: unknown[] = [];
  let allowed = true;
  const network = Object.assign(unsetNetwork(world.handle), {
    checkCall: async (ask: CallAsk): Promise<CallVerdict> => {
      asked.push(ask);
      return allowed
        ? { ok: true, leads: "out", number: "+15035550188", kind: "national", entryId: line }
        : { ok: false, code: "blocked_by_restriction" };
    },
  });
  world.edge = world.openEdge(network);
  await world.voice.until("attached", () => world.edge.view().state === "ready");
  await world.signsIn(ben, "s2");
  await world.handle.records.directory.saveForwardNumber(ben, "503 555 0188");
  await world.does({ type: "ConfigureForwarding", agentId: ben, forwarding: ["always"], ringMs: null });
  const goesOn = async (id: string) => {
    await world.does({
      type: "PlaceInternalCall",
      interactionId: asId<InteractionId>(id),
      agentId: sofia,
      to: ben,
      contactId: asId<ContactId>(`contact-${id}`),
      clientKey: asId<ClientKey>(`call-${id}`),
    });
    await world.voice.until("drawn", () => world.voice.pictureOf(id)?.picture?.legs.length === 1);
    const own = world.voice.pictureOf(id)?.picture?.legs[0];
    if (own?.agentId !== sofia) throw new Error("the number is called before who called is there");
    world.voice.tell({ type: "leg.connected", interactionId: id, legId: own.legId });
    await world.voice.until("goes on", () => world.voice.pictureOf(id)?.picture?.legs.length === 2);
    return world.voice.pictureOf(id)?.picture?.legs.find(({ legId }) => legId === `${id}.f1`);
  };
  expect(await goesOn("i1")).toMatchObject({
    want: "dial",
    dial: { to: "+15035550188", from: "8000", diversion: { reason: "unconditional" } },
  });
  expect(asked).toEqual([{ agentId: ben, entryId: line, typed: "503 555 0188" }]);
  expect(await world.handle.records.calledParties("i1")).toMatchObject([
    { legId: "i1.f1", number: "+15035550188" },
  ]);
  // Another server draws it as it was, though the number is another by now.
  await world.handle.records.directory.saveForwardNumber(ben, "503 555 0177");
  world.edge.stop(false);
  world.edge = world.openEdge(network);
  const drawn = world.voice.heard.length;
  world.voice.calls = [{ interactionId: "i1", revision: 1 }];
  await world.voice.until("drawn anew", () =>
    world.voice.heard.slice(drawn).some((one) => one.t === "picture" && one.call.interactionId === "i1"),
  );
  expect(world.voice.pictureOf("i1")?.picture?.legs[0]?.dial?.to).toBe("+15035550188");
  expect(asked).toHaveLength(1);
  await world.does({ type: "EndInteraction", interactionId: asId<InteractionId>("i1"), agentId: sofia });
  // The rules have changed since it was set: the voice process is given nothing to dial.
  allowed = false;
  expect((await goesOn("i2"))?.dial).toBeUndefined();
  expect(await world.handle.records.calledParties("i2")).toEqual([]);
});

test("an agent's line is called once, lent to the call before it is given away, and fetched back before the call is over", async () => {
  await world.handle.records.directory.saveOwnNumber(sofia, "+15035550199");
  await world.does({ type: "SetPhone", agentId: sofia, phone: { device: "external", health: "ok" } });
  await world.does({ type: "KeepLine", agentId: sofia, keep: true });
  await world.does({ type: "RaiseLine", agentId: sofia });
  await world.voice.until(
    "dialled",
    () => world.voice.pictureOf("line.sofia")?.picture?.legs[0]?.dial !== undefined,
  );
  expect(world.voice.pictureOf("line.sofia")?.picture?.legs).toMatchObject([
    { legId: "line.sofia.1", want: "dial", dial: { to: "+15035550199", from: "8000" } },
  ]);
  world.voice.tell({ type: "leg.connected", interactionId: "line.sofia", legId: "line.sofia.1" });
  const line = () => world.runtime.state.agents.get(sofia)?.line;
  await world.voice.until("up", () => line()?.state === "up");
  const pictures = () =>
    world.voice.heard.flatMap((one) =>
      one.t === "picture" ? [`${one.call.interactionId} ${one.call.picture?.legs.length}`] : [],
    );
  const out = asId<InteractionId>("out-1");
  const before = pictures().length;
  await world.does({
    type: "PlaceCall",
    interactionId: out,
    agentId: sofia,
    entryId: asId<EntryId>("line"),
    contactId: asId<ContactId>("contact-1"),
    clientKey: asId<ClientKey>("call-out-1"),
    beside: null,
  });
  await world.voice.until("both", () => pictures().length >= before + 2);
  expect(pictures().slice(before)).toEqual(["out-1 1", "line.sofia 0"]);
  expect(world.voice.pictureOf("out-1")?.picture?.legs).toMatchObject([
    { want: "move", from: { interactionId: "line.sofia", legId: "line.sofia.1" } },
  ]);
  const then = pictures().length;
  await world.does({ type: "EndInteraction", interactionId: out, agentId: sofia });
  await world.voice.until("back", () => pictures().length >= then + 2);
  expect(pictures().slice(then)).toEqual(["line.sofia 1", "out-1 undefined"]);
  expect(world.voice.pictureOf("line.sofia")?.picture?.plays).toMatchObject([{ kind: "tone" }]);
  world.voice.restart();
  await world.voice.until("down with the voice process", () => line()?.state === "down");
});
