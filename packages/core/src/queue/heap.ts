/**
 * A binary heap whose stale entries are thrown out when they surface: changing a rank means pushing a new
 * entry, which costs log n, and never a search.
 */
export class LazyHeap<Entry> {
  private entries: Entry[] = [];

  constructor(
    private readonly before: (a: Entry, b: Entry) => boolean,
    private readonly isCurrent: (entry: Entry) => boolean,
  ) {}

  get size(): number {
    return this.entries.length;
  }

  clear(): void {
    this.entries = [];
  }

  push(entry: Entry): void {
    const list = this.entries;
    list.push(entry);
    let i = list.length - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.before(entry, list[parent] as Entry)) break;
      list[i] = list[parent] as Entry;
      i = parent;
    }
    list[i] = entry;
  }

  /** The first current entry; it stays. */
  peek(): Entry | undefined {
    while (this.entries.length > 0) {
      const head = this.entries[0] as Entry;
      if (this.isCurrent(head)) return head;
      this.removeHead();
    }
    return undefined;
  }

  pop(): Entry | undefined {
    const head = this.peek();
    if (head !== undefined) this.removeHead();
    return head;
  }

  /** Throws every stale entry out, when they have become the many. */
  compact(): void {
    const current = this.entries.filter((entry) => this.isCurrent(entry));
    this.entries = [];
    for (const entry of current) this.push(entry);
  }

  private removeHead(): void {
    const list = this.entries;
    const last = list.pop() as Entry;
    if (list.length === 0) return;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= list.length) break;
      if (child + 1 < list.length && this.before(list[child + 1] as Entry, list[child] as Entry)) child++;
      if (!this.before(list[child] as Entry, last)) break;
      list[i] = list[child] as Entry;
      i = child;
    }
    list[i] = last;
  }
}
