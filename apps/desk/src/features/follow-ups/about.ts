import type { FollowUpView } from "@patchbay/protocol";
import type { TFunction } from "i18next";
import { localTime } from "../phone/number-words.js";
import { differs, dueText } from "./due.js";

/** The time where the customer is, when clocks differ there: "08:30 for the customer". */
export function customersTime(t: TFunction, { number, dueAt }: FollowUpView): string | null {
  const zones = number?.timeZones ?? [];
  if (!zones.some((zone) => differs(zone, dueAt))) return null;
  const there = localTime(zones, dueAt);
  return there === null ? null : t("followUps.there", { time: there.text });
}

/** Who made it for whom, as far as that is not the reader alone. */
export function peopleOf(
  t: TFunction,
  { assignee, createdBy, doneBy, changedBy }: FollowUpView,
  me: string,
): readonly string[] {
  return [
    ...(assignee.agentId === me ? [] : [t("followUps.forName", { name: assignee.name })]),
    ...(createdBy.agentId === me || createdBy.agentId === assignee.agentId
      ? []
      : [t("followUps.byName", { name: createdBy.name })]),
    ...(doneBy === null || doneBy.agentId === me ? [] : [t("followUps.doneBy", { name: doneBy.name })]),
    ...(doneBy === null && changedBy.agentId !== me && changedBy.agentId !== createdBy.agentId
      ? [t("followUps.changedBy", { name: changedBy.name })]
      : []),
  ];
}

/** When it is or was to be done, or when it was done. */
export const whenOf = (t: TFunction, { doneAt, dueAt }: FollowUpView, now: number): string =>
  doneAt === null ? dueText(t, dueAt, now) : t("followUps.doneAt", { when: dueText(t, doneAt, now) });
