import type { ContactView, RosterView, ServiceView } from "@patchbay/protocol";
import { deskLanguage } from "../../parts/language-name.js";
import { agentFit, digitsOf, fold } from "./targets.js";

/** One line of the directory. `key` stays the same while it is about the same. */
export type DirectoryRow = { readonly key: string } & (
  | { readonly kind: "heading"; readonly title: string; readonly count: number | null }
  | { readonly kind: "number"; readonly number: string }
  | { readonly kind: "colleague"; readonly agent: RosterView }
  | { readonly kind: "service"; readonly service: ServiceView }
  | { readonly kind: "contact"; readonly contact: ContactView }
  /** A sentence in the place of contacts. */
  | { readonly kind: "hint"; readonly words: "typeToFind" | "looking" | "noContact" | "moreContacts" }
);

export interface DirectoryQuestion {
  readonly roster: Iterable<RosterView>;
  readonly services: Iterable<ServiceView>;
  /** `null`: not asked for, because the text is too short. */
  readonly contacts: readonly ContactView[] | null;
  readonly moreContacts: boolean;
  readonly looking: boolean;
  readonly me: string;
  readonly sought: string;
  /** What colleagues without a team stand under, and the other headings. */
  readonly titles: { readonly noTeam: string; readonly services: string; readonly contacts: string };
}

/**
 * Colleagues by team and name, so that nobody moves under the pointer while states change; then services, then the contacts
 * that the server found. What was typed stays callable as a number.
 */
export function directoryRows(question: DirectoryQuestion): DirectoryRow[] {
  const { sought, titles, me } = question;
  const rows: DirectoryRow[] = [];
  const typed = digitsOf(sought);
  if (typed !== null && typed.length > 2) rows.push({ kind: "number", key: "number", number: sought.trim() });
  const colleagues = [...question.roster].filter(
    (agent) => agent.agentId !== me && agentFit(agent, sought) !== null,
  );
  for (const { title, agents } of teamsOf(colleagues, titles.noTeam)) {
    rows.push({ kind: "heading", key: `team ${title}`, title, count: agents.length });
    for (const agent of agents) rows.push({ kind: "colleague", key: `agent ${agent.agentId}`, agent });
  }
  const services = [...question.services]
    .filter(({ name }) => fold(name).includes(fold(sought)))
    .sort((a, b) => a.name.localeCompare(b.name, deskLanguage()));
  if (services.length > 0) {
    rows.push({ kind: "heading", key: "services", title: titles.services, count: services.length });
    for (const service of services)
      rows.push({ kind: "service", key: `service ${service.serviceId}`, service });
  }
  return [...rows, ...contactRows(question)];
}

function contactRows({
  contacts,
  moreContacts,
  looking,
  titles,
}: Pick<DirectoryQuestion, "contacts" | "moreContacts" | "looking" | "titles">): DirectoryRow[] {
  const heading = { kind: "heading", key: "contacts", title: titles.contacts } as const;
  if (contacts === null) {
    const words = looking ? "looking" : "typeToFind";
    return [
      { ...heading, count: null },
      { kind: "hint", key: "hint", words },
    ];
  }
  const rows = contacts.map(
    (contact): DirectoryRow => ({ kind: "contact", key: `contact ${contact.contactId}`, contact }),
  );
  const hint = contacts.length === 0 ? "noContact" : moreContacts ? "moreContacts" : null;
  return [
    { ...heading, count: contacts.length },
    ...rows,
    ...(hint === null ? [] : [{ kind: "hint", key: "hint", words: hint } as const]),
  ];
}

function teamsOf(
  agents: readonly RosterView[],
  noTeam: string,
): readonly { readonly title: string; readonly agents: readonly RosterView[] }[] {
  const teams = new Map<string, RosterView[]>();
  for (const agent of agents) {
    const title = agent.team?.name ?? "";
    const team = teams.get(title);
    if (team === undefined) teams.set(title, [agent]);
    else team.push(agent);
  }
  return [...teams]
    .sort(([a], [b]) => Number(a === "") - Number(b === "") || a.localeCompare(b, deskLanguage()))
    .map(([title, members]) => ({
      title: title === "" ? noTeam : title,
      agents: members.sort((a, b) => a.name.localeCompare(b.name, deskLanguage())),
    }));
}
