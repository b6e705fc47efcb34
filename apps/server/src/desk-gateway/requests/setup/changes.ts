import type { CenterHandle } from "../../../center/edge.js";
import type { ChangeOf, TracedChange } from "../../../center/records.js";

/** When something was changed and by whom, in words. Both `null`: nobody did. */
export interface Change {
  readonly changedAt: number | null;
  readonly changedBy: string | null;
}

const UNCHANGED: Change = { changedAt: null, changedBy: null };

export function changeOf(
  handle: CenterHandle,
  event: { readonly at: number; readonly by: string | null },
): Change {
  const user = event.by === null ? undefined : handle.words().users.get(event.by);
  const name = user === undefined ? (event.by ?? "") : `${user.firstName} ${user.lastName}`.trim();
  return { changedAt: event.at, changedBy: name === "" ? null : name };
}

/** The newest change of each thing, by its id. */
export async function lastChanges<Type extends TracedChange>(
  handle: CenterHandle,
  type: Type,
  idOf: (event: ChangeOf<Type>) => string,
): Promise<(id: string) => Change> {
  const events = await handle.records.configurationEvents([type]);
  const changes = new Map(events.map((event) => [idOf(event), changeOf(handle, event)]));
  return (id) => changes.get(id) ?? UNCHANGED;
}
