import { asId, mayDo, type User } from "@patchbay/core";
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from "fastify";
import type { Access, CenterHandle, Centers } from "../center/edge.js";
import type { UserWords } from "../center/records.js";
import type { SessionRow } from "./account-store.js";
import { refuse } from "./refuse.js";
import { changesSomething, forged, ourOrigin } from "./same-origin.js";
import { readSeatCookie, SEAT_MAX, seatOfUrl } from "./seat-cookie.js";
import type { Sessions } from "./sessions.js";

/** Who asks: a signed-in seat, with the user as the center knows it at this very moment. */
export interface SignedIn {
  readonly session: SessionRow;
  readonly user: User;
  /** `undefined` when the user has no names yet. */
  readonly words: UserWords | undefined;
  readonly handle: CenterHandle;
}

export interface AuthDeps {
  readonly centers: Centers;
  /** The sessions of one center; asked for every request, so keep them. */
  readonly sessions: (centerId: string) => Sessions;
  /** PUBLIC_URL, when one is set: its origin is ours too. */
  readonly publicUrl: string | null;
  /** For routes that programs call with a key; without it, none of them lets anybody in. */
  readonly keys?: KeyDoor;
}

/** Who comes with an API key. */
export interface KeyDoor {
  /** @returns the reply when it was refused */
  admit(request: FastifyRequest, reply: FastifyReply, scope: string): Promise<FastifyReply | undefined>;
}

export interface DeclaredRoute {
  readonly method: string;
  readonly url: string;
  readonly access: Access;
}

export interface Auth {
  /** The seat that made this request; `undefined` on a route that asks for none, or when nobody is signed in. */
  seatOf(request: FastifyRequest): SignedIn | undefined;
  /** The seat behind a request whose route lets everybody in. Does what `seatOf` needs, without refusing. */
  resolve(request: FastifyRequest, seat: number): Promise<SignedIn | undefined>;
  /** For a WebSocket's upgrade: the cookie of this seat, from a page of ours. */
  authenticateUpgrade(request: FastifyRequest, seat: number): Promise<SignedIn | undefined>;
  /** Whether a changing request comes from elsewhere than a page of ours. Routes with a role are checked anyway. */
  forged(request: FastifyRequest): boolean;
  /** Every route of the server with who may call it: the authorisation matrix is made of this. Whole when ready. */
  routes(): readonly DeclaredRoute[];
}

/** A route was added that says nothing about who may call it. The server does not start with one. */
export class UndeclaredAccessError extends Error {
  override readonly name = "UndeclaredAccessError";
  constructor(readonly undeclared: readonly string[]) {
    super(`these routes do not declare config.access: ${undeclared.join(", ")}`);
  }
}

/**
 * Puts the guard in front of every route that is added to `app` after this call, in it or in a scope of it. Call it
 * before the first route.
 */
export function registerAuth(app: FastifyInstance, deps: AuthDeps): Auth {
  const added: RouteOptions[] = [];
  const seats = new WeakMap<FastifyRequest, SignedIn>();

  app.addHook("onRoute", (route) => {
    added.push(route);
  });
  // Looked at when everything is in place: a scope may have declared the access of a plugin's routes (declareAccess).
  app.addHook("onReady", async () => {
    const undeclared = added
      .filter((route) => !isAccess(route.config?.access))
      .map((route) => `${route.method} ${route.url}`);
    if (undeclared.length > 0) throw new UndeclaredAccessError(undeclared);
  });

  const resolve = async (request: FastifyRequest, seat: number): Promise<SignedIn | undefined> => {
    const handle = deps.centers.byHost(request.host);
    const token = readSeatCookie(request, seat);
    if (!handle || token === undefined) return undefined;
    const session = await deps.sessions(handle.center.id).find(token, seat);
    return session && signedIn(handle, session);
  };

  app.addHook("onRequest", async (request, reply) => {
    const access = request.routeOptions.config.access;
    // Nothing was found for this address: the 404 that follows needs no identity.
    if (request.is404 || access === "public" || access === "customer" || access === "capability") return;
    // Ready proves that every route has it; refusing is what remains if that proof is ever broken.
    if (access === undefined) return forbidden(reply);
    // No cookie counts here, so no page of anybody's can make a browser call it.
    if (isKeyAccess(access)) return deps.keys?.admit(request, reply, access.key) ?? forbidden(reply);
    if (changesSomething(request) && forged(request, deps.publicUrl)) {
      return refuse(reply, 403, "not_our_page", "This request did not come from a page of this server.");
    }
    const seat = seatOfUrl(request);
    if (seat === undefined)
      return refuse(reply, 400, "invalid_args", `A seat is a number from 1 to ${SEAT_MAX}.`);
    if (deps.centers.all().length === 0) {
      // The server is starting and knows no session yet. "Not logged in" would make every desk give up its work.
      void reply.header("retry-after", "1");
      return refuse(reply, 503, "not_ready", "The server is starting; try again in a moment.");
    }
    const found = await resolve(request, seat);
    if (!found) return refuse(reply, 401, "not_logged_in", "Nobody is signed in at this seat.");
    if (access !== "any" && !mayCall(found.user, access)) return forbidden(reply);
    seats.set(request, found);
  });

  return {
    seatOf: (request) => seats.get(request),
    resolve,
    authenticateUpgrade: async (request, seat) =>
      ourOrigin(request, deps.publicUrl) ? resolve(request, seat) : undefined,
    forged: (request) => forged(request, deps.publicUrl),
    routes: () =>
      added.flatMap((route) =>
        [route.method]
          .flat()
          .map((method) => ({ method, url: route.url, access: route.config?.access ?? [] })),
      ),
  };
}

/**
 * Declares who may call the routes of a plugin that knows nothing of `config.access`: everything added in this scope,
 * and not declared otherwise, gets this one.
 */
export function declareAccess(scope: FastifyInstance, access: Access): void {
  scope.addHook("onRoute", (route) => {
    if (route.config?.access === undefined) route.config = { ...route.config, access };
  });
}

/**
 * The user of a session as the center has it now, so that a change of roles holds from the next request on. A user
 * who was switched off is nobody, and so is a session whose user works in another one by now.
 */
function signedIn(handle: CenterHandle, session: SessionRow): SignedIn | undefined {
  const { configuration, agents } = handle.center.state;
  const user = configuration.users.get(asId(session.agentId));
  if (!user?.enabled) return undefined;
  const agent = agents.get(user.id);
  if (agent && agent.sessionId !== session.sessionId) return undefined;
  return { session, user, words: handle.words().users.get(user.id), handle };
}

const isKeyAccess = (access: Access): access is Extract<Access, { key: unknown }> =>
  typeof access === "object" && "key" in access;

const mayCall = (user: User, access: Exclude<Access, string | { key: unknown }>): boolean =>
  "privilege" in access ? mayDo(user, access.privilege) : access.some((role) => user.roles.includes(role));

const forbidden = (reply: FastifyReply): FastifyReply =>
  refuse(reply, 403, "not_enough_privileges", "Your role does not include this.");

const isAccess = (access: unknown): access is Access =>
  Array.isArray(access)
    ? access.length > 0
    : access === "public" ||
      access === "customer" ||
      access === "capability" ||
      access === "any" ||
      (typeof access === "object" && access !== null && ("privilege" in access || "key" in access));
