import {
  enrolmentSchema,
  passwordAskedSchema,
  passwordChangeSchema,
  type SecurityView,
  secondFactorCodeSchema,
  secondFactorRemovalSchema,
} from "@patchbay/protocol";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import { passwordFault, refuse, type SignedIn, setSeatCookie } from "../auth/index.js";
import { refuseHaste } from "../desk-http/index.js";
import { notLoggedIn } from "./profile-routes.js";
import { qrPath } from "./qr-path.js";
import type { AccountDeps, CenterAccounts } from "./register-account.js";

/** Passwords and a code need no more. */
const BYTES_MAX = 4 * 1024;

interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly seat: SignedIn;
  readonly account: CenterAccounts;
}

/** What keeps one's own account safe. Nobody reaches another one's here but an administrator, to take a factor away. */
export function securityRoutes(app: FastifyInstance, deps: AccountDeps): void {
  /** Adds a changing route of whoever is signed in. */
  const route = <Body>(
    method: "POST" | "PUT",
    url: string,
    schema: z.ZodType<Body>,
    run: (asked: Asked, body: Body) => Promise<FastifyReply>,
  ): void => {
    app.route({
      method,
      url,
      config: { access: "any" },
      bodyLimit: BYTES_MAX,
      handler: async (request, reply) => {
        const seat = deps.auth.seatOf(request);
        if (!seat) return notLoggedIn(reply);
        const parsed = schema.safeParse(request.body);
        if (!parsed.success) {
          const path = parsed.error.issues[0]?.path.join(".") ?? "";
          return refuse(reply, 400, "invalid_args", "This does not have its form.", { path });
        }
        const account = deps.accountOf(seat.handle.center.id);
        return run({ request, reply, seat, account }, parsed.data);
      },
    });
  };

  app.get("/api/account/security", { config: { access: "any" } }, async (request, reply) => {
    const seat = deps.auth.seatOf(request);
    if (!seat) return notLoggedIn(reply);
    const { sessions, secondFactors } = deps.accountOf(seat.handle.center.id);
    const view: SecurityView = {
      username: seat.words?.username ?? seat.user.id,
      secondFactor: await secondFactors.standing(seat.user.id),
      sessions: (await sessions.of(seat.user.id)).map(
        ({ sessionId, seat: at, browser, createdAt, usedAt }) => ({
          isThis: sessionId === seat.session.sessionId,
          seat: at,
          browser,
          since: createdAt,
          usedAt,
        }),
      ),
    };
    return reply.header("cache-control", "no-store").send(view);
  });

  route("PUT", "/api/account/password", passwordChangeSchema, async (asked, { password, newPassword }) => {
    const { reply, seat, account } = asked;
    if (!(await passwordFits(asked, password))) return reply;
    if (newPassword === password)
      return refuse(reply, 400, "password_unchanged", "The new password is the old one.");
    const { username = seat.user.id, firstName = "", lastName = "", nickname = "" } = seat.words ?? {};
    const company = seat.handle.words().company;
    const fault = passwordFault(newPassword, [username, firstName, lastName, nickname, company]);
    if (fault !== undefined) return refuse(reply, 400, fault, "The new password is too short or too easy.");
    await account.sessions.setPassword(seat.user.id, newPassword);
    return safer(asked).then(() => reply.code(204).send());
  });

  route("POST", "/api/account/second-factor", passwordAskedSchema, async (asked, { password }) => {
    const { reply, seat, account } = asked;
    if (!(await passwordFits(asked, password))) return reply;
    const issuer = `Patchbay ${seat.handle.words().company}`.trim();
    const label = seat.words?.username ?? seat.user.id;
    const begun = await account.secondFactors.begin(seat.user.id, { issuer, label });
    if (begun === undefined)
      return refuse(
        reply,
        409,
        "not_suitable_state",
        "There is a second factor already; switch it off first.",
      );
    return reply
      .header("cache-control", "no-store")
      .send(enrolmentSchema.parse({ ...begun, qr: qrPath(begun.address) }));
  });

  route(
    "POST",
    "/api/account/second-factor/confirmation",
    secondFactorCodeSchema,
    async (asked, { code }) => {
      const { reply, seat, account } = asked;
      const confirmed = await account.secondFactors.confirm(seat.user.id, code);
      if (!confirmed.ok) {
        if (confirmed.code === "rate_limited") return refuseHaste(reply, confirmed.retryAfterMs);
        if (confirmed.code === "not_suitable_state")
          return refuse(reply, 409, confirmed.code, "There is nothing to be confirmed.");
        return refuse(reply, 401, confirmed.code, "The code is wrong.");
      }
      await safer(asked);
      return reply.header("cache-control", "no-store").send({ recoveryCodes: confirmed.recoveryCodes });
    },
  );

  route(
    "POST",
    "/api/account/second-factor/removal",
    secondFactorRemovalSchema,
    async (asked, { password, code }) => {
      const { reply, seat, account } = asked;
      if (!(await passwordFits(asked, password))) return reply;
      const checked = await account.secondFactors.check(seat.user.id, code);
      if (!checked.ok) {
        if (checked.code === "rate_limited") return refuseHaste(reply, checked.retryAfterMs);
        return refuse(reply, 401, checked.code, "The code is wrong, or was used already.");
      }
      if (!(await account.secondFactors.use(seat.user.id, checked.fits)))
        return refuse(reply, 401, "second_factor_wrong", "The code was used already.");
      await account.secondFactors.remove(seat.user.id);
      await safer(asked);
      return reply.code(204).send();
    },
  );

  app.delete<{ Params: { agentId: string } }>(
    "/api/users/:agentId/second-factor",
    { config: { access: { privilege: "administer" } } },
    async (request, reply) => {
      const seat = deps.auth.seatOf(request);
      if (!seat) return notLoggedIn(reply);
      const { secondFactors } = deps.accountOf(seat.handle.center.id);
      if (!(await secondFactors.remove(request.params.agentId)))
        return refuse(reply, 404, "object_not_found", "This user has no second factor.");
      request.log.info({ by: seat.user.id, of: request.params.agentId }, "a second factor was taken away");
      return reply.code(204).send();
    },
  );
}

/** Asks for the password again; `false`: refused already. */
async function passwordFits({ request, reply, seat, account }: Asked, password: string): Promise<boolean> {
  const verified = await account.sessions.verifyAgain(seat.user.id, password, request.ip);
  if (verified.ok) return true;
  if (verified.code === "rate_limited") refuseHaste(reply, verified.retryAfterMs);
  else refuse(reply, 403, verified.code, "The password is wrong.");
  return false;
}

/** From now on with a token that nobody can have copied before, and nowhere else. */
async function safer({ request, reply, seat, account }: Asked): Promise<void> {
  setSeatCookie(request, reply, seat.session.seat, await account.sessions.renew(seat.session));
  await account.sessions.endOthers(seat.session);
}
