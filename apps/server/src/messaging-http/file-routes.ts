import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { BlobError, type Blobs, type FileInfo, type FileVariant, UPLOAD_BYTES_MAX } from "../center/blobs.js";
import type { CenterHandle } from "../center/edge.js";
import { formFileName } from "../center/form-file-name.js";
import { cleanText } from "../center/plain-text.js";
import { maskText, ruleOfEntry } from "../masking/index.js";
import { type Call, centerOf, queryValue } from "./caller.js";
import { ConcurrencyLimit } from "./limits.js";
import { MessagingError, tooMany, unavailable } from "./messaging-error.js";
import type { WireParts } from "./wire-parts.js";

/** Shown by a browser in place; everything else is only ever saved. SVG is not among them: it can hold script. */
const SHOWN_IN_PLACE: ReadonlySet<string> = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/avif",
]);

/** Takes the first file part, whatever its name: three spellings are in use. */
export function uploadHandler(parts: WireParts) {
  const uploads = new ConcurrencyLimit(parts.settings.uploadsAtOnce);
  return async (request: FastifyRequest, call: Call): Promise<{ file_id: string; file_name: string }> => {
    const leave = uploads.enter(call.customer.clientKey);
    if (leave === undefined) throw tooMany("Too many uploads at once: wait for one to finish.");
    try {
      const info = await takeUpload(request, call);
      return { file_id: info.fileId, file_name: info.name };
    } finally {
      leave();
    }
  };
}

async function takeUpload(request: FastifyRequest, call: Call): Promise<FileInfo> {
  if (!request.isMultipart()) throw new MessagingError("5558", "The body is no multipart form.");
  try {
    for await (const part of request.parts()) {
      if (part.type !== "file") continue;
      return await call.handle.blobs.put({
        bytes: part.file,
        name: maskText(
          cleanText(formFileName(part.filename) || "file"),
          ruleOfEntry(call.handle.words(), call.customer.appId),
        ).text,
        uploadedBy: call.customer.clientKey,
        interactionId: call.service.liveChatOf(call.customer),
      });
    }
  } catch (error) {
    if (error instanceof BlobError && error.code === "file_too_large") throw new MessagingError("5501");
    if (error instanceof BlobError && error.code === "file_empty") {
      throw new MessagingError("5558", "The file is empty: it holds no bytes.");
    }
    if (error instanceof BlobError && error.code === "type_blocked") {
      throw new MessagingError("5558", "Files of this type are not taken.");
    }
    if (error instanceof BlobError && error.code === "broken_off") {
      throw new MessagingError("5558", "The upload ended in the middle.", { cause: error });
    }
    if (error instanceof BlobError)
      throw new MessagingError("5558", undefined, { status: 500, cause: error });
    throw new MessagingError("5558", "The upload cannot be read.", { cause: error });
  }
  throw new MessagingError("5558", "The form holds no file.");
}

/** Files by their unguessable id: image tags send neither Authorization nor, from other sites, cookies. */
export function registerFileRoutes(app: FastifyInstance, parts: WireParts): void {
  const config = { access: "capability" } as const;
  const schema = {
    tags: ["files"],
    summary: "The bytes of a file; ?size=thumb for a small picture (ours)",
    response: { 404: parts.errorSchema },
  };
  for (const version of [1, 2]) {
    app.get(`/api/v${version}/chats/:chatId/files/:fileId`, { config, schema }, async (request, reply) => {
      const { chatId, fileId } = request.params as { chatId: string; fileId: string };
      return sendFile(parts, request, reply, fileId, chatId);
    });
    app.get(
      `/api/v${version}/chats/:chatId/profilephotos/:partyId`,
      { config, schema: { ...schema, summary: "The picture of an agent who takes part" } },
      async (request, reply) => {
        const { chatId, partyId } = request.params as { chatId: string; partyId: string };
        const handles = handlesFor(parts, request);
        for (const handle of handles) {
          const fileId = await parts.serviceOf(handle).past.profilePhotoOf(chatId, partyId).catch(passOn404);
          if (fileId !== undefined) return sendFile(parts, request, reply, fileId, null);
        }
        throw new MessagingError("5502");
      },
    );
  }
  app.get(
    "/file/:fileId",
    { config, schema: { ...schema, summary: "The same, as the Android SDK asks for it" } },
    (request, reply) => {
      const { fileId } = request.params as { fileId: string };
      return sendFile(parts, request, reply, fileId, null);
    },
  );
}

const passOn404 = (error: unknown): undefined => {
  if (error instanceof MessagingError && error.status === 404) return undefined;
  throw error;
};

/** The tenant's center, or all: these calls come without tenantUrl, and the ids are unguessable anyway. */
function handlesFor(parts: WireParts, request: FastifyRequest): readonly CenterHandle[] {
  if (!parts.isReady()) throw unavailable();
  return queryValue(request, "tenantUrl") === undefined
    ? parts.centers.all()
    : [centerOf(parts.centers, request, false)];
}

async function sendFile(
  parts: WireParts,
  request: FastifyRequest,
  reply: FastifyReply,
  fileId: string,
  chatId: string | null,
): Promise<FastifyReply> {
  const variant: FileVariant = queryValue(request, "size") === "thumb" ? "thumb" : "original";
  for (const { blobs } of handlesFor(parts, request)) {
    const info = await ofStore(blobs.info(fileId));
    // A file that belongs to one chat is not found under another's address.
    if (
      info === undefined ||
      (chatId !== null && info.interactionId !== null && info.interactionId !== chatId)
    )
      continue;
    const opened = await ofStore(blobs.open(fileId, variant));
    if (opened === undefined) continue;
    return sendBytes(reply, info, opened);
  }
  throw new MessagingError("5502");
}

const ofStore = <T>(read: Promise<T>): Promise<T> =>
  read.catch((cause: unknown) => {
    throw new MessagingError("5558", undefined, { status: 500, cause });
  });

/** Whatever a file claims to be, it never runs in our origin. */
function sendBytes(
  reply: FastifyReply,
  info: FileInfo,
  opened: NonNullable<Awaited<ReturnType<Blobs["open"]>>>,
): FastifyReply {
  const isShown = SHOWN_IN_PLACE.has(opened.mediaType);
  const plain = info.name.replace(/[^\x20-\x7e]|["\\;%]/g, "_");
  const name = `filename="${plain}"; filename*=UTF-8''${encodeURIComponent(cleanText(info.name)).replace(/['()*]/g, escapeByte)}`;
  return reply
    .header("content-type", opened.mediaType)
    .header("content-length", String(opened.bytes))
    .header("content-disposition", `${isShown ? "inline" : "attachment"}; ${name}`)
    .header("x-content-type-options", "nosniff")
    .header("content-security-policy", "default-src 'none'; sandbox")
    .header("cross-origin-resource-policy", "cross-origin")
    .header("referrer-policy", "no-referrer")
    .header("cache-control", "private, max-age=31536000, immutable")
    .send(opened.stream);
}

const escapeByte = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;

/** A little more than a file may have, so that the store is the one to refuse it. */
export const MULTIPART_FILE_MAX = UPLOAD_BYTES_MAX + 64 * 1024;
