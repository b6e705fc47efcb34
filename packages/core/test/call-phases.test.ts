import { describe, expect, it } from "vitest";
import {
  asId,
  type ClientKey,
  type Command,
  type ContactId,
  type LegId,
  type OfferId,
  recordingRuleDefault,
  type ScriptId,
} from "../src/index.js";
import { CallStory, line, prompt } from "./call-story.js";
import { agent, chat, claims, disposition, service } from "./story.js";

/**
 * What an agent may do with a call in which phase, control by control, without a sound: the table of phases and controls of
 * the product's description, row by row and cell by cell. The desk shows the same (its call-controls test); whoever asks
 * in spite of it hears why not. Keys are not the core's: the server sends them, and only into a line that is there.
 */
const script = asId<ScriptId>("script-1");
const begun = (): CallStory => {
  const story = new CallStory().at("09:00:00");
  story.do({
    type: "ConfigureService",
    service: service(claims, { recording: recordingRuleDefault, signatureScript: script }),
  });
  story.away("ben").ready("ben");
  story.do({ type: "SetPresence", agentId: agent("ben"), presence: { kind: "not_ready", reason: null } });
  return story;
};
const ringing = (): CallStory => {
  const story = begun().phones("sofia").calls("maria");
  story.leg("maria", "customer", { kind: "connected" }).heard("maria", { kind: "key", key: "1" });
  return story.rings("maria") as CallStory;
};
const dialing = (): CallStory => {
  const story = begun().phones("sofia");
  story.do({
    type: "PlaceCall",
    interactionId: chat("maria"),
    agentId: agent("sofia"),
    entryId: line,
    contactId: asId<ContactId>("contact-maria"),
    clientKey: asId<ClientKey>("call-maria"),
    beside: null,
  });
  return story.leg("maria", "sofia", { kind: "connected" }).leg("maria", "customer", { kind: "ringing" });
};
const talk = (): CallStory =>
  begun().speaking("sofia", "maria").by("sofia", "maria", { type: "SetConsent", consent: true });
const phases = {
  ringing,
  dialing,
  talk,
  hold: () => talk().by("sofia", "maria", { type: "HoldCall", held: true }),
  "wrap-up": () => {
    const story = talk();
    story.do({ type: "EndInteraction", interactionId: chat("maria"), agentId: agent("sofia") });
    return story;
  },
} as const;

const by = { interactionId: chat("maria"), agentId: agent("sofia") } as const;
const of = { agentId: agent("sofia") } as const;
const number = asId<LegId>("maria.x1");
const offer = (story: CallStory): OfferId =>
  story.state.interactions.get(chat("maria"))?.request?.offerId ?? asId<OfferId>("over");
const controls: Readonly<Record<string, (story: CallStory) => Command>> = {
  accept: (story) => ({ type: "AcceptOffer", offerId: offer(story), ...of }),
  reject: (story) => ({ type: "RejectOffer", offerId: offer(story), ...of }),
  end: () => ({ type: "EndInteraction", ...by }),
  hold: () => ({ type: "HoldCall", held: true, ...by }),
  retrieve: () => ({ type: "HoldCall", held: false, ...by }),
  mute: () => ({ type: "MuteCall", muted: true, ...by }),
  consult: () => ({ type: "Consult", to: { legId: number }, ...by }),
  transfer: () => ({ type: "CallNumberIn", legId: number, kind: "transfer", ...by }),
  conference: () => ({ type: "CallNumberIn", legId: number, kind: "invite", ...by }),
  record: () => ({ type: "StartRecording", kind: "call", ...by }),
  signature: () => ({ type: "StartRecording", kind: "signature", scriptId: script, ...by }),
  message: () => ({ type: "PlayMessage", promptId: prompt("disclosure"), thenEnds: false, ...by }),
  result: () => ({ type: "SetDisposition", dispositionId: disposition("opened"), ...by }),
  note: () => ({ type: "SaveNote", ...by }),
  complete: () => ({ type: "CompleteWrapUp", ...by }),
};
/** `nothing`: it is so already. */
const table: Readonly<Record<string, readonly [string, string, string, string, string]>> = {
  //             ringing                 dialing               talk                  hold                  wrap-up
  accept: ["yes", "offer_closed", "offer_closed", "offer_closed", "offer_closed"],
  reject: ["yes", "offer_closed", "offer_closed", "offer_closed", "offer_closed"],
  end: ["not_your_interaction", "yes", "yes", "yes", "not_suitable_state"],
  hold: ["not_your_interaction", "not_suitable_state", "yes", "nothing", "not_your_interaction"],
  retrieve: ["not_your_interaction", "nothing", "nothing", "yes", "not_your_interaction"],
  // The desk offers no Mute to whom nobody hears; that a headset's key is pressed then is no mistake.
  mute: ["not_your_interaction", "yes", "yes", "yes", "not_your_interaction"],
  consult: ["not_your_interaction", "not_suitable_state", "yes", "yes", "not_your_interaction"],
  transfer: ["not_your_interaction", "not_suitable_state", "yes", "yes", "not_your_interaction"],
  conference: ["not_your_interaction", "not_suitable_state", "yes", "yes", "not_your_interaction"],
  record: ["not_your_interaction", "not_suitable_state", "yes", "yes", "not_your_interaction"],
  signature: [
    "not_your_interaction",
    "not_suitable_state",
    "yes",
    "not_suitable_state",
    "not_your_interaction",
  ],
  message: [
    "not_your_interaction",
    "not_suitable_state",
    "yes",
    "not_suitable_state",
    "not_your_interaction",
  ],
  result: ["not_your_interaction", "yes", "yes", "yes", "yes"],
  note: ["not_your_interaction", "yes", "yes", "yes", "yes"],
  complete: [
    "not_your_interaction",
    "not_suitable_state",
    "not_suitable_state",
    "not_suitable_state",
    "no_disposition",
  ],
};

describe.each(Object.entries(phases))("a call in phase %s", (name, make) => {
  const column = Object.keys(phases).indexOf(name);
  it.each(Object.entries(controls))("[CAL-7] [CNS-1] [REC-1] %s", (control, command) => {
    const story = make();
    const before = story.events.length;
    const told = command(story);
    const expected = table[control]?.[column];
    if (expected === "yes" || expected === "nothing") {
      story.do(told);
      expect(story.events.length > before).toBe(expected === "yes");
    } else expect(story.refuses(told).code).toBe(expected);
    story.holds();
  });
});
