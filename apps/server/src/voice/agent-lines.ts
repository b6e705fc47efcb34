import {
  type Agent,
  type AgentId,
  agentOfLine,
  asId,
  type CallPicture,
  type InteractionId,
  type LegReport,
  type LineCommand,
  lineCallId,
  linePictureOf,
} from "@patchbay/core";
import type { VoiceEvent } from "@patchbay/protocol";
import type { Committed } from "../center/center.js";
import type { CenterHandle } from "../center/edge.js";

/** Lines to be drawn: those that no call has, and those that one has. */
export interface LinesToDraw {
  readonly back: readonly InteractionId[];
  readonly lent: readonly InteractionId[];
}

/** Lines of agents that stay up between calls, as the voice process has to see them: calls of one leg. */
export class AgentLines {
  constructor(private readonly center: CenterHandle["center"]) {}

  /** Whose line may be another after this: it changed itself, or a call rings at its agent's desk. */
  concerned({ entries }: Committed): LinesToDraw {
    const agents = new Set<AgentId>();
    for (const { events } of entries) {
      for (const event of events) {
        if (!("agentId" in event) || event.agentId === null) continue;
        const mayHave = event.type === "LineChanged" || event.type === "AgentLoggedOut";
        if (mayHave || this.agent(event.agentId)?.line != null) agents.add(event.agentId);
      }
    }
    return this.inOrder(agents);
  }

  /** @param shown what the voice process was shown of calls and lines */
  all(shown: Iterable<string>): LinesToDraw {
    const agents = new Set<AgentId>();
    for (const [id, { line }] of this.center.state.agents) if (line !== null) agents.add(id);
    for (const id of shown) {
      const agentId = agentOfLine(id);
      if (agentId !== undefined) agents.add(agentId);
    }
    return this.inOrder(agents);
  }

  /**
   * A voice process says what it has. A line that it has not, and that was up, is down with its former one.
   *
   * @param known its calls and lines
   */
  welcomed(known: ReadonlySet<string>): LinesToDraw {
    for (const { id: agentId, line } of this.center.state.agents.values()) {
      if (line === null || line.inCall !== null || known.has(lineCallId(agentId))) continue;
      if (line.state !== "up" && line.state !== "ringing") continue;
      const report: LegReport = { kind: "gone", cause: "lost" };
      void this.center.submit({ command: { type: "ReportLine", agentId, legId: line.legId, report } });
    }
    return this.all(known);
  }

  pictureOf(lineId: string): CallPicture | null {
    const agent = this.agent(agentOfLine(lineId));
    if (agent === undefined) return null;
    const { interactions, offers } = this.center.state;
    const rings = [...offers.values()].some(
      (offer) => offer.agentId === agent.id && interactions.get(offer.interactionId)?.channel === "voice",
    );
    return linePictureOf(agent, rings);
  }

  /** What a fact about a line means; `undefined`: nothing. */
  commandOf(event: VoiceEvent): LineCommand | undefined {
    const agentId = agentOfLine(event.interactionId);
    if (agentId === undefined || !("legId" in event)) return undefined;
    const of = { type: "ReportLine", agentId, legId: asId<never>(event.legId) } as const;
    switch (event.type) {
      case "leg.ringing":
        return { ...of, report: { kind: "ringing" } };
      case "leg.connected":
        return { ...of, report: { kind: "connected" } };
      case "leg.lost":
        return { ...of, report: { kind: "lost" } };
      case "leg.gone":
        return { ...of, report: { kind: "gone", cause: event.cause } };
      default:
        return undefined;
    }
  }

  private agent(agentId: AgentId | undefined): Agent | undefined {
    return agentId === undefined ? undefined : this.center.state.agents.get(agentId);
  }

  private inOrder(agents: Iterable<AgentId>): LinesToDraw {
    const isLent = (agentId: AgentId): boolean => this.agent(agentId)?.line?.inCall != null;
    const all = [...agents];
    return {
      back: all.filter((agentId) => !isLent(agentId)).map(lineCallId),
      lent: all.filter(isLent).map(lineCallId),
    };
  }
}
