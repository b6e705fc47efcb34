import type { OfferView } from "@patchbay/protocol";

/** A sentence by its path in the words, with its values. */
export interface OfferWords {
  readonly words: string;
  readonly values: Readonly<Record<string, string>>;
}

export interface OfferSaid {
  /** Who will be there: the customer, or the colleague who calls or asks. */
  readonly title: string;
  /** The colleague, whose photo is shown. */
  readonly agentId: string | null;
  readonly about: OfferWords;
  /** For screen readers: what rings, and from whom. */
  readonly label: OfferWords;
  /** Read out when it comes. */
  readonly announce: OfferWords;
  /** It says how long somebody has waited in a line. */
  readonly waited: boolean;
}

/** What desks of this agent have to do with it: who has given it away gets it back, if nobody takes it. */
export interface OfferKnown {
  readonly gaveAway: boolean;
  /** Extension of the colleague who calls; `null`: none, or nobody's. */
  readonly extension: string | null;
}

/** What an offer says, by its kind: work of a line, what a colleague hands over, or a colleague who wants to talk. */
export function offerSaid(offer: OfferView, { gaveAway, extension }: OfferKnown): OfferSaid {
  const { kind, from, serviceName, customerName: customer } = offer;
  const isCall = offer.channel === "voice";
  const name = from?.name ?? serviceName;
  const values = { name, customer, service: serviceName };
  const fromLine = { title: customer, agentId: null, waited: true } as const;
  // A caller who is handed on has talked since: the time since the call's beginning is no wait.
  const handedOn = { ...fromLine, waited: !isCall };
  const label = {
    words: isCall ? "call.offer.label" : "offer.label",
    values: { name: customer },
  };
  const announce = {
    words: isCall ? "call.offer.announce" : "attention.announceOffer",
    values: { name: customer, service: serviceName },
  };
  switch (kind) {
    case "consult":
      return {
        title: name,
        agentId: from?.agentId ?? null,
        about: { words: "call.offer.consult", values },
        label: { words: "call.offer.consultLabel", values },
        announce: { words: "call.offer.consultAnnounce", values },
        waited: false,
      };
    case "call":
      // The customer, in the app of the chat that this agent has.
      if (offer.beside !== null)
        return {
          ...fromLine,
          waited: false,
          about: { words: "call.offer.inApp", values },
          label,
          announce: { words: "call.offer.announceInApp", values },
        };
      if (offer.forwardedBy !== null) {
        const forwarded = { ...values, called: offer.forwardedBy.name };
        return {
          title: name,
          agentId: from?.agentId ?? null,
          about: { words: "call.offer.forwarded", values: forwarded },
          label: { words: "call.offer.label", values: { name } },
          announce: { words: "call.offer.forwardedAnnounce", values: forwarded },
          waited: false,
        };
      }
      return {
        title: name,
        agentId: from?.agentId ?? null,
        about:
          extension === null
            ? { words: "call.offer.internal", values }
            : { words: "call.offer.internalFrom", values: { ...values, extension } },
        label: { words: "call.offer.label", values: { name } },
        announce: { words: "call.offer.internalAnnounce", values },
        waited: false,
      };
    case "transfer":
    case "invite":
      return { ...handedOn, about: { words: `offer.${kind}From`, values }, label, announce };
    case "return":
      return {
        ...handedOn,
        about: { words: gaveAway ? "call.offer.untaken" : "offer.returning", values },
        label,
        announce,
      };
    default:
      return {
        ...fromLine,
        about: { words: isCall ? "call.offer.forService" : "offer.forService", values },
        label,
        announce,
      };
  }
}

/**
 * What is said when an offer is over and it was not this agent's doing; `null`: nothing. Whoever is called by a colleague has
 * missed no work (SPEC INT-2).
 */
export function goneSaid(
  cause: string,
  customerName: string,
  offer: Pick<OfferView, "kind" | "from"> | undefined,
): OfferWords | null {
  const direct = offer?.kind === "call" || offer?.kind === "consult";
  const values = { name: direct ? (offer?.from?.name ?? customerName) : customerName };
  switch (cause) {
    case "expired":
      return { words: direct ? "call.offer.gone.expired" : "offer.gone.expired", values };
    case "customer_left":
    case "cancelled":
      return { words: direct ? "call.offer.gone.over" : `offer.gone.${cause}`, values };
    default:
      return null;
  }
}

/** What the agent is told who has rejected: whether somebody else hears of it; `null`: the new state says enough. */
export function rejectedSaid({ kind, from }: Pick<OfferView, "kind" | "from">): OfferWords | null {
  if (from === null || kind === "first" || kind === "return") return null;
  return { words: "call.offer.rejected", values: { name: from.name } };
}
