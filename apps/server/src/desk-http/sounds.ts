import type { Prompt } from "@patchbay/core";
import type { HttpErrorCode } from "@patchbay/protocol";
import type { FastifyReply, FastifyRequest } from "fastify";
import { refuse, type SignedIn } from "../auth/index.js";
import { UPLOAD_BYTES_MAX } from "../center/blobs.js";
import { formFileName } from "../center/form-file-name.js";
import { cleanText, cutText } from "../center/plain-text.js";
import { type OpenSound, PromptError, type PromptLibrary, type TakenSound } from "../center/prompts.js";
import type { PromptWords } from "../center/records.js";
import { readRange } from "../recordings/index.js";
import { refuseSubmission } from "./failures.js";
import { shield } from "./send-untrusted.js";

export const NAME_MAX = 80;

const statuses = {
  file_too_large: 413,
  file_empty: 400,
  type_blocked: 415,
  audio_too_long: 400,
  audio_empty: 400,
  broken_off: 400,
  file_failed: 500,
} as const;
const sentences = {
  file_too_large: "The file is too large: 25 MB at most.",
  file_empty: "The file is empty: it holds no bytes.",
  type_blocked: "Sounds are taken as WAV, MP3 or Ogg/Opus.",
  audio_too_long: "The sound is too long: ten minutes at most.",
  audio_empty: "There is no sound in the file.",
  broken_off: "The upload ended in the middle. Please try again.",
  file_failed: "The file could not be stored. Please try again.",
} as const;

/** What becomes of a sound that was taken in. Words of `null` stay as they are; `undefined`: nobody wants it any more. */
export type MadePrompt =
  | { readonly prompt: Prompt; readonly words: PromptWords | null }
  /** It is a sound, but not for this. */
  | { readonly code: HttpErrorCode; readonly sentence: string }
  | undefined;

/** Gives a sound out, whole or in pieces. @param version changes with the sound, whose address stays */
export function sendSound(
  request: FastifyRequest,
  reply: FastifyReply,
  sound: OpenSound,
  version: string,
): FastifyReply {
  const range = readRange(request.headers.range, sound.bytes);
  shield(reply);
  void reply
    .header("content-type", sound.mediaType)
    .header("accept-ranges", "bytes")
    // The address stays when the sound is replaced.
    .header("cache-control", "private, no-cache")
    .header("etag", `"${version}"`);
  if (range === "unsatisfiable")
    return reply.code(416).header("content-range", `bytes */${sound.bytes}`).send();
  const { from, to } = range ?? { from: 0, to: sound.bytes };
  if (range !== null) void reply.code(206).header("content-range", `bytes ${from}-${to - 1}/${sound.bytes}`);
  return reply.header("content-length", String(to - from)).send(sound.read(from, to));
}

interface Taking extends Pick<SignedIn, "handle" | "user"> {
  readonly library: PromptLibrary;
  /** Absent: as long as any prompt may be. */
  readonly durationMsMax?: number;
}

/** Takes the one file of the request in, and makes it a prompt by what `decide` says of it. */
export async function uploadSound(
  request: FastifyRequest,
  reply: FastifyReply,
  { handle, user, library, durationMsMax }: Taking,
  decide: (taken: TakenSound, fileName: string) => MadePrompt,
): Promise<FastifyReply> {
  if (!request.isMultipart())
    return refuse(reply, 415, "invalid_args", "A file is sent as multipart/form-data.");
  // One byte more than allowed, so that it is seen to be too large instead of cut.
  const part = await request.file({
    limits: { files: 1, fields: 10, parts: 11, fileSize: UPLOAD_BYTES_MAX + 1 },
  });
  if (!part) return refuse(reply, 400, "invalid_args", "The request holds no file.", { path: "file" });
  let taken: TakenSound;
  try {
    taken = await library.take(part.file);
  } catch (error) {
    if (!(error instanceof PromptError)) throw error;
    if (error.code === "file_failed") request.log.error({ err: error }, "a sound could not be stored");
    // A browser reads the answer only after it has sent everything: the rest is taken in and thrown away.
    request.raw.unpipe();
    request.raw.resume();
    const code = error.code === "broken_off" ? "file_failed" : error.code;
    return refuse(reply, statuses[error.code], code, sentences[error.code]);
  }
  if (durationMsMax !== undefined && taken.durationMs > durationMsMax) {
    taken.settled();
    return refuse(
      reply,
      statuses.audio_too_long,
      "audio_too_long",
      `The sound is too long: ${durationMsMax / 60_000} minutes at most.`,
    );
  }
  return keepPrompt(reply, { handle, user }, taken, decide(taken, formFileName(part.filename)));
}

/** A sound that was taken in is a prompt's from now on. `words` of `null` stay. */
export async function keepPrompt(
  reply: FastifyReply,
  { handle, user }: Pick<SignedIn, "handle" | "user">,
  taken: TakenSound,
  made: MadePrompt,
): Promise<FastifyReply> {
  try {
    if (made === undefined) return notFound(reply);
    if ("code" in made) return refuse(reply, 400, made.code, made.sentence);
    const { prompt, words } = made;
    const result = await handle.center.submit({
      command: { type: "ConfigurePrompt", prompt, by: user.id },
      content: words === null ? [] : [{ table: "prompt_words", promptId: prompt.id, words }],
    });
    if (!result.ok) return refuseSubmission(reply, result.rejection);
    return reply
      .header("cache-control", "no-store")
      .send({ promptId: prompt.id, durationMs: prompt.durationMs });
  } finally {
    taken.settled();
  }
}

/** A file's name without its ending; something to go by until somebody gives it a better one. */
export function nameOfSound(fileName: string, otherwise: string): string {
  const bare = cleanText(fileName)
    .replace(/\s+/g, " ")
    .replace(/\.[A-Za-z0-9]{1,5}$/, "")
    .trim();
  return cutText(bare, NAME_MAX) || otherwise;
}

export const soundOf = ({ sound, durationMs }: TakenSound) => ({ sound, durationMs });

export const notFound = (reply: FastifyReply): FastifyReply =>
  refuse(reply, 404, "object_not_found", "There is no such prompt.");
export const notLoggedIn = (reply: FastifyReply): FastifyReply =>
  refuse(reply, 401, "not_logged_in", "Nobody is signed in at this seat.");
