import type { ContactRow } from "../center/content.js";

/** One line of a finished conversation; `after` is the time since the line before, in seconds. */
export type StoryLine =
  | { readonly by: "customer" | "agent"; readonly after: number; readonly text: string }
  | {
      readonly by: "place";
      readonly after: number;
      readonly latitude: number;
      readonly longitude: number;
      readonly address: string;
    };

/** A conversation that is over. Everybody in it is invented. */
export interface Story {
  /** Names the customer's app; no app has such a key, so nobody can come back as this customer by chance. */
  readonly clientKey: string;
  readonly contact: Omit<ContactRow, "contactId" | "createdAt"> & { readonly key: string };
  readonly entryId: "demo-app" | "demo-web";
  readonly agentId: string;
  /** How long before the load it began, in hours. */
  readonly hoursAgo: number;
  readonly parameters: Readonly<Record<string, string>>;
  readonly lines: readonly StoryLine[];
  readonly dispositionId: string;
  readonly note: string;
}

const maria = {
  key: "maria",
  firstName: "Maria",
  lastName: "Gutiérrez",
  phones: ["+1 503 555 0142"],
  emails: [],
  account: "LK-2048-7719",
} as const;
const oliver = {
  key: "oliver",
  firstName: "Oliver",
  lastName: "Brandt",
  phones: [],
  emails: ["oliver.brandt@example.com"],
  account: null,
} as const;

export const demoStories: readonly Story[] = [
  {
    clientKey: "demo:maria:1",
    contact: maria,
    entryId: "demo-app",
    agentId: "agent2",
    hoursAgo: 70,
    parameters: {
      first_name: "Maria",
      last_name: "Gutiérrez",
      account: "LK-2048-7719",
      phone: "+1 503 555 0142",
      incident: "Glass damage",
      vehicle: "Honda Fit, 2019",
    },
    lines: [
      {
        by: "customer",
        after: 0,
        text: "Hi, a stone hit my windscreen on the highway this morning. There's a small star on the passenger side.",
      },
      { by: "place", after: 4, latitude: 45.5231, longitude: -122.6765, address: "SW Alder St, Portland" },
      {
        by: "agent",
        after: 41,
        text: "Hello Maria, this is Ben. Sorry about that! Is the crack longer than a coin is wide?",
      },
      { by: "customer", after: 35, text: "No, smaller than that." },
      {
        by: "agent",
        after: 48,
        text: "Then it can be repaired, and your policy covers it in full. I've opened a glass claim; the workshop will call you today to set a time.",
      },
      { by: "customer", after: 22, text: "That was quick. Thank you, Ben!" },
    ],
    dispositionId: "claim_opened",
    note: "Stone chip under 2 cm, passenger side, out of the driver's view. Glass repair, no deductible. Workshop calls her.",
  },
  {
    clientKey: "demo:maria:2",
    contact: maria,
    entryId: "demo-app",
    agentId: "agent1",
    hoursAgo: 26,
    parameters: {
      first_name: "Maria",
      last_name: "Gutiérrez",
      account: "LK-2048-7719",
      phone: "+1 503 555 0142",
    },
    lines: [
      {
        by: "customer",
        after: 0,
        text: "The workshop did the windscreen today. Do I need to send you the bill?",
      },
      {
        by: "agent",
        after: 33,
        text: "Hi Maria, Sofia here. No need: they bill us directly. Is everything fine with the glass?",
      },
      { by: "customer", after: 27, text: "Yes, can't even see where it was." },
      { by: "agent", after: 19, text: "Lovely. Then we'll close the claim. Drive safely!" },
    ],
    dispositionId: "information_given",
    note: "Repair done, workshop bills us. Claim can be closed.",
  },
  {
    clientKey: "demo:oliver:1",
    contact: oliver,
    entryId: "demo-web",
    agentId: "agent4",
    hoursAgo: 5,
    parameters: { first_name: "Oliver", last_name: "Brandt", email: "oliver.brandt@example.com" },
    lines: [
      {
        by: "customer",
        after: 0,
        text: "Hello, does your home insurance cover a bicycle that is stolen from a shared basement?",
      },
      {
        by: "agent",
        after: 52,
        text: "Good morning, I'm Marcus. Yes, up to the amount in your policy, if the basement was locked and so was the bicycle.",
      },
      {
        by: "customer",
        after: 44,
        text: "It was both. I need to find the receipt first, can I come back to you?",
      },
      {
        by: "agent",
        after: 30,
        text: "Of course. Write to us here with the receipt or a photo of the bicycle, and we take it from there.",
      },
    ],
    dispositionId: "call_back_later",
    note: "Asks about a stolen bicycle (locked shared basement). Will come back with the receipt.",
  },
];
