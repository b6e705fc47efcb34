import { z } from "zod";
import { usernamePattern } from "./setup-users.js";

/**
 * The first administrator of an empty center, by the one-time link that the server's start prints. The token stands behind the `#` of the
 * link, so that no request and no log has it in an address.
 *
 * - `POST /api/first-administrator/look` `{token}`: 204 while the link is good, 404 `first_link_over`
 * - `POST /api/first-administrator`: 204, or 404 `first_link_over`, 400 `invalid_args`, `password_too_short`, `password_too_easy`
 */
const token = z.string().min(1).max(100);
const name = z.string().trim().min(1).max(80);

export const firstLinkSchema = z.object({ token });

export const firstAdministratorSchema = z.object({
  token,
  company: name,
  firstName: name,
  lastName: name,
  username: z.string().trim().regex(usernamePattern),
  password: z.string().min(1).max(200),
});
export type FirstAdministrator = z.infer<typeof firstAdministratorSchema>;
