import { z } from "zod";
import { deskChangeSchema, deskSnapshotSchema } from "./views.js";

/**
 * The desk's WebSocket, `GET /api/desk/stream?seat=1&after=4711&tab=<id>`. One JSON text a frame.
 *
 * The server speaks first: a snapshot, or, when `after` was given and is recent enough, one `changes` frame
 * that brings the desk up to date. From then on `changes` frames without gaps: `after` of each equals `seq` of
 * the one before. A desk that sees a gap reconnects without `after`.
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
  /** Ephemeral: nothing is lost when it is missed. */
  z.object({
    frame: z.literal("typing"),
    interactionId: z.string(),
    who: z.union([z.literal("customer"), z.object({ agentId: z.string() })]),
    typing: z.boolean(),
    /** What the customer has typed so far, when the app tells. */
    preview: z.string().nullable(),
  }),
  /** Which tab of the seat may ring and notify. */
  z.object({ frame: z.literal("leader"), leader: z.boolean() }),
  z.object({ frame: z.literal("pong"), serverTime: z.number().int() }),
  /** The center is suspended (`degraded`) or well again. */
  z.object({ frame: z.literal("health"), center: z.enum(["running", "suspended", "recovering"]) }),
  /** The last frame of a connection that must not come back by itself. */
  z.object({
    frame: z.literal("bye"),
    reason: z.enum([
      "forced_logout_by_other_client",
      "forced_logout_by_supervisor",
      "logged_out",
      "invalid_token",
      "user_disabled_or_deleted",
      "shutdown",
    ]),
    by: z.string().nullable(),
  }),
]);
export type ServerFrame = z.infer<typeof serverFrameSchema>;

/** Desk to server. `id` is the desk's, unique for 24 h: the same id gets the same answer. */
export const clientFrameSchema = z.discriminatedUnion("frame", [
  z.object({ frame: z.literal("request"), id: z.string().min(8).max(64), name: z.string(), input: z.unknown() }),
  z.object({ frame: z.literal("ping") }),
  z.object({ frame: z.literal("typing"), interactionId: z.string(), typing: z.boolean() }),
  /** Whether this tab is visible: the leader is a visible tab when there is one. */
  z.object({ frame: z.literal("visible"), visible: z.boolean() }),
]);
export type ClientFrame = z.infer<typeof clientFrameSchema>;

/** A desk pings this often; after two missed ones the server takes the connection for dead. */
export const DESK_PING_MS = 5_000;
/** How long a lost desk may take to come back before its agent is logged out. */
export const DESK_GRACE_MS = 30_000;
