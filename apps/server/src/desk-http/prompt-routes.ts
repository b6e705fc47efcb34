import { asId, type Prompt } from "@patchbay/core";
import { promptKinds } from "@patchbay/protocol";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { refuse, type SignedIn } from "../auth/index.js";
import { UPLOAD_BYTES_MAX } from "../center/blobs.js";
import { formFileName } from "../center/form-file-name.js";
import { cleanText, cutText } from "../center/plain-text.js";
import { noPrompts, PromptError, type TakenSound } from "../center/prompts.js";
import { readRange } from "../recordings/index.js";
import { refuseSubmission } from "./failures.js";
import type { DeskHttpDeps } from "./register-desk-http.js";
import { shield } from "./send-untrusted.js";

const NAME_MAX = 80;
const administrators = { config: { access: ["administrator"] } } as const;
const querySchema = z.object({ kind: z.enum(promptKinds) });

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

type WithId = { Params: { promptId: string } };

/** Sounds of the room Set-up: uploads, and listening to them. What else is done with prompts goes over the desk's socket. */
export function promptRoutes(app: FastifyInstance, deps: DeskHttpDeps): void {
  const { promptsOf = () => noPrompts } = deps;

  app.post("/api/setup/prompts", administrators, async (request, reply) => {
    const seat = deps.auth.seatOf(request);
    if (!seat) return notLoggedIn(reply);
    const query = querySchema.safeParse(request.query);
    if (!query.success)
      return refuse(reply, 400, "invalid_args", "A prompt is speech or music.", { path: "kind" });
    const promptId = seat.handle.ids.next();
    return upload(request, reply, seat, (taken, fileName) => ({
      prompt: { id: asId(promptId), kind: query.data.kind, ...soundOf(taken) },
      name: nameOf(fileName),
    }));
  });

  app.put<WithId>("/api/setup/prompts/:promptId/audio", administrators, async (request, reply) => {
    const seat = deps.auth.seatOf(request);
    if (!seat) return notLoggedIn(reply);
    const known = (): Prompt | undefined =>
      seat.handle.center.state.configuration.prompts.get(asId(request.params.promptId));
    if (known() === undefined) return notFound(reply);
    return upload(request, reply, seat, (taken) => {
      // Converting took a while: it may have been renamed or removed since.
      const prompt = known();
      return prompt && { prompt: { ...prompt, ...soundOf(taken) }, name: null };
    });
  });

  app.get<WithId>("/api/setup/prompts/:promptId/audio", administrators, async (request, reply) => {
    const seat = deps.auth.seatOf(request);
    if (!seat) return notLoggedIn(reply);
    const { promptId } = request.params;
    const library = promptsOf(seat.handle.center.id);
    const own = seat.handle.center.state.configuration.prompts.get(asId(promptId));
    const sound = await (own ? library.openOwn(own.sound) : library.openBuiltIn(promptId));
    if (!sound) return notFound(reply);
    const range = readRange(request.headers.range, sound.bytes);
    shield(reply);
    void reply
      .header("content-type", sound.mediaType)
      .header("accept-ranges", "bytes")
      // The address stays when the sound is replaced.
      .header("cache-control", "private, no-cache")
      .header("etag", `"${own?.sound ?? promptId}"`);
    if (range === "unsatisfiable")
      return reply.code(416).header("content-range", `bytes */${sound.bytes}`).send();
    const { from, to } = range ?? { from: 0, to: sound.bytes };
    if (range !== null)
      void reply.code(206).header("content-range", `bytes ${from}-${to - 1}/${sound.bytes}`);
    return reply.header("content-length", String(to - from)).send(sound.read(from, to));
  });

  /** Takes the one file of the request in, and makes it a prompt by what `decide` says of it. */
  async function upload(
    request: FastifyRequest,
    reply: FastifyReply,
    { handle, user }: SignedIn,
    decide: (
      taken: TakenSound,
      fileName: string,
    ) => { readonly prompt: Prompt; readonly name: string | null } | undefined,
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
      taken = await promptsOf(handle.center.id).take(part.file);
    } catch (error) {
      if (!(error instanceof PromptError)) throw error;
      if (error.code === "file_failed") request.log.error({ err: error }, "a sound could not be stored");
      // A browser reads the answer only after it has sent everything: the rest is taken in and thrown away.
      request.raw.unpipe();
      request.raw.resume();
      const code = error.code === "broken_off" ? "file_failed" : error.code;
      return refuse(reply, statuses[error.code], code, sentences[error.code]);
    }
    try {
      const made = decide(taken, formFileName(part.filename));
      if (made === undefined) return notFound(reply);
      const { prompt, name } = made;
      const result = await handle.center.submit({
        command: { type: "ConfigurePrompt", prompt, by: user.id },
        content: name === null ? [] : [{ table: "prompt_words", promptId: prompt.id, words: { name } }],
      });
      if (!result.ok) return refuseSubmission(reply, result.rejection);
      return reply
        .header("cache-control", "no-store")
        .send({ promptId: prompt.id, durationMs: prompt.durationMs });
    } finally {
      taken.settled();
    }
  }
}

const soundOf = ({ sound, durationMs }: TakenSound) => ({ sound, durationMs });

/** A file's name without its ending; something to go by until somebody gives it a better one. */
function nameOf(fileName: string): string {
  const bare = cleanText(fileName)
    .replace(/\s+/g, " ")
    .replace(/\.[A-Za-z0-9]{1,5}$/, "")
    .trim();
  return cutText(bare, NAME_MAX) || "Prompt";
}

const notFound = (reply: FastifyReply): FastifyReply =>
  refuse(reply, 404, "object_not_found", "There is no such prompt.");
const notLoggedIn = (reply: FastifyReply): FastifyReply =>
  refuse(reply, 401, "not_logged_in", "Nobody is signed in at this seat.");
