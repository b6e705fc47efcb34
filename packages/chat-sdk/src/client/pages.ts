/** The pages of one browser that show the same chat. */
export interface Pages {
  readonly pageId: string;
  /** `null` where a browser cannot tell. */
  living(): Promise<ReadonlySet<string> | null>;
  /** One page after the other. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** Tells the others that a chat was begun or put away. */
  tell(): void;
  close(): void;
}

/**
 * A page holds a lock for as long as it lives, also when it crashes; the others are told by a broadcast channel.
 * @param changed another page began a chat or put it away
 */
export function openPages(name: string, pageId: string, changed: () => void): Pages {
  const { locks } = globalThis.navigator ?? {};
  let release = (): void => undefined;
  const prefix = `${name}:page:`;
  // A browser that keeps nothing for a framed page (a private window, say) has locks, and denies each one.
  const usable =
    locks === undefined
      ? Promise.resolve(null)
      : new Promise<LockManager | null>((resolve) => {
          locks
            .request(`${prefix}${pageId}`, () => {
              resolve(locks);
              return new Promise<void>((free) => {
                release = free;
              });
            })
            .catch(() => resolve(null));
        });
  const channel = channelOf(name);
  channel?.addEventListener("message", changed);
  return {
    pageId,
    living: async () => {
      const granting = await usable;
      if (granting === null) return null;
      const { held: all = [] } = await granting.query();
      return new Set(
        all.flatMap((lock) => (lock.name?.startsWith(prefix) ? [lock.name.slice(prefix.length)] : [])),
      );
    },
    alone: async (work) => {
      const granting = await usable;
      return granting === null ? work() : granting.request(`${name}:alone`, work);
    },
    tell: () => channel?.postMessage("changed"),
    close: () => {
      release();
      channel?.close();
    },
  };
}

function channelOf(name: string): BroadcastChannel | null {
  try {
    return typeof window !== "undefined" && "BroadcastChannel" in window ? new BroadcastChannel(name) : null;
  } catch {
    // Denied with everything else that is kept.
    return null;
  }
}
