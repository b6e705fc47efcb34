/**
 * What must outlive a reload, a closed app and an empty battery. Values are structured clones, so photos go in
 * as they are. IndexedDB in the browser; memory where a browser forbids it (some private windows).
 */
export interface Keep {
  read<T>(key: string): Promise<T | undefined>;
  /** Resolves when it is stored. */
  write(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
  keys(prefix: string): Promise<string[]>;
  /** False when it lives in memory only: a reload would lose what was not sent. */
  readonly durable: boolean;
}

export function memoryKeep(): Keep {
  const values = new Map<string, unknown>();
  return {
    durable: false,
    read: async <T>(key: string) => structuredClone(values.get(key)) as T | undefined,
    write: async (key, value) => {
      values.set(key, structuredClone(value));
    },
    remove: async (key) => {
      values.delete(key);
    },
    keys: async (prefix) => [...values.keys()].filter((key) => key.startsWith(prefix)),
  };
}

export async function openKeep(name: string): Promise<Keep> {
  let database: IDBDatabase;
  try {
    database = await opened(name);
  } catch {
    // No IndexedDB here. The app works on, and says that a reload would lose unsent messages.
    return memoryKeep();
  }
  const store = (mode: IDBTransactionMode) => database.transaction("kept", mode, { durability: "strict" });
  return {
    durable: true,
    read: async <T>(key: string) =>
      (await result(store("readonly").objectStore("kept").get(key))) as T | undefined,
    write: async (key, value) => {
      const transaction = store("readwrite");
      transaction.objectStore("kept").put(value, key);
      await done(transaction);
    },
    remove: async (key) => {
      const transaction = store("readwrite");
      transaction.objectStore("kept").delete(key);
      await done(transaction);
    },
    keys: async (prefix) => {
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
      const keys = await result(store("readonly").objectStore("kept").getAllKeys(range));
      return keys.filter((key) => typeof key === "string");
    },
  };
}

function opened(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.addEventListener("upgradeneeded", () => request.result.createObjectStore("kept"));
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error));
  });
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error));
  });
}

function done(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener("complete", () => resolve());
    transaction.addEventListener("error", () => reject(transaction.error));
    transaction.addEventListener("abort", () => reject(transaction.error));
  });
}
