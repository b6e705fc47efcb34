import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { type VoiceSettings as CommonSettings, readVoiceSettings } from "@patchbay/protocol";
import { z } from "zod";
import type { PaymentSettings } from "../payments/index.js";

/** How the voice process was asked to run, checked: what the server reads as well, and what only it needs. */
export interface VoiceSettings extends Omit<CommonSettings, "enabled" | "trunk" | "payments"> {
  readonly payments: PaymentSettings;
  /** Absolute. */
  readonly dataDir: string;
  /** Where the server attaches; `null`: a short private folder of our own. */
  readonly socketPath: string | null;
  /** Address that SIP and RTP listen on. */
  readonly host: string;
  readonly workers: number;
  /** Where calls go out. */
  readonly trunk: { readonly host: string; readonly port: number };
  /**
   * Who may send us SIP besides the trunk: addresses and networks; `null`: this machine and private networks. `any` is
   * everybody.
   */
  readonly sipSources: readonly string[] | "any" | null;
  /** Addresses and networks that are never banned, besides the trunks. */
  readonly sipNeverBanned: readonly string[];
  /** PEM files; `null`: the certificate that the server keeps in DATA_DIR, and no TLS before there is one. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** With less room on the disk of DATA_DIR nothing is recorded. */
  readonly recordingFreeBytesMin: number;
  readonly logLevel: LogLevel;
}

const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/** Where the demo's test phone takes calls, which is the trunk when none is named. */
export const TEST_PHONE = { host: "127.0.0.1", port: 5070 } as const;

/** One or more settings are wrong; `problems` has one sentence for each. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}

/** What PostgreSQL on the same disk needs for a good while, so that a flood of recordings never stops the center. */
const RECORDING_FREE_MB_MIN = 200;
/** Each worker needs room for some calls: an even and an odd port for each. */
const PORTS_A_WORKER_MIN = 8;

const list = z.string().transform((text) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== ""),
);
const sourcePattern = /^[0-9a-fA-F.:]+(\/\d{1,3})?$/;

const environmentSchema = z.object({
  DATA_DIR: z.string().default("./data"),
  VOICE_SOCKET: z.string().max(103, "must have at most 103 characters: unix sockets take no more").optional(),
  HOST: z
    .string()
    .regex(/^[0-9A-Za-z.:_-]+$/, "must be an IP address or a host name")
    .default("127.0.0.1"),
  VOICE_WORKERS: z
    .string()
    .regex(/^([1-9]|[1-5]\d|6[0-4])$/, "must be a number from 1 to 64")
    .transform(Number)
    .optional(),
  SIP_SOURCES: list
    .refine(
      (sources) => sources[0] === "any" || sources.every((source) => sourcePattern.test(source)),
      'must be IP addresses or networks separated by commas, or "any"',
    )
    .optional(),
  SIP_NEVER_BANNED: list
    .refine(
      (sources) => sources.every((source) => sourcePattern.test(source)),
      "must be IP addresses or networks separated by commas",
    )
    .optional(),
  TLS_CERT: z.string().optional(),
  TLS_KEY: z.string().optional(),
  PAYMENT_SECRET: z.string().optional(),
  PAYMENT_SECRET_FILE: z.string().optional(),
  RECORDING_FREE_MB_MIN: z
    .string()
    .regex(/^\d{1,9}$/, "must be a number of megabytes")
    .transform(Number)
    .default(RECORDING_FREE_MB_MIN),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(", ")}`).default("info"),
});

/**
 * Reads the environment. An empty variable counts as not set.
 *
 * @throws {SettingsError} with all that is wrong, not only the first.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): VoiceSettings {
  const problems: string[] = [];
  const { enabled: _, trunk, payments: asked, ...common } = readVoiceSettings(environment, problems);
  const given = Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => {
      const text = value?.trim();
      return text === undefined || text === "" ? [] : [[name, text]];
    }),
  );
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const name = issue.path.join(".");
      problems.push(`${name} ${issue.message}, not "${given[name]}".`);
    }
    throw new SettingsError(problems);
  }
  const read = parsed.data;
  const { from, to } = common.rtpPorts;
  const workers = read.VOICE_WORKERS ?? Math.min(64, availableParallelism());
  if ((to - from + 1) / workers < PORTS_A_WORKER_MIN)
    problems.push(
      `RTP_PORTS has too few ports for ${workers} workers: ${PORTS_A_WORKER_MIN} for each at least.`,
    );
  if ((read.TLS_CERT === undefined) !== (read.TLS_KEY === undefined))
    problems.push("TLS_CERT and TLS_KEY must both be set, or neither.");
  const payments = paymentsOf(asked, read, problems);
  if (problems.length > 0) throw new SettingsError(problems);
  const sources = read.SIP_SOURCES;
  return {
    ...common,
    payments,
    dataDir: path.resolve(read.DATA_DIR),
    socketPath: read.VOICE_SOCKET === undefined ? null : path.resolve(read.VOICE_SOCKET),
    host: read.HOST,
    workers,
    trunk: trunk ?? TEST_PHONE,
    sipSources: sources === undefined ? null : sources[0] === "any" ? "any" : sources,
    sipNeverBanned: read.SIP_NEVER_BANNED ?? [],
    tls:
      read.TLS_CERT === undefined || read.TLS_KEY === undefined
        ? null
        : { certFile: path.resolve(read.TLS_CERT), keyFile: path.resolve(read.TLS_KEY) },
    promptsDir: common.promptsDir === null ? null : path.resolve(common.promptsDir),
    recordingFreeBytesMin: read.RECORDING_FREE_MB_MIN * 1024 ** 2,
    logLevel: read.LOG_LEVEL,
  };
}

/** A file first: what is in the environment can be read by whoever may look at the process. Never told in a sentence. */
function paymentsOf(
  payments: CommonSettings["payments"],
  read: { readonly PAYMENT_SECRET?: string | undefined; readonly PAYMENT_SECRET_FILE?: string | undefined },
  problems: string[],
): PaymentSettings {
  if (payments.mode !== "http") return payments;
  let secret = read.PAYMENT_SECRET ?? "";
  if (read.PAYMENT_SECRET_FILE !== undefined) {
    try {
      secret = readFileSync(path.resolve(read.PAYMENT_SECRET_FILE), "utf8").trim();
    } catch {
      problems.push("PAYMENT_SECRET_FILE cannot be read.");
      return { mode: "off" };
    }
  }
  if (/^[\x21-\x7e]{8,}$/.test(secret)) return { ...payments, secret };
  problems.push(
    "PAYMENT_URL needs PAYMENT_SECRET_FILE, or PAYMENT_SECRET, with at least 8 characters and no spaces.",
  );
  return { mode: "off" };
}
