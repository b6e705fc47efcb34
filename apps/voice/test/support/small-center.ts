import {
  type AgentId,
  asId,
  type Command,
  createCenter,
  type EntryId,
  type InteractionId,
  type LegId,
  type LegReport,
  type PromptId,
  pictureOf,
  type ScenarioId,
  type ServiceId,
  type SessionId,
  type StepId,
} from "@patchbay/core";
import type { VoiceEvent, WireCallPicture } from "@patchbay/protocol";
import type { FakeServer } from "./fake-server.js";

type Plays = NonNullable<WireCallPicture["picture"]>["plays"];

export const claims = asId<ServiceId>("claims");
const line = asId<EntryId>("line");
export const LINE = "8000";

/**
 * The center's core between a test and the voice process: a test says what agents do, facts come back as commands, and
 * each decision's picture goes out. What a server does, without its tables and desks.
 */
export class SmallCenter {
  readonly core = createCenter();
  /** Whom a leg calls, as content would say. */
  readonly numbers = new Map<string, string>();
  private heard = 0;
  private readonly pump: NodeJS.Timeout;

  constructor(public server: FakeServer) {
    this.pump = setInterval(() => this.hear(), 5);
  }

  close(): void {
    clearInterval(this.pump);
  }

  /** Another server on the same core: it draws every call that is up. */
  takeOver(server: FakeServer): void {
    this.server = server;
    this.heard = server.events.length;
    for (const interactionId of this.core.state.interactions.keys()) this.draw(interactionId);
  }

  do(command: Command): void {
    const decision = this.core.decide(command, Date.now());
    if (!decision.ok) throw new Error(`${command.type}: ${JSON.stringify(decision.rejection)}`);
    const concerned = new Set(
      decision.events.flatMap((event) => ("interactionId" in event ? [event.interactionId] : [])),
    );
    for (const interactionId of concerned) this.draw(interactionId);
  }

  /** One line with a service behind it. */
  configure(people: Readonly<Record<string, "agent" | "supervisor">>): void {
    const step = (name: string) => asId<StepId>(name);
    this.do({
      type: "ConfigureService",
      service: {
        id: claims,
        requires: [],
        distribution: "longest_idle",
        open: true,
        answerTimeoutMs: 20_000,
        wrapUpMs: 0,
        wrapUpEndsItself: true,
        dispositions: [],
        dispositionMandatory: false,
        endUndoMs: 0,
        graceMs: 0,
        graceOfferMs: 0,
        inactivityWarnMs: null,
        inactivityEndMs: 0,
        queueLengthMax: 10,
      },
    });
    this.do({
      type: "ConfigureScenario",
      scenario: {
        id: asId<ScenarioId>("find"),
        version: 1,
        start: step("find"),
        steps: {
          [step("find")]: {
            type: "find_agent",
            serviceId: claims,
            music: asId<PromptId>("music"),
            announceEveryMs: null,
            overflowAfterMs: null,
            overflow: step("bye"),
            unavailable: step("bye"),
          },
          [step("bye")]: { type: "hang_up", prompts: [] },
        },
      },
    });
    this.do({
      type: "ConfigureEntry",
      entry: {
        id: line,
        channel: "voice",
        serviceId: claims,
        priority: 0,
        voice: { address: LINE, scenarioId: asId<ScenarioId>("find") },
      },
    });
    for (const [name, role] of Object.entries(people)) {
      const agentId = asId<AgentId>(name);
      this.do({
        type: "ConfigureUser",
        user: {
          id: agentId,
          roles: [role],
          teamId: null,
          skills: {},
          capacity: { chat: 1, voice: 1, email: 1 },
          mixedMedia: "any",
          enabled: true,
        },
      });
      this.do({ type: "LogIn", agentId, sessionId: asId<SessionId>(`session-${name}`), force: false });
      this.do({ type: "SetPhone", agentId, phone: { device: "browser", health: "ok" } });
    }
  }

  /** Takes what rings at this agent's desk. */
  accept(name: string): void {
    const agentId = asId<AgentId>(name);
    const offer = [...this.core.state.offers.values()].find((one) => one.agentId === agentId);
    if (offer === undefined) throw new Error(`nothing rings at ${name}'s desk`);
    this.do({ type: "ConfirmOffer", offerId: offer.id, agentId });
    this.do({ type: "AcceptOffer", offerId: offer.id, agentId });
  }

  legOf(interactionId: string, who: string) {
    const legs = this.core.state.interactions.get(asId<InteractionId>(interactionId))?.call?.legs ?? [];
    return legs.find((leg) => leg.agentId === who || (leg.agentId === null && leg.role === who));
  }

  private hear(): void {
    const events = this.server.all("event");
    for (; this.heard < events.length; this.heard += 1) {
      const told = events[this.heard];
      if (told === undefined) continue;
      const command = commandOf(told.event);
      if (command !== undefined) this.do(command);
      this.server.say({ t: "ack", n: told.n });
    }
  }

  /** Shows a call as the core draws it. @param besides what the core would not play */
  draw(interactionId: InteractionId, besides: Plays = []): void {
    const { interactions, seq } = this.core.state;
    const interaction = interactions.get(interactionId);
    const drawn = interaction === undefined ? null : pictureOf(interaction);
    const picture: WireCallPicture["picture"] =
      drawn === null
        ? null
        : {
            direction: drawn.direction,
            plays: [...drawn.plays, ...besides],
            recordings: drawn.recordings,
            legs: drawn.legs.map((leg) => {
              const to = leg.want === "dial" ? this.numbers.get(leg.legId) : undefined;
              return to === undefined ? { ...leg } : { ...leg, dial: { to, from: LINE } };
            }),
          };
    this.server.show(interactionId, seq, picture);
  }
}

function commandOf(event: VoiceEvent): Command | undefined {
  const interactionId = asId<InteractionId>(event.interactionId);
  const leg = (legId: string, report: LegReport): Command => ({
    type: "ReportLeg",
    interactionId,
    legId: asId<LegId>(legId),
    report,
  });
  switch (event.type) {
    case "call.arrived":
      return {
        type: "ArriveCall",
        interactionId,
        entryId: line,
        contactId: asId(`contact-${interactionId}`),
        clientKey: asId(`call-${interactionId}`),
      };
    case "leg.ringing":
      return leg(event.legId, { kind: "ringing" });
    case "leg.connected":
      return leg(event.legId, { kind: "connected" });
    case "leg.lost":
      return leg(event.legId, { kind: "lost" });
    case "leg.gone":
      return leg(event.legId, { kind: "gone", cause: event.cause });
    case "play.ended":
      return { type: "ReportPlay", interactionId, playId: asId(event.playId), report: { kind: "ended" } };
    default:
      return undefined;
  }
}
