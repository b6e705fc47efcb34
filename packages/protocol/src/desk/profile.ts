import { z } from "zod";

/** How long what people write of themselves may be, in characters. */
export const PROFILE_NAME_MAX = 60;
export const PROFILE_ABOUT_MAX = 500;
export const PROFILE_LANGUAGES_MAX = 12;
/** What is uploaded; what is stored is a square of `PHOTO_EDGE` pixels, compressed. */
export const PHOTO_BYTES_MAX = 8 * 1024 * 1024;
export const PHOTO_EDGE = 512;

const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u);

/** What a user says of themselves. */
export const profileSchema = z.strictObject({
  firstName: line(PROFILE_NAME_MAX).min(1),
  lastName: line(PROFILE_NAME_MAX),
  title: line(PROFILE_NAME_MAX),
  /** What customers see; empty: the first name. */
  nickname: line(PROFILE_NAME_MAX),
  /** Spoken languages by their ISO 639 codes, in the user's order. */
  languages: z
    .array(z.string().regex(/^[a-z]{2,3}$/))
    .max(PROFILE_LANGUAGES_MAX)
    .refine((codes) => new Set(codes).size === codes.length, { message: "a language twice" }),
  about: z
    .string()
    .trim()
    .max(PROFILE_ABOUT_MAX)
    .regex(/^[^\p{Cs}]*$/u),
  /** Customers see the photo; colleagues always do. */
  photoForCustomers: z.boolean(),
});

/**
 * Routes of one's own account, all with the seat's cookie:
 * - `GET /api/account/profile` 200 profileView
 * - `PUT /api/account/profile` profile; 200 profileView
 * - `PUT /api/account/photo` multipart, first file part; 200 profileView
 * - `DELETE /api/account/photo` 200 profileView
 * and what colleagues read of somebody: `GET /api/users/{agentId}/profile` 200 colleague
 */
export const profileViewSchema = z.object({
  profile: profileSchema,
  username: z.string(),
  extension: z.string().nullable(),
  photoUrl: z.string().nullable(),
});
export const colleagueSchema = profileSchema.pick({ title: true, languages: true, about: true });
export type Colleague = z.infer<typeof colleagueSchema>;
export type Profile = z.infer<typeof profileSchema>;
export type ProfileView = z.infer<typeof profileViewSchema>;
