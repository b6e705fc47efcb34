import { asId, type MessageScope, mayDo, type Prompt } from "@patchbay/core";
import { MESSAGE_DURATION_MS_MAX, OWN_MESSAGES_MAX, SHARED_MESSAGES_MAX } from "@patchbay/protocol";
import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { refuse, type SignedIn } from "../auth/index.js";
import { noPrompts, type TakenSound } from "../center/prompts.js";
import type { DeskHttpDeps } from "./register-desk-http.js";
import { nameOfSound, notLoggedIn, sendSound, soundOf, uploadSound } from "./sounds.js";

const anybody = { config: { access: "any" } } as const;
const querySchema = z.object({ shared: z.enum(["true", "false"]).default("false") });

type WithId = { Params: { messageId: string } };

/**
 * The sounds of recorded messages: everybody's own, and those that are shared, which administrators change and everybody may
 * hear. What else is done with them goes over the desk's socket.
 */
export function messageRoutes(app: FastifyInstance, deps: DeskHttpDeps): void {
  const { promptsOf = () => noPrompts } = deps;
  const withLibrary = (seat: SignedIn) => ({ ...seat, library: promptsOf(seat.handle.center.id) });

  app.post("/api/messages", anybody, async (request, reply) => {
    const seat = deps.auth.seatOf(request);
    if (!seat) return notLoggedIn(reply);
    const query = querySchema.safeParse(request.query);
    if (!query.success)
      return refuse(reply, 400, "invalid_args", "A message is shared or not.", { path: "shared" });
    const shared = query.data.shared === "true";
    if (shared && !administers(seat))
      return refuse(reply, 403, "not_enough_privileges", "Shared messages are an administrator's.");
    const scope: MessageScope = { agentId: shared ? null : seat.user.id, serviceId: null };
    if (messagesOf(seat, scope.agentId).length >= (shared ? SHARED_MESSAGES_MAX : OWN_MESSAGES_MAX))
      return refuse(reply, 400, "too_many_messages", "There are too many messages. Delete one first.");
    const messageId = seat.handle.ids.next();
    return uploadSound(request, reply, withLibrary(seat), (taken, fileName) => {
      const prompt: Prompt = { id: asId(messageId), kind: "speech", ...soundOf(taken), message: scope };
      return tooLong(taken) ?? { prompt, words: { name: nameOfSound(fileName, "Message") } };
    });
  });

  app.put<WithId>("/api/messages/:messageId/audio", anybody, async (request, reply) => {
    const seat = deps.auth.seatOf(request);
    if (!seat) return notLoggedIn(reply);
    const known = (): Prompt | undefined => audible(seat, request.params.messageId);
    const first = known();
    if (first === undefined) return notFound(reply);
    if (first.message?.agentId === null && !administers(seat))
      return refuse(reply, 403, "not_enough_privileges", "Shared messages are an administrator's.");
    return uploadSound(request, reply, withLibrary(seat), (taken) => {
      const prompt = known();
      return prompt && (tooLong(taken) ?? { prompt: { ...prompt, ...soundOf(taken) }, words: null });
    });
  });

  app.get<WithId>("/api/messages/:messageId/audio", anybody, async (request, reply) => {
    const seat = deps.auth.seatOf(request);
    if (!seat) return notLoggedIn(reply);
    const message = audible(seat, request.params.messageId);
    const sound = message && (await promptsOf(seat.handle.center.id).openOwn(message.sound));
    if (!message || !sound) return notFound(reply);
    return sendSound(request, reply, sound, message.sound);
  });
}

const administers = ({ user }: SignedIn): boolean => mayDo(user, "administer");

const messagesOf = ({ handle }: SignedIn, agentId: MessageScope["agentId"]): readonly Prompt[] =>
  [...handle.center.state.configuration.prompts.values()].filter(
    ({ message }) => message !== undefined && message.agentId === agentId,
  );

/** A message that this user may hear: an own or a shared one. */
function audible({ handle, user }: SignedIn, messageId: string): Prompt | undefined {
  const found = handle.center.state.configuration.prompts.get(asId(messageId));
  if (found?.message === undefined) return undefined;
  return found.message.agentId === null || found.message.agentId === user.id ? found : undefined;
}

const tooLong = ({ durationMs }: TakenSound) =>
  durationMs > MESSAGE_DURATION_MS_MAX
    ? { code: "audio_too_long" as const, sentence: "The message is too long: five minutes at most." }
    : null;

const notFound = (reply: FastifyReply): FastifyReply =>
  refuse(reply, 404, "object_not_found", "There is no such message.");
