import { expect } from "vitest";
import {
  type AgentId,
  asId,
  type ClientKey,
  type Command,
  type ContactId,
  type CoreCenter,
  createCenter,
  type DispositionId,
  type EntryId,
  type Event,
  type EventBody,
  hashState,
  type InteractionId,
  type MessageId,
  type ReasonId,
  type Rejection,
  type Role,
  readState,
  type Service,
  type ServiceId,
  type SessionId,
  type SkillId,
  serializeState,
  type User,
} from "../src/index.js";

/** Builders carry the dull fields; a story names only what matters. Times are "hh:mm:ss" of one day. */
export const day = (clock: string): number => {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(":").map(Number);
  return Date.UTC(2026, 10, 2, hours, minutes, 0) + Math.round(seconds * 1_000);
};

export const claims = asId<ServiceId>("claims");
export const general = asId<ServiceId>("general");
export const app = asId<EntryId>("app");
export const web = asId<EntryId>("web");
export const agent = (name: string) => asId<AgentId>(name);
export const chat = (name: string) => asId<InteractionId>(name);
export const message = (name: string) => asId<MessageId>(name);
export const reason = (name: string) => asId<ReasonId>(name);
export const disposition = (name: string) => asId<DispositionId>(name);
export const session = (name: string) => asId<SessionId>(name);
export const customer = (name: string) => asId<ClientKey>(name);

const claimsSkill = asId<SkillId>("claims");
export const generalSkill = asId<SkillId>("general");

export const user = (name: string, over: Partial<User> = {}): User => ({
  id: agent(name),
  roles: ["agent"] as readonly Role[],
  teamId: null,
  skills: { [claimsSkill]: 50 },
  capacity: { chat: 5, voice: 1, email: 5 },
  mixedMedia: "any",
  enabled: true,
  ...over,
});

export const service = (id: ServiceId, over: Partial<Service> = {}): Service => ({
  id,
  requires: [{ skillId: id === claims ? claimsSkill : generalSkill, levelMin: 1 }],
  distribution: "longest_idle",
  open: true,
  answerTimeoutMs: 20_000,
  wrapUpMs: 60_000,
  wrapUpEndsItself: true,
  dispositions: [
    { id: disposition("opened"), type: "SUCCESS" },
    { id: disposition("spam"), type: "SPAM" },
  ],
  dispositionMandatory: true,
  endUndoMs: 5_000,
  graceMs: 600_000,
  graceOfferMs: 15_000,
  inactivityWarnMs: 300_000,
  inactivityEndMs: 120_000,
  queueLengthMax: 100,
  ...over,
});

/**
 * A story: a center, a time, and what was decided. Each step also proves, for every rule at once, that a replay
 * of the events gives the same state and that a refusal leaves no trace.
 */
export class Story {
  readonly center: CoreCenter = createCenter();
  readonly events: Event[] = [];
  last: Event[] = [];
  private now = day("09:00:00");

  constructor() {
    this.do({ type: "ConfigureService", service: service(claims) });
    this.do({ type: "ConfigureService", service: service(general, { dispositionMandatory: false }) });
    this.do({ type: "ConfigureEntry", entry: { id: app, channel: "chat", serviceId: claims, priority: 0 } });
    this.do({ type: "ConfigureEntry", entry: { id: web, channel: "chat", serviceId: general, priority: 0 } });
    for (const [id, kind] of [
      ["lunch", "agent"],
      ["break", "agent"],
      ["no_answer", "system"],
      ["rejected", "system"],
      ["signed_in", "system"],
    ] as const) {
      this.do({ type: "ConfigureReason", reason: { id: reason(id), kind, limitMs: null } });
    }
  }

  get state() {
    return this.center.state;
  }

  at(clock: string): this {
    this.now = day(clock);
    return this;
  }

  /** Accepted, or the story is wrong. */
  do(command: Command): this {
    const decision = this.center.decide(command, this.now);
    if (!decision.ok) throw new Error(`${command.type} was refused: ${JSON.stringify(decision.rejection)}`);
    this.last = [...decision.events];
    this.events.push(...decision.events);
    return this;
  }

  refuses(command: Command): Rejection {
    const before = hashState(this.state);
    const decision = this.center.decide(command, this.now);
    expect(decision.ok, `${command.type} should be refused`).toBe(false);
    expect(hashState(this.state), "a refusal leaves no trace").toBe(before);
    return (decision as { rejection: Rejection }).rejection;
  }

  hire(name: string, over: Partial<User> = {}): this {
    return this.do({ type: "ConfigureUser", user: user(name, over) });
  }

  logIn(name: string, over: Partial<User> = {}): this {
    if (!this.state.configuration.users.has(agent(name))) this.hire(name, over);
    return this.do({ type: "LogIn", agentId: agent(name), sessionId: session(`${name}-1`), force: false });
  }

  ready(name: string, over: Partial<User> = {}): this {
    if (!this.state.agents.has(agent(name))) this.logIn(name, over);
    return this.do({ type: "SetPresence", agentId: agent(name), presence: { kind: "ready" } });
  }

  start(name: string, entry: EntryId = app, client = name): this {
    return this.do({
      type: "StartInteraction",
      interactionId: chat(name),
      entryId: entry,
      contactId: asId<ContactId>(`contact-${client}`),
      clientKey: customer(client),
    });
  }

  writes(name: string, id: string, client = name): this {
    return this.do({
      type: "ReceiveMessage",
      interactionId: chat(name),
      clientKey: customer(client),
      messageId: message(id),
      kind: "text",
    });
  }

  answers(by: string, name: string, id: string): this {
    return this.do({
      type: "SendMessage",
      interactionId: chat(name),
      agentId: agent(by),
      messageId: message(id),
      kind: "text",
      audience: "all",
    });
  }

  offerOf(name: string) {
    const offerId = this.state.interactions.get(chat(name))?.request?.offerId;
    const offer = offerId && this.state.offers.get(offerId);
    if (!offer) throw new Error(`nobody is offered ${name}`);
    return offer;
  }

  rings(name: string): this {
    const { id, agentId } = this.offerOf(name);
    return this.do({ type: "ConfirmOffer", offerId: id, agentId });
  }

  accepts(by: string, name: string): this {
    const offer = this.offerOf(name);
    expect(offer.agentId).toBe(by);
    if (offer.status === "reserved") this.rings(name);
    return this.do({ type: "AcceptOffer", offerId: offer.id, agentId: agent(by) });
  }

  /** A chat with this agent, from the door to the first word. */
  talking(by: string, name: string): this {
    return this.ready(by).start(name).accepts(by, name);
  }

  time(clock: string): this {
    return this.at(clock).do({ type: "MeetDeadlines" });
  }

  what(): string[] {
    return this.last.map((event) => event.type);
  }

  lastOf<T extends EventBody["type"]>(type: T): Extract<Event, { readonly type: T }> {
    const found = this.events.findLast((event) => event.type === type);
    if (!found) throw new Error(`no ${type} so far`);
    return found as Extract<Event, { readonly type: T }>;
  }

  /** What explains (queue/standing.ts) says of a decision what decided it. */
  private explains(before: CoreCenter, event: Event): void {
    if (event.type !== "OfferMade") return;
    const { agentId, interactionId } = event;
    const chosen = before.standing(interactionId)?.candidates.find((one) => one.agentId === agentId);
    expect(chosen, `event ${event.seq}: whom ${interactionId} was offered to could be asked`).toMatchObject({
      rule: null,
    });
    for (const id of before.state.interactions.keys())
      expect(before.passing(event, id)?.because, `event ${event.seq}: why it passes ${id}`).not.toBe("other");
  }

  /** The replay of all that happened, and the way through a snapshot, both give this state. */
  holds(): void {
    const replay = createCenter();
    for (const event of this.events) {
      const same = JSON.parse(JSON.stringify(event)) as Event;
      this.explains(replay, same);
      replay.evolve(same);
    }
    expect(hashState(replay.state)).toBe(hashState(this.state));
    const copy = createCenter(readState(JSON.parse(JSON.stringify(serializeState(this.state)))));
    expect(hashState(copy.state)).toBe(hashState(this.state));
    expect(copy.nextDeadline()).toBe(this.center.nextDeadline());
    for (const id of this.state.configuration.services.keys()) {
      expect(copy.waiting(id)).toEqual(this.center.waiting(id));
    }
  }
}
