import { asId, type Prompt } from "@patchbay/core";
import { promptKinds } from "@patchbay/protocol";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { refuse } from "../auth/index.js";
import type { Center } from "../center/center.js";
import { noPrompts } from "../center/prompts.js";
import type { DeskHttpDeps } from "./register-desk-http.js";
import { nameOfSound, notFound, notLoggedIn, sendSound, soundOf, uploadSound } from "./sounds.js";

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
        name: nameOfSound(fileName, "Prompt"),
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
      return prompt && { prompt: { ...prompt, ...soundOf(taken) }, name: null };
    });
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
