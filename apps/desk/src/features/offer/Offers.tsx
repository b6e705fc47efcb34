import { useEffect } from "react";
import { toast } from "../../state/actions.js";
import type { GoneOffer } from "../../state/desk-data.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { OfferCard } from "./OfferCard.js";
import { goneSaid } from "./offer-view.js";

/** All that rings, oldest first. */
export function Offers() {
  const t = useWords();
  const offers = useDesk((state) => state.data?.offers);
  useEffect(() => {
    const gone = (event: Event): void => {
      const { cause, customerName, view } = (event as CustomEvent<GoneOffer>).detail;
      const said = goneSaid(cause, customerName, view);
      if (said !== null) toast(t(said.words, said.values));
    };
    window.addEventListener("patchbay:offer-gone", gone);
    return () => window.removeEventListener("patchbay:offer-gone", gone);
  }, [t]);
  if (!offers || offers.size === 0) return null;
  const sorted = [...offers.values()].sort((a, b) => a.waitingSince - b.waitingSince);
  return (
    <div className="offers">
      {sorted.map((view) => (
        <OfferCard key={view.offerId} view={view} />
      ))}
    </div>
  );
}
