import { mayDo } from "@patchbay/core";
import { PHOTO_BYTES_MAX, type ProfileView, profileSchema } from "@patchbay/protocol";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { refuse, type SignedIn } from "../auth/index.js";
import { PictureError, portraitOf } from "../blobs-folder/index.js";
import { BlobError } from "../center/blobs.js";
import { photoAddress } from "../center/photo-address.js";
import type { ProfileRow } from "./profile-store.js";
import type { AccountDeps } from "./register-account.js";

/** Names and an "about me" of 500 characters need no more. */
const PROFILE_BYTES_MAX = 16 * 1024;

/** One's own profile. Nobody reaches another one's here. */
export function profileRoutes(app: FastifyInstance, deps: AccountDeps): void {
  const answer = async (reply: FastifyReply, seat: SignedIn): Promise<FastifyReply> => {
    const row = await deps.accountOf(seat.handle.center.id).profiles.of(seat.user.id);
    if (!row) return refuse(reply, 404, "object_not_found", "This user has no names yet.");
    return reply.header("cache-control", "no-store").send(viewOf(seat.user.id, row));
  };
  /** Stores a change, and answers when every desk is being told. */
  const changed = async (
    reply: FastifyReply,
    seat: SignedIn,
    change: () => Promise<void>,
  ): Promise<FastifyReply> => {
    await change();
    await deps.accountOf(seat.handle.center.id).reloadWords();
    return answer(reply, seat);
  };

  app.get("/api/account/profile", { config: { access: "any" } }, async (request, reply) => {
    const seat = deps.auth.seatOf(request);
    return seat ? answer(reply, seat) : notLoggedIn(reply);
  });

  app.get<{ Params: { agentId: string } }>(
    "/api/users/:agentId/profile",
    { config: { access: "any" } },
    async (request, reply) => {
      const seat = deps.auth.seatOf(request);
      if (!seat) return notLoggedIn(reply);
      const row = await deps.accountOf(seat.handle.center.id).profiles.of(request.params.agentId);
      if (!row) return refuse(reply, 404, "object_not_found", "There is no such user.");
      const { title, languages, about } = row.profile;
      return reply.header("cache-control", "no-store").send({ title, languages, about });
    },
  );

  app.put(
    "/api/account/profile",
    { config: { access: "any" }, bodyLimit: PROFILE_BYTES_MAX },
    async (request, reply) => {
      const seat = deps.auth.seatOf(request);
      if (!seat) return notLoggedIn(reply);
      if (!mayDo(seat.user, "edit_own_profile")) return notYours(reply);
      const parsed = profileSchema.safeParse(request.body);
      if (!parsed.success) {
        const path = parsed.error.issues[0]?.path.join(".") ?? "";
        return refuse(reply, 400, "invalid_args", "The profile does not have its form.", { path });
      }
      const { profiles } = deps.accountOf(seat.handle.center.id);
      return changed(reply, seat, () => profiles.change(seat.user.id, parsed.data));
    },
  );

  app.put("/api/account/photo", { config: { access: "any" } }, async (request, reply) => {
    const seat = deps.auth.seatOf(request);
    if (!seat) return notLoggedIn(reply);
    if (!mayDo(seat.user, "edit_own_profile")) return notYours(reply);
    const bytes = await uploaded(request, reply);
    if (bytes === undefined) return reply;
    const fileId = await stored(request, reply, seat, bytes);
    if (fileId === undefined) return reply;
    const { profiles } = deps.accountOf(seat.handle.center.id);
    return changed(reply, seat, () => profiles.setPhoto(seat.user.id, fileId));
  });

  app.delete("/api/account/photo", { config: { access: "any" } }, async (request, reply) => {
    const seat = deps.auth.seatOf(request);
    if (!seat) return notLoggedIn(reply);
    if (!mayDo(seat.user, "edit_own_profile")) return notYours(reply);
    const { profiles } = deps.accountOf(seat.handle.center.id);
    return changed(reply, seat, () => profiles.setPhoto(seat.user.id, null));
  });
}

const notYours = (reply: FastifyReply): FastifyReply =>
  refuse(reply, 403, "not_enough_privileges", "Your role does not include this.");

const viewOf = (agentId: string, { photoFileId, ...row }: ProfileRow): ProfileView => ({
  ...row,
  photoUrl: photoAddress(agentId, photoFileId),
});

/** The bytes of the first file; `undefined`: refused already. */
async function uploaded(request: FastifyRequest, reply: FastifyReply): Promise<Buffer | undefined> {
  if (!request.isMultipart()) {
    refuse(reply, 415, "invalid_args", "A photo is sent as multipart/form-data.");
    return undefined;
  }
  const part = await request.file({
    limits: { files: 1, fields: 1, parts: 2, fileSize: PHOTO_BYTES_MAX + 1 },
  });
  if (!part) {
    refuse(reply, 400, "invalid_args", "The request holds no file.", { path: "file" });
    return undefined;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of part.file as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= PHOTO_BYTES_MAX) chunks.push(chunk);
  }
  if (length > PHOTO_BYTES_MAX) {
    refuse(reply, 413, "file_too_large", "A photo may have 8 MB at most.");
    return undefined;
  }
  return Buffer.concat(chunks);
}

/** The id of the square that is kept; `undefined`: refused already. */
async function stored(
  request: FastifyRequest,
  reply: FastifyReply,
  seat: SignedIn,
  bytes: Buffer,
): Promise<string | undefined> {
  try {
    const portrait = await portraitOf(bytes);
    const { fileId } = await seat.handle.blobs.put({
      bytes: (async function* () {
        yield portrait;
      })(),
      name: "photo.webp",
      uploadedBy: seat.user.id,
      interactionId: null,
    });
    return fileId;
  } catch (error) {
    if (error instanceof PictureError)
      refuse(reply, 415, "type_blocked", "This is no picture that can be shown: JPEG, PNG or WebP.");
    else if (error instanceof BlobError) {
      request.log.error({ err: error }, "a photo could not be stored");
      refuse(reply, 500, "file_failed", "The photo could not be stored. Please try again.");
    } else throw error;
    return undefined;
  }
}

/** The seat was good when the guard looked; kept for the type's sake and for the day somebody moves the guard. */
export const notLoggedIn = (reply: FastifyReply): FastifyReply =>
  refuse(reply, 401, "not_logged_in", "Nobody is signed in at this seat.");
