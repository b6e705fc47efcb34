/** How loudly a waiting customer is shown. */
export interface Turn {
  readonly ms: number;
  readonly tone: "quiet" | "due" | "breached";
}

/**
 * Whose turn it is, by the server's clock.
 * @returns `null` when the customer has been answered
 */
export function turnOf(
  unansweredSince: number | null,
  now: number,
  limits: { readonly waitAmberMs: number; readonly waitRedMs: number },
): Turn | null {
  if (unansweredSince === null) return null;
  const ms = Math.max(0, now - unansweredSince);
  const tone = ms >= limits.waitRedMs ? "breached" : ms >= limits.waitAmberMs ? "due" : "quiet";
  return { ms, tone };
}
