import {
  accessSync,
  constants,
  lstatSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { z } from "zod";
import { isAlive } from "./lock.js";

/** What a server finds in DATA_DIR/voice.json to adopt a running voice process. */
export interface VoiceNote {
  readonly pid: number;
  /** Made anew at each start. */
  readonly bootId: string;
  readonly version: string;
  readonly socket: string;
}
export const VOICE_NOTE = "voice.json";
const RUN_FOLDER = "patchbay-voice-";
const earlierSchema = z.object({ pid: z.number(), socket: z.string() });

/**
 * The folder of the socket: private (0700) and short, as a socket's path may have no more than 103 characters on macOS
 * and 107 on Linux, and DATA_DIR may be anywhere. Its name is random, so nobody can wait for us there.
 */
export function openRunFolder(): string {
  return mkdtempSync(path.join(baseFolder(), RUN_FOLDER));
}

/** /run is not swept while the machine is up, but only root may write there. A long TMPDIR is passed over. */
function baseFolder(): string {
  if (process.platform === "linux" && process.getuid?.() === 0) {
    try {
      accessSync("/run", constants.W_OK);
      return "/run";
    } catch {
      // A container without it, or with a read-only one.
    }
  }
  return os.tmpdir().length <= 60 ? os.tmpdir() : "/tmp";
}

export function writeNote(dataDir: string, note: VoiceNote): void {
  const file = path.join(dataDir, VOICE_NOTE);
  writeFileSync(`${file}.new`, `${JSON.stringify(note)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Whether a server that looks into DATA_DIR still finds this process. */
export function noteLeadsHere(dataDir: string): boolean {
  try {
    const note = earlierSchema.parse(JSON.parse(readFileSync(path.join(dataDir, VOICE_NOTE), "utf8")));
    return note.pid === process.pid;
  } catch {
    return false;
  }
}

export function removeNote(dataDir: string): void {
  rmSync(path.join(dataDir, VOICE_NOTE), { force: true });
}

/** A process that was killed leaves its note and its folder: both go, when the folder is one of ours. */
export function sweepEarlier(dataDir: string): void {
  try {
    const earlier = earlierSchema.parse(JSON.parse(readFileSync(path.join(dataDir, VOICE_NOTE), "utf8")));
    if (isAlive(earlier.pid)) return;
    const folder = path.dirname(earlier.socket);
    const found = lstatSync(folder);
    const ours = found.isDirectory() && found.uid === (process.getuid?.() ?? found.uid);
    if (ours && path.basename(folder).startsWith(RUN_FOLDER))
      rmSync(folder, { recursive: true, force: true });
  } catch {
    // Nothing there, or nothing of ours.
  }
  removeNote(dataDir);
}
