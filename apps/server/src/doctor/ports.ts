import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import type { Settings } from "../platform/settings.js";
import { type Finding, findingsOf } from "./finding.js";
import { ownersOf, type PortOwner, type PortProtocol } from "./port-owners.js";

/** A leg takes two ports: fewer than these, and some calls find none. */
const RTP_FREE_MIN = 16;

/** Which program has a port is told from which of ours run. */
export interface Ours {
  readonly owns: (owner: PortOwner) => boolean;
  /** It runs, and should have its ports. */
  readonly server: boolean;
  readonly voice: boolean;
}

interface Wanted {
  readonly setting: string;
  /** Who listens there. */
  readonly by: "server" | "voice" | "test phone";
  readonly protocol: PortProtocol;
  readonly port: number;
  readonly host: string;
}

/** Tries every port that the settings name, one after the other, and gives each back at once. */
export async function portFindings(settings: Settings, ours: Ours): Promise<Finding[]> {
  const wanted = portsOf(settings);
  const findings = overlaps(wanted, settings);
  for (const one of wanted) findings.push(await portFinding(one, ours));
  if (settings.voice.enabled) findings.push(await rtpFinding(settings, ours));
  return findings;
}

function portsOf({ host, port, httpsPort, voice, testPhone }: Settings): Wanted[] {
  const web: Wanted[] = [
    { setting: "PORT", by: "server", protocol: "TCP", port, host },
    { setting: "HTTPS_PORT", by: "server", protocol: "TCP", port: httpsPort, host },
  ];
  if (!voice.enabled) return web;
  const sip = { setting: "SIP_PORT", by: "voice", port: voice.sipPort, host } as const;
  const calls: Wanted[] = [
    { ...sip, protocol: "UDP" },
    { ...sip, protocol: "TCP" },
    { setting: "SIP_TLS_PORT", by: "voice", protocol: "TCP", port: voice.sipTlsPort, host },
  ];
  const { sipPort } = testPhone;
  const phone = {
    setting: "TEST_PHONE_SIP_PORT",
    by: "test phone",
    protocol: "UDP",
    host: "127.0.0.1",
  } as const;
  return [...web, ...calls, ...(testPhone.enabled ? [{ ...phone, port: sipPort }] : [])];
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

async function portFinding({ setting, by, protocol, port, host }: Wanted, ours: Ours): Promise<Finding> {
  const { ok, look, wrong } = findingsOf("port", setting);
  const what = `${setting} ${port} (${protocol})`;
  const code = await (protocol === "TCP" ? tryTcp(host, port) : tryUdp(host, port));
  switch (code) {
    case null:
      if (by === "test phone" || !ours[by]) return ok(`${what} is free.`);
      return look(
        `${what} is free, though the ${by === "voice" ? "voice process" : "server"} of this DATA_DIR runs: ` +
          `it was started with another ${setting}, or this command is given other settings.`,
      );
    case "EADDRINUSE": {
      const owner = ownersOf(protocol, [port]).get(port);
      if (owner === undefined)
        return wrong(`${what} is taken by another program: end it, or set ${setting} to a free port.`);
      const who = `${owner.name}, pid ${owner.pid}`;
      return ours.owns(owner)
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
async function rtpFinding({ host, voice }: Settings, { owns }: Ours): Promise<Finding> {
  const { ok, look, wrong } = findingsOf("port", "RTP_PORTS");
  const { from, to } = voice.rtpPorts;
  const range = `RTP_PORTS ${from}-${to} (UDP)`;
  let free = 0;
  const taken: number[] = [];
  for (let port = from; port <= to; port++) {
    const code = await tryUdp(host, port);
    if (code === null) free += 1;
    // What is wrong with the address is told by the other ports.
    else if (code === "EADDRINUSE") taken.push(port);
  }
  const owners = ownersOf("UDP", taken);
  const others = taken.filter((port) => {
    const owner = owners.get(port);
    return owner === undefined || !owns(owner);
  });
  const ours = taken.length - others.length;
  const [foreign] = others;
  const inUse = ours === 0 ? "" : `, ${ours} in use by calls of this DATA_DIR`;
  const counts = `${free} of ${to - from + 1} ports are free${inUse}`;
  if (free + ours < RTP_FREE_MIN)
    return wrong(`${range}: ${counts}: calls have no sound. Set RTP_PORTS to another range.`);
  if (foreign !== undefined) {
    const owner = owners.get(foreign);
    const who = owner === undefined ? "another program" : `${owner.name}, pid ${owner.pid}`;
    return look(`${range}: ${counts}; port ${foreign} is taken by ${who}. Calls pass over taken ones.`);
  }
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
