import type { AgentCommand, AgentId, SessionId } from "@patchbay/core";
import { DESK_GRACE_MS, DESK_SILENCE_MS } from "@patchbay/protocol";
import type { CenterHandle } from "../../center/edge.js";
import type { ByeReason, DeskIdentity, DeskProblem } from "./ports.js";

/** `in`: the core has this session's agent with a living desk. `later`: nobody can say now; ask again. */
export type Standing = "in" | "later" | { readonly bye: ByeReason };

/** Keeps the core's idea of which desks are alive in step with the connections there are. */
export class DeskStanding {
  constructor(
    private readonly handle: CenterHandle,
    private readonly isConnected: (sessionId: SessionId) => boolean,
    private readonly report: (problem: DeskProblem) => void,
  ) {}

  /**
   * A connection came: takes its agent back in. One who was logged out because the desk was away too long is logged
   * in anew, as a page that comes back; presence then starts over.
   */
  async enter({ agentId, sessionId }: DeskIdentity): Promise<Standing> {
    const { state } = this.handle.center;
    if (state.configuration.users.get(agentId)?.enabled !== true) return { bye: "user_disabled_or_deleted" };
    const agent = state.agents.get(agentId);
    if (agent === undefined) return this.ask({ type: "LogIn", agentId, sessionId, force: false });
    if (agent.sessionId !== sessionId) return { bye: "forced_logout_by_other_client" };
    if (agent.deskLost === null) return "in";
    return this.ask({ type: "ReturnDesk", agentId, sessionId });
  }

  /** The last connection of a session is gone. A failure is mended by `reconcile`. */
  lose(agentId: AgentId, sessionId: SessionId): void {
    this.tell({ type: "LoseDesk", agentId, sessionId, graceMs: DESK_GRACE_MS });
  }

  /** The core took a desk for lost that is connected: the two crossed on their way. */
  returned(agentId: AgentId, sessionId: SessionId): void {
    this.tell({ type: "ReturnDesk", agentId, sessionId });
  }

  /** Somebody signed in over HTTP. A desk that never connects is lost like one that went silent. */
  expectConnection(agentId: AgentId, sessionId: SessionId): void {
    this.handle.clock.after(DESK_SILENCE_MS, () => {
      if (!this.isConnected(sessionId)) this.lose(agentId, sessionId);
    });
  }

  /** After a recovery: whoever is not connected is lost, unless the core knows already. */
  reconcile(): void {
    for (const agent of this.handle.center.state.agents.values()) {
      if (agent.deskLost === null && !this.isConnected(agent.sessionId)) this.lose(agent.id, agent.sessionId);
    }
  }

  private async ask(command: AgentCommand): Promise<Standing> {
    const result = await this.handle.center.submit({ command });
    if (result.ok) return "in";
    switch (result.rejection.code) {
      case "user_already_logged_in":
      case "forced_logout_by_other_client":
        return { bye: "forced_logout_by_other_client" };
      case "user_disabled_or_deleted":
        return { bye: "user_disabled_or_deleted" };
      default:
        return "later";
    }
  }

  private tell(command: AgentCommand): void {
    this.handle.center.submit({ command }).then(
      (result) => {
        // A refusal is no trouble: the agent is out or somewhere else. Not accepted: the recovery reconciles.
        if (!result.ok && result.rejection.code === "unknown_error") {
          this.report({
            what: "desk_not_lost",
            correlationId: correlationOf(result.rejection),
            cause: result.rejection,
          });
        }
      },
      (cause: unknown) => this.report({ what: "desk_not_lost", cause }),
    );
  }
}

const correlationOf = (rejection: object): string =>
  "correlationId" in rejection && typeof rejection.correlationId === "string" ? rejection.correlationId : "";
