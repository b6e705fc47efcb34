import { asId } from "@patchbay/core";
import { firstAdministratorSchema, firstLinkSchema } from "@patchbay/protocol";
import type { FastifyInstance, FastifyReply } from "fastify";
import { type Auth, passwordFault, refuse } from "../auth/index.js";
import type { Sessions } from "../auth/sessions.js";
import type { CenterHandle, Centers } from "../center/edge.js";
import { cleanText } from "../center/plain-text.js";
import type { FirstLink } from "./first-link.js";

const BYTES_MAX = 4 * 1024;
/** The first administrator has the same id each time, so that a start that was cut off goes on with the same user. */
const FIRST = "administrator";

export interface FirstStartDeps {
  readonly auth: Auth;
  readonly centers: Centers;
  readonly sessions: (centerId: string) => Sessions;
  /** `undefined`: this center waits for no first administrator. */
  readonly linkOf: (centerId: string) => FirstLink | undefined;
  /** What the center calls itself from now on. */
  readonly nameCenter: (centerId: string, company: string) => Promise<void>;
}

/**
 * The page behind the one-time link: who has it makes the first administrator, once (packages/protocol/src/desk/first-start.ts).
 * The token is the right: it comes in the body, never in an address.
 */
export function registerFirstStart(app: FastifyInstance, deps: FirstStartDeps): void {
  const capability = { config: { access: "capability" as const }, bodyLimit: BYTES_MAX };

  app.post("/api/first-administrator/look", capability, async (request, reply) => {
    if (deps.auth.forged(request)) return notOurs(reply);
    const handle = deps.centers.byHost(request.host);
    const parsed = firstLinkSchema.safeParse(request.body);
    if (!handle || !parsed.success || !deps.linkOf(handle.center.id)?.fits(parsed.data.token))
      return isOver(reply);
    return reply.code(204).send();
  });

  app.post("/api/first-administrator", capability, async (request, reply) => {
    if (deps.auth.forged(request)) return notOurs(reply);
    const handle = deps.centers.byHost(request.host);
    const parsed = firstAdministratorSchema.safeParse(request.body);
    if (!parsed.success) {
      const path = parsed.error.issues[0]?.path.join(".") ?? "";
      return path === "token" || !handle
        ? isOver(reply)
        : refuse(reply, 400, "invalid_args", "This does not have its form.", { path });
    }
    const { token, password } = parsed.data;
    const link = handle && deps.linkOf(handle.center.id);
    if (!handle || !link?.fits(token)) return isOver(reply);
    const words = {
      company: cleanText(parsed.data.company),
      firstName: cleanText(parsed.data.firstName),
      lastName: cleanText(parsed.data.lastName),
      username: cleanText(parsed.data.username),
    };
    const fault = passwordFault(password, Object.values(words));
    if (fault !== undefined) return refuse(reply, 400, fault, "The password is too short or too easy.");
    link.use();
    try {
      await deps.nameCenter(handle.center.id, words.company);
      await makeAdministrator(handle, words);
      await deps.sessions(handle.center.id).setPassword(FIRST, password);
    } catch (cause) {
      link.giveBack();
      throw cause;
    }
    request.log.info({ agentId: FIRST }, "the first administrator was made");
    return reply.code(204).send();
  });
}

async function makeAdministrator(
  { center }: CenterHandle,
  { username, firstName, lastName }: { username: string; firstName: string; lastName: string },
): Promise<void> {
  const result = await center.submit({
    command: {
      type: "ConfigureUser",
      user: {
        id: asId(FIRST),
        // Who begins alone answers alone: the first chat is to come to somebody.
        roles: ["administrator", "agent"],
        teamId: null,
        skills: {},
        capacity: { chat: 3, voice: 1, email: 5 },
        mixedMedia: "voice_alone",
        enabled: true,
      },
    },
    content: [
      {
        table: "user_words",
        agentId: FIRST,
        words: { username, firstName, lastName, nickname: firstName, extension: null, photoFileId: null },
      },
    ],
  });
  if (!result.ok) throw new Error(`the first administrator was refused: ${result.rejection.code}`);
}

const isOver = (reply: FastifyReply): FastifyReply =>
  refuse(reply, 404, "first_link_over", "This link was used, is too old, or was never one.");
const notOurs = (reply: FastifyReply): FastifyReply =>
  refuse(reply, 403, "not_our_page", "This request did not come from a page of this server.");
