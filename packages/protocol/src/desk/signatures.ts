import { z } from "zod";
import { instant } from "../instant.js";
import { id } from "./define.js";

/**
 * Voice signatures: a customer's spoken consent to a text that was approved before, recorded by itself. By HTTP, for what
 * is asked of them is of the past; they are begun and ended over the desk's socket, as parts of a call.
 *
 *     recording ──▶ to_judge ──▶ accepted
 *         │             └──────▶ redone       the agent did not take it, and took another one
 *         └──▶ incomplete                     it ended otherwise than by the agent's Stop
 */
export const signatureStates = ["recording", "to_judge", "accepted", "redone", "incomplete"] as const;
/** Of an approved text, characters. */
export const SCRIPT_TEXT_MAX = 4_000;
export const SCRIPT_DAYS_MAX = 36_500;

/** One approved text of a service. The same words in the same language are the same version, whenever they are saved. */
export const signatureScriptSchema = z.object({
  /** SHA-256 of the language and the text. */
  scriptId: id,
  version: z.number().int(),
  /** As in `<html lang>`: "en", "es-MX". */
  language: z.string(),
  text: z.string(),
  approvedAt: instant,
  approvedBy: z.string().nullable(),
});

export const signatureTakeSchema = z.object({
  recordingId: id,
  state: z.enum(signatureStates),
  /** Counted in its call, from 1. */
  take: z.number().int(),
  scriptVersion: z.number().int().nullable(),
  agentName: z.string().nullable(),
  startedAt: instant,
  /** Why it ended, when it is incomplete: as the journal says. */
  cause: z.string().nullable(),
  judgedAt: instant.nullable(),
  judgedBy: z.string().nullable(),
  /** The sound is on the disk whole. */
  playable: z.boolean(),
  durationMs: z.number().int(),
  mayListen: z.boolean(),
  mayJudge: z.boolean(),
  /** There is an evidence package, and this user may take it away. */
  mayTakeEvidence: z.boolean(),
});

/** `GET /api/calls/:interactionId/signatures`: for who is in the call. */
export const callSignaturesSchema = z.object({
  script: signatureScriptSchema.nullable(),
  /** Oldest first. */
  takes: z.array(signatureTakeSchema),
});

/** `POST /api/signatures/:recordingId/judgement`. */
export const signatureJudgementSchema = z.object({ verdict: z.enum(["accepted", "redone"]) });

/** `PUT /api/signatures/scripts/:serviceId`. */
export const saveScriptSchema = z.object({
  /** As it was read: if it is another by now, the answer is `version_conflict`. */
  was: id.nullable(),
  /** `null`: no more signatures for this service. */
  script: z
    .object({
      language: z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/),
      text: z.string().max(SCRIPT_TEXT_MAX),
    })
    .nullable(),
  /** `null`: for ever. */
  retentionDays: z.number().int().min(1).max(SCRIPT_DAYS_MAX).nullable(),
});

/** `GET /api/signatures/scripts`: for administrators. */
export const signatureSetupSchema = z.object({
  services: z.array(
    z.object({
      serviceId: id,
      name: z.string(),
      script: signatureScriptSchema.nullable(),
      /** Newest first, also what is not in force any more. */
      versions: z.array(signatureScriptSchema),
      retentionDays: z.number().int().nullable(),
    }),
  ),
  key: z.object({
    /** PEM. */
    publicKey: z.string(),
    /** SHA-256 of its DER, as openssl and sha256sum show it. */
    fingerprint: z.string(),
  }),
});

export type SignatureState = (typeof signatureStates)[number];
export type SignatureTake = z.output<typeof signatureTakeSchema>;
export type CallSignatures = z.output<typeof callSignaturesSchema>;
export type SaveScript = z.output<typeof saveScriptSchema>;
export type SignatureSetup = z.output<typeof signatureSetupSchema>;
