/** Of the one-time link that the server prints for a center's first administrator; it stands behind the `#`, which no server hears. */
export function firstToken(): string | null {
  return new URLSearchParams(location.hash.slice(1)).get("first");
}

/** Neither the address bar nor the history keeps it. */
export function hideFirstToken(): void {
  history.replaceState(history.state, "", location.pathname + location.search);
}
