/** How the voice process was asked to run. Read by it, and by the server at start, so that both say the same. */
export interface VoiceSettings {
  /** `VOICE=off`: no voice process at all. */
  readonly enabled: boolean;
  /** UDP and TCP. */
  readonly sipPort: number;
  readonly sipTlsPort: number;
  /** Both included; each call's leg takes one even port (RTP) and the next one (RTCP). */
  readonly rtpPorts: { readonly from: number; readonly to: number };
  /** What the outside calls us by; `null`: the machine's own addresses. */
  readonly publicIp: string | null;
  /** Towards the network, in the order in which they are offered. */
  readonly sipCodecs: readonly SipCodec[];
  /** STUN and TURN servers for browsers and for us. */
  readonly iceServers: readonly VoiceIceServer[];
  /** Where calls go out and whence they come besides loopback; `null`: the demo's test phone. */
  readonly trunk: { readonly host: string; readonly port: number } | null;
  /** Folder of `<name>.opus`, as given; `null`: the spoken prompts that come along. */
  readonly promptsDir: string | null;
  /** In which agents say how much is to be paid (ISO 4217). */
  readonly paymentCurrency: string;
  /** Who is paid with the cards that callers enter. */
  readonly payments: { readonly mode: "off" | "test" } | { readonly mode: "http"; readonly url: string };
}

/** As SDP names them. */
export const sipCodecs = ["PCMU", "PCMA", "G722", "opus"] as const;
export type SipCodec = (typeof sipCodecs)[number];
/** Every carrier speaks G.711, and what it carries is carried on unchanged. */
const SIP_CODECS_DEFAULT: readonly SipCodec[] = ["PCMU", "PCMA"];

export interface VoiceIceServer {
  readonly urls: string[];
  readonly username?: string;
  readonly credential?: string;
}

/** The fewest ports that are of use: fifty legs. */
const RTP_PORTS_MIN = 100;

/**
 * Reads the environment; an empty variable counts as not set.
 *
 * @param problems gets one sentence for each variable that is wrong; its default then stands in.
 */
export function readVoiceSettings(
  environment: Readonly<Record<string, string | undefined>>,
  problems: string[],
): VoiceSettings {
  const value = (name: string): string | undefined => environment[name]?.trim() || undefined;
  const isPort = (text: string): boolean =>
    /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
  const port = (name: string, otherwise: number): number => {
    const text = value(name);
    if (text === undefined) return otherwise;
    if (isPort(text)) return Number(text);
    problems.push(`${name} must be a port number from 1 to 65535, not "${text}".`);
    return otherwise;
  };

  const voice = value("VOICE") ?? "on";
  if (voice !== "on" && voice !== "off") problems.push(`VOICE must be on or off, not "${voice}".`);
  const sipPort = port("SIP_PORT", 5060);
  const sipTlsPort = port("SIP_TLS_PORT", 5061);
  if (sipPort === sipTlsPort)
    problems.push(`SIP_PORT and SIP_TLS_PORT must be two different ports, not both ${sipPort}.`);

  const range = value("RTP_PORTS") ?? "40000-40999";
  const [from = "", to = ""] = range.split("-").map((part) => part.trim());
  const isRange =
    isPort(from) && isPort(to) && Number(to) - Number(from) + 1 >= RTP_PORTS_MIN && range.includes("-");
  if (!isRange) {
    problems.push(
      `RTP_PORTS must be a range of at least ${RTP_PORTS_MIN} ports such as 40000-40999, not "${range}".`,
    );
  }

  const publicIp = value("PUBLIC_IP") ?? null;
  if (publicIp !== null && !isIpAddress(publicIp))
    problems.push(`PUBLIC_IP must be an IP address, not "${publicIp}".`);

  const trunkText = value("TRUNK") ?? null;
  const [, trunkHost = "", trunkPort = "5060"] =
    (trunkText === null ? null : /^([A-Za-z0-9.-]+)(?::(\d{1,5}))?$/.exec(trunkText)) ?? [];
  if (trunkText !== null && (trunkHost === "" || !isPort(trunkPort)))
    problems.push(`TRUNK must be a host with a port, such as sip.example.com:5060, not "${trunkText}".`);

  return {
    enabled: voice !== "off",
    sipPort,
    sipTlsPort,
    rtpPorts: isRange ? { from: Number(from), to: Number(to) } : { from: 40_000, to: 40_999 },
    publicIp,
    sipCodecs: readSipCodecs(value("SIP_CODECS"), problems),
    iceServers: readIceServers(value("ICE_SERVERS"), problems),
    promptsDir: value("PROMPTS_DIR") ?? null,
    paymentCurrency: readCurrency(value("PAYMENT_CURRENCY"), problems),
    payments: readPayments(
      value("PAYMENT_URL") ?? (value("PUBLIC_URL") === undefined ? "test" : "off"),
      problems,
    ),
    trunk: trunkHost === "" ? null : { host: trunkHost, port: Number(trunkPort) },
  };
}

function readCurrency(text: string | undefined, problems: string[]): string {
  if (text === undefined || /^[A-Z]{3}$/.test(text)) return text ?? "USD";
  problems.push(`PAYMENT_CURRENCY must be a code such as USD or EUR, not "${text}".`);
  return "USD";
}

/** What a card is, is told to nobody who could be overheard: plain http only within this machine. */
function readPayments(text: string, problems: string[]): VoiceSettings["payments"] {
  if (text === "test") return { mode: "test" };
  if (text === "off") return { mode: "off" };
  const url = URL.canParse(text) ? new URL(text) : null;
  const isLocal = url?.hostname === "127.0.0.1" || url?.hostname === "[::1]";
  if (
    url !== null &&
    url.username === "" &&
    (url.protocol === "https:" || (url.protocol === "http:" && isLocal))
  )
    return { mode: "http", url: url.href };
  // The text may hold a password.
  problems.push("PAYMENT_URL must be an https address, test or off.");
  return { mode: "off" };
}

function readSipCodecs(text: string | undefined, problems: string[]): readonly SipCodec[] {
  if (text === undefined) return SIP_CODECS_DEFAULT;
  const named = text.split(",").map((part) => part.trim().toLowerCase().replace("g.722", "g722"));
  const found = named.map((name) => sipCodecs.find((codec) => codec.toLowerCase() === name));
  const known = found.filter((codec) => codec !== undefined);
  if (known.length === found.length && new Set(known).size === known.length) return known;
  problems.push(`SIP_CODECS must name some of ${sipCodecs.join(", ")}, each once, not "${text}".`);
  return SIP_CODECS_DEFAULT;
}

/** `stun:host:port`, or `turn:user:password@host:port`, separated by commas. Passwords never go into a sentence. */
function readIceServers(text: string | undefined, problems: string[]): VoiceIceServer[] {
  if (text === undefined) return [];
  return text.split(",").flatMap((part): VoiceIceServer[] => {
    const found =
      /^(stuns?|turns?):(?:([^:@\s]+):([^@\s]+)@)?([A-Za-z0-9.-]+(?::\d{1,5})?(?:\?transport=(?:udp|tcp))?)$/.exec(
        part.trim(),
      );
    const [, scheme = "", username, credential, host = ""] = found ?? [];
    if (!found || (scheme.startsWith("turn") && username === undefined)) {
      problems.push(
        "ICE_SERVERS must be a list such as stun:stun.example.com:3478,turn:user:password@turn.example.com:3478.",
      );
      return [];
    }
    const urls = [`${scheme}:${host}`];
    return username === undefined || credential === undefined ? [{ urls }] : [{ urls, username, credential }];
  });
}

function isIpAddress(text: string): boolean {
  const parts = text.split(".");
  if (parts.length === 4) return parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
  return text.includes(":") && /^[0-9a-fA-F:]+$/.test(text) && text.split(":").length >= 3;
}
