import type { ContactFieldName, ContactForm, FollowUpForm } from "@patchbay/protocol";
import type { OpenRequest } from "../link/link.js";
import type { LeftChat } from "./left.js";
import { type Shelf, shelfFor } from "./shelf.js";
import type { Audience, OutgoingLine, Selection } from "./store.js";
import type { Undelivered } from "./undelivered.js";

/**
 * What a reload or a closed window must not lose. Typed words are in the browser's storage until the server has them, so
 * that the next desk that the same agent opens at this seat takes them up; what was looked at is the tab's. Kept by seat
 * and agent: nobody is shown another agent's words.
 */
export interface Keeper {
  /** Requests without an answer that somebody typed. */
  readonly requests: Shelf<OpenRequest>;
  /** Texts on their way, and those that were refused and wait for the agent's decision. */
  readonly lines: Shelf<OutgoingLine>;
  readonly drafts: Shelf<KeptDraft>;
  readonly notes: Shelf<KeptNote>;
  readonly undelivered: Shelf<Undelivered>;
  /** Forms of follow-ups that are open. */
  readonly followUps: Shelf<KeptFollowUp>;
  /** Forms of contacts that are open. */
  readonly contacts: Shelf<KeptContact>;
  /** Whether everything that was given is stored. */
  readonly safe: () => boolean;
  /** The end of the last absence that the agent has read about, ms of the server's clock; 0: none. */
  readonly awayRead: () => number;
  readonly keepAwayRead: (until: number) => void;
  readonly selection: () => Selection;
  readonly keepSelection: (selection: Selection) => void;
  readonly left: () => readonly LeftChat[];
  readonly keepLeft: (left: readonly LeftChat[]) => void;
}

export interface KeptDraft {
  readonly text: string;
  readonly audience: Audience;
  /** The newest version of the server's that was known when it was typed. */
  readonly base: number;
  readonly customer: string;
}

export interface KeptNote {
  readonly text: string;
  /** What the server had when it was typed. */
  readonly base: string;
  readonly customer: string;
}

/** A follow-up's form as it is being filled in. */
export interface KeptFollowUp {
  /** A new one's id is made with its form: sent twice, it is there once. */
  readonly followUpId: string;
  /** From which it is changed; `null`: it is new. */
  readonly version: number | null;
  readonly interactionId: string;
  readonly customer: string;
  /** Numbers that are known of the customer, to choose from. */
  readonly numbers: readonly string[];
  readonly kind: FollowUpForm["kind"];
  /** "2026-11-23" and "14:30", in the zone. */
  readonly date: string;
  readonly time: string;
  readonly timeZone: string;
  readonly note: string;
  readonly number: string;
  readonly assigneeId: string;
}

/** A contact's form as it is being filled in. */
export interface KeptContact {
  readonly contactId: string;
  readonly customer: string;
  /** From which it is changed, and what it was then. */
  readonly version: number;
  readonly base: ContactForm;
  readonly form: ContactForm;
  /** Fields that a colleague has changed as well: `base` has theirs. */
  readonly conflicts: readonly ContactFieldName[];
  /** Of the change as it is typed: sent twice, it is made once. */
  readonly changeId: string;
}

/** Where the words of an agent at a seat begin. */
export const wordsPrefix = (seat: number, agentId: string): string =>
  `patchbay/words/${seat}/${encodeURIComponent(agentId)}/`;

export function keeperFor(
  seat: number,
  agentId: string,
  words: () => Storage = () => localStorage,
  ofTab: () => Storage = () => sessionStorage,
): Keeper {
  const prefix = wordsPrefix(seat, agentId);
  const leftKey = `patchbay.left.${seat}.${agentId}`;
  const selectionKey = `patchbay.selection.${seat}.${agentId}`;
  const shelves = {
    requests: shelfFor<OpenRequest>(`${prefix}requests/`, words),
    lines: shelfFor<OutgoingLine>(`${prefix}lines/`, words),
    drafts: shelfFor<KeptDraft>(`${prefix}drafts/`, words),
    notes: shelfFor<KeptNote>(`${prefix}notes/`, words),
    undelivered: shelfFor<Undelivered>(`${prefix}undelivered/`, words),
    followUps: shelfFor<KeptFollowUp>(`${prefix}follow-ups/`, words),
    contacts: shelfFor<KeptContact>(`${prefix}contacts/`, words),
  };

  const awayKey = `patchbay.away.${seat}.${agentId}`;
  const write = (key: string, entries: readonly unknown[]): void => {
    try {
      if (entries.length === 0) ofTab().removeItem(key);
      else ofTab().setItem(key, JSON.stringify(entries));
    } catch {
      // Storage is full or switched off: a convenience less.
    }
  };
  const read = <Entry>(key: string): Entry[] => {
    try {
      return JSON.parse(ofTab().getItem(key) ?? "[]") as Entry[];
    } catch {
      // Unreadable is as good as absent.
      return [];
    }
  };

  return {
    ...shelves,
    safe: () => Object.values(shelves).every((shelf) => shelf.safe()),
    awayRead: () => {
      try {
        return Number(words().getItem(awayKey) ?? 0);
      } catch {
        return 0;
      }
    },
    keepAwayRead: (until) => {
      try {
        words().setItem(awayKey, String(until));
      } catch {
        // Storage is full or switched off: a reload tells it once more.
      }
    },
    left: () => read<LeftChat>(leftKey),
    keepLeft: (left) => write(leftKey, left),
    selection: () => read<NonNullable<Selection>>(selectionKey)[0] ?? null,
    keepSelection: (selection) => write(selectionKey, selection === null ? [] : [selection]),
  };
}
