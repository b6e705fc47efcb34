import type { Event } from "@patchbay/core";
import type { Favourite } from "@patchbay/protocol";
import type { ContactRow, InteractionData } from "./content.js";
import type { InteractionRow } from "./records.js";

/** An agent's favourites as they were last saved; `version` 0: never. */
export interface SavedFavourites {
  readonly version: number;
  readonly favourites: readonly Favourite[];
}

export type RecentKind = "made" | "received" | "missed" | "chat";
export type MissedCause = "no_answer" | "rejected" | "caller_left";

/** One line of an agent's recent calls and chats, with what it is about. */
export interface RecentRow {
  readonly interaction: InteractionRow;
  readonly data: InteractionData | null;
  readonly contact: ContactRow | null;
  /** Place in the list: the journal's, of the event that brought it into the list. */
  readonly seq: number;
  readonly at: number;
  readonly kind: RecentKind;
  readonly cause: MissedCause | null;
  /** The other one in a call among colleagues. */
  readonly peerAgentId: string | null;
  readonly durationMs: number | null;
  /** Of a missed call, when it was returned, taken or put aside; `null`: it is open. */
  readonly doneAt: number | null;
  readonly takenBy: string | null;
}

/** What one event does to the lists of recent calls. Applied in the journal's order, each once. */
export type RecentChange =
  /** It came into this agent's hands, or was placed: from now on it is no missed one. */
  | {
      readonly do: "joined";
      readonly agentId: string;
      readonly interactionId: string;
      readonly seq: number;
      readonly at: number;
    }
  /** It was placed by this agent, to a colleague or to anybody. Comes before `joined` of the same agent. */
  | {
      readonly do: "placed";
      readonly agentId: string;
      readonly to: string | null;
      readonly interactionId: string;
      readonly seq: number;
      readonly at: number;
    }
  /** A call rang here in vain. Only calls are missed. */
  | {
      readonly do: "missed";
      readonly agentId: string;
      readonly interactionId: string;
      readonly cause: MissedCause;
      readonly seq: number;
      readonly at: number;
    }
  /** It is over, for one who took part or for all who still do. A chat lasted from joining until now. */
  | {
      readonly do: "over";
      readonly interactionId: string;
      /** `null`: for all. */
      readonly agentId: string | null;
      readonly seq: number;
      readonly at: number;
      /** Of a call: how long each agent has talked so far. */
      readonly talkMs: Readonly<Record<string, number>>;
    };

/** Events that bear upon the lists. */
export const recentEventTypes = [
  "CallPlaced",
  "AppCallPlaced",
  "InternalCallPlaced",
  "AgentJoined",
  "AgentLeft",
  "OfferMade",
  "OfferExpired",
  "OfferRejected",
  "OfferWithdrawn",
  "InteractionEnded",
] as const satisfies readonly Event["type"][];

export interface RecentQuestion {
  readonly filter: "all" | "calls" | "missed";
  /** Only what is older than this place; `null`: from the newest. */
  readonly before: number | null;
  readonly limit: number;
}

/** Contacts found by words, and what belongs to one agent: favourites, recent calls. */
export interface DirectoryRecords {
  /**
   * Contacts of which every part of the text is the beginning of a name, an account, an address, or of a number or its last
   * seven or four digits. Ordered by last and first name.
   */
  searchContacts(text: string, limit: number): Promise<ContactRow[]>;
  favourites(agentId: string): Promise<SavedFavourites>;
  /** @returns the new version; `undefined` when the list is not of that version any more, and nothing was changed */
  saveFavourites(
    agentId: string,
    favourites: readonly Favourite[],
    version: number,
  ): Promise<number | undefined>;
  /** The number outside at which an agent can be reached; `null`: none was given. */
  ownNumber(agentId: string): Promise<string | null>;
  saveOwnNumber(agentId: string, number: string): Promise<void>;
  /** Where colleagues' calls to an agent go on to; `null`: none was given. */
  forwardNumber(agentId: string): Promise<string | null>;
  saveForwardNumber(agentId: string, number: string): Promise<void>;
  /** Newest first. */
  recent(agentId: string, question: RecentQuestion): Promise<RecentRow[]>;
  /** How many missed calls of an agent are open. */
  missedCount(agentId: string): Promise<number>;
  /** @returns whether there was an open one */
  putMissedAside(agentId: string, interactionId: string, at: number): Promise<boolean>;
  /** Up to which place of the journal the lists are kept. */
  recentPosition(): Promise<number>;
  /** Events after a place that bear upon the lists, in order; at most `limit`. */
  recentEvents(afterSeq: number, limit: number): Promise<Event[]>;
  /** All or nothing; `seq` is the new position. Changes at or before the present one are passed over. */
  applyRecent(changes: readonly RecentChange[], seq: number): Promise<void>;
}
