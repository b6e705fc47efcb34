import { IconPhoneIncoming, IconRoute, IconVolume } from "@tabler/icons-react";
import type { ComponentType } from "react";
import { NumbersSection } from "./numbers/NumbersSection.js";
import { PromptsSection } from "./prompts/PromptsSection.js";
import { ScenariosSection } from "./scenarios/ScenariosSection.js";

export const sectionIds = ["numbers", "scenarios", "prompts"] as const;
export type SectionId = (typeof sectionIds)[number];

interface Section {
  readonly id: SectionId;
  readonly Icon: typeof IconRoute;
  /** @param item what is open in it; `null`: its list */
  readonly Section: ComponentType<{ readonly item: string | null }>;
}

/**
 * The parts of Set-up, in the order of the side list. A further one is an id above, a line here, and its name and what it is
 * for in the words (`setup.sections`).
 */
export const sections: readonly Section[] = [
  { id: "numbers", Icon: IconPhoneIncoming, Section: NumbersSection },
  { id: "scenarios", Icon: IconRoute, Section: ScenariosSection },
  { id: "prompts", Icon: IconVolume, Section: PromptsSection },
];

export const isSection = (id: string): id is SectionId => (sectionIds as readonly string[]).includes(id);
