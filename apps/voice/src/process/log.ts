import { chmodSync, mkdirSync } from "node:fs";
import path from "node:path";
import pino, { type Logger } from "pino";
import type { VoiceSettings } from "../settings/settings.js";

export type { Logger };

/** Lines that a full disk did not take are kept up to this size, for when there is room again. */
const UNWRITTEN_BYTES_MAX = 1024 * 1024;

/**
 * JSON lines in DATA_DIR/log/voice.log (0600), and fatal ones also on stderr. Numbers that were dialled, names, digits
 * and session descriptions are never given to it: calls are named by their ids.
 */
export function openLog(settings: Pick<VoiceSettings, "dataDir" | "logLevel">): Logger {
  const folder = path.join(settings.dataDir, "log");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, "voice.log");
  const destination = pino.destination({
    dest: file,
    sync: true,
    append: true,
    mode: 0o600,
    maxLength: UNWRITTEN_BYTES_MAX,
  });
  chmodSync(file, 0o600);
  // A full disk costs lines of the log, never a call.
  destination.on("error", () => undefined);
  for (const terminal of [process.stdout, process.stderr]) terminal.on("error", () => undefined);
  return pino({ level: settings.logLevel, base: { pid: process.pid } }, destination);
}
