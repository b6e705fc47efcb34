import { z } from "zod";
import { byeReasons } from "../errors/codes.js";
import { preferencesSchema } from "./preferences.js";
import { deskChangeSchema, deskSnapshotSchema } from "./views.js";

/**
 * The desk's WebSocket, `GET /api/desk/stream?seat=1&after=4711&tab=<id>`. One JSON text a frame.
 *
 * The server speaks first: a snapshot, or, when `after` was given and is recent enough, one `changes` frame
 * that brings the desk up to date. From then on `changes` frames without gaps: `after` of each equals `seq` of
 * the one before. A desk that sees a gap reconnects without `after`.
 *
 * `seq` is the journal's, so it jumps over what did not concern this desk, and it may equal `after`: drafts,
 * names and the customer's presence change views without an event. Such a frame counts like any other. Roster and service
 * changes are collected and come at most four times a second, in the same order; each view is whole, so applying one
 * twice does no harm. After the desk was away, a frame may repeat views it already has and may name a `gone` it
 * never knew.
 *
 * An interaction that newly comes to this desk brings its transcript in the same frame, at most the last
 * `TRANSCRIPT_LINES_MAX` messages and as many happenings; `desk.interaction.transcript` has all of it.
 *
 * Close codes: 1012 the server stops (come back), 4400 a frame that is no JSON text, 4401 not signed in (after
 * `bye`), 4408 silent for too long, 4409 another session has taken over or ended this one (after `bye`), 4413 the
 * desk reads too slowly (come back), 4429 too many frames.
 */
export const serverFrameSchema = z.discriminatedUnion("frame", [
  z.object({ frame: z.literal("snapshot"), snapshot: deskSnapshotSchema }),
  z.object({
    frame: z.literal("changes"),
    after: z.number().int(),
    seq: z.number().int(),
    changes: z.array(deskChangeSchema),
  }),
  /** The one answer to a request. */
  z.discriminatedUnion("ok", [
    z.object({
      frame: z.literal("result"),
      id: z.string(),
      ok: z.literal(true),
      output: z.unknown(),
    }),
    z.object({
      frame: z.literal("result"),
      id: z.string(),
      ok: z.literal(false),
      error: z.object({
        code: z.string(),
        facts: z.record(z.string(), z.unknown()).optional(),
        correlationId: z.string(),
      }),
    }),
  ]),
  /** Ephemeral: nothing is lost when it is missed. */
  z.object({
    frame: z.literal("typing"),
    interactionId: z.string(),
    who: z.union([z.literal("customer"), z.object({ agentId: z.string() })]),
    typing: z.boolean(),
    /** What the customer has typed so far, when the app tells. */
    preview: z.string().nullable(),
  }),
  /** How the media of one of this desk's legs does; ephemeral. */
  z.object({
    frame: z.literal("call_quality"),
    interactionId: z.string(),
    legId: z.string(),
    /** Mean opinion score, 1 to 5; share lost, 0 to 1; milliseconds. */
    mos: z.number(),
    loss: z.number(),
    jitterMs: z.number(),
    roundTripMs: z.number().nullable(),
    level: z.number(),
  }),
  /** How many digits the customer of a call has entered at a voice application; ephemeral. */
  z.object({
    frame: z.literal("call_keys"),
    interactionId: z.string(),
    playId: z.string(),
    entered: z.number().int(),
  }),
  /** How the echo test of this desk's phone does; ephemeral. */
  z.object({
    frame: z.literal("phone_check"),
    phoneId: z.string(),
    state: z.enum(["connecting", "connected", "lost", "closed"]),
    level: z.number(),
    packetsReceived: z.number().int(),
  }),
  /** In a mailbox of this agent's, something is otherwise; ephemeral, read anew with `desk.voicemail.list`. */
  z.object({ frame: z.literal("voicemail") }),
  /** A follow-up that concerns this agent is otherwise; ephemeral, read anew with `desk.follow_ups.list`. */
  z.object({ frame: z.literal("follow_ups"), contactId: z.string() }),
  /** The agent's choices, whole, after another desk of the agent's has changed them; ephemeral. */
  z.object({ frame: z.literal("preferences"), preferences: preferencesSchema }),
  /** Canned responses that this agent reads are otherwise; ephemeral, read anew with `desk.canned.list`. */
  z.object({ frame: z.literal("canned_responses") }),
  /** A contact was changed, merged or parted again; ephemeral, read anew with `desk.contact.record`. */
  z.object({ frame: z.literal("contact"), contactIds: z.array(z.string()) }),
  /** Which tab of the seat may ring and notify. */
  z.object({ frame: z.literal("leader"), leader: z.boolean() }),
  /**
   * Another desk of the same agent has taken over. This one has LAST_WORDS_MS to bring what was typed and not saved yet
   * (`desk.draft.save`, `desk.wrap_up.note`; nothing else is heard any more), says `last_words_said`, and gets its `bye`.
   */
  z.object({ frame: z.literal("last_words") }),
  /**
   * After the first frame, while it is worth telling: the desk was away (its connection was lost) for so long that its
   * agent was logged out. What was in hand then went to others. The desk knows by `until` what it has told already.
   */
  z.object({
    frame: z.literal("away"),
    since: z.number().int(),
    until: z.number().int(),
    /** Names of those whose interactions were in hand. */
    customers: z.array(z.string()),
  }),
  z.object({ frame: z.literal("pong"), serverTime: z.number().int() }),
  /** The center is suspended (`degraded`) or well again. */
  z.object({ frame: z.literal("health"), center: z.enum(["running", "suspended", "recovering"]) }),
  /** The last frame of a connection that must not come back by itself. */
  z.object({
    frame: z.literal("bye"),
    reason: z.enum(byeReasons),
    by: z.string().nullable(),
    /** What a supervisor who did it has said to it; absent: nothing. */
    why: z.string().optional(),
  }),
]);
export type ServerFrame = z.infer<typeof serverFrameSchema>;

/** Desk to server. `id` is the desk's, unique for 24 h: the same id gets the same answer. */
export const clientFrameSchema = z.discriminatedUnion("frame", [
  z.object({
    frame: z.literal("request"),
    id: z.string().regex(/^[\x21-\x7e]{8,64}$/),
    name: z.string(),
    input: z.unknown(),
  }),
  z.object({ frame: z.literal("ping") }),
  z.object({ frame: z.literal("last_words_said") }),
  z.object({ frame: z.literal("typing"), interactionId: z.string(), typing: z.boolean() }),
  /** Whether this tab is visible: the leader is a visible tab when there is one. */
  z.object({ frame: z.literal("visible"), visible: z.boolean() }),
]);
export type ClientFrame = z.infer<typeof clientFrameSchema>;

/**
 * A desk pings at least this often, more often while it is looked at; after two missed ones the server takes the connection
 * for dead.
 */
export const DESK_PING_MS = 5_000;
/** A connection that has said nothing for this long is dead. */
export const DESK_SILENCE_MS = 12_000;
/** How many messages (and how many happenings) of one interaction a snapshot holds: the newest. */
export const TRANSCRIPT_LINES_MAX = 500;
/** How long a desk that was taken over may still save what was typed at it. */
export const LAST_WORDS_MS = 1_000;
/** How long a lost desk may take to come back before its agent is logged out. */
export const DESK_GRACE_MS = 30_000;
