import type { InteractionView } from "@patchbay/protocol";
import type { Answer } from "../../../link/link.js";
import { word } from "../../../words/words.js";

/**
 * How this agent gets out of a chat: End is for whoever is alone with the customer; with colleagues in the chat, or while
 * one is asked for, there is only Leave (SPEC END-2, END-3, END-8).
 * @returns `null` when there is nothing to get out of
 */
export function wayOut(
  { phase, stage, parties, request }: Pick<InteractionView, "phase" | "stage" | "parties" | "request">,
  me: string,
): "end" | "leave" | null {
  if (phase !== "connected" || (stage !== "open" && stage !== "disconnected")) return null;
  return othersIn(parties, me).length > 0 || request !== null ? "leave" : "end";
}

export const othersIn = (parties: InteractionView["parties"], me: string): InteractionView["parties"] =>
  parties.filter((party) => party.agentId !== me && party.state === "active");

/** Whether this agent may take the open request back: its own, or one whose asker has left (SPEC XFR-5). */
export function mayCancel({ parties, request }: InteractionView, me: string): boolean {
  const by = request?.by ?? null;
  // A supervisor's word stands (SPEC XFR-9).
  if (request?.supervisorId !== undefined) return false;
  return by === me || (by !== null && othersIn(parties, me).every((party) => party.agentId !== by));
}

type Refusal = Extract<Answer<"leaveInteraction">, { readonly ok: false }>["error"];

/** Why it was not possible, where the plain sentence of the code would leave the agent guessing. */
export function refusalOf(way: "end" | "leave", { code, facts }: Refusal): string {
  if (way === "leave" && facts?.["alone"] === true) return word("conversation.leave.alone");
  if (way === "end" && code === "already_in_progress") return word("conversation.leave.asked");
  return word(`errors.${code}`);
}
