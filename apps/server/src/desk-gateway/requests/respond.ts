import type { AgentId, SessionId } from "@patchbay/core";
import type { DeskErrorCode, Preferences, RequestDefinition } from "@patchbay/protocol";
import type { z } from "zod";
import type { AlertWatch } from "../../alerts/index.js";
import type { ApiKeys } from "../../api-keys/index.js";
import type { CannedResponses } from "../../canned/index.js";
import type { Submission } from "../../center/center.js";
import type { CenterHandle, Ephemeral } from "../../center/edge.js";
import { storable } from "../../center/plain-text.js";
import type { PromptLibrary } from "../../center/prompts.js";
import type { VoiceDoor } from "../../center/voice-door.js";
import type { Contacts } from "../../contacts/index.js";
import type { FollowUps } from "../../follow-ups/index.js";
import type { Network } from "../../network/index.js";
import type { RecentCalls } from "../../recent/index.js";
import type { RecordingRows } from "../../recordings/index.js";
import type { FramingCheck } from "../../screen-pop/index.js";
import type { Voicemail } from "../../voicemail/index.js";
import type { LiveContent } from "../content/live-content.js";

/** Who asks. */
export interface Asker {
  readonly agentId: AgentId;
  readonly sessionId: SessionId;
}

/** What a request may look at. It changes nothing but through the submissions it gives back. */
export interface RequestRoom {
  readonly handle: CenterHandle;
  readonly content: LiveContent;
  readonly voice: VoiceDoor;
  readonly prompts: PromptLibrary;
  readonly recent: Pick<RecentCalls, "caughtUp">;
  /** What may go out, and by what. */
  readonly network: Network;
  /** How long each service keeps its recordings, and who may hear them. */
  readonly recordingRules: Pick<RecordingRows, "rules" | "putRule">;
  /** Messages in mailboxes. */
  readonly voicemail: Pick<Voicemail, "list" | "newCount" | "mark" | "trash">;
  readonly followUps: FollowUps;
  /** To every desk of this agent. */
  readonly tellPreferences: (agentId: AgentId, preferences: Preferences) => void;
  readonly canned: CannedResponses;
  readonly contacts: Contacts;
  readonly alerts: Pick<AlertWatch, "acknowledge" | "rulesChanged">;
  /** Whether a page lets itself be shown in the desk. */
  readonly framing: FramingCheck;
  /** Keys of programs. */
  readonly apiKeys: Pick<ApiKeys, "list" | "make" | "revoke">;
  /** What the customer's app of a chat can show. */
  readonly apps: Pick<Ephemeral, "showsOf">;
}

export interface Fault {
  readonly code: DeskErrorCode;
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** What a request comes to, before anything is done. */
export type Prepared<Output> =
  /** To be submitted in this order; the answer is the last one's. None: nothing was to do. */
  | { readonly submissions: readonly Submission[]; readonly output: Output }
  | { readonly query: () => Promise<Output> }
  /** Asked of somebody else than the center; the answer may be a refusal and is not kept. */
  | { readonly ask: () => Promise<{ readonly output: Output } | { readonly fault: Fault }> }
  | { readonly fault: Fault };

/** One request of the protocol together with what the server does for it. */
export interface Responder {
  readonly name: string;
  prepare(input: unknown, asker: Asker, room: RequestRoom): Promise<Prepared<unknown>>;
}

/** Joins a request's definition to its handling: what `handle` gets has the definition's shape. */
export function responder<In extends z.ZodType, Out extends z.ZodType>(
  definition: RequestDefinition<In, Out>,
  handle: (
    input: z.output<In>,
    asker: Asker,
    room: RequestRoom,
  ) => Prepared<z.output<Out>> | Promise<Prepared<z.output<Out>>>,
): Responder {
  return {
    name: definition.name,
    prepare: async (input, asker, room) => {
      const given = definition.input.safeParse(input);
      // An id with such signs has been refused by now; any other text loses them here, whoever the handler is.
      const clean = storable(input);
      const parsed = given.success && clean !== input ? definition.input.safeParse(clean) : given;
      if (parsed.success) return handle(parsed.data, asker, room);
      const issue = parsed.error.issues[0];
      const facts = { path: (issue?.path ?? []).join("."), problem: issue?.message ?? "" };
      return { fault: { code: "invalid_args", facts } };
    },
  };
}
