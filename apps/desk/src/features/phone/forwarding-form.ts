import type { ForwardingForm } from "@patchbay/protocol";

export type Reason = ForwardingForm["when"][number];
/** In the order in which they are shown. */
export const reasons = ["always", "busy", "no_answer", "not_logged_in"] as const satisfies readonly Reason[];

/** A reason is chosen, or chosen no more. */
export function changedForm(
  { when }: Pick<ForwardingForm, "when">,
  reason: Reason,
): Pick<ForwardingForm, "when"> {
  const others = when.filter((one) => one !== reason);
  return { when: others.length === when.length ? [...when, reason] : others };
}
