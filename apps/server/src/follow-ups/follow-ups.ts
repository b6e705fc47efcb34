import { type AgentId, asId, type User } from "@patchbay/core";
import { FOLLOW_UP_AHEAD_MAX_MS, type FollowUpForm } from "@patchbay/protocol";
import type { CenterHandle } from "../center/edge.js";
import type { FollowUpFound, FollowUpRow } from "../center/follow-up-records.js";
import { cleanText } from "../center/plain-text.js";
import { isInMailboxOf } from "../recordings/index.js";
import { mayChange } from "./rights.js";

/** The form's time may have come while it was being filled in and sent. */
const LATE_MS = 2 * 60_000;

export interface FollowUpsRefusal {
  readonly code:
    | "object_not_found"
    | "not_your_interaction"
    | "version_conflict"
    | "follow_up_in_past"
    | "follow_up_too_far"
    | "time_zone_unknown"
    | "assignee_unknown"
    | "empty_number"
    | "id_taken"
    | "not_suitable_state";
  readonly facts?: Readonly<Record<string, unknown>>;
}

type Outcome = { readonly row: FollowUpFound } | { readonly fault: FollowUpsRefusal };

/** What may become of one. */
export type FollowUpChange = Partial<
  Pick<
    FollowUpRow,
    "kind" | "dueAt" | "timeZone" | "note" | "number" | "assigneeId" | "doneAt" | "doneBy" | "deletedAt"
  >
>;

/** Whether a change concerns this agent: it is told, and reads anew. */
type Concerns = (agentId: AgentId) => boolean;

/**
 * Makes and changes follow-ups. Each is one row with a version: two people who change the same one from the same version
 * do not undo each other. What comes again because its answer was lost, and has been done, is told as done.
 */
export class FollowUps {
  private readonly listeners = new Set<(concerns: Concerns, contactId: string) => void>();

  constructor(private readonly handle: CenterHandle) {}

  /** The listener must not throw. @returns ends it */
  onChanged(listener: (concerns: Concerns, contactId: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async add(asker: AgentId, followUpId: string, interactionId: string, form: FollowUpForm): Promise<Outcome> {
    const { records, clock } = this.handle;
    const interaction = await records.interaction(interactionId);
    if (interaction === undefined) return { fault: { code: "object_not_found" } };
    if (!interaction.agentIds.includes(asker) && !(await this.hasMessage(asker, interactionId)))
      return { fault: { code: "not_your_interaction" } };
    const before = await records.followUps.byId(followUpId);
    if (before !== undefined)
      return before.createdBy === asker && before.interactionId === interactionId
        ? { row: before }
        : { fault: { code: "id_taken" } };
    const fault = this.faultOf(form);
    if (fault !== null) return { fault };
    const now = clock.now();
    return this.put({
      ...fieldsOf(form),
      followUpId,
      version: 1,
      interactionId,
      contactId: interaction.contactId,
      caseNumber: interaction.caseNumber,
      createdBy: asker,
      createdAt: now,
      changedBy: asker,
      changedAt: now,
      doneAt: null,
      doneBy: null,
      deletedAt: null,
      remindedFor: null,
    });
  }

  /** A message that a customer has left is for whoever hears it, and nobody took part in its call. */
  private async hasMessage(asker: AgentId, interactionId: string): Promise<boolean> {
    const { users, services } = this.handle.center.state.configuration;
    const user = users.get(asker);
    if (user === undefined) return false;
    const events = await this.handle.records.events(interactionId);
    return events.some(
      (event) =>
        event.type === "VoicemailStarted" &&
        event.of.kind === "service" &&
        isInMailboxOf({ agentId: null, serviceId: event.of.serviceId }, user, services),
    );
  }

  async change(asker: AgentId, followUpId: string, version: number, form: FollowUpForm): Promise<Outcome> {
    return this.alter(asker, followUpId, version, (row) => {
      // Its words may be changed when its time is over, but nothing is put off into the past.
      const fault = this.faultOf(form, { time: form.dueAt !== row.dueAt });
      return fault ?? fieldsOf(form);
    });
  }

  async snooze(asker: AgentId, followUpId: string, version: number, dueAt: number): Promise<Outcome> {
    return this.alter(asker, followUpId, version, ({ doneAt }) =>
      doneAt !== null ? { code: "not_suitable_state" } : (this.faultOfTime(dueAt) ?? { dueAt }),
    );
  }

  async finish(asker: AgentId, followUpId: string, version: number, done: boolean): Promise<Outcome> {
    const now = this.handle.clock.now();
    return this.alter(asker, followUpId, version, ({ doneAt }) => {
      if ((doneAt !== null) === done) return {};
      return done ? { doneAt: now, doneBy: asker } : { doneAt: null, doneBy: null };
    });
  }

  /** @param deleted false: it is taken back */
  async delete(asker: AgentId, followUpId: string, version: number, deleted: boolean): Promise<Outcome> {
    const now = this.handle.clock.now();
    return this.alter(
      asker,
      followUpId,
      version,
      ({ deletedAt }) => ((deletedAt !== null) === deleted ? {} : { deletedAt: deleted ? now : null }),
      { evenDeleted: true },
    );
  }

  /** @returns false: there is no such follow-up for this agent */
  async reminderSeen(asker: AgentId, followUpId: string, dueAt: number): Promise<boolean> {
    const { followUps } = this.handle.records;
    const row = await followUps.byId(followUpId);
    if (row === undefined || row.assigneeId !== asker) return false;
    if (await followUps.reminderSeen(followUpId, dueAt)) this.tell(row, row);
    return true;
  }

  private async alter(
    asker: AgentId,
    followUpId: string,
    version: number,
    changeOf: (row: FollowUpRow) => FollowUpChange | FollowUpsRefusal,
    { evenDeleted = false } = {},
  ): Promise<Outcome> {
    const { records, clock, center } = this.handle;
    const { configuration } = center.state;
    const user = configuration.users.get(asker);
    const found = await records.followUps.byId(followUpId);
    if (found === undefined || user === undefined || !mayChange(found, user, configuration))
      return { fault: { code: "object_not_found" } };
    if (found.deletedAt !== null && !evenDeleted) return { fault: { code: "object_not_found" } };
    const { contact: _contact, channel: _channel, ...row } = found;
    const change = changeOf(row);
    if ("code" in change) return { fault: change };
    const isSame = Object.entries(change).every(([key, value]) => row[key as keyof FollowUpRow] === value);
    // Nothing is to be done, or it has been: by the same request, whose answer was lost, or by somebody who wanted the same.
    if (isSame) return { row: found };
    if (row.version !== version) return conflict(row.version);
    return this.put(
      { ...row, ...change, version: version + 1, changedBy: asker, changedAt: clock.now() },
      found,
    );
  }

  private async put(row: FollowUpRow, before?: FollowUpRow): Promise<Outcome> {
    const { followUps } = this.handle.records;
    const isStored = await followUps.put(row);
    const stored = await followUps.byId(row.followUpId);
    if (stored === undefined) return { fault: { code: "object_not_found" } };
    if (!isStored) return conflict(stored.version);
    this.tell(row, before ?? row);
    return { row: stored };
  }

  /** Whoever has it now and had it before, who made it, and who watches over them. */
  private tell(row: FollowUpRow, before: FollowUpRow): void {
    const { configuration } = this.handle.center.state;
    const concerns = (agentId: AgentId): boolean => {
      const user: User | undefined = configuration.users.get(agentId);
      return user !== undefined && (mayChange(row, user, configuration) || before.assigneeId === agentId);
    };
    for (const listener of this.listeners) listener(concerns, row.contactId);
  }

  private faultOf(form: FollowUpForm, { time = true } = {}): FollowUpsRefusal | null {
    if (!isTimeZone(form.timeZone)) return { code: "time_zone_unknown" };
    const assignee = this.handle.center.state.configuration.users.get(asId(form.assigneeId));
    if (assignee?.enabled !== true) return { code: "assignee_unknown" };
    if (form.kind === "call" && !/\d/.test(form.number ?? "")) return { code: "empty_number" };
    return time ? this.faultOfTime(form.dueAt) : null;
  }

  private faultOfTime(dueAt: number): FollowUpsRefusal | null {
    const now = this.handle.clock.now();
    if (dueAt < now - LATE_MS) return { code: "follow_up_in_past" };
    return dueAt > now + FOLLOW_UP_AHEAD_MAX_MS ? { code: "follow_up_too_far" } : null;
  }
}

const conflict = (version: number): { readonly fault: FollowUpsRefusal } => ({
  fault: { code: "version_conflict", facts: { version } },
});

const fieldsOf = ({ kind, dueAt, timeZone, note, number, assigneeId }: FollowUpForm) => ({
  kind,
  dueAt,
  timeZone,
  note: cleanText(note).trim(),
  number: number === null ? null : cleanText(number).trim(),
  assigneeId,
});

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
}
