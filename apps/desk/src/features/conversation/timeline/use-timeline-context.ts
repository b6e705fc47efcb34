import type { InteractionView } from "@patchbay/protocol";
import { useMemo } from "react";
import { useDesk, withSeat } from "../../../state/store.js";
import { word } from "../../../words/words.js";
import type { HappeningContext } from "./happenings.js";
import type { Faces } from "./MessageRows.js";

const NAMED = ["policy", "vehicle", "incident"] as const;

/** The names that lines are worded with. Changes only when one of them does, not with every tick of the roster. */
export function useTimelineContext(interaction: InteractionView): {
  readonly context: HappeningContext;
  readonly faces: Faces;
} {
  const me = useDesk((state) => state.data?.user.agentId ?? "");
  // As texts, so that a change of somebody's state does not make every line anew.
  const agents = useDesk((state) =>
    stable([...(state.data?.roster.values() ?? [])].map((one) => [one.agentId, one.name, one.photoUrl])),
  );
  const services = useDesk((state) =>
    stable(
      [...(state.data?.services.values() ?? [])].map((one) => [one.serviceId, one.name, one.dispositions]),
    ),
  );
  const { contact, mark, transferNote, data, locations, parties, serviceId, serviceName } = interaction;
  const attachedText = stable([
    ...(locations.length > 0 ? ["position"] : []),
    ...NAMED.filter((name) => data.some((row) => row.name === name && row.value !== "")),
  ]);
  const partyText = stable(parties.map(({ agentId, name }) => [agentId, name]));
  const noteText = stable(transferNote);

  return useMemo(() => {
    const people = new Map<string, { name: string; photo: string | null }>();
    for (const [id, name] of JSON.parse(partyText) as [string, string][])
      people.set(id, { name, photo: null });
    for (const [id, name, photo] of JSON.parse(agents) as [string, string, string | null][])
      people.set(id, { name, photo });
    const known = new Map<string, { name: string; results: Map<string, string> }>();
    for (const [id, name, results] of JSON.parse(services) as [
      string,
      string,
      { id: string; name: string }[],
    ][]) {
      known.set(id, { name, results: new Map(results.map((result) => [result.id, result.name])) });
    }
    const context: HappeningContext = {
      me,
      customerName: contact.name,
      mark,
      nameOf: (agentId) => people.get(agentId)?.name ?? word("conversation.somebody"),
      serviceName: (id) => known.get(id)?.name ?? (id === serviceId ? serviceName : id),
      resultName: (id) => known.get(serviceId)?.results.get(id) ?? id,
      transferNote: JSON.parse(noteText) as HappeningContext["transferNote"],
      attached: (JSON.parse(attachedText) as string[]).map((name) =>
        word(`conversation.happening.attachedNames.${name}`),
      ),
    };
    const faces: Faces = {
      contactId: contact.contactId,
      customerName: contact.name,
      photoOf: (agentId) => {
        const photo = people.get(agentId)?.photo ?? null;
        return photo === null ? null : withSeat(photo);
      },
    };
    return { context, faces };
  }, [
    me,
    agents,
    services,
    partyText,
    noteText,
    attachedText,
    contact.contactId,
    contact.name,
    mark,
    serviceId,
    serviceName,
  ]);
}

const stable = (value: unknown): string => JSON.stringify(value);
