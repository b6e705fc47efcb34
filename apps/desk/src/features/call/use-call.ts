import type { CallPartyView, HappeningView, InteractionView, RosterView } from "@patchbay/protocol";
import { useMemo } from "react";
import { deskLanguage } from "../../parts/language-name.js";
import { useNow } from "../../parts/time.js";
import { usePhone } from "../../phone/phone-store.js";
import { QUALITY_STALE_MS, type Quality } from "../../phone/quality.js";
import { useDesk, withSeat } from "../../state/store.js";
import { useWords, word } from "../../words/words.js";
import type { CardNames } from "./call-card.js";
import { liveCall } from "./call-state.js";
import { endedBy } from "./ended-by.js";
import { type AskedParty, callPartner } from "./talk-groups.js";

/** The call that keys go by; `null`: none in hand. */
export const useLiveCall = (): InteractionView | null =>
  useDesk((state) => liveCall(state.data?.interactions.values() ?? []));

/** As the agent has set it, even before the server says so. */
export function useMuted({ interactionId, call }: InteractionView): boolean {
  const here = usePhone((state) => state.muting.get(interactionId));
  return here ?? call?.own?.muted ?? false;
}

/** How the lines of a call do, by leg; what is too old says nothing. */
export function useQualities({ interactionId }: InteractionView): ReadonlyMap<string, Quality> {
  useNow();
  const quality = usePhone((state) => state.quality);
  const fresh = [...quality].filter(
    ([, one]) => one.interactionId === interactionId && Date.now() - one.at < QUALITY_STALE_MS,
  );
  return new Map(fresh);
}

const NOBODY: ReadonlyMap<string, RosterView> = new Map();

export interface Partner {
  readonly id: string;
  readonly name: string;
  readonly agentId: string | null;
  readonly photo: string | null;
}

/** With whom the call is: the customer, or the colleague of an internal call. */
export function useCallPartner(view: InteractionView): Partner {
  // Only where a colleague may be meant: who is in the roster changes often.
  const roster = useDesk(({ data }) =>
    view.call?.direction === "internal" ? (data?.roster ?? NOBODY) : NOBODY,
  );
  return useMemo(() => {
    const partner = callPartner(view, roster);
    const photo = partner.agentId === null ? null : (roster.get(partner.agentId)?.photoUrl ?? null);
    return { ...partner, photo: photo === null ? null : withSeat(photo) };
  }, [view, roster]);
}

/** What a party is called: "You", a name, a number, or that it is one. */
export function usePartyName(): (party: CallPartyView) => string {
  const t = useWords();
  return ({ own, name, number }) =>
    own ? t("call.party.you") : name || number?.display || t("call.party.unknown");
}

/** What is asked for is called: a colleague's name, or the service's. */
export function useAskedName(asked: AskedParty | null): string {
  return useDesk(({ data }) => {
    if (asked === null) return "";
    const { agentId, serviceId } = asked;
    return (
      (agentId === null ? data?.services.get(serviceId)?.name : data?.roster.get(agentId)?.name) ??
      agentId ??
      serviceId
    );
  });
}

/** Since when somebody is asked, ms: a request itself keeps the age of the call. */
export const useAskedAt = (interactionId: string): number | null =>
  useDesk(
    ({ data }) =>
      data?.happenings.get(interactionId)?.findLast(({ what }) => what === "AgentRequested")?.at ?? null,
  );

/** "Maria, Ben and Ines". */
export const listed = (names: readonly string[]): string =>
  new Intl.ListFormat(deskLanguage(), { type: "conjunction" }).format(names);

/** What the cards of calls call colleagues and services. */
export function useCardNames({ channel }: Pick<InteractionView, "channel">): CardNames {
  const roster = useDesk(({ data }) => (channel === "voice" ? data?.roster : undefined));
  const services = useDesk(({ data }) => (channel === "voice" ? data?.services : undefined));
  return useMemo(
    () => ({
      agent: (id) => roster?.get(id)?.name ?? "",
      service: (id) => services?.get(id)?.name ?? "",
    }),
    [roster, services],
  );
}

const NONE: readonly HappeningView[] = [];

/** Who ended the call, in a sentence; `null`: it goes on. */
export function useEndedBy({ interactionId, contact }: InteractionView): string | null {
  const happenings = useDesk(({ data }) => data?.happenings.get(interactionId) ?? NONE);
  const me = useDesk(({ data }) => data?.user.agentId ?? "");
  const roster = useDesk(({ data }) => data?.roster);
  return useMemo(
    () =>
      endedBy(happenings, {
        me,
        customer: contact.name,
        nameOf: (agentId) => roster?.get(agentId)?.name ?? word("conversation.somebody"),
      }),
    [happenings, me, contact.name, roster],
  );
}
