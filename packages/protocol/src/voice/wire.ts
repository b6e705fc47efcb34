import { z } from "zod";
import { instant } from "../instant.js";
import { callPictureSchema } from "./call-picture.js";
import { voiceEventSchema } from "./events.js";
import { voiceNetworkSchema } from "./network.js";
import { voiceReportSchema } from "./reports.js";
import { voiceErrorCodes, voiceRequestSchema } from "./requests.js";
import { id } from "./shapes.js";

/**
 * What server and voice process say to each other over the unix socket: one JSON object a line, UTF-8. The voice
 * process listens and outlives the server; one server at a time is attached.
 *
 *   server ──hello──▶ voice        who it is
 *   server ◀─welcome─ voice        what is alive, then every event that was never acknowledged
 *   server ─configure▶ voice       the network as it should be now: trunks, desk phones, who may knock
 *   server ──picture▶ voice        how one call should be now; the newest revision wins
 *   server ──request▶ voice        what needs an answer and is no part of a picture
 *   server ◀──event── voice        numbered, kept until acknowledged
 *   server ───ack───▶ voice        stored: may be forgotten
 *   server ◀─report── voice        not numbered, not kept: levels, quality, who talks
 *
 * A change of meaning raises the version; a server refuses to attach to another one (docs/operating.md).
 */
export const VOICE_WIRE_VERSION = 4;
/** A longer line is no line of ours. */
export const VOICE_LINE_MAX = 1_000_000;

export const toVoiceSchema = z.discriminatedUnion("t", [
  z.object({
    t: z.literal("hello"),
    version: z.number().int(),
    centerId: id,
    /** The journal's epoch. A server with a lower one than the last was replaced and is turned away. */
    epoch: z.number().int(),
  }),
  /** The newest revision holds; calls that stand are not touched by it. */
  z.object({ t: z.literal("configure"), revision: z.number().int(), network: voiceNetworkSchema }),
  z.object({ t: z.literal("picture"), call: callPictureSchema }),
  z.object({ t: z.literal("request"), requestId: id, request: voiceRequestSchema }),
  z.object({ t: z.literal("ack"), n: z.number().int() }),
  /** The center stops for good (Ctrl-C): calls end with a prompt, then the process. */
  z.object({ t: z.literal("end") }),
]);
export type ToVoice = z.infer<typeof toVoiceSchema>;

export const fromVoiceSchema = z.discriminatedUnion("t", [
  z.object({
    t: z.literal("welcome"),
    version: z.number().int(),
    /** Made anew at each start of the voice process: its event numbers begin again with it. */
    bootId: id,
    pid: z.number().int(),
    /** Calls that are up, whatever the server knows of them. One that the journal does not know gets no picture and ends. */
    calls: z.array(z.object({ interactionId: id, revision: z.number().int() })),
  }),
  /** Not attached: another version, or a newer server is. The socket closes after it. */
  z.object({ t: z.literal("refused"), code: z.enum(["version", "replaced", "center"]), detail: z.string() }),
  z.object({ t: z.literal("event"), n: z.number().int(), at: instant, event: voiceEventSchema }),
  z.object({ t: z.literal("report"), report: voiceReportSchema }),
  z.object({
    t: z.literal("answer"),
    requestId: id,
    outcome: z.discriminatedUnion("ok", [
      z.object({ ok: z.literal(true), result: z.unknown() }),
      z.object({ ok: z.literal(false), code: z.enum(voiceErrorCodes), detail: z.string() }),
    ]),
  }),
]);
export type FromVoice = z.infer<typeof fromVoiceSchema>;
