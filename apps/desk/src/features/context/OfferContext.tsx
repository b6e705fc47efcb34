import { useEffect, useId, useState } from "react";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { pagesIn, usePop } from "../screen-pop/index.js";
import { AccidentTab, ColleagueContext, HistoryTab, PopTab } from "./later-tabs.js";
import "./context.css";
import { hasMore, isPolicy } from "./accident.js";
import { ContactPanel } from "./contact/ContactPanel.js";
import { Tabs } from "./Tabs.js";
import { type ContextTab, shownTab } from "./tabs.js";

/** What is known of a customer whose chat rings: everything that is there after accepting, but no result yet. */
export function OfferContext({ offerId }: { readonly offerId: string }) {
  const t = useWords();
  const id = useId();
  const offer = useDesk((state) => state.data?.offers.get(offerId));
  const [choice, setChoice] = useState<ContextTab | null>(null);
  useEffect(() => {
    const showMap = (): void => setChoice("accident");
    window.addEventListener("patchbay:show-map", showMap);
    return () => window.removeEventListener("patchbay:show-map", showMap);
  }, []);
  const pop = usePop(offer?.interactionId ?? null);
  if (offer === undefined) return null;
  const { contact, data, locations, waitingSince } = offer;
  if (offer.kind === "call")
    return <ColleagueContext contact={contact} agentId={offer.from?.agentId ?? null} />;
  const pages = pagesIn(pop, "offer");
  const available: readonly ContextTab[] = [
    ...(pages.length > 0 ? (["pages"] as const) : []),
    ...(hasMore(offer, offer.channel) ? (["accident"] as const) : []),
    "history",
  ];
  const shown = shownTab(available, "talk", choice === null ? undefined : { tab: choice, part: "talk" });
  const heads = available.map((tab) => ({
    tab,
    label:
      tab === "history" || tab === "pages"
        ? t(tab === "pages" ? "pop.tab" : "context.tabs.history")
        : t(locations.length > 0 ? "context.tabs.accident" : "context.tabs.data"),
  }));
  return (
    <aside className="context" aria-label={t("context.label")}>
      <ContactPanel contact={contact} policy={isPolicy(contact, data)} />
      <Tabs id={id} heads={heads} shown={shown} onChoose={setChoice} />
      <div
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${shown}`}
        className={`ctx-panel ${shown}`}
      >
        {shown === "pages" && (
          <PopTab interactionId={offer.interactionId} pages={pages} text={pop?.text ?? ""} />
        )}
        {shown === "accident" && <AccidentTab subject={offer} at={waitingSince} />}
        {shown === "history" && <HistoryTab contactId={contact.contactId} current={offer.interactionId} />}
      </div>
    </aside>
  );
}
