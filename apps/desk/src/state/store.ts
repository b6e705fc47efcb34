import type { MessageView } from "@patchbay/protocol";
import { create } from "zustand";
import type { LinkStatus } from "../link/link.js";
import type { DeskData } from "./desk-data.js";

/** What the agent has in front: an interaction, an offer's preview, or nothing. Only the agent changes it. */
export type Selection =
  | { readonly kind: "interaction"; readonly id: string }
  | { readonly kind: "offer"; readonly id: string }
  | null;

/** Who gets to read what is written here: everybody in the chat, or colleagues alone (a whisper). */
export type Audience = "all" | "team";

/** A message on its way: shown in the timeline until its committed view arrives under the same client id. */
export interface OutgoingLine {
  readonly clientMessageId: string;
  readonly interactionId: string;
  /** Whose chat it is: the line may be left over when the chat is not. */
  readonly customer: string;
  readonly at: number;
  readonly audience: Audience;
  readonly body:
    | { readonly kind: "text"; readonly text: string }
    | { readonly kind: "file"; readonly name: string; readonly bytes: number };
  readonly state: "sending" | "failed";
  /** Share of the file that has gone up, 0 to 1. */
  readonly progress: number | null;
  readonly error: string | null;
}

/** Something finished that can be taken back, or that the agent should know; it goes by itself. */
export interface Toast {
  readonly id: string;
  readonly tone: "plain" | "error";
  readonly text: string;
  /** When it goes, on this desk's clock. */
  readonly until: number;
  readonly undo: (() => void) | null;
  /** What it tells of, when it is an error. */
  readonly error: DeskError | null;
}

/** Something was not done: a code of the catalogue, with what its sentence needs. */
export interface DeskError {
  readonly code: string;
  readonly facts?: Readonly<Record<string, unknown>> | undefined;
  /** Number of the request in the server's log; empty or absent where there was none. */
  readonly correlationId?: string | undefined;
}

export type Session =
  | { readonly phase: "booting" }
  | {
      readonly phase: "signed_out";
      readonly why: string | null;
      readonly by: string | null;
      readonly said?: string;
    }
  | { readonly phase: "signed_in"; readonly agentId: string };

export type Room = "conversations" | "calls" | "records" | "supervise" | "setup" | "settings";

export interface DeskStore {
  readonly session: Session;
  readonly link: LinkStatus;
  readonly health: "running" | "suspended" | "recovering";
  /** Whether this tab rings and notifies. */
  readonly leader: boolean;
  readonly data: DeskData | null;
  readonly room: Room;
  readonly selection: Selection;
  readonly outgoing: readonly OutgoingLine[];
  /** Texts as typed, by interaction; the truth while the desk is open. */
  readonly drafts: ReadonlyMap<
    string,
    {
      readonly text: string;
      readonly saved: boolean;
      readonly audience: Audience;
      /** Whose chat it is: a text may be left over when the chat is not. */
      readonly customer: string;
    }
  >;
  /** Who types where; `preview` is the customer's text so far. */
  readonly typing: ReadonlyMap<
    string,
    { readonly who: string; readonly preview: string | null; readonly until: number }
  >;
  /** The last message of the customer that was in view when the agent looked away, by interaction. */
  readonly lookedUpTo: ReadonlyMap<string, string>;
  readonly toasts: readonly Toast[];
  /** The desk was not connected for so long that its chats went on; `null`: no, or the agent has read it. */
  readonly away: {
    readonly since: number;
    readonly until: number;
    readonly customers: readonly string[];
  } | null;
  /** Messages without an answer yet. */
  readonly unanswered: number;
}

export const useDesk = create<DeskStore>(() => ({
  session: { phase: "booting" },
  link: { status: "connecting" },
  health: "running",
  leader: false,
  data: null,
  room: "conversations",
  selection: null,
  outgoing: [],
  drafts: new Map(),
  typing: new Map(),
  lookedUpTo: new Map(),
  toasts: [],
  away: null,
  unanswered: 0,
}));

/** The server's clock, as far as this desk knows it: every timer counts by it. */
export function serverNow(): number {
  return Date.now() + (useDesk.getState().data?.clockOffset ?? 0);
}

/** `/desk/` is seat 1, `/desk/2/` seat 2: two agents can work in one browser. */
export const seat: number = Number(/^\/desk\/([1-9])(?:\/|$)/.exec(location.pathname)?.[1] ?? 1);

/** An address of the server's views with this desk's seat. */
export function withSeat(url: string): string {
  return `${url}${url.includes("?") ? "&" : "?"}seat=${seat}`;
}

const NO_MESSAGES: readonly MessageView[] = [];
export const useMessages = (interactionId: string): readonly MessageView[] =>
  useDesk((state) => state.data?.messages.get(interactionId) ?? NO_MESSAGES);
export const useInteraction = (interactionId: string) =>
  useDesk((state) => state.data?.interactions.get(interactionId));
