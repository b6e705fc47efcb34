import { type Configuration, lookedAfter, mayDo, type User } from "@patchbay/core";
import type { FollowUpRow } from "../center/follow-up-records.js";

/** Whose follow-ups somebody watches over; `null`: everybody's. Nobody's: an empty list. */
export function supervisedBy(user: User, { users }: Pick<Configuration, "users">): readonly string[] | null {
  if (user.roles.includes("administrator")) return null;
  if (!mayDo(user, "see_team_follow_ups")) return [];
  const team = lookedAfter(user, users);
  return team === "all" ? null : [...team];
}

/** Those who made it, those who are to do it, and who looks after one of them. */
export function mayChange(
  { createdBy, assigneeId }: Pick<FollowUpRow, "createdBy" | "assigneeId">,
  user: User,
  configuration: Pick<Configuration, "users">,
): boolean {
  if (createdBy === user.id || assigneeId === user.id) return true;
  const team = supervisedBy(user, configuration);
  return team === null || team.includes(assigneeId) || team.includes(createdBy);
}
