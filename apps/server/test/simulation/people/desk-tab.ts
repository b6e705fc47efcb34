import type { DeskSnapshot, ServerFrame } from "@patchbay/protocol";
import type { CloseReason, DeskIdentity } from "../../../src/desk-gateway/index.js";
import { withChange } from "../../desk-gateway/support/desk.js";
import { DeskLine } from "../day/desk-line.js";
import type { World } from "../day/world.js";

type Result = Extract<ServerFrame, { frame: "result" }>;
type Bye = Extract<ServerFrame, { frame: "bye" }>["reason"];

export interface TabOwner {
  result(result: Result): void;
  bye(reason: Bye): void;
}

/** One browser tab with a desk: keeps its view by what it is told, and nothing else. */
export class DeskTab {
  view: DeskSnapshot | null = null;
  private position: number | null = null;
  private line: DeskLine | null = null;

  constructor(
    private readonly world: World,
    readonly identity: DeskIdentity,
    readonly name: string,
    private readonly owner: TabOwner,
  ) {}

  get isOpen(): boolean {
    return this.line?.isOpen ?? false;
  }

  get isQuiet(): boolean {
    return this.line?.isQuiet ?? true;
  }

  /** @param resume ask for what was missed instead of everything. */
  connect(resume: boolean): void {
    const { server } = this.world;
    if (server === null) return;
    const after = resume ? (this.position ?? undefined) : undefined;
    if (after === undefined) this.view = null;
    this.position = after ?? null;
    const line: DeskLine = new DeskLine(this.world, server, this.identity, this.name, after, {
      hear: (frame) => {
        if (this.line === line) this.hear(frame);
      },
      closed: (reason) => {
        if (this.line === line) this.closed(reason);
      },
    });
    this.line = line;
    this.world.ledger.count(after === undefined ? "desk connections" : "desk resumptions");
  }

  say(frame: unknown): void {
    this.line?.say(frame);
  }

  cut(unnoticed = false): void {
    this.line?.cut(unnoticed);
  }

  private hear(frame: ServerFrame): void {
    switch (frame.frame) {
      case "snapshot":
        this.view = frame.snapshot;
        this.position = frame.snapshot.seq;
        return;
      case "changes":
        if (frame.after !== this.position) {
          const gap = `${this.name} of ${this.identity.agentId}: ${frame.after} after ${this.position}`;
          this.world.ledger.breach("a desk's frames have no gap", gap);
        }
        this.position = frame.seq;
        for (const change of frame.changes) if (this.view !== null) this.view = withChange(this.view, change);
        return;
      case "result":
        this.owner.result(frame);
        return;
      case "bye":
        this.owner.bye(frame.reason);
        return;
      default:
    }
  }

  private closed(_reason: CloseReason | null): void {
    this.line = null;
  }
}
