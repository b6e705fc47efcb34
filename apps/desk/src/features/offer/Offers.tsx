import { useEffect } from "react";
import { toast } from "../../state/actions.js";
import type { GoneOffer } from "../../state/desk-data.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { OfferCard } from "./OfferCard.js";

const told = ["expired", "customer_left", "cancelled"] as const;

/** All that rings, oldest first. */
export function Offers() {
  const t = useWords();
  const offers = useDesk((state) => state.data?.offers);
  useEffect(() => {
    const gone = (event: Event): void => {
      const { cause, customerName } = (event as CustomEvent<GoneOffer>).detail;
      if (told.some((known) => known === cause))
        toast(t(`offer.gone.${cause}`, { name: customerName || t("offer.accept") }));
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
