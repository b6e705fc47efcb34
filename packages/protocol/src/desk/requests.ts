import { z } from "zod";
import { nextPresenceSchema, phoneViewSchema } from "./agent-view.js";
import { alertRequests } from "./alerts.js";
import { applicationRequests } from "./application.js";
import { assistanceRequests } from "./assistance.js";
import { auditRequests } from "./audit.js";
import { callControlRequests } from "./call-requests.js";
import { cannedRequests } from "./canned-responses.js";
import { chatMonitoringRequests } from "./chat-monitoring-requests.js";
import { contactViewSchema } from "./contact-view.js";
import { contactRequests } from "./contacts.js";
import { define, id, nothing } from "./define.js";
import { directoryRequests } from "./directory.js";
import { followUpRequests, followUpViewSchema } from "./follow-ups.js";
import { forwardingRequests } from "./forwarding-requests.js";
import { messageRequests } from "./message-requests.js";
import { happeningViewSchema, messageViewSchema } from "./message-view.js";
import { phoneRequests } from "./phone-requests.js";
import { preferenceRequests } from "./preferences.js";
import { roleSetupRequests } from "./privileges.js";
import { screenPopRequests, screenPopSetupRequests } from "./screen-pop.js";
import { setupRequests } from "./setup.js";
import { afterChatSetupRequests } from "./setup-after-chat.js";
import { apiKeySetupRequests } from "./setup-api-keys.js";
import { entrySetupRequests } from "./setup-entries.js";
import { maskingSetupRequests } from "./setup-masking.js";
import { networkSetupRequests } from "./setup-network.js";
import { recordingSetupRequests } from "./setup-recording.js";
import { scheduleSetupRequests } from "./setup-schedules.js";
import { serviceSetupRequests } from "./setup-services.js";
import { userSetupRequests } from "./setup-users.js";
import { supervisionRequests } from "./supervision.js";
import { mailboxSetupRequests, voicemailRequests } from "./voicemail.js";

const interactionId = id;

export const deskRequests = {
  setPresence: define("desk.presence.set", z.object({ presence: nextPresenceSchema }), nothing),
  clearNext: define("desk.presence.clear_next", nothing, nothing),
  logOut: define("desk.session.log_out", nothing, nothing),
  /** The desk shows the offer: from now on it rings. */
  confirmOffer: define("desk.offer.confirm", z.object({ offerId: id }), nothing),
  acceptOffer: define("desk.offer.accept", z.object({ offerId: id }), z.object({ interactionId })),
  rejectOffer: define("desk.offer.reject", z.object({ offerId: id }), nothing),
  sendMessage: define(
    "desk.message.send",
    z.object({
      interactionId,
      audience: z.enum(["all", "team"]).default("all"),
      body: z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("text"), text: z.string().min(1).max(10_000) }),
        z.object({ kind: z.literal("file"), fileId: id }),
      ]),
      /** The request id of the optimistic line; comes back in the message's view. */
      clientMessageId: z.string().min(8).max(64),
    }),
    z.object({ messageId: id }),
  ),
  /** Everything of the customer up to this message has been seen (chat selected, window in front). */
  markRead: define("desk.message.read", z.object({ interactionId, messageId: id }), nothing),
  /**
   * Asks the customer to fill in a form of the app's own. A secure form's values reach nobody: its answer tells the names
   * of its fields. Without a name, the customer's next text is the answer (web clients; never secure).
   */
  askForm: define(
    "desk.form.ask",
    z
      .object({
        interactionId,
        name: z.string().max(200).default(""),
        timeoutSeconds: z.number().int().min(5).max(86_400).default(300),
        secure: z.boolean().default(false),
        clientMessageId: z.string().min(8).max(64),
      })
      .refine(({ name, secure }) => !secure || name.trim() !== "", {
        path: ["name"],
        message: "a secure form needs a name",
      }),
    z.object({ messageId: id }),
  ),
  /** Takes back a secure form, named by the message that asked for it. Once it was answered: `nothing_to_cancel`. */
  withdrawForm: define("desk.form.withdraw", z.object({ interactionId, messageId: id }), nothing),
  /** Asks to look at the customer's page together. */
  askCobrowsing: define(
    "desk.cobrowsing.ask",
    z.object({ interactionId, clientMessageId: z.string().min(8).max(64) }),
    z.object({ messageId: id }),
  ),
  saveDraft: define(
    "desk.draft.save",
    z.object({
      interactionId,
      text: z.string().max(10_000),
      /** Who is to read it once it is sent. Where nobody says so, it must not become the customer's. */
      audience: z.enum(["all", "team"]).default("team"),
      version: z.number().int().min(0),
    }),
    nothing,
  ),
  endInteraction: define("desk.interaction.end", z.object({ interactionId }), nothing),
  undoEnd: define("desk.interaction.undo_end", z.object({ interactionId }), nothing),
  leaveInteraction: define("desk.interaction.leave", z.object({ interactionId }), nothing),
  transfer: define(
    "desk.interaction.transfer",
    z.object({
      interactionId,
      to: z.union([z.object({ agentId: id }), z.object({ serviceId: id })]),
      note: z.string().max(2_000).default(""),
      /** Of a call: this agent leaves at once, and does not stay until somebody has it. */
      leave: z.boolean().default(false),
    }),
    nothing,
  ),
  invite: define(
    "desk.interaction.invite",
    z.object({
      interactionId,
      to: z.union([z.object({ agentId: id }), z.object({ serviceId: id })]),
      note: z.string().max(2_000).default(""),
    }),
    nothing,
  ),
  cancelRequest: define("desk.interaction.cancel_request", z.object({ interactionId }), nothing),
  setDisposition: define(
    "desk.wrap_up.disposition",
    z.object({ interactionId, dispositionId: id.nullable() }),
    nothing,
  ),
  saveNote: define("desk.wrap_up.note", z.object({ interactionId, text: z.string().max(20_000) }), nothing),
  completeWrapUp: define("desk.wrap_up.complete", z.object({ interactionId }), nothing),
  extendWrapUp: define("desk.wrap_up.extend", z.object({ interactionId }), nothing),
  /** What this desk talks through, and what it has found out about it. */
  setPhone: define("desk.phone.set", phoneViewSchema, nothing),
  /**
   * The browser offers its audio (SDP) for its leg of a call, or, with `interactionId` null, for the echo test. Again for
   * the same leg: the new connection takes the place of the old one. Not kept: a desk that gets no answer offers anew.
   */
  connectPhone: define(
    "desk.phone.connect",
    z.object({ interactionId: interactionId.nullable(), offer: z.string().min(1).max(100_000) }),
    z.object({ phoneId: id, answer: z.string() }),
  ),
  addPhoneCandidate: define(
    "desk.phone.candidate",
    z.object({ phoneId: id, candidate: z.string().max(2_000), mid: z.string().max(100) }),
    nothing,
  ),
  disconnectPhone: define("desk.phone.disconnect", z.object({ phoneId: id }), nothing),
  /**
   * Calls a colleague, or a number through a line, alone or beside a chat in hand. What follows a number's first comma is
   * sent as keys when the other side has answered.
   */
  placeCall: define(
    "desk.call.place",
    z.union([
      z.object({ agentId: id }),
      z.object({
        entryId: id,
        number: z.string().max(100),
        beside: interactionId.nullable().default(null),
      }),
    ]),
    z.object({ interactionId }),
  ),
  /** Calls the customer of a chat in hand in the app. */
  placeAppCall: define(
    "desk.call.place_in_app",
    z.object({ beside: interactionId }),
    z.object({ interactionId }),
  ),
  /** This desk's agent will not call, though the customer has asked for it; `messageId`: the request that was seen. */
  dismissCallRequest: define(
    "desk.call_request.dismiss",
    z.object({ interactionId, messageId: id }),
    nothing,
  ),
  muteCall: define("desk.call.mute", z.object({ interactionId, muted: z.boolean() }), nothing),
  holdCall: define("desk.call.hold", z.object({ interactionId, held: z.boolean() }), nothing),
  /** Keys into the call: 0-9 * # A-D, and a comma for a second's pause. */
  sendKeys: define(
    "desk.call.keys",
    z.object({ interactionId, keys: z.string().regex(/^[0-9*#A-D,]{1,100}$/) }),
    nothing,
  ),
  ...callControlRequests,
  ...chatMonitoringRequests,
  ...applicationRequests,
  ...phoneRequests,
  ...messageRequests,
  ...forwardingRequests,
  ...directoryRequests,
  /** A contact's finished and live interactions, newest first. */
  contactHistory: define(
    "desk.contact.history",
    z.object({ contactId: id }),
    z.object({
      interactions: z.array(
        z.object({
          interactionId,
          channel: z.enum(["chat", "voice", "email"]),
          mark: z.enum(["mobile", "web"]),
          serviceName: z.string(),
          caseNumber: z.number().int(),
          status: z.enum(["open", "ended", "completed"]),
          startedAt: z.number().int(),
          endedAt: z.number().int().nullable(),
          endCause: z.string().nullable(),
          agentNames: z.array(z.string()),
          dispositionName: z.string().nullable(),
          /** The service asks for a result, and the time for it ran out. */
          withoutResult: z.boolean(),
          notes: z.array(z.object({ name: z.string(), text: z.string() })),
          messageCount: z.number().int(),
          /** What is to be done after it, or was; none that was deleted. */
          followUps: z.array(followUpViewSchema),
          /** Whether the asker took part, and so may make another one. */
          mayFollowUp: z.boolean(),
          /** `null` on every channel but voice. */
          call: z
            .object({
              direction: z.enum(["inbound", "outbound"]),
              /** How long they could talk, on hold or not; `null`: nobody did. */
              talkMs: z.number().int().nullable(),
            })
            .nullable(),
        }),
      ),
    }),
  ),
  /** One interaction whole: for the history's unfold. */
  transcript: define(
    "desk.interaction.transcript",
    z.object({ interactionId }),
    z.object({
      contact: contactViewSchema.nullable(),
      messages: z.array(messageViewSchema),
      happenings: z.array(happeningViewSchema),
      data: z.array(z.object({ name: z.string(), value: z.string() })),
    }),
  ),
  ...supervisionRequests,
  ...assistanceRequests,
  ...alertRequests,
  ...setupRequests,
  ...networkSetupRequests,
  ...recordingSetupRequests,
  ...maskingSetupRequests,
  ...afterChatSetupRequests,
  ...apiKeySetupRequests,
  ...voicemailRequests,
  ...mailboxSetupRequests,
  ...followUpRequests,
  ...contactRequests,
  ...screenPopRequests,
  ...screenPopSetupRequests,
  ...preferenceRequests,
  ...cannedRequests,
  ...auditRequests,
  ...serviceSetupRequests,
  ...scheduleSetupRequests,
  ...entrySetupRequests,
  ...userSetupRequests,
  ...roleSetupRequests,
} as const;

export type { RequestDefinition } from "./define.js";
export type DeskRequests = typeof deskRequests;
export type DeskRequestKey = keyof DeskRequests;
export type DeskInput<K extends DeskRequestKey> = z.input<DeskRequests[K]["input"]>;
export type DeskOutput<K extends DeskRequestKey> = z.output<DeskRequests[K]["output"]>;
