import type { Clock } from "../../../src/center/clock.js";

interface Timer {
  readonly at: number;
  readonly place: number;
  readonly run: () => void;
  off: boolean;
}

/** The day's time: it passes from one timer to the next, and everything that follows from a timer runs before the next. */
export class DayClock implements Clock {
  private time = Date.UTC(2026, 10, 2, 9, 0, 0);
  private readonly timers: Timer[] = [];
  private places = 0;

  now(): number {
    return this.time;
  }

  after(delayMs: number, run: () => void): () => void {
    const at = this.time + Math.max(0, Math.ceil(delayMs));
    const timer: Timer = { at, place: this.places, run, off: false };
    this.places += 1;
    this.add(timer);
    return () => {
      timer.off = true;
    };
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** @param eachTime after every timer, when all that followed from it has run. */
  async runUntil(until: number, eachTime: () => void): Promise<void> {
    await everythingElse();
    for (;;) {
      const first = this.timers[0];
      if (first === undefined || first.at > until) break;
      this.takeFirst();
      if (first.off) continue;
      this.time = first.at;
      first.run();
      await everythingElse();
      eachTime();
    }
    this.time = Math.max(this.time, until);
  }

  private add(timer: Timer): void {
    const heap = this.timers;
    let i = heap.push(timer) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!earlier(timer, heap[parent] as Timer)) break;
      heap[i] = heap[parent] as Timer;
      i = parent;
    }
    heap[i] = timer;
  }

  private takeFirst(): void {
    const heap = this.timers;
    const last = heap.pop() as Timer;
    if (heap.length === 0) return;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && earlier(heap[child + 1] as Timer, heap[child] as Timer)) child += 1;
      if (!earlier(heap[child] as Timer, last)) break;
      heap[i] = heap[child] as Timer;
      i = child;
    }
    heap[i] = last;
  }
}

const earlier = (a: Timer, b: Timer): boolean => a.at < b.at || (a.at === b.at && a.place < b.place);

/** Nothing in a simulated day waits for the real world, so one turn of the loop lets all promises come to rest. */
const everythingElse = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A process's view of time: when the process is killed, nothing that it meant to do happens any more. */
export class ProcessClock implements Clock {
  alive = true;

  constructor(private readonly day: DayClock) {}

  now(): number {
    return this.day.now();
  }

  after(delayMs: number, run: () => void): () => void {
    return this.day.after(delayMs, () => {
      if (this.alive) run();
    });
  }
}
