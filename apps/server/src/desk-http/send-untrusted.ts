import type { FastifyReply, FastifyRequest } from "fastify";
import type { Blobs, FileInfo, FileVariant } from "../center/blobs.js";

/** Pictures that every browser draws without running anything. All else is saved, never opened in our origin. */
const SHOWN_INLINE: ReadonlySet<string> = new Set([
  "image/jpeg",
  "image/png",
  "image/gif",
  "image/webp",
  "image/avif",
]);

/** A week: what an id names never changes, but erasing a file must not take forever to reach a browser. */
const CACHE = "private, max-age=604800, immutable";

/**
 * Sends bytes that a stranger gave us so that they can never become a page or a script of ours: the type is the one we
 * found, the browser may not guess another, and if it shows them at all then in a sandbox without an origin.
 *
 * Also fit for the customer's side of the same file, which names it by an unguessable id.
 *
 * @param cache `Cache-Control`; by default the bytes of an id never change.
 * @returns `false` when there is no such variant; nothing has been sent then.
 */
export async function sendUntrusted(
  request: FastifyRequest,
  reply: FastifyReply,
  blobs: Blobs,
  info: FileInfo,
  variant: FileVariant,
  cache: string = CACHE,
): Promise<boolean> {
  const etag = `"${info.fileId}-${variant}"`;
  const known = request.headers["if-none-match"]
    ?.split(",")
    .some((tag) => tag.trim().replace(/^W\//, "") === etag);
  if (known) {
    shield(reply);
    void reply.header("etag", etag).header("cache-control", cache).code(304).send();
    return true;
  }
  const opened = await blobs.open(info.fileId, variant);
  if (!opened) return false;
  shield(reply);
  const inline = SHOWN_INLINE.has(opened.mediaType);
  void reply
    .header("etag", etag)
    .header("cache-control", cache)
    .header(
      "content-type",
      opened.mediaType === "text/plain" ? "text/plain; charset=utf-8" : opened.mediaType,
    )
    .header("content-length", String(opened.bytes))
    .header("content-disposition", disposition(inline ? "inline" : "attachment", info.name));
  if (request.method === "HEAD") {
    opened.stream.resume();
    void reply.send();
  } else void reply.send(opened.stream);
  return true;
}

/** The headers that keep untrusted bytes harmless. They replace what a general policy may have set. */
export function shield(reply: FastifyReply): void {
  void reply
    .header("x-content-type-options", "nosniff")
    .header("content-security-policy", "sandbox; default-src 'none'")
    .header("cross-origin-resource-policy", "same-origin")
    .header("x-frame-options", "DENY");
}

/**
 * The name twice (RFC 6266): in plain letters for old programs, and whole in UTF-8. Nothing in it can end the header
 * or the quotes.
 */
export function disposition(kind: "inline" | "attachment", name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  // Half a surrogate pair cannot be written as UTF-8.
  const whole = encodeURIComponent(name.replace(/\p{Surrogate}/gu, "_")).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${whole}`;
}
