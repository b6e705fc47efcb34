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
import { AppearanceSection } from "./appearance/AppearanceSection.js";
import { AttentionSection } from "./attention/AttentionSection.js";
import { DaySection } from "./day/DaySection.js";
import { KeysSection } from "./keys/KeysSection.js";
import { MyResponsesSection } from "./MyResponsesSection.js";
import { ProfileSection } from "./profile/ProfileSection.js";
import { SecuritySection } from "./security/SecuritySection.js";

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
