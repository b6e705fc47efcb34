import type { Keep, LoopClock, Refusal } from "../parts/index.js";

/** How to reach a messaging entry of a center. */
export interface ChatOptions {
  /** Origin of the Patchbay server, such as `https://desk.example.com`; `""`: the page's own. */
  readonly server: string;
  /** The messaging entry, as the administrator named it. */
  readonly appId: string;
  /**
   * Who the customer's device is: a long, secret and lasting name, for whoever knows it can read its chats. Left out,
   * one is made and kept in `keep`.
   */
  readonly clientId?: string;
  /** Host of the center; left out, that of `server`. */
  readonly tenant?: string;
  /** Of the customer, BCP 47: questions come in it where there are any. */
  readonly language?: string;
  /** Where the chat and what is unsent are kept; left out, IndexedDB in a browser and memory elsewhere. */
  readonly keep?: Keep;
  /** For tests. */
  readonly clock?: LoopClock;
}

/**
 * - `none`: no chat was begun, or it was put away.
 * - `starting`: begun here, the server has not answered yet.
 * - `waiting`: in the queue, or on its way to an agent.
 * - `active`: an agent is there.
 * - `ended`: over; what was said can still be read, and a survey may be open.
 */
export type ChatPhase = "none" | "starting" | "waiting" | "active" | "ended";

/** `down`: the server does not answer; it is asked again and again, and what is sent waits. */
export type LinkState = "connecting" | "up" | "down";

/** How far something of the customer's is. `failed`: refused; it can be tried again or withdrawn. */
export type EntryState = "waiting" | "sending" | "sent" | "delivered" | "read" | "failed";

export interface Agent {
  readonly id: string;
  readonly name: string;
  /** Absolute; `null`: the agent has none. */
  readonly photoUrl: string | null;
}

interface Said {
  /** Stable from the first moment on: the key of a list. */
  readonly id: string;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  /** `null`: the customer. */
  readonly agent: Agent | null;
  /** Of what the customer sent; `null` for what agents sent. */
  readonly state: EntryState | null;
}

export type MessageEntry = Said & { readonly kind: "message"; readonly text: string };

export type FileEntry = Said & {
  readonly kind: "file";
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** Absolute; `null` until it is uploaded. */
  readonly url: string | null;
  readonly thumbnailUrl: string | null;
  readonly image: { readonly width: number; readonly height: number } | null;
  /** 0 to 1 while it is uploaded, else `null`. */
  readonly progress: number | null;
  /** Why the server did not take it, when it said so. */
  readonly refusal: Refusal | null;
};

export type LocationEntry = Said & {
  readonly kind: "location";
  readonly latitude: number;
  readonly longitude: number;
  /** Metres. */
  readonly accuracy: number | null;
  readonly address: string | null;
};

/** What an agent asks to be filled in; an empty name: the next message is the answer. */
export type FormEntry = Said & {
  readonly kind: "form";
  readonly formRequestId: string;
  readonly formName: string;
  readonly answer: "open" | "answered" | "declined" | "withdrawn";
};

/** An answer to a form, or a form filled in without being asked. */
export type FormAnswerEntry = Said & {
  readonly kind: "form_answer";
  readonly formName: string;
  readonly fields: Readonly<Record<string, string>>;
};

/** What happened, said by nobody. */
export interface NoteEntry {
  readonly kind: "joined" | "left" | "ended" | "timed_out" | "service";
  readonly id: string;
  readonly at: number;
  readonly agent: Agent | null;
  /** Of `service`: its name. */
  readonly text: string | null;
}

export type ChatEntry = MessageEntry | FileEntry | LocationEntry | FormEntry | FormAnswerEntry | NoteEntry;

export interface Wait {
  /** Estimated, in seconds; `null`: unknown. */
  readonly seconds: number | null;
  /** In the queue, from 1. */
  readonly position: number | null;
  /** Logged in and able to take the chat. */
  readonly agentsAvailable: number | null;
}

export interface Availability {
  readonly open: boolean;
  readonly waitSeconds: number | null;
  readonly agentsAvailable: number | null;
}

export interface Survey {
  readonly question: string;
  /** Whether words are asked for as well. */
  readonly comment: boolean;
  readonly starsMax: number;
  /** As answered; `null`: not yet. */
  readonly stars: number | null;
  readonly text: string;
  /** Whether an answer, or another one, is taken. */
  readonly open: boolean;
}

/** What is asked and offered when a chat is over. */
export interface AfterChat {
  readonly survey: Survey | null;
  /** Whether a link to the transcript can be had. */
  readonly transcript: boolean;
}

/** All that a page draws; replaced as a whole, so parts that did not change stay identical. */
export interface ChatState {
  readonly phase: ChatPhase;
  readonly link: LinkState;
  readonly entries: readonly ChatEntry[];
  /** Who is in the chat now. */
  readonly agents: readonly Agent[];
  /** Agents who type at this moment. */
  readonly typing: readonly Agent[];
  /** What agents have said and the customer has not seen (`seen`). */
  readonly unread: number;
  /** While it waits. */
  readonly wait: Wait | null;
  /** The chat ends by itself then, in milliseconds since 1970, unless the customer says something. */
  readonly endsAt: number | null;
  /** `null` until the chat is over and the server has told. */
  readonly after: AfterChat | null;
  /** Why the chat could not be begun; it can be started again. */
  readonly startFailed: ChatFailure | null;
  /** False where nothing can be kept: a reload would lose what was not sent. */
  readonly durable: boolean;
}

/** @see docs/chat-sdk.md for the codes. */
export interface ChatFailure {
  /** `null`: no answer at all. */
  readonly status: number | null;
  /** The API's `error_code`. */
  readonly code: string | null;
}

export interface StartRequest {
  /** What is known of the customer and the matter: `first_name`, `email`, … Agents see all of it. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly phone?: string;
  /** Sent as the first message. */
  readonly message?: string;
}

export interface Place {
  /** Degrees, WGS 84. */
  readonly latitude: number;
  readonly longitude: number;
  /** Metres. */
  readonly accuracy?: number | null;
}

/** A customer's chat on this device. Everything that is sent is kept until the server has confirmed it. */
export interface ChatClient {
  readonly state: ChatState;
  /**
   * Tells each state from now on. What is drawn before it is called may be old by then: read `state` after it.
   * @returns how to stop listening
   */
  subscribe(listener: (state: ChatState) => void): () => void;
  availability(): Promise<Availability>;
  /** Begins a chat, also while the server does not answer. Resolves when it is kept on the device. */
  start(request?: StartRequest): Promise<void>;
  /** @returns the id of the entry; resolves when it is kept on the device. */
  send(text: string): Promise<string>;
  sendFile(file: Blob, name: string): Promise<string>;
  sendLocation(place: Place): Promise<string>;
  /** @param empty nothing is left in the box */
  typing(empty: boolean): void;
  /** The customer has seen these messages of agents. */
  seen(ids: readonly string[]): void;
  answerForm(formRequestId: string, fields: Readonly<Record<string, string>>): Promise<string>;
  declineForm(formRequestId: string): Promise<void>;
  /** Tries what failed once more. */
  retry(id: string): Promise<void>;
  /** Takes back what was not sent, and cuts an upload off. */
  withdraw(id: string): Promise<void>;
  end(): Promise<void>;
  /** @throws ChatError */
  answerSurvey(stars: number, text: string): Promise<void>;
  /** @returns an address that whoever has it can open, and until when. @throws ChatError */
  transcriptLink(): Promise<{ readonly url: string; readonly until: number }>;
  /** What `PushManager.subscribe` needs; `null`: the server does not push. */
  pushKey(): Promise<string | null>;
  /** `null`: no more pushes. @throws ChatError */
  subscribePush(subscription: PushSubscriptionJSON | null): Promise<void>;
  /** The network is back, or somebody looks at the chat again: tries at once. */
  wake(): void;
  /** Forgets an ended chat on this device; one that goes on is ended first. */
  dismiss(): Promise<void>;
  /** Lets go of the server and the page; nothing is forgotten. */
  close(): void;
}
