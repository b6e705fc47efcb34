import type { CallView, DeskChange, HappeningView } from "@patchbay/protocol";
import { describe, expect, it } from "vitest";
import { callLog } from "../../src/features/call/call-log.js";
import { type CallState, callState, liveCall, refusals } from "../../src/features/call/call-state.js";
import {
  actionOf,
  type CallingFacts,
  cannotCall,
  cannotCallInside,
  phoneStatus,
} from "../../src/features/phone/phone-view.js";
import { failedCalls } from "../../src/state/failed-calls.js";
import { interaction } from "../state/views.js";
import { call } from "./views.js";

const own = (state: "dialing" | "connected" | "lost") => ({
  legId: "l2",
  device: "browser" as const,
  state,
  since: 0,
  muted: false,
  circle: "main" as const,
});
const customer = (state: NonNullable<CallView["customer"]>["state"]) => ({ state, since: 0 });

/** Every state a call can be in, and what is allowed in it: a word is a control that may be used. */
const states: readonly (readonly [CallState, Partial<CallView>, string])[] = [
  ["connecting", { direction: "outbound", customer: customer("dialing"), own: own("dialing") }, "mute end"],
  ["dialing", { direction: "outbound", customer: customer("dialing") }, "mute end"],
  ["ringing", { direction: "outbound", customer: customer("ringing") }, "mute end"],
  ["connecting", { own: own("dialing") }, "mute hold keys end"],
  ["connected", {}, "mute hold keys end"],
  ["held", { heldSince: 5 }, "hold end"],
  ["lost", { own: own("lost") }, "mute hold keys end"],
  ["customerLost", { customer: customer("lost") }, "mute end"],
  ["ended", { customer: null }, ""],
  ["ended", { own: null }, ""],
];

describe("what a call does, and what can be done with it", () => {
  it.each(states)("%s %j allows: %s", (state, fields, allowed) => {
    const view = interaction("i1", { channel: "voice", call: call(fields) });
    expect(callState(view)).toBe(state);
    const why = refusals(view);
    const may = (["mute", "hold", "keys", "end"] as const).filter((control) => why[control] === null);
    expect(may.join(" ")).toBe(allowed);
  });
  it("allows nothing in wrap-up but to finish it", () => {
    const view = interaction("i1", { channel: "voice", phase: "wrap_up", call: call({ own: null }) });
    expect(callState(view)).toBe("wrap_up");
    expect(Object.values(refusals(view)).every((why) => why === "call.why.over")).toBe(true);
    expect(liveCall([interaction("chat"), view])).toBeNull();
  });
});

describe("the phone's word", () => {
  const facts = { voice: "ready", device: "browser", health: "ok", checking: false, onCall: false } as const;
  it("says what keeps calls away, and the one thing that helps", () => {
    expect(phoneStatus(facts)).toBe("ok");
    expect(phoneStatus({ ...facts, health: "unknown" })).toBe("unknown");
    expect(phoneStatus({ ...facts, health: "unknown", checking: true })).toBe("checking");
    // A check of a phone that works does not flicker.
    expect(phoneStatus({ ...facts, checking: true })).toBe("ok");
    expect(phoneStatus({ ...facts, device: "none" })).toBe("none");
    expect(phoneStatus({ ...facts, voice: "no_network" })).toBe("noVoice");
    expect(actionOf("unknown")).toBe("allow");
    expect(actionOf("mic_denied")).toBe("check");
    expect(actionOf("output_missing")).toBe("systemSpeaker");
    expect(actionOf("ok")).toBeNull();
  });
  it("a call that is up is said, also while voice is away, and a microphone that fails in it before", () => {
    expect(phoneStatus({ ...facts, onCall: true, voice: "unreachable" })).toBe("onCall");
    expect(phoneStatus({ ...facts, onCall: true, health: "mic_missing" })).toBe("mic_missing");
  });
  it("a number can be called when everything is there, and says what is not", () => {
    const all: CallingFacts = {
      takesPart: true,
      connected: true,
      voice: "ready",
      lines: 1,
      device: "browser",
      health: "ok",
      calls: 3,
    };
    expect(cannotCall(all)).toBeNull();
    expect(cannotCall({ ...all, takesPart: false })).toBe("noRole");
    expect(cannotCall({ ...all, voice: "off", health: "unknown" })).toBe("off");
    expect(cannotCall({ ...all, voice: "no_network" })).toBe("no_network");
    expect(cannotCall({ ...all, connected: false })).toBe("notConnected");
    expect(cannotCall({ ...all, lines: 0 })).toBe("noLine");
    expect(cannotCall({ ...all, calls: 4 })).toBe("calls");
    expect(cannotCallInside({ ...all, lines: 0 })).toBeNull();
    expect(cannotCall({ ...all, device: "none" })).toBe("none");
    expect(cannotCall({ ...all, health: "mic_silent" })).toBe("phone");
  });
});

describe("what happened in a call", () => {
  const happening = (what: string, facts: HappeningView["facts"], seq: number): HappeningView => ({
    interactionId: "i1",
    seq,
    at: seq,
    what,
    facts,
  });
  const told = (direction: "inbound" | "outbound", ...list: [string, HappeningView["facts"]][]) =>
    callLog(
      list.map(([what, facts], seq) => happening(what, facts, seq)),
      { me: "me", customerName: "Maria", nameOf: (id) => id, direction },
      () => null,
    ).map(({ text }) => text);

  it("an incoming call", () => {
    expect(
      told(
        "inbound",
        ["InteractionStarted", {}],
        ["CallArrived", { legId: "l1" }],
        ["LegChanged", { legId: "l1", state: "connected" }],
        ["CallDataSet", { name: "policy", value: null, length: 6, token: null }],
        ["AgentJoined", { agentId: "me" }],
        ["LegAdded", { legId: "l2", agentId: "me" }],
        ["LegChanged", { legId: "l2", state: "connected" }],
        ["CallMuted", { legId: "l2", muted: true }],
        ["CallHeld", { agentId: "me", held: true }],
        ["LegRemoved", { legId: "l1", cause: "hung_up" }],
      ),
    ).toEqual([
      "Maria called",
      "policy entered",
      "You took the call",
      "Your phone is connected",
      "You muted yourself",
      "You put the call on hold",
      "Maria hung up",
    ]);
  });
  it("keys are counted in one line, and whoever ends the call is the only one who does", () => {
    expect(
      told(
        "outbound",
        ["CallPlaced", { agentId: "me" }],
        ["AgentJoined", { agentId: "me" }],
        ["LegChanged", { legId: "l1", state: "ringing" }],
        ["LegChanged", { legId: "l1", state: "connected" }],
        ["KeysSent", { agentId: "me", count: 1 }],
        ["KeysSent", { agentId: "me", count: 1 }],
        ["KeysSent", { agentId: "me", count: 2 }],
        ["InteractionEnded", { cause: "agent", agentId: "me" }],
        ["LegRemoved", { legId: "l1", cause: "hung_up" }],
      ),
    ).toEqual([
      "You called Maria",
      "It rings at Maria",
      "Maria answered",
      "4 keys sent into the call",
      "You ended the call",
    ]);
  });
});

describe("a call that nobody answered", () => {
  const gone = (unreached?: "busy" | "hung_up"): DeskChange => ({
    on: "interaction.gone",
    interactionId: "i1",
    departure: null,
    ...(unreached && { unreached }),
  });
  const before = new Map([["i1", interaction("i1", { channel: "voice", call: call() })]]);
  it("says why", () => {
    expect(failedCalls(before, [gone("busy")])).toEqual([{ cause: "busy", customer: "Maria Gutiérrez" }]);
  });
  it("says nothing of what the agent gave up, of a call that was answered, or of one it never showed", () => {
    expect(failedCalls(before, [gone("hung_up")])).toEqual([]);
    expect(failedCalls(before, [gone()])).toEqual([]);
    expect(failedCalls(new Map(), [gone("busy")])).toEqual([]);
  });
});
