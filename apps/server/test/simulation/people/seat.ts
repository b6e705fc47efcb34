import { type AgentId, asId, type SessionId } from "@patchbay/core";
import {
  type DeskInput,
  type DeskRequestKey,
  type DeskSnapshot,
  deskRequests,
  type ServerFrame,
} from "@patchbay/protocol";
import type { Dice } from "../day/dice.js";
import type { Written } from "../day/ledger.js";
import type { World } from "../day/world.js";
import { DeskTab } from "./desk-tab.js";

type Result = Extract<ServerFrame, { frame: "result" }>;
type Bye = Extract<ServerFrame, { frame: "bye" }>["reason"];

interface Asked {
  readonly id: string;
  readonly frame: object;
  readonly askedAt: number;
  readonly written: Written | null;
  /** It was sent, or answered, more than once: nobody can tell any more what a refusal means. */
  repeated: boolean;
}

/** How long a desk goes on asking for an answer that does not come. */
const GIVE_UP_MS = 60_000;
const ANSWERS_REMEMBERED_MAX = 30;

/**
 * Where one agent sits: a session with one or two tabs, and what was asked and not answered yet. It comes back when
 * its lines break, and asks again under the same id.
 */
export class Seat {
  tabs: DeskTab[] = [];
  /** The server ended this session; a new one is needed. */
  ended: Bye | null = null;
  private identity: { sessionId: SessionId; agentId: AgentId; seat: number };
  private sessions = 0;
  private requests = 0;
  private returning = false;
  private readonly outbox = new Map<string, Asked>();
  private readonly answered = new Map<string, { readonly frame: object; readonly output: string }>();

  constructor(
    private readonly world: World,
    readonly agentId: AgentId,
    private readonly dice: Dice,
  ) {
    this.identity = this.newIdentity();
  }

  private newIdentity() {
    this.sessions += 1;
    const sessionId = asId<SessionId>(`session-${this.agentId}-${this.sessions}`);
    return { sessionId, agentId: this.agentId, seat: 1 };
  }

  /** What the agent sees, on whichever tab shows something. */
  get view(): DeskSnapshot | null {
    return this.tabs.find((tab) => tab.isOpen && tab.view !== null)?.view ?? null;
  }

  get isOpen(): boolean {
    return this.tabs.some((tab) => tab.isOpen);
  }

  get isQuiet(): boolean {
    return this.tabs.every((tab) => tab.isQuiet) && (this.outbox.size === 0 || !this.isOpen);
  }

  /** Signs in, which takes over from wherever this agent was signed in before, and opens a tab. */
  async signIn(): Promise<void> {
    this.identity = this.newIdentity();
    this.ended = null;
    const { agentId, sessionId } = this.identity;
    this.outbox.clear();
    this.answered.clear();
    const before = this.tabs;
    this.world.voice.pageGone(agentId);
    const result = await this.world.command({ type: "LogIn", agentId, sessionId, force: true });
    this.world.ledger.count("sign-ins");
    // What the old session asked meanwhile cannot be asked again by the new one.
    this.outbox.clear();
    for (const tab of before) tab.cut();
    if (result?.ok !== true) {
      this.ended = "user_disabled_or_deleted";
      return;
    }
    this.tabs = [this.newTab("tab-1")];
    this.tabs[0]?.connect(false);
  }

  openSecondTab(): void {
    if (this.tabs.length !== 1) return;
    const tab = this.newTab("tab-2");
    this.tabs.push(tab);
    tab.connect(false);
  }

  /** The page is loaded anew: it knows nothing. */
  reload(): void {
    const tab = this.dice.pick(this.tabs);
    tab.cut();
    tab.connect(false);
  }

  lose(): void {
    const tab = this.dice.pick(this.tabs);
    tab.cut(this.dice.chance(0.4));
  }

  /** Pings, brings broken lines back, asks again. To be called often. */
  keep(): void {
    for (const tab of this.tabs) tab.say({ frame: "ping" });
    if (this.ended === null && !this.returning && this.tabs.some((tab) => !tab.isOpen)) void this.comeBack();
  }

  ask<K extends DeskRequestKey>(key: K, input: DeskInput<K>, written: Written | null = null): string {
    this.requests += 1;
    const id = `${this.agentId}-request-${this.requests}`;
    const frame = { frame: "request", id, name: deskRequests[key].name, input };
    this.outbox.set(id, { id, frame, askedAt: this.world.now(), written, repeated: false });
    this.say(id);
    if (this.world.chaos && this.dice.chance(0.05)) this.say(id);
    this.world.ledger.count("desk requests");
    return id;
  }

  /** Asks what was answered long ago once more, as a browser may that was asleep. */
  askOldAgain(): void {
    const [old] = [...this.answered.keys()];
    const known = old === undefined ? undefined : this.answered.get(old);
    if (known !== undefined) this.tabs.find((tab) => tab.isOpen)?.say(known.frame);
  }

  bye(reason: Bye): void {
    this.ended = reason;
    this.outbox.clear();
    this.world.ledger.count(`bye: ${reason}`);
  }

  result(result: Result): void {
    this.checkAgain(result);
    const asked = this.outbox.get(result.id);
    if (asked === undefined) return;
    if (!result.ok && ["not_accepted_try_again", "rate_limited"].includes(result.error.code)) {
      asked.repeated = true;
      if (this.world.now() - asked.askedAt > GIVE_UP_MS) this.outbox.delete(result.id);
      else this.world.clock.after(this.dice.between(100, 1_500), () => this.say(result.id));
      return;
    }
    this.outbox.delete(result.id);
    if (result.ok) {
      if (asked.written !== null) this.world.ledger.acknowledge(asked.written);
      this.answered.set(result.id, { frame: asked.frame, output: JSON.stringify(result.output) });
      const oldest = this.answered.keys().next().value;
      if (this.answered.size > ANSWERS_REMEMBERED_MAX && oldest !== undefined) this.answered.delete(oldest);
      return;
    }
    this.world.ledger.count(`refused: ${result.error.code}`);
    if (result.error.code === "unknown_error")
      this.world.ledger.breach(
        "nothing breaks",
        `${JSON.stringify(asked.frame)}: ${JSON.stringify(result.error)}`,
      );
    if (asked.written !== null && !asked.repeated) asked.written.refused = true;
  }

  private say(id: string): void {
    const asked = this.outbox.get(id);
    if (asked === undefined) return;
    const tab = this.tabs.find((one) => one.isOpen);
    if (tab === undefined) return;
    tab.say(asked.frame);
    if (this.world.losesConnection()) {
      asked.repeated = true;
      tab.cut(this.dice.chance(0.3));
    }
  }

  /**
   * What was done once stays done: the same id gets the same answer. Drafts and marks of reading are left out: when
   * the interaction has left the desk, they are refused before anybody looks whether they were done.
   */
  private checkAgain(result: Result): void {
    const before = this.answered.get(result.id);
    if (before === undefined || (!result.ok && result.error.code === "not_accepted_try_again")) return;
    this.world.ledger.count("requests repeated");
    const now = result.ok ? JSON.stringify(result.output) : result.error.code;
    const passing = [
      deskRequests.saveDraft.name,
      deskRequests.markRead.name,
      deskRequests.connectPhone.name,
      deskRequests.sendKeys.name,
    ];
    if (now === before.output || passing.includes((before.frame as { name: string }).name)) return;
    this.world.ledger.breach(
      "the same request gets the same answer",
      `${JSON.stringify(before)}, then ${now}`,
    );
  }

  private async comeBack(): Promise<void> {
    this.returning = true;
    const kind = this.dice.next();
    const [low, high] = kind < 0.7 ? [300, 4_000] : kind < 0.9 ? [5_000, 25_000] : [32_000, 50_000];
    await this.world.sleep(this.world.chaos ? this.dice.between(low, high) : 300);
    this.returning = false;
    if (this.ended !== null || this.world.server === null) return;
    for (const tab of this.tabs) if (!tab.isOpen) tab.connect(this.dice.chance(0.6));
    for (const asked of [...this.outbox.values()]) {
      asked.repeated = true;
      if (this.world.now() - asked.askedAt > GIVE_UP_MS) this.outbox.delete(asked.id);
      else this.say(asked.id);
    }
  }

  private newTab(name: string): DeskTab {
    const identity = this.identity;
    // A session that is over has no say in the one that followed.
    const ours = (): boolean => identity === this.identity;
    return new DeskTab(this.world, identity, name, {
      result: (result) => {
        if (ours()) this.result(result);
      },
      bye: (reason) => {
        if (ours()) this.bye(reason);
      },
    });
  }
}
