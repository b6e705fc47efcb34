import type { InteractionView } from "@patchbay/protocol";
import { IconPhone } from "@tabler/icons-react";
import { clockText, useNow } from "../../parts/time.js";
import { useWords } from "../../words/words.js";
import { askedParty, partyState } from "./talk-groups.js";
import { useAskedName, usePartyName } from "./use-call.js";

/** Under the card of a call: whom its agent consults, and how that stands. */
export function ConsultationRow({ view }: { readonly view: InteractionView }) {
  const t = useWords();
  const now = useNow();
  const nameOf = usePartyName();
  const { call } = view;
  const asked = askedParty(view);
  const askedName = useAskedName(asked);
  const consultation = call?.consultation ?? null;
  if (call === null || consultation?.own !== true) return null;
  const group = call.parties.filter(({ circle }) => circle === "consult");
  const other = group.find(({ own }) => !own);
  const state = other === undefined ? (asked?.offered ? "asked" : "inLine") : partyState(other, group);
  return (
    <div className="card sub call-sub">
      <span className="ch voice sm" aria-hidden="true">
        <IconPhone size={14} stroke={1.8} />
      </span>
      <span className="grow">
        <span className="who clip call-line">{other === undefined ? askedName : nameOf(other)}</span>
        <span className="what clip call-line">
          {t("call.consultation")} · {t(`call.party.state.${state}`)}
        </span>
      </span>
      <span className="time num">{clockText(now - consultation.since)}</span>
    </div>
  );
}
