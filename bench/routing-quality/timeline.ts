/** What will happen, by its time: a binary heap. */
export class Timeline {
  private readonly times: number[] = [];
  private readonly deeds: (() => void)[] = [];

  get nextAt(): number {
    return this.times[0] ?? Number.POSITIVE_INFINITY;
  }

  add(at: number, deed: () => void): void {
    let place = this.times.length;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const parentAt = this.times[parent] as number;
      if (parentAt <= at) break;
      this.put(place, parentAt, this.deeds[parent] as () => void);
      place = parent;
    }
    this.put(place, at, deed);
  }

  takeNext(): () => void {
    const next = this.deeds[0];
    if (next === undefined) throw new Error("nothing will happen");
    const at = this.times.pop() as number;
    const deed = this.deeds.pop() as () => void;
    const { length } = this.times;
    if (length === 0) return next;
    let place = 0;
    for (let child = 1; child < length; child = 2 * place + 1) {
      if (child + 1 < length && (this.times[child + 1] as number) < (this.times[child] as number)) child += 1;
      const childAt = this.times[child] as number;
      if (childAt >= at) break;
      this.put(place, childAt, this.deeds[child] as () => void);
      place = child;
    }
    this.put(place, at, deed);
    return next;
  }

  private put(place: number, at: number, deed: () => void): void {
    this.times[place] = at;
    this.deeds[place] = deed;
  }
}
