/**
 * Runs in the desk's page before anything of the desk: notes how long the page takes from an input to the paint after it, from a
 * customer's words to the paint that shows them, and tasks that hold the page up.
 */
export interface Probe {
  /** Milliseconds from a key or a press to the next paint. */
  inputs: number[];
  /** Milliseconds from the moment written into a message to the paint that shows it. */
  arrivals: number[];
  /** Tasks over 50 ms. */
  long: number[];
  /** Milliseconds between frames while `frames` is on. */
  intervals: number[];
  frames: boolean;
}

export function installProbe(): void {
  const probe: Probe = { inputs: [], arrivals: [], long: [], intervals: [], frames: false };
  Object.assign(globalThis, { probe });
  /** After the frame that is made next has been handed over: a frame's own callback, and the turn after it. */
  const painted = (then: () => void): void => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = then;
      port2.postMessage(null);
    });
  };
  const note = (event: Event): void =>
    painted(() => void probe.inputs.push(performance.now() - event.timeStamp));
  addEventListener("keydown", note, { capture: true });
  addEventListener("pointerdown", note, { capture: true });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) probe.long.push(duration);
  }).observe({ type: "longtask", buffered: true });
  const seen = new Set<string>();
  const look = (node: Node): void => {
    for (const [, sent] of node.textContent?.matchAll(/@(\d{13})@/g) ?? []) {
      if (sent === undefined || seen.has(sent)) continue;
      seen.add(sent);
      painted(() => void probe.arrivals.push(Date.now() - Number(sent)));
    }
  };
  new MutationObserver((records) => {
    for (const { addedNodes } of records)
      for (const node of addedNodes)
        if (node instanceof Element && node.closest(".conv-scroll") !== null) look(node);
  }).observe(document, { subtree: true, childList: true });
  let last = 0;
  const frame = (now: number): void => {
    if (probe.frames && last > 0) probe.intervals.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}
