import type { FromWorker, ToWorker } from "./messages.js";
import { loadSounds } from "./sounds.js";
import { WorkerCalls } from "./worker-calls.js";

/** A media worker: a process of its own, for the native WebRTC module may end it, and then only its calls with it. */

const BEAT_EVERY_MS = 1_000;
/** Recordings are brought to their end when the voice process has gone, but a disk that has stopped is not waited for. */
const LAST_WRITES_MS_MAX = 2_000;
let calls: WorkerCalls | undefined;

function send(message: FromWorker): void {
  // Without the voice process nobody leads the calls; `disconnect` ends this one.
  if (process.connected) process.send?.(message);
}

process.on("message", (message: ToWorker) => {
  if (message.t === "start") {
    loadSounds(message.settings.promptsDir, message.settings.ownSoundsDir).then(
      (sounds) => {
        calls = new WorkerCalls(message.settings, sounds, send);
        const ready = calls;
        setInterval(() => ready.beat(), BEAT_EVERY_MS);
        send({ t: "ready" });
      },
      (cause: unknown) => {
        send({ t: "trouble", detail: String(cause) });
        process.exitCode = 1;
        process.disconnect?.();
      },
    );
    return;
  }
  if (calls === undefined) return;
  switch (message.t) {
    case "show":
      calls.show(message.call);
      return;
    case "close":
      calls.close(message.interactionId);
      return;
    case "key":
      calls.key(message, message.key);
      return;
    case "candidate":
      calls.candidate(message.phoneId, message.candidate, message.mid);
      return;
    case "disconnect":
      calls.disconnect(message.phoneId);
      return;
    case "attached":
      calls.setAttached(message.attached);
      return;
    case "say":
      calls.say(message.interactionId, message.prompt);
      return;
    case "ask":
      void calls.ask(message).then((outcome) => send({ t: "answer", askId: message.askId, outcome }));
      return;
  }
});
process.on("disconnect", () => {
  const stopped = calls?.stop() ?? Promise.resolve();
  const late = new Promise((resolve) => setTimeout(resolve, LAST_WRITES_MS_MAX));
  // What was sent last leaves, then the native threads are not waited for.
  void Promise.race([stopped, late]).then(() => setTimeout(() => process.exit(), 50));
});
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  // Meant for the voice process, which ends its calls in order and us with them.
  process.on(signal, () => undefined);
}
process.on("uncaughtException", (cause) => {
  send({
    t: "trouble",
    detail: `uncaught: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`,
  });
  process.exit(1);
});
