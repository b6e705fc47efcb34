import type { Privilege } from "@patchbay/protocol";
import {
  IconAlertTriangle,
  IconBolt,
  IconBriefcase,
  IconBrowser,
  IconBuildingBroadcastTower,
  IconCertificate,
  IconClockHour9,
  IconCoffee,
  IconDeviceLandlinePhone,
  IconDialpad,
  IconEyeOff,
  IconFileText,
  IconHistory,
  IconKey,
  IconListCheck,
  IconMessages,
  IconPhoneIncoming,
  IconPhoneOff,
  IconPhoneOutgoing,
  IconPlayerRecord,
  IconRecordMail,
  IconRoute,
  IconShieldCheck,
  IconShieldLock,
  IconSignature,
  IconSpeakerphone,
  IconStar,
  IconUsers,
  IconUsersGroup,
  IconVolume,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import { later } from "../../parts/later.js";
import { loadSetupWords } from "../../words/words.js";

type Part = ComponentType<{ readonly item: string | null }>;
/** Fetched when it is opened, with its words: most who work at the desk set nothing up. */
const part = (load: () => Promise<Part>): Part =>
  later(
    async () => {
      const [loaded] = await Promise.all([load(), loadSetupWords()]);
      return loaded;
    },
    { isFetchedAhead: false },
  );

const AfterChatSection = part(
  async () => (await import("./after-chat/AfterChatSection.js")).AfterChatSection,
);
const ApiKeysSection = part(async () => (await import("./api-keys/ApiKeysSection.js")).ApiKeysSection);
const CannedSection = part(async () => (await import("./canned/CannedSection.js")).CannedSection);
const ChangesSection = part(async () => (await import("./changes/ChangesSection.js")).ChangesSection);
const DeskLogsSection = part(async () => (await import("./desk-logs/DeskLogsSection.js")).DeskLogsSection);
const EntriesSection = part(async () => (await import("./entries/EntriesSection.js")).EntriesSection);
const ErrorsSeenSection = part(
  async () => (await import("./desk-logs/ErrorsSeenSection.js")).ErrorsSeenSection,
);
const FirstStepsSection = part(
  async () => (await import("./first-steps/FirstStepsSection.js")).FirstStepsSection,
);
const ForwardingSection = part(
  async () => (await import("./forwarding/ForwardingSection.js")).ForwardingSection,
);
const MailboxesSection = part(async () => (await import("./mailboxes/MailboxesSection.js")).MailboxesSection);
const MaskingSection = part(async () => (await import("./masking/MaskingSection.js")).MaskingSection);
const MessagesSection = part(async () => (await import("./messages/MessagesSection.js")).MessagesSection);
const AccessSection = part(async () => (await import("./network/access/AccessSection.js")).AccessSection);
const DeskPhonesSection = part(
  async () => (await import("./network/desk-phones/DeskPhonesSection.js")).DeskPhonesSection,
);
const DialPlanSection = part(
  async () => (await import("./network/dial-plan/DialPlanSection.js")).DialPlanSection,
);
const DoNotCallSection = part(
  async () => (await import("./network/do-not-call/DoNotCallSection.js")).DoNotCallSection,
);
const TeamsSection = part(async () => (await import("./teams/TeamsSection.js")).TeamsSection);
const RolesSection = part(async () => (await import("./roles/RolesSection.js")).RolesSection);
const UsersSection = part(async () => (await import("./users/UsersSection.js")).UsersSection);
const TrunksSection = part(async () => (await import("./network/trunks/TrunksSection.js")).TrunksSection);
const NumbersSection = part(async () => (await import("./numbers/NumbersSection.js")).NumbersSection);
const PromptsSection = part(async () => (await import("./prompts/PromptsSection.js")).PromptsSection);
const RecordingSection = part(async () => (await import("./recording/RecordingSection.js")).RecordingSection);
const ReasonsSection = part(async () => (await import("./reasons/ReasonsSection.js")).ReasonsSection);
const ScenariosSection = part(async () => (await import("./scenarios/ScenariosSection.js")).ScenariosSection);
const SchedulesSection = part(async () => (await import("./schedules/SchedulesSection.js")).SchedulesSection);
const ScreenPopSection = part(
  async () => (await import("./screen-pop/ScreenPopSection.js")).ScreenPopSection,
);
const ServicesSection = part(async () => (await import("./services/ServicesSection.js")).ServicesSection);
const SkillsSection = part(async () => (await import("./skills/SkillsSection.js")).SkillsSection);
const SignatureSection = part(async () => (await import("./signature/SignatureSection.js")).SignatureSection);

export const sectionIds = [
  "firstSteps",
  "users",
  "teams",
  "roles",
  "services",
  "schedules",
  "skills",
  "reasons",
  "numbers",
  "scenarios",
  "prompts",
  "messages",
  "recording",
  "signature",
  "mailboxes",
  "forwarding",
  "chatEntries",
  "canned",
  "masking",
  "screenPop",
  "afterChat",
  "trunks",
  "deskPhones",
  "dialPlan",
  "doNotCall",
  "networkAccess",
  "apiKeys",
  "changes",
  "deskLogs",
  "errorsSeen",
] as const;
export type SectionId = (typeof sectionIds)[number];

interface Section {
  readonly id: SectionId;
  /** Sections that belong together stand under one heading (`setup.groups`). */
  readonly group: "start" | "people" | "work" | "callers" | "chats" | "network" | "center" | "faults";
  readonly Icon: typeof IconRoute;
  /** Whoever may do this reaches it, too; absent: administrators alone. */
  readonly privilege?: Privilege;
  /** @param item what is open in it; `null`: its list */
  readonly Section: Part;
}

/**
 * The parts of Set-up, in the order of the side list. A further one is an id above, a line here, and its name and what it is
 * for in the words (`setup.sections`).
 */
export const sections: readonly Section[] = [
  { id: "firstSteps", group: "start", Icon: IconListCheck, Section: FirstStepsSection },
  { id: "users", group: "people", Icon: IconUsers, Section: UsersSection },
  { id: "teams", group: "people", Icon: IconUsersGroup, Section: TeamsSection },
  { id: "roles", group: "people", Icon: IconShieldCheck, Section: RolesSection },
  { id: "services", group: "work", Icon: IconBriefcase, Section: ServicesSection },
  { id: "schedules", group: "work", Icon: IconClockHour9, Section: SchedulesSection },
  { id: "skills", group: "work", Icon: IconCertificate, Section: SkillsSection },
  { id: "reasons", group: "work", Icon: IconCoffee, Section: ReasonsSection },
  { id: "numbers", group: "callers", Icon: IconPhoneIncoming, Section: NumbersSection },
  { id: "scenarios", group: "callers", Icon: IconRoute, Section: ScenariosSection },
  { id: "prompts", group: "callers", Icon: IconVolume, Section: PromptsSection },
  { id: "messages", group: "callers", Icon: IconSpeakerphone, Section: MessagesSection },
  { id: "recording", group: "callers", Icon: IconPlayerRecord, Section: RecordingSection },
  { id: "signature", group: "callers", Icon: IconSignature, Section: SignatureSection },
  { id: "mailboxes", group: "callers", Icon: IconRecordMail, Section: MailboxesSection },
  { id: "forwarding", group: "callers", Icon: IconPhoneOutgoing, Section: ForwardingSection },
  { id: "chatEntries", group: "chats", Icon: IconMessages, Section: EntriesSection },
  {
    id: "canned",
    group: "chats",
    Icon: IconBolt,
    Section: CannedSection,
    privilege: "manage_shared_responses",
  },
  { id: "masking", group: "chats", Icon: IconEyeOff, Section: MaskingSection },
  { id: "screenPop", group: "chats", Icon: IconBrowser, Section: ScreenPopSection },
  { id: "afterChat", group: "chats", Icon: IconStar, Section: AfterChatSection },
  { id: "trunks", group: "network", Icon: IconBuildingBroadcastTower, Section: TrunksSection },
  { id: "deskPhones", group: "network", Icon: IconDeviceLandlinePhone, Section: DeskPhonesSection },
  { id: "dialPlan", group: "network", Icon: IconDialpad, Section: DialPlanSection },
  { id: "doNotCall", group: "network", Icon: IconPhoneOff, Section: DoNotCallSection },
  { id: "networkAccess", group: "network", Icon: IconShieldLock, Section: AccessSection },
  { id: "apiKeys", group: "center", Icon: IconKey, Section: ApiKeysSection },
  { id: "changes", group: "center", Icon: IconHistory, Section: ChangesSection },
  { id: "deskLogs", group: "faults", Icon: IconFileText, Section: DeskLogsSection },
  { id: "errorsSeen", group: "faults", Icon: IconAlertTriangle, Section: ErrorsSeenSection },
];

/** Those that somebody with these privileges may change; the server asks the same at each request. */
export const sectionsFor = (privileges: readonly Privilege[]): readonly Section[] =>
  privileges.includes("administer")
    ? sections
    : sections.filter(({ privilege }) => privilege !== undefined && privileges.includes(privilege));

export const isSection = (id: string): id is SectionId => (sectionIds as readonly string[]).includes(id);
