import type { Event } from "@patchbay/core";
import type { CenterHandle } from "../center/edge.js";

/** Whose mailbox a message is in, and which colleague left it; `null`: a customer. */
export interface MailboxOf {
  readonly agentId: string | null;
  readonly serviceId: string | null;
  readonly callerAgentId: string | null;
}

/** What the journal says of a message. `undefined`: its call is not known here. */
export async function mailboxOf(
  handle: CenterHandle,
  { interactionId, recordingId }: { readonly interactionId: string; readonly recordingId: string },
): Promise<MailboxOf | undefined> {
  const events = await handle.records.events(interactionId);
  const started = events.find(
    (event): event is Extract<Event, { readonly type: "VoicemailStarted" }> =>
      event.type === "VoicemailStarted" && event.recordingId === recordingId,
  );
  if (started === undefined) return undefined;
  const placed = events.find((event) => event.type === "InternalCallPlaced");
  const callerAgentId = placed?.type === "InternalCallPlaced" ? placed.agentId : null;
  const { of } = started;
  return of.kind === "agent"
    ? {
        agentId: of.agentId,
        serviceId: (await handle.records.interaction(interactionId))?.serviceId ?? null,
        callerAgentId,
      }
    : { agentId: null, serviceId: of.serviceId, callerAgentId };
}
