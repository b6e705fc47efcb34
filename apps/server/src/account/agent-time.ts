import type { Agent, AgentId, Event, InteractionId } from "@patchbay/core";
import type { Center } from "../center/center.js";
import type { RuntimeLog } from "../center/runtime-options.js";
import type { AgentDays, TimeRow } from "./agent-days.js";

/**
 * Writes down what every agent's word is, from when on, by the committed state. Rows follow the commit by a moment; what a
 * crash keeps from being written is the words of that moment, since the state that is recovered knows its own `wordSince`.
 */
export class AgentTime {
  private readonly told = new Map<string, string>();
  private pending: TimeRow[] = [];
  private writing: Promise<void> = Promise.resolve();
  private readonly stops: (() => void)[] = [];

  constructor(
    private readonly center: Pick<Center, "state" | "onCommitted" | "onRecovered">,
    private readonly days: Pick<AgentDays, "write" | "closeAllBut">,
    private readonly log: Pick<RuntimeLog, "warn">,
  ) {}

  start(): void {
    this.stops.push(
      this.center.onCommitted(({ entries }) => {
        for (const { events } of entries) for (const event of events) this.follow(event);
      }),
      this.center.onRecovered(() => this.lookAtAll()),
    );
    this.lookAtAll();
  }

  /** Resolves when everything that is committed now is written, or when the database did not take it. */
  caughtUp(): Promise<void> {
    this.flush();
    return this.writing;
  }

  async stop(): Promise<void> {
    for (const stop of this.stops.splice(0)) stop();
    await this.caughtUp();
  }

  private lookAtAll(): void {
    const { agents } = this.center.state;
    for (const agent of agents.values()) this.look(agent);
    const signedIn = [...agents.keys()];
    this.writing = this.writing.then(() => this.days.closeAllBut(signedIn)).catch(this.failed);
    this.flush();
  }

  private follow(event: Event): void {
    if (event.type === "AgentLoggedOut") {
      this.told.delete(event.agentId);
      this.pending.push({ agentId: event.agentId, since: event.at, word: "logged_out", reason: null });
      this.flush();
      return;
    }
    if ("agentId" in event && event.agentId !== null) this.lookAt(event.agentId);
    if ("interactionId" in event && event.interactionId !== null)
      for (const { agentId } of this.center.state.interactions.get(event.interactionId as InteractionId)
        ?.parties ?? [])
        this.lookAt(agentId);
  }

  private lookAt(agentId: AgentId): void {
    const agent = this.center.state.agents.get(agentId);
    if (agent !== undefined && this.look(agent)) this.flush();
  }

  /** @returns whether there is something new */
  private look({ id, word, wordSince, presence }: Agent): boolean {
    const reason = word === "not_ready" && presence.kind === "not_ready" ? presence.reason : null;
    const sign = `${word} ${reason} ${wordSince}`;
    if (this.told.get(id) === sign) return false;
    this.told.set(id, sign);
    this.pending.push({ agentId: id, since: wordSince, word, reason });
    return true;
  }

  private flush(): void {
    if (this.pending.length === 0) return;
    this.writing = this.writing.then(async () => {
      const rows = this.pending;
      this.pending = [];
      if (rows.length === 0) return;
      try {
        await this.days.write(rows);
      } catch (cause) {
        // They go with the next ones.
        this.pending = [...rows, ...this.pending];
        this.failed(cause);
      }
    });
  }

  private readonly failed = (cause: unknown): void =>
    this.log.warn({ cause: String(cause) }, "agents' times wait for the database");
}
