const KEPT_MAX = 27;
const keyOf = (agentId: string): string => `patchbay.emoji.${agentId}`;

/** What this agent has used lately at this browser, newest first. */
export function recentEmoji(agentId: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(agentId)) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string").slice(0, KEPT_MAX) : [];
  } catch {
    // Unreadable is as good as absent.
    return [];
  }
}

export function noteEmoji(agentId: string, text: string): void {
  const next = [text, ...recentEmoji(agentId).filter((one) => one !== text)].slice(0, KEPT_MAX);
  try {
    localStorage.setItem(keyOf(agentId), JSON.stringify(next));
  } catch {
    // Storage is full or switched off: nothing is lost but the shortcut.
  }
}
