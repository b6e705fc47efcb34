import { isIP } from "node:net";
import path from "node:path";
import {
  readTestPhoneSettings,
  readVoiceSettings,
  type TestPhoneSettings,
  type VoiceSettings,
} from "@patchbay/protocol";

import { commandWords } from "../speech-command/command-line.js";

/** How the server was asked to run, checked. */
export interface Settings {
  /** Plain http; this port is what "the server" means to the outside. */
  readonly port: number;
  readonly httpsPort: number;
  /** The address to listen on. `0.0.0.0` with `--lan`. */
  readonly host: string;
  /** `--lan`: reachable from a phone in the same network. */
  readonly lan: boolean;
  /** `--empty`: a first start makes a center without anything in it, instead of the demo. */
  readonly empty: boolean;
  /** Both or neither; `null` = the certificate that we make ourselves. Absolute paths. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** Origin under which the outside reaches us, without a final slash. */
  readonly publicUrl: string | null;
  /** Whom to believe `X-Forwarded-*`: `false` = nobody; a number = so many proxies; else their addresses. */
  readonly trustProxy: boolean | number | readonly string[];
  /** Absolute. */
  readonly dataDir: string;
  /** `null` = the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  /** `null` = the one of an earlier start; at the first start a random one. */
  readonly demoPassword: string | null;
  /** With {z}, {x} and {y}; `null` = the built-in map. */
  readonly mapTilesUrl: string | null;
  readonly logLevel: LogLevel;
  /** `json`: every line of the log on stdout too, for whoever collects it; `text`: warnings on stderr, for people. */
  readonly logFormat: "text" | "json";
  /** A program that says texts, with its arguments; `null`: prompts are uploaded. */
  readonly ttsCommand: readonly [string, ...string[]] | null;
  readonly voice: VoiceSettings;
  readonly testPhone: TestPhoneSettings;
}

export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One or more settings are wrong; `problems` has one sentence for each. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}

/**
 * Reads the environment and the command line. An empty variable counts as not set.
 *
 * @param args what stands behind the program's name, without the words that are meant for others; what is unknown is
 *   refused.
 * @throws {SettingsError} with all that is wrong, not only the first.
 */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
  args: readonly string[] = [],
): Settings {
  const problems: string[] = [];
  const value = (name: string): string | undefined => environment[name]?.trim() || undefined;

  const port = (name: string, otherwise: number): number => {
    const text = value(name);
    if (text === undefined) return otherwise;
    if (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535) return Number(text);
    problems.push(`${name} must be a port number from 1 to 65535, not "${text}".`);
    return otherwise;
  };
  const url = (name: string, check: (parsed: URL) => boolean, expected: string): URL | null => {
    const text = value(name);
    if (text === undefined) return null;
    if (URL.canParse(text) && check(new URL(text))) return new URL(text);
    // The text itself may hold a password.
    problems.push(`${name} must be ${expected}.`);
    return null;
  };

  for (const option of args) {
    if (option !== "--lan" && option !== "--empty") {
      problems.push(`There is no option "${option}"; there are --lan and --empty.`);
    }
  }
  const lan = args.includes("--lan");
  const host = value("HOST");
  if (host !== undefined && !/^[0-9A-Za-z.:_-]+$/.test(host)) {
    problems.push(`HOST must be an IP address or a host name, not "${host}".`);
  }
  if (lan && host !== undefined && host !== "0.0.0.0" && host !== "::") {
    problems.push(`HOST ("${host}") and --lan contradict each other: leave one of them out.`);
  }

  const settings: Settings = {
    port: port("PORT", 8080),
    httpsPort: port("HTTPS_PORT", 8443),
    host: lan ? (host ?? "0.0.0.0") : (host ?? "127.0.0.1"),
    lan,
    empty: args.includes("--empty"),
    tls: readTls(value("TLS_CERT"), value("TLS_KEY"), problems),
    publicUrl:
      url(
        "PUBLIC_URL",
        (parsed) =>
          isWeb(parsed) &&
          parsed.pathname === "/" &&
          [parsed.search, parsed.hash, parsed.username, parsed.password].every((part) => part === ""),
        "an address such as https://contact.example.com, without a path and without a user",
      )?.origin ?? null,
    trustProxy: readTrustProxy(value("TRUST_PROXY"), problems),
    dataDir: path.resolve(value("DATA_DIR") ?? "./data"),
    databaseUrl:
      url(
        "DATABASE_URL",
        (parsed) => parsed.protocol === "postgres:" || parsed.protocol === "postgresql:",
        "an address such as postgresql://user:password@host:5432/database",
      ) === null
        ? null
        : (value("DATABASE_URL") ?? null),
    demoPassword: value("DEMO_PASSWORD") ?? null,
    mapTilesUrl: value("MAP_TILES_URL") ?? null,
    logLevel: readLogLevel(value("LOG_LEVEL"), problems),
    logFormat: readLogFormat(value("LOG_FORMAT"), problems),
    ttsCommand: readCommand("TTS_COMMAND", value("TTS_COMMAND"), problems),
    voice: readVoiceSettings(environment, problems),
    testPhone: readTestPhoneSettings(environment, problems),
  };
  if (settings.port === settings.httpsPort) {
    problems.push(`PORT and HTTPS_PORT must be two different ports, not both ${settings.port}.`);
  }
  if (settings.demoPassword !== null && settings.demoPassword.length < 8) {
    problems.push("DEMO_PASSWORD must have at least 8 characters.");
  }
  const tiles = settings.mapTilesUrl;
  if (
    tiles !== null &&
    !(/^https?:\/\//.test(tiles) && ["{z}", "{x}", "{y}"].every((part) => tiles.includes(part)))
  ) {
    problems.push("MAP_TILES_URL must be an http(s) address with {z}, {x} and {y} in it.");
  }
  if (problems.length > 0) throw new SettingsError(problems);
  return settings;
}

function readCommand(name: string, text: string | undefined, problems: string[]): Settings["ttsCommand"] {
  if (text === undefined) return null;
  const words = commandWords(text);
  if (words === undefined) problems.push(`${name} must name a program, and its quotes must be closed.`);
  return words ?? null;
}

function isWeb(parsed: URL): boolean {
  return parsed.protocol === "http:" || parsed.protocol === "https:";
}

function readTls(cert: string | undefined, key: string | undefined, problems: string[]): Settings["tls"] {
  if (cert === undefined && key === undefined) return null;
  if (cert === undefined || key === undefined) {
    const [there, missing] = cert === undefined ? ["TLS_KEY", "TLS_CERT"] : ["TLS_CERT", "TLS_KEY"];
    problems.push(`${there} is set without ${missing}: set both (PEM files), or neither.`);
    return null;
  }
  return { certFile: path.resolve(cert), keyFile: path.resolve(key) };
}

function readTrustProxy(text: string | undefined, problems: string[]): Settings["trustProxy"] {
  if (text === undefined || text === "false" || text === "0") return false;
  if (text === "true") return true;
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const addresses = text.split(",").map((address) => address.trim());
  const wrong = addresses.filter((address) => !isNetwork(address));
  if (wrong.length === 0) return addresses;
  problems.push(
    `TRUST_PROXY must be true, false, a number of proxies, or their IP addresses or networks (10.0.0.0/8) separated by commas, ` +
      `not "${wrong.join(", ")}".`,
  );
  return false;
}

/** An address, a network, or the one name for this machine. */
function isNetwork(text: string): boolean {
  if (text === "loopback") return true;
  const [address = "", prefix, ...more] = text.split("/");
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  if (bits === 0 || address.includes("%") || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) >= 1 && Number(prefix) <= bits);
}

function readLogFormat(text: string | undefined, problems: string[]): Settings["logFormat"] {
  if (text === undefined || text === "text" || text === "json") return text ?? "text";
  problems.push(`LOG_FORMAT must be text or json, not "${text}".`);
  return "text";
}

function readLogLevel(text: string | undefined, problems: string[]): LogLevel {
  const level = LOG_LEVELS.find((known) => known === (text ?? "info"));
  if (level !== undefined) return level;
  problems.push(`LOG_LEVEL must be one of ${LOG_LEVELS.join(", ")}, not "${text}".`);
  return "info";
}
