import { asId, type Watch } from "@patchbay/core";
import type { Figures, FiguresQuery } from "@patchbay/protocol";
import type { CenterHandle } from "../center/edge.js";
import { agentName } from "../desk-gateway/views/message-view.js";
import type { AgentCount, Asked, Contact, Counted } from "./count.js";
import { agentSum, type Level, sumOf, usualLevel } from "./sums.js";

const MINUTE = 60_000;

/** What was counted, as it is asked for. */
export function figuresOf(
  handle: CenterHandle,
  all: Counted,
  query: FiguresQuery,
  now: number,
  watch: Watch,
): Figures {
  const { from, until, minutes, channel, serviceId } = query;
  const counted = countedFor(watch, all);
  const isWanted = (one: Pick<Contact, "channel" | "serviceId">): boolean =>
    (channel === null || one.channel === channel) && (serviceId === null || one.serviceId === serviceId);
  const contacts = counted.contacts.filter(
    (one) => isWanted(one) && one.offeredAt >= from && one.offeredAt < until,
  );
  const words = handle.words();
  const levelOf = (contact: Contact): Level =>
    words.services.get(contact.serviceId)?.serviceLevel ?? usualLevel(contact.channel);
  const sum = (some: readonly Contact[]) => sumOf(some, levelOf, now);

  const width = minutes * MINUTE;
  const slots = Array.from({ length: Math.ceil((until - from) / width) }, (): Contact[] => []);
  for (const contact of contacts) slots[Math.floor((contact.offeredAt - from) / width)]?.push(contact);

  const byService = groupsOf(contacts, (one) => one.serviceId);
  // Own calls out belong to no contact, and to no service of one.
  const loose = channel === null && serviceId === null ? counted.otherParts : [];
  const parts = groupsOf([...contacts.flatMap((one) => one.parts), ...loose], (one) => one.agentId);
  const asked = groupsOf(counted.asked.filter(isWanted), (one) => one.agentId);
  const agentIds = new Set([...parts.keys(), ...asked.keys()]);
  return {
    at: now,
    total: sum(contacts),
    intervals: slots.map((some, at) => ({ from: from + at * width, ...sum(some) })),
    services: [...byService]
      .map(([id, some]) => ({
        serviceId: id,
        name: words.services.get(id)?.name ?? id,
        level: words.services.get(id)?.serviceLevel ?? usualLevel(some[0]?.channel ?? "chat"),
        ...sum(some),
      }))
      .sort((a, b) => a.name.localeCompare(b.name, "en")),
    agents: [...agentIds]
      .map((agentId) =>
        agentSum(
          agentId,
          agentName(words, agentId),
          countOf(asked.get(agentId) ?? []),
          parts.get(agentId) ?? [],
        ),
      )
      .sort((a, b) => a.name.localeCompare(b.name, "en")),
  };
}

/** FIG-9. */
export function countedFor(watch: Watch, counted: Counted): Counted {
  if (watch.agents === "all") return counted;
  const isTheirs = ({ agentId }: { readonly agentId: string }): boolean => watch.agent(asId(agentId));
  return {
    contacts: counted.contacts.flatMap((contact) => {
      const parts = contact.parts.filter(isTheirs);
      const isSeen = contact.parts.length === 0 ? watch.service(asId(contact.serviceId)) : parts.length > 0;
      return isSeen ? [{ ...contact, parts }] : [];
    }),
    asked: counted.asked.filter(isTheirs),
    otherParts: counted.otherParts.filter(isTheirs),
  };
}

function countOf(asked: readonly Asked[]): AgentCount {
  const count: AgentCount = { offers: 0, answered: 0, rejected: 0, notAnswered: 0, placed: 0 };
  for (const { what } of asked) count[what] += 1;
  return count;
}

function groupsOf<One>(all: readonly One[], keyOf: (one: One) => string): Map<string, One[]> {
  const groups = new Map<string, One[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
}
