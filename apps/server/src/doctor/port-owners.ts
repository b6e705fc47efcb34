import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** A program that has a port. */
export interface PortOwner {
  readonly pid: number;
  readonly parentPid: number;
  /** For a person: the program's own name, or which of our processes it is by what it runs. */
  readonly name: string;
}

export type PortProtocol = "TCP" | "UDP";

/** State of a listening TCP socket in /proc/net/tcp. */
const LISTENING = "0A";
const TABLES = { TCP: ["tcp", "tcp6"], UDP: ["udp", "udp6"] } as const;
const OUR_PROGRAMS = {
  server: "a Patchbay server",
  voice: "a voice process of Patchbay",
  "test-phone": "a test phone of Patchbay",
};

/**
 * Who has ports of this machine, as far as this user may see: on Linux by /proc, elsewhere nobody is found. A port whose
 * owner cannot be known is not in it: another user's program, another system.
 */
export function ownersOf(protocol: PortProtocol, ports: readonly number[]): Map<number, PortOwner> {
  const owners = new Map<number, PortOwner>();
  if (ports.length === 0) return owners;
  const sockets = socketsAt(protocol, new Set(ports));
  for (const pid of processes()) {
    const held = portsHeldBy(pid, sockets).filter((port) => !owners.has(port));
    if (held.length === 0) continue;
    const owner = describe(pid);
    for (const port of held) owners.set(port, owner);
    if (owners.size === ports.length) break;
  }
  return owners;
}

/** Ports by the names of the sockets that listen there, as the links below /proc/PID/fd write them. */
function socketsAt(protocol: PortProtocol, ports: ReadonlySet<number>): Map<string, number> {
  const found = new Map<string, number>();
  for (const table of TABLES[protocol]) {
    for (const line of read(`/proc/net/${table}`).split("\n").slice(1)) {
      const [, local = "", , state, , , , , , inode] = line.trim().split(/\s+/);
      const port = Number.parseInt(local.split(":")[1] ?? "", 16);
      if (ports.has(port) && (protocol === "UDP" || state === LISTENING))
        found.set(`socket:[${inode}]`, port);
    }
  }
  return found;
}

function processes(): number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function portsHeldBy(pid: number, sockets: ReadonlyMap<string, number>): number[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((descriptor) => {
      try {
        return sockets.get(readlinkSync(`/proc/${pid}/fd/${descriptor}`)) ?? [];
      } catch {
        return []; // Closed meanwhile.
      }
    });
  } catch {
    return []; // Ended meanwhile, or another user's.
  }
}

function describe(pid: number): PortOwner {
  const parentPid = Number(/^PPid:\s*(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
  const program = /apps\/(server|voice|test-phone)\/dist\//.exec(read(`/proc/${pid}/cmdline`))?.[1];
  const known = OUR_PROGRAMS[program as keyof typeof OUR_PROGRAMS] as string | undefined;
  return { pid, parentPid, name: known ?? (read(`/proc/${pid}/comm`).trim() || "a program") };
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
