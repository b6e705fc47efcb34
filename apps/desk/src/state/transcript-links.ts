import { create } from "zustand";
import { callHttp } from "./http.js";

/** Until when the last link that this page gave of a chat can be read, by chat. */
export const useGivenLinks = create<{ readonly until: ReadonlyMap<string, number> }>(() => ({
  until: new Map(),
}));

export function noteGiven(interactionId: string, until: number | null): void {
  useGivenLinks.setState(({ until: before }) => {
    const next = new Map(before);
    if (until === null) next.delete(interactionId);
    else next.set(interactionId, until);
    return { until: next };
  });
}

/** Makes all links to the transcript void that were given of this chat, by whomever. @returns why not; `null`: done */
export async function makeLinksVoid(interactionId: string): Promise<string | null> {
  const url = `/api/interactions/${encodeURIComponent(interactionId)}/transcript-link`;
  const answer = await callHttp(url, () => null, { method: "DELETE" });
  if (!answer.ok) return answer.code;
  noteGiven(interactionId, null);
  return null;
}
