import type {
  Changed,
  DoNotCallEntry,
  NetworkChange,
  NetworkStore,
  StoredAccount,
  StoredNetwork,
  StoredTrunk,
} from "./network-store.js";

/** A network that is gone with the process: for tests and the simulated day. */
export class MemoryNetworkStore implements NetworkStore {
  #revision = 0;
  #plan: StoredNetwork["plan"] = null;
  #doors: StoredNetwork["doors"] = null;
  readonly #trunks = new Map<string, StoredTrunk>();
  readonly #accounts = new Map<string, StoredAccount>();
  readonly #doNotCall = new Map<string, DoNotCallEntry>();

  async read(): Promise<StoredNetwork> {
    const byKey = <T>(map: ReadonlyMap<string, T>): T[] =>
      [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
    return {
      revision: this.#revision,
      plan: this.#plan,
      doors: this.#doors,
      trunks: byKey(this.#trunks),
      accounts: byKey(this.#accounts),
      unreadable: [],
    };
  }

  async change(seen: number, change: NetworkChange, by: Changed): Promise<number | null> {
    if (seen !== this.#revision) return null;
    switch (change.kind) {
      case "plan":
        this.#plan = change.plan;
        break;
      case "doors":
        this.#doors = change.doors;
        break;
      case "trunk": {
        const { trunkId, trunk } = change;
        const before = this.#trunks.get(trunkId)?.password ?? null;
        const password = change.password === undefined ? before : change.password;
        this.#trunks.set(trunkId, { trunkId, trunk, password, ...by });
        break;
      }
      case "trunk_removed":
        this.#trunks.delete(change.trunkId);
        break;
      case "account": {
        const { user, account } = change;
        const password = change.password ?? this.#accounts.get(user)?.password;
        if (password === undefined) throw new Error("an account without a password");
        this.#accounts.set(user, { user, account, password, ...by });
        break;
      }
      case "account_removed":
        this.#accounts.delete(change.user);
    }
    this.#revision += 1;
    return this.#revision;
  }

  async doNotCall(number: string): Promise<DoNotCallEntry | undefined> {
    return this.#doNotCall.get(number);
  }

  async doNotCallList({ search, after, limit }: Parameters<NetworkStore["doNotCallList"]>[0]) {
    const found = [...this.#doNotCall.values()]
      .filter(({ number }) => number.includes(search))
      .sort((a, b) => (a.number < b.number ? -1 : 1));
    const rest = after === null ? found : found.filter(({ number }) => number > after);
    return { rows: rest.slice(0, limit), more: rest.length > limit, count: found.length };
  }

  async addDoNotCall(rows: readonly DoNotCallEntry[]): Promise<number> {
    const before = this.#doNotCall.size;
    for (const row of rows) {
      const known = this.#doNotCall.get(row.number);
      this.#doNotCall.set(row.number, known === undefined ? row : { ...row, since: known.since });
    }
    return this.#doNotCall.size - before;
  }

  async removeDoNotCall(number: string): Promise<boolean> {
    return this.#doNotCall.delete(number);
  }
}
