import type { AgentId, SessionId, User } from "@patchbay/core";
import { asId } from "@patchbay/core";
import { type HttpErrorCode, type LoginResponse, loginRequestSchema } from "@patchbay/protocol";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { browserName, clearSeatCookie, passwordFault, refuse, setSeatCookie } from "../auth/index.js";
import type { CenterHandle } from "../center/edge.js";
import { refuseSubmission } from "./failures.js";
import type { DeskHttpDeps } from "./register-desk-http.js";

/** A name and a password need no more. */
const LOGIN_BYTES_MAX = 4 * 1024;

export function sessionRoutes(app: FastifyInstance, deps: DeskHttpDeps): void {
  app.post("/api/session", { config: { access: "public" }, bodyLimit: LOGIN_BYTES_MAX }, (request, reply) =>
    logIn(deps, request, reply),
  );

  app.get("/api/session", { config: { access: "any" } }, async (request, reply) => {
    const seat = deps.auth.seatOf(request);
    if (!seat) return notLoggedIn(reply);
    return reply.header("cache-control", "no-store").send(identity(seat.handle, seat.user));
  });

  app.delete("/api/session", { config: { access: "any" } }, async (request, reply) => {
    const seat = deps.auth.seatOf(request);
    if (!seat) return notLoggedIn(reply);
    const left = await logOutOfCenter(seat.handle, seat.user.id, asId(seat.session.sessionId));
    // With chats in hand the center remembers the wish; the session lives until the last one is wrapped up.
    if (left === "working") return reply.code(202).send({ next: "logged_out" });
    if (left !== "left") return refuseSubmission(reply, left);
    await deps.sessions(seat.handle.center.id).end(seat.session.sessionId);
    clearSeatCookie(request, reply, seat.session.seat);
    return reply.code(204).send();
  });
}

/**
 * A name and a password become a seat: checked, written down as a session, and then told to the center, whose word
 * it is whether this user may be logged in (one session a user). Only then does the browser get its token.
 */
async function logIn(
  deps: DeskHttpDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  // There is no session yet to be misused, but a foreign page could sign its visitor in as somebody else.
  if (deps.auth.forged(request)) {
    return refuse(reply, 403, "not_our_page", "This request did not come from a page of this server.");
  }
  const parsed = loginRequestSchema.safeParse(request.body);
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.join(".") ?? "";
    return refuse(reply, 400, "invalid_args", "Signing in needs a user name, a password and a seat.", {
      path,
    });
  }
  const login = parsed.data;
  const handle = deps.centers.byHost(request.host);
  if (!handle) return refuse(reply, 404, "object_not_found", "There is no center at this address.");
  const sessions = deps.sessions(handle.center.id);

  const verified = await sessions.verify({
    username: login.username,
    password: login.password,
    address: request.ip,
  });
  if (!verified.ok && verified.code === "rate_limited") return refuseHaste(reply, verified.retryAfterMs);
  if (!verified.ok)
    return refuse(reply, 401, "invalid_credentials", "The user name or the password is wrong.");
  const agentId = asId<AgentId>(verified.agentId);

  // Asked for before a code of the second factor is used up; kept when everything else is right.
  if (verified.mustChange) {
    const refused = newPasswordFault(handle, agentId, login);
    if (refused !== null) return refuse(reply, refused.status, refused.code, refused.message);
  }

  // Whoever sat here before leaves. The same user coming back to the same seat takes over from themselves.
  const before = await deps.auth.resolve(request, login.seat);
  const comesBack = before?.user.id === agentId;

  const factors = deps.secondFactorsOf?.(handle.center.id);
  if (factors && (await factors.standing(agentId)) !== null) {
    if (!login.code)
      return refuse(reply, 401, "second_factor_required", "Signing in needs the code of the app, too.");
    const checked = await factors.check(agentId, login.code);
    if (!checked.ok) {
      if (checked.code === "rate_limited") return refuseHaste(reply, checked.retryAfterMs);
      return refuse(reply, 401, checked.code, "The code is wrong, or was used already.");
    }
    // A code is used once. Who has to be asked whether to take over from another window needs it for the answer.
    const elsewhere = handle.center.state.agents.get(agentId);
    if (elsewhere && !login.force && !comesBack)
      return refuse(reply, 409, "user_already_logged_in", "You are signed in elsewhere.", {
        since: elsewhere.loggedInAt,
      });
    if (!(await factors.use(agentId, checked.fits)))
      return refuse(reply, 401, "second_factor_wrong", "The code is wrong, or was used already.");
  }

  if (before && !comesBack) {
    const left = await logOutOfCenter(before.handle, before.user.id, asId(before.session.sessionId));
    if (left === "working") {
      return refuse(reply, 409, "already_in_progress", "The user of this seat still has work in hand.");
    }
    if (left !== "left") return refuseSubmission(reply, left);
    await sessions.end(before.session.sessionId);
  }

  const { session, token } = await sessions.open(
    agentId,
    login.seat,
    browserName(request.headers["user-agent"]),
  );
  const result = await handle.center.submit({
    command: { type: "LogIn", agentId, sessionId: asId(session.sessionId), force: login.force || comesBack },
  });
  if (!result.ok) {
    await sessions.end(session.sessionId);
    const since = handle.center.state.agents.get(agentId)?.loggedInAt;
    return refuseSubmission(
      reply,
      result.rejection,
      result.rejection.code === "user_already_logged_in" && since !== undefined ? { since } : {},
    );
  }
  if (verified.mustChange && login.newPassword !== undefined)
    await sessions.setPassword(agentId, login.newPassword);
  await sessions.endOthers(session);
  const user = handle.center.state.configuration.users.get(agentId);
  if (!user) return refuse(reply, 403, "user_disabled_or_deleted", "This user cannot sign in.");
  setSeatCookie(request, reply, login.seat, token);
  return reply.header("cache-control", "no-store").send(identity(handle, user));
}

/** Answers whoever tries too often. */
export function refuseHaste(reply: FastifyReply, retryAfterMs: number): FastifyReply {
  const retryAfterSeconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
  void reply.header("retry-after", String(retryAfterSeconds));
  return refuse(reply, 429, "rate_limited", "Too many attempts. Please wait a little.", {
    retryAfterSeconds,
  });
}

/** Being out already is as good as going. `working`: the center lets go when the work in hand is done. */
async function logOutOfCenter(handle: CenterHandle, agentId: AgentId, sessionId: SessionId) {
  const { center } = handle;
  if (!center.state.agents.has(agentId)) return "left";
  const result = await center.submit({ command: { type: "LogOut", agentId, sessionId } });
  if (!result.ok) return result.rejection.code === "not_logged_in" ? "left" : result.rejection;
  return center.state.agents.get(agentId)?.sessionId === sessionId ? "working" : "left";
}

function identity(handle: CenterHandle, user: User): LoginResponse {
  const words = handle.words().users.get(user.id);
  return {
    agentId: user.id,
    username: words?.username ?? user.id,
    firstName: words?.firstName ?? "",
    lastName: words?.lastName ?? "",
    roles: [...user.roles],
  };
}

/** The seat was good when the guard looked; kept for the type's sake and for the day somebody moves the guard. */
const notLoggedIn = (reply: FastifyReply): FastifyReply =>
  refuse(reply, 401, "not_logged_in", "Nobody is signed in at this seat.");

/** What is wrong with the password that a user chooses in place of one that somebody else has set; `null`: nothing. */
function newPasswordFault(
  handle: CenterHandle,
  agentId: AgentId,
  { password, newPassword }: { readonly password: string; readonly newPassword?: string | undefined },
): { readonly status: number; readonly code: HttpErrorCode; readonly message: string } | null {
  if (newPassword === undefined)
    return {
      status: 403,
      code: "password_change_required",
      message: "This password was set by somebody else.",
    };
  if (newPassword === password)
    return { status: 400, code: "password_unchanged", message: "The new password is the old one." };
  const words = handle.words();
  const { username = agentId, firstName = "", lastName = "" } = words.users.get(agentId) ?? {};
  const fault = passwordFault(newPassword, [username, firstName, lastName, words.company]);
  if (fault === undefined) return null;
  return { status: 400, code: fault, message: "The new password is too short or too easy." };
}
