import { z } from "zod";
import { define, id, nothing } from "./define.js";

/** What a message is called: one line. */
export const messageNameSchema = z.string().trim().min(1).max(80);

/** Longer ones are refused as `audio_too_long`; the core waits no longer for the end of one (MESSAGE_MAX_MS). */
export const MESSAGE_DURATION_MS_MAX = 300_000;
/** Of one agent, and shared ones of a center: `too_many_messages`. */
export const OWN_MESSAGES_MAX = 30;
export const SHARED_MESSAGES_MAX = 200;

/** A sound that was recorded before and is played into calls. */
export const messageRowSchema = z.object({
  messageId: z.string(),
  name: z.string(),
  /** The asker's own; the others are shared. */
  own: z.boolean(),
  /** Shared with the agents of this service; `null`: of every service. Of an own one always `null`. */
  serviceId: z.string().nullable(),
  durationMs: z.number().int(),
});
export type MessageRow = z.infer<typeof messageRowSchema>;

/**
 * A sound comes by `POST /api/messages?shared=`, or `PUT /api/messages/{id}/audio` in place of the former one; the answer is that
 * of a prompt (`promptUploadSchema`), and `promptId` is the message's.
 *
 * Recorded messages. Each agent has own ones; shared ones are an administrator's to change (`not_enough_privileges`). Of
 * somebody else's own messages nobody hears anything: `object_not_found`.
 */
export const messageRequests = {
  /** The asker's own and all shared ones, by name. */
  messages: define("desk.messages", nothing, z.object({ messages: z.array(messageRowSchema) })),
  /** Another name, or, of a shared one, another service. */
  saveMessage: define(
    "desk.messages.save",
    z.object({ messageId: id, name: messageNameSchema, serviceId: id.nullable().default(null) }),
    nothing,
  ),
  removeMessage: define("desk.messages.remove", z.object({ messageId: id }), nothing),
  /**
   * Into a call in hand: everybody in it hears that and nothing else. With `thenEnds` the agent leaves at once, with the
   * result if one is given, and the call ends with the message. A message of another service: `message_not_for_service`.
   */
  playMessage: define(
    "desk.call.message.play",
    z.object({
      interactionId: id,
      messageId: id,
      thenEnds: z.boolean().default(false),
      dispositionId: id.nullable().default(null),
    }),
    nothing,
  ),
  stopMessage: define("desk.call.message.stop", z.object({ interactionId: id }), nothing),
} as const;
