import { type ChildProcess, fork } from "node:child_process";
import type { VoiceEvent, VoiceReport } from "@patchbay/protocol";
import type {
  AnswerTo,
  Ask,
  AskMessage,
  AskName,
  FromWorker,
  ToWorker,
  WorkerOutcome,
  WorkerStart,
} from "./messages.js";

/** A worker that has not said for so long that it is alive is ended: its calls have no sound. */
const SILENT_MS_MAX = 5_000;
const CHECK_EVERY_MS = 1_000;
/** Reading the prompts takes its time on a busy machine. */
const READY_WITHIN_MS = 20_000;
const ASK_WITHIN_MS = 4_000;
const RESTART_MS = 200;
const RESTART_MS_MAX = 10_000;
/** Up for so long, a worker that ends is not one that cannot start. */
const STEADY_AFTER_MS = 30_000;

export interface SupervisorDeps {
  /** The built worker. */
  readonly program: string;
  readonly count: number;
  readonly settings: WorkerStart;
  readonly onEvent: (event: VoiceEvent) => void;
  readonly onReport: (report: VoiceReport) => void;
  readonly onSaid: (interactionId: string) => void;
  /** A worker has ended, and everything in it. */
  readonly onLost: (worker: Worker) => void;
  readonly log: {
    info(facts: object, text: string): void;
    warn(facts: object, text: string): void;
    error(facts: object, text: string): void;
  };
}

/** One media worker as the voice process sees it. A new one takes the place of one that has ended. */
export interface Worker {
  readonly slot: number;
  readonly pid: number | undefined;
  send(message: ToWorker): void;
  ask<Name extends AskName>(name: Name, ask: Ask<Name>): Promise<WorkerOutcome<AnswerTo<Name>>>;
}

/** Keeps the media workers alive and knows which of them has the least to do. */
export class Supervisor {
  private readonly slots: Slot[];
  private readonly check: NodeJS.Timeout;

  constructor(deps: SupervisorDeps) {
    const { first, last } = deps.settings.rtpPorts;
    // An even number of ports each: RTP and RTCP are neighbours.
    const share = Math.floor((last - first + 1) / deps.count / 2) * 2;
    this.slots = Array.from({ length: deps.count }, (_, slot) => {
      const rtpPorts = { first: first + slot * share, last: first + (slot + 1) * share - 1 };
      return new Slot(slot, deps, { ...deps.settings, rtpPorts });
    });
    this.check = setInterval(() => {
      for (const slot of this.slots) slot.checkAlive();
    }, CHECK_EVERY_MS);
  }

  /** When the first worker is ready. */
  async started(): Promise<void> {
    await Promise.any(this.slots.map((slot) => slot.whenReady));
  }

  /** The ready worker with the fewest calls and tests; `undefined`: none is ready. */
  least(load: (worker: Worker) => number): Worker | undefined {
    const ready = this.slots.flatMap((slot) => (slot.ready === undefined ? [] : [slot.ready]));
    return ready.sort((a, b) => load(a) - load(b))[0];
  }

  setAttached(attached: boolean): void {
    for (const slot of this.slots) slot.setAttached(attached);
  }

  stop(): void {
    clearInterval(this.check);
    for (const slot of this.slots) slot.stop();
  }
}

class Slot {
  ready: RunningWorker | undefined;
  readonly whenReady: Promise<void>;
  private becomeReady: () => void = () => {};
  private running: RunningWorker | undefined;
  private attached = false;
  private restartMs = RESTART_MS;
  private restart: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly slot: number,
    private readonly deps: SupervisorDeps,
    private readonly settings: WorkerStart,
  ) {
    this.whenReady = new Promise((resolve) => {
      this.becomeReady = resolve;
    });
    this.start();
  }

  setAttached(attached: boolean): void {
    this.attached = attached;
    this.ready?.send({ t: "attached", attached });
  }

  checkAlive(): void {
    const worker = this.running;
    if (worker === undefined) return;
    const silentMs = Date.now() - worker.heardAt;
    if (silentMs < (this.ready === undefined ? READY_WITHIN_MS : SILENT_MS_MAX)) return;
    this.deps.log.error({ worker: this.slot, silentMs }, "a media worker stands still and is ended");
    worker.kill();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.restart);
    this.running?.disconnect();
  }

  private start(): void {
    if (this.stopped) return;
    const startedAt = Date.now();
    const child = fork(this.deps.program, [], {
      execArgv: ["--enable-source-maps"],
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const worker = new RunningWorker(this.slot, child);
    this.running = worker;
    child.on("message", (message: FromWorker) => this.hear(worker, message));
    child.on("error", (cause) =>
      this.deps.log.error({ worker: this.slot, cause: cause.message }, "a media worker fails"),
    );
    child.on("exit", (code, signal) => {
      worker.ended();
      this.running = undefined;
      const wasReady = this.ready === worker;
      this.ready = undefined;
      if (wasReady) this.deps.onLost(worker);
      if (this.stopped) return;
      this.deps.log.error({ worker: this.slot, code, signal }, "a media worker ended");
      this.restartMs =
        Date.now() - startedAt > STEADY_AFTER_MS ? RESTART_MS : Math.min(this.restartMs * 2, RESTART_MS_MAX);
      this.restart = setTimeout(() => this.start(), this.restartMs);
    });
    worker.send({ t: "start", settings: this.settings });
  }

  private hear(worker: RunningWorker, message: FromWorker): void {
    worker.heardAt = Date.now();
    switch (message.t) {
      case "ready":
        this.ready = worker;
        worker.send({ t: "attached", attached: this.attached });
        this.deps.log.info({ worker: this.slot, workerPid: worker.pid }, "a media worker is ready");
        this.becomeReady();
        return;
      case "beat":
        return;
      case "answer":
        worker.answered(message.askId, message.outcome);
        return;
      case "event":
        this.deps.onEvent(message.event);
        return;
      case "report":
        this.deps.onReport(message.report);
        return;
      case "said":
        this.deps.onSaid(message.interactionId);
        return;
      case "trouble":
        this.deps.log.warn({ worker: this.slot, detail: message.detail }, "a media worker has trouble");
        return;
    }
  }
}

class RunningWorker implements Worker {
  heardAt = Date.now();
  private lastAsk = 0;
  private readonly asked = new Map<number, (outcome: WorkerOutcome<unknown>) => void>();

  constructor(
    readonly slot: number,
    private readonly child: ChildProcess,
  ) {}

  get pid(): number | undefined {
    return this.child.pid;
  }

  send(message: ToWorker): void {
    // An error is followed by `exit`, which is what counts.
    if (this.child.connected) this.child.send(message, () => undefined);
  }

  ask<Name extends AskName>(name: Name, ask: Ask<Name>): Promise<WorkerOutcome<AnswerTo<Name>>> {
    this.lastAsk += 1;
    const askId = this.lastAsk;
    return new Promise((resolve) => {
      const settle = (outcome: WorkerOutcome<unknown>): void => {
        clearTimeout(late);
        this.asked.delete(askId);
        // The worker answers each ask in its own form: both are built from the same table.
        resolve(outcome as WorkerOutcome<AnswerTo<Name>>);
      };
      const late = setTimeout(() => settle(lost("no answer in time")), ASK_WITHIN_MS);
      if (!this.child.connected) {
        settle(lost("the worker has ended"));
        return;
      }
      this.asked.set(askId, settle);
      this.send({ t: "ask", askId, name, ask } as AskMessage);
    });
  }

  answered(askId: number, outcome: WorkerOutcome<unknown>): void {
    this.asked.get(askId)?.(outcome);
  }

  ended(): void {
    for (const settle of [...this.asked.values()]) settle(lost("the worker has ended"));
  }

  kill(): void {
    this.child.kill("SIGKILL");
  }

  disconnect(): void {
    if (this.child.connected) this.child.disconnect();
  }
}

function lost(detail: string): WorkerOutcome<never> {
  return { ok: false, code: "worker_lost", detail };
}
