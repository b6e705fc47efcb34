import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { OWN_SOUNDS_FOLDER } from "@patchbay/protocol";
import { Attachment } from "./attachment/index.js";
import { Calls } from "./calls/calls.js";
import { SipEdge } from "./network/sip-edge.js";
import { AlreadyRunningError, EXIT_CODE_ALREADY_RUNNING, lockVoice } from "./process/lock.js";
import { type Logger, openLog } from "./process/log.js";
import { noteLeadsHere, openRunFolder, removeNote, sweepEarlier, writeNote } from "./process/note.js";
import { VERSION } from "./process/version.js";
import { readSettings, SettingsError, type VoiceSettings } from "./settings/settings.js";
import { Supervisor } from "./workers/index.js";

/**
 * The voice process: the only file that reads the environment and joins the parts. It outlives the server; its calls
 * live in its memory and in that of its workers alone, so they end when it does.
 */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  await lockVoice(settings.dataDir);
  sweepEarlier(settings.dataDir);
  const log = openLog(settings);
  const bootId = randomUUID();
  const runFolder = settings.socketPath === null ? openRunFolder() : null;
  const socketPath = settings.socketPath ?? path.join(runFolder ?? "", "v.sock");
  if (runFolder === null) rmSync(socketPath, { force: true });

  const stop = async (): Promise<void> => {
    log.info({}, "the voice process ends");
    attachment.close();
    await network.close();
    workers.stop();
    if (noteLeadsHere(settings.dataDir)) removeNote(settings.dataDir);
    if (runFolder !== null) rmSync(runFolder, { recursive: true, force: true });
    // Workers hear the end of their channel; what they still say is not waited for.
    setTimeout(() => process.exit(0), 100);
  };
  let stopping = false;
  const workers: Supervisor = startWorkers(settings, log, {
    onEvent: (event) => attachment.tell(event),
    onReport: (report) => {
      calls.reported(report);
      attachment.report(report);
    },
    onSaid: (interactionId) => calls.said(interactionId),
    onLost: (worker) => calls.workerLost(worker),
  });
  const network: SipEdge = new SipEdge({
    settings,
    onCall: (call, arrival) => calls.arrived(call, arrival),
    onReport: (report) => attachment.report(report),
    log,
  });
  const calls: Calls = new Calls({
    workers,
    network,
    tell: (event) => attachment.tell(event),
    report: (report) => attachment.report(report),
    onEmpty: () => {
      if (stopping) return;
      stopping = true;
      void stop();
    },
    log,
  });
  const attachment: Attachment = new Attachment({
    socketPath,
    bootId,
    calls: () => calls.list(),
    standingReports: () => network.reports,
    onConfigure: (revision, wanted) => network.configure(revision, wanted),
    onPicture: (call) => calls.show(call),
    onRequest: async (request) => {
      if (request.name === "network.bans") return { ok: true, result: network.bans() };
      if (request.name === "network.unban")
        return { ok: true, result: { forgiven: network.unban(request.address) } };
      return calls.request(request);
    },
    onAttached: (attached) => calls.setAttached(attached),
    onEnd: () => void calls.endAll(),
    log,
    now: () => Date.now(),
  });
  // Whoever asks it to end (a server of another version, an operator) does not cut off people who talk.
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => calls.drain());
  process.on("SIGHUP", () => undefined);

  await workers.started();
  if (stopping) return;
  await attachment.listen();
  if (stopping) return attachment.close();
  await network.start();
  if (stopping) return;
  writeNote(settings.dataDir, { pid: process.pid, bootId, version: VERSION, socket: socketPath });
  endWhenForgotten(settings.dataDir, {
    inUse: () => attachment.isAttached || calls.anyUp,
    end: () => calls.drain(),
  });
  log.info({ bootId, version: VERSION }, "the voice process is ready");
}

/** Without a server and without a call for so long, nobody is coming back; one that does starts another. */
const FORGOTTEN_AFTER_MS = 10 * 60_000;
const LOOK_EVERY_MS = 2_000;

/** A process that nobody can find any more (its folder was deleted) ends at once when nobody talks. */
function endWhenForgotten(dataDir: string, use: { inUse: () => boolean; end: () => void }): void {
  let usedAt = performance.now();
  setInterval(() => {
    if (use.inUse()) usedAt = performance.now();
    else if (performance.now() - usedAt > FORGOTTEN_AFTER_MS || !noteLeadsHere(dataDir)) use.end();
  }, LOOK_EVERY_MS).unref();
}

function startWorkers(
  settings: VoiceSettings,
  log: Logger,
  handlers: Pick<ConstructorParameters<typeof Supervisor>[0], "onEvent" | "onReport" | "onSaid" | "onLost">,
): Supervisor {
  const { host, publicIp, sipCodecs, promptsDir, dataDir, payments } = settings;
  const ownSoundsDir = path.join(dataDir, OWN_SOUNDS_FOLDER);
  const recordings = {
    folder: path.join(dataDir, "recordings"),
    keyFile: path.join(dataDir, "secrets", "recording"),
    freeBytesMin: settings.recordingFreeBytesMin,
  };
  const rtpPorts = { first: settings.rtpPorts.from, last: settings.rtpPorts.to };
  const iceServers = settings.iceServers.flatMap(asMediaServers);
  return new Supervisor({
    program: path.join(path.dirname(fileURLToPath(import.meta.url)), "media.worker.js"),
    count: settings.workers,
    settings: {
      host,
      publicIp,
      sipCodecs,
      rtpPorts,
      iceServers,
      promptsDir,
      ownSoundsDir,
      recordings,
      payments,
    },
    log,
    ...handlers,
  });
}

/** As libdatachannel takes them: user and password stand in the address. */
function asMediaServers({ urls, username, credential }: VoiceSettings["iceServers"][number]): string[] {
  if (username === undefined || credential === undefined) return [...urls];
  const who = `${encodeURIComponent(username)}:${encodeURIComponent(credential)}@`;
  return urls.map((url) => url.replace(":", `:${who}`));
}

main().catch((cause: unknown) => {
  if (cause instanceof SettingsError || cause instanceof AlreadyRunningError) {
    process.stderr.write(`${cause.message}\n`);
    process.exit(cause instanceof AlreadyRunningError ? EXIT_CODE_ALREADY_RUNNING : 2);
  }
  process.stderr.write(
    `The voice process cannot start: ${cause instanceof Error ? cause.stack : String(cause)}\n`,
  );
  process.exit(1);
});
