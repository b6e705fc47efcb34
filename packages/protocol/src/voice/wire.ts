import { z } from "zod";
import {
  networkRequests,
  registrationsReportSchema,
  trunksReportSchema,
  voiceNetworkSchema,
} from "./network.js";

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

const id = z.string().regex(/^[\x21-\x7e]{1,200}$/);
const instant = z.number().int();

export const legRoles = ["customer", "agent", "external", "supervisor"] as const;
/** What an agent talks through: the desk's browser, a desk phone that registers here, any number outside. */
export const phoneDevices = ["browser", "sip", "external", "none"] as const;
/** Of a leg; `app`: the customer's, in place of the network. */
export const legDevices = [...phoneDevices, "app"] as const;
export const monitoringModes = ["listen", "whisper", "barge"] as const;

export const legEndCauses = [
  "hung_up",
  "busy",
  "no_answer",
  "declined",
  "number_unknown",
  "media",
  "network",
  "lost",
] as const;

/** See `DigitsCheck` of the core. */
export const digitsChecks = ["card_number", "card_expiry", "rating", "account"] as const;

const keysSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("menu"),
    choices: z.array(z.string().length(1)).readonly(),
    timeoutMs: z.number().int(),
  }),
  z.object({
    kind: z.literal("collect"),
    lengthMin: z.number().int(),
    lengthMax: z.number().int(),
    secure: z.boolean(),
    check: z.enum(digitsChecks).nullable().optional(),
    cancels: z.boolean().optional(),
    timeoutMs: z.number().int(),
  }),
]);

const amountSchema = z.object({ minor: z.number().int().positive(), currency: z.string().length(3) });

const playBase = { id, to: z.array(id).readonly() };

/** See `PlayPicture` of the core: one id is one playing. */
export const playPictureSchema = z.discriminatedUnion("kind", [
  z.object({
    ...playBase,
    kind: z.literal("prompts"),
    prompts: z.array(id).readonly(),
    keys: keysSchema.nullable(),
  }),
  z.object({ ...playBase, kind: z.literal("music"), music: id }),
  z.object({
    ...playBase,
    kind: z.literal("position"),
    ahead: z.number().int(),
    waitSeconds: z.number().int().nullable(),
  }),
  z.object({ ...playBase, kind: z.literal("ringback") }),
  z.object({ ...playBase, kind: z.literal("tone") }),
  z.object({
    ...playBase,
    kind: z.literal("voicemail"),
    prompts: z.array(id).readonly(),
    recordingId: id,
    maxMs: z.number().int(),
  }),
  z.object({ ...playBase, kind: z.literal("echo"), prompts: z.array(id).readonly() }),
  /** See `PaymentPicture` of the core: paid once for each id, with the digits behind these tokens. */
  z.object({
    ...playBase,
    kind: z.literal("pay"),
    prompts: z.array(id).readonly(),
    payment: z.object({
      amount: amountSchema,
      card: id.nullable(),
      expiry: id.nullable(),
      code: id.nullable(),
    }),
  }),
]);

/** Why a call went on to another number, in the words of RFC 5806. */
export const diversionReasons = ["unconditional", "user-busy", "no-answer", "unavailable"] as const;

/** See `LegPicture` of the core; here with what the network needs to know and the core does not. */
export const legPictureSchema = z.object({
  legId: id,
  role: z.enum(legRoles),
  agentId: id.nullable(),
  /** Of agents and supervisors, and `app` of a customer. */
  device: z.enum(legDevices).nullable(),
  want: z.enum(["answer", "dial", "attach", "move"]),
  /** For `move`: the call and the leg that have the line until it is asked for here. */
  from: z.object({ interactionId: id, legId: id }).optional(),
  muted: z.boolean(),
  /** Legs in the same circle hear each other. `null`: only what is played to it. */
  circle: z.enum(["main", "consult"]).nullable(),
  /** Of a supervisor: beside whom, and who hears the supervisor. */
  beside: z.object({ legId: id, mode: z.enum(monitoringModes) }).nullable(),
  /**
   * For `dial`: the number to call and the caller id to show, as the dial plan gives them; the trunk that takes the call
   * may change both. `account:<user>` is the desk phone of that account.
   */
  dial: z
    .object({
      to: z.string().max(100),
      from: z.string().max(100),
      /** The call was for somebody else, whose extension or line this is: whoever gets it is told so (RFC 5806). */
      diversion: z.object({ from: z.string().max(100), reason: z.enum(diversionReasons) }).optional(),
    })
    .optional(),
});

/** Whom to call, as whom, and for whom the call was at first. */
export type LegDial = NonNullable<z.infer<typeof legPictureSchema>["dial"]>;

export const recordingKinds = ["call", "signature"] as const;
/** What there are files of: a mailbox's is in no list of the picture, its play says it. */
export const writtenKinds = [...recordingKinds, "voicemail"] as const;

export const recordingPictureSchema = z.object({
  recordingId: id,
  legId: id,
  kind: z.enum(recordingKinds),
  /** Silence is kept in its place. */
  paused: z.boolean(),
});

export const callPictureSchema = z.object({
  interactionId: id,
  /** The journal's sequence number after which it is true. A lower one than the last is out of date and ignored. */
  revision: z.number().int(),
  /** `null`: the call is over; every leg hangs up and the call is forgotten. */
  picture: z
    .object({
      direction: z.enum(["inbound", "outbound", "internal"]),
      legs: z.array(legPictureSchema).readonly(),
      plays: z.array(playPictureSchema).readonly(),
      /** What these legs say and hear is written, in two channels. */
      recordings: z.array(recordingPictureSchema).readonly(),
      /** Tokens of secure digits that are still needed: others are forgotten. Absent: all are kept. */
      secrets: z.array(id).readonly().optional(),
    })
    .nullable(),
});
export type WireCallPicture = z.infer<typeof callPictureSchema>;

/** What needs an answer: the negotiation of a browser's media, and keys into a call. */
export const voiceRequests = {
  /**
   * The desk's phone offers media for its leg of a call, or for the echo test. Again for the same leg: the page was
   * reloaded, and the new connection takes the place of the old one.
   */
  connectPhone: z.object({
    name: z.literal("phone.connect"),
    /** `null`: the agent's echo test, which hears itself. */
    leg: z.object({ interactionId: id, legId: id }).nullable(),
    agentId: id,
    /** Which desk: a connection of a former one is closed. */
    sessionId: id,
    offer: z.string().max(100_000),
  }),
  /**
   * An offer for the customer's app, whose leg is attached as an agent's phone is. Again for the same leg: the app was
   * reloaded, and its new connection takes the place of the old one when it is answered.
   */
  offerApp: z.object({
    name: z.literal("app.offer"),
    leg: z.object({ interactionId: id, legId: id }),
  }),
  /** What the app answered. */
  answerApp: z.object({ name: z.literal("app.answer"), phoneId: id, answer: z.string().max(100_000) }),
  addCandidate: z.object({
    name: z.literal("phone.candidate"),
    phoneId: id,
    candidate: z.string().max(2_000),
    mid: z.string().max(100),
  }),
  disconnectPhone: z.object({ name: z.literal("phone.disconnect"), phoneId: id }),
  /** Keys into the far end of a leg's call: 0-9 * # A-D, and a comma for a second's pause. */
  sendKeys: z.object({
    name: z.literal("leg.keys"),
    interactionId: id,
    legId: id,
    keys: z.string().regex(/^[0-9*#A-D,]{1,100}$/),
  }),
  /** Protective lane: at once, before it is stored; the picture that follows says the same. */
  muteLeg: z.object({ name: z.literal("leg.mute"), interactionId: id, legId: id, muted: z.boolean() }),
  /** Protective lane; as long as no picture agrees, it ends by itself after some seconds. */
  pauseRecording: z.object({ name: z.literal("recording.pause"), interactionId: id, recordingId: id }),
  hangUpLeg: z.object({ name: z.literal("leg.hang_up"), interactionId: id, legId: id }),
  ...networkRequests,
} as const;
export const voiceRequestSchema = z.discriminatedUnion("name", [
  voiceRequests.connectPhone,
  voiceRequests.offerApp,
  voiceRequests.answerApp,
  voiceRequests.addCandidate,
  voiceRequests.disconnectPhone,
  voiceRequests.sendKeys,
  voiceRequests.muteLeg,
  voiceRequests.pauseRecording,
  voiceRequests.hangUpLeg,
  voiceRequests.bans,
  voiceRequests.unban,
]);
export type VoiceRequest = z.infer<typeof voiceRequestSchema>;

/** `phone.connect` and `app.offer` are answered with the description for the other side; the others with nothing. */
export const phoneAnswerSchema = z.object({ phoneId: id, answer: z.string() });
export const appOfferSchema = z.object({ phoneId: id, offer: z.string() });

export const voiceErrorCodes = [
  "invalid_request",
  "no_interaction",
  "not_suitable_state",
  "media_failed",
  "worker_lost",
  "out_of_date",
] as const;
export type VoiceErrorCode = (typeof voiceErrorCodes)[number];

/** Facts. Each is told until it is acknowledged, across the server's restarts, and is to be stored once. */
export const voiceEventSchema = z.discriminatedUnion("type", [
  /** Somebody calls. The voice process has sent 100 Trying and waits for a picture. */
  z.object({
    type: z.literal("call.arrived"),
    interactionId: id,
    /** The dialled number, as the request line has it. */
    to: z.string().max(100),
    /** The caller's number; `null` when withheld. */
    from: z.string().max(100).nullable(),
    fromName: z.string().max(200).nullable(),
    /** Address and port from which it came, for the log and the limits. */
    source: z.string().max(100),
    /** The desk phone's account that proved who it is. Whoever has none reaches access numbers alone. */
    account: z.string().max(40).optional(),
    /** The trunk that brought it. */
    trunkId: z.string().max(64).optional(),
  }),
  z.object({ type: z.literal("leg.ringing"), interactionId: id, legId: id }),
  z.object({ type: z.literal("leg.connected"), interactionId: id, legId: id }),
  /** Its media has stopped; the call has not. */
  z.object({ type: z.literal("leg.lost"), interactionId: id, legId: id }),
  z.object({
    type: z.literal("leg.gone"),
    interactionId: id,
    legId: id,
    cause: z.enum(legEndCauses),
    /** The network's own words, for the history: status and reason of SIP. */
    status: z.number().int().nullable(),
    reason: z.string().max(200).nullable(),
  }),
  /**
   * A desk phone wants its call to go to this number, or, with `other`, to whoever is in that other call of the same
   * phone. It is done when the leg is out of the picture.
   */
  z.object({
    type: z.literal("leg.referred"),
    interactionId: id,
    legId: id,
    target: z.string().max(100),
    other: z.object({ interactionId: id, legId: id }).optional(),
  }),
  z.object({ type: z.literal("play.ended"), interactionId: id, playId: id }),
  z.object({ type: z.literal("play.key"), interactionId: id, playId: id, key: z.string().length(1) }),
  z.object({
    type: z.literal("play.collected"),
    interactionId: id,
    playId: id,
    length: z.number().int(),
    /** Absent when secure: then the digits stay in the voice process, under the token. */
    digits: z.string().max(100).optional(),
    token: id.nullable(),
    /** The last four of a card's number, which may be shown. */
    lastDigits: z
      .string()
      .regex(/^\d{4}$/)
      .optional(),
  }),
  /** Digits that fail the step's check. */
  z.object({ type: z.literal("play.invalid"), interactionId: id, playId: id }),
  /** The caller wants no more of it. */
  z.object({ type: z.literal("play.cancelled"), interactionId: id, playId: id }),
  /** What came of a payment; told also when its call is over. */
  z.object({
    type: z.literal("play.paid"),
    interactionId: id,
    playId: id,
    amount: amountSchema,
    outcome: z.enum(["approved", "declined", "failed"]),
    /** Why not; of a failure one of our own words (docs/voice.md), else the processor's. */
    code: z.string().max(64).nullable(),
    /** The processor's own word for the payment. */
    reference: z.string().max(64).nullable(),
    lastDigits: z
      .string()
      .regex(/^\d{4}$/)
      .nullable(),
  }),
  /** What was said into a mailbox, in ms; 0: nothing, or too little to be kept. */
  z.object({
    type: z.literal("play.recorded"),
    interactionId: id,
    playId: id,
    durationMs: z.number().int(),
  }),
  z.object({ type: z.literal("play.no_input"), interactionId: id, playId: id }),
  /** From now on there is a file, or nothing will come of it and its end is told at once. */
  z.object({
    type: z.literal("recording.started"),
    interactionId: id,
    recordingId: id,
    legId: id,
    /** Whose leg it is; of a message in a mailbox, nobody's. */
    agentId: id.nullable(),
    kind: z.enum(writtenKinds),
    /** Below the folder of recordings. */
    file: z.string().regex(/^\d{4}\/\d{2}\/[A-Za-z0-9_-]{1,180}\.r\d{1,6}$/),
    startedAt: instant,
  }),
  /** `disk_full`, `failed`: the disk gave up, the call did not. What had been written until then is there. */
  z.object({
    type: z.literal("recording.ended"),
    interactionId: id,
    recordingId: id,
    cause: z.enum(["stopped", "disk_full", "failed"]),
    durationMs: z.number().int(),
    /** Of the file, and the SHA-256 of these bytes, hexadecimal; 0 and empty: there is no file. */
    bytes: z.number().int(),
    sha256: z.string().regex(/^([0-9a-f]{64})?$/),
  }),
]);
export type VoiceEvent = z.infer<typeof voiceEventSchema>;

/** How a leg's media does, about every second while there is somebody to tell. */
export const voiceReportSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("quality"),
    interactionId: id,
    legId: id,
    /** Mean opinion score, 1 to 5 (ITU-T G.107). */
    mos: z.number(),
    /** Share of packets lost, 0 to 1; jitter and round trip in milliseconds. */
    loss: z.number(),
    jitterMs: z.number(),
    roundTripMs: z.number().nullable(),
    /** Loudness heard from the leg, 0 to 1. */
    level: z.number(),
  }),
  /** An echo test's connection: whether packets come and go, and how loud the microphone is. */
  z.object({
    type: z.literal("phone"),
    phoneId: id,
    agentId: id,
    state: z.enum(["connecting", "connected", "lost", "closed"]),
    level: z.number(),
    packetsReceived: z.number().int(),
  }),
  /** A way to our side of an app's connection; the offer names those that were known with it. */
  z.object({
    type: z.literal("candidate"),
    phoneId: id,
    candidate: z.string().max(2_000),
    mid: z.string().max(100),
  }),
  /** How many digits a caller has entered at this moment; never which. */
  z.object({ type: z.literal("keys"), interactionId: id, playId: id, entered: z.number().int() }),
  /** What stands at the network's door: a busy port stops voice alone. */
  z.object({
    type: z.literal("network"),
    ready: z.boolean(),
    problem: z
      .object({
        code: z.enum(["port_in_use", "not_permitted", "other"]),
        variable: z.string(),
        port: z.number(),
      })
      .nullable(),
  }),
  trunksReportSchema,
  registrationsReportSchema,
]);
export type VoiceReport = z.infer<typeof voiceReportSchema>;

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
