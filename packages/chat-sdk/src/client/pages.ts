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
  const held =
    locks === undefined
      ? Promise.resolve()
      : new Promise<void>((resolve) => {
          void locks.request(`${prefix}${pageId}`, () => {
            resolve();
            return new Promise<void>((free) => {
              release = free;
            });
          });
        });
  const channel =
    typeof window !== "undefined" && "BroadcastChannel" in window ? new BroadcastChannel(name) : null;
  channel?.addEventListener("message", changed);
  return {
    pageId,
    living: async () => {
      if (locks === undefined) return null;
      await held;
      const { held: all = [] } = await locks.query();
      return new Set(
        all.flatMap((lock) => (lock.name?.startsWith(prefix) ? [lock.name.slice(prefix.length)] : [])),
      );
    },
    alone: async (work) => (locks === undefined ? work() : locks.request(`${name}:alone`, work)),
    tell: () => channel?.postMessage("changed"),
    close: () => {
      release();
      channel?.close();
    },
  };
}
