import { asId, type ForwardingReason, forwardedLeg } from "@patchbay/core";
import type { LegDial } from "@patchbay/protocol";
import type { CenterHandle } from "../center/edge.js";
import type { Network } from "../network/index.js";
import type { NumberToDial } from "./numbers-to-dial.js";

const REASONS: Readonly<Record<ForwardingReason, NonNullable<LegDial["diversion"]>["reason"]>> = {
  always: "unconditional",
  busy: "user-busy",
  no_answer: "no-answer",
  not_logged_in: "unavailable",
};

/**
 * Where a colleague's call goes on to (SPEC FWD-1), when it comes to that: the number that the colleague has set, if the
 * dial plan and the colleague's rights allow it at this moment. It is kept with the call, under the colleague's name.
 * Numbers of our own are never dialled, so that no call goes round in a circle.
 *
 * @returns `null`: there is nothing that may be called, or the leg is no forwarded call. Rejects when the tables do not
 * answer.
 */
export async function forwardedTo(
  handle: CenterHandle,
  network: Pick<Network, "checkCall"> | undefined,
  interactionId: string,
  legId: string,
): Promise<NumberToDial | null> {
  if (legId !== forwardedLeg(asId(interactionId))) return null;
  const { center, records } = handle;
  const events = await records.events(interactionId);
  const forwarded = events.findLast((event) => event.type === "CallForwarded");
  if (forwarded?.type !== "CallForwarded") return null;
  const { agentId, reason } = forwarded;
  const { configuration, interactions } = center.state;
  const line = [...configuration.entries.values()].find((entry) => entry.voice !== undefined);
  const typed = await records.directory.forwardNumber(agentId);
  const verdict =
    typed === null || network === undefined
      ? undefined
      : await network.checkCall({ agentId, entryId: line?.id ?? null, typed });
  if (verdict?.ok !== true || verdict.leads === "inside") return null;
  const user = handle.words().users.get(agentId);
  const name = user === undefined ? "" : `${user.firstName} ${user.lastName}`.trim();
  if (interactions.has(asId(interactionId)))
    await center.submit({
      command: null,
      content: [{ table: "called_party", interactionId, legId, number: verdict.number, name }],
    });
  const from = user?.extension ?? line?.voice?.address ?? "";
  const to = { to: verdict.number, from: null };
  return from === "" ? to : { ...to, diversion: { from, reason: REASONS[reason] } };
}
