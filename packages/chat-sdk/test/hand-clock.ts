import type { LoopClock } from "../src/parts/index.js";

/** A clock that moves when the test says so. `pass` also lets waiting promises run. */
export function handClock() {
  let now = 0;
  let timers: { readonly at: number; readonly run: () => void }[] = [];
  const settle = async () => {
    for (let turn = 0; turn < 300; turn += 1) await Promise.resolve();
  };
  const clock: LoopClock = {
    now: () => now,
    after: (delayMs, run) => {
      const timer = { at: now + Math.max(0, delayMs), run };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    chance: () => 0,
  };
  return {
    clock,
    settle,
    pass: async (ms: number) => {
      const until = now + ms;
      await settle();
      for (;;) {
        const due = timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        now = due.at;
        timers = timers.filter((each) => each !== due);
        due.run();
        await settle();
      }
      now = until;
    },
  };
}
