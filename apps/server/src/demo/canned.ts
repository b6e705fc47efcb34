import type { CannedRow } from "../center/canned-records.js";
import type { CenterHandle } from "../center/edge.js";

interface SharedResponse
  extends Pick<CannedRow, "title" | "keyword" | "folder" | "text" | "language" | "serviceIds"> {
  readonly id: string;
}

const english = { language: "en" } as const;
const claims = { ...english, folder: "Auto claims", serviceIds: ["auto_claims"] } as const;
const everywhere = { ...english, folder: "General", serviceIds: [] } as const;

/** What agents find behind the slash at a first look. Folders are those of the services' names. */
export const demoCanned: readonly SharedResponse[] = [
  {
    ...everywhere,
    id: "canned-hello",
    folder: "General/Greetings",
    title: "Greeting",
    keyword: "hello",
    text: "Hello {{customer.firstName|there}}, this is {{agent.firstName}} from {{company.name}}. How can I help you today?",
  },
  {
    ...everywhere,
    id: "canned-moment",
    title: "One moment",
    keyword: "moment",
    text: "One moment please, {{customer.firstName|let me see}}. I am looking it up.",
  },
  {
    ...everywhere,
    id: "canned-anything-else",
    title: "Anything else?",
    keyword: "else",
    text: "Is there anything else that I can do for you?",
  },
  {
    ...everywhere,
    id: "canned-bye",
    folder: "General/Greetings",
    title: "Goodbye",
    keyword: "bye",
    text: "Thank you for writing to {{company.name}}, {{customer.firstName|and goodbye}}. Your case is {{case.number}}, should you need us again.",
  },
  {
    ...everywhere,
    id: "canned-hello-es",
    folder: "General/Greetings",
    title: "Saludo",
    keyword: "hello",
    language: "es",
    text: "Hola {{customer.firstName}}, le atiende {{agent.firstName}} de {{company.name}}. ¿En qué puedo ayudarle?",
  },
  {
    ...claims,
    id: "canned-safe",
    title: "Is everybody safe?",
    keyword: "safe",
    text: "I am sorry to hear that, {{customer.firstName}}. First of all: is everybody safe, and is the car out of the traffic?",
  },
  {
    ...claims,
    id: "canned-photos",
    folder: "Auto claims/What we need",
    title: "Photos of the damage",
    keyword: "photos",
    text: "Please send us photos of:\n- the whole car from each side\n- the damage from close by\n- the other car's plate, if there is one",
  },
  {
    ...claims,
    id: "canned-police",
    folder: "Auto claims/What we need",
    title: "Police report",
    keyword: "police",
    text: "If the police were there, please send us the number of their report. It goes with your case {{case.number}}.",
  },
  {
    ...claims,
    id: "canned-opened",
    title: "Claim opened",
    keyword: "opened",
    text: "%F %L, your claim is open. Its number is {{case.number}}, and {{service.name}} will write to you within two working days.",
  },
];

/** Puts those that are missing among the shared ones; one that somebody has changed or deleted stays as it is. */
export async function putSharedResponses({ records, clock }: CenterHandle): Promise<void> {
  for (const { id, ...response } of demoCanned)
    await records.canned.put({
      ...response,
      responseId: id,
      version: 1,
      ownerId: null,
      marks: [],
      changedBy: "admin",
      changedAt: clock.now(),
      deletedAt: null,
    });
}
