import type {
  FollowUpFound,
  FollowUpQuestion,
  FollowUpRecords,
  FollowUpRow,
} from "../center/follow-up-records.js";
import { contactOf } from "./memory-records.js";
import type { MemoryStore } from "./memory-store.js";

/** Follow-ups, in memory. */
export class MemoryFollowUps implements FollowUpRecords {
  constructor(private readonly store: MemoryStore) {}

  async byId(followUpId: string): Promise<FollowUpFound | undefined> {
    const row = this.store.followUps.get(followUpId);
    return row && this.#found(row);
  }

  async put(row: FollowUpRow): Promise<boolean> {
    if ((this.store.followUps.get(row.followUpId)?.version ?? 0) !== row.version - 1) return false;
    this.store.followUps.set(row.followUpId, row);
    return true;
  }

  async list({
    assigneeIds,
    madeForOthersBy,
    state,
    after,
    limit,
  }: FollowUpQuestion): Promise<FollowUpFound[]> {
    const placed = ({ dueAt, doneAt }: FollowUpRow): number => (state === "open" ? dueAt : -(doneAt ?? 0));
    const start = after && { at: state === "open" ? after.at : -after.at, id: after.followUpId };
    return [...this.store.followUps.values()]
      .filter(
        (row) =>
          row.deletedAt === null &&
          (row.doneAt === null) === (state === "open") &&
          (assigneeIds === null || assigneeIds.includes(row.assigneeId)) &&
          (madeForOthersBy === null ||
            (row.createdBy === madeForOthersBy && row.assigneeId !== row.createdBy)),
      )
      .sort((a, b) => placed(a) - placed(b) || (a.followUpId < b.followUpId ? -1 : 1))
      .filter(
        (row) =>
          start === null || placed(row) > start.at || (placed(row) === start.at && row.followUpId > start.id),
      )
      .slice(0, limit)
      .map((row) => this.#found(row));
  }

  async ofInteractions(interactionIds: readonly string[]): Promise<FollowUpFound[]> {
    return [...this.store.followUps.values()]
      .filter((row) => row.deletedAt === null && interactionIds.includes(row.interactionId))
      .sort((a, b) => a.dueAt - b.dueAt || (a.followUpId < b.followUpId ? -1 : 1))
      .map((row) => this.#found(row));
  }

  async reminderSeen(followUpId: string, dueAt: number): Promise<boolean> {
    const row = this.store.followUps.get(followUpId);
    if (row === undefined || row.dueAt !== dueAt || row.remindedFor === dueAt) return false;
    this.store.followUps.set(followUpId, { ...row, remindedFor: dueAt });
    return true;
  }

  #found(row: FollowUpRow): FollowUpFound {
    const contact = this.store.contacts.get(row.contactId);
    const interaction = this.store.interactions.get(row.interactionId);
    return {
      ...row,
      contact: contact === undefined ? null : contactOf(contact),
      channel: interaction?.row.channel ?? "chat",
    };
  }
}
