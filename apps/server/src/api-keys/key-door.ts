import type { FastifyReply, FastifyRequest } from "fastify";
import { type KeyDoor, networkOf, refuse } from "../auth/index.js";
import type { CenterHandle, Centers } from "../center/edge.js";
import type { ApiKeys, KeyFault } from "./api-keys.js";
import type { StoredApiKey } from "./key-store.js";

export interface ApiKeyDoorParts {
  readonly centers: Centers;
  readonly keysOf: (centerId: string) => ApiKeys;
  /** Takes one request of this key; `false`: too many. */
  readonly mayAsk: (keyId: string) => boolean;
  /** Takes one more try without a key of ours from this address; `false`: too many. */
  readonly mayTry: (address: string) => boolean;
}

/** Whoever was let in. */
export interface KeyHolder {
  readonly key: StoredApiKey;
  readonly handle: CenterHandle;
}

const statuses = { key_not_accepted: 401, key_not_from_here: 403, key_lacks_scope: 403 } as const;
const sentences: Readonly<Record<KeyFault, string>> = {
  key_not_accepted: "This key is unknown, revoked or expired.",
  key_not_from_here: "This key may not be used from this address.",
  key_lacks_scope: "This key does not open this.",
};
const CHALLENGE = 'Bearer realm="patchbay"';

/** Who comes with an API key: `Authorization: Bearer pbk_...`. A key in an address would end up in somebody's log. */
export class ApiKeyDoor implements KeyDoor {
  readonly #holders = new WeakMap<FastifyRequest, KeyHolder>();

  constructor(private readonly parts: ApiKeyDoorParts) {}

  /** Who made this request; there for every route that asks for a key. */
  holderOf(request: FastifyRequest): KeyHolder | undefined {
    return this.#holders.get(request);
  }

  async admit(
    request: FastifyRequest,
    reply: FastifyReply,
    scope: string,
  ): Promise<FastifyReply | undefined> {
    const { centers, keysOf, mayAsk, mayTry } = this.parts;
    if (centers.all().length === 0) {
      void reply.header("retry-after", "1");
      return refuse(reply, 503, "not_ready", "The server is starting; try again in a moment.");
    }
    const text = /^Bearer +(\S{1,200}) *$/i.exec(request.headers.authorization ?? "")?.[1];
    if (text === undefined) {
      void reply.header("www-authenticate", CHALLENGE);
      return refuse(reply, 401, "key_required", "Send an API key: Authorization: Bearer pbk_...");
    }
    const handle = centers.byHost(request.host);
    const found =
      handle === undefined
        ? "key_not_accepted"
        : await keysOf(handle.center.id).admit(text, scope, request.ip);
    if (typeof found === "string") return this.#refuse(request, reply, found, scope, mayTry);
    if (!mayAsk(found.keyId)) return tooMany(reply);
    if (handle !== undefined) this.#holders.set(request, { key: found, handle });
    return undefined;
  }

  #refuse(
    request: FastifyRequest,
    reply: FastifyReply,
    code: KeyFault,
    scope: string,
    mayTry: ApiKeyDoorParts["mayTry"],
  ): FastifyReply {
    if (!mayTry(networkOf(request.ip))) return tooMany(reply);
    if (code === "key_not_accepted")
      void reply.header("www-authenticate", `${CHALLENGE}, error="invalid_token"`);
    if (code === "key_lacks_scope")
      void reply.header("www-authenticate", `${CHALLENGE}, error="insufficient_scope", scope="${scope}"`);
    return refuse(reply, statuses[code], code, sentences[code], code === "key_lacks_scope" ? { scope } : {});
  }
}

const RETRY_AFTER_SECONDS = 1;
function tooMany(reply: FastifyReply): FastifyReply {
  void reply.header("retry-after", String(RETRY_AFTER_SECONDS));
  return refuse(reply, 429, "rate_limited", "Too many requests. Please wait a little.", {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
    count: RETRY_AFTER_SECONDS,
  });
}
