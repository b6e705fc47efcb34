import { createSocket, type Socket } from "node:dgram";

export interface Relay {
  /** What the caller sends to instead of the callee. */
  readonly port: number;
  /** Datagrams that came, and those that were lost. */
  readonly counts: { passed: number; lost: number };
  close(): Promise<void>;
}

/**
 * A lossy wire between two UDP ports of this machine: `near` sends to the relay's port and is answered from it.
 * What gets lost is decided by `loses`, for each datagram in each direction, so that a run can be repeated.
 */
export async function openRelay(
  far: number,
  loses: (direction: "out" | "back", count: number) => boolean,
): Promise<Relay> {
  const front = createSocket("udp4");
  const back = createSocket("udp4");
  const counts = { passed: 0, lost: 0 };
  let near = 0;
  const counted = { out: 0, back: 0 };
  const pass = (direction: "out" | "back", through: Socket, port: number, bytes: Buffer): void => {
    counted[direction] += 1;
    if (loses(direction, counted[direction])) counts.lost += 1;
    else {
      counts.passed += 1;
      through.send(bytes, port, "127.0.0.1");
    }
  };
  front.on("message", (bytes, source) => {
    near = source.port;
    pass("out", back, far, bytes);
  });
  back.on("message", (bytes) => pass("back", front, near, bytes));
  for (const socket of [front, back]) {
    await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  }
  return {
    port: front.address().port,
    counts,
    close: async () => {
      for (const socket of [front, back]) await new Promise<void>((resolve) => socket.close(() => resolve()));
    },
  };
}
