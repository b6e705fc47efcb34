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
 * Who has a port of this machine, as far as this user may see: on Linux by /proc, elsewhere nobody is found.
 *
 * @returns `undefined` when it cannot be known: another user's program, another system.
 */
export function ownerOf(protocol: PortProtocol, port: number): PortOwner | undefined {
  const sockets = socketsAt(protocol, port);
  if (sockets.size === 0) return undefined;
  for (const pid of processes()) if (holdsOneOf(pid, sockets)) return describe(pid);
  return undefined;
}

/** Names of the sockets that listen there, as the links below /proc/PID/fd write them. */
function socketsAt(protocol: PortProtocol, port: number): Set<string> {
  const found = new Set<string>();
  for (const table of TABLES[protocol]) {
    for (const line of read(`/proc/net/${table}`).split("\n").slice(1)) {
      const [, local = "", , state, , , , , , inode] = line.trim().split(/\s+/);
      const isThere = Number.parseInt(local.split(":")[1] ?? "", 16) === port;
      if (isThere && (protocol === "UDP" || state === LISTENING)) found.add(`socket:[${inode}]`);
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

function holdsOneOf(pid: number, sockets: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((descriptor) => {
      try {
        return sockets.has(readlinkSync(`/proc/${pid}/fd/${descriptor}`));
      } catch {
        return false; // Closed meanwhile.
      }
    });
  } catch {
    return false; // Ended meanwhile, or another user's.
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
