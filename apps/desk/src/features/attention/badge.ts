let shown = 0;

/** How many need the agent, where the tab's title is too short or out of sight: on its sign, and on an installed app's. */
export function showBadge(count: number): void {
  // Told at each step of the desk, and what it costs is the browser's to say.
  if (count === shown) return;
  shown = count;
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (icon !== null) icon.href = count === 0 ? "/desk/logo.svg" : signWith(count);
  const app = navigator as { setAppBadge?: (count: number) => Promise<void> };
  // Only an installed app has a place for it.
  void app.setAppBadge?.(count).catch(() => undefined);
}

function signWith(count: number): string {
  const text = count > 9 ? "9+" : String(count);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="#0b6074"/><circle cx="16" cy="16" r="13" fill="#c62f1e"/><text x="16" y="22" font-family="sans-serif" font-size="${text.length > 1 ? 14 : 18}" font-weight="700" text-anchor="middle" fill="#fff">${text}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
