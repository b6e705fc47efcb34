import { Readable } from "node:stream";
import { asId, type Prompt } from "@patchbay/core";
import { promptKinds } from "@patchbay/protocol";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { refuse } from "../auth/index.js";
import type { Center } from "../center/center.js";
import { cleanText, cutText } from "../center/plain-text.js";
import { noPrompts, PromptError, type TakenSound } from "../center/prompts.js";
import { SPEECH_TEXT_MAX, SpeechError } from "../center/speech.js";
import type { DeskHttpDeps } from "./register-desk-http.js";
import {
  keepPrompt,
  NAME_MAX,
  nameOfSound,
  notFound,
  notLoggedIn,
  sendSound,
  soundOf,
  uploadSound,
} from "./sounds.js";

const administrators = { config: { access: { privilege: "administer" } } } as const;
const spokenSchema = z.object({
  name: z.string().max(200),
  text: z.string().max(SPEECH_TEXT_MAX),
  promptId: z.string().max(200).nullable().default(null),
});
const querySchema = z.object({ kind: z.enum(promptKinds) });

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
    return uploadSound(
      request,
      reply,
      { ...seat, library: promptsOf(seat.handle.center.id) },
      (taken, fileName) => ({
        prompt: { id: asId(promptId), kind: query.data.kind, ...soundOf(taken) },
        words: { name: nameOfSound(fileName, "Prompt") },
      }),
    );
  });

  app.put<WithId>("/api/setup/prompts/:promptId/audio", administrators, async (request, reply) => {
    const seat = deps.auth.seatOf(request);
    if (!seat) return notLoggedIn(reply);
    const known = (): Prompt | undefined => promptOf(seat.handle.center, request.params.promptId);
    if (known() === undefined) return notFound(reply);
    return uploadSound(request, reply, { ...seat, library: promptsOf(seat.handle.center.id) }, (taken) => {
      // Converting took a while: it may have been renamed or removed since.
      const prompt = known();
      const name = seat.handle.words().prompts.get(request.params.promptId)?.name;
      // What was said in the former sound is said no more.
      const words = name === undefined ? null : { name };
      return prompt && { prompt: { ...prompt, ...soundOf(taken) }, words };
    });
  });

  /** A new prompt (no `promptId`), or another text for one that is there, said by the voice that is set up. */
  app.post("/api/setup/prompts/spoken", administrators, async (request, reply) => {
    const seat = deps.auth.seatOf(request);
    if (!seat) return notLoggedIn(reply);
    const body = spokenSchema.safeParse(request.body);
    if (!body.success)
      return refuse(reply, 400, "invalid_args", "A text and a name are needed.", {
        path: (body.error.issues[0]?.path ?? []).join("."),
      });
    const library = promptsOf(seat.handle.center.id);
    if (library.speech === null)
      return refuse(reply, 409, "speech_unavailable", "No voice is set up on this server (TTS_COMMAND).");
    const name = cutText(cleanText(body.data.name).trim(), NAME_MAX);
    const text = cleanText(body.data.text).trim();
    if (name === "" || text === "")
      return refuse(reply, 400, "invalid_args", "A text and a name are needed.", {
        path: name === "" ? "name" : "text",
      });
    const { center } = seat.handle;
    const { promptId } = body.data;
    if (promptId !== null && promptOf(center, promptId) === undefined) return notFound(reply);
    let taken: TakenSound;
    try {
      taken = await library.take(Readable.from([await library.speech.say(text)]));
    } catch (error) {
      if (!(error instanceof SpeechError) && !(error instanceof PromptError)) throw error;
      request.log.warn({ err: error }, "a text could not be said");
      return refuse(
        reply,
        502,
        "speech_failed",
        "The voice did not say the text. Look into the server's log.",
      );
    }
    // It may have been removed while the voice spoke.
    const before = promptId === null ? null : promptOf(center, promptId);
    const prompt = before ?? { id: asId<never>(seat.handle.ids.next()), kind: "speech" as const };
    const made =
      before === undefined ? undefined : { prompt: { ...prompt, ...soundOf(taken) }, words: { name, text } };
    return keepPrompt(reply, seat, taken, made);
  });

  app.get<WithId>("/api/setup/prompts/:promptId/audio", administrators, async (request, reply) => {
    const seat = deps.auth.seatOf(request);
    if (!seat) return notLoggedIn(reply);
    const { promptId } = request.params;
    const library = promptsOf(seat.handle.center.id);
    const own = promptOf(seat.handle.center, promptId);
    const sound = await (own ? library.openOwn(own.sound) : library.openBuiltIn(promptId));
    if (!sound) return notFound(reply);
    return sendSound(request, reply, sound, own?.sound ?? promptId);
  });
}

/** What agents play into calls is no prompt, and somebody's own message is nobody else's to hear. */
function promptOf({ state }: Center, promptId: string): Prompt | undefined {
  const found = state.configuration.prompts.get(asId(promptId));
  return found?.message === undefined ? found : undefined;
}
