import { toast } from "../../state/actions.js";
import { useDesk } from "../../state/store.js";
import { word } from "../../words/words.js";
import { useRecent } from "../directory/recent-store.js";
import { callColleague, lineToUse, placeCall } from "./place-call.js";

type Last = { readonly agentId: string } | { readonly number: string };

/** Whom this agent called last, from whichever computer. */
function lastCalled(): Last | null {
  for (const entry of useRecent.getState().made) {
    if (entry.agentId !== null) return { agentId: entry.agentId };
    if (entry.number !== null) return { number: entry.number.raw };
  }
  return null;
}

/** The same as it would be typed. */
export function lastDialled(): string | null {
  const last = lastCalled();
  if (last === null) return null;
  return "number" in last
    ? last.number
    : (useDesk.getState().data?.roster.get(last.agentId)?.extension ?? null);
}

/** Calls again whom the agent called last. */
export async function redial(): Promise<void> {
  const last = lastCalled();
  const lines = useDesk.getState().data?.voice.lines ?? [];
  const refusal =
    last === null
      ? word("phone.redial.none")
      : "agentId" in last
        ? await callColleague(last.agentId)
        : await placeCall(lineToUse(lines), last.number, null);
  if (refusal !== null) toast(refusal, { tone: "error" });
}
