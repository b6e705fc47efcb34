import type { SelfView, ServiceView } from "@patchbay/protocol";
import type { TFunction } from "i18next";

export type Disposition = ServiceView["dispositions"][number];

/** The most wanted first; it orders the groups and chooses the chips. */
const TYPES = ["SUCCESS", "CONTINUE", "FAILURE", "SPAM", "DO_NOT_CALL"] as const;

export interface DispositionGroup {
  readonly type: Disposition["type"];
  readonly dispositions: readonly Disposition[];
}

/** The service's dispositions by type, in the service's order within a type. */
export function groupsOf(dispositions: readonly Disposition[]): readonly DispositionGroup[] {
  return TYPES.map((type) => ({
    type,
    dispositions: dispositions.filter((other) => other.type === type),
  })).filter((group) => group.dispositions.length > 0);
}

/** A service with many good results still has its others among the likely ones. */
const SAME_TYPE_MAX = 2;

/** The most likely ones, for one click: the first two of each type, the most wanted type first, before the rest. */
export function likelyOf(dispositions: readonly Disposition[], count = 3): readonly Disposition[] {
  const groups = groupsOf(dispositions);
  const first = groups.flatMap((group) => group.dispositions.slice(0, SAME_TYPE_MAX));
  const rest = groups.flatMap((group) => group.dispositions.slice(SAME_TYPE_MAX));
  return [...first, ...rest].slice(0, count);
}

/**
 * What happens after Complete, in one sentence.
 * @param others what else is in hand, on any channel
 */
export function afterText(
  t: TFunction,
  self: SelfView | null,
  others: number,
  reasonName: (id: string) => string | null,
): string {
  if (self === null) return "";
  // While others are in hand the state stays as it is, and a chosen next state waits until all is done.
  if (others > 0) return t("context.result.thenMore", { count: others });
  return presenceText(t, self.next ?? self.presence, reasonName);
}

function presenceText(
  t: TFunction,
  presence: NonNullable<SelfView["next"]>,
  reasonName: (id: string) => string | null,
): string {
  switch (presence.kind) {
    case "ready":
      return t("context.result.thenReady");
    case "supervising":
      return t("context.result.thenSupervising");
    case "logged_out":
      return t("context.result.thenOut");
    case "not_ready": {
      const reason = presence.reason === null ? null : (reasonName(presence.reason) ?? presence.reason);
      return reason === null ? t("context.result.thenNotReady") : t("context.result.thenReason", { reason });
    }
  }
}
