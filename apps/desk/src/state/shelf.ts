/** What one kind of typed words is kept in: one entry of the browser's storage for each, so that tabs do not undo each other. */
export interface Shelf<Entry> {
  /** In the order in which they were first put there. */
  readonly read: () => ReadonlyMap<string, Entry>;
  /** These are all there are from now on. Leaves alone what another tab has put there or changed. */
  readonly keep: (entries: ReadonlyMap<string, Entry>) => void;
  /** Whether the storage really has what it was given. */
  readonly safe: () => boolean;
}

/** As stored. `order` grows, also over pages. */
interface Stored<Entry> {
  readonly order: number;
  readonly entry: Entry;
}

export function shelfFor<Entry>(prefix: string, storage: () => Storage): Shelf<Entry> {
  /** What this page has read or written. */
  const known = new Map<string, { readonly order: number; readonly json: string }>();
  let last = 0;
  let safe = true;

  const put = (id: string, entry: Entry): void => {
    const before = known.get(id);
    const order = before?.order ?? Math.max(last + 1, Date.now());
    const json = JSON.stringify({ order, entry } satisfies Stored<Entry>);
    if (before?.json === json) return;
    storage().setItem(prefix + id, json);
    known.set(id, { order, json });
    last = Math.max(last, order);
  };
  const take = (id: string): void => {
    const ours = known.get(id)?.json;
    known.delete(id);
    if (storage().getItem(prefix + id) === ours) storage().removeItem(prefix + id);
  };
  return {
    safe: () => safe,
    read: () => {
      const found: (Stored<Entry> & { readonly id: string })[] = [];
      try {
        for (const key of keysOf(storage())) {
          const json = key.startsWith(prefix) ? storage().getItem(key) : null;
          if (json === null) continue;
          const id = key.slice(prefix.length);
          const stored = storedIn<Entry>(json);
          if (stored === null) continue;
          const { order, entry } = stored;
          found.push({ id, order, entry });
          known.set(id, { order, json });
          last = Math.max(last, order);
        }
      } catch {
        // Switched off is as good as empty: there is nothing that could be taken up again.
      }
      return new Map(found.sort((a, b) => a.order - b.order).map(({ id, entry }) => [id, entry]));
    },
    keep: (entries) => {
      try {
        for (const [id, entry] of entries) put(id, entry);
        for (const id of [...known.keys()]) if (!entries.has(id)) take(id);
        safe = true;
      } catch {
        // Full or switched off: what is typed is here as long as the page is, and leaving it asks first.
        safe = entries.size === 0;
      }
    },
  };
}

/** What something else has put there is nothing of ours. */
function storedIn<Entry>(json: string): Stored<Entry> | null {
  try {
    const value = JSON.parse(json) as Partial<Stored<Entry>> | null;
    const { order, entry } = value ?? {};
    return typeof order === "number" && entry !== undefined ? { order, entry } : null;
  } catch {
    return null;
  }
}

const keysOf = (storage: Storage): string[] =>
  Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "");
