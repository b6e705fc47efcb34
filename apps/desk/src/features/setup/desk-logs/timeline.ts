import type { ClientLogEntry, ClientLogView, ServerEntry } from "@patchbay/protocol";

/** One line of a log that an administrator looks at: of the desk, or what the server noted of the same agent. */
export type Line =
  | { readonly side: "desk"; readonly at: number; readonly entry: ClientLogEntry }
  | { readonly side: "server"; readonly at: number; readonly entry: ServerEntry };

/**
 * Both sides in one order, oldest first. Where both tell of the same request (by its number), the server's line comes first: its
 * answer went out before the desk heard it, whatever the clocks say.
 */
export function timelineOf({ log, server }: Pick<ClientLogView, "log" | "server">): readonly Line[] {
  const numbers = new Map(
    log.entries.flatMap((entry) =>
      "correlationId" in entry && entry.correlationId !== "" && entry.t !== "error"
        ? [[entry.correlationId, entry.at] as const]
        : [],
    ),
  );
  const lines: Line[] = [
    ...server.map((entry): Line => {
      const heard = numbers.get(entry.correlationId);
      return { side: "server", at: heard === undefined ? entry.at : Math.min(entry.at, heard), entry };
    }),
    ...log.entries.map((entry): Line => ({ side: "desk", at: entry.at, entry })),
  ];
  return lines
    .map((line, place) => ({ line, place }))
    .sort((a, b) => a.line.at - b.line.at || a.place - b.place)
    .map(({ line }) => line);
}

/** Whether it tells of something that did not go as it should. */
export function isBad(line: Line): boolean {
  if (line.side === "server") return true;
  const { entry } = line;
  switch (entry.t) {
    case "request":
    case "http":
      return entry.code !== null;
    case "error":
    case "fault":
      return true;
    case "socket":
      return entry.state !== "live" && entry.state !== "connecting";
    case "phone":
      return entry.health !== "ok" && entry.health !== "unknown";
    case "call":
      return entry.state === "reconnecting";
    case "page":
      return entry.what === "offline";
  }
}
