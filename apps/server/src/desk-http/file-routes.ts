import type { FastifyInstance, FastifyReply } from "fastify";
import { refuse } from "../auth/index.js";
import { BlobError, type FileInfo, UPLOAD_BYTES_MAX } from "../center/blobs.js";
import { formFileName } from "../center/form-file-name.js";
import { maskText, strictestRule } from "../masking/index.js";
import type { DeskHttpDeps } from "./register-desk-http.js";
import { sendUntrusted } from "./send-untrusted.js";

const blobStatuses = {
  file_too_large: 413,
  file_empty: 400,
  type_blocked: 415,
  broken_off: 400,
  file_failed: 500,
} as const;
const blobSentences = {
  file_too_large: "The file is too large: 25 MB at most.",
  file_empty: "The file is empty: it holds no bytes.",
  type_blocked: "Files of this kind are not taken.",
  broken_off: "The upload ended in the middle. Please try again.",
  file_failed: "The file could not be stored. Please try again.",
} as const;

/**
 * Files of a center may be read by everybody who is signed in to it: colleagues help each other, transfer and invite,
 * and look into a contact's history. Another center's files are unknown here, whatever id is asked (decision 0032).
 */
export function fileRoutes(app: FastifyInstance, deps: DeskHttpDeps): void {
  app.post("/api/files", { config: { access: "any" } }, async (request, reply) => {
    const seat = deps.auth.seatOf(request);
    if (!seat) return refuse(reply, 401, "not_logged_in", "Nobody is signed in at this seat.");
    if (!request.isMultipart()) {
      return refuse(reply, 415, "invalid_args", "A file is sent as multipart/form-data.");
    }
    // One byte more than allowed, so that the store sees that it is too large instead of a cut file.
    const part = await request.file({
      limits: { files: 1, fields: 10, parts: 11, fileSize: UPLOAD_BYTES_MAX + 1 },
    });
    if (!part) return refuse(reply, 400, "invalid_args", "The request holds no file.", { path: "file" });
    try {
      const info = await seat.handle.blobs.put({
        bytes: part.file,
        // Before it is known in which chat it will be said.
        name: maskText(formFileName(part.filename), strictestRule(seat.handle.words())).text,
        uploadedBy: seat.user.id,
        interactionId: null,
      });
      return reply.header("cache-control", "no-store").send(fileAnswer(info));
    } catch (error) {
      if (!(error instanceof BlobError)) throw error;
      if (error.code === "file_failed") request.log.error({ err: error }, "a file could not be stored");
      // A browser reads the answer only after it has sent everything, so the rest is taken in and thrown away. The reader
      // of the parts has stopped at the file that nobody wants any more, and would hold the connection for ever.
      request.raw.unpipe();
      request.raw.resume();
      // A desk knows what to say of a file that failed; whose fault it was is told by the status.
      const code = error.code === "broken_off" ? "file_failed" : error.code;
      return refuse(reply, blobStatuses[error.code], code, blobSentences[error.code]);
    }
  });

  app.get<{ Params: { fileId: string }; Querystring: { size?: string } }>(
    "/api/files/:fileId",
    { config: { access: "any" } },
    async (request, reply) => {
      const seat = deps.auth.seatOf(request);
      const { size } = request.query;
      if (size !== undefined && size !== "thumb") {
        return refuse(reply, 400, "invalid_args", "The only other size is thumb.", { path: "size" });
      }
      const info = await seat?.handle.blobs.info(request.params.fileId);
      if (!seat || !info) return notFound(reply);
      const variant = size === "thumb" ? "thumb" : "original";
      const sent = await sendUntrusted(request, reply, seat.handle.blobs, info, variant);
      return sent ? reply : notFound(reply);
    },
  );
}

const fileAnswer = (info: FileInfo) => ({
  fileId: info.fileId,
  name: info.name,
  mediaType: info.mediaType,
  bytes: info.bytes,
  image: info.image,
});

const notFound = (reply: FastifyReply): FastifyReply =>
  refuse(reply, 404, "file_not_found", "There is no such file.");
