import type { ServerFrame } from "@patchbay/protocol";
import { useDesk } from "./store.js";
import { hearVoiceFrames } from "./voice-frames.js";

type DeskData = NonNullable<ReturnType<typeof useDesk.getState>["data"]>;

export interface FollowedList {
  /** Asks the server for the list anew. */
  readonly refresh: () => Promise<void>;
  /** What happens in one moment is asked for once, so many ms after the last of it. */
  readonly settleMs: number;
  /** The frame that says that the list has changed; absent: none does. */
  readonly frame?: ServerFrame["frame"];
  /** What of the desk's own data changes with the list: it is asked for when that reads otherwise. */
  readonly mark?: (data: DeskData) => string;
}

/** Keeps a list as it is at the server: after an absence of the connection, and when something says that it changed. @returns how to stop */
export function followList({ refresh, settleMs, frame: name, mark = () => "" }: FollowedList): () => void {
  let timer: number | undefined;
  /** `null`: after an absence everything may be different. */
  let before: string | null = null;
  const soon = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void refresh(), settleMs);
  };
  const look = (): void => {
    const { data, link } = useDesk.getState();
    const now = data === null || link.status !== "live" ? null : mark(data);
    if (now !== null && now !== before) soon();
    before = now;
  };
  look();
  const stops = [
    useDesk.subscribe(look),
    hearVoiceFrames(({ frame }) => {
      if (frame === name) soon();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    window.clearTimeout(timer);
  };
}
