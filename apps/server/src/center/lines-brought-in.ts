import { asId, keptOf } from "@patchbay/core";
import type { ContentWrite } from "./content.js";
import type { CenterHandle } from "./edge.js";

/**
 * Names and numbers of the lines that one call gets when two are joined, under the ids that they keep: content, of which
 * the core knows nothing. Nothing for what is no call: the core refuses it.
 *
 * Rejects when the tables do not answer.
 */
export async function linesBroughtIn(
  { center, records }: Pick<CenterHandle, "center" | "records">,
  one: string,
  another: string,
): Promise<ContentWrite[]> {
  const { interactions } = center.state;
  const [first, second] = [interactions.get(asId(one)), interactions.get(asId(another))];
  if (!first?.call || !second?.call || first === second) return [];
  const { kept, joined } = keptOf(first, second);
  const { legs } = joined.call ?? { legs: [] };
  const [called, data, contact] = await Promise.all([
    records.calledParties(joined.id),
    records.interactionData(joined.id),
    records.contact(joined.contactId),
  ]);
  const lines: ContentWrite[] = [];
  for (const { id: legId, role } of legs) {
    const own = called.find((party) => party.legId === legId);
    const to = { table: "called_party", interactionId: kept.id, legId } as const;
    if (role === "external" && own) lines.push({ ...to, number: own.number, name: own.name });
    if (role === "customer")
      lines.push({
        ...to,
        number: data?.phoneNumber ?? "",
        name: `${contact?.firstName ?? ""} ${contact?.lastName ?? ""}`.trim(),
      });
  }
  return lines;
}
