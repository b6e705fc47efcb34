import { z } from "zod";
import { instant } from "../instant.js";
import { monitoringModes } from "../voice/words.js";
import { phoneNumberViewSchema } from "./contact-view.js";
import { requestKinds } from "./request-kinds.js";

const agentSchema = z.object({ agentId: z.string(), name: z.string() });

/** What is going on in a call, in one word: the first that fits. */
export const liveCallStates = [
  /** Speaks into a mailbox. */
  "voicemail",
  /** Is with a voice application, and comes back to the agent. */
  "application",
  /** Hears a menu, a prompt. */
  "scenario",
  /** In a service's queue, with nobody yet. */
  "waiting",
  /** At somebody's desk. */
  "ringing",
  /** An agent has taken it, whose phone is not there yet. */
  "connecting",
  /** The other side is called and has not answered. */
  "dialing",
  /** Somebody is asked about it meanwhile. */
  "consulting",
  "on_hold",
  "conference",
  "talking",
] as const;

/** A call as those see it who watch over all of them. */
export const liveCallViewSchema = z.object({
  interactionId: z.string(),
  direction: z.enum(["inbound", "outbound", "internal"]),
  /** Of a call among colleagues: who is called. */
  contact: z.object({ contactId: z.string(), name: z.string() }),
  /** `null`: withheld, or a call among colleagues. */
  number: phoneNumberViewSchema.nullable(),
  serviceId: z.string(),
  serviceName: z.string(),
  /** The line over which it came or goes. */
  entryName: z.string(),
  startedAt: instant,
  state: z.enum(liveCallStates),
  since: instant,
  /** Its place in a service's queue; also of a call that is to be transferred, or asks there. The first is 1. */
  queue: z
    .object({ serviceId: z.string(), serviceName: z.string(), since: instant, position: z.number().int() })
    .nullable(),
  /** At whose desk it rings. */
  ringingAt: agentSchema.extend({ since: instant }).nullable(),
  /** Who takes part, in the order in which they came. */
  agents: z.array(
    agentSchema.extend({
      leg: z.enum(["dialing", "connected", "lost"]),
      heldSince: instant.nullable(),
      muted: z.boolean(),
      circle: z.enum(["main", "consult"]),
    }),
  ),
  /** How many can talk: customer, agents, numbers that were called in. */
  parties: z.number().int(),
  /** Supervisors who are beside somebody. */
  monitors: z.array(agentSchema.extend({ beside: z.string(), mode: z.enum(monitoringModes) })),
  recording: z.enum(["on", "paused"]).nullable(),
});

/** Who waits in a service's queue, of all channels, first in line first; at most QUEUE_LINES_MAX. */
export const queueViewSchema = z.object({
  serviceId: z.string(),
  waiting: z.array(
    z.object({
      interactionId: z.string(),
      channel: z.enum(["chat", "voice", "email"]),
      kind: z.enum(requestKinds),
      contactName: z.string(),
      number: phoneNumberViewSchema.nullable(),
      /** Since when the customer has waited; kept through every queue. */
      since: instant,
      offeredTo: agentSchema.nullable(),
      /** How long it is likely to take still; `null` below 5 samples. */
      ewtSeconds: z.number().nullable(),
    }),
  ),
});

/** A queue's view names at most so many; `waiting` of the service counts all. */
export const QUEUE_LINES_MAX = 200;

export type LiveCallState = (typeof liveCallStates)[number];
export type LiveCallView = z.infer<typeof liveCallViewSchema>;
export type QueueView = z.infer<typeof queueViewSchema>;
