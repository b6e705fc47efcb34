import type { CenterWords } from "./records.js";

/**
 * Where a user's photo is; a desk appends its seat. A piece of the file's id stands in it, so that a page that shows the
 * photo shows the next one at once.
 */
export const photoAddress = (agentId: string, photoFileId: string | null): string | null =>
  photoFileId === null
    ? null
    : `/api/users/${encodeURIComponent(agentId)}/photo?v=${encodeURIComponent(photoFileId.slice(-6))}`;

/** The file of an agent's photo, when customers may see it. */
export function photoForCustomers(words: CenterWords, agentId: string | undefined): string | null {
  const user = agentId === undefined ? undefined : words.users.get(agentId);
  return user === undefined || user.photoForCustomers === false ? null : user.photoFileId;
}
