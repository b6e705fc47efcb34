import type { ServerFrame } from "@patchbay/protocol";
import type { CloseReason, DeskConnection, DeskIdentity } from "../../../src/desk-gateway/index.js";
import type { ServerProcess } from "./server-process.js";
import { ANSWER_WITHIN_MS, type World } from "./world.js";

export interface LineEnd {
  hear(frame: ServerFrame): void;
  /** The connection is gone; `null`: it broke. */
  closed(reason: CloseReason | null): void;
}

/**
 * One desk's connection through the network: frames arrive late, in order, or, when the line is cut, not at all.
 * The server hears of a cut line at once or, as with a pulled plug, only by silence.
 */
export class DeskLine {
  private upAt = 0;
  private downAt = 0;
  private up: DeskConnection | null = null;
  private readonly earlier: unknown[] = [];
  private open = true;
  /** When requests without an answer reached the server. */
  private readonly asked = new Map<string, number>();
  private inTransit = 0;
  /** The first frame with views has arrived: until then the desk shows what it knew before. */
  private welcomed = false;

  constructor(
    private readonly world: World,
    private readonly server: ServerProcess,
    identity: DeskIdentity,
    tab: string,
    after: number | undefined,
    private readonly end: LineEnd,
  ) {
    const forget = server.onKilled(() => this.breakOff());
    world.clock.after(world.latencyMs(), () => {
      if (!this.open || !server.alive) return forget();
      this.up = server.hub.connect(
        { session: identity, tab, after },
        { send: (frame) => this.down(frame), close: (reason) => this.closeFromServer(reason) },
      );
      for (const frame of this.earlier.splice(0)) this.receive(frame);
    });
  }

  get isOpen(): boolean {
    return this.open;
  }

  /** Nothing is on its way, and nothing is still to be told. */
  get isQuiet(): boolean {
    return this.inTransit === 0 && (this.welcomed || !this.open);
  }

  say(frame: unknown): void {
    if (!this.open) return;
    const at = Math.max(this.upAt, this.world.now() + this.world.latencyMs());
    this.upAt = at;
    this.inTransit += 1;
    this.world.clock.after(at - this.world.now(), () => {
      this.inTransit -= 1;
      if (!this.open || !this.server.alive) return;
      if (this.up === null) this.earlier.push(frame);
      else this.receive(frame);
    });
  }

  /** @param unnoticed the server is not told. */
  cut(unnoticed: boolean): void {
    if (!this.open) return;
    this.open = false;
    this.asked.clear();
    if (!unnoticed) this.world.clock.after(this.world.latencyMs(), () => this.up?.closed());
    this.end.closed(null);
  }

  private receive(frame: unknown): void {
    const { id, frame: kind } = frame as { id?: string; frame?: string };
    if (kind === "request" && id !== undefined && !this.asked.has(id)) {
      const askedAt = this.world.now();
      this.asked.set(id, askedAt);
      this.server.clock.after(ANSWER_WITHIN_MS + 1, () => {
        if (!this.open || this.asked.get(id) !== askedAt) return;
        this.world.ledger.breach("every answer within 2 s", `desk request ${JSON.stringify(frame)}`);
      });
    }
    this.up?.receive(frame);
  }

  private down(frame: ServerFrame): void {
    if (!this.open) return;
    // As over a wire: what the server changes later is not seen here.
    const received = JSON.parse(JSON.stringify(frame)) as ServerFrame;
    if (received.frame === "result") this.asked.delete(received.id);
    const at = Math.max(this.downAt, this.world.now() + this.world.latencyMs());
    this.downAt = at;
    this.inTransit += 1;
    this.world.clock.after(at - this.world.now(), () => {
      this.inTransit -= 1;
      if (!this.open) return;
      if (received.frame === "snapshot" || received.frame === "changes") this.welcomed = true;
      this.end.hear(received);
    });
    this.checkCommitted(received);
  }

  /** Whatever leaves the server is on disk at that moment. */
  private checkCommitted(frame: ServerFrame): void {
    const { store, ledger } = this.world;
    const seq = frame.frame === "changes" ? frame.seq : frame.frame === "snapshot" ? frame.snapshot.seq : 0;
    if (seq > store.writer.lastSeq) {
      ledger.breach(
        "nothing is shown before its commit",
        `a desk was told ${seq} of ${store.writer.lastSeq}`,
      );
    }
    if (frame.frame !== "changes") return;
    for (const change of frame.changes) {
      if (change.on === "message" && !store.messages.has(change.view.messageId)) {
        ledger.breach(
          "nothing is shown before its commit",
          `a desk was told message ${change.view.messageId}`,
        );
      }
    }
  }

  private closeFromServer(reason: CloseReason): void {
    const at = Math.max(this.downAt, this.world.now() + this.world.latencyMs());
    this.asked.clear();
    this.world.clock.after(at - this.world.now(), () => {
      if (!this.open) return;
      this.open = false;
      this.end.closed(reason);
    });
  }

  private breakOff(): void {
    if (!this.open) return;
    this.open = false;
    this.asked.clear();
    this.world.clock.after(this.world.latencyMs(), () => this.end.closed(null));
  }
}
