import { lookup } from "node:dns/promises";
import { BlockList, connect as connectTcp, isIP, isIPv4 } from "node:net";
import os from "node:os";
import { connect as connectTls } from "node:tls";
import type { VoiceIceServer } from "@patchbay/protocol";
import type { Settings } from "../platform/settings.js";
import { type Finding, findingsOf } from "./finding.js";
import { askStun, tryTurn } from "./stun.js";

const CONNECT_MS_MAX = 3_000;

/** Networks that the internet does not reach: RFC 1122, 1918, 3927, 4193, 4291, 6598. */
const near = new BlockList();
for (const [network, bits] of [
  ["127.0.0.0", 8],
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["169.254.0.0", 16],
  ["100.64.0.0", 10],
] as const)
  near.addSubnet(network, bits);
near.addAddress("::1", "ipv6");
near.addSubnet("fc00::", 7, "ipv6");
near.addSubnet("fe80::", 10, "ipv6");

export function isNear(address: string): boolean {
  return near.check(address, isIPv4(address) ? "ipv4" : "ipv6");
}

/** What the outside calls us by, and whether that can be true. */
export async function addressFindings(settings: Settings): Promise<Finding[]> {
  if (!settings.voice.enabled) return [];
  const { findings, seenAs } = await iceFindings(settings.voice.iceServers);
  return [...findings, publicIpFinding(settings, seenAs), ...(await trunkFindings(settings))];
}

/** @returns also the public address that a STUN server saw us at, if one did. */
async function iceFindings(
  servers: readonly VoiceIceServer[],
): Promise<{ findings: Finding[]; seenAs: string | null }> {
  const asked = await Promise.all(
    servers.flatMap((server) => server.urls.map((url) => iceFinding(url, server))),
  );
  const seenAs =
    asked.map(({ mapped }) => mapped).find((mapped) => mapped !== null && !isNear(mapped)) ?? null;
  return { findings: asked.map(({ finding }) => finding), seenAs };
}

async function iceFinding(
  url: string,
  { username, credential }: VoiceIceServer,
): Promise<{ finding: Finding; mapped: string | null }> {
  const { ok, wrong } = findingsOf("ice-server", "ICE_SERVERS");
  const [, scheme = "", host = "", portText] = /^(stuns?|turns?):([^:?]+)(?::(\d+))?/.exec(url) ?? [];
  const secure = scheme.endsWith("s");
  const port = Number(portText ?? (secure ? 5349 : 3478));
  const address = await addressOf(host);
  const told = (finding: Finding, mapped: string | null = null) => ({ finding, mapped });
  if (address === null) return told(wrong(`ICE_SERVERS: there is no host ${host} (${url}).`));
  if (secure || url.includes("transport=tcp")) {
    const problem = await connects(address, port, secure ? host : null);
    return told(
      problem === null
        ? ok(`ICE_SERVERS: ${url} takes connections.`)
        : wrong(`ICE_SERVERS: ${url} cannot be connected to: ${problem}.`),
    );
  }
  const seen = await askStun({ address, port });
  if (seen === null)
    return told(
      wrong(`ICE_SERVERS: ${url} does not answer by UDP: a wrong host or port, or a firewall in between.`),
    );
  const as = seen.mapped === null ? "" : ` and sees this machine as ${seen.mapped}`;
  if (scheme === "stun" || username === undefined || credential === undefined)
    return told(ok(`ICE_SERVERS: ${url} answers${as}.`), seen.mapped);
  const refused = await tryTurn({ address, port }, { username, credential });
  return told(
    refused === null
      ? ok(`ICE_SERVERS: ${url} answers${as}, and relays with this user and password.`)
      : wrong(`ICE_SERVERS: ${url} answers, but ${refused}.`),
    seen.mapped,
  );
}

/** @param seenAs our public address by the word of a STUN server. */
export function publicIpFinding(
  { host, publicUrl, voice }: Settings,
  seenAs: string | null,
  own: readonly string[] = ownAddresses(),
): Finding {
  const { ok, look, wrong } = findingsOf("public-address", "PUBLIC_IP");
  const { publicIp, iceServers } = voice;
  const alone = host === "localhost" || host === "::1" || host.startsWith("127.");
  if (publicIp === null) {
    if (alone && publicUrl !== null)
      return look(
        "PUBLIC_URL says that the outside reaches this center, but HOST lets calls and sound in from this machine alone: " +
          "a proxy passes on no sound. Set HOST=0.0.0.0 and PUBLIC_IP.",
      );
    if (seenAs !== null && !own.includes(seenAs) && !alone)
      return look(
        `PUBLIC_IP is not set; agents and carriers outside of this network need PUBLIC_IP=${seenAs}.`,
      );
    return ok("PUBLIC_IP is not set: calls use this machine's own addresses.");
  }
  if (alone)
    return wrong(
      `PUBLIC_IP is set, but HOST ${host} lets calls and sound in from this machine alone: set HOST=0.0.0.0.`,
    );
  if (isNear(publicIp) && (seenAs !== null || (iceServers.length > 0 && publicUrl !== null)))
    return wrong(
      `PUBLIC_IP ${publicIp} is an address of a private network: outside of it nobody reaches it.` +
        (seenAs === null ? "" : ` From outside this machine is ${seenAs}.`),
    );
  if (own.includes(publicIp)) return ok(`PUBLIC_IP ${publicIp} is an address of this machine.`);
  if (seenAs === publicIp)
    return ok(
      `PUBLIC_IP ${publicIp} is the address of this machine as a STUN server sees it, behind a router.`,
    );
  if (seenAs !== null)
    return wrong(`PUBLIC_IP is ${publicIp}, but a STUN server sees this machine as ${seenAs}.`);
  return look(
    `PUBLIC_IP ${publicIp} is no address of this machine: right only if it is that of a router which passes ` +
      `SIP_PORT and RTP_PORTS on to here with their numbers unchanged. With a STUN server in ICE_SERVERS this can be checked.`,
  );
}

async function trunkFindings({ voice: { trunk } }: Settings): Promise<Finding[]> {
  if (trunk === null) return [];
  const { ok, wrong } = findingsOf("trunk", "TRUNK");
  const address = await addressOf(trunk.host);
  return [
    address === null
      ? wrong(`TRUNK: there is no host ${trunk.host}.`)
      : ok(`TRUNK ${trunk.host}:${trunk.port} is ${address}.`),
  ];
}

/** Whether somebody listens where DATABASE_URL leads. */
export async function databaseFinding({ databaseUrl }: Settings): Promise<Finding[]> {
  if (databaseUrl === null) return [];
  const { ok, wrong } = findingsOf("database", "DATABASE_URL");
  const { hostname, port } = new URL(databaseUrl);
  // A path to a unix socket stands in the query.
  if (hostname === "") return [];
  const address = await addressOf(hostname.replace(/^\[|\]$/g, ""));
  const place = `${hostname}:${port || 5432}`;
  if (address === null) return [wrong(`DATABASE_URL: there is no host ${hostname}.`)];
  const problem = await connects(address, Number(port || 5432), null);
  return [
    problem === null
      ? ok(`DATABASE_URL: somebody listens at ${place}.`)
      : wrong(`DATABASE_URL: ${place} cannot be connected to: ${problem}.`),
  ];
}

async function addressOf(host: string): Promise<string | null> {
  if (isIP(host) !== 0) return host;
  return lookup(host).then(
    ({ address }) => address,
    () => null,
  );
}

/** @param serverName with TLS, the name that the certificate must have; `null`: plain TCP. @returns `null`: it does. */
function connects(address: string, port: number, serverName: string | null): Promise<string | null> {
  return new Promise((resolve) => {
    const socket =
      serverName === null
        ? connectTcp({ host: address, port })
        : connectTls({ host: address, port, ...(isIP(serverName) === 0 ? { servername: serverName } : {}) });
    const settle = (problem: string | null): void => {
      clearTimeout(late);
      socket.destroy();
      resolve(problem);
    };
    const late = setTimeout(() => settle("no answer"), CONNECT_MS_MAX);
    socket.once("error", (error: NodeJS.ErrnoException) => settle(error.code ?? error.message));
    socket.once(serverName === null ? "connect" : "secureConnect", () => settle(null));
  });
}

function ownAddresses(): string[] {
  return Object.values(os.networkInterfaces()).flatMap((some) => (some ?? []).map(({ address }) => address));
}
