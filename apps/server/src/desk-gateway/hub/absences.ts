import type { AgentId, Event, InteractionId, SessionId } from "@patchbay/core";
import type { ServerFrame } from "@patchbay/protocol";
import type { CenterHandle } from "../../center/edge.js";
import type { LiveContent } from "../content/live-content.js";
import { contactView } from "../views/contact-view.js";
import type { DeskProblem } from "./ports.js";

type Away = Extract<ServerFrame, { frame: "away" }>;

interface Absence {
  readonly sessionId: SessionId | null;
  /** The server's clock, ms. */
  readonly since: number;
  /** What was in hand when the desk was lost. */
  readonly interactionIds: readonly InteractionId[];
  customers: readonly string[];
  loggedOut: boolean;
}

interface Return {
  readonly absence: Absence;
  readonly until: number;
}

/**
 * Whose desk was away for so long that the center logged them out and gave their chats to others: they are told when they
 * are back. In memory alone: after a restart of ours, an absence before it is not told.
 */
export class Absences {
  private readonly absent = new Map<AgentId, Absence>();
  /** The last long absence of those who are back. */
  private readonly back = new Map<AgentId, Return>();

  constructor(
    private readonly handle: CenterHandle,
    private readonly content: () => LiveContent,
    private readonly report: (problem: DeskProblem) => void,
  ) {}

  follow(event: Event): void {
    const { clock, center } = this.handle;
    switch (event.type) {
      case "DeskLost": {
        // Lost once more while talking: it has been away since the first time.
        if (this.absent.has(event.agentId)) return;
        const agent = center.state.agents.get(event.agentId);
        const absence: Absence = {
          sessionId: agent?.sessionId ?? null,
          since: clock.now(),
          interactionIds: agent?.loads.map((load) => load.interactionId) ?? [],
          customers: [],
          loggedOut: false,
        };
        this.absent.set(event.agentId, absence);
        this.name(absence);
        return;
      }
      case "DeskReturned":
        this.absent.delete(event.agentId);
        return;
      case "AgentLoggedOut": {
        const absence = this.absent.get(event.agentId);
        this.back.delete(event.agentId);
        if (event.cause === "desk_lost" && absence !== undefined) absence.loggedOut = true;
        else this.absent.delete(event.agentId);
        return;
      }
      case "AgentLoggedIn": {
        const absence = this.absent.get(event.agentId);
        this.absent.delete(event.agentId);
        if (absence?.loggedOut !== true) return;
        // Somebody who closed the desk with nothing in hand, and signs in on another day, was not away.
        if (absence.interactionIds.length === 0 && absence.sessionId !== event.sessionId) return;
        this.back.set(event.agentId, { absence, until: clock.now() });
        return;
      }
      default:
    }
  }

  /** What a desk of this agent is told when it opens; which absence it has told of already is for the desk to know. */
  of(agentId: AgentId): Away | undefined {
    const back = this.back.get(agentId);
    if (back === undefined) return undefined;
    const { since, customers } = back.absence;
    return { frame: "away", since, until: back.until, customers: [...customers] };
  }

  /** Names are noted while the interactions are alive: by the time the agent is back they may be over. */
  private name(absence: Absence): void {
    const names = (): readonly string[] =>
      absence.interactionIds.flatMap((interactionId) => {
        const live = this.content().interaction(interactionId);
        const interaction = this.handle.center.state.interactions.get(interactionId);
        if (live === undefined || interaction === undefined) return [];
        return [
          contactView(
            live.contactId,
            this.content().contact(live.contactId),
            interaction.caseNumber,
            this.handle.words(),
          ).name,
        ];
      });
    absence.customers = names();
    if (absence.customers.length === absence.interactionIds.length) return;
    this.content()
      .need(absence.interactionIds)
      .then(
        () => {
          absence.customers = names();
        },
        (cause: unknown) => this.report({ what: "content_unreadable", cause }),
      );
  }
}
