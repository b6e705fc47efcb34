import { availableParallelism } from "node:os";
import path from "node:path";
import { z } from "zod";

/** How the voice process was asked to run, checked. */
export interface VoiceSettings {
  /** Absolute. */
  readonly dataDir: string;
  /** Where the server attaches; `null`: a short private folder of our own. */
  readonly socketPath: string | null;
  /** Address that SIP and RTP listen on. */
  readonly host: string;
  /** What others reach us at, when it is not `host`: written into SIP and SDP. */
  readonly publicIp: string | null;
  /** UDP and TCP. */
  readonly sipPort: number;
  readonly sipTlsPort: number;
  /** UDP ports for media, both included. Shared out among the workers. */
  readonly rtpPorts: { readonly first: number; readonly last: number };
  /** `stun:host:port`, `turn:user:password@host:port`. */
  readonly iceServers: readonly string[];
  readonly workers: number;
  /** Where calls out go. */
  readonly trunk: { readonly host: string; readonly port: number };
  /** Who may send us SIP: addresses and networks; `null`: this machine and private networks. `any` is everybody. */
  readonly sipSources: readonly string[] | "any" | null;
  /** PEM files; `null`: the certificate that the server keeps in DATA_DIR, and no TLS before there is one. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** Folder of `<name>.opus`; `null`: the spoken prompts that come along. */
  readonly promptsDir: string | null;
  readonly logLevel: LogLevel;
}

const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/** One or more settings are wrong; `problems` has one sentence for each. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}

/** Each worker needs room for some calls: an even and an odd port for each. */
const PORTS_A_WORKER_MIN = 8;

const port = (otherwise: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, "must be a port number from 1 to 65535")
    .transform(Number)
    .refine((value) => value >= 1 && value <= 65_535, "must be a port number from 1 to 65535")
    .default(otherwise);

const hostName = z.string().regex(/^[0-9A-Za-z.:_-]+$/, "must be an IP address or a host name");
const list = z.string().transform((text) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== ""),
);

const environmentSchema = z.object({
  DATA_DIR: z.string().default("./data"),
  VOICE_SOCKET: z.string().max(103, "must have at most 103 characters: unix sockets take no more").optional(),
  HOST: hostName.default("127.0.0.1"),
  PUBLIC_IP: z.union([z.ipv4(), z.ipv6()], "must be an IP address").optional(),
  SIP_PORT: port(5060),
  SIP_TLS_PORT: port(5061),
  RTP_PORTS: z
    .string()
    .regex(/^\d{1,5}-\d{1,5}$/, "must be a range such as 40000-40999")
    .transform((text) => {
      const [first = 0, last = 0] = text.split("-").map(Number);
      return { first, last };
    })
    .refine(
      ({ first, last }) => first >= 1024 && last <= 65_535 && first < last,
      "must be a range such as 40000-40999",
    )
    .default({ first: 40_000, last: 40_999 }),
  ICE_SERVERS: list
    .refine(
      (servers) => servers.every((server) => /^(stun|turns?):\S+$/.test(server)),
      "must be addresses such as stun:host:3478 or turn:user:password@host:3478, separated by commas",
    )
    .default([]),
  VOICE_WORKERS: z
    .string()
    .regex(/^\d{1,2}$/, "must be a number from 1 to 64")
    .transform(Number)
    .refine((value) => value >= 1 && value <= 64, "must be a number from 1 to 64")
    .optional(),
  TRUNK: z
    .string()
    .regex(/^[0-9A-Za-z._-]+:\d{1,5}$/, "must be an address and port, such as 127.0.0.1:5070")
    .default("127.0.0.1:5070"),
  SIP_SOURCES: list.optional(),
  TLS_CERT: z.string().optional(),
  TLS_KEY: z.string().optional(),
  PROMPTS_DIR: z.string().optional(),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(", ")}`).default("info"),
});

/**
 * Reads the environment. An empty variable counts as not set.
 *
 * @throws {SettingsError} with all that is wrong, not only the first.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): VoiceSettings {
  const given = Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => {
      const text = value?.trim();
      return text === undefined || text === "" ? [] : [[name, text]];
    }),
  );
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success)
    throw new SettingsError(
      parsed.error.issues.map((issue) => {
        const name = issue.path.join(".");
        // Addresses of TURN servers hold passwords.
        return name === "ICE_SERVERS"
          ? `${name} ${issue.message}.`
          : `${name} ${issue.message}, not "${given[name]}".`;
      }),
    );
  const read = parsed.data;
  const { first, last } = read.RTP_PORTS;
  const workers = read.VOICE_WORKERS ?? availableParallelism();
  const problems: string[] = [];
  if ((last - first + 1) / workers < PORTS_A_WORKER_MIN)
    problems.push(
      `RTP_PORTS has too few ports for ${workers} workers: ${PORTS_A_WORKER_MIN} for each at least.`,
    );
  if (read.SIP_PORT === read.SIP_TLS_PORT)
    problems.push(`SIP_PORT and SIP_TLS_PORT must be two different ports, not both ${read.SIP_PORT}.`);
  if ((read.TLS_CERT === undefined) !== (read.TLS_KEY === undefined))
    problems.push("TLS_CERT and TLS_KEY must both be set, or neither.");
  const sources = read.SIP_SOURCES;
  const isSource = /^[0-9a-fA-F.:]+(\/\d{1,3})?$/;
  if (sources !== undefined && sources[0] !== "any" && !sources.every((source) => isSource.test(source)))
    problems.push('SIP_SOURCES must be IP addresses or networks separated by commas, or "any".');
  if (problems.length > 0) throw new SettingsError(problems);
  const colon = read.TRUNK.lastIndexOf(":");
  return {
    dataDir: path.resolve(read.DATA_DIR),
    socketPath: read.VOICE_SOCKET === undefined ? null : path.resolve(read.VOICE_SOCKET),
    host: read.HOST,
    publicIp: read.PUBLIC_IP ?? null,
    sipPort: read.SIP_PORT,
    sipTlsPort: read.SIP_TLS_PORT,
    rtpPorts: read.RTP_PORTS,
    iceServers: read.ICE_SERVERS,
    workers,
    trunk: { host: read.TRUNK.slice(0, colon), port: Number(read.TRUNK.slice(colon + 1)) },
    sipSources: sources === undefined ? null : sources[0] === "any" ? "any" : sources,
    tls:
      read.TLS_CERT === undefined || read.TLS_KEY === undefined
        ? null
        : { certFile: path.resolve(read.TLS_CERT), keyFile: path.resolve(read.TLS_KEY) },
    promptsDir: read.PROMPTS_DIR === undefined ? null : path.resolve(read.PROMPTS_DIR),
    logLevel: read.LOG_LEVEL,
  };
}
