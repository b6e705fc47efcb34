import { z } from "zod";
import { instant } from "../instant.js";
import { locationViewSchema, phoneNumberViewSchema } from "./contact-view.js";

export const fileViewSchema = z.object({
  fileId: z.string(),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.number().int(),
  image: z.object({ width: z.number().int(), height: z.number().int() }).nullable(),
  /** Same origin, needs the seat's cookie. */
  url: z.string(),
  thumbnailUrl: z.string().nullable(),
});

export const messageBodyViewSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("text"), text: z.string() }),
  z.object({ kind: z.literal("file"), file: fileViewSchema }),
  z.object({ kind: z.literal("location"), location: locationViewSchema }),
  z.object({ kind: z.literal("form"), formName: z.string(), fields: z.record(z.string(), z.string()) }),
  z.object({ kind: z.literal("navigation"), title: z.string(), page: z.string() }),
  /** An agent asked the customer's app to show a form. No name: the customer's next text is the answer. */
  z.object({
    kind: z.literal("form_request"),
    formName: z.string(),
    timeoutSeconds: z.number().int(),
    secure: z.boolean(),
  }),
  z.object({ kind: z.literal("form_withdrawal"), formName: z.string() }),
  /** A secure form came back: its values are kept nowhere, only what its fields are called. */
  z.object({ kind: z.literal("secure_form"), formName: z.string(), fieldNames: z.array(z.string()) }),
  z.object({ kind: z.literal("form_declined"), formName: z.string() }),
  /** The customer asks to be called. */
  z.object({ kind: z.literal("call_request"), number: phoneNumberViewSchema }),
  z.object({ kind: z.literal("cobrowsing_request") }),
  z.object({
    kind: z.literal("cobrowsing"),
    step: z.enum(["rejected", "started", "ended"]),
    /** As the app names it; may be empty. */
    provider: z.string(),
    /** Always http or https. */
    url: z.string().nullable(),
  }),
  z.object({ kind: z.literal("erased") }),
]);

/**
 * One line of the timeline with a speaker. Its place is `seq`, the journal's. `state`: sent = committed,
 * delivered / read = by the other side (for an agent's message the customer, else the agent).
 */
export const messageViewSchema = z.object({
  interactionId: z.string(),
  messageId: z.string(),
  seq: z.number().int(),
  at: instant,
  from: z.discriminatedUnion("who", [
    z.object({ who: z.literal("customer") }),
    z.object({ who: z.literal("agent"), agentId: z.string(), name: z.string() }),
  ]),
  audience: z.enum(["all", "team"]),
  body: messageBodyViewSchema,
  /** Something in it was hidden before it was kept (a card's number, say): nobody can read it any more. */
  masked: z.literal(true).optional(),
  state: z.enum(["sent", "delivered", "read"]),
  stateAt: instant.nullable(),
  /** The desk's own request id, so that the sending desk recognises its optimistic line. */
  clientMessageId: z.string().nullable(),
});

/**
 * One line of the timeline without a speaker: what happened. `what` is the core's event name; `facts` are that
 * event's own fields without type, place, time and interaction (ids, codes, counts). Words are made at the screen.
 */
export const happeningViewSchema = z.object({
  interactionId: z.string(),
  seq: z.number().int(),
  at: instant,
  /** For example AgentJoined, AgentRequested, OfferMade, InteractionEnded. */
  what: z.string(),
  facts: z.record(z.string(), z.unknown()),
});

export type FileView = z.infer<typeof fileViewSchema>;
export type MessageView = z.infer<typeof messageViewSchema>;
export type HappeningView = z.infer<typeof happeningViewSchema>;
