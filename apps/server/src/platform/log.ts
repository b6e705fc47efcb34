import { chmodSync, mkdirSync } from "node:fs";
import path from "node:path";
import pino, { type Logger } from "pino";
import { correlationNow } from "../center/correlation.js";
import type { Settings } from "./settings.js";
import { TerminalLines } from "./terminal-lines.js";

/**
 * The server's log: JSON lines in DATA_DIR/log/server.log (0600), and warnings and worse also as plain lines on
 * stderr, so that a person at the terminal sees them, each once (terminal-lines.ts); with LOG_FORMAT=json all lines on stdout instead. Passwords and tokens have no place in either: known fields
 * are cut out. A line that a request causes has its number.
 *
 * Written synchronously: the last words before a crash are the ones that are needed.
 */
export function openLog(
  settings: Pick<Settings, "dataDir" | "logLevel"> & Partial<Pick<Settings, "logFormat">>,
): Logger {
  const folder = path.join(settings.dataDir, "log");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, "server.log");
  const destination = pino.destination({
    dest: file,
    sync: true,
    append: true,
    mode: 0o600,
    maxLength: UNWRITTEN_BYTES_MAX,
  });
  chmodSync(file, 0o600);
  surviveWriteErrors(destination, file);
  const level = settings.logLevel === "silent" ? "fatal" : settings.logLevel;
  const terminal: pino.StreamEntry =
    settings.logFormat === "json"
      ? { level, stream: process.stdout }
      : { level: "warn", stream: new TerminalLines((text) => process.stderr.write(text)) };
  return pino(
    {
      level: settings.logLevel,
      base: { pid: process.pid },
      mixin: () => {
        const correlationId = correlationNow();
        return correlationId === undefined ? {} : { correlationId };
      },
      redact: {
        paths: [
          "password",
          "*.password",
          "authorization",
          "*.authorization",
          "cookie",
          "*.cookie",
          "headers.*",
          // As the reader of uploads tells them, at level trace.
          "*.headers",
        ],
        censor: "(hidden)",
      },
    },
    pino.multistream([{ level, stream: destination }, terminal]),
  );
}

/** Lines that a full disk did not take are kept up to this size, for when there is room again. */
const UNWRITTEN_BYTES_MAX = 1024 * 1024;
const SAID_AGAIN_AFTER_MS = 60_000;
const terminalsWatched = new Set<NodeJS.WriteStream>();

/** A full disk or a closed terminal costs lines of the log, never the server: nobody's chat depends on either. */
function surviveWriteErrors(destination: ReturnType<typeof pino.destination>, file: string): void {
  let saidAt = Number.NEGATIVE_INFINITY;
  destination.on("error", (cause: Error) => {
    if (Date.now() - saidAt < SAID_AGAIN_AFTER_MS) return;
    saidAt = Date.now();
    process.stderr.write(`Warning: the log ${file} cannot be written: ${cause.message}\n`);
  });
  for (const terminal of [process.stdout, process.stderr]) {
    if (terminalsWatched.has(terminal)) continue;
    terminalsWatched.add(terminal);
    // A pipe whose reader has gone. There is nobody left to tell.
    terminal.on("error", () => undefined);
  }
}
