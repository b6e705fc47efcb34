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

/** The most likely ones, for one click: the best of each type before the second of any. */
export function likelyOf(dispositions: readonly Disposition[], count = 3): readonly Disposition[] {
  const groups = groupsOf(dispositions);
  const longest = Math.max(0, ...groups.map((group) => group.dispositions.length));
  const ranked: Disposition[] = [];
  for (let rank = 0; rank < longest; rank++) {
    for (const group of groups) {
      const disposition = group.dispositions[rank];
      if (disposition !== undefined) ranked.push(disposition);
    }
  }
  return ranked.slice(0, count);
}

/** What happens after Complete, in one or two sentences. */
export function afterText(
  t: TFunction,
  self: SelfView | null,
  reasonName: (id: string) => string | null,
): string {
  if (self === null) return "";
  const others = Math.max(0, self.load - 1);
  const more = others > 0 ? t("context.result.thenMore", { count: others }) : null;
  // A chosen next state waits until all is done.
  const presence = others === 0 && self.next !== null ? self.next : self.presence;
  return [more, presenceText(t, presence, reasonName)].filter((part) => part !== null).join(" ");
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
