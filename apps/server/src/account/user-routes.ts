import { type AgentId, asId } from "@patchbay/core";
import { accountRowsSchema, passwordMadeSchema, passwordSetSchema } from "@patchbay/protocol";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { madeUpPassword, passwordFault, refuse, type SignedIn } from "../auth/index.js";
import { notLoggedIn } from "./profile-routes.js";
import type { AccountDeps, CenterAccounts } from "./register-account.js";

const BYTES_MAX = 4 * 1024;
interface Asked {
  readonly request: FastifyRequest<{ Params: { agentId: string } }>;
  readonly reply: FastifyReply;
  readonly seat: SignedIn;
  readonly account: CenterAccounts;
}

/** How users sign in, as administrators see and set it (packages/protocol/src/desk/setup-users.ts). */
export function userRoutes(app: FastifyInstance, deps: AccountDeps): void {
  const administrators = { config: { access: { privilege: "administer" as const } }, bodyLimit: BYTES_MAX };
  /** Only of users of this center that are there. */
  const ofUser = async (
    request: FastifyRequest<{ Params: { agentId: string } }>,
    reply: FastifyReply,
    run: (asked: Asked) => Promise<FastifyReply>,
  ): Promise<FastifyReply> => {
    const seat = deps.auth.seatOf(request);
    if (!seat) return notLoggedIn(reply);
    const { users } = seat.handle.center.state.configuration;
    if (!users.has(asId(request.params.agentId)))
      return refuse(reply, 404, "object_not_found", "There is no such user.");
    return run({ request, reply, seat, account: deps.accountOf(seat.handle.center.id) });
  };

  app.get("/api/users/accounts", administrators, async (request, reply) => {
    const seat = deps.auth.seatOf(request);
    if (!seat) return notLoggedIn(reply);
    const { sessions, secondFactors } = deps.accountOf(seat.handle.center.id);
    const accounts = [];
    for (const agentId of seat.handle.center.state.configuration.users.keys()) {
      const { hasPassword, mustChange, lockedUntil } = await sessions.standing(agentId);
      const secondFactor = (await secondFactors.standing(agentId)) !== null;
      accounts.push({ agentId, hasPassword, mustChange, lockedUntil, secondFactor });
    }
    return reply.header("cache-control", "no-store").send(accountRowsSchema.parse({ accounts }));
  });

  app.put<{ Params: { agentId: string } }>("/api/users/:agentId/password", administrators, (request, reply) =>
    ofUser(request, reply, async ({ seat, account }) => {
      const parsed = passwordSetSchema.safeParse(request.body);
      if (!parsed.success) {
        const path = parsed.error.issues[0]?.path.join(".") ?? "";
        return refuse(reply, 400, "invalid_args", "This does not have its form.", { path });
      }
      const { agentId } = request.params;
      const { password: chosen, mustChange } = parsed.data;
      const words = seat.handle.words();
      const { username = "", firstName = "", lastName = "" } = words.users.get(agentId) ?? {};
      const fault =
        chosen === null ? undefined : passwordFault(chosen, [username, firstName, lastName, words.company]);
      if (fault !== undefined) return refuse(reply, 400, fault, "The password is too short or too easy.");
      const password = chosen ?? madeUpPassword();
      await account.sessions.setPassword(agentId, password, { mustChange });
      // Whoever is signed in with the former one is not any more, but for whoever does this to themselves.
      await account.sessions.endAllOf(agentId, seat.session);
      await sendOut(seat, agentId);
      await note(seat, agentId);
      request.log.info({ by: seat.user.id, of: agentId }, "a password was set");
      return reply
        .header("cache-control", "no-store")
        .send(passwordMadeSchema.parse({ password: chosen === null ? password : null }));
    }),
  );

  app.delete<{ Params: { agentId: string } }>("/api/users/:agentId/lock", administrators, (request, reply) =>
    ofUser(request, reply, async ({ account, seat }) => {
      await account.sessions.unlock(request.params.agentId);
      request.log.info({ by: seat.user.id, of: request.params.agentId }, "a user was let try again");
      return reply.code(204).send();
    }),
  );
}

/** A desk that is open with the former password closes, with what is in hand finished first. */
async function sendOut({ handle, user }: SignedIn, agentId: string): Promise<void> {
  const of = asId<AgentId>(agentId);
  if (of === user.id || !handle.center.state.agents.has(of)) return;
  await handle.center.submit({
    command: {
      type: "ForcePresence",
      agentId: of,
      presence: { kind: "logged_out" },
      supervisorId: user.id,
    },
  });
}

/** That a password was set stands among the changes; which one does not. */
async function note({ handle, user }: SignedIn, agentId: string): Promise<void> {
  const words = handle.words().users.get(agentId);
  await handle.records.audit.put({
    auditId: handle.ids.next(),
    at: handle.clock.now(),
    by: user.id,
    kind: "password",
    subjectId: agentId,
    subjectName: `${words?.firstName ?? ""} ${words?.lastName ?? ""}`.trim() || agentId,
    before: {},
    after: {},
    secretSet: true,
    certain: true,
    undoes: null,
  });
}
