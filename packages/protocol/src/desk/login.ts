import { z } from "zod";

/**
 * `POST /api/session` signs a user in at one seat of this browser and sets that seat's cookie
 * (`pb_seat_<seat>`, HttpOnly, SameSite=Strict, path=/). Every changing HTTP request of the desk carries the header
 * `x-patchbay: desk` and comes from our own origin; the seat travels as `?seat=`.
 */
export const loginRequestSchema = z.object({
  username: z
    .string()
    .max(100)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u),
  password: z.string().min(1).max(200),
  seat: z.number().int().min(1).max(9),
  /** Of the app, or a recovery code; asked for by `second_factor_required` from users who have a second factor. */
  code: z.string().max(40).optional(),
  /** Chosen now; asked for by `password_change_required`, when somebody else has set the password. */
  newPassword: z.string().min(1).max(200).optional(),
  /** Take the work over from another window (after `user_already_logged_in`). */
  force: z.boolean().default(false),
});
export const loginResponseSchema = z.object({
  agentId: z.string(),
  username: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  roles: z.array(z.enum(["agent", "supervisor", "administrator"])),
});
/** Body of every refusal of our own HTTP API. */
export const httpErrorSchema = z.object({
  code: z.string(),
  message: z.string(),
  facts: z.record(z.string(), z.unknown()).optional(),
  correlationId: z.string(),
});
/**
 * Addresses inside views (`photoUrl`, a file's `url` and `thumbnailUrl`) are the same for every seat: they name no
 * seat. The desk appends its own before it uses one: `?seat=N`, or `&seat=N` where the address has a query already.
 *
 * Other routes of the desk, all with the seat's cookie:
 * - `GET /api/session?seat=1` 200 loginResponse, 401 `not_logged_in`
 * - `DELETE /api/session?seat=1` ends the seat's session
 * - `POST /api/files?seat=1` multipart, first file part; 200 {fileId, name, mediaType, bytes, image}
 * - `GET /api/files/{fileId}?seat=1` the bytes; `&size=thumb` a WebP of at most 480 px
 * - `GET /api/users/{agentId}/photo?seat=1`
 * - `POST /api/supervise/agents/{agentId}/presence?seat=1` {presence}: supervisors
 */
export type LoginResponse = z.infer<typeof loginResponseSchema>;
export type HttpError = z.infer<typeof httpErrorSchema>;
