import type { OfferView } from "@patchbay/protocol";
import { ask, select, toast, toastError } from "../../state/actions.js";
import { word } from "../../words/words.js";
import { rejectedSaid } from "./offer-view.js";

/**
 * Answers an offer. Accepting selects it at the press, not when the answer comes: that may be late, and what the agent types
 * or chooses meanwhile must not be moved under the hands. The offer becomes its chat where it stands (stillThere).
 */
export async function answerOffer(
  key: "acceptOffer" | "rejectOffer",
  offer: Pick<OfferView, "offerId" | "kind" | "from">,
): Promise<void> {
  const { offerId } = offer;
  if (key === "acceptOffer") select({ kind: "offer", id: offerId });
  const answer = await ask(key, { offerId });
  if (!answer.ok) {
    toastError(answer.error);
    return;
  }
  const said = key === "rejectOffer" ? rejectedSaid(offer) : null;
  if (said !== null) toast(word(said.words, said.values));
}
