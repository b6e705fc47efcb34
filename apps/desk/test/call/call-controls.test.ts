import type { CallPartyView, CallView, InteractionView } from "@patchbay/protocol";
import { describe, expect, it } from "vitest";
import {
  callControls,
  joinWhy,
  partyTools,
  wayOutOf,
  whyNot,
} from "../../src/features/call/call-controls.js";
import { type CallState, callState, callsInHand, liveCall } from "../../src/features/call/call-state.js";
import { ben, call, callOf, consultation, garage, maria, me, party } from "../phone/views.js";
import { interaction } from "../state/views.js";

type Request = NonNullable<InteractionView["request"]>;
const asked = (kind: Request["kind"], fields: Partial<Request> = {}): Request => ({
  kind,
  serviceId: "s1",
  agentId: "ben",
  by: "sofia",
  since: 0,
  offered: true,
  ...fields,
});
const view = (of: CallView, fields: Partial<InteractionView> = {}): InteractionView =>
  interaction("i1", { channel: "voice", call: of, ...fields });

const out = { direction: "outbound" } as const;
const inConsult = { circle: "consult" } as const;

/**
 * FEATURES 1.11, "phase x allowed controls", for every state a call can be in. A word is a control that may be used, a word in
 * brackets one that is in its place and says why it cannot be.
 */
const table: readonly (readonly [string, CallState, InteractionView, string])[] = [
  [
    "dialing out, the own phone is on its way",
    "connecting",
    view(callOf([maria({ state: "dialing" }), me({ state: "dialing" })], out)),
    "mute (hold) (keys) (consult) (transfer) (add) (message) end",
  ],
  [
    "dialing out",
    "dialing",
    view(callOf([maria({ state: "dialing" }), me()], out)),
    "mute (hold) (keys) (consult) (transfer) (add) (message) end",
  ],
  [
    "dialing out, it rings",
    "ringing",
    view(callOf([maria({ state: "ringing" }), me()], out)),
    "mute (hold) keys (consult) (transfer) (add) (message) end",
  ],
  [
    "a colleague's desk rings",
    "calling",
    view(callOf([me()], { direction: "internal" }), { request: asked("call") }),
    "mute (hold) (keys) (consult) (transfer) (add) end",
  ],
  [
    "taken, the own phone is on its way",
    "connecting",
    view(callOf([maria(), me({ state: "dialing" })])),
    "mute hold keys (consult) (transfer) (add) (message) end",
  ],
  ["talk", "connected", view(call()), "mute hold keys consult transfer add message end"],
  [
    "talk with a colleague",
    "connected",
    view(callOf([ben(), me()], { direction: "internal" })),
    "mute hold (keys) consult transfer add end",
  ],
  [
    "hold",
    "held",
    view(callOf([maria(), me({ heldSince: 5 })])),
    "(mute) hold (keys) consult transfer add (message) end",
  ],
  [
    "the own sound is gone",
    "lost",
    view(callOf([maria(), me({ state: "lost" })])),
    "mute hold keys (consult) (transfer) (add) (message) end",
  ],
  [
    "the customer's sound is gone",
    "customerLost",
    view(callOf([maria({ state: "lost" }), me()])),
    "mute (hold) (keys) consult transfer add message end",
  ],
  [
    "a colleague is asked to take it",
    "connected",
    view(call(), { request: asked("transfer") }),
    "mute hold keys (consult) (transfer) (add) (message) leave",
  ],
  [
    "consultation, it rings",
    "asking",
    view(callOf([maria(), me(inConsult)], { consultation: consultation(false) }), {
      request: asked("consult"),
    }),
    "mute (hold) (keys) swap complete (merge) (message) endConsultation",
  ],
  [
    "consultation, they talk",
    "consulting",
    view(callOf([maria(), me(inConsult), ben(inConsult)], { consultation: consultation() })),
    "mute hold (keys) swap complete merge (message) endConsultation",
  ],
  [
    "consultation with a number",
    "consulting",
    view(callOf([maria(), me(inConsult), garage(inConsult)], { consultation: consultation() })),
    "mute hold keys swap complete merge (message) endConsultation",
  ],
  [
    "consultation, back with the customer",
    "connected",
    view(callOf([maria(), me(), ben(inConsult)], { consultation: consultation() })),
    "mute hold keys swap complete merge (message) endConsultation",
  ],
  [
    "asked by a colleague",
    "consulting",
    view(
      callOf([maria(), ben({ ...inConsult, host: true }), me({ ...inConsult, host: false })], {
        consultation: consultation(true, false),
      }),
    ),
    "mute hold (keys) (consult) (transfer) (add) (message) leave",
  ],
  [
    "asked by a colleague, who is back with the customer",
    "waiting",
    view(
      callOf([maria(), ben({ host: true }), me({ ...inConsult, host: false })], {
        consultation: consultation(true, false),
      }),
    ),
    "mute (hold) (keys) (consult) (transfer) (add) (message) leave",
  ],
  [
    "conference, the host",
    "conference",
    view(callOf([maria(), me(), ben()])),
    "mute hold keys consult transfer add message leave endForAll",
  ],
  [
    "conference, another leads it",
    "conference",
    view(callOf([maria(), ben({ host: true }), me({ host: false })])),
    "mute hold keys consult transfer add message leave (endForAll)",
  ],
  [
    "conference with a number",
    "conference",
    view(callOf([maria(), me(), garage()])),
    "mute hold keys consult transfer add message leave endForAll",
  ],
  [
    "a number is called in, and rings",
    "connected",
    view(callOf([maria(), me(), garage({ state: "ringing" })])),
    "mute hold keys consult transfer add message (leave) endForAll",
  ],
  [
    "conference, on hold",
    "held",
    view(callOf([maria(), me({ heldSince: 5 }), ben()])),
    "(mute) hold (keys) consult transfer add (message) leave endForAll",
  ],
  [
    "the customer hung up, the others talk on",
    "connected",
    view(callOf([me(), ben()])),
    "mute hold (keys) consult transfer add (message) end",
  ],
  ["over", "ended", view(callOf([me()])), ""],
  ["over, no leg any more", "ended", view(callOf([maria()])), ""],
  ["wrap-up", "wrap_up", view(callOf([]), { phase: "wrap_up" }), ""],
  [
    "a supervisor beside it",
    "monitoring",
    view(
      callOf([
        maria(),
        ben({ host: true }),
        me({ role: "supervisor", host: false, monitoring: { beside: "ben", mode: "whisper" } }),
      ]),
      { phase: "monitoring" },
    ),
    "mute listen whisper barge takeOver stop",
  ],
];

describe("what a call does, and what can be done with it", () => {
  it.each(table)("%s", (_name, state, of, expected) => {
    expect(callState(of)).toBe(state);
    const shown = callControls(of).map(({ control, why }) => (why === null ? control : `(${control})`));
    expect(shown.join(" ")).toBe(expected);
  });

  it("a control that cannot be used says why, and one that this call has not has nothing to say", () => {
    expect(whyNot(view(callOf([maria(), me({ heldSince: 5 })])), "mute")).toBe("call.why.heldMute");
    expect(whyNot(view(callOf([ben(), me()])), "keys")).toBe("call.why.noLine");
    expect(whyNot(view(callOf([maria(), me({ heldSince: 5 })])), "message")).toBe("call.why.heldMessage");
    expect(whyNot(view(callOf([ben(), me()], { direction: "internal" })), "message")).toBeUndefined();
    const message = {
      messageId: "m",
      name: "Hello",
      by: "sofia",
      since: 0,
      durationMs: 1,
      thenEnds: false,
      announces: null,
    };
    expect(whyNot(view(callOf([maria(), me()], { message })), "message")).toBe("call.why.message");
    expect(whyNot(view(callOf([maria(), me()], { message })), "consult")).toBe("call.why.message");
    expect(whyNot(view(callOf([maria(), me()], { message })), "end")).toBeNull();
    expect(whyNot(view(call()), "merge")).toBeUndefined();
    const ten = [maria(), me(), ...Array.from({ length: 8 }, (_, at) => party(`more${at}`))];
    expect(whyNot(view(callOf(ten)), "add")).toBe("call.why.full");
    expect(whyNot(view(callOf(ten)), "transfer")).toBeNull();
  });

  it("the way out is the one that takes least from the others", () => {
    expect(wayOutOf(view(call()))).toBe("end");
    expect(wayOutOf(view(callOf([maria(), me(), ben()])))).toBe("leave");
    expect(
      wayOutOf(view(callOf([maria(), me(inConsult), ben(inConsult)], { consultation: consultation() }))),
    ).toBe("endConsultation");
    expect(wayOutOf(view(call(), { phase: "wrap_up" }))).toBeNull();
  });

  it("the call that keys go by is the one in which is talked, else the one that was held last", () => {
    const talk = interaction("talk", { channel: "voice", call: call() });
    const held = (id: string, heldSince: number) =>
      interaction(id, { channel: "voice", call: callOf([maria(), me({ heldSince })]) });
    const wrapUp = interaction("done", { channel: "voice", phase: "wrap_up", call: callOf([]) });
    expect(liveCall([interaction("chat"), held("a", 9), talk])?.interactionId).toBe("talk");
    expect(liveCall([held("a", 3), held("b", 9), wrapUp])?.interactionId).toBe("b");
    expect(liveCall([interaction("chat"), wrapUp])).toBeNull();
    expect(callsInHand([wrapUp, talk, held("a", 1)])).toHaveLength(2);
  });
});

describe("two calls that may become one", () => {
  const held = view(callOf([maria(), me({ heldSince: 5 })]));
  const internal = (fields: Partial<CallPartyView> = {}) =>
    view(callOf([ben(fields), me()], { direction: "internal" }));
  it("as soon as somebody is there in both, and nobody is asked", () => {
    expect(joinWhy(internal(), held)).toBeNull();
    expect(joinWhy(held, internal()), "from either of them").toBeNull();
    expect(joinWhy(held, view(callOf([garage({ state: "ringing" }), me()], out)))).toBe(
      "call.why.notConnected",
    );
    expect(joinWhy(held, view(callOf([me()]), { request: asked("call") }))).toBe("call.why.notConnected");
    expect(joinWhy(held, view(call(), { request: asked("transfer") }))).toBe("call.why.asking");
    expect(joinWhy(held, view(callOf([garage(), me({ state: "dialing" })])))).toBe("call.why.ownAudio");
    const consulted = callOf([maria(), me(inConsult), ben(inConsult)], { consultation: consultation() });
    expect(joinWhy(held, view(consulted))).toBe("call.why.consulted");
  });
  it("not with a colleague who is elsewhere, two apps, or more than ten", () => {
    expect(joinWhy(held, internal({ heldSince: 3 }))).toBe("call.why.colleagueAway");
    const app = () => view(callOf([maria({ device: "app" }), me()]));
    expect(joinWhy(app(), app())).toBe("call.why.twoApps");
    expect(joinWhy(app(), held)).toBeNull();
    const nine = [maria(), me(), ...Array.from({ length: 8 }, (_, at) => party(`more${at}`))];
    expect(joinWhy(view(callOf(nine)), held)).toBe("call.why.full");
  });
});

describe("what the host may do to one party", () => {
  const tools = (of: CallView, legId: string): string => {
    const found = of.parties.find((one) => one.legId === legId);
    if (found === undefined) throw new Error(`no leg ${legId}`);
    return Object.entries(partyTools(of, found))
      .flatMap(([tool, may]) => (may ? [tool] : []))
      .join(" ");
  };
  it("with three or more, and towards others", () => {
    const three = callOf([maria(), me(), ben(), garage({ state: "ringing" })]);
    expect(tools(three, maria().legId)).toBe("mute park remove");
    // A colleague is not parked: the own Hold does that.
    expect(tools(three, ben().legId)).toBe("mute remove");
    expect(tools(three, garage().legId)).toBe("remove");
    expect(tools(three, me().legId)).toBe("");
  });
  it("not between two, not by others, not towards whoever is consulted or listens", () => {
    expect(tools(call(), maria().legId)).toBe("");
    expect(tools(callOf([maria(), ben({ host: true }), me({ host: false })]), maria().legId)).toBe("");
    const asking = callOf([maria(), garage(), me(inConsult), ben(inConsult)], {
      consultation: consultation(),
    });
    expect(tools(asking, ben().legId)).toBe("");
    expect(tools(asking, garage().legId)).toBe("mute park remove");
    const anna = party("i1.l9", { role: "supervisor", monitoring: { beside: "sofia", mode: "barge" } });
    expect(tools(callOf([maria(), me(), ben(), anna]), "i1.l9")).toBe("");
  });
});
