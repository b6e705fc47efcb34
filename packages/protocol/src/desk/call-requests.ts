import { z } from "zod";
import { monitoringModes } from "../voice/words.js";
import { define, id, nothing } from "./define.js";

const call = { interactionId: id };

/** Whom to bring in: a colleague, whoever is free in a service, or a number as it was typed. */
export const callTargetSchema = z.union([
  z.object({ agentId: id }),
  z.object({ serviceId: id }),
  z.object({ number: z.string().max(100), name: z.string().max(200).default("") }),
]);

/** Consultation, transfer, conference, recording and supervision of calls. Codes: the core's, and those of a number. */
export const callControlRequests = {
  /** The customer waits with music meanwhile. Whoever is asked sees the matter and the note before and after answering. */
  consult: define(
    "desk.call.consult",
    z.object({ ...call, to: callTargetSchema, note: z.string().max(2_000).default("") }),
    nothing,
  ),
  /** From the consultation to the call, or back. */
  switchCircle: define(
    "desk.call.switch",
    z.object({ ...call, circle: z.enum(["main", "consult"]) }),
    nothing,
  ),
  /** Everybody talks with everybody. */
  mergeConsultation: define("desk.call.merge", z.object(call), nothing),
  /** Whoever is asked takes it; also while it still rings there. */
  completeTransfer: define("desk.call.complete_transfer", z.object(call), nothing),
  endConsultation: define("desk.call.end_consultation", z.object(call), nothing),
  /** Calls a number into the call (`invite`), or gives the call to it at once (`transfer`). */
  callNumberIn: define(
    "desk.call.number_in",
    z.object({
      ...call,
      kind: z.enum(["invite", "transfer"]),
      number: z.string().max(100),
      name: z.string().max(200).default(""),
    }),
    nothing,
  ),
  /** This call and another of the agent's become one; `stay`: the agent talks on, else the others talk without the agent. */
  joinCalls: define("desk.call.join", z.object({ ...call, other: id, stay: z.boolean() }), nothing),
  muteParty: define("desk.call.party.mute", z.object({ ...call, legId: id, muted: z.boolean() }), nothing),
  holdParty: define("desk.call.party.hold", z.object({ ...call, legId: id, held: z.boolean() }), nothing),
  removeParty: define("desk.call.party.remove", z.object({ ...call, legId: id }), nothing),
  endCallForAll: define("desk.call.end_for_all", z.object(call), nothing),
  record: define(
    "desk.call.record",
    z.object({ ...call, do: z.enum(["start", "stop", "pause", "resume"]) }),
    nothing,
  ),
  /** The customer's spoken consent, recorded apart. `scriptId`: what is on the screen, and is read. */
  startSignature: define("desk.signature.start", z.object({ ...call, scriptId: id }), nothing),
  stopSignature: define("desk.signature.stop", z.object(call), nothing),
  setConsent: define("desk.call.consent", z.object({ ...call, consent: z.boolean() }), nothing),
  /** Supervisors: beside this agent; again with another mode: only the mode changes. */
  monitorCall: define(
    "desk.supervise.monitor",
    z.object({ ...call, agentId: id, mode: z.enum(monitoringModes) }),
    nothing,
  ),
  stopMonitoring: define("desk.supervise.stop_monitoring", z.object(call), nothing),
  takeOverCall: define("desk.supervise.take_over", z.object({ ...call, agentId: id }), nothing),
} as const;
