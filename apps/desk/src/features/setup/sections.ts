import {
  IconAlertTriangle,
  IconBolt,
  IconBrowser,
  IconBuildingBroadcastTower,
  IconDeviceLandlinePhone,
  IconDialpad,
  IconEyeOff,
  IconFileText,
  IconPhoneIncoming,
  IconPhoneOff,
  IconPhoneOutgoing,
  IconPlayerRecord,
  IconRecordMail,
  IconRoute,
  IconShieldLock,
  IconSignature,
  IconSpeakerphone,
  IconStar,
  IconVolume,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import { AfterChatSection } from "./after-chat/AfterChatSection.js";
import { CannedSection } from "./canned/CannedSection.js";
import { DeskLogsSection } from "./desk-logs/DeskLogsSection.js";
import { ErrorsSeenSection } from "./desk-logs/ErrorsSeenSection.js";
import { ForwardingSection } from "./forwarding/ForwardingSection.js";
import { MailboxesSection } from "./mailboxes/MailboxesSection.js";
import { MaskingSection } from "./masking/MaskingSection.js";
import { MessagesSection } from "./messages/MessagesSection.js";
import { AccessSection } from "./network/access/AccessSection.js";
import { DeskPhonesSection } from "./network/desk-phones/DeskPhonesSection.js";
import { DialPlanSection } from "./network/dial-plan/DialPlanSection.js";
import { DoNotCallSection } from "./network/do-not-call/DoNotCallSection.js";
import { TrunksSection } from "./network/trunks/TrunksSection.js";
import { NumbersSection } from "./numbers/NumbersSection.js";
import { PromptsSection } from "./prompts/PromptsSection.js";
import { RecordingSection } from "./recording/RecordingSection.js";
import { ScenariosSection } from "./scenarios/ScenariosSection.js";
import { ScreenPopSection } from "./screen-pop/ScreenPopSection.js";
import { SignatureSection } from "./signature/SignatureSection.js";

export const sectionIds = [
  "numbers",
  "scenarios",
  "prompts",
  "messages",
  "recording",
  "signature",
  "mailboxes",
  "forwarding",
  "canned",
  "masking",
  "screenPop",
  "afterChat",
  "trunks",
  "deskPhones",
  "dialPlan",
  "doNotCall",
  "networkAccess",
  "deskLogs",
  "errorsSeen",
] as const;
export type SectionId = (typeof sectionIds)[number];

interface Section {
  readonly id: SectionId;
  /** Sections that belong together stand under one heading (`setup.groups`). */
  readonly group: "callers" | "chats" | "network" | "faults";
  readonly Icon: typeof IconRoute;
  /** Supervisors reach it, too; absent: administrators alone. */
  readonly forSupervisors?: boolean;
  /** @param item what is open in it; `null`: its list */
  readonly Section: ComponentType<{ readonly item: string | null }>;
}

/**
 * The parts of Set-up, in the order of the side list. A further one is an id above, a line here, and its name and what it is
 * for in the words (`setup.sections`).
 */
export const sections: readonly Section[] = [
  { id: "numbers", group: "callers", Icon: IconPhoneIncoming, Section: NumbersSection },
  { id: "scenarios", group: "callers", Icon: IconRoute, Section: ScenariosSection },
  { id: "prompts", group: "callers", Icon: IconVolume, Section: PromptsSection },
  { id: "messages", group: "callers", Icon: IconSpeakerphone, Section: MessagesSection },
  { id: "recording", group: "callers", Icon: IconPlayerRecord, Section: RecordingSection },
  { id: "signature", group: "callers", Icon: IconSignature, Section: SignatureSection },
  { id: "mailboxes", group: "callers", Icon: IconRecordMail, Section: MailboxesSection },
  { id: "forwarding", group: "callers", Icon: IconPhoneOutgoing, Section: ForwardingSection },
  { id: "canned", group: "chats", Icon: IconBolt, Section: CannedSection, forSupervisors: true },
  { id: "masking", group: "chats", Icon: IconEyeOff, Section: MaskingSection },
  { id: "screenPop", group: "chats", Icon: IconBrowser, Section: ScreenPopSection },
  { id: "afterChat", group: "chats", Icon: IconStar, Section: AfterChatSection },
  { id: "trunks", group: "network", Icon: IconBuildingBroadcastTower, Section: TrunksSection },
  { id: "deskPhones", group: "network", Icon: IconDeviceLandlinePhone, Section: DeskPhonesSection },
  { id: "dialPlan", group: "network", Icon: IconDialpad, Section: DialPlanSection },
  { id: "doNotCall", group: "network", Icon: IconPhoneOff, Section: DoNotCallSection },
  { id: "networkAccess", group: "network", Icon: IconShieldLock, Section: AccessSection },
  { id: "deskLogs", group: "faults", Icon: IconFileText, Section: DeskLogsSection },
  { id: "errorsSeen", group: "faults", Icon: IconAlertTriangle, Section: ErrorsSeenSection },
];

/** Those that somebody with these roles may change; the server asks the same at each request. */
export const sectionsFor = (roles: readonly string[]): readonly Section[] =>
  roles.includes("administrator")
    ? sections
    : roles.includes("supervisor")
      ? sections.filter(({ forSupervisors = false }) => forSupervisors)
      : [];

export const isSection = (id: string): id is SectionId => (sectionIds as readonly string[]).includes(id);
