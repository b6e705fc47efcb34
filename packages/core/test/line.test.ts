import { expect, test } from "vitest";
import { asId, type LegId, type LegReport, linePictureOf } from "../src/index.js";
import { CallStory } from "./call-story.js";
import { agent, chat } from "./story.js";

class LineStory extends CallStory {
  /** Talks through a number outside, whose line is kept and is up. */
  keeps(name: string): this {
    this.logIn(name).do({
      type: "SetPhone",
      agentId: agent(name),
      phone: { device: "external", health: "ok" },
    });
    this.do({ type: "KeepLine", agentId: agent(name), keep: true });
    return this.raise(name).reports(name, { kind: "ringing" }).reports(name, { kind: "connected" });
  }

  raise(name: string): this {
    return this.do({ type: "RaiseLine", agentId: agent(name) });
  }

  lineOf(name: string) {
    return this.state.agents.get(agent(name))?.line;
  }

  reports(name: string, report: LegReport, legId = this.lineOf(name)?.legId): this {
    return this.do({
      type: "ReportLine",
      agentId: agent(name),
      legId: legId ?? asId<LegId>("none"),
      report,
    });
  }

  drawn(name: string, rings = false) {
    const one = this.state.agents.get(agent(name));
    return one ? linePictureOf(one, rings) : null;
  }

  /** A caller whom this agent takes; the leg is there when the line has come. */
  takes(name: string, caller: string): this {
    return this.calls(caller)
      .leg(caller, "customer", { kind: "connected" })
      .heard(caller, { kind: "key", key: "1" })
      .accepts(name, caller)
      .leg(caller, name, { kind: "connected" });
  }
}
const begin = () => new LineStory().at("09:00:00").keeps("sofia").ready("sofia");

test("[LIN-1] a line is kept with a phone that can be called, while no call is in hand", () => {
  const story = new LineStory().at("09:00:00").phones("ben");
  const keep = (keep: boolean) => ({ type: "KeepLine", agentId: agent("ben"), keep }) as const;
  expect(story.refuses(keep(true)).code, "a browser has none").toBe("not_suitable_state");
  expect(story.refuses({ type: "RaiseLine", agentId: agent("ben") }).code).toBe("not_suitable_state");
  const busy = begin().takes("sofia", "maria");
  expect(busy.refuses({ type: "KeepLine", agentId: agent("sofia"), keep: false }).code).toBe(
    "not_suitable_state",
  );
  expect(busy.refuses({ type: "LowerLine", agentId: agent("sofia") }).code).toBe("not_suitable_state");
  const other = begin().do({
    type: "SetPhone",
    agentId: agent("sofia"),
    phone: { device: "browser", health: "ok" },
  });
  expect(other.lineOf("sofia"), "the line was that phone's").toBeNull();
  expect(
    begin()
      .do({ type: "KeepLine", agentId: agent("sofia"), keep: false })
      .drawn("sofia"),
  ).toBeNull();
  for (const one of [story, busy, other]) one.holds();
});

test("[LIN-2] it carries one call", () => {
  const story = begin().away("ben").takes("sofia", "maria");
  expect(story.refuses(story.internalCall("sofia", "x", "ben")).code).toBe("already_in_progress");
  expect(story.refuses(story.internalCall("ben", "x", "sofia")).code).toBe("destination_not_available");
  story.calls("omar").leg("omar", "customer", { kind: "connected" }).heard("omar", { kind: "key", key: "1" });
  expect(story.state.offers.size, "he waits for somebody else").toBe(0);
  story.holds();
});

test("[LIN-3] it is dialled once, lent to the call without ringing, and comes back with a tone", () => {
  const story = new LineStory().at("09:00:00").keeps("sofia");
  expect(story.drawn("sofia")?.legs).toMatchObject([
    { legId: "line.sofia.1", want: "dial", device: "external" },
  ]);
  expect(story.drawn("sofia", true)?.plays).toMatchObject([{ kind: "ringback", to: ["line.sofia.1"] }]);
  story.ready("sofia").takes("sofia", "maria");
  expect(story.legOf("maria", "sofia")?.movedFrom).toEqual({
    interactionId: "line.sofia",
    legId: "line.sofia.1",
  });
  expect(story.picture("maria")?.legs[1]).toMatchObject({ want: "move", from: { legId: "line.sofia.1" } });
  expect(story.drawn("sofia"), "the call has it").toMatchObject({ legs: [], plays: [] });
  story.do({ type: "EndInteraction", interactionId: chat("maria"), agentId: agent("sofia") });
  expect(story.drawn("sofia")).toMatchObject({
    legs: [{ legId: "line.sofia.2", want: "move", from: { interactionId: "maria", legId: "maria.l2" } }],
    plays: [{ kind: "tone" }],
  });
  story.reports("sofia", { kind: "gone", cause: "hung_up" }, asId<LegId>("line.sofia.1"));
  expect(story.lineOf("sofia")?.state, "that leg is long over").toBe("up");
  story.holds();
});

test("[LIN-4] down it gets no calls and nobody is blamed; put down in a call it is the end of it", () => {
  const story = begin();
  story
    .calls("maria")
    .leg("maria", "customer", { kind: "connected" })
    .heard("maria", { kind: "key", key: "1" });
  expect(story.offerOf("maria").agentId).toBe("sofia");
  story.reports("sofia", { kind: "gone", cause: "hung_up" });
  expect(story.state.offers.size).toBe(0);
  expect(story.state.agents.get(agent("sofia"))?.word, "not blamed").toBe("ready");
  story.raise("sofia");
  expect(story.lineOf("sofia")?.state).toBe("dialing");
  story.reports("sofia", { kind: "connected" });
  expect(story.offerOf("maria").agentId, "up again, she is asked").toBe("sofia");
  story.accepts("sofia", "maria").leg("maria", "sofia", { kind: "connected" });
  story.leg("maria", "sofia", { kind: "gone", cause: "hung_up" });
  expect(story.lineOf("sofia")).toMatchObject({ state: "down", inCall: null });
  expect(story.state.interactions.get(chat("maria"))?.stage).toBe("ended");
  expect(story.state.agents.get(agent("sofia"))?.phone.health, "the phone itself is as it was").toBe("ok");
  story.holds();
});
