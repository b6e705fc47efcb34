import type { RecentView } from "@patchbay/protocol";
import type { TFunction } from "i18next";
import { clockText } from "../../parts/time.js";

/** What a line of Recent is called: the customer, the colleague, or the number alone. */
export function recentName(
  t: TFunction,
  entry: Pick<RecentView, "contact" | "agentId" | "number">,
  nameOf: (agentId: string) => string | null,
): string {
  if (entry.agentId !== null) return nameOf(entry.agentId) ?? t("directory.recent.colleague");
  return entry.contact?.name ?? entry.number?.display ?? t("call.withheld");
}

/** How it went, to whom it belonged, how long it took. */
export function recentAbout(
  t: TFunction,
  entry: RecentView,
  name: string,
  nameOf: (agentId: string) => string | null,
): string {
  const number = entry.number !== null && entry.number.display !== name ? entry.number.display : null;
  return [how(t, entry, nameOf), number, entry.serviceName, lasted(t, entry)]
    .filter((part) => part !== null)
    .join(" · ");
}

function how(t: TFunction, entry: RecentView, nameOf: (agentId: string) => string | null): string {
  if (entry.kind === "chat") return t(`directory.recent.chat.${entry.mark}`);
  if (entry.kind !== "missed") return t(`directory.recent.${entry.kind}`);
  if (entry.takenBy !== null)
    return t("directory.recent.takenBy", { name: nameOf(entry.takenBy) ?? t("directory.recent.colleague") });
  return t(`directory.recent.missed.${entry.cause ?? "no_answer"}`);
}

function lasted(t: TFunction, { kind, durationMs, live }: RecentView): string | null {
  if (kind === "missed") return null;
  if (live) return t("directory.recent.live");
  if (durationMs === null || durationMs === 0)
    return kind === "made" ? t("directory.recent.notReached") : null;
  return clockText(durationMs);
}
