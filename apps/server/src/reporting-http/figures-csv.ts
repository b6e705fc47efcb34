import type { ContactFigures, Figures } from "@patchbay/protocol";
import { csvOf } from "./csv.js";

const CONTACT = [
  "offered",
  "answered",
  "abandoned",
  "abandonedSoon",
  "elsewhere",
  "waiting",
  "withinLevel",
  "levelOf",
  "waitMs",
  "waitMsMax",
  "abandonedWaitMs",
  "handleMs",
  "talkMs",
  "holdMs",
  "wrapUpMs",
] as const satisfies readonly (keyof ContactFigures)[];
const AGENT = [
  "offers",
  "answered",
  "rejected",
  "notAnswered",
  "placed",
  "handleMs",
  "talkMs",
  "holdMs",
  "wrapUpMs",
] as const;

/** One of the tables of the figures, with the names of the JSON as its head. */
export function figuresCsv(figures: Figures, rows: "intervals" | "services" | "agents"): string {
  if (rows === "agents")
    return csvOf([
      ["agentId", "name", ...AGENT],
      ...figures.agents.map((one) => [one.agentId, one.name, ...AGENT.map((key) => one[key])]),
    ]);
  if (rows === "services")
    return csvOf([
      ["serviceId", "name", ...CONTACT],
      ...figures.services.map((one) => [one.serviceId, one.name, ...CONTACT.map((key) => one[key])]),
    ]);
  return csvOf([
    ["from", ...CONTACT],
    ...figures.intervals.map((one) => [new Date(one.from).toISOString(), ...CONTACT.map((key) => one[key])]),
  ]);
}
