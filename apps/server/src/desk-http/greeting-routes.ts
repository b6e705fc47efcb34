import { asId } from "@patchbay/core";
import { GREETING_MS_MAX } from "@patchbay/protocol";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { refuse } from "../auth/index.js";
import { noPrompts } from "../center/prompts.js";
import { defaultGreeting, greetingOf } from "../voicemail/greeting.js";
import type { DeskHttpDeps } from "./register-desk-http.js";
import { notFound, notLoggedIn, sendSound, soundOf, uploadSound } from "./sounds.js";

const querySchema = z.object({ kind: z.enum(["default", "own"]) });

/** The greeting of whoever asks: to be replaced, and to be listened to. Nobody reaches another one here. */
export function greetingRoutes(app: FastifyInstance, deps: DeskHttpDeps): void {
  const { promptsOf = () => noPrompts } = deps;

  app.put("/api/mailbox/greeting", { config: { access: "any" } }, async (request, reply) => {
    const seat = deps.auth.seatOf(request);
    if (!seat) return notLoggedIn(reply);
    const id = greetingOf(seat.user.id);
    const library = promptsOf(seat.handle.center.id);
    return uploadSound(request, reply, { ...seat, library, durationMsMax: GREETING_MS_MAX }, (taken) => ({
      prompt: { id, kind: "speech", ...soundOf(taken) },
      words: { name: `Greeting of ${seat.user.id}` },
    }));
  });

  app.get("/api/mailbox/greeting", { config: { access: "any" } }, async (request, reply) => {
    const seat = deps.auth.seatOf(request);
    if (!seat) return notLoggedIn(reply);
    const query = querySchema.safeParse(request.query);
    if (!query.success)
      return refuse(reply, 400, "invalid_args", "A greeting is the default or one's own.", { path: "kind" });
    const library = promptsOf(seat.handle.center.id);
    const { prompts } = seat.handle.center.state.configuration;
    const id = query.data.kind === "own" ? greetingOf(seat.user.id) : defaultGreeting;
    const own = prompts.get(asId(id));
    const sound = await (own ? library.openOwn(own.sound) : library.openBuiltIn(id));
    return sound ? sendSound(request, reply, sound, own?.sound ?? id) : notFound(reply);
  });
}
