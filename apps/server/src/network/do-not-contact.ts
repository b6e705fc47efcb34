import type { DispositionType } from "@patchbay/core";
import type { CenterHandle } from "../center/edge.js";
import { cutText } from "../center/plain-text.js";
import type { RuntimeLog } from "../center/runtime-options.js";
import { listedNumber, REASON_MAX } from "../dial-plan/index.js";
import type { NetworkStore } from "./network-store.js";

const DO_NOT_CALL: DispositionType = "DO_NOT_CALL";
/** Tables that do not answer are asked again, each time after twice as long. */
const AGAIN_MS = 1_000;
const TRIES_MAX = 6;

export interface DoNotContactDeps {
  readonly handle: Pick<CenterHandle, "center" | "records" | "words" | "clock">;
  readonly list: Pick<NetworkStore, "addDoNotCall">;
  readonly log: RuntimeLog;
}

/**
 * Whoever has asked not to be called again is not: when an interaction is over whose result says so, its number goes to
 * the do-not-call list. What somebody takes off that list stays off.
 *
 * @returns stops it
 */
export function followDoNotContact(deps: DoNotContactDeps): () => void {
  const { center, clock } = deps.handle;
  let stopped = false;
  const put = (interactionId: string, tries: number): void => {
    list(deps, interactionId).catch((cause: unknown) => {
      if (stopped) return;
      if (tries < TRIES_MAX) {
        clock.after(AGAIN_MS * 2 ** tries, () => !stopped && put(interactionId, tries + 1));
        return;
      }
      const said = { interaction: interactionId, cause: String(cause) };
      deps.log.error(said, "a number that nobody is to call could not be put on the list");
    });
  };
  const stop = center.onCommitted(({ entries }) => {
    for (const { events } of entries)
      for (const event of events) if (event.type === "InteractionCompleted") put(event.interactionId, 0);
  });
  return () => {
    stopped = true;
    stop();
  };
}

async function list({ handle, list: numbers }: DoNotContactDeps, interactionId: string): Promise<void> {
  const { center, records, words, clock } = handle;
  const row = await records.interaction(interactionId);
  if (row?.dispositionId == null) return;
  const service = [...center.state.configuration.services.values()].find(({ id }) => id === row.serviceId);
  const result = service?.dispositions.find(({ id }) => id === row.dispositionId);
  if (result?.type !== DO_NOT_CALL) return;
  const dialled = (await records.interactionData(interactionId))?.phoneNumber ?? "";
  const number = listedNumber(dialled, words().phoneCountry);
  if (number === undefined) return;
  const reason = cutText(words().dispositions.get(result.id)?.name ?? result.id, REASON_MAX);
  await numbers.addDoNotCall([{ number, reason, addedBy: row.agentIds.at(-1) ?? "", since: clock.now() }]);
}
