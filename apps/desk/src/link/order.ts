import { type DeskRequestKey, deskRequests } from "@patchbay/protocol";
import type { OpenRequest } from "./link.js";

/** What is said and done in one interaction: said again after an outage, it must arrive as it was said. */
const IN_INTERACTION: readonly DeskRequestKey[] = [
  "sendMessage",
  "askForm",
  "withdrawForm",
  "askCobrowsing",
  "endInteraction",
  "undoEnd",
  "leaveInteraction",
  "transfer",
  "invite",
  "cancelRequest",
  "setDisposition",
  "saveNote",
  "completeWrapUp",
  "extendWrapUp",
];
const OF_ONESELF: readonly DeskRequestKey[] = ["setPresence", "clearNext", "logOut"];

const namesOf = (keys: readonly DeskRequestKey[]) =>
  new Set(keys.map((key): string => deskRequests[key].name));
const inInteraction = namesOf(IN_INTERACTION);
const ofOneself = namesOf(OF_ONESELF);

/**
 * The line in which a request waits for its turn, one at a time: the next one of the same line is sent when the one
 * before has its answer. `null`: it waits for nobody. Those are what only reads, what a later one of its kind replaces
 * by its own number (drafts, read marks), and what a call needs this instant.
 */
export function lineOf({ name, input }: OpenRequest): string | null {
  if (ofOneself.has(name)) return "oneself";
  if (!inInteraction.has(name)) return null;
  const { interactionId } = input as { readonly interactionId?: unknown };
  return typeof interactionId === "string" ? `interaction ${interactionId}` : null;
}
