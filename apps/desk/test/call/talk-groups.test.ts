import type { CallPartyView, InteractionView } from "@patchbay/protocol";
import { describe, expect, it } from "vitest";
import {
  askedParty,
  callPartner,
  groupTitle,
  partyState,
  sinceOfParty,
  talkGroups,
} from "../../src/features/call/talk-groups.js";
import { ben, call, callOf, consultation, garage, maria, me, party } from "../phone/views.js";
import { interaction } from "../state/views.js";

const inConsult = { circle: "consult" } as const;
const request = (kind: NonNullable<InteractionView["request"]>["kind"]): InteractionView["request"] => ({
  kind,
  serviceId: "s1",
  agentId: "ben",
  by: "sofia",
  since: 0,
  offered: true,
});
const view = (
  parties: readonly CallPartyView[],
  fields: Parameters<typeof callOf>[1] = {},
  more: Partial<InteractionView> = {},
): InteractionView => interaction("i1", { channel: "voice", call: callOf(parties, fields), ...more });
const told = (of: InteractionView) =>
  talkGroups(of).map((group) => {
    const { words, names } = groupTitle(group, ({ name }) => name);
    return [words.replace("call.group.", ""), ...names].join(" ");
  });

describe("who talks with whom", () => {
  it("one group, as long as nobody is consulted", () => {
    expect(talkGroups(view([maria(), me(), ben()]))).toMatchObject([
      { circle: "main", own: true, asked: null },
    ]);
  });
  it("in a consultation two: the customer waits with music, and the two talk", () => {
    const both = [maria(), me(inConsult), ben(inConsult)];
    const asking = view(both, { consultation: consultation() });
    expect(told(asking)).toEqual(["waits Maria Gutiérrez", "you Ben Ortega"]);
    expect(talkGroups(asking).map(({ own }) => own)).toEqual([false, true]);
    expect(told(view([maria(), me(), ben(inConsult)], { consultation: consultation() }))).toEqual([
      "you Maria Gutiérrez",
      "waits Ben Ortega",
    ]);
  });
  it("whoever stays in a conference talks on meanwhile, and who is parked hears music", () => {
    const parties = [maria(), garage(), me(inConsult), ben(inConsult)];
    expect(told(view(parties, { consultation: consultation() }))[0]).toBe(
      "they Maria Gutiérrez Clearview Glass",
    );
    const parked = [maria({ heldSince: 4 }), garage(), me(), ben()];
    expect(parked.map((one) => partyState(one, parked))).toEqual(["parked", "talking", "talking", "talking"]);
  });
  it("whoever is asked and has not answered stands in its group", () => {
    const ringing = view(
      [maria(), me(inConsult)],
      { consultation: consultation(false) },
      { request: request("consult") },
    );
    expect(talkGroups(ringing).map(({ asked }) => asked?.agentId)).toEqual([undefined, "ben"]);
    expect(told(ringing)).toEqual(["waits Maria Gutiérrez", "youAlone"]);
    const transfer = view([maria(), me()], {}, { request: request("transfer") });
    expect(talkGroups(transfer)[0]?.asked).toMatchObject({ kind: "transfer", by: "sofia" });
    expect(askedParty(interaction("i1", { request: request("return") }))).toBeNull();
  });
  it("a supervisor stands with the agent beside whom it is, and is nobody's partner", () => {
    const anna = party("i1.l9", {
      role: "supervisor",
      agentId: "anna",
      monitoring: { beside: "ben", mode: "whisper" },
    });
    const groups = talkGroups(view([maria(), me(), ben(inConsult), anna], { consultation: consultation() }));
    expect(groups.map(({ parties }) => parties.map(({ agentId }) => agentId))).toEqual([
      [null, "sofia"],
      ["ben", "anna"],
    ]);
    expect(partyState(anna, groups[1]?.parties ?? [])).toBe("whisper");
    expect(partyState(ben(inConsult), [ben(inConsult), anna])).toBe("waiting");
  });
  it.each([
    ["connecting", maria({ state: "arriving" })],
    ["connecting", ben({ state: "dialing" })],
    ["dialing", garage({ state: "dialing" })],
    ["ringing", garage({ state: "ringing" })],
    ["lost", maria({ state: "lost" })],
    ["muted", ben({ muted: true })],
    ["held", ben({ heldSince: 3 })],
    ["parked", garage({ heldSince: 3 })],
    ["talking", ben()],
  ] as const)("%s", (state, one) => {
    expect(partyState(one, [me(), garage({ legId: "other" }), one])).toBe(state);
  });
  it("the customer of a call on hold hears music", () => {
    const held = [maria(), me({ heldSince: 7 })];
    expect(held.map((one) => partyState(one, held))).toEqual(["waiting", "held"]);
  });
  it("times count from when it began, not from the menu", () => {
    expect(sinceOfParty(maria({ since: 5 }), 30)).toBe(30);
    expect(sinceOfParty(maria({ since: 50 }), 30)).toBe(50);
    expect(sinceOfParty(garage({ since: 5 }), 30)).toBe(5);
    expect(sinceOfParty(garage({ since: 5, heldSince: 9 }), 30)).toBe(9);
  });
});

describe("with whom a call is", () => {
  const roster = new Map([["ben", { name: "Ben Ortega", extension: "1002", photoUrl: null }]]);
  it("the customer, or in an internal call the colleague, also while the desk there rings", () => {
    expect(callPartner(interaction("i1", { call: call() }), roster).name).toBe("Maria Gutiérrez");
    const internal = { direction: "internal" } as const;
    expect(callPartner(view([me(), ben()], internal), roster)).toMatchObject({
      name: "Ben Ortega",
      agentId: "ben",
    });
    expect(callPartner(view([me()], internal, { request: request("call") }), roster).name).toBe("Ben Ortega");
    expect(callPartner(view([me(), garage({ name: "Ben Ortega" })], internal), roster)).toMatchObject({
      name: "Ben Ortega",
      agentId: null,
    });
  });
});
