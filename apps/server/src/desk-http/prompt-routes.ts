import { asId, type Prompt } from "@patchbay/core";
import { promptKinds } from "@patchbay/protocol";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { refuse } from "../auth/index.js";
import { cleanText, cutText } from "../center/plain-text.js";
import { noPrompts } from "../center/prompts.js";
import type { DeskHttpDeps } from "./register-desk-http.js";
import { notFound, notLoggedIn, sendSound, soundOf, uploadSound } from "./sounds.js";

const NAME_MAX = 80;
const administrators = { config: { access: ["administrator"] } } as const;
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
        name: nameOf(fileName),
      }),
    );
  });

  app.put<WithId>("/api/setup/prompts/:promptId/audio", administrators, async (request, reply) => {
    const seat = deps.auth.seatOf(request);
    if (!seat) return notLoggedIn(reply);
    const known = (): Prompt | undefined =>
      seat.handle.center.state.configuration.prompts.get(asId(request.params.promptId));
    if (known() === undefined) return notFound(reply);
    return uploadSound(request, reply, { ...seat, library: promptsOf(seat.handle.center.id) }, (taken) => {
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
    return sendSound(request, reply, sound, own?.sound ?? promptId);
  });
}

/** A file's name without its ending; something to go by until somebody gives it a better one. */
function nameOf(fileName: string): string {
  const bare = cleanText(fileName)
    .replace(/\s+/g, " ")
    .replace(/\.[A-Za-z0-9]{1,5}$/, "")
    .trim();
  return cutText(bare, NAME_MAX) || "Prompt";
}
