import type { OpenRequest } from "../link/link.js";
import type { LeftChat } from "./left.js";
import type { Audience, Selection } from "./store.js";

/**
 * What a reload must not lose, in this tab's session storage: messages that have no answer yet, and texts that the
 * server has not confirmed as drafts, and what the agent was looking at. Kept by seat and agent, so that nobody finds another agent's words.
 */
export interface Keeper {
  readonly requests: () => readonly OpenRequest[];
  readonly keepRequests: (requests: readonly OpenRequest[]) => void;
  readonly drafts: () => ReadonlyMap<string, KeptDraft>;
  readonly keepDrafts: (drafts: ReadonlyMap<string, KeptDraft>) => void;
  readonly selection: () => Selection;
  readonly keepSelection: (selection: Selection) => void;
  readonly left: () => readonly LeftChat[];
  readonly keepLeft: (left: readonly LeftChat[]) => void;
}

export interface KeptDraft {
  readonly text: string;
  readonly audience: Audience;
}

export function keeperFor(
  seat: number,
  agentId: string,
  storage: () => Storage = () => sessionStorage,
): Keeper {
  const requestsKey = `patchbay.kept.${seat}.${agentId}`;
  const draftsKey = `patchbay.drafts.${seat}.${agentId}`;
  const leftKey = `patchbay.left.${seat}.${agentId}`;
  const selectionKey = `patchbay.selection.${seat}.${agentId}`;

  const write = (key: string, entries: readonly unknown[]): void => {
    try {
      if (entries.length === 0) storage().removeItem(key);
      else storage().setItem(key, JSON.stringify(entries));
    } catch {
      // Storage is full or switched off: what is typed is still here as long as the page is.
    }
  };
  const read = <Entry>(key: string): Entry[] => {
    try {
      return JSON.parse(storage().getItem(key) ?? "[]") as Entry[];
    } catch {
      // Unreadable is as good as absent: there is nothing we could send again.
      return [];
    }
  };

  return {
    left: () => read<LeftChat>(leftKey),
    keepLeft: (left) => write(leftKey, left),
    requests: () => read<OpenRequest>(requestsKey),
    keepRequests: (requests) => write(requestsKey, requests),
    drafts: () => new Map(read<[string, KeptDraft]>(draftsKey)),
    keepDrafts: (drafts) => write(draftsKey, [...drafts]),
    selection: () => read<NonNullable<Selection>>(selectionKey)[0] ?? null,
    keepSelection: (selection) => write(selectionKey, selection === null ? [] : [selection]),
  };
}
