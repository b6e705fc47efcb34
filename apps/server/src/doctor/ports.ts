import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import type { Settings } from "../platform/settings.js";
import { type Finding, findingsOf } from "./finding.js";
import { ownerOf, type PortOwner, type PortProtocol } from "./port-owners.js";

/** A leg takes two ports: fewer than these, and some calls find none. */
const RTP_FREE_MIN = 16;

/** Which program has a port is told from which of them are ours. */
export type Judge = (owner: PortOwner) => boolean;

interface Wanted {
  readonly setting: string;
  readonly protocol: PortProtocol;
  readonly port: number;
  readonly host: string;
}

/** Tries every port that the settings name, one after the other, and gives each back at once. */
export async function portFindings(settings: Settings, isOurs: Judge): Promise<Finding[]> {
  const wanted = portsOf(settings);
  const findings = overlaps(wanted, settings);
  for (const one of wanted) findings.push(await portFinding(one, isOurs));
  if (settings.voice.enabled) findings.push(await rtpFinding(settings, isOurs));
  return findings;
}

function portsOf({ host, port, httpsPort, voice, testPhone }: Settings): Wanted[] {
  const tcp = (setting: string, number: number): Wanted => ({ setting, protocol: "TCP", port: number, host });
  const udp = (setting: string, number: number, at = host): Wanted => ({
    setting,
    protocol: "UDP",
    port: number,
    host: at,
  });
  const web = [tcp("PORT", port), tcp("HTTPS_PORT", httpsPort)];
  if (!voice.enabled) return web;
  const calls = [
    udp("SIP_PORT", voice.sipPort),
    tcp("SIP_PORT", voice.sipPort),
    tcp("SIP_TLS_PORT", voice.sipTlsPort),
  ];
  const phone = testPhone.enabled ? [udp("TEST_PHONE_SIP_PORT", testPhone.sipPort, "127.0.0.1")] : [];
  return [...web, ...calls, ...phone];
}

/** Two settings that want the same port: each alone would be found free. */
function overlaps(wanted: readonly Wanted[], { voice }: Settings): Finding[] {
  const { from, to } = voice.rtpPorts;
  const findings: Finding[] = [];
  for (const [at, one] of wanted.entries()) {
    const { wrong } = findingsOf("port", one.setting);
    for (const other of wanted.slice(at + 1)) {
      if (one.port === other.port && one.protocol === other.protocol && one.setting !== other.setting)
        findings.push(
          wrong(
            `${one.setting} and ${other.setting} both want port ${one.port}: set one of them to another.`,
          ),
        );
    }
    if (voice.enabled && one.protocol === "UDP" && one.port >= from && one.port <= to)
      findings.push(
        wrong(`${one.setting} ${one.port} lies within RTP_PORTS ${from}-${to}: set one of them to another.`),
      );
  }
  return findings;
}

async function portFinding({ setting, protocol, port, host }: Wanted, isOurs: Judge): Promise<Finding> {
  const { ok, wrong } = findingsOf("port", setting);
  const what = `${setting} ${port} (${protocol})`;
  const code = await (protocol === "TCP" ? tryTcp(host, port) : tryUdp(host, port));
  switch (code) {
    case null:
      return ok(`${what} is free.`);
    case "EADDRINUSE": {
      const owner = ownerOf(protocol, port);
      if (owner === undefined)
        return wrong(`${what} is taken by another program: end it, or set ${setting} to a free port.`);
      const who = `${owner.name}, pid ${owner.pid}`;
      return isOurs(owner)
        ? ok(`${what} is taken by ${who}, of this DATA_DIR, as it should be.`)
        : wrong(`${what} is taken by ${who}: end it, or set ${setting} to a free port.`);
    }
    case "EACCES":
      return wrong(`This user may not listen on port ${port}: set ${setting} to one above 1023.`);
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return findingsOf("port", "HOST").wrong(
        `${what} cannot be opened, for this machine has no address ${host}: set HOST to one it has, or leave it out.`,
      );
    default:
      return wrong(`${what} cannot be opened: ${code}.`);
  }
}

/** The whole range is one finding: how many ports of it are free, and who has the first one that is not ours. */
async function rtpFinding({ host, voice }: Settings, isOurs: Judge): Promise<Finding> {
  const { ok, look, wrong } = findingsOf("port", "RTP_PORTS");
  const { from, to } = voice.rtpPorts;
  const range = `RTP_PORTS ${from}-${to} (UDP)`;
  let free = 0;
  let ours = 0;
  let foreign: { readonly port: number; readonly who: string } | undefined;
  for (let port = from; port <= to; port++) {
    const code = await tryUdp(host, port);
    if (code === null) free += 1;
    // What is wrong with the address is told by the other ports.
    if (code !== "EADDRINUSE") continue;
    const owner = ownerOf("UDP", port);
    if (owner !== undefined && isOurs(owner)) ours += 1;
    else
      foreign ??= { port, who: owner === undefined ? "another program" : `${owner.name}, pid ${owner.pid}` };
  }
  const inUse = ours === 0 ? "" : `, ${ours} in use by calls of this DATA_DIR`;
  const counts = `${free} of ${to - from + 1} ports are free${inUse}`;
  if (free + ours < RTP_FREE_MIN)
    return wrong(`${range}: ${counts}: calls have no sound. Set RTP_PORTS to another range.`);
  if (foreign !== undefined)
    return look(
      `${range}: ${counts}; port ${foreign.port} is taken by ${foreign.who}. Calls pass over taken ones.`,
    );
  return ok(`${range}: ${counts}.`);
}

/** @returns `null` when it could be opened, else the system's error code. */
function tryTcp(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

function tryUdp(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
    socket.once("error", (error: NodeJS.ErrnoException) => {
      socket.close();
      resolve(error.code ?? error.message);
    });
    socket.bind({ port, address: host, exclusive: true }, () => socket.close(() => resolve(null)));
  });
}
