import type { ScenarioStepForm, ScenarioStepType } from "@patchbay/protocol";
import {
  IconClockHour4,
  IconCreditCard,
  IconDialpad,
  IconForms,
  IconHeadset,
  IconMicrophone,
  IconPhoneCall,
  IconPhoneOff,
  IconRecordMail,
  IconTag,
  IconVolume,
} from "@tabler/icons-react";
import { word } from "../../../words/words.js";

export const stepIcons: Readonly<Record<ScenarioStepType, typeof IconTag>> = {
  hours: IconClockHour4,
  play: IconVolume,
  menu: IconDialpad,
  collect: IconForms,
  set: IconTag,
  find_agent: IconHeadset,
  voicemail: IconRecordMail,
  echo: IconMicrophone,
  transfer: IconPhoneCall,
  pay: IconCreditCard,
  hang_up: IconPhoneOff,
};

/** What may be added. */
export const addableTypes: readonly ScenarioStepType[] = [
  "play",
  "menu",
  "find_agent",
  "voicemail",
  "hours",
  "collect",
  "set",
  "pay",
  "transfer",
  "echo",
  "hang_up",
];

export const menuKeys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "*", "#"] as const;

/** Names of what a step may name, by id. */
export interface Names {
  readonly step: (id: string) => string;
  readonly prompt: (id: string) => string;
  readonly service: (id: string) => string;
  readonly schedule: (id: string) => string;
  readonly number: (id: string) => string;
}

/** What a step does, in one line: for a card that is closed, and for earlier versions. */
export function summaryOf(step: ScenarioStepForm, names: Names): string {
  const to = (id: string): string => word("setup.scenario.to", { step: names.step(id) });
  const said = (prompts: readonly string[]): string =>
    prompts.length === 0 ? word("setup.scenario.nothingSaid") : prompts.map(names.prompt).join(", ");
  switch (step.type) {
    case "hours":
      return word("setup.scenario.summary.hours", {
        zone: step.scheduleId === null ? step.zone : names.schedule(step.scheduleId),
        open: names.step(step.whenOpen),
        closed: names.step(step.whenClosed),
      });
    case "play":
    case "echo":
      return `${said(step.prompts)} ${to(step.next)}`;
    case "menu": {
      const keys = menuKeys.flatMap((key) => {
        const target = step.choices[key];
        return target === undefined ? [] : [`${key} ${to(target)}`];
      });
      return [...keys, `${word("setup.scenario.else")} ${to(step.otherwise)}`].join(", ");
    }
    case "collect":
      return `${word("setup.scenario.summary.collect", {
        name: step.name,
        min: step.lengthMin,
        max: step.lengthMax,
      })} ${to(step.next)}`;
    case "pay":
      return word("setup.scenario.summary.pay", {
        approved: names.step(step.approved),
        declined: names.step(step.declined),
      });
    case "set":
      return `${step.name} = ${step.value} ${to(step.next)}`;
    case "find_agent":
      return word("setup.scenario.summary.find_agent", {
        service: names.service(step.serviceId),
        unavailable: names.step(step.unavailable),
      });
    case "voicemail":
      return `${names.service(step.serviceId)} ${to(step.next)}`;
    case "transfer":
      return names.number(step.entryId);
    case "hang_up":
      return step.prompts.length === 0 ? word("setup.scenario.atOnce") : said(step.prompts);
  }
}
