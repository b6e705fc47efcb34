/**
 * One tab of a browser has the chat: two polling tabs would take each other's events. The browser's lock is freed
 * when a tab closes or crashes. Where it does not exist (plain http), we trust that there is one tab.
 *
 * @param taken called when another tab took it over
 * @returns whether this tab has it now
 */
export async function holdTab(name: string, steal: boolean, taken: () => void): Promise<boolean> {
  if (!("locks" in navigator)) return true;
  return new Promise((resolve) => {
    const options: LockOptions = steal ? { steal: true } : { ifAvailable: true };
    navigator.locks
      .request(name, options, (lock) => {
        resolve(lock !== null);
        if (lock === null) return undefined;
        // Held until the page goes away or somebody steals it.
        return new Promise<never>(() => {});
      })
      .catch(taken);
  });
}
