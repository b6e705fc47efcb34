import {
  IconBell,
  IconBolt,
  IconKeyboard,
  IconPalette,
  IconShieldLock,
  IconSunHigh,
  IconUserCircle,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import { later } from "../../parts/later.js";

const AppearanceSection = later(
  async () => (await import("./appearance/AppearanceSection.js")).AppearanceSection,
);
const AttentionSection = later(
  async () => (await import("./attention/AttentionSection.js")).AttentionSection,
);
const DaySection = later(async () => (await import("./day/DaySection.js")).DaySection);
const KeysSection = later(async () => (await import("./keys/KeysSection.js")).KeysSection);
const MyResponsesSection = later(async () => (await import("./MyResponsesSection.js")).MyResponsesSection);
const ProfileSection = later(async () => (await import("./profile/ProfileSection.js")).ProfileSection);
const SecuritySection = later(async () => (await import("./security/SecuritySection.js")).SecuritySection);

export const settingIds = [
  "profile",
  "day",
  "security",
  "appearance",
  "responses",
  "attention",
  "keys",
] as const;
export type SettingId = (typeof settingIds)[number];

interface Section {
  readonly id: SettingId;
  readonly Icon: typeof IconPalette;
  readonly Section: ComponentType;
}

/**
 * The parts of My settings, in the order of the side list. A further one is an id above, a line here, and its name and what
 * it is for in the words (`settings.sections`).
 */
export const sections: readonly Section[] = [
  { id: "profile", Icon: IconUserCircle, Section: ProfileSection },
  { id: "day", Icon: IconSunHigh, Section: DaySection },
  { id: "security", Icon: IconShieldLock, Section: SecuritySection },
  { id: "appearance", Icon: IconPalette, Section: AppearanceSection },
  { id: "responses", Icon: IconBolt, Section: MyResponsesSection },
  { id: "attention", Icon: IconBell, Section: AttentionSection },
  { id: "keys", Icon: IconKeyboard, Section: KeysSection },
];
