import type { DeskChange, ServerFrame } from "@patchbay/protocol";
import type { RequestAnswers } from "../requests/answer-requests.js";
import type { Connection } from "./connection.js";
import type { OwnViews } from "./own-views.js";
import type { ByeReason, DeskIdentity } from "./ports.js";

/** One signed-in seat with all its tabs. It lives in the hub while it has a connection. */
export class DeskSession {
  readonly connections = new Set<Connection>();
  /** Shared changes that wait for this desk's next frame, so that frames stay in order. */
  readonly sharedChanges: DeskChange[] = [];
  /** What of all calls, chats and queues it has been told: its agent supervises all teams, or sees these alone. */
  told: "nothing" | "all" | Set<string> = "nothing";
  /** Of alerts, as they were told. */
  toldAlerts: unknown = null;
  /** Content is being read: frames wait, so that a frame's place means all up to it. */
  held = false;
  ended = false;
  /** Another desk has taken over; this one may still save what was typed, and sees nothing new. */
  leaving = false;

  constructor(
    readonly identity: DeskIdentity,
    public own: OwnViews,
    readonly answers: RequestAnswers,
  ) {}

  /** Connections that have had their first frame. */
  get open(): Connection[] {
    return [...this.connections].filter((one) => one.position !== null && !one.ended);
  }

  /** Frames without a place: to every open tab. */
  sendAll(frame: ServerFrame): void {
    for (const connection of this.open) connection.send(frame);
  }

  /** One frame for what has changed, if anything has. */
  sendChanges(seq: number, changes: readonly DeskChange[]): void {
    if (changes.length === 0) return;
    for (const connection of this.open) {
      connection.send({ frame: "changes", after: connection.position ?? seq, seq, changes: [...changes] });
      connection.position = seq;
    }
  }

  /**
   * Tells each tab whether it may ring. A visible tab goes first, and whoever leads keeps it while nobody better is
   * there, so that ringing does not jump about.
   */
  electLeader(): void {
    const tabs = this.open;
    const visible = tabs.filter((tab) => tab.visible);
    const candidates = visible.length > 0 ? visible : tabs;
    const leader = candidates.find((tab) => tab.leader === true) ?? candidates[0];
    for (const tab of tabs) {
      const leads = tab === leader;
      if (tab.leader === leads) continue;
      tab.leader = leads;
      tab.send({ frame: "leader", leader: leads });
    }
  }

  /** The last word to every tab, once open requests have their answers; then `over`. */
  end({ reason, by, why }: Bye, over: () => void): void {
    if (this.ended) return;
    this.ended = true;
    this.answers.afterAnswers(() => {
      for (const connection of this.connections) sayBye(connection, { reason, by, why });
      over();
    });
  }
}

interface Bye {
  readonly reason: ByeReason;
  readonly by: string | null;
  /** What a supervisor has said to it. */
  readonly why?: string | undefined;
}

export function sayBye(connection: Connection, { reason, by, why }: Bye): void {
  connection.send({ frame: "bye", reason, by, ...(why !== undefined && { why }) });
  connection.close(reason === "invalid_token" ? "not_signed_in" : "session_ended");
}
