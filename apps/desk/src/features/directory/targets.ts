import type { ContactView, RosterView, ServiceView } from "@patchbay/protocol";
import { deskLanguage } from "../../parts/language-name.js";

/** Whom a call can go to: a colleague, the line of a service, or any number. */
export type CallTarget =
  | { readonly agentId: string }
  | { readonly serviceId: string }
  | { readonly number: string };

/** Why a target cannot be called, as a key of `directory.whyNot`: as far as the roster tells; the server decides. */
export type WhyNot = "offline" | "desk" | "noPhone" | "phone" | "here" | "closed";

/** One line of a picker. `key` is unique in the list and stays the same while the target is the same. */
export type TargetEntry = { readonly key: string; readonly whyNot: WhyNot | null } & (
  | { readonly kind: "agent"; readonly agent: RosterView }
  | { readonly kind: "service"; readonly service: ServiceView }
  | { readonly kind: "number"; readonly number: string }
  | { readonly kind: "contact"; readonly contact: ContactView; readonly phone: ContactView["phones"][number] }
);

/** Contacts come with numbers. */
export type TargetKind = "agent" | "service" | "number";

export const targetOf = (entry: TargetEntry): CallTarget => {
  switch (entry.kind) {
    case "agent":
      return { agentId: entry.agent.agentId };
    case "service":
      return { serviceId: entry.service.serviceId };
    case "number":
      return { number: entry.number };
    case "contact":
      return { number: entry.phone.e164 ?? entry.phone.raw };
  }
};

/** Without case and accents: "Jose" finds José. */
export const fold = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase("en").trim();

/** The digits of a text in which nothing but a number stands; `null`: it is no number. */
export function digitsOf(typed: string): string | null {
  return /^[\s+]*[\d\s().\-/*#,]+$/.test(typed) && /\d/.test(typed) ? typed.replace(/\D/g, "") : null;
}

/** How well a user fits what was typed: 0 best, `null` not at all. Words begin with it, or the extension does. */
export function agentFit(
  agent: Pick<RosterView, "name" | "username" | "extension">,
  sought: string,
): number | null {
  const wanted = fold(sought);
  if (wanted === "") return 3;
  const digits = digitsOf(sought);
  if (digits !== null && agent.extension !== null) {
    if (agent.extension === digits) return 0;
    if (agent.extension.startsWith(digits)) return 1;
  }
  const name = fold(agent.name);
  if (name.split(/\s+/).some((part) => part.startsWith(wanted)) || name.startsWith(wanted)) return 1;
  return name.includes(wanted) || fold(agent.username).includes(wanted) ? 2 : null;
}

/** What stands in the way of calling a colleague. Being busy does not: a second call is shown to them. */
export function whyNotAgent(agent: Pick<RosterView, "word" | "deskAlive" | "phone">): WhyNot | null {
  if (agent.word === null || agent.phone === null) return "offline";
  if (!agent.deskAlive) return "desk";
  if (agent.phone.device === "none") return "noPhone";
  return agent.phone.health === "ok" ? null : "phone";
}

/** The same for a call of one's own: where there is a mailbox, somebody who is not there can be called all the same. */
export const whyNotCalled = (
  agent: Pick<RosterView, "word" | "deskAlive" | "phone" | "callsGoOn">,
): WhyNot | null => (agent.callsGoOn ? null : whyNotAgent(agent));

/** Who is free comes before who has to be interrupted. */
const PRESENCE_ORDER: Readonly<Record<NonNullable<RosterView["word"]>, number>> = {
  ready: 0,
  supervising: 1,
  after_call_work: 2,
  reserved: 3,
  ringing: 3,
  busy: 4,
  not_ready: 5,
};

const orderOf = (agent: RosterView): number => (agent.word === null ? 6 : PRESENCE_ORDER[agent.word]);

export interface TargetQuestion {
  readonly roster: Iterable<RosterView>;
  readonly services: Iterable<ServiceView>;
  /** Those whom the server has found for what was typed. */
  readonly contacts: readonly ContactView[];
  /** The agent who asks: never in the list. */
  readonly me: string;
  /** Agents who are in the call already. */
  readonly here: ReadonlySet<string>;
  readonly kinds: ReadonlySet<TargetKind>;
  readonly sought: string;
  /** Whether somebody who can be reached cannot be chosen all the same, by a rule of whoever asks. Default: nobody. */
  readonly isRefused?: (target: CallTarget) => boolean;
}

/**
 * What a picker lists for what was typed: the number itself, then colleagues who can be reached, services, contacts with each
 * of their numbers, and last those who cannot be chosen now and those who cannot be called, who stay to be seen with the
 * reason.
 */
export function targetEntries(question: TargetQuestion): TargetEntry[] {
  const { kinds, sought, me, here, isRefused = () => false } = question;
  const agents = kinds.has("agent") ? agentEntries(question.roster, me, here, sought) : [];
  const services = kinds.has("service") ? serviceEntries(question.services, sought) : [];
  const typed = kinds.has("number") && digitsOf(sought) !== null ? sought.trim() : null;
  const isExtension = agents.some(
    ({ agent, whyNot }) => typed !== null && whyNot === null && agent.extension === digitsOf(typed),
  );
  const numbers: TargetEntry[] =
    typed === null ? [] : [{ kind: "number", key: "number", number: typed, whyNot: null }];
  const can = (entry: TargetEntry): boolean => entry.whyNot === null && !isRefused(targetOf(entry));
  const refused = (entry: TargetEntry): boolean => entry.whyNot === null && isRefused(targetOf(entry));
  const cannot = (entry: TargetEntry): boolean => entry.whyNot !== null;
  return [
    // Four digits that are a colleague's extension mean the colleague.
    ...(isExtension ? [] : numbers),
    ...agents.filter(can),
    ...(isExtension ? numbers : []),
    ...services.filter(can),
    ...(kinds.has("number") ? contactEntries(question.contacts) : []),
    ...agents.filter(refused),
    ...agents.filter(cannot),
    ...services.filter(refused),
    ...services.filter(cannot),
  ];
}

type AgentEntry = Extract<TargetEntry, { kind: "agent" }>;

function agentEntries(
  roster: Iterable<RosterView>,
  me: string,
  here: ReadonlySet<string>,
  sought: string,
): AgentEntry[] {
  return [...roster]
    .flatMap((agent) => {
      const fit = agent.agentId === me ? null : agentFit(agent, sought);
      if (fit === null) return [];
      const whyNot = here.has(agent.agentId) ? ("here" as const) : whyNotAgent(agent);
      const entry: AgentEntry = { kind: "agent", key: `agent ${agent.agentId}`, agent, whyNot };
      return [{ entry, fit }];
    })
    .sort(
      (a, b) =>
        a.fit - b.fit ||
        orderOf(a.entry.agent) - orderOf(b.entry.agent) ||
        a.entry.agent.name.localeCompare(b.entry.agent.name, deskLanguage()),
    )
    .map(({ entry }) => entry);
}

const contactEntries = (contacts: readonly ContactView[]): TargetEntry[] =>
  contacts.flatMap((contact) =>
    contact.phones.map((phone) => ({
      kind: "contact" as const,
      key: `contact ${contact.contactId} ${phone.raw.replace(/\s/g, "")}`,
      contact,
      phone,
      whyNot: null,
    })),
  );

function serviceEntries(services: Iterable<ServiceView>, sought: string): TargetEntry[] {
  const wanted = fold(sought);
  return [...services]
    .filter(({ name }) => fold(name).includes(wanted))
    .sort((a, b) => a.waiting - b.waiting || a.name.localeCompare(b.name, deskLanguage()))
    .map((service) => ({
      kind: "service",
      key: `service ${service.serviceId}`,
      service,
      whyNot: service.open ? null : "closed",
    }));
}
