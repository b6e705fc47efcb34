import { asId, type Reason, systemReasons } from "@patchbay/core";
import type { CenterHandle } from "../center/edge.js";

const MINUTE = 60_000;
const usual: readonly (Reason & { readonly name: string; readonly icon: string })[] = [
  { id: asId("break"), kind: "agent", limitMs: 15 * MINUTE, name: "Break", icon: "coffee" },
  { id: asId("lunch"), kind: "agent", limitMs: 45 * MINUTE, name: "Lunch", icon: "tools-kitchen-2" },
  { id: asId("meeting"), kind: "agent", limitMs: null, name: "Meeting", icon: "users-group" },
  { id: systemReasons.noAnswer, kind: "system", limitMs: null, name: "No answer", icon: "phone" },
  { id: systemReasons.rejected, kind: "system", limitMs: null, name: "Rejected", icon: "phone" },
  { id: systemReasons.signedIn, kind: "system", limitMs: null, name: "Signed in", icon: "clock" },
];

/** What an empty center cannot do without: the reasons that the core itself gives, and what most people are away for. */
export async function addUsualReasons({ center }: Pick<CenterHandle, "center">): Promise<void> {
  if (center.state.configuration.reasons.has(systemReasons.signedIn)) return;
  for (const { name, icon, ...reason } of usual)
    await center.submit({
      command: { type: "ConfigureReason", reason },
      content: [{ table: "reason_words", reasonId: reason.id, words: { name, icon } }],
    });
}
